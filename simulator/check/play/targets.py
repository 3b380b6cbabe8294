"""What there is to find in a scenario: each thing that some conversation ought to bring about."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Literal, NamedTuple

from scoring.marking.conditions import And, Condition, Not
from simulator.engine.situation import Names
from simulator.engine.state import State, Step
from simulator.rehearsal.calls import named
from simulator.scenario.model import Scenario

Kind = Literal["fact", "raised", "resolved", "branch", "moment", "ending"]


class Target(NamedTuple):
    """`name`: the fact, the objection, the moment or the ending. `number`: of a branch in its moment, from 0."""

    kind: Kind
    name: str
    number: int = 0


def targets_of(scenario: Scenario) -> tuple[Target, ...]:
    """Causes before what may follow from them. What has no condition at all (an objection without `raise_when`) counts
    too: it is never met."""
    found = [Target("fact", name) for name in scenario.facts]
    found += [Target("raised", name) for name in scenario.objections]
    found += [Target("resolved", name) for name in scenario.objections]
    for name, moment in scenario.moments.items():
        found += [Target("branch", name, number) for number in range(len(moment.next))]
    found += [Target("moment", name) for name in scenario.moments]
    found += [Target("ending", name) for name in scenario.endings]
    return tuple(found)


def brought(before: State, result: Step, after: State) -> Iterator[Target]:
    """What one reply brought about."""
    for fact in result.facts:
        yield Target("fact", fact)
    for objection, status in result.objections.items():
        yield Target("resolved" if status == "resolved" else "raised", objection)
    if result.branch is not None:
        yield Target("branch", before.moment, result.branch)
    if after.ending is not None:
        yield Target("ending", after.ending)
    elif after.moment != before.moment:
        yield Target("moment", after.moment)


def opened(names: Names, start: State) -> Iterator[Target]:
    """What stands before the first reply."""
    yield Target("moment", start.moment)
    for objection in named(names.objections, start.open):
        yield Target("raised", objection)


def conditions_for(scenario: Scenario, target: Target) -> tuple[Condition, ...]:
    """The conditions that stand directly before it, each to be brought about."""
    match target.kind:
        case "fact":
            fact = scenario.facts[target.name]
            found = [fact.asked_when, fact.opens_when]
        case "raised":
            rule = scenario.objections[target.name]
            found = [rule.raise_when]
        case "resolved":
            rule = scenario.objections[target.name]
            found = [rule.resolve_when, rule.raise_when]
        case "branch":
            found = [taken_when(scenario, target)]
        case _:
            found = []
    return tuple(condition for condition in found if condition is not None)


def taken_when(scenario: Scenario, target: Target) -> Condition:
    """When a branch is taken: its condition holds, and none of those before it does."""
    branches = scenario.moments[target.name].next
    own = branches[target.number].when
    parts: list[Condition] = [] if own is None else [own]
    parts += [Not(branch.when) for branch in branches[: target.number] if branch.when is not None]
    return parts[0] if len(parts) == 1 else And(tuple(parts))
