"""Lines that give a hidden fact away where the customer may not have told it yet (S313).

A line tells a fact where it has one of its drawn values, one of its figures, or three of the words that only this fact
has. What the brief, the customer's card, an objection, an interruption or the opening says is no secret. A warning, not an
error: whether two sentences say the same is no more than likely.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from scoring.hearing.text import content_stems
from scoring.marking.conditions import ALL, ANY, And, Condition, HeardIt, Knows, Objection, Or
from simulator.check.places import text_at
from simulator.rehearsal.embedded import short
from simulator.scenario.model import Line, Scenario
from simulator.scenario.problems import Problem
from simulator.scenario.reader import ScenarioReader

FEW_WORDS = 3
"""So many of a fact's own words in one line tell it."""
_DRAWN = re.compile(r"\{draw\.(\w+)\}")
_FIGURE = re.compile(r"(?<![\w.])\d[\d,.]*\d")
_PLACEHOLDER = re.compile(r"\{[^{}]*\}")
Facts = frozenset[str]
NONE: Facts = frozenset()


@dataclass(frozen=True, slots=True)
class Secret:
    """What only one fact says: drawn values, figures of two digits and more, words by their stems."""

    marks: frozenset[str]
    stems: frozenset[str]

    def told_by(self, text: str) -> str:
        """What of it a line says; empty where it does not tell it."""
        marks = marks_of(text) & self.marks
        if marks:
            return ", ".join(sorted(marks))
        stems = stems_of(text) & self.stems
        return ", ".join(sorted(stems)) if len(stems) >= FEW_WORDS else ""


def telling_problems(scenario: Scenario, reader: ScenarioReader) -> Iterator[Problem]:
    """S313, once for each fact and line."""
    secrets = secrets_of(scenario)
    for lines, known, way in said(scenario):
        for number, line in enumerate(lines):
            surely = closed(known | implied(line.when, scenario), scenario)
            for name, secret in secrets.items():
                if name not in surely and (words := secret.told_by(line.text)):
                    message = f"“{short(line.text)}” tells the fact {name} ({words}), which may not be known here"
                    yield Problem("S313", message, text_at(reader, *way, number), "warning")


# What only a fact says


def secrets_of(scenario: Scenario) -> dict[str, Secret]:
    public = list(public_texts(scenario))
    marks = frozenset(mark for text in public for mark in marks_of(text))
    stems = frozenset(stem for text in public for stem in stems_of(text))
    texts = {n: [fact.truth, *(line.text for line in fact.says)] for n, fact in scenario.facts.items()}
    out = {}
    for name, own in texts.items():
        others = [text for other, texts_ in texts.items() if other != name for text in texts_]
        shared_marks = marks | {mark for text in others for mark in marks_of(text)}
        shared_stems = stems | {stem for text in others for stem in stems_of(text)}
        out[name] = Secret(
            frozenset(mark for text in own for mark in marks_of(text)) - shared_marks,
            frozenset(stem for text in own for stem in stems_of(text)) - shared_stems,
        )
    return out


def public_texts(scenario: Scenario) -> Iterator[str]:
    """What anybody may have heard or read whatever was asked."""
    seller, customer = scenario.seller, scenario.customer
    yield from (scenario.title, scenario.brief, *scenario.goals)
    yield from (seller.product, seller.price, *seller.facts, *seller.proof, *seller.may, *seller.ask_first)
    yield from (customer.name, customer.role, customer.company, customer.background)
    for rule in scenario.objections.values():
        yield rule.title
        yield from (line.text for line in rule.says)
    for event in scenario.interruptions.values():
        yield from (line.text for line in event.says)
    yield from (line.text for line in scenario.moments[scenario.start].says)
    yield from (moment.goal for moment in scenario.moments.values())


def marks_of(text: str) -> frozenset[str]:
    figures = (found.group().strip(".,") for found in _FIGURE.finditer(_PLACEHOLDER.sub(" ", text)))
    return frozenset((*("{draw." + name + "}" for name in _DRAWN.findall(text)), *figures))


def stems_of(text: str) -> frozenset[str]:
    return frozenset(content_stems(_PLACEHOLDER.sub(" ", text)))


# Which lines there are, and what is known where they are said

Lines = tuple[tuple[Line, ...], Facts, tuple[str | int, ...]]


def said(scenario: Scenario) -> Iterator[Lines]:
    """All that the customer may say, the facts surely told by then, and the way to it in the file."""
    here = known_at(scenario)
    for name, fact in scenario.facts.items():
        opened = closed(implied(fact.opens_when, scenario), scenario)
        yield fact.says, opened | {name}, ("facts", name, "says")
        yield fact.dodges, NONE, ("facts", name, "dodges")
    for name, rule in scenario.objections.items():
        settled = implied(rule.resolve_when, scenario)
        yield rule.resolved_says, settled, ("objections", name, "resolved_says")
        yield rule.reopen_says, settled | implied(rule.reopen_when, scenario), ("objections", name, "reopen_says")
    for name, moment in scenario.moments.items():
        known = here.get(name, NONE)
        if name != scenario.start:
            yield moment.says, known, ("moments", name, "says")
        for number, branch in enumerate(moment.next):
            way = ("moments", name, "next", number, "reply")
            yield branch.reply, known | implied(branch.when, scenario), way
    for name, ending in scenario.endings.items():
        yield ending.says, here.get(name, NONE), ("endings", name, "says")


def known_at(scenario: Scenario) -> Mapping[str, Facts]:
    """Moment or ending -> the facts that are told on every way there. What is not reached is left out."""
    found: dict[str, Facts] = {scenario.start: NONE, scenario.out_of_patience: NONE, scenario.out_of_turns: NONE}
    for event in scenario.interruptions.values():
        if event.go:
            found[event.go] = found.get(event.go, implied(event.when, scenario)) & implied(event.when, scenario)
    waiting = list(found)
    while waiting:
        name = waiting.pop()
        moment = scenario.moments.get(name)
        for branch in moment.next if moment else ():
            told = closed(found[name] | implied(branch.when, scenario), scenario)
            before = found.get(branch.go)
            after = told if before is None else before & told
            if after != before:
                found[branch.go] = after
                waiting.append(branch.go)
    return found


def implied(condition: Condition | None, scenario: Scenario, depth: int = 0) -> Facts:
    """The facts that are surely known where the condition holds."""
    match condition:
        case And(parts):
            return frozenset().union(*(implied(part, scenario, depth) for part in parts))
        case Or(parts):
            each = [implied(part, scenario, depth) for part in parts]
            return frozenset.intersection(*each)
        case Knows(names) if names == (ALL,):
            return frozenset(scenario.facts)
        case Knows((name,)) if name != ANY:
            return frozenset((name,))
        case HeardIt(names) if names:
            facts = [scenario.signals[name].fact if name in scenario.signals else "" for name in names]
            return frozenset(facts) if len(set(facts)) == 1 and facts[0] else NONE
        case Objection((name,), "resolved") if name in scenario.objections and depth < len(scenario.objections):
            return implied(scenario.objections[name].resolve_when, scenario, depth + 1)
        case _:
            return NONE


def closed(known: Iterable[str], scenario: Scenario) -> Facts:
    """These facts, and those that had to be told before them."""
    found = set(known)
    waiting = list(found)
    while waiting:
        fact = scenario.facts.get(waiting.pop())
        new = implied(fact.opens_when, scenario) - found if fact else NONE
        found |= new
        waiting += new
    return frozenset(found)
