"""What a card tells the rep of played calls: good ones, weak ones, lazy ones and cheats, in every scenario."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from functools import cache

import pytest

from scoring.marking.feedback import Feedback
from scoring.marking.fix import MOST_TRIES, in_words
from scoring.marking.keeping import bare_price
from scoring.marking.scorecard import mark
from scoring.marking.transcript import Transcript, Turn
from simulator.engine.session import Session
from simulator.services.call import feedback_on
from simulator.services.trial import PlayedTrial
from tests.simulator.test_content import (
    SEED,
    SHIPPED,
    call,
    ear_of,
    model_run,
    play,
    scenario_of,
    scripted,
    scripted_calls,
)

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
    """The scripted calls, the model call without its second reply, and weak ones."""
    model = [reply.say for reply in model_run(name).rep]
    less = call(name)
    play(less, iter([say if say is None else less.fill(say) for say in (*model[:1], *model[2:])]))
    weak = [play(call(name), iter(replies)) for replies in (LAZY, FLATTERER, PITCHER, (None, None))]
    return (*(scripted(name, test) for test in scripted_calls(name)), less, *weak)


def advised(name: str) -> Iterator[tuple[Transcript, Feedback]]:
    scenario = scenario_of(name)
    for session in calls(name):
        transcript = session.transcript()
        yield transcript, feedback_on(transcript, scenario.rubric, mark(transcript, scenario.rubric), scenario)


def turn_of(transcript: Transcript, number: int) -> Turn:
    return transcript.turns[number - 1]


@pytest.mark.parametrize("name", SHIPPED)
def test_the_reply_to_change_is_never_the_one_to_keep_unless_both_are_said_to_hold(name: str) -> None:
    for _, found in advised(name):
        same = found.turn is not None and found.turn == found.kept_turn
        assert same == ("worth keeping, and it had room for this too" in found.change)
        if same:
            assert "you said" not in found.change


@pytest.mark.parametrize("name", SHIPPED)
def test_what_is_kept_did_some_good_and_asks_for_more_than_a_price(name: str) -> None:
    for transcript, found in advised(name):
        if found.kept_turn is None:
            assert found.kept.startswith(("Nothing that you said has earned", "You said nothing"))
            continue
        turn = turn_of(transcript, found.kept_turn)
        assert not bare_price(turn.rep)
        assert not any(change.by < 0 and change.cause.startswith("signal:") for change in turn.changes)
        assert turn.paid or turn.heard


@pytest.mark.parametrize("name", SHIPPED)
def test_who_only_presses_hears_honestly_that_nothing_is_worth_keeping(name: str) -> None:
    session = play(call(name), iter(PITCHER))
    transcript, rubric = session.transcript(), scenario_of(name).rubric
    found = feedback_on(transcript, rubric, mark(transcript, rubric), scenario_of(name))
    assert found.kept_turn is None
    assert "that is what practice is for" in found.kept


def test_a_question_for_the_budget_is_never_an_example() -> None:
    for name in SHIPPED:
        for _, found in advised(name):
            assert "budget" not in found.kept.partition("”")[0]


def trial_of(session: Session) -> PlayedTrial:
    how = {"seed": SEED, "mode": session.mode, "level": session.level}
    return PlayedTrial(session.scenario, ear_of(session.scenario.id), session.log, **how)


def fixed(session: Session) -> tuple[Feedback, PlayedTrial]:
    transcript, scenario = session.transcript(), session.scenario
    trial = trial_of(session)
    return feedback_on(transcript, scenario.rubric, mark(transcript, scenario.rubric), scenario, trial), trial


@pytest.mark.parametrize("name", SHIPPED)
def test_a_fix_is_what_the_same_call_with_that_line_comes_to(name: str) -> None:
    """Played and heard by hand, not by the trial: the line in its place, the other replies as they were."""
    shown = 0
    for session in calls(name):
        found, _ = fixed(session)
        if found.fix is None:
            continue
        shown += 1
        fix, rubric = found.fix, session.scenario.rubric
        before = next(m.level for m in mark(session.transcript(), rubric).criteria if m.id == fix.criterion)
        anew = play(call(name, session.level), iter([t.rep or None for t in session.turns[: fix.turn - 1]]))
        anew.reply(fix.line)
        for entry in session.log[fix.turn :]:
            if not anew.over:
                anew.feed(entry)
        after = mark(anew.transcript(), rubric)
        level = next(m.level for m in after.criteria if m.id == fix.criterion)
        assert (before, level, after.total) == (fix.was, fix.becomes, fix.total_becomes)
        assert fix.becomes > fix.was
        assert (fix.total_becomes or 0) >= (fix.total_was or 0)
        assert fix.title in found.change
        assert fix.words in in_words(fix)
    assert shown >= 4 or scenario_of(name).sealed


@pytest.mark.parametrize("name", [name for name in SHIPPED if scenario_of(name).sealed])
def test_a_sealed_scenario_that_ships_gives_no_wording_away(name: str) -> None:
    for session in calls(name):
        found, _ = fixed(session)
        assert found.fix is None or found.fix.edit in ("drop", "move")
        assert not found.model_answer


@pytest.mark.parametrize("name", SHIPPED)
def test_a_fix_is_the_same_each_time_and_takes_no_more_than_so_many_tries(name: str) -> None:
    for session in calls(name):
        trial = trial_of(session)
        tried: list[str] = []
        again = trial.again

        def counted(turn: int, line: str, again: object = again, tried: list[str] = tried) -> object:
            tried.append(line)
            return again(turn, line)  # type: ignore[operator]

        trial.again = counted  # type: ignore[method-assign, assignment]
        transcript, scenario = session.transcript(), session.scenario
        card = mark(transcript, scenario.rubric)
        assert feedback_on(transcript, scenario.rubric, card, scenario, trial) == fixed(session)[0]
        assert len(tried) <= MOST_TRIES + 1


@pytest.mark.parametrize("name", SHIPPED)
def test_a_fix_names_no_figure_that_the_rep_could_not_know(name: str) -> None:
    for session in calls(name):
        found, _ = fixed(session)
        if found.fix is None or found.fix.edit not in ("add", "swap"):
            continue
        told = [*session.opening, *(t.customer for t in session.turns[: found.fix.turn - 1])]
        told += [t.rep for t in session.turns[: found.fix.turn]]
        seller = session.scenario.seller
        known = " ".join((*told, session.fill(session.scenario.brief), *seller.facts, *seller.proof, seller.price))
        assert set(re.findall(r"\d[\d,]*", found.fix.words)) <= set(re.findall(r"\d[\d,]*", known))


def test_a_sealed_scenario_gives_no_wording_away() -> None:
    session = play(call("its-too-expensive"), iter(PITCHER))
    trial = trial_of(session)
    trial.scenario = replace(trial.scenario, sealed=True)
    scenario, transcript = trial.scenario, session.transcript()
    found = feedback_on(transcript, scenario.rubric, mark(transcript, scenario.rubric), scenario, trial)
    assert found.fix is None or found.fix.edit in ("drop", "move")
