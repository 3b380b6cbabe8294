"""What has a bearing on what can happen: the conditions that decide it, what they speak of, the values that feelings may have."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from scoring.marking.conditions import ALL, ANY, Asked, Condition, Count, HeardIt, Knows, Level, Objection, atoms
from simulator.check.play.guesses import FREE
from simulator.check.play.search import plays_of
from simulator.scenario.model import Scenario


def conditions_in_play(scenario: Scenario) -> Iterator[Condition]:
    """All that decides what happens, and not only what is said or marked."""
    found: list[Condition | None] = []
    for fact in scenario.facts.values():
        found += [fact.asked_when, fact.opens_when]
    for rule in scenario.objections.values():
        found += [rule.raise_when, rule.resolve_when, rule.reopen_when]
    found += [event.when for event in scenario.interruptions.values() if event.go]
    found += [branch.when for moment in scenario.moments.values() for branch in moment.next]
    yield from (condition for condition in found if condition is not None)


Named = frozenset[str]


def named_in(scenario: Scenario, conditions: Iterable[Condition]) -> Named:
    """The facts and objections that conditions speak of, and the facts that a figure rests on."""
    found: set[str] = set()
    for condition in conditions:
        for atom in atoms(condition):
            match atom:
                case Knows(names) | Asked(names):
                    found.update(names if {ANY, ALL}.isdisjoint(names) else scenario.facts)
                case Objection(names):
                    found.update(scenario.objections if ANY in names else names)
                case HeardIt(names) | Count(names):
                    signals = (scenario.signals[name] for name in names if name in scenario.signals)
                    found.update(signal.fact for signal in signals if signal.fact)
                case _:
                    pass
    return frozenset(found)


def behind(scenario: Scenario, names: Named) -> Named:
    """These, and all that they wait for."""
    found: set[str] = set()
    waiting = set(names)
    while waiting:
        found |= waiting
        waiting = set(named_in(scenario, (c for name in sorted(waiting) for c in conditions_of_name(scenario, name))))
        waiting -= found
    return frozenset(found)


def conditions_of_name(scenario: Scenario, name: str) -> list[Condition]:
    """What a fact or an objection waits for."""
    found: list[Condition | None] = []
    if name in scenario.facts:
        found += [scenario.facts[name].asked_when, scenario.facts[name].opens_when]
    if name in scenario.objections:
        rule = scenario.objections[name]
        found += [rule.raise_when, rule.resolve_when, rule.reopen_when]
    return [condition for condition in found if condition is not None]


def waits_for_asking(scenario: Scenario) -> bool:
    return any(isinstance(atom, Asked) for condition in conditions_in_play(scenario) for atom in atoms(condition))


def counted(name: str, conditions: Iterable[Condition], most: int) -> int:
    """The number beyond which no condition tells replies apart."""
    asked = [atom.value for c in conditions for atom in atoms(c) if isinstance(atom, Level) and atom.name == name]
    return min(max(asked, default=-1) + 1, most)


def feelings_of(scenario: Scenario) -> Iterator[int]:
    """The values that each feeling may have, as bits: from its lowest start to its highest, and on to where it may move."""
    moved: dict[str, set[bool]] = {}
    tables = [scenario.reactions, *(moment.reactions for moment in scenario.moments.values())]
    deltas = [delta for table in tables for row in table.values() for delta in row]
    deltas += [*scenario.every_turn, *scenario.silence]
    deltas += [delta for event in scenario.interruptions.values() for delta in event.effect]
    deltas += [d for moment in scenario.moments.values() for branch in moment.next for d in branch.effect]
    for delta in deltas:
        moved.setdefault(delta.feeling, set()).add(delta.by > 0)
    plays = plays_of(scenario)
    for at, feeling in enumerate(scenario.feelings):
        starts = [play.start[at] for play in plays]
        ways_ = moved.get(feeling.name, set())
        low = 0 if False in ways_ else min(starts)
        high = 10 if True in ways_ else max(starts)
        values = range(low, high + 1) if ways_ else starts
        yield sum(1 << value for value in set(values)) & FREE
