"""`sparring rehearse` from the outside."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from simulator.cli.main import run_command_line
from simulator.cli.rehearse import quotations, table_row
from simulator.rehearsal.archetypes import CHEATS, PEOPLE
from simulator.rehearsal.results import Rehearsal, Result, Row
from simulator.scenario.catalogue import Catalogue, shipped

PRICE = "its-too-expensive"
FILE = shipped() / "objection" / f"{PRICE}.yaml"


@pytest.fixture(autouse=True)
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("SPARRING_HOME", str(tmp_path / "home"))
    monkeypatch.setenv("SPARRING_ENCODER", "off")
    return tmp_path


def rehearsed(capsys: pytest.CaptureFixture[str], *arguments: str) -> tuple[int, str]:
    code = run_command_line(["rehearse", *arguments])
    return code, capsys.readouterr().out


def test_the_table_has_everybody_and_every_bar(capsys: pytest.CaptureFixture[str]) -> None:
    code, out = rehearsed(capsys, PRICE, "--calls", "700", "--cheats", "2")
    assert code == 0, out
    assert all(name in out for name in (*[kind.name for kind in PEOPLE], *CHEATS))
    assert "met    the expert passes: " in out
    assert "met    the memoriser passes: 0%, wanted at most 5%" in out
    assert "the file says 2" in out
    assert max(len(line) for line in out.splitlines()) < 80


def test_the_same_seed_prints_the_same_bytes(capsys: pytest.CaptureFixture[str]) -> None:
    arguments = (PRICE, "--calls", "140", "--cheats", "1", "--json")
    first = rehearsed(capsys, *arguments)
    assert first == rehearsed(capsys, *arguments)
    assert first != rehearsed(capsys, *arguments, "--seed", "2")


def test_the_document_says_what_the_table_says(capsys: pytest.CaptureFixture[str]) -> None:
    _, out = rehearsed(capsys, PRICE, "--calls", "140", "--cheats", "1", "--level", "hard", "--json")
    (found,) = json.loads(out)["rehearsals"]
    assert found["scenario"]["id"] == PRICE
    assert (found["level"], found["seed"], found["encoder"]) == ("hard", 1, "reduced")
    assert [row["name"] for row in found["archetypes"]] == [*[kind.name for kind in PEOPLE], *CHEATS]
    assert all(sum(row["endings"].values()) == row["calls"] for row in found["archetypes"])
    assert found["met"] == all(bar["met"] for bar in found["bars"])


def test_in_words_the_table_says_what_was_not_heard(capsys: pytest.CaptureFixture[str], home: Path) -> None:
    lines = home / "words.yaml"
    lines.write_text('held_back:\n  ask_gap: ["Qua zee mor vint?"]\n', encoding="utf-8")
    _, out = rehearsed(capsys, PRICE, "--calls", "140", "--cheats", "0", "--text", "--words", str(lines))
    assert "Heard as it was meant, of the expert and the solid rep: " in out
    assert "Qua zee mor vint" not in out
    assert max(len(line) for line in out.splitlines()) < 80


def test_what_is_held_back_is_counted_and_not_quoted() -> None:
    meant = (
        ("a", "secret", False),
        ("a", "open", False),
        ("a", "later", False),
        ("b", "secret", False),
        ("c", "x", True),
    )
    row = Row("expert", (), True, meant)
    found = Rehearsal(Catalogue([shipped()], None).open(PRICE), 1, "normal", "reduced", (row,), {})
    assert found.meant == {"a": (0, 3), "b": (0, 1), "c": (1, 1)}
    assert quotations(found, frozenset({"secret"})) == {"a": ", such as “open”"}


def test_words_without_text_are_a_wrong_call(capsys: pytest.CaptureFixture[str], home: Path) -> None:
    assert run_command_line(["rehearse", PRICE, "--words", str(home)]) == 2
    assert capsys.readouterr().err == "error: --words goes with --text, where people speak in words\n"


def test_a_missed_bar_is_exit_code_one(capsys: pytest.CaptureFixture[str], home: Path) -> None:
    text = (
        FILE.read_text(encoding="utf-8").replace("pass_mark: 65", "pass_mark: 100").replace("id: its", "id: never-its")
    )
    (home / "mine.yaml").write_text(text, encoding="utf-8")
    code, out = rehearsed(capsys, str(home / "mine.yaml"), "--calls", "280", "--cheats", "0")
    assert code == 1
    assert "MISSED the expert passes: " in out
    assert "(S701)" in out


def test_an_unknown_name_is_one_line_with_a_guess(capsys: pytest.CaptureFixture[str], home: Path) -> None:
    assert run_command_line(["rehearse", "its-to-expensive"]) == 2
    err = capsys.readouterr().err
    assert err.startswith("error: ")
    assert PRICE in err
    assert run_command_line(["rehearse", str(home / "none.yaml")]) == 2
    assert "there is no file" in capsys.readouterr().err


def test_a_file_that_is_wrong_is_said_with_its_place(capsys: pytest.CaptureFixture[str], home: Path) -> None:
    (home / "bad.yaml").write_text("format: 1\nid: bad\n", encoding="utf-8")
    assert run_command_line(["rehearse", str(home / "bad.yaml")]) == 2
    assert "bad.yaml:1:1: S110" in capsys.readouterr().err


def test_without_block_characters_the_plot_is_plain() -> None:
    command = [sys.executable, "-m", "simulator", "rehearse", PRICE, "--calls", "70", "--cheats", "0"]
    run = subprocess.run(command, capture_output=True, check=False, env={**os.environ, "PYTHONIOENCODING": "ascii"})
    assert run.returncode in (0, 1), run.stderr
    row = next(line for line in run.stdout.decode("ascii").splitlines() if line.startswith("silent"))
    assert row.endswith("  @")


def test_a_row_of_the_table_fits_a_narrow_terminal() -> None:
    row = Row("keyword stuffer", (Result(100, True, "won", 12), Result(0, False, "lost", 3)))
    assert table_row(row, narrow=True) == "keyword stuffer      2     50%"
    assert table_row(row) == "keyword stuffer      2     50%    (9-91)    0 100 100      7.5  █        █"
