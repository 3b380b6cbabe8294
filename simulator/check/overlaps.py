"""Branches that overlap: what a later one asks for as well, and an earlier one always takes (S408, a note).

A condition is taken apart into its alternatives (`a or b and c` has two); an alternative of a later branch is lost where
all that an alternative of an earlier one asks for is asked for in it too. That all of a branch is lost is S402.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import product

from scoring.marking.conditions import OPS, And, Condition, HeardIt, Level, Not, Or, write
from simulator.check.places import place_at
from simulator.scenario.model import Moment, Scenario
from simulator.scenario.problems import Problem
from simulator.scenario.reader import ScenarioReader

MOST = 200
"""Alternatives of one condition; what has more is not looked at."""
RANGE = range(-1, 202)
"""Of feelings, `here` and `turn`."""
Literal = tuple[Condition, bool]
Alternative = frozenset[Literal]


def overlap_problems(scenario: Scenario, reader: ScenarioReader) -> Iterator[Problem]:
    for moment in scenario.moments.values():
        for number, lost, earlier in lost_in(moment):
            asked = "”, “".join(lost)
            message = f"branch {number} of {moment.name} never gets “{asked}”: branch {earlier} takes that before it"
            yield Problem("S408", message, place_at(reader, "moments", moment.name, "next", number - 1), "note")


def lost_in(moment: Moment) -> Iterator[tuple[int, list[str], int]]:
    """The number from 1 of each branch that loses a part, what it loses, and the branch that takes it."""
    before: list[tuple[int, str, list[Alternative]]] = []
    for number, branch in enumerate(moment.next, 1):
        own = alternatives(branch.when) if branch.when is not None else []
        taken: dict[int, list[Alternative]] = {}
        for one in own:
            first = next((n for n, go, them in before if go != branch.go and any(covers(t, one) for t in them)), 0)
            if first:
                taken.setdefault(first, []).append(one)
        if 0 < sum(map(len, taken.values())) < len(own):
            for first, lost in taken.items():
                yield number, [wording(one) for one in lost], first
        before.append((number, branch.go, own))


def alternatives(condition: Condition) -> list[Alternative]:
    """Each way in which the condition holds; none where there are too many."""
    found = _ways(condition, True)
    return [way for way in found if not _contradicts(way)] if len(found) <= MOST else []


def _ways(condition: Condition, wanted: bool) -> list[Alternative]:
    match condition:
        case Not(part):
            return _ways(part, not wanted)
        case And(parts) | Or(parts):
            each = [_ways(part, wanted) for part in parts]
            if isinstance(condition, Or) == wanted:
                return [way for ways in each for way in ways]
            out: list[Alternative] = [frozenset()]
            for ways in each:
                if len(out) * len(ways) > MOST:
                    return [frozenset()] * (MOST + 1)
                out = [one | other for one, other in product(out, ways)]
            return out
        case HeardIt(names, None, None, None) if len(names) > 1:
            each_name: tuple[Condition, ...] = tuple(HeardIt((name,)) for name in names)
            return _ways(Or(each_name), wanted)
        case _:
            return [frozenset({(condition, wanted)})]


def _contradicts(way: Alternative) -> bool:
    return any((condition, not wanted) in way for condition, wanted in way)


def covers(earlier: Alternative, later: Alternative) -> bool:
    """Whether all of the earlier holds wherever the later does."""
    return all(any(_follows(one, other) for one in later) for other in earlier)


def _follows(one: Literal, other: Literal) -> bool:
    """Whether the second holds wherever the first does."""
    if one == other:
        return True
    (left, left_wanted), (right, right_wanted) = one, other
    if not (isinstance(left, Level) and isinstance(right, Level) and left.name == right.name):
        return False
    values = [n for n in RANGE if OPS[left.op](n, left.value) == left_wanted]
    return bool(values) and all(OPS[right.op](n, right.value) == right_wanted for n in values)


def wording(way: Alternative) -> str:
    """As an author would write it, in a fixed order."""
    return " and ".join(sorted(write(condition if wanted else Not(condition)) for condition, wanted in way))
