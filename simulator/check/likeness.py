"""Examples that are heard as something else than what they are examples of (S305)."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from simulator.check.places import names_at, text_at
from simulator.engine.draws import cast, fill, values_for
from simulator.rehearsal.embedded import SEED, short
from simulator.scenario.model import Scenario
from simulator.scenario.problems import Problem
from simulator.scenario.reader import ScenarioReader

if TYPE_CHECKING:
    from scoring.hearing.hear import Ear

TAUGHT = ("concept", "claim")


def likeness_problems(scenario: Scenario, reader: ScenarioReader, ear: Ear | None) -> Iterator[Problem]:
    """Of the file's own examples: those that stand under two signals; and, with an ear, those that are heard as another
    signal in place of their own, or as harm beside it."""
    yield from twins(scenario, reader)
    if ear is None:
        return
    values = values_for(scenario, cast(scenario, SEED))
    harmful = punished(scenario)
    for name in own_names(scenario, reader):
        own = scenario.signals[name]
        for number, example in enumerate(own.like):
            text = fill(example, values)
            heard = ear.taught(text)
            others = sorted(n for n in heard - {name} if scenario.signals[n].kind in TAUGHT)
            harm = [] if own.harmful else [n for n in others if n in harmful]
            place = text_at(reader, "signals", name, "like", number)
            if harm:
                message = f"the example “{short(text)}” of {name} is heard as {harm[0]} too, which does harm"
                yield Problem("S305", message, place, "warning")
            elif others and name not in heard:
                message = f"the example “{short(text)}” of {name} is heard as {others[0]} instead"
                yield Problem("S305", message, place, "warning")


def punished(scenario: Scenario) -> frozenset[str]:
    """The harmful signals that cost something in this scenario: a feeling, or the pass."""
    tables = [scenario.reactions, *(moment.reactions for moment in scenario.moments.values())]
    named = {name for table in tables for name in table} | {k.signal for k in scenario.rubric.knock_outs}
    return frozenset(name for name in named if scenario.signals[name].harmful)


def own_names(scenario: Scenario, reader: ScenarioReader) -> list[str]:
    """The concepts and claims that the file itself defines."""
    return [name for name in names_at(reader, "signals") if scenario.signals[name].kind in TAUGHT]


def twins(scenario: Scenario, reader: ScenarioReader) -> Iterator[Problem]:
    """The same words under two signals, or under `like` and `not_like` of one."""
    first: dict[str, str] = {}
    for name in own_names(scenario, reader):
        signal = scenario.signals[name]
        missed = {plain(text) for text in signal.not_like}
        for number, example in enumerate(signal.like):
            words = plain(example)
            place = text_at(reader, "signals", name, "like", number)
            if words in missed:
                message = f"“{short(example)}” is an example of {name} and a near miss of it"
                yield Problem("S305", message, place, "warning")
            if first.setdefault(words, name) != name:
                message = f"“{short(example)}” is an example of {name} and of {first[words]}"
                yield Problem("S305", message, place, "warning")


def plain(text: str) -> str:
    """The words alone."""
    return " ".join("".join(c if c.isalnum() or c in "'{}._" else " " for c in text.lower()).split()).strip(" .")
