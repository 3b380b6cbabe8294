"""What a rep takes from a card: one thing kept, one thing to change, in plain words and in their own."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scoring.hearing.signals import Heard
from scoring.marking.advice import anchor_in_full, imperative, request, short
from scoring.marking.conditions import parse
from scoring.marking.feedback import Feedback, as_json, feedback, turning_point
from scoring.marking.rubric import Rubric
from scoring.marking.scorecard import mark
from scoring.marking.situation import WholeSituation
from scoring.marking.transcript import Change, ScenarioRef, Snapshot, Transcript, Turn

ANCHORS = ["Says nothing", "Hints", "Asks in general", "Asks what it costs", "Learns what it costs"]
SIGNALS = ["ask", "claim", "step", "pushy", "vague", "lie"]


def criterion(name: str, skill: str = "discovery", weight: int = 10, **rest: Any) -> dict[str, Any]:
    base = {"levels": {2: "heard ask", 4: "heard ask and knows loss"}}
    return {"id": name, "skill": skill, "title": f"Title {name}", "weight": weight, "anchors": ANCHORS, **base, **rest}


STEP = criterion(
    "step", "next_step", levels={1: "heard vague", 3: "heard step", 4: "count step >= 2 and not heard pushy"}
)


def rubric(*criteria: dict[str, Any], **rest: Any) -> Rubric:
    return Rubric.load(
        {
            "id": "r",
            "version": 1,
            "stage": "discovery",
            "skill_weights": {"discovery": 50, "next_step": 50},
            "skills": [{"id": "discovery", "name": "Discovery"}, {"id": "next_step", "name": "Next step"}],
            "criteria": list(criteria),
            "signals": SIGNALS,
            "facts": ["loss"],
            "objections": ["price"],
            "means": {
                "ask": "Asks what it costs",
                "step": "Asks for or offers a day",
                "vague": "Leaves it open",
                "loss": "They lose {draw.loss} a year.",
            },
            **rest,
        }
    )


def snapshot(**rest: Any) -> Snapshot:
    empty: frozenset[str] = frozenset()
    base: dict[str, Any] = {"feelings": {"trust": 5}, "known": empty, "asked": empty, "raised": empty}
    return Snapshot(**{"moment": "m", "here": 0, "turn": 0, "objections": {"price": "open"}, **base, **rest})


def turn(n: int, rep: str, *signals: str, **rest: Any) -> Turn:
    heard = tuple(Heard(s, (0, len(rep)), rep, 0.9, "met", f"{s}/given") for s in signals)
    base: dict[str, Any] = {"before": snapshot(), "after": snapshot(), "moment": f"m{n}", "prompt": f"Line {n}."}
    return Turn(n=n, rep=rep, heard=heard, **{**base, **rest})


def call(*turns: Turn, outcome: Any = "stalled", known: frozenset[str] = frozenset(), **rest: Any) -> Transcript:
    base: dict[str, Any] = {"scenario": ScenarioRef("s", 1, ""), "encoder": "reduced", "drawn": {"loss": "9,000"}}
    path = tuple(turn.moment for turn in turns)
    return Transcript(turns, path=path, outcome=outcome, final=snapshot(known=known), **{**base, **rest})


def advise(transcript: Transcript, used: Rubric, **rest: Any) -> Feedback:
    return feedback(transcript, used, mark(transcript, used), **rest)


def test_what_earned_most_is_kept_with_its_words_and_its_effect() -> None:
    told = turn(2, "What does that cost you?", "ask", facts=("loss",))
    found = advise(call(turn(1, "Hi.", "vague"), told, known=frozenset({"loss"})), rubric(criterion("cost"), STEP))
    assert found.kept.startswith("Title cost: “What does that cost you?” (turn 2). Learns what it costs.")
    assert found.kept.endswith("After that: you learned this from it: They lose 9,000 a year.")


def test_a_feeling_that_rose_is_named_as_the_effect() -> None:
    rose = (Change("trust", 1, "asked about money", "signal:ask"), Change("patience", -1, "time", "every_turn"))
    found = advise(call(turn(1, "What does that cost you?", "ask", changes=rose)), rubric(criterion("cost")))
    assert found.kept.endswith("After that: trust +1: asked about money.")


def test_words_that_did_harm_are_not_held_up_as_an_example() -> None:
    harm = (Change("trust", -2, "pressed", "signal:pushy"),)
    one, two = (
        turn(1, "What on earth does that cost you?", "ask", changes=harm),
        turn(2, "And what is that a year?", "ask"),
    )
    found = advise(call(one, two), rubric(criterion("cost")))
    assert "And what is that a year?" in found.kept
    assert "earth" not in found.kept


def test_a_greeting_is_not_held_up_although_the_customer_warmed_to_it() -> None:
    rose = (Change("trust", 1, "asked about something", "signal:ask"),)
    greeting = turn(1, "Hi, how are you today?", "small_talk", "ask", changes=rose)
    found = advise(call(greeting, turn(2, "I'll be in touch.", "vague")), rubric(criterion("cost"), STEP))
    assert found.kept.startswith("Nothing that you said")


def test_a_scrap_of_a_reply_is_quoted_with_the_whole_of_it() -> None:
    said = "You lose two a month. Right?"
    heard = (Heard("ask", (22, 28), "Right?", 0.9, "met", "ask/given"),)
    asked = Turn(1, said, heard=heard, before=snapshot(), after=snapshot())
    found = advise(call(asked, turn(2, "I see now.", "vague")), rubric(criterion("cost"), STEP))
    assert found.kept.startswith(f"Title cost: “{said}” (turn 1).")


def test_a_low_level_is_not_praised_and_the_first_thing_to_try_is_said() -> None:
    found = advise(call(turn(1, "I'll be in touch.", "vague"), turn(2, "Bye then.")), rubric(STEP))
    assert (
        found.kept == "Nothing that you said has earned a mark worth keeping yet; that is what practice is for. "
        "Begin with this: ask for or offer a day."
    )


def test_who_said_nothing_is_told_how_to_begin() -> None:
    silent = [turn(n, "", silent=True) for n in (1, 2)]
    assert advise(call(*silent), rubric(criterion("cost"))).kept.startswith("You said nothing in this call.")
    assert advise(call(), rubric(criterion("cost"))).kept.startswith("You said nothing in this call.")


def test_one_change_names_the_turn_what_was_said_and_what_would_have_counted() -> None:
    found = advise(call(turn(1, "We are the best.", "claim")), rubric(criterion("cost")))
    assert found.turn == 1
    assert found.change == (
        "Title cost. There was room for it at turn 1: they said “Line 1.” and you said “We are the best.”. "
        "What would have counted: learns what it costs. To do so: ask what it costs."
    )


def test_a_half_met_criterion_says_its_level_and_the_next_worth_having() -> None:
    found = advise(call(turn(1, "I'll be in touch.", "vague")), rubric(STEP))
    assert "At turn 1: you said “I'll be in touch.”. That was worth 1 of 4; for 3: asks what it costs." in found.change
    assert "leave it open" not in found.change


def test_the_skill_that_weighs_more_is_the_one_to_change() -> None:
    used = rubric(criterion("small", weight=10), criterion("large", weight=30))
    assert advise(call(turn(1, "Hello there.")), used).change.startswith("Title large.")


def test_no_step_is_asked_for_before_anything_is_known() -> None:
    used = rubric(criterion("cost", weight=1), STEP, skill_weights={"discovery": 5, "next_step": 95})
    assert advise(call(turn(1, "Hello there.")), used).change.startswith("Title cost.")
    known = turn(1, "What does that cost you?", "ask", facts=("loss",))
    after = advise(call(known, turn(2, "I see."), turn(3, "Goodbye.")), used)
    assert after.change.startswith("Title step. There was room for it at turn 3")


def test_advisory_unsure_and_unknown_criteria_are_passed_over() -> None:
    unsure = Turn(1, "Hm, cost?", heard=(Heard("ask", (0, 9), "Hm, cost?", 0.5, "unsure", "x"),), before=snapshot())
    used = rubric(
        criterion("cost"), criterion("shown", advisory=True), criterion("by_hand", levels={}, marked_by="manager")
    )
    assert advise(call(unsure), used).change == "Nothing stands out. Try the same customer on a harder level."


def test_a_criterion_judged_reply_by_reply_points_at_the_weakest() -> None:
    by_turn = criterion("cost", unit="turn", when="price is open", levels={2: "heard ask", 3: "heard step"})
    found = advise(call(turn(1, "What does it cost?", "ask"), turn(2, "I see.")), rubric(by_turn))
    assert found.turn == 2
    assert "At turn 2: you said “I see.”" in found.change


def test_what_should_be_left_out_is_quoted() -> None:
    used = rubric(criterion("calm", levels={4: "heard ask and not heard pushy"}))
    found = advise(call(turn(1, "What is it?", "ask"), turn(2, "Sign now.", "pushy")), used)
    assert "To do so: leave out “Sign now.”." in found.change


def test_a_knock_out_comes_before_every_other_change() -> None:
    used = rubric(criterion("cost"), knock_outs=[{"id": "x", "signal": "lie", "title": "An invented fact"}])
    found = advise(call(turn(1, "All hospitals use us.", "lie")), used)
    assert found.change.startswith(
        "Leave this out: “All hospitals use us.” (turn 1). It was heard as: an invented fact."
    )
    assert found.turn == 1


def test_a_model_answer_is_for_the_turn_in_question_and_absent_where_none_may_be_shown() -> None:
    used = rubric(criterion("cost"))
    talk = call(turn(1, "We are the best.", "claim"))
    assert advise(talk, used, model_answers={"m1": "What does it cost you?"}).model_answer == "What does it cost you?"
    assert advise(talk, used, model_answers={"elsewhere": "No."}).model_answer == ""
    assert advise(talk, used).model_answer == ""


def test_a_full_card_has_nothing_to_change() -> None:
    found = advise(call(turn(1, "What does it cost?", "ask"), known=frozenset({"loss"})), rubric(criterion("cost")))
    assert found.change.startswith("Nothing stands out.")
    assert found.turn is None


def test_where_nothing_could_be_marked_it_says_so() -> None:
    by_turn = criterion("cost", unit="turn", when="heard step")
    assert advise(call(turn(1, "Hello.")), rubric(by_turn)).change == "Say more: nothing in this call could be marked."


def test_the_turning_point_is_the_largest_fall_with_its_cause_once() -> None:
    small = (Change("trust", -1, "a claim", "signal:claim"),)
    large = (
        Change("trust", -2, "pressed for an answer", "signal:pushy"),
        Change("patience", -2, "pressed for an answer", "x"),
    )
    turns = (turn(1, "We are big.", changes=small), turn(2, "Sign now.", changes=large))
    expected = "Turn 2, “Sign now.”. Trust −2 and patience −2: pressed for an answer."
    assert turning_point(call(*turns)) == expected
    assert turning_point(call(*turns, outcome="won")) == ""
    assert turning_point(call(turns[0])) == ""


def test_what_a_turn_costs_anyway_turns_nothing_and_rising_anger_is_a_fall() -> None:
    assert turning_point(call(turn(1, "Hm.", changes=(Change("patience", -3, "time", "every_turn"),)))) == ""
    angry = call(turn(1, "Calm down.", changes=(Change("anger", 3, "told to calm down", "signal:x"),)))
    assert turning_point(angry) == ""
    assert turning_point(angry, frozenset({"anger"})).endswith("Anger +3: told to calm down.")


def test_silence_is_named_as_silence() -> None:
    quiet = turn(1, "", silent=True, changes=(Change("patience", -2, "nothing was said", "silence"),))
    assert turning_point(call(quiet)) == "Turn 1, you said nothing. Patience −2: nothing was said."
    mixed = advise(call(turn(1, "", silent=True), turn(2, "Right.")), rubric(criterion("cost", unit="turn")))
    assert "At turn 1: they said “Line 1.” and you said nothing." in mixed.change


@pytest.mark.parametrize(
    ("means", "wanted"),
    [
        ("Asks who decides", "ask who decides"),
        ("Asks for or offers a day.", "ask for or offer a day"),
        ("Ties what we have to a need", "tie what we have to a need"),
        ("Tries it", "try it"),
        ("Words of the trade", "words of the trade"),
        ("A question", "a question"),
        ("SLA terms", "SLA terms"),
        ("I-statements", "I-statements"),
        ("", ""),
    ],
)
def test_a_meaning_becomes_a_request(means: str, wanted: str) -> None:
    assert imperative(means) == wanted


def test_an_anchor_that_leans_on_the_one_below_is_said_in_full() -> None:
    anchors = ["Nothing", "Asks", "Asks why.", "The same, before any claim", "The same, and checks"]
    assert anchor_in_full(anchors, 2) == "Asks why."
    assert anchor_in_full(anchors, 4) == "Asks why, before any claim, and checks"


def test_a_request_names_how_often_and_before_what() -> None:
    used = rubric(criterion("cost"), means={"ask": "Asks what it costs", "claim": "States a fact"})
    talk = WholeSituation(call(turn(1, "Hello.")))
    assert request(parse("count ask >= 2"), talk, used) == "ask what it costs, at least twice"
    assert request(parse("count ask > 2"), talk, used) == "ask what it costs, at least 3 times"
    late = WholeSituation(call(turn(1, "We are big.", "claim"), turn(2, "What is it?", "ask")))
    assert request(parse("heard ask before claim"), late, used) == "ask what it costs, before you state a fact"
    assert request(parse("knows loss"), talk, used) == ""


@given(st.text(max_size=300), st.integers(10, 120))
def test_a_shortened_text_is_one_line_and_short_enough(text: str, most: int) -> None:
    cut = short(text, most)
    assert len(cut) <= most
    assert "\n" not in cut


@given(st.lists(st.tuples(st.text(max_size=30), st.lists(st.sampled_from(SIGNALS), max_size=3)), max_size=6))
def test_every_conversation_gets_feedback_in_whole_sentences(said: list[tuple[str, list[str]]]) -> None:
    turns = [turn(n, rep, *signals) for n, (rep, signals) in enumerate(said, 1)]
    used = rubric(criterion("cost"), STEP, knock_outs=[{"id": "x", "signal": "lie", "title": "A lie"}])
    for bare in (False, True):
        found = advise(call(*turns, bare=bare), used)
        assert found.kept
        assert found.change
        assert as_json(found)["turn"] in (None, *range(1, len(turns) + 1))
