"""`sparring test` from the outside."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from simulator.cli.main import run_command_line
from simulator.scenario.catalogue import shipped

PRICE = "its-too-expensive"
FILE = shipped() / "objection" / f"{PRICE}.yaml"


@pytest.fixture(autouse=True)
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("SPARRING_HOME", str(tmp_path / "home"))
    return tmp_path


def ran(capsys: pytest.CaptureFixture[str], *arguments: str) -> tuple[int, str]:
    code = run_command_line(["test", *arguments])
    return code, capsys.readouterr().out


def test_tests_that_pass_are_listed_with_what_they_leave_out(capsys: pytest.CaptureFixture[str]) -> None:
    code, out = ran(capsys, PRICE)
    assert code == 0, out
    assert out.startswith(f"{PRICE}: 7 of 7 tests passed\n  passed  model call\n")
    assert "No test takes these " in out
    assert "who_signs 6 -> small_start: heard next_step\n" in out
    assert "No test has these endings: small_start" in out
    assert max(len(line) for line in out.splitlines()) < 80


def test_a_test_that_fails_says_where_and_exits_with_one(capsys: pytest.CaptureFixture[str], home: Path) -> None:
    text = FILE.read_text(encoding="utf-8").replace("id: its", "id: mine-its")
    text = text.replace("path: [the_line, selling_at_me, walks_away]", "path: [the_line, behind_it, walks_away]")
    (home / "mine.yaml").write_text(text, encoding="utf-8")
    code, out = ran(capsys, str(home / "mine.yaml"), "--quiet")
    assert code == 1
    assert "FAILED  defends the number: reply 1 led to selling_at_me, not behind_it" in out
    assert "6 of 7 tests passed" in out
    assert "No test takes" not in out


def test_replies_that_come_after_the_end_are_said_beside_the_test(
    capsys: pytest.CaptureFixture[str], home: Path
) -> None:
    text = FILE.read_text(encoding="utf-8").replace("id: its", "id: mine-its")
    line = '      - {say: "You have to decide today, you\'d be crazy not to take it.", hears: [pushy]}\n'
    assert line in text
    (home / "mine.yaml").write_text(text.replace(line, line * 3), encoding="utf-8")
    code, out = ran(capsys, str(home / "mine.yaml"), "--quiet")
    assert code == 0
    assert "passed  defends the number (the call ended before 2 more replies)" in out


def test_the_document_holds_all_of_it(capsys: pytest.CaptureFixture[str]) -> None:
    code, out = ran(capsys, PRICE, "--json")
    assert code == 0
    found = json.loads(out)
    assert found["failed"] == 0
    (one,) = found["scenarios"]
    assert one["scenario"]["id"] == PRICE
    assert [test["name"] for test in one["tests"]][:2] == ["model call", "discounts at once"]
    assert all(test["passed"] and test["differences"] == [] for test in one["tests"])
    covered = one["covered"]["branches"]
    assert covered["of"] - covered["visited"] == len(one["uncovered"]["branches"])
    assert one["uncovered"]["endings"] == ["small_start"]
    assert out == ran(capsys, PRICE, "--json")[1]


def test_a_scenario_without_tests_says_so(capsys: pytest.CaptureFixture[str], home: Path) -> None:
    text = FILE.read_text(encoding="utf-8").replace("id: its", "id: mine-its")
    (home / "mine.yaml").write_text(text[: text.index("\ntests:")] + "\n", encoding="utf-8")
    code, out = ran(capsys, str(home / "mine.yaml"))
    assert code == 0
    assert "There is no test in it yet." in out
