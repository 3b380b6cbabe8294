"""Signals that a scenario defines and nothing in it asks for (S302)."""

from __future__ import annotations

from collections.abc import Iterator

from scoring.marking.conditions import Condition
from scoring.marking.rubric import names_in
from simulator.check.places import names_at, place_at
from simulator.scenario.model import Line, Scenario
from simulator.scenario.problems import Problem
from simulator.scenario.reader import ScenarioReader


def use_problems(scenario: Scenario, reader: ScenarioReader) -> Iterator[Problem]:
    """S302 for each signal of the file's own: a library's are for every scenario."""
    used = names_in(conditions_of(scenario)) | named_in(scenario)
    for name in names_at(reader, "signals"):
        if name in scenario.signals and name not in used:
            message = f"nothing uses the signal {name}: no condition, reaction, criterion, choice or test asks for it"
            yield Problem("S302", message, place_at(reader, "signals", name), "warning")


def named_in(scenario: Scenario) -> frozenset[str]:
    """The signals that are named outside of conditions: reactions, `hears`, knock-outs, and roles of the offer."""
    rubric = scenario.rubric
    names = {*scenario.reactions, *(knock_out.signal for knock_out in rubric.knock_outs), *rubric.plans, *rubric.offers}
    for moment in scenario.moments.values():
        names.update(moment.reactions, *(choice.hears for choice in moment.guided))
    for test in scenario.tests:
        names.update(*(reply.hears for reply in test.rep))
    return frozenset(names)


def conditions_of(scenario: Scenario) -> Iterator[Condition]:
    """Every condition of the scenario, those of its rubric's criteria too."""
    found: list[Condition | None] = []
    for fact in scenario.facts.values():
        found += [fact.asked_when, fact.opens_when, *_lines(fact.says), *_lines(fact.dodges)]
    for rule in scenario.objections.values():
        found += [rule.raise_when, rule.resolve_when, rule.reopen_when]
        found += [*_lines(rule.says), *_lines(rule.resolved_says), *_lines(rule.reopen_says)]
    for event in scenario.interruptions.values():
        found += [event.when, *_lines(event.says)]
    for moment in scenario.moments.values():
        found += [*_lines(moment.says), *(choice.when for choice in moment.guided)]
        for branch in moment.next:
            found += [branch.when, *_lines(branch.reply)]
    for ending in scenario.endings.values():
        found += _lines(ending.says)
    for criterion in scenario.rubric.criteria:
        found += [criterion.when, criterion.applies_when, *(condition for _, condition in criterion.levels)]
    yield from (condition for condition in found if condition is not None)


def _lines(lines: tuple[Line, ...]) -> list[Condition | None]:
    return [line.when for line in lines]
