"""Whether what the scenario itself offers leads to a pass: the best choices, and hints (S602, S604)."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from scoring.hearing.signals import CONTENT_KINDS
from scoring.marking.scorecard import mark
from simulator.check.places import names_at, place_at, text_at
from simulator.engine.draws import cast, fill, values_for
from simulator.engine.session import Session
from simulator.rehearsal.calls import MOST_REPLIES
from simulator.rehearsal.embedded import SEED, short
from simulator.scenario.model import Choice, Moment, Scenario
from simulator.scenario.problems import Problem
from simulator.scenario.reader import ScenarioReader

if TYPE_CHECKING:
    from scoring.hearing.hear import Ear

WORDING = 2
"""The place of the hint that says it in words."""


def guidance_problems(scenario: Scenario, reader: ScenarioReader, ear: Ear) -> Iterator[Problem]:
    """Takes some tenths of a second: what is offered is heard by the real detectors."""
    if scenario.sealed:
        return
    yield from best_choices(scenario, reader, ear)
    values = values_for(scenario, cast(scenario, SEED))
    for moment in scenario.moments.values():
        yield from contrary_hints(scenario, moment, reader, ear, values)


# S602


def best_choices(scenario: Scenario, reader: ScenarioReader, ear: Ear) -> Iterator[Problem]:
    """Where the choices go all the way, one of the ways through the best of them must pass."""
    tried: list[Session] = []
    for order in (1, -1):
        session = chosen(scenario, ear, order)
        if session is None or mark(session.transcript(), scenario.rubric).passed:
            return
        tried.append(session)
    session = tried[0]
    card = mark(session.transcript(), scenario.rubric)
    why = f"ends {session.ending}, with a total of {card.total}"
    message = f"a rep who always takes the best choice does not pass: the call {why}"
    said = tuple(turn.rep for turn in session.turns)
    yield Problem("S602", message, place_at(reader, "moments"), "warning", conversation=said)


def chosen(scenario: Scenario, ear: Ear, order: int) -> Session | None:
    """The call of a rep who always takes a best choice, one not said yet where there is one; None where a moment that is
    reached offers none. `order`: which of several, the first (1) or the last (-1)."""
    session = Session(scenario, ear, seed=SEED, mode="guided")
    said: set[str] = set()
    while not session.over and len(session.turns) < MOST_REPLIES:
        choices = session.choices()
        best = [number for number, choice in enumerate(choices) if choice.best]
        if not best:
            return None
        new = [number for number in best if choices[number].say not in said] or best
        taken = new[0 if order > 0 else -1]
        said.add(choices[taken].say)
        session.choose(taken)
    return session


# S604


def contrary_hints(
    scenario: Scenario, moment: Moment, reader: ScenarioReader, ear: Ear, values: dict[str, str]
) -> Iterator[Problem]:
    """A hint in words that does harm, or that has nothing of what any best choice goes for.

    Only the scenario's own content is compared: a hint may well be put in another manner than a choice.
    """
    written = names_at(reader, "moments", moment.name)
    if "hints" not in written or len(moment.hints) <= WORDING:
        return
    best = [choice for choice in moment.guided if choice.best]
    if any(choice.say == moment.hints[WORDING] for choice in best):
        return
    hint = fill(moment.hints[WORDING], values)
    met, near = heard_in(scenario, moment, hint, ear, values)
    place = text_at(reader, "moments", moment.name, "hints", WORDING)
    harm = sorted(name for name in met if scenario.signals[name].harmful)
    if harm:
        yield Problem("S604", f"the hint “{short(hint)}” is heard as {harm[0]}, which does harm", place, "warning")
        return
    wanted = content_of(scenario, best)
    if wanted and all(wanted) and near.isdisjoint(frozenset().union(*wanted)):
        named = ", ".join(sorted(frozenset().union(*wanted)))
        message = f"the hint “{short(hint)}” has nothing of what the best choices go for here ({named})"
        yield Problem("S604", message, place, "warning")


def content_of(scenario: Scenario, choices: list[Choice]) -> list[frozenset[str]]:
    return [frozenset(n for n in c.hears if scenario.signals[n].kind in CONTENT_KINDS) for c in choices]


def heard_in(
    scenario: Scenario, moment: Moment, text: str, ear: Ear, values: dict[str, str]
) -> tuple[frozenset[str], frozenset[str]]:
    """What is surely heard in a text that is said in a moment, as late in a call (every fact has been told); and that with
    what is unsure, or not counted beside something clearer."""
    told = "\n".join(fill(line.text, values) for fact in scenario.facts.values() for line in fact.says)
    context = fill(moment.says[0].text, values) if moment.says else ""
    known = frozenset(scenario.facts)
    hearing = ear.listen(text, context, told=f"{told}\n{context}", known=known)
    met = frozenset(h.signal for h in hearing.heard if h.state == "met")
    return met, met | {h.signal for h in hearing.heard} | {b.signal for b in hearing.blocked}
