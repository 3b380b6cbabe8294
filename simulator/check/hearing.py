"""What a scenario says is heard, held against the real detectors (S309), its embedded tests played (S601), and what else
the ear has to say: examples that are heard as something else (S305), where the choices and hints lead (S602, S604), and
what no test visits (S603).

The reduced engine hears less: what it misses is a warning, not an error.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from simulator.check.guidance import guidance_problems
from simulator.check.likeness import likeness_problems
from simulator.check.places import place_at
from simulator.engine.draws import cast, fill, values_for
from simulator.engine.ears import ear_for
from simulator.rehearsal.coverage import Coverage
from simulator.rehearsal.embedded import SEED, play_test, short
from simulator.scenario.model import EmbeddedTest, Scenario
from simulator.scenario.problems import Place, Problem
from simulator.scenario.reader import ScenarioReader

if TYPE_CHECKING:
    from scoring.hearing.hear import Ear
    from scoring.hearing.signals import Hearing


def hearing_problems(scenario: Scenario, reader: ScenarioReader, encoder: Any = None) -> list[Problem]:
    """All of a scenario that has no other error. Takes a second with the encoder: its heads are fitted."""
    ear = ear_for(scenario, SEED, encoder)
    ear.foresee(sayings(scenario))
    problems = list(guided_problems(scenario, reader, ear))
    covered = Coverage(scenario)
    for number, test in enumerate(scenario.tests):
        problems += test_problems(scenario, test, place_at(reader, "tests", number), ear, covered)
    if encoder is None:  # Whether two sentences are alike, and what a call comes to, is for the encoder to say.
        heard = [replace(p, severity="warning", message=f"{p.message} (by the reduced engine)") for p in problems]
        return [*heard, *likeness_problems(scenario, reader, None)]
    problems += likeness_problems(scenario, reader, ear)
    problems += guidance_problems(scenario, reader, ear)
    return [*problems, *coverage_problems(covered, reader)]


def sayings(scenario: Scenario) -> Iterator[str]:
    """What is going to be heard: choices, hints and tests, and the first line that a choice of a moment answers."""
    values = values_for(scenario, cast(scenario, SEED))
    for moment in scenario.moments.values():
        yield from (fill(text, values) for text in (*(c.say for c in moment.guided), *moment.hints[2:]))
        yield from (fill(line.text, values) for line in moment.says[:1])
    for test in scenario.tests:
        yield from (fill(reply.say, values) for reply in test.rep if reply.say)


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
            place = place_at(reader, "moments", name, "guided", number)
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


def test_problems(scenario: Scenario, test: EmbeddedTest, place: Place, ear: Ear, covered: Coverage) -> list[Problem]:
    """Play an embedded test as its replies say, and compare. What it visits is counted in `covered`."""
    played = play_test(scenario, test, ear)
    covered.add(played.session)
    problems = [Problem("S309", f"test '{test.name}': {sentence}", place) for sentence in played.misheard]
    others = [sentence for sentence in played.differences if sentence not in played.misheard]
    if others:
        said = tuple(turn.rep or "(nothing)" for turn in played.session.turns)
        problems.append(Problem("S601", f"test '{test.name}': {'; '.join(others)}", place, conversation=said))
    return problems


def coverage_problems(covered: Coverage, reader: ScenarioReader) -> Iterator[Problem]:
    """S603, one note for all branches that no test takes; they stand with it as its consequences."""
    missing = covered.missing_branches()
    if missing:
        visited, every = covered.counted["branches"]
        message = f"the tests take {visited} of {every} branches; `sparring test` names the others"
        branches = tuple(
            f"line {place_at(reader, 'moments', moment, 'next', number - 1).line}: branch {number} of {moment}"
            for moment, number, _ in missing
        )
        yield Problem("S603", message, place_at(reader, "tests"), "note", consequences=branches)
