"""What a card tells the rep of played calls: good ones, weak ones, lazy ones and cheats, in every scenario."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache

import pytest

from scoring.marking.feedback import Feedback
from scoring.marking.keeping import bare_price
from scoring.marking.scorecard import mark
from scoring.marking.transcript import Transcript, Turn
from simulator.engine.session import Session
from simulator.services.call import feedback_on
from tests.simulator.test_content import FIRST_SIX, call, play, scenario_of, scripted, scripted_calls

LAZY = ("ok", "whats your budget", "how much does that cost", "ok nice", "who decides", "we could meet tuesday")
FLATTERER = (
    "You do such a great job, really impressive.",
    "You clearly know your trade better than anyone.",
    "What a wonderful team you must have.",
    "So everything is fine and nobody minds.",
    "Shall we meet on Tuesday at nine?",
)
PITCHER = (
    "Our software is the best there is, it does everything, and it pays for itself.",
    "You have to decide today, the price goes up tomorrow.",
    "I can take ten percent off.",
)


@cache
def calls(name: str) -> tuple[Session, ...]:
    weak = [play(call(name), iter(replies)) for replies in (LAZY, FLATTERER, PITCHER, (None, None))]
    return (*(scripted(name, test) for test in scripted_calls(name)), *weak)


def advised(name: str) -> Iterator[tuple[Transcript, Feedback]]:
    scenario = scenario_of(name)
    for session in calls(name):
        transcript = session.transcript()
        yield transcript, feedback_on(transcript, scenario.rubric, mark(transcript, scenario.rubric), scenario)


def turn_of(transcript: Transcript, number: int) -> Turn:
    return transcript.turns[number - 1]


@pytest.mark.parametrize("name", FIRST_SIX)
def test_the_reply_to_change_is_never_the_one_to_keep_unless_both_are_said_to_hold(name: str) -> None:
    for _, found in advised(name):
        same = found.turn is not None and found.turn == found.kept_turn
        assert same == ("worth keeping, and it had room for this too" in found.change)
        if same:
            assert "you said" not in found.change


@pytest.mark.parametrize("name", FIRST_SIX)
def test_what_is_kept_did_some_good_and_asks_for_more_than_a_price(name: str) -> None:
    for transcript, found in advised(name):
        if found.kept_turn is None:
            assert found.kept.startswith(("Nothing that you said has earned", "You said nothing"))
            continue
        turn = turn_of(transcript, found.kept_turn)
        assert not bare_price(turn.rep)
        assert not any(change.by < 0 and change.cause.startswith("signal:") for change in turn.changes)
        assert turn.paid or turn.heard


@pytest.mark.parametrize("name", FIRST_SIX)
def test_who_only_presses_hears_honestly_that_nothing_is_worth_keeping(name: str) -> None:
    session = play(call(name), iter(PITCHER))
    transcript, rubric = session.transcript(), scenario_of(name).rubric
    found = feedback_on(transcript, rubric, mark(transcript, rubric), scenario_of(name))
    assert found.kept_turn is None
    assert "that is what practice is for" in found.kept


def test_a_question_for_the_budget_is_never_an_example() -> None:
    for name in FIRST_SIX:
        for _, found in advised(name):
            assert "budget" not in found.kept.partition("”")[0]
