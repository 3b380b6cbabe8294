"""Simulated reps: what they see, that chance is drawn from the seed alone, and that the bars say what they measure."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import fields, replace
from multiprocessing.connection import Connection
from random import Random

import pytest

from simulator.engine.play import compile_play
from simulator.engine.state import Said, Silence, State
from simulator.rehearsal.archetypes import CHEATS, EXPERT, NOVICE, PEOPLE, SCRIPT_READER, SILENT, SOLID, Archetype
from simulator.rehearsal.calls import Call, play_call, sight_of
from simulator.rehearsal.craft import Memory, Sight, craft_of
from simulator.rehearsal.phrases import phrasebook
from simulator.rehearsal.problems import rehearsal_problems
from simulator.rehearsal.rehearse import rehearse
from simulator.rehearsal.reps import Rep
from simulator.rehearsal.results import Rehearsal, Result, Row
from simulator.rehearsal.stage import Job, Stage
from simulator.rehearsal.statistics import auc, quartiles, reversed_order, wilson
from simulator.scenario.catalogue import Catalogue, shipped
from simulator.scenario.model import Scenario
from simulator.scenario.problems import Place

PRICE = "its-too-expensive"


@pytest.fixture(scope="module")
def scenario() -> Scenario:
    return Catalogue([shipped()], None).open(PRICE)


def called(scenario: Scenario, kind: Archetype, seed: int) -> Call:
    craft = craft_of(scenario, phrasebook(scenario))
    return play_call(compile_play(scenario, "normal", 3), seed, Rep(kind, craft, Random(seed), scenario.max_content))


def test_a_rep_sees_the_panel_and_the_talk_and_nothing_hidden(scenario: Scenario) -> None:
    names = {field.name for field in fields(Sight)}
    assert names == {"goal", "line", "objections", "told", "news", "dodged", "choices", "turns_left", "first"}
    play = compile_play(scenario, "normal", 3)
    state = State("the_line", play.start, known=play.names.facts["half_scope"], asked=(1 << len(scenario.facts)) - 1)
    seen = sight_of(play, state, (), (), False)
    assert seen.told == {"half_scope"}
    assert not any(fact.truth in str(seen) for fact in scenario.facts.values())


def test_what_a_rep_says_does_not_hang_on_feelings(scenario: Scenario) -> None:
    play = compile_play(scenario, "normal", 3)
    state = State("behind_it", play.start)
    angry = state._replace(feelings=tuple(0 for _ in state.feelings))
    assert sight_of(play, state, (), (), False) == sight_of(play, angry, (), (), False)


def test_the_same_seed_says_the_same(scenario: Scenario) -> None:
    for kind in PEOPLE:
        assert called(scenario, kind, 11).beats == called(scenario, kind, 11).beats
    assert called(scenario, EXPERT, 11).beats != called(scenario, EXPERT, 12).beats


def test_the_silent_rep_is_silent_and_the_others_speak(scenario: Scenario) -> None:
    assert all(beat.reply.given == Silence() for beat in called(scenario, SILENT, 1).beats)
    for kind in PEOPLE:
        if kind is not SILENT:
            assert all(isinstance(beat.reply.given, Said) for beat in called(scenario, kind, 1).beats)


def test_no_reply_carries_more_content_than_counts(scenario: Scenario) -> None:
    content = {n for n, s in scenario.signals.items() if s.kind in ("concept", "number", "answer") and not s.harmful}
    for kind in PEOPLE:
        for seed in range(20):
            for beat in called(scenario, kind, seed).beats:
                assert len({h.signal for h in beat.reply.heard if h.signal in content}) <= scenario.max_content


def test_her_figure_is_named_only_once_she_told_it(scenario: Scenario) -> None:
    bit = compile_play(scenario, "normal", 3).names.facts["turnover_cost"]
    named = 0
    for seed in range(60):
        for beat in called(scenario, EXPERT, seed).beats:
            if any(h.signal == "turnover_number" for h in beat.reply.heard):
                named += 1
                assert beat.before.known & bit
    assert named > 10


def test_the_script_reader_goes_through_the_same_lines_whatever_is_said(scenario: Scenario) -> None:
    calm = replace(SCRIPT_READER, serves=1.0, harms=0.0, listens=0.0)
    orders = []
    for seed in range(3):
        craft = craft_of(scenario, phrasebook(scenario))
        rep = Rep(calm, craft, Random(seed), 2)
        play_call(compile_play(scenario, "normal", 3), seed, rep)
        orders.append(rep.script)
    assert orders[0] == orders[1] == orders[2]
    assert orders[0][-1] == "next_step"


def test_skill_shows_in_the_total(scenario: Scenario) -> None:
    found = rehearse(scenario, calls=700, cheats=0)
    assert (found.auc("expert", "novice") or 0) > 0.9
    assert [row.name for row in found.rows] == [kind.name for kind in PEOPLE]
    assert found == rehearse(scenario, calls=700, cheats=0)
    assert found.rows != rehearse(scenario, calls=700, cheats=0, seed=2).rows


def test_cheats_speak_through_the_ear_and_do_not_pass(scenario: Scenario) -> None:
    found = rehearse(scenario, calls=70, cheats=3)
    assert [row.name for row in found.rows if row.in_words] == list(CHEATS)
    assert all(row.calls == 3 and row.passed == 0 for row in found.rows if row.in_words)
    assert found.encoder == "reduced"


def made_up(scenario: Scenario, **passed: int) -> Rehearsal:
    """A hundred calls each, of which so many passed, with a total of 80; the others have 20."""
    rows = tuple(
        Row(
            name.replace("_", " "),
            tuple(Result(80, True, "won", 5) for _ in range(hits))
            + tuple(Result(20, False, "lost", 5) for _ in range(100 - hits)),
            name == "memoriser",
        )
        for name, hits in passed.items()
    )
    return Rehearsal(scenario, 1, "normal", "none", rows, {"easy": (80, 100), "normal": (70, 100), "hard": (60, 100)})


def test_a_scenario_that_tells_skill_from_luck_meets_every_bar(scenario: Scenario) -> None:
    found = made_up(scenario, expert=95, solid=60, novice=5, memoriser=2)
    assert found.met, [bar for bar in found.bars if not bar.met]
    assert found.difficulty == 2


@pytest.mark.parametrize(
    ("passed", "missed"),
    [
        ({"expert": 79, "solid": 60, "novice": 5, "memoriser": 2}, ["the expert passes", "expert above novice (AUC)"]),
        ({"expert": 95, "solid": 90, "novice": 5, "memoriser": 2}, ["the solid rep passes"]),
        ({"expert": 95, "solid": 50, "novice": 30, "memoriser": 2}, ["the novice passes", "expert above novice (AUC)", "solid above novice (AUC)"]),
        ({"expert": 95, "solid": 60, "novice": 5, "memoriser": 6}, ["the memoriser passes"]),
    ],
)  # fmt: skip
def test_each_bar_is_missed_alone(scenario: Scenario, passed: dict[str, int], missed: list[str]) -> None:
    assert [bar.name for bar in made_up(scenario, **passed).bars if not bar.met] == missed


def test_a_hard_level_that_is_passed_more_often_is_said(scenario: Scenario) -> None:
    found = replace(
        made_up(scenario, expert=95, solid=60, novice=5),
        levels={"easy": (50, 100), "normal": (52, 100), "hard": (80, 100)},
    )
    assert [bar.name for bar in found.bars if not bar.met] == ["harder levels are passed less often"]


def test_the_checker_is_told_by_code_and_place(scenario: Scenario) -> None:
    nobody = replace(scenario, rubric=replace(scenario.rubric, pass_mark=101))
    problems = rehearsal_problems(nobody, Place("mine.yaml", 3, 1), calls=140, cheats=0)
    assert [problem.code for problem in problems] == ["S701"]
    assert str(problems[0]) == (
        "mine.yaml:3:1: S701 a simulated expert passes 0% of the calls, and should pass at least 80%"
    )


def test_a_scenario_that_anybody_passes_lets_cheats_pass(scenario: Scenario) -> None:
    easy = replace(
        scenario, rubric=replace(scenario.rubric, pass_mark=0, pass_needs=("won", "progress", "stalled", "lost"))
    )
    codes = {problem.code: problem for problem in rehearsal_problems(easy, Place("x.yaml"), calls=140, cheats=2)}
    assert "S703" in codes
    assert codes["S703"].severity == "warning"  # heard by the reduced engine
    assert "the parrot passes 100% of the calls without doing the job" in str(
        [str(p) for p in rehearsal_problems(easy, Place("x.yaml"), calls=140, cheats=2)]
    )


def test_archetypes_are_chances(scenario: Scenario) -> None:
    for kind in PEOPLE:
        for field in fields(kind):
            value = getattr(kind, field.name)
            if isinstance(value, float) and field.name != "attunement":
                assert 0.0 <= value <= 1.0, (kind.name, field.name)
        assert kind.serves + kind.harms <= 1.0
    assert EXPERT.serves > NOVICE.serves


def test_the_interval_of_a_share_is_wilsons() -> None:
    low, high = wilson(8, 10)
    assert (round(low, 3), round(high, 3)) == (0.490, 0.943)
    assert wilson(0, 0) == (0.0, 1.0)
    assert wilson(0, 40)[1] == pytest.approx(0.0876, abs=1e-3)


def test_the_auc_counts_a_tie_as_half() -> None:
    assert auc([3, 4], [1, 2]) == 1.0
    assert auc([1, 2], [3, 4]) == 0.0
    assert auc([2, 2], [2, 2]) == 0.5
    assert auc([], [1]) is None


def test_quartiles_are_values_that_are_there() -> None:
    assert quartiles([4, 1, 3, 2]) == (2, 3, 4)
    assert quartiles([]) == (0, 0, 0)


def test_levels_are_out_of_order_only_beyond_chance() -> None:
    assert not reversed_order((50, 100), (55, 100))
    assert reversed_order((50, 100), (80, 100))
    assert not reversed_order((80, 100), (50, 100))


def test_a_librarys_harm_to_which_nobody_reacts_is_no_content(scenario: Scenario) -> None:
    calm = replace(scenario, reactions={n: d for n, d in scenario.reactions.items() if n != "runs_down"})
    signals = {**scenario.signals, "runs_down": replace(scenario.signals["runs_down"], harmful=False)}
    book = phrasebook(replace(calm, signals=signals))
    assert "runs_down" not in book.content
    assert "runs_down" in book.spoken
    assert "ask_gap" in book.content


def test_a_coach_lets_the_other_look_first_in_the_scenarios_own_words() -> None:
    coaching = Catalogue([shipped()], None).open("coach-a-rep-who-gives-discounts")
    craft = craft_of(coaching, phrasebook(coaching))
    play = compile_play(coaching, "normal", 3)
    sight = sight_of(play, State(coaching.start, play.start), (), (), False)
    wants = craft.wants(sight, Memory(), 0.0, 0.0)
    own = {name for name, signal in coaching.signals.items() if "self_review" in signal.counts_as}
    assert own
    assert "self_review" not in wants
    flat = craft.wants(replace(sight, goal="", line=""), Memory(), 0.0, 0.0)
    assert max(flat, key=lambda name: flat[name]) in own


def test_a_second_process_changes_nothing(scenario: Scenario) -> None:
    jobs = [(EXPERT, "normal", 150), (NOVICE, "hard", 151), (SILENT, "easy", 101)]
    alone = Stage(scenario, 1).play(jobs, alone=True)
    assert Stage(scenario, 1).play(jobs) == alone
    assert [len(results) for results in alone] == [150, 151, 101]


class Ended(Stage):
    """A second process that is ended before it has said anything."""

    def _odd(self, jobs: Sequence[Job], there: Connection) -> None:
        there.close()


def test_where_the_second_process_is_ended_its_share_is_played_here(scenario: Scenario) -> None:
    jobs = [(EXPERT, "normal", 201), (NOVICE, "normal", 200)]
    assert Ended(scenario, 1).play(jobs) == Stage(scenario, 1).play(jobs, alone=True)


def test_only_what_was_said_before_is_repeated(scenario: Scenario) -> None:
    plain = replace(SOLID, listens=0.0, second=0.0, owns=0.0, checks=0.0, figures=0.0, serves=1.0, harms=0.0)
    for kind in (plain, SCRIPT_READER, NOVICE):
        for seed in range(10):
            said: set[str] = set()
            for beat in called(scenario, kind, seed).beats:
                assert isinstance(beat.reply.given, Said)
                assert not beat.reply.given.hearing.repeated or beat.reply.text in said, beat.reply.text
                said.add(beat.reply.text)


def test_levels_that_hardly_differ_are_said(scenario: Scenario) -> None:
    found = made_up(scenario, expert=95, solid=60, novice=5)
    assert not found.flat
    assert replace(found, levels={"easy": (62, 100), "normal": (61, 100), "hard": (60, 100)}).flat
    assert not replace(found, levels={}).flat
