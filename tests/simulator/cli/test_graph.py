"""`sparring graph` from the outside."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from simulator.cli.main import run_command_line
from simulator.scenario.catalogue import shipped
from tests.simulator.homes import GOOD, INTERRUPTED

PRICE = "its-too-expensive"
SENTENCE = "sparring graph"


@pytest.fixture(autouse=True)
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("SPARRING_HOME", str(tmp_path / "home"))
    monkeypatch.setenv("SPARRING_ENCODER", "off")
    return tmp_path


def shown(capsys: pytest.CaptureFixture[str], *arguments: str) -> str:
    assert run_command_line(["graph", *arguments]) == 0
    return capsys.readouterr().out


def test_the_map_has_a_tree_every_branch_and_every_ending(capsys: pytest.CaptureFixture[str]) -> None:
    out = shown(capsys, PRICE)
    assert "\nthe_line\n├─ cheaper_still  → selling_at_me, behind_it\n│  ├─ bargain_bin [stalled]\n" in out
    assert "the_line, the start: Take the price up and ask what it is compared with\n" in out
    assert "  1 -> cheaper_still: heard give_away or heard cuts_again\n" in out
    assert "  finance_call: won\n" in out
    assert "  where patience has run out: walks_away\n" in out
    assert max(len(line) for line in out.splitlines()) < 80


def test_without_unicode_the_tree_is_plain(home: Path) -> None:
    run = subprocess.run(
        [sys.executable, "-m", "simulator", "graph", PRICE],
        capture_output=True,
        check=True,
        env={**os.environ, "PYTHONIOENCODING": "ascii"},
    )
    assert b"\n|- cheaper_still  -> selling_at_me, behind_it\n|  |- bargain_bin [stalled]\n" in run.stdout


def test_hits_of_tests_are_counted(capsys: pytest.CaptureFixture[str]) -> None:
    out = shown(capsys, PRICE, "--hits", "tests")
    assert "7 calls counted" in out
    assert "  walks_away (" in out
    assert "the_line, the start (7x): " in out


def test_hits_of_calls_on_record_are_counted(capsys: pytest.CaptureFixture[str], home: Path) -> None:
    assert "0 calls counted" in shown(capsys, INTERRUPTED, "--hits", "attempts")
    assert not (home / "home" / "sparring.db").exists()
    answers = home / "answers.txt"
    answers.write_text("\n".join([*GOOD, "Could we meet on Tuesday at ten?", *["I see."] * 20]), encoding="utf-8")
    assert run_command_line(["play", INTERRUPTED, "--seed", "7", "--answers", str(answers), "--json"]) == 0
    played = json.loads(capsys.readouterr().out)
    assert played["ending"]
    found = json.loads(shown(capsys, INTERRUPTED, "--hits", "attempts", "--json"))
    assert found["calls"] == 1
    (ended,) = [ending["name"] for ending in found["endings"] if ending["hits"]]
    assert ended == played["ending"]
    visited = {moment["name"] for moment in found["moments"] if moment["hits"]}
    assert visited == set(played["path"]) - {played["ending"]}


def test_calls_with_another_version_are_left_out_and_said(capsys: pytest.CaptureFixture[str], home: Path) -> None:
    source = (shipped() / "cold_call" / f"{INTERRUPTED}.yaml").read_text(encoding="utf-8")
    mine = home / "mine"
    mine.mkdir()
    (mine / "mine.yaml").write_text(source.replace(f"id: {INTERRUPTED}", "id: mine"), encoding="utf-8")
    os.environ["SPARRING_SCENARIOS"] = str(mine)
    try:
        answers = home / "answers.txt"
        answers.write_text("\n" * 20, encoding="utf-8")
        assert run_command_line(["play", "mine", "--seed", "7", "--answers", str(answers), "--json"]) == 0
        (mine / "mine.yaml").write_text(
            source.replace(f"id: {INTERRUPTED}", "id: mine").replace("max_turns: 12", "max_turns: 11"), encoding="utf-8"
        )
        capsys.readouterr()
        assert run_command_line(["graph", "mine", "--hits", "attempts"]) == 0
        printed = capsys.readouterr()
    finally:
        del os.environ["SPARRING_SCENARIOS"]
    assert "0 calls counted" in printed.out
    assert printed.err == "warning: 1 call was played with another version of this scenario, and left out\n"


def test_a_picture_is_written_and_mermaid_is_printed(capsys: pytest.CaptureFixture[str], home: Path) -> None:
    out = shown(capsys, PRICE, "--svg", str(home / "map.svg"))
    assert out == f"{home / 'map.svg'}: 6 moments, 5 endings\n"
    assert (home / "map.svg").read_text(encoding="utf-8").startswith("<svg ")
    assert shown(capsys, PRICE, "--mermaid").startswith("flowchart TD\n")


def test_the_document_holds_the_map(capsys: pytest.CaptureFixture[str]) -> None:
    found = json.loads(shown(capsys, PRICE, "--json"))
    assert found["start"] == "the_line"
    assert found["calls"] is None
    first = found["moments"][0]
    assert first["name"] == "the_line"
    assert first["next"][2] == {"branch": 3, "when": "knows half_scope", "go": "behind_it", "hits": None}
    assert {"name": "finance_call", "outcome": "won", "hits": None} in found["endings"]


def test_wrong_calls_are_one_line(capsys: pytest.CaptureFixture[str], home: Path) -> None:
    assert run_command_line(["graph", PRICE, "--mermaid", "--json"]) == 2
    assert capsys.readouterr().err == "error: choose one of --mermaid, --svg and --json\n"
    assert run_command_line(["graph", "no-such-thing"]) == 2
    assert capsys.readouterr().err.startswith("error: ")
    assert run_command_line(["graph", PRICE, "--svg", str(home / "nowhere" / "map.svg")]) == 2
    assert "no such file" in capsys.readouterr().err
