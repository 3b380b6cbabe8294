"""Goals: so many calls, in so many of them a criterion at a level, by a day; and how far somebody is."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

Outcome = Literal["reached", "missed", "open"]


class BadGoal(ValueError):
    """A goal that nobody can reach, or that says nothing. Carries a sentence."""


@dataclass(frozen=True, slots=True)
class GoalProgress:
    """`hits` of the first `calls` calls since the goal was set; `levels` of all of them, the oldest first."""

    levels: tuple[int, ...]
    hits: int
    outcome: Outcome


def check(least: int, hits: int, calls: int) -> None:
    """Raises BadGoal."""
    if not 1 <= least <= 4:
        raise BadGoal("a goal asks for a level from 1 to 4")
    if not 1 <= hits <= calls <= 20:
        raise BadGoal(f"{hits} of {calls} calls cannot be asked; at most 20 calls, and no more of them than there are")


def progress(levels: Sequence[int], least: int, hits: int, calls: int, *, over: bool) -> GoalProgress:
    """`levels`: of the criterion in the calls since, the oldest first. Any `calls` of them in a row count: who gets there
    late has got there. `over`: its day is past."""
    best = 0
    for start in range(max(1, len(levels) - calls + 1)):
        best = max(best, sum(level >= least for level in levels[start : start + calls]))
    outcome: Outcome = "reached" if best >= hits else "missed" if over else "open"
    return GoalProgress(tuple(levels), best, outcome)


def smart(criterion: str, least: int, hits: int, calls: int, by: str) -> str:
    """`By Fri 11 Dec, in 3 calls, “Open and relevant questions” at level 3 or more in 2 of them.`"""
    return f"By {by}, in {calls} calls, “{criterion}” at level {least} or more in {hits} of them."
