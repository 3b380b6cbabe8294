"""`sparring fmt`: files are laid out in place, or only looked at."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from simulator.cli.main import run_command_line

Run = pytest.CaptureFixture[str]
UGLY = 'id:   a   # mine\nhints:\n- "one"\n-   "two"\n'
TIDY = 'id:   a   # mine\nhints:\n  - "one"\n  - "two"\n'


def test_a_file_is_laid_out_and_said(tmp_path: Path, capsys: Run) -> None:
    (tmp_path / "a.yaml").write_text(UGLY)
    assert run_command_line(["fmt", str(tmp_path / "a.yaml")]) == 0
    assert (tmp_path / "a.yaml").read_text() == TIDY
    assert capsys.readouterr().out == f"{tmp_path / 'a.yaml'}: laid out\n1 of 1 file laid out\n"
    assert run_command_line(["fmt", str(tmp_path)]) == 0
    assert "0 of 1 file laid out" in capsys.readouterr().out


def test_check_changes_nothing_and_exits_1(tmp_path: Path, capsys: Run) -> None:
    (tmp_path / "a.yaml").write_text(UGLY)
    assert run_command_line(["fmt", "--check", str(tmp_path), "--json"]) == 1
    assert json.loads(capsys.readouterr().out)["changed"] == [str(tmp_path / "a.yaml")]
    assert (tmp_path / "a.yaml").read_text() == UGLY
    (tmp_path / "a.yaml").write_text(TIDY)
    assert run_command_line(["fmt", "--check", str(tmp_path)]) == 0


def test_a_broken_file_is_named_and_the_others_are_laid_out(tmp_path: Path, capsys: Run) -> None:
    (tmp_path / "a.yaml").write_text("id: [a\n")
    (tmp_path / "b.yaml").write_text(UGLY)
    (tmp_path / "c.yaml").write_text("id: [a, # why\n  b]\n")
    (tmp_path / "d.yaml").write_bytes(b"id: \xff\n")
    assert run_command_line(["fmt", str(tmp_path)]) == 1
    out = capsys.readouterr().out
    assert "a.yaml:2:1: S101" in out
    assert "c.yaml:1:5: S101 left as it is: a comment stands inside" in out
    assert "d.yaml:1:1: S108" in out
    assert (tmp_path / "a.yaml").read_text() == "id: [a\n"
    assert (tmp_path / "b.yaml").read_text() == TIDY


def test_without_a_path_it_is_ones_own_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: Run) -> None:
    monkeypatch.setenv("SPARRING_HOME", str(tmp_path))
    monkeypatch.delenv("SPARRING_SCENARIOS", raising=False)
    (tmp_path / "scenarios").mkdir()
    (tmp_path / "scenarios" / "a.yaml").write_text(UGLY)
    assert run_command_line(["fmt"]) == 0
    assert (tmp_path / "scenarios" / "a.yaml").read_text() == TIDY


def test_a_file_that_is_not_there_is_one_sentence(capsys: Run) -> None:
    assert run_command_line(["fmt", "nowhere.yaml"]) == 2
    assert capsys.readouterr().err == "error: there is no file nowhere.yaml\n"
