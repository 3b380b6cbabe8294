"""What can happen at all: every turn from every point of a call, with feelings that may have any value in their range.

Facts, objections, moments and the count of replies are exact, and a reply is every set of up to so many signals. What does
not come about here cannot come about in play. What has no bearing on the moves or on what is missing is left out.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from functools import partial
from typing import NamedTuple

from scoring.marking.conditions import Condition, atoms
from simulator.check.play.asking import Test, Tests
from simulator.check.play.bearing import conditions_in_play, counted, feelings_of, waits_for_asking
from simulator.check.play.guesses import Guess, ways
from simulator.check.play.targets import Target, targets_of
from simulator.engine.situation import Names
from simulator.scenario.model import Scenario

MOST = 3
"""Signals in one reply."""
TURNS = 250_000
"""Turns that are worked through before it is given up: some seconds."""

LARGEST = 5_000
"""Atoms of all conditions in play; a scenario that has more is not worked through."""


class Point(NamedTuple):
    """Where a call may stand. `here` and `turn` are counted no further than any condition asks."""

    moment: str
    here: int
    turn: int
    known: int
    asked: int
    opened: int
    resolved: int


@dataclass(slots=True)
class Reach:
    """What can come about. `whole`: all was looked at, so that what else is in `looked` cannot."""

    met: set[Target] = field(default_factory=set)
    looked: frozenset[Target] = frozenset()
    whole: bool = True
    points: int = 0
    turns: int = 0


def reach(
    scenario: Scenario,
    facts: Iterable[str],
    objections: Iterable[str],
    *,
    shut: Iterable[Target] = (),
    most: int = MOST,
    turns: int | None = TURNS,
) -> Reach:
    """What can come about where these facts and objections are exact, and the others stand in any way at any time.

    `shut`: what is held not to come about. `turns` None: however long it takes.
    """
    if sum(1 for condition in conditions_in_play(scenario) for _ in atoms(condition)) > LARGEST:
        return Reach(whole=False)
    return _Walk(scenario, frozenset(facts), frozenset(objections), frozenset(shut), most).run(turns)


@dataclass(frozen=True, slots=True)
class _FactTests:
    name: str
    bit: int
    asked: Test
    opens: Test | None


@dataclass(frozen=True, slots=True)
class _ObjectionTests:
    name: str
    bit: int
    raised: Test | None
    resolved: Test | None
    reopened: Test | None


@dataclass(frozen=True, slots=True)
class _MomentTests:
    facts: tuple[_FactTests, ...]
    objections: tuple[_ObjectionTests, ...]
    leads: tuple[tuple[str, Test], ...]
    branches: tuple[tuple[Test | None, str], ...]


class _Walk:
    def __init__(
        self, scenario: Scenario, facts: frozenset[str], objections: frozenset[str], shut: frozenset[Target], most: int
    ) -> None:
        self.scenario = scenario
        self.most = most
        self.shut = shut
        self.names = Names(
            tuple(feeling.name for feeling in scenario.feelings), tuple(scenario.facts), tuple(scenario.objections)
        )
        self.free = tuple(feelings_of(scenario))
        self.facts = [name for name in scenario.facts if name in facts]
        self.objections = [name for name in scenario.objections if name in objections]
        self.loose = sum(bit for name, bit in self.names.facts.items() if name not in facts)
        self.unsettled = sum(bit for name, bit in self.names.objections.items() if name not in objections)
        self.asked_for = waits_for_asking(scenario)
        every = list(conditions_in_play(scenario))
        self.here = counted("here", every, scenario.max_turns)
        self.turn = counted("turn", every, scenario.max_turns)
        self.made: dict[str, _MomentTests] = {}

    def tests(self, moment: str) -> _MomentTests:
        if moment not in self.made:
            self.made[moment] = self._tests(moment)
        return self.made[moment]

    def _tests(self, moment: str) -> _MomentTests:
        scenario = self.scenario
        branches = scenario.moments[moment].next
        leads = [event for event in scenario.interruptions.values() if event.go]
        facts = [scenario.facts[name] for name in self.facts if Target("fact", name) not in self.shut]
        rules = [scenario.objections[name] for name in self.objections]
        tests = Tests(scenario, self.names)
        asked: list[Condition | None] = [branch.when for branch in branches]
        asked += [event.when for event in leads]
        asked += [condition for fact in facts for condition in (fact.asked_when, fact.opens_when)]
        asked += [c for rule in rules for c in (rule.raise_when, rule.resolve_when, rule.reopen_when)]
        tests.learn(condition for condition in asked if condition is not None)

        def made(condition: Condition | None, *target: Target) -> Test | None:
            return None if condition is None or not self.shut.isdisjoint(target) else tests.test(condition)

        return _MomentTests(
            tuple(
                _FactTests(f.name, self.names.facts[f.name], tests.test(f.asked_when), made(f.opens_when))
                for f in facts
            ),
            tuple(
                _ObjectionTests(
                    r.name,
                    self.names.objections[r.name],
                    made(r.raise_when, Target("raised", r.name)),
                    made(r.resolve_when, Target("resolved", r.name)),
                    made(r.reopen_when),
                )
                for r in rules
            ),
            tuple((event.go or "", tests.test(event.when)) for event in leads),
            tuple((made(branch.when), branch.go) for branch in branches),
        )

    def run(self, turns: int | None) -> Reach:
        scenario = self.scenario
        own = {"fact": self.facts, "raised": self.objections, "resolved": self.objections}
        looked = (target for target in targets_of(scenario) if target.name in own.get(target.kind, (target.name,)))
        found = Reach(looked=frozenset(looked))
        found.met |= {Target("moment", scenario.start), Target("ending", scenario.out_of_patience)}
        found.met.add(Target("ending", scenario.out_of_turns))
        seen: set[Point] = set()
        waiting: deque[Point] = deque()
        for point in self._opening(found):
            if point not in seen:
                seen.add(point)
                waiting.append(point)
        while waiting:
            point = waiting.popleft()
            found.points += 1
            for after in ways(partial(self._turn, point, found.met)):
                found.turns += 1
                if after is not None and after not in seen:
                    seen.add(after)
                    waiting.append(after)
                if turns is not None and found.turns >= turns:
                    found.whole = False
                    return found
        return found

    def _opening(self, found: Reach) -> Iterator[Point]:
        tests = self.tests(self.scenario.start)

        def begin(script: list[bool]) -> Point:
            guess = Guess(script, 0, 0, self.free, self.loose, self.unsettled)
            guess.moment = self.scenario.start
            guess.silent = guess.repeated = False
            self._arrive(guess, tests, found.met)
            return Point(guess.moment, 0, 0, 0, 0, guess.opened, 0)

        return ways(begin)

    def _turn(self, point: Point, met: set[Target], script: list[bool]) -> Point | None:
        """One working through of one turn; None where the call has ended."""
        tests = self.tests(point.moment)
        guess = Guess(script, self.most, self.scenario.max_content, self.free, self.loose, self.unsettled)
        guess.moment = point.moment
        guess.here, guess.turn = min(point.here + 1, self.here), min(point.turn + 1, self.turn)
        guess.known, guess.asked, guess.opened, guess.resolved = point[3:]
        self._tell(guess, tests, met)
        self._object(guess, tests, met)
        # `every_turn` may have moved them since.
        guess.feelings = list(self.free)
        go, number = self._move(guess, tests)
        if number is not None:
            met.add(Target("branch", point.moment, number))
        if go in self.scenario.endings:
            met.add(Target("ending", go))
            return None
        if go != point.moment:
            met.add(Target("moment", go))
            guess.moment, guess.here = go, 0
            guess.feelings = list(self.free)
            self._arrive(guess, tests, met)
        return Point(guess.moment, guess.here, guess.turn, guess.known, guess.asked, guess.opened, guess.resolved)

    def _tell(self, guess: Guess, tests: _MomentTests, met: set[Target]) -> None:
        asked, told = guess.asked, 0
        for fact in tests.facts:
            if guess.known & fact.bit:
                continue
            if not asked & fact.bit:
                if not fact.asked(guess):
                    continue
                asked |= fact.bit
            if fact.opens is None or fact.opens(guess):
                told |= fact.bit
                met.add(Target("fact", fact.name))
        guess.known |= told
        # Whether a fact was asked for matters only while it waits.
        guess.asked = asked if self.asked_for else asked & ~guess.known

    def _object(self, guess: Guess, tests: _MomentTests, met: set[Target]) -> None:
        opened, resolved = guess.opened, guess.resolved
        for rule in tests.objections:
            if guess.opened & rule.bit:
                if rule.resolved and rule.resolved(guess):
                    met.add(Target("resolved", rule.name))
                    opened, resolved = opened & ~rule.bit, resolved | rule.bit
            elif guess.resolved & rule.bit:
                if rule.reopened and rule.reopened(guess):
                    opened, resolved = opened | rule.bit, resolved & ~rule.bit
            elif rule.raised and rule.raised(guess):
                met.add(Target("raised", rule.name))
                opened |= rule.bit
        guess.opened, guess.resolved = opened, resolved

    def _move(self, guess: Guess, tests: _MomentTests) -> tuple[str, int | None]:
        for go, when in tests.leads:
            # It may have come already.
            if when(guess) and guess.either():
                return go, None
        for number, (test, go) in enumerate(tests.branches):
            if test is None or test(guess):
                return go, number
        return guess.moment, None

    def _arrive(self, guess: Guess, tests: _MomentTests, met: set[Target]) -> None:
        raised = 0
        for rule in tests.objections:
            if not (guess.opened | guess.resolved) & rule.bit and rule.raised and rule.raised(guess):
                met.add(Target("raised", rule.name))
                raised |= rule.bit
        guess.opened |= raised
