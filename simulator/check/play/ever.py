"""Whether a rubric's condition can hold in some call at all, given what can never come about in one."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Literal

from scoring.marking.conditions import (
    ANY,
    OPS,
    Asked,
    Condition,
    Count,
    Ends,
    HasOutcome,
    HeardIt,
    In,
    Level,
    Objection,
    Repeated,
    Silent,
    atoms,
)
from simulator.check.play.asking import Test, Tests
from simulator.check.play.bearing import feelings_of
from simulator.check.play.guesses import Guess
from simulator.check.play.recipes import LONGEST
from simulator.check.play.targets import Target
from simulator.engine.situation import Names
from simulator.scenario.model import Scenario

MANY = 1 << 20
TRIES = 5_000
"""Rows of decisions; a condition that takes more is held to be possible."""


class Ever:
    """`never`: what cannot come about. Each condition is looked at by itself: what two of them need may still differ."""

    def __init__(self, scenario: Scenario, never: Iterable[Target]) -> None:
        self.scenario = scenario
        self.never = frozenset(never)
        self.names = Names(
            tuple(feeling.name for feeling in scenario.feelings), tuple(scenario.facts), tuple(scenario.objections)
        )
        self.free = tuple(feelings_of(scenario))
        self.known: dict[tuple[Condition, str], bool] = {}
        facts, objections = self.names.facts, self.names.objections
        self.loose = sum(bit for name, bit in facts.items() if Target("fact", name) not in self.never)
        self.unsettled = sum(bit for name, bit in objections.items() if Target("raised", name) not in self.never)

    def holds(self, condition: Condition, unit: Literal["whole", "turn"]) -> bool:
        """`whole`: in a call, with all that was heard in it; `turn`: in one reply, with how things stood before it."""
        key = (condition, unit)
        if key not in self.known:
            short = sum(1 for _ in atoms(condition)) <= LONGEST
            self.known[key] = not short or self._holds(condition, unit == "turn")
        return self.known[key]

    def _holds(self, condition: Condition, turn: bool) -> bool:
        tests = _CallTests(self.scenario, self.names, never=self.never)
        tests.learn([condition])
        test = tests.test(condition)
        script: list[bool] = []
        for _ in range(TRIES):
            room = self.scenario.max_content if turn else MANY
            guess = Guess(script, MANY, room, self.free, self.loose, self.unsettled)
            if test(guess):
                return True
            while script and script[-1]:
                script.pop()
            if not script:
                return False
            script[-1] = True
        return True


class _CallTests(Tests):
    """What a call may be like is left open wherever it cannot be told from one reply."""

    def __init__(self, scenario: Scenario, names: Names, *, never: frozenset[Target]) -> None:
        super().__init__(scenario, names)
        self.never = never
        self.places: dict[Condition, int] = {}

    def _atom(self, atom: Condition) -> Test:
        key = self.places.setdefault(atom, -1 - len(self.places))
        match atom:
            case HeardIt(signals, moment, before, beside) if moment or before is not None or beside is not None:
                if moment and Target("moment", moment) in self.never:
                    return lambda guess: False
                heard, others = self._heard(signals), self._heard(beside or signals)
                return lambda guess: heard(guess) and others(guess) and guess.once(key)
            case Count(signals, _, value):
                heard, none = self._heard(signals), super()._atom(atom)
                return lambda guess: guess.once(key) if heard(guess) else none(guess)
            case In(moment):
                ok = Target("moment", moment) not in self.never
                return lambda guess: ok and guess.once(key)
            case Level("here" | "turn", op, value):
                possible = any(OPS[op](n, value) for n in range(self.scenario.max_turns + 1))
                return lambda guess: possible and guess.once(key)
            case Silent() | Repeated() | Asked():
                return lambda guess: guess.once(key)
            case Objection(objections, "resolved"):
                every = self.scenario.objections if ANY in objections else objections
                able = [name for name in every if Target("resolved", name) not in self.never]
                bits = self.names.objection_bits(tuple(able))
                return lambda guess: guess.is_so(bits, "resolved")
            case Ends(ending):
                ok = Target("ending", ending) not in self.never
                return lambda guess: ok and guess.once(key)
            case HasOutcome(outcome):
                ends = [name for name, ending in self.scenario.endings.items() if ending.outcome == outcome]
                ok = any(Target("ending", name) not in self.never for name in ends)
                return lambda guess: ok and guess.once(key)
        return super()._atom(atom)
