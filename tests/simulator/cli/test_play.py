"""`sparring play`: calls that are wrong are refused before anything is begun."""

from __future__ import annotations

from pathlib import Path

import pytest

from simulator.cli.main import run_command_line


def refused(arguments: list[str], capsys: pytest.CaptureFixture[str]) -> str:
    assert run_command_line(["play", *arguments]) == 2
    out, err = capsys.readouterr()
    assert out == ""
    assert err.startswith("error: ")
    assert err.count("\n") == 1
    return err


def test_without_a_terminal_a_customer_must_be_named(capsys: pytest.CaptureFixture[str]) -> None:
    assert "sparring scenarios list" in refused(["--plain"], capsys)
    assert "sparring play ID" in refused(["--json"], capsys)


def test_an_open_call_goes_on_as_it_was_begun(capsys: pytest.CaptureFixture[str]) -> None:
    assert "--resume" in refused(["its-too-expensive", "--resume"], capsys)
    assert "--resume" in refused(["--resume", "7", "--seed", "3"], capsys)


def test_answers_are_read_before_a_call_is_begun(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    missing = str(tmp_path / "missing.txt")
    assert "cannot read the answers" in refused(["its-too-expensive", "--answers", missing], capsys)
    script = tmp_path / "answers.txt"
    script.write_text("Hello\n/chose 1\n", encoding="utf-8")
    err = refused(["its-too-expensive", "--answers", str(script)], capsys)
    assert f"{script}:2: unknown command '/chose 1'; did you mean '/choose'?" in err


@pytest.mark.parametrize(
    "flags", [["--level", "brutal"], ["--mode", "fun"], ["--seed", "x"], ["--seed", "-1"], ["--fast"]]
)
def test_unknown_values_and_flags_are_one_line(flags: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    refused(["its-too-expensive", *flags], capsys)
