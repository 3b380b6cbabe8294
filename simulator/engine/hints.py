"""Hints in three steps: a direction, a question to ask, sample wording."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from simulator.scenario.model import Choice, HintRule, LevelRule, Moment, Scenario

STEPS = 3


class HintsOff(Exception):
    """No hint now; carries the sentence that says why."""


@dataclass(frozen=True, slots=True)
class Hint:
    """`step` counts from 1 to `of`, which is 3 where the author gave all three."""

    step: int
    of: int
    text: str


def hints_rule(scenario: Scenario, level: LevelRule, mode: str) -> HintRule:
    """None in exam mode and in a sealed scenario; else as the level says."""
    return "none" if mode == "exam" or scenario.sealed else level.hints


def hint_texts(moment: Moment, fitting: Sequence[Choice]) -> tuple[str, ...]:
    """The moment's hints; a missing third one is the best guided line that fits now. At least one: its goal."""
    texts = tuple(text for text in moment.hints if text.strip())[:STEPS] or (moment.goal,)
    if len(texts) < STEPS:
        best = next((c for c in (*fitting, *moment.guided) if c.best), None)
        wording = best.say if best else moment.model_answer
        if wording:
            texts = (*texts, wording)
    return texts
