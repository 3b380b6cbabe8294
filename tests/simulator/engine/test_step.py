"""The turn, sentence by sentence as the language lays it down."""

from __future__ import annotations

import random
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scoring.hearing.signals import Hearing
from scoring.marking.conditions import parse
from simulator.engine.play import Play, compile_play, sentences
from simulator.engine.state import Said, Silence, State, Step, heard_as
from simulator.engine.step import CallOver, open_call, step
from simulator.scenario.model import Interruption, Line, Scenario
from tests.simulator.engine.scenes import branch, deltas, lines, moment, random_input, scenario, wild


def called(scene: Scenario | None = None, seed: int = 1, level: str = "normal") -> tuple[Play, State]:
    play = compile_play(scene or scenario(), level, seed)
    return play, open_call(play)[0]


def feeling(play: Play, state: State, name: str) -> int:
    return state.feelings[play.feelings.index(name)]


def nothing_heard(words: int) -> Said:
    return Said(Hearing(words=words))


def kinds(result: Step) -> list[str]:
    return [part.kind for part in result.parts]


# Unclear


def test_what_is_not_understood_costs_nothing_and_moves_nothing() -> None:
    play, state = called()
    after, result = step(play, state, nothing_heard(3))
    assert result.unclear
    assert kinds(result) == ["unclear"]
    assert (after.feelings, after.here, after.turn, after.moment) == (state.feelings, 0, 0, "start")
    assert after.n == 1


def test_the_customer_asks_back_twice_a_call_and_then_it_counts() -> None:
    play, state = called()
    for _ in range(2):
        state, result = step(play, state, nothing_heard(9))
        assert result.unclear
    state, result = step(play, state, nothing_heard(9))
    assert not result.unclear
    assert (state.turn, feeling(play, state, "patience")) == (1, 5)


def test_two_words_or_small_talk_are_not_unclear() -> None:
    play, state = called()
    assert not step(play, state, nothing_heard(2))[1].unclear
    assert not step(play, state, Said(Hearing(words=9, understood=True)))[1].unclear
    assert not step(play, state, heard_as(unsure=("ask",)))[1].unclear


def test_an_unclear_reply_leaves_what_was_raised_waiting_for_its_answer() -> None:
    play, state = called()
    state, _ = step(play, state, heard_as("ack"))
    assert state.raised
    assert step(play, state, nothing_heard(5))[0].raised == state.raised


# Feelings


def test_a_good_reaction_counts_once_per_stay() -> None:
    play, state = called()
    state, first = step(play, state, heard_as("ask"))
    state, second = step(play, state, heard_as("ask"))
    assert [(c.feeling, c.by) for c in first.changes] == [("trust", 1)]
    assert [(c.feeling, c.cause) for c in second.changes] == [("patience", "every_turn")]
    assert first.paid
    assert not second.paid


def test_a_real_move_lets_it_count_again() -> None:
    play, state = called()
    state, _ = step(play, state, heard_as("ack"))
    assert state.moment == "middle"
    _, again = step(play, state, heard_as("ack"))
    assert ("trust", 1) in [(c.feeling, c.by) for c in again.changes]


def test_a_repeated_reply_earns_nothing_and_pays_the_turn() -> None:
    play, state = called()
    after, result = step(play, state, heard_as("ask", repeated=True))
    assert [(c.feeling, c.by) for c in result.changes] == [("patience", -1)]
    assert not result.paid
    assert step(play, after, heard_as("ask"))[1].paid, "what earned nothing was not used up"


def test_an_unsure_hearing_pays_nothing_and_costs_nothing() -> None:
    play, state = called()
    after, result = step(play, state, heard_as(unsure=("ask",)))
    assert result.changes == ()
    assert not result.paid
    assert step(play, after, heard_as("ask"))[1].paid


def test_an_unsure_harmful_hearing_costs_nothing_but_spares_nothing() -> None:
    play, state = called()
    _, result = step(play, state, heard_as(unsure=("pushy",)))
    assert [c.cause for c in result.changes] == ["every_turn"]


def test_harm_is_done_every_time() -> None:
    scene = scenario(moments={**scenario().moments, "start": moment("start")})
    play, state = called(scene)
    state, _ = step(play, state, heard_as("pushy"))
    state, result = step(play, state, heard_as("pushy", repeated=True))
    assert ("patience", -1) in [(c.feeling, c.by) for c in result.changes if c.cause == "signal:pushy"]


def test_the_good_part_of_a_harmful_reaction_pays_once_and_spares_no_turn() -> None:
    play, state = called()
    state, first = step(play, state, heard_as("mixed"))
    _, second = step(play, state, heard_as("mixed"))
    assert [(c.feeling, c.by, c.cause) for c in first.changes] == [
        ("patience", -1, "signal:mixed"),
        ("trust", 2, "signal:mixed"),
        ("patience", -1, "every_turn"),
    ]
    assert [(c.feeling, c.by) for c in second.changes] == [("patience", -1), ("patience", -1)]
    assert not first.paid


def test_a_moments_own_reaction_stands_in_place_of_the_scenarios() -> None:
    moments = scenario().moments
    scene = scenario(moments={**moments, "start": replace(moments["start"], reactions={"ask": deltas("anger +2")})})
    play, state = called(scene)
    _, result = step(play, state, heard_as("ask", "value"))
    assert [(c.feeling, c.by) for c in result.changes][:2] == [("anger", 2), ("trust", 2)]


def test_silence_is_charged_instead_of_the_turn() -> None:
    play, state = called()
    after, result = step(play, state, Silence())
    assert [(c.feeling, c.by, c.cause) for c in result.changes] == [
        ("patience", -2, "silence"),
        ("anger", 1, "silence"),
    ]
    assert result.silent
    assert (after.turn, after.here) == (1, 1)


def test_feelings_stay_between_nothing_and_ten_and_the_changes_add_up() -> None:
    for seed in range(60):
        rng = random.Random(seed)
        scene = wild(rng)
        play, state = called(scene, seed)
        while not state.over:
            before = state
            state, result = step(play, state, random_input(rng, scene))
            for at, name in enumerate(play.feelings):
                assert 0 <= state.feelings[at] <= 10
                moved = sum(c.by for c in result.changes if c.feeling == name)
                assert state.feelings[at] == before.feelings[at] + moved
            assert all(c.by for c in result.changes)
            assert all(c.because for c in result.changes)


def test_several_reactions_are_summed_before_they_are_clamped() -> None:
    scene = scenario(feelings=(replace(scenario().feelings[0], start=9), *scenario().feelings[1:]))
    play, state = called(scene)
    after, result = step(play, state, heard_as("ask", "value"))
    assert feeling(play, after, "trust") == 10
    assert [(c.by, c.cause) for c in result.changes] == [(1, "signal:ask")]
    after, result = step(play, state, heard_as("value", "mixed"))
    assert feeling(play, after, "trust") == 10
    assert sum(c.by for c in result.changes if c.feeling == "trust") == 1


# Facts


def test_a_fact_asked_too_early_is_dodged_and_opens_by_itself() -> None:
    play, state = called()
    state, early = step(play, state, heard_as("ask"))
    assert (early.dodged, early.facts) == ("cost", ())
    assert "dodge" in kinds(early)
    state, later = step(play, state, heard_as("value"))
    assert later.facts == ("cost",)
    assert later.paid


def test_a_fact_is_told_once() -> None:
    play, state = called()
    state, told = step(play, state, heard_as("ask", "ack"))
    assert told.facts == ("cost",)
    _, again = step(play, state, heard_as("ask"))
    assert again.facts == ()
    assert again.dodged is None


def test_facts_are_judged_on_one_snapshot() -> None:
    facts = dict(scenario().facts)
    facts["more"] = replace(facts["cost"], name="more", opens_when=parse("knows cost"))
    play, state = called(scenario(facts=facts))
    state, first = step(play, state, heard_as("ask", "ack"))
    assert first.facts == ("cost",)
    assert step(play, state, Silence())[1].facts == ("more",)


# Objections


def test_an_objection_is_raised_resolved_and_comes_back() -> None:
    play, state = called()
    state, raised = step(play, state, heard_as("ask", "ack"))
    assert raised.objections == {"price": "open"}
    state, resolved = step(play, state, heard_as("value"))
    assert resolved.objections == {"price": "resolved"}
    assert resolved.paid
    state, reopened = step(play, state, heard_as("pushy"))
    assert reopened.objections == {"price": "open"}
    assert state.raised == state.open == 1


def test_nothing_is_raised_and_resolved_in_one_turn() -> None:
    objections = {
        "price": replace(scenario().objections["price"], raise_when=parse("heard ack"), resolve_when=parse("heard ack"))
    }
    play, state = called(scenario(objections=objections))
    state, result = step(play, state, heard_as("ack"))
    assert result.objections == {"price": "open"}
    assert state.open == 1


def test_an_objection_may_be_there_at_the_start() -> None:
    objections = {"price": replace(scenario().objections["price"], raise_when=parse("in start"))}
    play = compile_play(scenario(objections=objections), "normal", 1)
    state, parts = open_call(play)
    assert [part.kind for part in parts] == ["objection", "moment"]
    assert state.raised == 1


def test_an_objection_hears_the_facts_told_in_the_same_turn() -> None:
    objections = {"price": replace(scenario().objections["price"], raise_when=parse("knows cost"))}
    play, state = called(scenario(objections=objections))
    _, result = step(play, state, heard_as("ask", "ack"))
    assert result.objections == {"price": "open"}


# Moves


def test_the_first_branch_that_holds_wins_and_none_means_stay() -> None:
    play, state = called()
    assert step(play, state, heard_as("pushy", "ack"))[1].go == "lost"
    stayed, result = step(play, state, heard_as("ask"))
    assert (result.go, result.branch, stayed.here) == ("start", None, 1)


def test_a_branch_back_to_its_own_moment_is_no_real_move() -> None:
    scene = scenario(
        moments={**scenario().moments, "start": moment("start", branch("heard ask", "start", effect="anger +1"))}
    )
    play, state = called(scene)
    state, result = step(play, state, heard_as("ask"))
    assert (state.here, result.branch) == (1, 0)
    assert state.credited
    assert ("anger", 1) in [(c.feeling, c.by) for c in result.changes]


def test_patience_gone_ends_the_call_unless_the_turn_opened_something() -> None:
    scene = scenario(
        feelings=(scenario().feelings[0], replace(scenario().feelings[1], start=1), scenario().feelings[2])
    )
    play, state = called(scene)
    after, result = step(play, state, heard_as("small_talk"))
    assert (result.go, after.ending) == ("lost", "lost")
    facts = {"cost": replace(scenario().facts["cost"], opens_when=None)}
    scene = replace(scene, facts=facts, reactions={**scene.reactions, "ask": deltas("patience -2")})
    play, state = called(scene)
    after, result = step(play, state, heard_as("ask"))
    assert (feeling(play, after, "patience"), result.facts, after.ending) == (0, ("cost",), None)
    assert step(play, after, heard_as("small_talk"))[0].ending == "lost"


def test_turns_run_out_whatever_the_last_move_was() -> None:
    play, state = called(scenario(max_turns=1))
    after, result = step(play, state, heard_as("ack"))
    assert (after.ending, result.go) == ("stalled", "stalled")
    assert step(*called(scenario(max_turns=1)), heard_as("pushy"))[0].ending == "lost", "a real ending stands"


def test_an_interruption_comes_once_and_adds_its_effect() -> None:
    play, state = called(
        scenario(
            interruptions={"bell": Interruption("bell", parse("turn >= 1"), lines("A bell."), deltas("patience -1"))}
        )
    )
    state, first = step(play, state, heard_as("ask"))
    state, second = step(play, state, heard_as("value"))
    assert first.interruption == "bell"
    assert kinds(first)[0] == "interruption"
    assert ("patience", -1, "effect:bell") in [(c.feeling, c.by, c.cause) for c in first.changes]
    assert second.interruption is None


def test_an_interruption_that_goes_somewhere_comes_before_the_branches() -> None:
    play, state = called(
        scenario(interruptions={"bell": Interruption("bell", parse("turn >= 1"), lines("A bell."), (), "middle")})
    )
    assert step(play, state, heard_as("pushy"))[1].go == "middle"


def test_nothing_more_is_said_in_a_call_that_is_over() -> None:
    play, state = called()
    state, _ = step(play, state, heard_as("pushy"))
    with pytest.raises(CallOver):
        step(play, state, Silence())


# What the customer says


def test_the_parts_come_in_their_order() -> None:
    play, state = called()
    _, result = step(play, state, heard_as("ask", "ack"))
    assert kinds(result) == ["objection", "fact", "reply"]


def test_past_three_sentences_the_end_is_dropped_and_a_fact_never() -> None:
    facts = {"cost": replace(scenario().facts["cost"], says=lines("One. Two. Three. Four.", "A. B. C. D."))}
    play, state = called(scenario(facts=facts))
    _, result = step(play, state, heard_as("ask", "ack"))
    assert kinds(result) == ["objection", "fact"]


def test_a_call_never_ends_without_its_last_line() -> None:
    facts = {"cost": replace(scenario().facts["cost"], says=lines("One. Two. Three. Four.", "A. B. C. D."))}
    play, state = called(scenario(facts=facts, max_turns=1))
    _, result = step(play, state, heard_as("ask", "ack"))
    assert kinds(result)[-1] == "ending"


def test_what_is_dropped_is_not_used_up() -> None:
    facts = {
        "cost": replace(scenario().facts["cost"], says=lines("One. Two. Three. Four.", "A. B. C. D."), opens_when=None)
    }
    play, state = called(scenario(facts=facts))
    first = state.used
    after, _ = step(play, state, heard_as("ask"))
    numbers = {variant.number for variant in play.moments["start"].says}
    assert numbers & set(after.used) == numbers & set(first)


def with_lines(*says: Line) -> Scenario:
    return scenario(moments={**scenario().moments, "start": moment("start", says=says)})


def test_a_line_whose_condition_holds_beats_one_without_and_the_most_conditions_win() -> None:
    says = (
        Line("Plain."),
        Line("One.", parse("heard value")),
        Line("Two.", parse("heard value and trust >= 0")),
        Line("Never.", parse("heard value and trust >= 0 and heard pushy")),
    )
    play, state = called(with_lines(*says))
    assert step(play, state, heard_as("value"))[1].parts[-1].text == "Two."
    assert step(play, state, heard_as("small_talk"))[1].parts[-1].text == "Plain."


def test_the_least_recently_used_line_comes_next() -> None:
    play, state = called(with_lines(*lines("A.", "B.", "C.")))
    said = [open_call(play)[1][0].text]
    for _ in range(5):
        state, result = step(play, state, heard_as("value"))
        said.append(result.parts[-1].text)
    assert set(said[:3]) == {"A.", "B.", "C."}
    assert said[3:] == said[:3]


def test_a_line_is_not_said_again_while_another_fits_however_few_conditions_it_has() -> None:
    says = (Line("Plain."), Line("Also plain."), Line("Best.", parse("heard value and trust >= 0")))
    play, state = called(with_lines(*says))
    said = [open_call(play)[1][0].text]
    for _ in range(2):
        state, result = step(play, state, heard_as("value"))
        said.append(result.parts[-1].text)
    assert set(said) == {"Plain.", "Also plain.", "Best."}


def test_beside_a_fact_no_line_answers_the_reply_again() -> None:
    says = (Line("Plain."), Line("Also plain."), Line("I could not say.", parse("heard ask")))
    facts = {"cost": replace(scenario().facts["cost"], says=lines("It costs.", "It does."), opens_when=None)}
    play, state = called(scenario(facts=facts, moments={**scenario().moments, "start": moment("start", says=says)}))
    state, result = step(play, state, heard_as("ask"))
    assert kinds(result)[-2:] == ["fact", "moment"]
    assert result.parts[-1].text != "I could not say."
    assert step(play, state, heard_as("ask"))[1].parts[-1].text == "I could not say."


def test_beside_a_fact_nothing_is_said_again() -> None:
    facts = {"cost": replace(scenario().facts["cost"], says=lines("It costs.", "It does."), opens_when=None)}
    play, state = called(scenario(facts=facts))
    for _ in range(2):
        state, _ = step(play, state, heard_as("small_talk"))
    assert kinds(step(play, state, heard_as("ask"))[1]) == ["fact"]


def test_a_reply_that_was_given_makes_room_for_another_line() -> None:
    ways = (branch("heard value", "start", reply="As I said."),)
    says = lines("A.", "B.")
    play, state = called(scenario(moments={**scenario().moments, "start": moment("start", *ways, says=says)}))
    said = []
    for _ in range(2):
        state, result = step(play, state, heard_as("value"))
        said.append(result.parts[-1].text)
    assert said[0] == "As I said."
    assert said[1] in ("A.", "B.")


def test_lines_keep_to_their_level() -> None:
    says = (Line("Normal.", None, ("normal",)), Line("Hard.", None, ("hard",)))
    assert open_call(compile_play(with_lines(*says), "hard", 1))[1][0].text == "Hard."
    assert open_call(compile_play(with_lines(*says), "normal", 1))[1][0].text == "Normal."
    assert open_call(compile_play(with_lines(*says), "easy", 1))[1], (
        "a level without a line of its own is not left mute"
    )


def test_the_customer_warns_when_patience_is_short_and_once() -> None:
    play, state = called(with_lines(*lines("Hm.", "Well.")))
    seen = []
    for _ in range(5):
        state, result = step(play, state, heard_as("small_talk"))
        seen.append((feeling(play, state, "patience"), "warning" in kinds(result)))
    assert seen == [(5, False), (4, False), (3, False), (2, True), (1, False)]


def test_levels_shift_the_start_and_stay_within_bounds() -> None:
    assert compile_play(scenario(), "easy", 1).start[0] == 4
    assert compile_play(scenario(), "hard", 1).start[0] == 2
    drawn = scenario(
        draw={"mood": (0, 10)},
        feelings=(replace(scenario().feelings[0], start="{draw.mood}"), *scenario().feelings[1:]),
    )
    for seed in range(10):
        for level in ("easy", "hard"):
            assert 0 <= compile_play(drawn, level, seed).start[0] <= 10


def test_sentences_are_counted_as_a_person_hears_them() -> None:
    counted = {
        "Yes.": 1,
        "Three times. Three times in one quarter! Do you people even test anything?": 3,
        "Go on then": 1,
        "It costs 1.5 million.": 1,
        "What?! No…": 2,
        '"Send it." He did say that.': 2,
        "": 1,
    }
    assert {text: sentences(text) for text in counted} == counted


@given(st.integers(0, 10_000))
def test_a_step_is_pure(seed: int) -> None:
    rng = random.Random(seed)
    scene: Any = wild(rng, moments=4)
    play, state = called(scene, seed)
    for _ in range(12):
        if state.over:
            break
        given_input = random_input(rng, scene)
        copy = state._replace()
        first = step(play, state, given_input)
        assert state == copy
        assert step(play, state, given_input) == first
        state = first[0]
