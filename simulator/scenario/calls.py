"""The rubric of a real call, which no scenario stands behind: the skills' criteria as far as behaviours carry them."""

from __future__ import annotations

from collections.abc import Sequence

from scoring.hearing.signals import Signal
from scoring.marking.rubric import UNWEIGHTED, Rubric
from simulator.scenario.rubrics import RubricSet, join

STAGE = "objection"
"""Whose weights are used: all the skills of a sales call have one there."""


def skills_of_a_call(rubrics: RubricSet) -> tuple[str, ...]:
    """The skills that have a weight in a call, in the order of the weights."""
    weights = rubrics.stage_weights[STAGE]
    return tuple(name for name in weights if name in rubrics.skills and name != UNWEIGHTED)


def rubric_of_a_call(rubrics: RubricSet, skills: Sequence[str] = ()) -> tuple[Rubric, dict[str, Signal]]:
    """The rubric for these skills, or for all of a call, and the signals that it hears."""
    signals = rubrics.signals(STAGE)
    used = tuple(skills) or skills_of_a_call(rubrics)
    mapping = join(
        rubrics,
        scenario="call",
        version=1,
        stage=STAGE,
        use=used,
        weights={name: rubrics.stage_weights[STAGE].get(name, 1) for name in used},
        pass_mark=None,
        pass_needs=("won", "progress"),
        criteria=(),
        knock_outs=(),
        signals=signals,
        facts={},
        objections={},
        means={},
    )
    return Rubric.load(mapping), signals
