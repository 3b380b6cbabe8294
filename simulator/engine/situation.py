"""Conditions in play: compiled to closures for speed, and answered with reasons for people.

Both readings are of the same `Now`; a test holds them equal on every condition that can be written.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import TypeGuard, TypeVar

from scoring.hearing.signals import Heard
from scoring.marking.conditions import (
    ALL,
    ANY,
    OPS,
    And,
    Asked,
    Atom,
    Condition,
    Count,
    Ends,
    Evidence,
    Finding,
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
    Verdict,
    evaluate,
)
from scoring.marking.situation import said_with


class Now:
    """How things stand at one point within a turn. Facts and objections are bits of whole numbers.

    `heard` holds the signals met in this reply, in the order heard, each with its first hearing.
    """

    __slots__ = (
        "asked",
        "feelings",
        "heard",
        "hearings",
        "here",
        "known",
        "moment",
        "open",
        "raised",
        "repeated",
        "resolved",
        "silent",
        "turn",
    )

    def __init__(
        self,
        moment: str,
        here: int,
        turn: int,
        feelings: list[int],
        known: int,
        asked: int,
        opened: int,
        resolved: int,
        raised: int,
    ) -> None:
        self.moment = moment
        self.here = here
        self.turn = turn
        self.feelings = feelings
        self.known = known
        self.asked = asked
        self.open = opened
        self.resolved = resolved
        self.raised = raised
        self.heard: dict[str, Heard] = {}
        self.hearings: tuple[Heard, ...] = ()
        self.silent = False
        self.repeated = False


T = TypeVar("T")
Test = Callable[[Now], bool]


class Names:
    """The places of a scenario's feelings, facts and objections."""

    __slots__ = ("facts", "feelings", "objections")

    def __init__(self, feelings: tuple[str, ...], facts: tuple[str, ...], objections: tuple[str, ...]) -> None:
        self.feelings: Mapping[str, int] = {name: i for i, name in enumerate(feelings)}
        self.facts: Mapping[str, int] = {name: 1 << i for i, name in enumerate(facts)}
        self.objections: Mapping[str, int] = {name: 1 << i for i, name in enumerate(objections)}

    def fact_bits(self, names: tuple[str, ...]) -> int:
        return sum({self.facts[name] for name in names})

    def objection_bits(self, names: tuple[str, ...]) -> int:
        return sum(self.objections.values()) if ANY in names else sum({self.objections[name] for name in names})


def weight(condition: Condition | None) -> int:
    """How many things a condition asks for: the more, the better a line fits."""
    match condition:
        case None:
            return 0
        case Not(part):
            return weight(part)
        case And(parts) | Or(parts):
            return sum(weight(part) for part in parts)
        case _:
            return 1


def asks_what_was_heard(condition: Condition | None) -> bool:
    """Whether a condition asks what was heard in the reply, other than that something was not."""
    match condition:
        case And(parts) | Or(parts):
            return any(asks_what_was_heard(part) for part in parts)
        case _:
            return isinstance(condition, HeardIt)


def compile_condition(condition: Condition, names: Names) -> Test:
    """A closure that answers the condition of a `Now`.

    What the customer must not have heard stands in most conditions, signal after signal: such a row is one look.
    """
    match condition:
        case Not(HeardIt(signals, None, None, None)):
            return _unheard(signals)
        case Not(part):
            inner = compile_condition(part, names)
            return lambda now: not inner(now)
        case And(parts):
            denied = [part.part.names for part in parts if isinstance(part, Not) and _merely_heard(part.part)]
            rest = [part for part in parts if not (isinstance(part, Not) and _merely_heard(part.part))]
            tests = [compile_condition(part, names) for part in rest]
            if denied:
                tests.append(_unheard(tuple(name for row in denied for name in row)))
            return chain(tests, True)
        case Or(parts):
            wanted = [part.names for part in parts if _merely_heard(part)]
            tests = [compile_condition(part, names) for part in parts if not _merely_heard(part)]
            if wanted:
                tests.insert(0, _atom(HeardIt(tuple(name for row in wanted for name in row)), names))
            return chain(tests, False)
        case _:
            return _atom(condition, names)


def _merely_heard(condition: Condition) -> TypeGuard[HeardIt]:
    match condition:
        case HeardIt(_, None, None, None):
            return True
        case _:
            return False


def _unheard(signals: tuple[str, ...]) -> Test:
    if len(signals) == 1:
        (name,) = signals
        return lambda now: name not in now.heard
    unwanted = frozenset(signals)
    return lambda now: unwanted.isdisjoint(now.heard)


def chain(tests: Sequence[Callable[[T], bool]], every: bool) -> Callable[[T], bool]:
    """All of them, or any: by twos, which is quicker than going through a list."""
    if not tests:
        return lambda it: every
    if len(tests) == 1:
        return tests[0]
    if len(tests) == 2:
        first, second = tests
        return (lambda it: first(it) and second(it)) if every else (lambda it: first(it) or second(it))
    half = len(tests) // 2
    return chain([chain(tests[:half], every), chain(tests[half:], every)], every)


def _atom(atom: Atom, names: Names) -> Test:
    match atom:
        case HeardIt((name,), None, None, None):
            return lambda now: name in now.heard
        case HeardIt(signals, None, None, None):
            wanted = frozenset(signals)
            return lambda now: not wanted.isdisjoint(now.heard)
        case HeardIt(signals, moment, before, beside):
            return lambda now: (
                (moment is None or now.moment == moment) and bool(_hearings(now, signals, before, beside))
            )
        case Count(signals, op, value, before):
            compare = OPS[op]
            return lambda now: compare(len(_hearings(now, signals, before)), value)
        case Knows(facts) if facts == (ALL,):
            every = sum(names.facts.values())
            return lambda now: now.known == every
        case Knows(facts) if facts == (ANY,):
            return lambda now: now.known != 0
        case Knows(facts):
            bits = names.fact_bits(facts)
            return lambda now: now.known & bits != 0
        case Asked(facts):
            bits = names.fact_bits(facts)
            return lambda now: now.asked & bits != 0
        case Objection(objections, status):
            return _objection(names.objection_bits(objections), status)
        case Level("here", op, value):
            compare = OPS[op]
            return lambda now: compare(now.here, value)
        case Level("turn", op, value):
            compare = OPS[op]
            return lambda now: compare(now.turn, value)
        case Level(feeling, op, value):
            compare, at = OPS[op], names.feelings[feeling]
            return lambda now: compare(now.feelings[at], value)
        case In(moment):
            return lambda now: now.moment == moment
        case Silent():
            return lambda now: now.silent
        case Repeated():
            return lambda now: now.repeated
        case Ends() | HasOutcome():
            return lambda now: False
    raise AssertionError(atom)


def _objection(bits: int, status: str) -> Test:
    if status == "open":
        return lambda now: now.open & bits != 0
    if status == "resolved":
        return lambda now: now.resolved & bits != 0
    if status == "raised":
        return lambda now: now.raised & bits != 0
    return lambda now: bits & ~(now.open | now.resolved) != 0


def _hearings(
    now: Now, signals: tuple[str, ...], before: tuple[str, ...] | None, beside: tuple[str, ...] | None = None
) -> list[Heard]:
    met = [h for h in now.hearings if h.state == "met"]
    limit = min((h.span[0] for h in met if h.signal in before), default=None) if before is not None else None
    found = [h for h in met if h.signal in signals and (limit is None or h.span[0] < limit)]
    return found if beside is None else said_with(found, (h for h in met if h.signal in beside))


class EngineSituation:
    """A `Now` as conditions of `scoring` read it, able to cite the words of this reply."""

    def __init__(self, now: Now, names: Names, n: int) -> None:
        self.now = now
        self.names = names
        self.n = n

    def find(self, atom: Atom) -> Finding:
        if isinstance(atom, HeardIt | Count):
            hearings = _hearings(self.now, atom.names, atom.before, getattr(atom, "beside", None))
            evidence = tuple(Evidence(self.n, h.span, h.quote, h.rule, h.signal) for h in hearings)
            if isinstance(atom, Count):
                return Finding(OPS[atom.op](len(hearings), atom.value), evidence)
            here = atom.moment is None or atom.moment == self.now.moment
            return Finding(here and bool(hearings), evidence if here else ())
        return Finding(self._holds(atom))

    def _holds(self, atom: Atom) -> bool:
        now = self.now
        match atom:
            case Knows(facts):
                known = {name for name, bit in self.names.facts.items() if now.known & bit}
                if facts == (ALL,):
                    return len(known) == len(self.names.facts)
                return bool(known) if facts == (ANY,) else any(name in known for name in facts)
            case Asked(facts):
                return any(now.asked & self.names.facts[name] for name in facts)
            case Objection(objections, status):
                every = tuple(self.names.objections) if objections == (ANY,) else objections
                return any(self._status(name, status) for name in every)
            case Level(name, op, value):
                number = {"here": now.here, "turn": now.turn}.get(name)
                return OPS[op](now.feelings[self.names.feelings[name]] if number is None else number, value)
            case In(moment):
                return now.moment == moment
            case Silent():
                return now.silent
            case Repeated():
                return now.repeated
        return False

    def _status(self, name: str, status: str) -> bool:
        bit = self.names.objections[name]
        if status == "raised":
            return bool(self.now.raised & bit)
        stands = "open" if self.now.open & bit else "resolved" if self.now.resolved & bit else "new"
        return stands == status


def why(condition: Condition, now: Now, names: Names, n: int) -> Verdict:
    """The condition's verdict in play, with the atoms and words that made it so."""
    return evaluate(condition, EngineSituation(now, names, n))
