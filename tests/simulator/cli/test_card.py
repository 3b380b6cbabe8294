"""The card as text, for a call whose replies are heard as the author says they should be."""

from __future__ import annotations

from dataclasses import replace

from scoring.hearing.signals import Heard, Hearing
from scoring.marking.scorecard import ProposedKnockOut, Scorecard, mark
from simulator.cli.card import card_lines, verdict
from simulator.engine.session import Session
from simulator.scenario.catalogue import Catalogue, shipped
from tests.simulator.engine.scenes import ScriptedEar

CATALOGUE = Catalogue([shipped()], None)


class AuthorsEar(ScriptedEar):
    """Hears in each reply of an embedded test what the test says is in it."""

    def __init__(self, hears: dict[str, tuple[str, ...]]) -> None:
        super().__init__()
        self.hears = hears

    def listen(self, text: str, context: str = "", **_: object) -> Hearing:  # type: ignore[override]
        heard = tuple(Heard(name, (0, len(text)), text, 1.0, "met", "as written") for name in self.hears.get(text, ()))
        return Hearing(heard, understood=bool(heard), words=len(text.split()))


def played(scenario_id: str, number: int) -> tuple[Session, Scorecard]:
    scenario = CATALOGUE.open(scenario_id)
    test = scenario.tests[number]
    said = {reply.say: reply.hears for reply in test.rep if reply.say}
    session = Session(scenario, AuthorsEar(said), seed=1)
    for reply in test.rep:
        if not session.over:
            session.reply(reply.say or "")
    return session, mark(session.transcript(), scenario.rubric)


def test_every_mark_stands_beside_the_words_that_earned_it() -> None:
    session, card = played("its-too-expensive", 0)
    text = "\n".join(card_lines(card, session.debrief()))
    assert verdict(card) in text
    assert session.debrief().split("\n")[0][:40] in text
    for criterion in card.criteria:
        assert criterion.title[:40] in text
    assert text.count("you said: “") >= 3
    assert all(len(row) <= 76 for row in text.split("\n"))


def test_a_card_says_what_would_have_counted_and_that_it_was_not_passed() -> None:
    _, card = played("its-too-expensive", 1)
    text = "\n".join(card_lines(card))
    assert "not passed" in text
    assert "would count: " in text


def test_hints_knock_outs_and_the_reduced_engine_are_told() -> None:
    _, card = played("its-too-expensive", 0)
    card = replace(
        card, hints=2, reduced=True, passed=None, knockouts=(ProposedKnockOut("X1", "guarantee", "Promises", ()),)
    )
    text = "\n".join(card_lines(card))
    assert "2 hints" in text
    assert "reduced engine" in text
    assert "Knock-out: Promises: a manager rules on it." in text
    assert "not passed until a manager has ruled" in text
    assert "No total" in verdict(replace(card, total=None))
