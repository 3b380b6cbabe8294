"""The checker on flow: what can never be reached or taken."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest

from simulator.check.scenarios import check
from simulator.cli.main import run_command_line
from simulator.engine.ears import ear_for
from simulator.scenario.catalogue import Catalogue, shipped
from tests.scoring.hearing.weights import encoder
from tests.simulator.check.slips import whole

DATA = Path(__file__).parents[2] / "data" / "scenarios"
SOURCE = (DATA / "cold_call_brush_off.yaml").read_text(encoding="utf-8")


def codes(tmp_path: Path, old: str, new: str) -> list[str]:
    assert old in SOURCE
    path = tmp_path / "scenario.yaml"
    path.write_text(SOURCE.replace(old, new), encoding="utf-8")
    return [p.code for p in check(Catalogue([shipped(), DATA], None), [path]) if p.severity == "error"]


def test_the_scenarios_that_ship_have_no_error() -> None:
    found = check(Catalogue([shipped()], None), [], encoder=encoder())
    assert [str(p) for p in found if p.severity == "error"] == []


def test_what_the_reduced_engine_misses_is_no_error() -> None:
    found = check(Catalogue([shipped()], None), [])
    assert [str(p) for p in found if p.severity == "error"] == []
    assert all("reduced engine" in p.message for p in found if p.code in ("S309", "S601"))


def test_a_moment_that_nothing_leads_to(tmp_path: Path) -> None:
    assert codes(tmp_path, "go: cooling}", "go: brush_off}") == ["S407"]


def test_an_ending_that_nothing_leads_to(tmp_path: Path) -> None:
    assert codes(tmp_path, "go: callback}", "go: email_only}") == ["S403"]


def test_a_branch_behind_the_same_condition(tmp_path: Path) -> None:
    old = "      - {when: heard pushy, go: hung_up}\n      - {when: heard permission and"
    new = "      - {when: heard pushy, go: hung_up}\n      - {when: heard pushy, go: brush_off}\n      - {when: heard permission and"
    assert codes(tmp_path, old, new) == ["S402"]


def test_a_branch_that_rests_on_a_role_nobody_carries(tmp_path: Path) -> None:
    assert codes(tmp_path, "when: heard pushy, go: hung_up", "when: heard difference, go: hung_up") == ["S402"]


@pytest.mark.parametrize(
    ("old", "new", "at"),
    [
        ("feelings: {trust: 3,", 'feelings: {trust: "{draw.mood}",', "feelings: {trust: "),
        (
            "signals:\n",
            'signals:\n  sum: {kind: number, means: A sum, unit: money, near: "{draw.mood}"}\n',
            "  sum: {kind: number, means: A sum, unit: money, near: ",
        ),
    ],
)
def test_a_drawn_word_where_a_number_is_needed_is_said_at_its_place(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], old: str, new: str, at: str
) -> None:
    path = tmp_path / "mood.yaml"
    text = SOURCE.replace(old, new).replace("draw:\n", "draw:\n  mood: [3, warm]\n")
    path.write_text(text, encoding="utf-8")
    line = text[: text.index(at)].count("\n") + 1
    assert run_command_line(["check", "--quick", str(path)]) == 1
    assert f"{path}:{line}:{len(at) + 1}: S106 " in capsys.readouterr().out


def test_the_command_prints_the_place_and_exits_1(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = tmp_path / "bad.yaml"
    path.write_text("format: 1\nformat: 1\n", encoding="utf-8")
    assert run_command_line(["check", str(path)]) == 1
    assert f"{path}:2:1: S102" in capsys.readouterr().out
    assert run_command_line(["check"]) == 0
    assert run_command_line(["check", str(tmp_path / "none.yaml")]) == 2


def test_the_command_says_what_goes_away_with_a_problem(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = tmp_path / "scenario.yaml"
    path.write_text(SOURCE.replace("\nmoments:\n", "\nmoment:\n"), encoding="utf-8")
    assert run_command_line(["check", "--quick", str(path)]) == 1
    out = capsys.readouterr().out.splitlines()
    assert "did you mean 'moments'?" in out[0]
    assert out[1].startswith("    with it: line 1: S110")
    assert re.fullmatch(r"    with it: \d+ more", out[4])
    assert out[-1] == "1 error, 0 warnings, 0 notes"


def test_warnings_and_notes_are_counted_apart_and_fail_nothing(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "scenario.yaml"
    path.write_text(whole().replace("Finds what is behind the date", "Finds what is good"), encoding="utf-8")
    assert run_command_line(["check", "--quick", str(path)]) == 0
    out = capsys.readouterr().out
    assert f"{path}:206:14: R101 " in out
    assert out.endswith("0 errors, 1 warning, 0 notes\n")
    assert run_command_line(["check", "--quick", "--json", str(path)]) == 0
    document = json.loads(capsys.readouterr().out)
    assert {name: document[name] for name in ("errors", "warnings", "notes")} == {
        "errors": 0,
        "warnings": 1,
        "notes": 0,
    }
    (problem,) = document["problems"]
    assert problem["severity"] == "warning"
    assert problem["conversation"] == problem["consequences"] == []


def test_quick_and_deep_exclude_each_other(capsys: pytest.CaptureFixture[str]) -> None:
    assert run_command_line(["check", "--quick", "--deep"]) == 2
    assert "give one of the two" in capsys.readouterr().err


def test_an_example_is_heard_by_itself_as_in_a_call() -> None:
    catalogue = Catalogue([shipped()], None)
    entry = next(entry for entry in catalogue.entries() if entry.id == "its-too-expensive")
    ear = ear_for(catalogue.read(Path(entry.path)), 1, encoder())
    for signal in ear.signals:
        for text in signal.like:
            met = {h.signal for h in ear.listen(text).heard if h.state == "met"}
            assert ear.taught(text) == {name for name in met if ear.by_name[name].kind != "behaviour"}, text
