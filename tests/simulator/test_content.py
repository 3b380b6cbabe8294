"""Every scenario that ships is played by a good rep, by weak ones and by cheats: only the good one may pass."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from functools import cache
from itertools import cycle, islice

import pytest

from scoring.hearing.encoder import load as load_encoder
from scoring.hearing.hear import Ear
from scoring.marking.scorecard import Scorecard, mark
from simulator.engine.ears import ear_for
from simulator.engine.session import Session
from simulator.scenario.catalogue import Catalogue, shipped
from simulator.scenario.model import EmbeddedTest, Scenario

SHIPPED = tuple(entry.id for entry in Catalogue([shipped()], None).entries())
SEED = 7
MOST = 30


@cache
def scenario_of(name: str) -> Scenario:
    return Catalogue([shipped()], None).open(name)


@cache
def ear_of(name: str) -> Ear:
    return ear_for(scenario_of(name), SEED, load_encoder(None))


def call(name: str, level: str = "normal") -> Session:
    return Session(scenario_of(name), ear_of(name), seed=SEED, level=level)


def card(session: Session) -> Scorecard:
    return mark(session.transcript(), scenario_of(session.scenario.id).rubric)


def play(session: Session, replies: Iterator[str | None]) -> Session:
    for reply in islice(replies, MOST):
        if session.over:
            break
        if reply is None:
            session.silent()
        else:
            session.reply(reply)
    return session


def scripted(name: str, test: EmbeddedTest) -> Session:
    session = call(name, test.level)
    return play(session, iter([None if r.say is None else session.fill(r.say) for r in test.rep]))


def told(session: Session) -> str:
    """The score, the way there and every mark: what a person needs who has to mend the scenario or the detectors."""
    marked = card(session)
    lines = [f"{marked.total} passed={marked.passed} {session.outcome} {' > '.join(session.path)}"]
    for turn in session.turns:
        heard = ", ".join(f"{h.signal}{'' if h.state == 'met' else '?'}" for h in turn.heard)
        lines += [f"  rep: {turn.rep}", f"    heard: {heard}", f"  customer: {turn.customer}"]
    lines += [f"  {c.id} {c.level} {c.title} ({c.skill})" for c in marked.criteria]
    return "\n".join(lines)


def scripted_calls(name: str) -> tuple[EmbeddedTest, ...]:
    return scenario_of(name).tests


def model_run(name: str) -> EmbeddedTest:
    return next(test for test in scripted_calls(name) if test.name == "model call")


@pytest.mark.parametrize("name", SHIPPED)
def test_the_model_call_wins_and_passes(name: str) -> None:
    session = scripted(name, model_run(name))
    assert session.outcome == "won", told(session)
    assert card(session).passed is True, told(session)


@pytest.mark.parametrize("name", SHIPPED)
def test_a_weak_call_does_not_pass(name: str) -> None:
    weak = [test for test in scripted_calls(name) if test.expect.passed is False]
    assert len(weak) >= 3
    for test in weak:
        session = scripted(name, test)
        assert card(session).passed is not True, told(session)


@pytest.mark.parametrize("name", SHIPPED)
def test_every_scripted_call_ends_as_it_says(name: str) -> None:
    for test in scripted_calls(name):
        session = scripted(name, test)
        if test.expect.outcome:
            assert session.outcome == test.expect.outcome, f"{test.name}\n{told(session)}"
        if test.expect.path:
            assert tuple(session.path) == test.expect.path, f"{test.name}\n{told(session)}"


@pytest.mark.parametrize("name", SHIPPED)
def test_saying_nothing_does_not_pass(name: str) -> None:
    session = play(call(name), iter([None] * MOST))
    assert session.over
    assert card(session).passed is not True, told(session)


@pytest.mark.parametrize("name", SHIPPED)
def test_repeating_one_line_does_not_pass(name: str) -> None:
    for reply in model_run(name).rep:
        session = call(name)
        play(session, cycle([session.fill(reply.say or "")]))
        assert session.over
        assert card(session).passed is not True, told(session)


@pytest.mark.parametrize("name", SHIPPED)
def test_copying_the_customer_does_not_pass(name: str) -> None:
    session = call(name)

    def copies() -> Iterator[str]:
        yield " ".join(session.opening)
        while True:
            yield session.turns[-1].customer

    play(session, copies())
    assert session.over
    assert card(session).passed is not True, told(session)


@pytest.mark.parametrize("name", SHIPPED)
def test_a_list_of_keywords_does_not_pass(name: str) -> None:
    words: list[str] = []
    for signal in scenario_of(name).signals.values():
        for example in signal.like:
            words += [word.strip("?,.'!") for word in example.split() if len(word) > 4]
    step = max(1, len(words) // 100)
    kept = words[::step]
    lists = (" ".join(kept[i : i + 12]) + "." for i in range(0, len(kept), 12))
    session = play(call(name), lists)
    assert card(session).passed is not True, told(session)


@pytest.mark.parametrize("name", SHIPPED)
@pytest.mark.parametrize("packed", [3, 5])
def test_several_examples_packed_into_each_reply_do_not_pass(name: str, packed: int) -> None:
    good = [s for s in scenario_of(name).signals.values() if s.kind == "concept" and not s.harmful]

    def replies() -> Iterator[str]:
        examples = [signal.like[i] for i in range(12) for signal in good if i < len(signal.like)]
        for at in range(0, len(examples), packed):
            yield ". ".join(examples[at : at + packed]) + "."

    session = play(call(name), replies())
    assert card(session).passed is not True, told(session)


@pytest.mark.parametrize("name", SHIPPED)
def test_a_drawn_word_that_begins_a_sentence_begins_with_a_capital(name: str) -> None:
    """`What stays undone? {draw.project}, ...` would go on with "the network", and that is no sentence."""
    scenario = scenario_of(name)
    begins = re.compile(r"(?:^|[.?!]\s+)\{draw\.(\w+)")
    for text in strings(json.loads(scenario.canonical)):
        for drawn in begins.findall(text):
            for value in scenario.draw[drawn]:
                assert not str(value)[:1].islower(), f"{text!r} would go on with {value!r}"


def strings(value: object) -> Iterator[str]:
    """Every text in a document."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        for inner in value.values():
            yield from strings(inner)
    elif isinstance(value, list):
        for inner in value:
            yield from strings(inner)
