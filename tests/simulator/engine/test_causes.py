"""Each change of a feeling names what was said, in plain words and in the past."""

from __future__ import annotations

import pytest

from scoring.marking.advice import VERBS, done, past
from simulator.engine.causes import because, idle
from simulator.engine.play import compile_play
from simulator.engine.state import heard_as
from simulator.engine.step import open_call, step
from simulator.scenario.catalogue import Catalogue, shipped
from simulator.scenario.model import Scenario

CATALOGUE = Catalogue([shipped()], None)
SCENARIOS = [CATALOGUE.open(entry.id) for entry in CATALOGUE.entries()]
NOUNS = ("one claim after", "kind words", "nothing ")
DONE = frozenset(map(done, VERBS)) | {
    "pressed",
    "used",
    "went",
    "praised",
    "ran",
    "claimed",
    "respected",
    "was",
    "kept",
}


@pytest.mark.parametrize("scenario", SCENARIOS, ids=[s.id for s in SCENARIOS])
def test_every_reaction_says_what_was_done(scenario: Scenario) -> None:
    tables = [scenario.reactions, *(moment.reactions for moment in scenario.moments.values())]
    for signal in {name for table in tables for name in table}:
        why = because(f"signal:{signal}", scenario)
        assert "_" not in why
        assert why.startswith(NOUNS) or why.split()[0] in DONE, why


@pytest.mark.parametrize(
    ("means", "was"),
    [
        ("Asks who decides", "asked who decides"),
        ("Builds the sum with her and lets her correct it", "built the sum with her and let her correct it"),
        ("Agrees to the email and asks one thing in return", "agreed to the email and asked one thing in return"),
        ("Tries it.", "tried it"),
        ("Words of the trade", "words of the trade"),
    ],
)
def test_a_meaning_becomes_what_was_done(means: str, was: str) -> None:
    assert past(means) == was


@pytest.mark.parametrize(
    ("heard", "why"),
    [
        (("small_talk",), "kind words, and nothing to go on with"),
        (("vague_follow_up", "small_talk"), "left it at being in touch"),
        (("closed_question",), "asked something that led no further"),
        (("claim",), "told about the offer, and asked nothing new"),
        ((), "nothing in it moved the talk on"),
    ],
)
def test_a_turn_that_earned_nothing_says_what_it_was(heard: tuple[str, ...], why: str) -> None:
    assert idle(heard, False) == why
    assert idle(heard, True) == "said much the same as before"


def test_what_a_turn_costs_is_told_by_what_was_heard_in_it() -> None:
    play = compile_play(CATALOGUE.open("were-fine-as-we-are"))
    state, _ = open_call(play)
    _, result = step(play, state, heard_as("small_talk"))
    assert [(c.feeling, c.by, c.because) for c in result.changes] == [
        ("patience", -1, "kind words, and nothing to go on with")
    ]
