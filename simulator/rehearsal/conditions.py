"""A rubric's conditions compiled to closures over a rehearsed call, in which nothing is unknown."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from scoring.marking.conditions import (
    ANY,
    OPS,
    And,
    Asked,
    Atom,
    Condition,
    Count,
    Ends,
    HasOutcome,
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
from simulator.engine.situation import Names, chain
from simulator.engine.state import State

Hearing = tuple[int, int, int, str]
"""The reply's number, the span's start and end, the moment."""


@dataclass(slots=True)
class View:
    """What a condition is asked of: a whole call, or one reply and how things stood before it."""

    heard: dict[str, list[Hearing]]
    state: State
    outcome: str | None = None
    ending: str | None = None
    silent: bool = False
    repeated: bool = False
    moment: str | None = None
    """Of one reply; None for a whole call."""


Test = Callable[[View], bool]


def compiled(condition: Condition, names: Names, known: dict[Condition, Test]) -> Test:
    """A closure that answers a rubric's condition; nothing is unknown in a rehearsed call."""
    test = known.get(condition)
    if test is None:
        test = known[condition] = _compiled(condition, names, known)
    return test


def _compiled(condition: Condition, names: Names, known: dict[Condition, Test]) -> Test:
    match condition:
        case Not(part):
            inner = compiled(part, names, known)
            return lambda view: not inner(view)
        case And(parts):
            tests = [compiled(part, names, known) for part in parts]
            return chain(tests, True)
        case Or(parts):
            tests = [compiled(part, names, known) for part in parts]
            return chain(tests, False)
        case _:
            return _atom(condition, names)


def _atom(atom: Atom, names: Names) -> Test:
    match atom:
        case HeardIt((name,), None, None, None):
            return lambda view: name in view.heard
        case HeardIt(signals, None, None, None):
            wanted = frozenset(signals)
            return lambda view: not wanted.isdisjoint(view.heard)
        case HeardIt(signals, moment, before, beside):
            return lambda view: bool(_found(view, signals, moment, before, beside))
        case Count(signals, op, value, before):
            compare = OPS[op]
            return lambda view: compare(len(_found(view, signals, None, before, None)), value)
        case Knows(facts):
            bits = sum(names.facts.values()) if facts == (ANY,) else _bits(names.facts, facts)
            return lambda view: view.state.known & bits != 0
        case Asked(facts):
            bits = _bits(names.facts, facts)
            return lambda view: view.state.asked & bits != 0
        case Objection(objections, status):
            bits = sum(names.objections.values()) if objections == (ANY,) else _bits(names.objections, objections)
            return _objection(bits, status)
        case Level(name, op, value):
            return _level_test(name, OPS[op], value, names)
        case In(moment):
            return lambda view: view.state.moment == moment
        case Silent():
            return lambda view: view.silent
        case Repeated():
            return lambda view: view.repeated
        case Ends(ending):
            return lambda view: view.ending == ending
        case HasOutcome(outcome):
            return lambda view: view.outcome == outcome
    raise AssertionError(atom)


def _bits(places: Mapping[str, int], names: tuple[str, ...]) -> int:
    return sum({places[name] for name in names if name in places})


def _objection(bits: int, status: str) -> Test:
    if status == "open":
        return lambda view: view.state.open & bits != 0
    if status == "resolved":
        return lambda view: view.state.resolved & bits != 0
    if status == "raised":
        return lambda view: view.state.raised & bits != 0
    return lambda view: bits & ~(view.state.open | view.state.resolved) != 0


def _level_test(name: str, compare: Callable[[int, int], bool], value: int, names: Names) -> Test:
    if name == "here":
        return lambda view: compare(view.state.here, value)
    if name == "turn":
        return lambda view: compare(view.state.turn, value)
    at = names.feelings[name]
    return lambda view: compare(view.state.feelings[at], value)


def _found(
    view: View,
    signals: tuple[str, ...],
    moment: str | None,
    before: tuple[str, ...] | None,
    beside: tuple[str, ...] | None,
) -> list[Hearing]:
    found = [h for name in signals for h in view.heard.get(name, ())]
    if found and moment is not None:
        found = [h for h in found if h[3] == moment]
    if found and before is not None:
        limit = min(((h[0], h[1]) for name in before for h in view.heard.get(name, ())), default=None)
        if limit is not None:
            found = [h for h in found if (h[0], h[1]) < limit]
    if found and beside is not None:
        others = [h for name in beside for h in view.heard.get(name, ())]
        found = [h for h in found if any(h[0] == o[0] and h[1] < o[2] and o[1] < h[2] for o in others)]
    return found
