"""Play and proof: what is found can be played again, what is proven was never found, and the rest is said to be unknown."""

from __future__ import annotations

import os
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import pytest

from simulator.check.play.bearing import behind, conditions_in_play, named_in
from simulator.check.play.played import played_problems
from simulator.check.play.points import Node
from simulator.check.play.proof import reach
from simulator.check.play.replies import given_as
from simulator.check.play.search import Search
from simulator.check.play.targets import Target, brought
from simulator.check.play.verdict import verdict
from simulator.check.scenarios import check
from simulator.engine.step import open_call, step
from simulator.scenario.catalogue import Catalogue, shipped
from simulator.scenario.document import read_file
from simulator.scenario.model import Scenario
from simulator.scenario.problems import Problem
from simulator.scenario.reader import ScenarioReader
from tests.simulator.check.slips import CASES, WINS, edited, whole

CATALOGUE = Catalogue([shipped()], None)
SHIPPED = {entry.id: Path(entry.path) for entry in CATALOGUE.entries()}
TOP = Path(__file__).parents[3]


def read(path: Path) -> tuple[Scenario, ScenarioReader]:
    reader = ScenarioReader(read_file(path), path, CATALOGUE.sources())
    return reader.scenario(), reader


def manual(tmp_path: Path, *edits: tuple[str, str]) -> tuple[Scenario, ScenarioReader]:
    path = tmp_path / "wait-until-next-year.yaml"
    path.write_text(edited(whole(), *edits), encoding="utf-8")
    return read(path)


def problems(tmp_path: Path, *edits: tuple[str, str]) -> list[Problem]:
    return played_problems(*manual(tmp_path, *edits))


def errors(found: list[Problem]) -> list[Problem]:
    return [problem for problem in found if problem.severity == "error"]


@pytest.mark.parametrize("name", SHIPPED)
def test_all_that_a_shipped_scenario_has_is_found_in_play(name: str) -> None:
    scenario, reader = read(SHIPPED[name])
    assert [str(p) for p in played_problems(scenario, reader) if p.severity != "note"] == []


@pytest.mark.parametrize("name", ["its-too-expensive", "take-me-off-your-list", "sealed-b-price-talk-with-a-twist"])
def test_what_was_found_can_be_played_again(name: str) -> None:
    scenario, _ = read(SHIPPED[name])
    found = Search(scenario, {}).run()
    assert {target.kind for target in found.ways} == {"fact", "raised", "resolved", "branch", "moment", "ending"}
    for target, node in found.ways.items():
        if node.beat is not None:
            assert target in set(again(node)), (target, node.conversation)


def again(node: Node) -> list[Target]:
    """What the last of the written replies brings about."""
    state, _ = open_call(node.play)
    things: list[Target] = []
    for words in node.conversation:
        before = state
        state, result = step(node.play, before, given_as(words))
        things = list(brought(before, result, state))
    return things


@pytest.mark.parametrize("name", ["the-interrupted-operations-lead", "just-send-me-an-email", "need-to-think-about-it"])
def test_what_was_found_is_never_proven_impossible(name: str) -> None:
    scenario, _ = read(SHIPPED[name])
    found = Search(scenario, {}).run()
    names = behind(scenario, named_in(scenario, conditions_in_play(scenario)))
    for exact in (names, frozenset[str]()):
        could = reach(scenario, exact, exact, turns=None)
        assert could.whole
        assert {target for target in found.ways if target in could.looked} <= could.met


def test_without_its_condition_a_branch_is_possible_again(tmp_path: Path) -> None:
    assert errors(problems(tmp_path)) == []
    (problem,) = errors(
        problems(tmp_path, (WINS, WINS.replace("heard next_step,", "heard next_step and trust >= 11,")))
    )
    assert problem.code == "S402"
    assert [line.split()[2] for line in problem.consequences] == ["S403", "S406"]


def test_what_waits_for_a_fact_stands_under_it(tmp_path: Path) -> None:
    found = problems(tmp_path, ("    opens_when: trust >= 5\n", "    opens_when: trust >= 11\n"))
    (problem,) = errors(found)
    assert (problem.code, "bad_start" in problem.message) == ("S404", True)
    codes = {line.split()[2] for line in problem.consequences}
    assert codes >= {"S402", "S403", "S405", "S406", "S407", "S501"}


def test_two_slips_are_two_problems(tmp_path: Path) -> None:
    found = problems(
        tmp_path,
        ("    asked_when: heard ask_counting\n", "    asked_when: heard ask_counting and trust >= 11\n"),
        (WINS, WINS.replace("heard next_step,", "heard next_step and trust >= 11,")),
    )
    assert sorted(problem.code for problem in errors(found)) == ["S402", "S404"]


def test_what_is_only_not_found_is_a_warning_that_says_how_long_it_was_looked_for(tmp_path: Path) -> None:
    edit = (
        "    asked_when: heard ask_counting\n",
        "    asked_when: heard ask_counting and trust = 0 and patience = 10\n",
    )
    found = problems(tmp_path, edit)
    (problem,) = [problem for problem in found if problem.code == "S404"]
    assert problem.severity == "warning"
    assert "replies of play" in problem.message


@pytest.mark.parametrize("case", [case for case in CASES if case.played], ids=lambda case: case.name)
def test_an_error_about_the_flow_comes_with_a_conversation(tmp_path: Path, case: object) -> None:
    found = problems(tmp_path, *case.edits)  # type: ignore[attr-defined]
    assert all(problem.conversation for problem in errors(found)), found


def test_the_proof_takes_as_long_as_it_takes_only_when_asked(tmp_path: Path) -> None:
    scenario, _ = manual(tmp_path)
    names = frozenset((*scenario.facts, *scenario.objections))
    assert not reach(scenario, names, names, turns=50).whole
    assert reach(scenario, names, names, turns=None).whole


def test_a_level_between_that_is_never_given_is_no_problem(tmp_path: Path) -> None:
    same = ("        2: heard ask_why_wait\n", "        2: knows bad_start\n")
    assert [p.code for p in problems(tmp_path, same) if p.code == "S501"] == []


def test_a_general_criterion_that_stays_low_is_a_note_about_the_total(tmp_path: Path) -> None:
    found = [problem for problem in problems(tmp_path) if problem.code in ("S501", "S502", "S503")]
    (problem,) = found
    assert (problem.code, problem.severity) == ("S503", "note")
    assert "D4 stays at 2 of 4" in problem.message


def test_the_same_file_gets_the_same_words_in_any_process(tmp_path: Path) -> None:
    path = tmp_path / "wait-until-next-year.yaml"
    path.write_text(
        edited(whole(), ("    opens_when: trust >= 5\n", "    opens_when: trust >= 11\n")), encoding="utf-8"
    )
    code = (
        "import sys; from pathlib import Path; from simulator.check.scenarios import check;"
        "from simulator.scenario.catalogue import Catalogue, shipped;"
        "print(check(Catalogue([shipped()], None), [Path(sys.argv[1])]))"
    )
    said = {
        subprocess.run(
            [sys.executable, "-c", code, str(path)],
            cwd=TOP,
            env={**os.environ, "PYTHONHASHSEED": seed},
            capture_output=True,
            text=True,
            check=True,
        ).stdout
        for seed in ("1", "2", "77")
    }
    assert len(said) == 1


def test_a_condition_of_thousands_of_words_is_left_alone(tmp_path: Path) -> None:
    long = "heard ask_counting" + " or heard one_house" * 6000
    found = problems(tmp_path, ("    asked_when: heard ask_counting\n", f"    asked_when: {long}\n"))
    assert errors(found) == []


def test_a_scenario_checked_whole_is_found_whole(tmp_path: Path) -> None:
    scenario, _ = manual(tmp_path)
    result = verdict(scenario)
    assert (result.impossible, result.unknown) == ((), ())
    assert result.found.best is not None
    assert result.found.best >= scenario.rubric.pass_mark


def test_without_play_only_the_map_is_walked(tmp_path: Path) -> None:
    path = tmp_path / "wait-until-next-year.yaml"
    path.write_text(edited(whole(), (WINS, WINS.replace("heard next_step,", "heard next_step and trust >= 11,"))))
    assert errors(check(CATALOGUE, [path], hear=False)) == []
    assert [problem.code for problem in errors(check(CATALOGUE, [path]))] == ["S402"]


def test_a_call_that_can_be_won_at_no_level_but_easy_can_be_won(tmp_path: Path) -> None:
    scenario, _ = manual(tmp_path, (WINS, WINS.replace("heard next_step,", "heard next_step and patience >= 7,")))
    assert Target("ending", "one_house_agreed") in verdict(replace(scenario)).found.ways
