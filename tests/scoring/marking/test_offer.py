"""Praise and playbacks are no offer: value is marked only where something of ours is put beside the need."""

from __future__ import annotations

from dataclasses import replace

import pytest

from scoring.hearing.signals import Heard
from scoring.marking.offer import marked_as_said, offered
from scoring.marking.scorecard import mark
from scoring.marking.transcript import Turn
from simulator.scenario.catalogue import Catalogue, shipped
from tests.scoring.marking.test_scorecard import call, criterion, only, rubric, turn

CATALOGUE = Catalogue([shipped()], None)
SCENARIOS = [CATALOGUE.open(entry.id) for entry in CATALOGUE.entries()]


def says(text: str, *beside: str) -> tuple[Heard, Turn]:
    heard = [Heard(name, (0, len(text)), text, 0.9, "met", "x") for name in ("fits", *beside)]
    return heard[0], Turn(1, text, heard=tuple(heard))


@pytest.mark.parametrize(
    "text",
    [
        "You've got a lovely firm, thirty years is impressive.",
        "You clearly know your trade better than anyone.",
        "So 180,000 a year.",
        "So there is a survey tool for half the price.",
        "So your prices are in the computer already.",
        "So you answer the same things all day and like it.",
        "So it takes you two days.",
        "So you have another one, and it sends surveys.",
    ],
)
def test_a_compliment_or_a_playback_offers_nothing(text: str) -> None:
    assert not offered(*says(text))


@pytest.mark.parametrize(
    "text",
    [
        "It only writes down what you'd have written.",
        "Your prices stay yours.",
        "Our people come to your table.",
        "What theirs lacks is the talk that follows.",
        "Nobody takes the notebook away from you.",
    ],
)
def test_what_is_ours_what_changes_and_what_stays_is_an_offer(text: str) -> None:
    assert offered(*says(text))


def test_beside_something_of_ours_a_plain_statement_is_an_offer_and_praise_is_not() -> None:
    words = "What counts for them remains, it's the dialling that goes."
    heard = Heard("fits", (0, len(words)), words, 0.9, "met", "x")
    assert offered(heard, Turn(1, f"{words} What if we sat down with them?", heard=(heard,)))
    praise = "You've got a lovely firm, thirty years is impressive."
    heard = Heard("fits", (0, len(praise)), praise, 0.9, "met", "x")
    assert not offered(heard, Turn(1, f"{praise} We should meet.", heard=(heard,)))


def test_words_heard_as_a_claim_beside_are_about_the_offer() -> None:
    assert offered(*says("Tailgate reads the trackers that you have.", "claim"))


@pytest.mark.parametrize("scenario", SCENARIOS, ids=[s.id for s in SCENARIOS])
def test_every_example_of_an_offer_that_ships_is_one_but_for_playbacks(scenario: object) -> None:
    lost = [
        line
        for signal in scenario.signals.values()  # type: ignore[attr-defined]
        if {"fit", "difference"} & set(signal.counts_as)
        for line in signal.like
        if not offered(*says(line)) and not line.lower().startswith("so ")
    ]
    assert not lost


def test_a_playback_is_no_plan() -> None:
    used = rubric(
        criterion("plan", levels={3: "heard plan"}), roles={"plan": {"signals": ["cost"]}}, role_names=["plan"]
    )
    for said, level in (
        ("So it's 180,000 and people leave.", 0),
        ("So how many would have to stay for it to pay?", 3),
        ("So let's take two sites and count.", 3),
        ("Put your own figure in and tell me whether it holds.", 3),
    ):
        assert only(mark(call(turn(1, said, "cost")), used)).level == level


def test_a_name_is_no_claim() -> None:
    used = rubric(criterion("accurate", levels={3: "heard claim"}))
    for said in (
        "Good morning Mr Becker, it's Sam from Queuewell.",
        "Hi, this is Sam calling from Tailgate.",
        "I'm Sam.",
    ):
        assert only(mark(call(turn(1, said, "claim")), used)).level == 0
    for said in ("It's Sam's own count, and it reads the trackers.", "This is the tool that warns you."):
        assert only(mark(call(turn(1, said, "claim")), used)).level == 3


def test_no_level_rests_on_a_compliment() -> None:
    value = criterion("V", levels={2: "heard fit"})
    used = rubric(value, roles={"fit": {"signals": ["cost"]}}, role_names=["fit"])
    assert used.offers == {"cost"}
    praise = turn(1, "You've got a lovely firm, thirty years is impressive.", "cost")
    assert only(mark(call(praise), used)).level == 0
    assert only(mark(call(replace(turn(1, "It only does the writing.", "cost"), n=2)), used)).level == 2
    assert marked_as_said(call(praise), rubric(value)).turns == (praise,)
