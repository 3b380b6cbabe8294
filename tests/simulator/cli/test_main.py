"""The door: help, versions, and calls that are wrong."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

from simulator.cli.main import COMMANDS, refused, run_command_line


def test_help_names_every_command_and_shows_an_example(capsys: pytest.CaptureFixture[str]) -> None:
    assert run_command_line(["--help"]) == 0
    out = capsys.readouterr().out
    assert all(name in out for name in COMMANDS)
    assert "sparring check" in out


@pytest.mark.parametrize("name", list(COMMANDS))
def test_every_command_has_help_with_an_example(name: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert run_command_line([name, "--help"]) == 0
    assert "sparring " + name in capsys.readouterr().out.split("Usage:", 1)[1].split("\n", 1)[1]


def test_an_unknown_command_is_one_line_with_a_guess(capsys: pytest.CaptureFixture[str]) -> None:
    assert run_command_line(["chekc"]) == 2
    assert capsys.readouterr().err == "error: unknown command 'chekc'; did you mean 'check'?\n"


def test_an_unknown_flag_is_one_line(capsys: pytest.CaptureFixture[str]) -> None:
    assert run_command_line(["--loud"]) == 2
    err = capsys.readouterr().err
    assert err.startswith("error: ")
    assert err.count("\n") == 1


def test_many_problems_become_one_line_that_says_how_many(capsys: pytest.CaptureFixture[str]) -> None:
    assert refused("a.yaml:1:1: S105 unknown field\na.yaml:2:1: S110 missing") == 2
    assert capsys.readouterr().err == "error: a.yaml:1:1: S105 unknown field (and 1 more; `sparring check` lists all)\n"


def test_a_command_reads_a_pipe_and_prints_one_document() -> None:
    line = "How do you plan the routes today?"
    run = subprocess.run(
        [sys.executable, "-m", "simulator", "detect", "--json"], input=line, capture_output=True, text=True, check=True
    )
    (found,) = json.loads(run.stdout)["lines"]
    assert {h["signal"] for h in found["heard"]} >= {"open_question"}
    assert run.stderr == ""


def test_the_list_and_the_schema_agree_on_the_stages(capsys: pytest.CaptureFixture[str]) -> None:
    assert run_command_line(["scenarios", "list", "--json"]) == 0
    listed = json.loads(capsys.readouterr().out)["scenarios"]
    assert run_command_line(["scenarios", "schema"]) == 0
    schema = json.loads(capsys.readouterr().out)
    assert {entry["stage"] for entry in listed} <= set(schema["properties"]["stage"]["enum"])
    assert len(listed) >= 6


def test_the_paths_are_listed_and_an_own_file_with_a_fault_is_said(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("SPARRING_SCENARIOS", str(tmp_path))
    assert run_command_line(["scenarios", "paths", "--json"]) == 0
    first = json.loads(capsys.readouterr().out)["paths"][0]
    assert first["id"] == "w1"
    assert first["scenarios"][0] == "the-interrupted-operations-lead"
    assert first["rule"] == "3 of 5 passed, at normal or harder"
    (tmp_path / "paths.yaml").write_text("format: 1\npaths:\n  mine: {title: Mine}\n", encoding="utf-8")
    assert run_command_line(["scenarios", "paths"]) == 0
    said = capsys.readouterr()
    assert "Week 1, opening and honesty (w1): 3 of 5 passed, at normal or harder" in said.out
    assert "1. The interrupted operations lead (the-interrupted-operations-lead)" in said.out
    assert "paths.yaml:3:9: S110 the path mine needs a field 'able'" in said.err


def test_show_prints_the_brief_and_an_unknown_id_is_one_line(capsys: pytest.CaptureFixture[str]) -> None:
    assert run_command_line(["scenarios", "show", "its-too-expensive"]) == 0
    assert "Marked on (pass mark 65)" in capsys.readouterr().out
    assert run_command_line(["scenarios", "show", "its-to-expensive"]) == 2
    assert "did you mean 'its-too-expensive'" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["score"], "Missing argument 'TRANSCRIPT|-'; `sparring score --help` has an example"),
        (["scenarios", "show"], "`sparring scenarios show --help` has an example"),
        (["scenarios", "lst"], "Did you mean 'list'?"),
        (["scenarios", "list", "--stage", "objecton"], "did you mean 'objection'?"),
        (["scenarios", "list", "--stage", "zzz"], "stages are: cold_call, discovery, "),
        (["play", "its-too-expensive", "--see", "7"], "'--seed'"),
        (["play", "its-too-expensive", "--seed", "9" * 5000], "is no whole number from 0 to 9223372036854775807"),
        (["play", "its-too-expensive", "--seed", "-1"], "is no whole number from 0"),
        (["check", "nope.yaml"], "there is no file nope.yaml"),
    ],
)
def test_what_is_wrong_is_one_line_that_says_what_to_do(
    arguments: list[str], said: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run_command_line(arguments) == 2
    out, err = capsys.readouterr()
    assert out == ""
    assert err.startswith("error: ")
    assert err.count("\n") == 1
    assert said in err


def test_a_group_alone_shows_its_help(capsys: pytest.CaptureFixture[str]) -> None:
    assert run_command_line(["scenarios"]) == 0
    assert "sparring scenarios show its-too-expensive" in capsys.readouterr().out


def test_a_file_of_nearly_that_name_is_named(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "call.txt").write_text("Rep: Hello.", encoding="utf-8")
    for command in (["score"], ["verify"], ["check"], ["play", "its-too-expensive", "--answers"]):
        assert run_command_line([*command, str(tmp_path / "cal.txt")]) == 2
        assert f"did you mean '{tmp_path / 'call.txt'}'?" in capsys.readouterr().err


def test_every_subcommand_has_an_example(capsys: pytest.CaptureFixture[str]) -> None:
    for name in ("list", "show", "schema"):
        assert run_command_line(["scenarios", name, "--help"]) == 0
        assert f"  sparring scenarios {name}" in capsys.readouterr().out.split("Example", 1)[1]
