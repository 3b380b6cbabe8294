"""The total and the verdict of thousands of rehearsed calls: what `scoring.mark` gives, without its reasons.

`mark` explains each level in words, which takes milliseconds; here the same conditions are compiled once to closures. A
test holds both equal, criterion by criterion, on thousands of calls with every scenario there is.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from scoring.hearing.signals import Heard
from scoring.marking.conditions import Condition
from scoring.marking.offer import marked_as_said
from scoring.marking.rubric import HIGHEST, Criterion, Rubric
from scoring.marking.scorecard import LEAST_PAYING, by_absence
from scoring.marking.transcript import Transcript, Turn
from simulator.engine.situation import Names
from simulator.rehearsal.calls import Call
from simulator.rehearsal.conditions import Hearing, Test, View, compiled


@dataclass(frozen=True, slots=True)
class Marked:
    """`levels`: criterion -> 0 to 4, None where it does not apply or is left to a manager."""

    total: int | None
    passed: bool
    levels: Mapping[str, int | None]


@dataclass(frozen=True, slots=True)
class Ruled:
    criterion: Criterion
    levels: tuple[tuple[int, Test, bool], ...]
    """Highest first: the level, its condition, and whether it is earned by what was not said."""
    applies: Test | None
    when: Test | None


@dataclass(slots=True)
class Marker:
    """Marks calls by one rubric."""

    rubric: Rubric
    names: Names
    ruled: tuple[Ruled, ...] = field(init=False)
    knock_outs: frozenset[str] = field(init=False)

    def __post_init__(self) -> None:
        known: dict[Condition, Test] = {}
        self.ruled = tuple(
            Ruled(
                c,
                tuple((n, compiled(when, self.names, known), by_absence(when)) for n, when in reversed(c.levels)),
                None if c.applies_when is None else compiled(c.applies_when, self.names, known),
                None if c.when is None else compiled(c.when, self.names, known),
            )
            for c in self.rubric.criteria
        )
        self.knock_outs = frozenset(k.signal for k in self.rubric.knock_outs)

    def mark(self, call: Call) -> Marked:
        """What `scoring.mark` says of the call: its total, whether it passed, each criterion's level."""
        turns = self._turns(call)
        whole = View({}, call.final, call.outcome, call.ending)
        replies: list[View] = []
        for beat, heard in zip(call.beats, turns, strict=True):
            here: dict[str, list[Hearing]] = {}
            n, moment = beat.after.n, beat.before.moment
            for h in heard:
                entry = (n, h.span[0], h.span[1], moment)
                here.setdefault(h.signal, []).append(entry)
                whole.heard.setdefault(h.signal, []).append(entry)
            whole.silent = whole.silent or beat.step.silent
            whole.repeated = whole.repeated or beat.step.repeated
            if not beat.step.unclear:
                view = View(here, beat.before, silent=beat.step.silent, repeated=beat.step.repeated, moment=moment)
                replies.append(view)
        paying = sum(beat.step.paid for beat in call.beats)
        levels = {r.criterion.id: self._level(r, whole, replies, paying) for r in self.ruled}
        total = self._total(levels)
        passed = total is not None and total >= self.rubric.pass_mark and call.outcome in self.rubric.pass_needs
        return Marked(total, passed and self.knock_outs.isdisjoint(whole.heard), levels)

    def _turns(self, call: Call) -> list[tuple[Heard, ...]]:
        """What was surely heard in each reply, as the marks read it."""
        turns = tuple([Turn(i, beat.reply.text, heard=beat.reply.heard) for i, beat in enumerate(call.beats, 1)])
        return [
            tuple([h for h in turn.heard if h.state == "met"])
            for turn in marked_as_said(Transcript(turns), self.rubric).turns
        ]

    def _level(self, ruled: Ruled, whole: View, replies: list[View], paying: int) -> int | None:
        criterion = ruled.criterion
        if criterion.marked_by == "manager" or not criterion.bearable:
            return None
        if ruled.applies is not None and not ruled.applies(whole):
            return None
        if criterion.unit == "turn":
            return _of_turns(ruled, replies, paying)
        level, absent = reached(ruled, whole)
        return None if level and absent and paying < LEAST_PAYING else level

    def _total(self, levels: Mapping[str, int | None]) -> int | None:
        parts: list[tuple[int, int, int]] = []
        for skill in self.rubric.skills:
            weight = self.rubric.weights.get(skill.id, 0)
            counted = [
                (levels[c.id] or 0, c.weight)
                for c in self.rubric.criteria
                if c.skill == skill.id and not c.advisory and levels[c.id] is not None
            ]
            base = sum(w for _, w in counted)
            if weight and base:
                parts.append((sum(level * w for level, w in counted), base, weight))
        if not parts:
            return None
        common = 1
        for _, base, _ in parts:
            common *= base
        top = sum(level * weight * (common // base) for level, base, weight in parts) * 100
        bottom = common * sum(weight for _, _, weight in parts) * HIGHEST
        return (2 * top + bottom) // (2 * bottom)


def reached(ruled: Ruled, view: View) -> tuple[int, bool]:
    """The highest level that holds, and whether it is earned by what was not said."""
    for level, holds, absent in ruled.levels:
        if holds(view):
            return level, absent
    return 0, False


def _of_turns(ruled: Ruled, replies: list[View], paying: int) -> int | None:
    found = [reached(ruled, view) for view in replies if ruled.when is None or ruled.when(view)]
    if not found:
        return None
    level = (2 * sum(level for level, _ in found) + len(found)) // (2 * len(found))
    earned = [absent for level, absent in found if level]
    if level and all(earned) and paying < LEAST_PAYING:
        return None
    return level
