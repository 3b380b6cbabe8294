"""What is missing because something else is: each missing thing, and the one that has to be mended for it.

A branch or a fact follows from a missing fact or objection where it could come about if that one were free to stand in any
way (what is proven), or where it cannot once that one is held not to come about (what was only not found).
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from scoring.marking.conditions import HeardIt, In, atoms
from simulator.check.play.targets import Target, conditions_for
from simulator.check.play.verdict import Verdict, ways_to
from simulator.scenario.model import Scenario

KINDS = ("fact", "raised", "resolved")


def roots(scenario: Scenario, found: Verdict) -> Mapping[Target, Target]:
    """Each missing thing -> its root; itself where it is one."""
    causes = {target: _cause(scenario, found, target) for target in (*found.impossible, *found.unknown)}
    return {target: _root(target, causes) for target in causes}


def _root(target: Target, causes: Mapping[Target, Target | None]) -> Target:
    """The last cause behind it. Of what waits for each other in a ring, the first."""
    row = [target]
    while (cause := causes[row[-1]]) is not None:
        if cause in row:
            return min(row[row.index(cause) :], key=list(causes).index)
        row.append(cause)
    return row[-1]


def _cause(scenario: Scenario, found: Verdict, target: Target) -> Target | None:
    """The missing thing that stands directly before it; what is missing for sure before what was not found."""
    missing = found.missing
    if target.kind in ("moment", "ending"):
        ways = [way for way in ways_to(scenario, target.name) if way in missing and way != target]
        # A branch whose own moment is missing has its cause there.
        return next((way for way in ways if Target("moment", way.name) not in missing), next(iter(ways), None))
    for other in _before(scenario, target):
        if other in missing:
            return other
    return next((other for other in _named(found, target) if _hangs_on(found, target, other)), None)


def _before(scenario: Scenario, target: Target) -> Iterator[Target]:
    """What must have come about first, by how it is written."""
    if target.kind == "branch":
        yield Target("moment", target.name)
    if target.kind == "resolved":
        yield Target("raised", target.name)
    if target.kind in KINDS:
        for condition in conditions_for(scenario, target)[:1]:
            for atom in atoms(condition):
                place = atom.moment if isinstance(atom, In | HeardIt) else None
                if place:
                    yield Target("moment", place)


def _named(found: Verdict, target: Target) -> list[Target]:
    """The missing facts and objections that its conditions speak of."""
    near = found.prover.near(target)
    return [other for other in (*found.impossible, *found.unknown) if other.kind in KINDS and other.name in near]


def _hangs_on(found: Verdict, target: Target, other: Target) -> bool:
    if target.kind in KINDS and other.name == target.name:
        return False
    near = found.prover.near(target)
    if target in found.impossible:
        freed = found.prover.reach(near - {other.name})
        return freed.whole and target in freed.met
    shut = found.prover.reach(near, frozenset({other}))
    return shut.whole and target not in shut.met
