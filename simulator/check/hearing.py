"""What a scenario says is heard, held against the real detectors (S309), and its embedded tests played (S601).

The reduced engine hears less: what it misses is a warning, not an error.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from simulator.engine.draws import cast, fill, values_for
from simulator.engine.ears import ear_for
from simulator.rehearsal.embedded import SEED, play_test, short
from simulator.scenario.document import Fields, Items
from simulator.scenario.model import EmbeddedTest, Scenario
from simulator.scenario.problems import Place, Problem
from simulator.scenario.reader import ScenarioReader

if TYPE_CHECKING:
    from scoring.hearing.hear import Ear
    from scoring.hearing.signals import Hearing


def hearing_problems(scenario: Scenario, reader: ScenarioReader, encoder: Any = None) -> list[Problem]:
    """All of a scenario that has no other error. Takes a second with the encoder: its heads are fitted."""
    ear = ear_for(scenario, SEED, encoder)
    problems = list(guided_problems(scenario, reader, ear))
    for number, test in enumerate(scenario.tests):
        problems += test_problems(scenario, test, place_of_test(reader, number), ear)
    if encoder is None:
        return [replace(p, severity="warning", message=f"{p.message} (by the reduced engine)") for p in problems]
    return problems


def guided_problems(scenario: Scenario, reader: ScenarioReader, ear: Ear) -> Iterator[Problem]:
    """A choice is heard as late in a call: every fact has been told."""
    values = values_for(scenario, cast(scenario, SEED))
    told = "\n".join(fill(line.text, values) for fact in scenario.facts.values() for line in fact.says)
    known = frozenset(scenario.facts)
    for name, moment in scenario.moments.items():
        context = fill(moment.says[0].text, values) if moment.says else ""
        for number, choice in enumerate(moment.guided):
            say = fill(choice.say, values)
            hearing = ear.listen(say, context, told=f"{told}\n{context}", known=known)
            place = place_of_choice(reader, name, number)
            yield from heard_otherwise(scenario, choice.hears, hearing, say, place)


def heard_otherwise(
    scenario: Scenario, hears: Sequence[str], hearing: Hearing, say: str, place: Place
) -> Iterator[Problem]:
    """What `hears` lists and nobody hears, and the harm that is heard and not listed."""
    met = {heard.signal for heard in hearing.heard if heard.state == "met"}
    for signal in hears:
        if signal not in met:
            unsure = any(h.signal == signal for h in hearing.heard)
            blocked = next((b.why for b in hearing.blocked if b.signal == signal), "")
            why = ", only as unsure" if unsure else f": {blocked}" if blocked else ""
            yield Problem("S309", f"'{signal}' is not heard in “{short(say)}”{why}", place)
    for signal in sorted(met - set(hears)):
        if scenario.signals[signal].harmful:
            quote = next(h.quote for h in hearing.heard if h.signal == signal)
            yield Problem("S309", f"'{signal}', which does harm, is heard in “{short(quote)}” and not listed", place)


def test_problems(scenario: Scenario, test: EmbeddedTest, place: Place, ear: Ear) -> list[Problem]:
    """Play an embedded test as its replies say, and compare."""
    played = play_test(scenario, test, ear)
    problems = [Problem("S309", f"test '{test.name}': {sentence}", place) for sentence in played.misheard]
    others = [sentence for sentence in played.differences if sentence not in played.misheard]
    if others:
        problems.append(Problem("S601", f"test '{test.name}': {'; '.join(others)}", place))
    return problems


def place_of_test(reader: ScenarioReader, number: int) -> Place:
    node = reader.root.fields.get("tests")
    return node.items[number].place if isinstance(node, Items) and number < len(node.items) else reader.root.place


def place_of_choice(reader: ScenarioReader, moment: str, number: int) -> Place:
    node: Any = reader.root.fields.get("moments")
    for name in (moment, "guided"):
        node = node.fields.get(name) if isinstance(node, Fields) else None
    if isinstance(node, Items) and number < len(node.items):
        return node.items[number].place
    return reader.root.place
