"""The door: help, versions, and calls that are wrong."""

from __future__ import annotations

import subprocess
import sys

import pytest

from simulator.cli.main import COMMANDS, refused, run_command_line


def test_help_names_every_command_and_shows_an_example(capsys: pytest.CaptureFixture[str]) -> None:
    assert run_command_line(["--help"]) == 0
    out = capsys.readouterr().out
    assert all(name in out for name in COMMANDS)
    assert "sparring play" in out


@pytest.mark.parametrize("name", list(COMMANDS))
def test_every_command_has_help_with_an_example(name: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert run_command_line([name, "--help"]) == 0
    assert "sparring " + name in capsys.readouterr().out.split("Usage:", 1)[1].split("\n", 1)[1]


def test_an_unknown_command_is_one_line_with_a_guess(capsys: pytest.CaptureFixture[str]) -> None:
    assert run_command_line(["plya"]) == 2
    assert capsys.readouterr().err == "error: unknown command 'plya'; did you mean 'play'?\n"


def test_an_unknown_flag_is_one_line(capsys: pytest.CaptureFixture[str]) -> None:
    assert run_command_line(["--loud"]) == 2
    err = capsys.readouterr().err
    assert err.startswith("error: ")
    assert err.count("\n") == 1


def test_many_problems_become_one_line_that_says_how_many(capsys: pytest.CaptureFixture[str]) -> None:
    assert refused("a.yaml:1:1: S105 unknown field\na.yaml:2:1: S110 missing") == 2
    assert capsys.readouterr().err == "error: a.yaml:1:1: S105 unknown field (and 1 more; `sparring check` lists all)\n"


def test_without_a_terminal_the_app_says_what_to_do_instead() -> None:
    run = subprocess.run([sys.executable, "-m", "simulator"], capture_output=True, text=True, stdin=subprocess.DEVNULL)
    assert run.returncode == 2
    assert run.stderr == "error: the app needs a terminal; for pipes there is: sparring play ID --plain\n"
    assert run.stdout == ""
