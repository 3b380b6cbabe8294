"""Conditions as questions to a guess: what decides a turn of which everything is left open."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field

from scoring.hearing.signals import CONTENT_KINDS
from scoring.marking.conditions import (
    ALL,
    ANY,
    OPS,
    And,
    Asked,
    Condition,
    Count,
    HeardIt,
    In,
    Knows,
    Level,
    Not,
    Objection,
    Or,
    Repeated,
    Silent,
)
from simulator.check.play.guesses import Guess
from simulator.engine.situation import Names, chain
from simulator.scenario.model import Scenario

Test = Callable[[Guess], bool]
Group = frozenset[str]


@dataclass(slots=True)
class Tests:
    """Conditions as questions to a guess. Signals that all conditions ask for in the same breath are of one kind."""

    scenario: Scenario
    names: Names
    groups: dict[Group, None] = field(default_factory=dict)
    kinds: dict[str, int] = field(default_factory=dict)
    made: dict[Condition, Test] = field(default_factory=dict)

    def learn(self, conditions: Iterable[Condition]) -> None:
        """All the conditions that are going to be asked, before any is made."""
        for condition in conditions:
            for group in _groups(condition):
                self.groups.setdefault(group)
        seen: dict[tuple[object, ...], int] = {}
        ordered = list(self.groups)
        for name, signal in self.scenario.signals.items():
            within = tuple(n for n, group in enumerate(ordered) if name in group)
            content = signal.kind in CONTENT_KINDS and not signal.harmful
            if within:
                self.kinds[name] = seen.setdefault((within, content, signal.fact), len(seen))

    def test(self, condition: Condition) -> Test:
        found = self.made.get(condition)
        if found is None:
            found = self.made[condition] = self._made(condition)
        return found

    def _made(self, condition: Condition) -> Test:
        match condition:
            case Not(part):
                inner = self.test(part)
                return lambda guess: not inner(guess)
            case And(parts) | Or(parts):
                every = isinstance(condition, And)
                plain, rest = _plain(parts, every)
                tests = [self.test(part) for part in rest]
                if plain:
                    heard = self._heard(plain)
                    tests.insert(0, (lambda guess: not heard(guess)) if every else heard)
                return chain(tests, every)
            case _:
                return self._atom(condition)

    def _heard(self, signals: Iterable[str]) -> Test:
        of = {}
        for name in signals:
            if name in self.kinds:
                signal = self.scenario.signals[name]
                content = signal.kind in CONTENT_KINDS and not signal.harmful
                of[self.kinds[name]] = (self.kinds[name], content, self.names.facts.get(signal.fact, 0))
        rows = tuple(of.values())
        if len(rows) == 1:
            ((kind, content, fact),) = rows
            return lambda guess: guess.hears(kind, content, fact)

        return lambda guess: any(guess.hears(*row) for row in rows)

    def _atom(self, atom: Condition) -> Test:
        key = len(self.made)
        match atom:
            case HeardIt(signals, moment, before, beside):
                heard = self._heard(signals)
                others = self._heard((*(before or ()), *(beside or ())))
                if before is None and beside is None:
                    return heard if moment is None else lambda guess: guess.moment == moment and heard(guess)
                must = beside is not None

                def ordered(guess: Guess) -> bool:
                    if (moment is not None and guess.moment != moment) or not heard(guess):
                        return False
                    return guess.once(key) if others(guess) else not must

                return ordered
            case Count(signals, op, value):
                heard, compare = self._heard(signals), OPS[op]
                none = compare(0, value)
                return lambda guess: guess.once(key) if heard(guess) else none
            case Knows(facts) if facts == (ALL,):
                each = tuple(self.names.facts.values())
                return lambda guess: all(guess.knows(bit) for bit in each)
            case Knows(facts):
                bits = sum(self.names.facts.values()) if facts == (ANY,) else self.names.fact_bits(facts)
                return lambda guess: guess.knows(bits)
            case Asked(facts):
                bits = self.names.fact_bits(facts)
                return lambda guess: guess.asked & bits != 0 or (guess.loose & bits != 0 and guess.once(key))
            case Objection(objections, status):
                return _objection(self.names.objection_bits(objections), status, key)
            case Level("here", op, value):
                compare = OPS[op]
                return lambda guess: compare(guess.here, value)
            case Level("turn", op, value):
                compare = OPS[op]
                return lambda guess: compare(guess.turn, value)
            case Level(feeling, op, value):
                place, wanted = self.names.feelings[feeling], values(op, value)
                return lambda guess: guess.feels(place, wanted)
            case In(moment):
                return lambda guess: guess.moment == moment
            case Silent():
                return Guess.is_silent
            case Repeated():
                return Guess.is_repeated
        return lambda guess: False


def values(op: str, value: int) -> int:
    """The values of a feeling for which a comparison holds, as bits."""
    return sum(1 << n for n in range(11) if OPS[op](n, value))


def _objection(bits: int, status: str, key: int) -> Test:
    if status == "raised":
        return lambda guess: guess.is_so(bits, "open") and guess.once(key)
    return lambda guess: guess.is_so(bits, status)


def _plain(parts: Iterable[Condition], denied: bool) -> tuple[list[str], list[Condition]]:
    """The signals that are merely asked for (or denied), and the rest."""
    names: list[str] = []
    rest: list[Condition] = []
    for part in parts:
        inner = part.part if denied and isinstance(part, Not) else part
        if isinstance(inner, HeardIt) and isinstance(part, Not) == denied and _merely(inner):
            names += inner.names
        else:
            rest.append(part)
    return names, rest


def _merely(atom: HeardIt) -> bool:
    return atom.moment is None and atom.before is None and atom.beside is None


def _groups(condition: Condition) -> Iterator[Group]:
    match condition:
        case Not(part):
            yield from _groups(part)
        case And(parts) | Or(parts):
            plain, rest = _plain(parts, isinstance(condition, And))
            if plain:
                yield frozenset(plain)
            for part in rest:
                yield from _groups(part)
        case HeardIt(signals, _, before, beside):
            yield from (frozenset(group) for group in (signals, (*(before or ()), *(beside or ()))) if group)
        case Count(signals):
            yield frozenset(signals)
