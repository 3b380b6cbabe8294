"""The door: help, versions, and calls that are wrong."""

from __future__ import annotations

import json
import subprocess
import sys

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


def test_show_prints_the_brief_and_an_unknown_id_is_one_line(capsys: pytest.CaptureFixture[str]) -> None:
    assert run_command_line(["scenarios", "show", "its-too-expensive"]) == 0
    assert "Marked on (pass mark 65)" in capsys.readouterr().out
    assert run_command_line(["scenarios", "show", "its-to-expensive"]) == 2
    assert "did you mean 'its-too-expensive'" in capsys.readouterr().err
