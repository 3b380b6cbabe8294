"""The one language for conditions: parsed once into values, evaluated against a situation, able to say why.

    cond := and { or and }    and := not { and not }    not := [not] atom
    atom := heard S [in M] [before T] [with T] | count S op N [before T] | knows F|any|all | asked F
          | O is new|open|resolved|raised | any objection is raised|open|resolved
          | FEELING op N | here op N | turn op N | in M | silent | repeated
          | ends E | outcome O | ( cond )

Names are resolved once (`resolve`): a role becomes the names of its bearers, so that evaluation knows no roles.
"""

from __future__ import annotations

import operator
import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Literal, Protocol

Op = Literal["<", "<=", "==", "!=", ">=", ">"]
OPS: Mapping[str, Callable[[int, int], bool]] = {
    "<": operator.lt,
    "<=": operator.le,
    "=": operator.eq,
    "==": operator.eq,
    "!=": operator.ne,
    ">=": operator.ge,
    ">": operator.gt,
}
ANY = "*"
"""In `Objection.names`: any objection of the scenario. In `Knows.names`: any fact (`ALL`: every fact)."""
ALL = "**"

KEYWORDS = frozenset(
    {"and", "or", "not", "heard", "count", "knows", "asked", "is", "in", "before", "with", "silent", "repeated", "ends"}
    | {"outcome", "any", "all", "objection", "here", "turn"}
)


class ConditionError(ValueError):
    """A condition that cannot be parsed. `at` is the offset into its text where the trouble starts."""

    def __init__(self, sentence: str, at: int) -> None:
        super().__init__(sentence)
        self.sentence = sentence
        self.at = at


@dataclass(frozen=True, slots=True)
class HeardIt:
    """`beside`: only in words in which one of these was heard too (`heard S with T`)."""

    names: tuple[str, ...]
    moment: str | None = None
    before: tuple[str, ...] | None = None
    beside: tuple[str, ...] | None = None


@dataclass(frozen=True, slots=True)
class Count:
    names: tuple[str, ...]
    op: str
    value: int
    before: tuple[str, ...] | None = None


@dataclass(frozen=True, slots=True)
class Knows:
    names: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Asked:
    names: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Objection:
    names: tuple[str, ...]
    status: Literal["new", "open", "resolved", "raised"]


@dataclass(frozen=True, slots=True)
class Level:
    """A feeling, or `here` or `turn`, compared with a number."""

    name: str
    op: str
    value: int


@dataclass(frozen=True, slots=True)
class In:
    moment: str


@dataclass(frozen=True, slots=True)
class Silent:
    pass


@dataclass(frozen=True, slots=True)
class Repeated:
    pass


@dataclass(frozen=True, slots=True)
class Ends:
    ending: str


@dataclass(frozen=True, slots=True)
class HasOutcome:
    outcome: str


@dataclass(frozen=True, slots=True)
class Not:
    part: Condition


@dataclass(frozen=True, slots=True)
class And:
    parts: tuple[Condition, ...]


@dataclass(frozen=True, slots=True)
class Or:
    parts: tuple[Condition, ...]


Atom = HeardIt | Count | Knows | Asked | Objection | Level | In | Silent | Repeated | Ends | HasOutcome
Condition = Atom | Not | And | Or


@dataclass(frozen=True, slots=True)
class Evidence:
    """Words that made something true: `span` is [start, end) into the rep's text of turn `turn` (from 1)."""

    turn: int
    span: tuple[int, int]
    quote: str
    rule: str
    signal: str = ""


@dataclass(frozen=True, slots=True)
class Finding:
    """Whether an atom holds (None: cannot be known), and the words that made it so."""

    value: bool | None
    evidence: tuple[Evidence, ...] = ()


@dataclass(frozen=True, slots=True)
class Reason:
    """An atom as written, whether it held, and its evidence. `negated`: it stands under a `not`."""

    atom: Atom
    value: bool | None
    negated: bool = False
    evidence: tuple[Evidence, ...] = ()


@dataclass(frozen=True, slots=True)
class Verdict:
    """True, False or None (unknown), because of these atoms: those that made it true, or those that kept it from it."""

    value: bool | None
    because: tuple[Reason, ...] = ()

    @property
    def evidence(self) -> tuple[Evidence, ...]:
        seen: dict[Evidence, None] = {}
        for reason in self.because:
            if reason.value and not reason.negated:
                seen.update(dict.fromkeys(reason.evidence))
        return tuple(seen)


class Situation(Protocol):
    """What a condition is asked of. The engine's state and the transcript both implement it."""

    def find(self, atom: Atom) -> Finding:
        """Whether this atom holds here, with its evidence; value None where it cannot be known."""
        ...


def evaluate(condition: Condition, situation: Situation) -> Verdict:
    """Three-valued (Kleene): unknown only where the rest does not settle it."""
    return _evaluate(condition, situation, False)


def _evaluate(condition: Condition, situation: Situation, negated: bool) -> Verdict:
    match condition:
        case Not(part):
            inner = _evaluate(part, situation, not negated)
            return Verdict(None if inner.value is None else not inner.value, inner.because)
        case And(parts) | Or(parts):
            decisive = isinstance(condition, Or)
            verdicts = [_evaluate(part, situation, negated) for part in parts]
            deciding = [v for v in verdicts if v.value is decisive]
            if deciding:
                return Verdict(decisive, _merge(deciding))
            unknown = [v for v in verdicts if v.value is None]
            if unknown:
                return Verdict(None, _merge(unknown))
            return Verdict(not decisive, _merge(verdicts))
        case _:
            finding = situation.find(condition)
            return Verdict(finding.value, (Reason(condition, finding.value, negated, finding.evidence),))


def _merge(verdicts: Iterable[Verdict]) -> tuple[Reason, ...]:
    seen: dict[Reason, None] = {}
    for verdict in verdicts:
        seen.update(dict.fromkeys(verdict.because))
    return tuple(seen)


def atoms(condition: Condition) -> Iterator[Atom]:
    """Every atom, left to right."""
    match condition:
        case Not(part):
            yield from atoms(part)
        case And(parts) | Or(parts):
            for part in parts:
                yield from atoms(part)
        case _:
            yield condition


def names_of(atom: Atom) -> tuple[str, ...]:
    """The signals, facts, objections, feelings, moments or endings that an atom speaks of, its `before` included."""
    match atom:
        case HeardIt(names, moment, before, beside):
            return (*names, *(before or ()), *(beside or ()), *((moment,) if moment else ()))
        case Count(names, _, _, before):
            return (*names, *(before or ()))
        case Knows(names) | Asked(names) | Objection(names, _):
            return names
        case Level(name, _, _) | In(name) | Ends(name):
            return (name,)
        case _:
            return ()


def write(condition: Condition) -> str:
    """The condition as an author would write it. `parse(write(c)) == c` for every unresolved condition."""
    return _write(condition, 0)


def _write(condition: Condition, depth: int) -> str:
    def named(names: tuple[str, ...]) -> str:
        return "/".join(names) if names else "nothing"

    match condition:
        case Or(parts):
            text = " or ".join(_write(part, 1) for part in parts)
            return f"({text})" if depth > 0 else text
        case And(parts):
            text = " and ".join(_write(part, 2) for part in parts)
            return f"({text})" if depth > 1 else text
        case Not(part):
            return f"not {_write(part, 3)}"
        case HeardIt(names, moment, before, beside):
            return (
                f"heard {named(names)}"
                + (f" in {moment}" if moment else "")
                + (f" before {named(before)}" if before is not None else "")
                + (f" with {named(beside)}" if beside is not None else "")
            )
        case Count(names, op, value, before):
            return f"count {named(names)} {op} {value}" + (f" before {named(before)}" if before is not None else "")
        case Knows(names):
            return f"knows {'any' if names == (ANY,) else 'all' if names == (ALL,) else named(names)}"
        case Asked(names):
            return f"asked {named(names)}"
        case Objection(names, status):
            return f"{'any objection' if names == (ANY,) else named(names)} is {status}"
        case Level(name, op, value):
            return f"{name} {op} {value}"
        case In(moment):
            return f"in {moment}"
        case Silent():
            return "silent"
        case Repeated():
            return "repeated"
        case Ends(ending):
            return f"ends {ending}"
        case HasOutcome(outcome):
            return f"outcome {outcome}"
    raise AssertionError(condition)


@dataclass(frozen=True, slots=True)
class Bearers:
    """For each role the names of the signals, facts and objections that carry it (`counts_as`)."""

    signals: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    facts: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    objections: Mapping[str, tuple[str, ...]] = field(default_factory=dict)


def resolve(
    condition: Condition,
    bearers: Bearers,
    *,
    signals: frozenset[str],
    facts: frozenset[str],
    objections: frozenset[str],
    roles: frozenset[str],
) -> Condition:
    """Roles become their bearers. A name that is both a signal and a role stands for itself and its bearers.

    A role that nothing carries resolves to no names, and its atom is false.
    """

    def expand(names: tuple[str, ...], own: frozenset[str], by_role: Mapping[str, tuple[str, ...]]) -> tuple[str, ...]:
        if roles.isdisjoint(names):
            return names
        out: dict[str, None] = {}
        for name in names:
            if name in (ANY, ALL) or name in own or name not in roles:
                out[name] = None
            if name in roles:
                out.update(dict.fromkeys(by_role.get(name, ())))
        return tuple(out)

    def signalled(names: tuple[str, ...] | None) -> tuple[str, ...] | None:
        return None if names is None else expand(names, signals, bearers.signals)

    def walk(node: Condition) -> Condition:
        match node:
            case Not(part):
                return Not(walk(part))
            case And(parts):
                return And(tuple([walk(part) for part in parts]))
            case Or(parts):
                return Or(tuple([walk(part) for part in parts]))
            case HeardIt(names, place, before, beside):
                found = (signalled(names) or (), place, signalled(before), signalled(beside))
                return node if found == (names, place, before, beside) else HeardIt(*found)
            case Count(names, op, value, before):
                return Count(signalled(names) or (), op, value, signalled(before))
            case Knows(names) | Asked(names):
                told = expand(names, facts, bearers.facts)
                return node if told == names else type(node)(told)
            case Objection(names, status):
                raised = expand(names, objections, bearers.objections)
                return node if raised == names else Objection(raised, status)
            case _:
                return node

    return walk(condition)


_TOKEN = re.compile(r"\s*(?:(?P<word>[A-Za-z_][A-Za-z0-9_]*)|(?P<num>-?\d+)|(?P<op><=|>=|==|!=|<|>|=)|(?P<par>[()]))")


@lru_cache(1024)
def parse(text: str) -> Condition:
    """Raises ConditionError, with the offset at which the text stops making sense. A scenario says many of them twice."""
    tokens: list[tuple[str, str, int]] = []
    at = 0
    while at < len(text.rstrip()):
        found = _TOKEN.match(text, at)
        if not found:
            at += len(text[at:]) - len(text[at:].lstrip())
            raise ConditionError(f"'{text[at]}' does not belong in a condition", at)
        kind = str(found.lastgroup)
        tokens.append((kind, found[kind], found.start(kind)))
        at = found.end()
    return _Parser(tokens, len(text)).whole()


class _Parser:
    def __init__(self, tokens: list[tuple[str, str, int]], end: int) -> None:
        self.tokens = tokens
        self.end = end
        self.i = 0
        self.depth = 0

    def whole(self) -> Condition:
        if not self.tokens:
            raise ConditionError("the condition is empty", 0)
        condition = self.any_of()
        if self.i < len(self.tokens):
            raise ConditionError(f"'{self.peek()}' was not expected here; join with 'and' or 'or'", self.at())
        return condition

    def at(self) -> int:
        return self.tokens[self.i][2] if self.i < len(self.tokens) else self.end

    def peek(self) -> str:
        return self.tokens[self.i][1] if self.i < len(self.tokens) else ""

    def take(self, word: str) -> bool:
        if self.peek() == word and self.tokens[self.i][0] in ("word", "par"):
            self.i += 1
            return True
        return False

    def want(self, kind: str, what: str) -> str:
        if self.i < len(self.tokens) and self.tokens[self.i][0] == kind:
            self.i += 1
            return self.tokens[self.i - 1][1]
        got = f"'{self.peek()}'" if self.peek() else "the end"
        raise ConditionError(f"{what} was expected, not {got}", self.at())

    def name(self, what: str) -> str:
        start = self.at()
        word = self.want("word", what)
        if word in KEYWORDS:
            raise ConditionError(f"{what} was expected, not the word '{word}'", start)
        return word

    def number(self) -> int:
        return int(self.want("num", "a whole number"))

    def op(self) -> str:
        op = self.want("op", "one of < <= = >= >")
        return "==" if op == "=" else op

    def any_of(self) -> Condition:
        parts = [self.all_of()]
        while self.take("or"):
            parts.append(self.all_of())
        return parts[0] if len(parts) == 1 else Or(tuple(parts))

    def all_of(self) -> Condition:
        parts = [self.maybe_not()]
        while self.take("and"):
            parts.append(self.maybe_not())
        return parts[0] if len(parts) == 1 else And(tuple(parts))

    def maybe_not(self) -> Condition:
        self.depth += 1
        if self.depth > 40:
            raise ConditionError("this condition is nested too deep", self.at())
        try:
            if self.take("not"):
                return Not(self.maybe_not())
            return self.atom()
        finally:
            self.depth -= 1

    def atom(self) -> Condition:
        if self.take("("):
            inner = self.any_of()
            if not self.take(")"):
                raise ConditionError("a closing ')' was expected", self.at())
            return inner
        if self.take("heard"):
            names = (self.name("a signal's name"),)
            moment = self.name("a moment's name") if self.take("in") else None
            before = (self.name("a signal's name"),) if self.take("before") else None
            beside = (self.name("a signal's name"),) if self.take("with") else None
            return HeardIt(names, moment, before, beside)
        if self.take("count"):
            names = (self.name("a signal's name"),)
            op, value = self.op(), self.number()
            return Count(names, op, value, (self.name("a signal's name"),) if self.take("before") else None)
        if self.take("knows"):
            if self.take("any"):
                return Knows((ANY,))
            if self.take("all"):
                return Knows((ALL,))
            return Knows((self.name("a fact's name"),))
        if self.take("asked"):
            return Asked((self.name("a fact's name"),))
        if self.take("any"):
            if not self.take("objection"):
                raise ConditionError("'objection' was expected after 'any'", self.at())
            return self.objection((ANY,), frozenset({"raised", "open", "resolved"}))
        if self.take("in"):
            return In(self.name("a moment's name"))
        if self.take("silent"):
            return Silent()
        if self.take("repeated"):
            return Repeated()
        if self.take("ends"):
            return Ends(self.name("an ending's name"))
        if self.take("outcome"):
            start = self.at()
            outcome = self.name("an outcome")
            if outcome not in ("won", "progress", "stalled", "lost"):
                raise ConditionError(f"an outcome is won, progress, stalled or lost, not '{outcome}'", start)
            return HasOutcome(outcome)
        for word in ("here", "turn"):
            if self.take(word):
                return Level(word, self.op(), self.number())
        name = self.name("something that can be true")
        if self.peek() == "is":
            return self.objection((name,), frozenset({"new", "raised", "open", "resolved"}))
        if self.i < len(self.tokens) and self.tokens[self.i][0] == "op":
            return Level(name, self.op(), self.number())
        self.i -= 1
        raise ConditionError(f"'{name}' alone says nothing; did you mean 'heard {name}' or 'knows {name}'?", self.at())

    def objection(self, names: tuple[str, ...], allowed: frozenset[str]) -> Condition:
        if not self.take("is"):
            raise ConditionError("'is' was expected", self.at())
        start = self.at()
        status = self.want("word", "a status")
        if status == "not":
            raise ConditionError("'not' stands before what it denies: 'not NAME is resolved'", start)
        if status not in allowed:
            raise ConditionError(f"an objection is {', '.join(sorted(allowed))}, not '{status}'", start)
        return Objection(names, status)  # type: ignore[arg-type]
