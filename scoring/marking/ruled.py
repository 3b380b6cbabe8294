"""A scorecard with what managers said of it: the machine's marks beside theirs, and what stands.

Pure, like the marking itself. The machine's card is kept as it was; this derives a second one from it.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace

from scoring.marking.rubric import HIGHEST, Rubric
from scoring.marking.scorecard import CriterionMark, Scorecard, SkillMark, skill_level, total_of

MANAGER = "manager"


class BadRuling(ValueError):
    """A mark for a criterion, or a knock-out, that the card does not have. Carries a sentence."""


@dataclass(frozen=True, slots=True)
class Rulings:
    """`levels`: criterion -> 0 to 4. `knock_outs`: id -> whether it is confirmed. `pass_mark`: another than the rubric's."""

    levels: Mapping[str, int] = field(default_factory=dict)
    knock_outs: Mapping[str, bool] = field(default_factory=dict)
    pass_mark: int | None = None


def ruled(card: Scorecard, rubric: Rubric, outcome: str | None, rulings: Rulings) -> Scorecard:
    """What stands. Raises BadRuling.

    A manager's level counts where the machine had none, and not where the criterion is advisory. A knock-out that is
    confirmed fails the attempt, one that is rejected does nothing, and one that nobody ruled on leaves it open. `outcome`
    None: unknown, as on a bare transcript; then nothing is passed or failed.
    """
    known = {mark.id for mark in card.criteria}
    for criterion, level in rulings.levels.items():
        if criterion not in known:
            raise BadRuling(f"this card has no criterion {criterion}")
        if not 0 <= level <= HIGHEST:
            raise BadRuling(f"a level is from 0 to {HIGHEST}")
    if unknown := rulings.knock_outs.keys() - {knock_out.id for knock_out in card.knockouts}:
        raise BadRuling(f"this card has no knock-out {min(unknown)}")
    marks = tuple(_ruled(mark, rubric, rulings.levels.get(mark.id)) for mark in card.criteria)
    total = total_of(marks, rubric)
    pass_mark = card.pass_mark if rulings.pass_mark is None else rulings.pass_mark
    return replace(
        card,
        total=total,
        passed=_passed(card, total, pass_mark, outcome, rubric, rulings),
        skills=tuple(_skill(skill, marks) for skill in card.skills),
        criteria=marks,
        pass_mark=pass_mark,
    )


def _ruled(mark: CriterionMark, rubric: Rubric, level: int | None) -> CriterionMark:
    if level is None:
        return mark
    anchor = rubric.criterion(mark.id).anchors[level]
    state = "met" if level else "not_shown"
    return replace(mark, level=level, state=state, anchor=anchor, possible=None, marked_by=MANAGER)  # type: ignore[arg-type]


def _skill(skill: SkillMark, marks: tuple[CriterionMark, ...]) -> SkillMark:
    return replace(skill, level=skill_level(mark for mark in marks if mark.skill == skill.id))


def _passed(
    card: Scorecard, total: int | None, pass_mark: int, outcome: str | None, rubric: Rubric, rulings: Rulings
) -> bool | None:
    if total is None or outcome is None:
        return None
    if any(rulings.knock_outs.get(knock_out.id) for knock_out in card.knockouts):
        return False
    if any(knock_out.id not in rulings.knock_outs for knock_out in card.knockouts):
        return None
    return total >= pass_mark and outcome in rubric.pass_needs
