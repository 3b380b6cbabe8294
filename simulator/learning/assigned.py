"""How far somebody is with an assignment: the rules on attempts, and what a row of attempts comes to under them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

State = Literal["not_started", "started", "passed", "failed"]
MOST_ATTEMPTS = 50


class BadRules(ValueError):
    """Rules that nobody can meet. Carries a sentence."""


@dataclass(frozen=True, slots=True)
class Rules:
    """`passes`: how many of the scenarios have to be passed. Of each: at least `least` attempts, at most `most` (None: as
    many as one likes), and `in_a_row` passes one after the other."""

    passes: int
    least: int = 1
    most: int | None = None
    in_a_row: int = 1

    def check(self, scenarios: int) -> None:
        """Raises BadRules where they cannot be met with so many scenarios."""
        if not 1 <= self.passes <= scenarios:
            raise BadRules(f"{self.passes} of {scenarios} scenarios cannot be passed")
        for number, what in ((self.least, "the fewest attempts"), (self.in_a_row, "the passes in a row")):
            if not 1 <= number <= MOST_ATTEMPTS:
                raise BadRules(f"{what} must be from 1 to {MOST_ATTEMPTS}")
        if self.most is None:
            return
        if not 1 <= self.most <= MOST_ATTEMPTS:
            raise BadRules(f"the most attempts must be from 1 to {MOST_ATTEMPTS}")
        if self.most < self.least:
            raise BadRules(f"at least {self.least} attempts and at most {self.most} cannot both be kept")
        if self.most < self.in_a_row:
            raise BadRules(f"{self.in_a_row} passes in a row do not go into {self.most} attempts")


@dataclass(frozen=True, slots=True)
class Try:
    """One attempt. `total` None: it is open, or nothing was said in it. `passed`: by the assignment's pass mark."""

    total: int | None
    passed: bool
    ended: bool
    at: str
    """When it was ended, or touched last."""


@dataclass(frozen=True, slots=True)
class ItemProgress:
    """One scenario of an assignment for one person. `streak`: passes in a row up to the last attempt."""

    attempts: int = 0
    passes: int = 0
    streak: int = 0
    first: int | None = None
    best: int | None = None
    latest: int | None = None
    sum: int = 0
    totals: int = 0
    """How many attempts have a total; `sum` is over them."""
    state: State = "not_started"
    touched: str | None = None
    done: str | None = None
    """When it was passed, or the last attempt that was allowed failed."""


@dataclass(frozen=True, slots=True)
class Progress:
    """A whole assignment for one person. `passed`: of its scenarios. `first` to `sum`: over all its attempts, in order."""

    state: State
    attempts: int
    passed: int
    first: int | None
    best: int | None
    latest: int | None
    sum: int
    totals: int
    touched: str | None
    done: str | None


def item_progress(tries: Sequence[Try], rules: Rules) -> ItemProgress:
    """What these attempts, in the order in which they were begun, come to. One that passed stays passed."""
    ended = [one for one in tries if one.ended]
    totals = [one.total for one in ended if one.total is not None]
    streak, held, done, state = 0, False, None, "started" if tries else "not_started"
    for n, one in enumerate(ended, 1):
        streak = streak + 1 if one.passed else 0
        held = held or streak >= rules.in_a_row
        if done is None and held and n >= rules.least:
            done, state = one.at, "passed"
    if done is None and rules.most is not None and len(ended) >= rules.most:
        done, state = ended[-1].at, "failed"
    return ItemProgress(
        attempts=len(tries),
        passes=sum(one.passed for one in ended),
        streak=streak,
        first=totals[0] if totals else None,
        best=max(totals, default=None),
        latest=totals[-1] if totals else None,
        sum=sum(totals),
        totals=len(totals),
        state=state,  # type: ignore[arg-type]
        touched=max((one.at for one in tries), default=None),
        done=done,
    )


def whole_progress(items: Sequence[tuple[ItemProgress, Sequence[Try]]], rules: Rules) -> Progress:
    """The scenarios of an assignment, each with its attempts, together."""
    passed = sorted(item.done for item, _ in items if item.state == "passed" and item.done)
    failed = sorted(item.done for item, _ in items if item.state == "failed" and item.done)
    tries = sorted((one for _, own in items for one in own), key=lambda one: one.at)
    totals = [one.total for one in tries if one.ended and one.total is not None]
    state: State = "started" if tries else "not_started"
    done = None
    if len(passed) >= rules.passes:
        state, done = "passed", passed[rules.passes - 1]
    elif len(items) - len(failed) < rules.passes:
        state, done = "failed", failed[len(items) - rules.passes]
    return Progress(
        state,
        len(tries),
        len(passed),
        totals[0] if totals else None,
        max(totals, default=None),
        totals[-1] if totals else None,
        sum(totals),
        len(totals),
        max((one.at for one in tries), default=None),
        done,
    )


Standing = Literal["not_started", "in_progress", "past_due", "passed", "did_not_pass", "not_yet"]
STANDINGS: tuple[Standing, ...] = ("past_due", "did_not_pass", "not_started", "in_progress", "passed", "not_yet")
"""Those that need a manager first."""
WORDS: dict[Standing, str] = {
    "not_started": "not started",
    "in_progress": "in progress",
    "past_due": "past due",
    "passed": "passed",
    "did_not_pass": "did not pass",
    "not_yet": "not open yet",
}


def standing(state: State, *, release: str, due: str, now: str) -> Standing:
    """What a board shows. Times are UTC, ISO 8601, and compare as text. Due means: until that second."""
    if state == "passed":
        return "passed"
    if state == "failed":
        return "did_not_pass"
    if now < release:
        return "not_yet"
    if now > due:
        return "past_due"
    return "in_progress" if state == "started" else "not_started"


def lift(first: int | None, best: int | None) -> int | None:
    """Points between the first attempt and the best."""
    return None if first is None or best is None else best - first
