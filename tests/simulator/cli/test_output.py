"""No text steers the terminal: not a name, an argument, a file's words or a key of a document."""

from __future__ import annotations

import fcntl
import json
import os
import pty
import re
import struct
import subprocess
import sys
import termios
from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from simulator.cli.main import run_command_line
from simulator.cli.output import LONGEST_LINE, one_line, say_json, shown, wrapped
from tests.simulator.homes import GOOD, INTERRUPTED

HOSTILE = "a\x1b]0;gone\x07\x1b[2J\x9b31m\u202eb\u2066c\x08\r\nd\x7f\u2028e"
STEERS = re.compile("[^\n\t\x20-\x7e\xa0-\U0010ffff]|[\u061c\u200b\u200e\u200f\u2028-\u202e\u2066-\u2069\ufeff]")


@pytest.fixture(autouse=True)
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("SPARRING_HOME", str(tmp_path / "home"))
    monkeypatch.setenv("SPARRING_ENCODER", "off")
    return tmp_path


@given(st.text())
def test_what_is_shown_moves_no_cursor(text: str) -> None:
    assert not STEERS.search(shown(text))
    assert "\n" not in one_line(text)
    assert len(one_line(text * 100)) <= LONGEST_LINE
    assert not any(STEERS.search(row) or "\n" in row for row in wrapped(text, "x: "))


def test_a_document_keeps_its_values_and_spells_out_what_cannot_be_seen(capsys: pytest.CaptureFixture[str]) -> None:
    document = {HOSTILE: [HOSTILE, "\ud800", "é “quoted” 🙂 日本"]}
    say_json(document)
    printed = capsys.readouterr().out
    assert json.loads(printed) == document
    assert not STEERS.search(printed)
    assert "é “quoted” 🙂 日本" in printed


@pytest.mark.parametrize(
    "arguments",
    [
        [HOSTILE],
        [f"--{HOSTILE}"],
        ["play", HOSTILE],
        ["play", HOSTILE, "--plain"],
        ["play", f"--{HOSTILE}"],
        ["play", "its-too-expensive", HOSTILE],
        ["play", "its-too-expensive", "--mode", HOSTILE],
        ["play", "its-too-expensive", "--seed", HOSTILE],
        ["play", "its-too-expensive", "--answers", HOSTILE],
        ["play", "--resume", HOSTILE, "--json"],
        ["check", HOSTILE],
        ["detect", "--scenario", HOSTILE],
        ["score", HOSTILE],
        ["score", "{call}", "--rubric", HOSTILE],
        ["score", "{call}", "--rep", HOSTILE],
        ["score", "{bad}"],
        ["verify", HOSTILE],
        ["verify", "{bad}"],
        ["scenarios", HOSTILE],
        ["scenarios", "show", HOSTILE],
        ["play", "x" * 100_000, "--plain"],
        ["score", "/" + "x/" * 100_000],
    ],
)
def test_a_hostile_argument_is_repeated_in_one_plain_line(
    home: Path, arguments: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    (home / "call.txt").write_text("Rep: Hello.\nCustomer: Yes?\n", encoding="utf-8")
    bad = home / HOSTILE.replace("/", "")
    bad.write_bytes(b"\x00\xff")
    arguments = [a.replace("{call}", str(home / "call.txt")).replace("{bad}", str(bad)) for a in arguments]
    assert run_command_line(arguments) == 2
    out, err = capsys.readouterr()
    assert out == ""
    assert err.startswith("error: ")
    assert err.count("\n") == 1
    assert len(err) < 800
    assert "more; `sparring check`" not in err
    assert not STEERS.search(err)


def sparring(*arguments: str | bytes, data: bytes = b"", **environ: str) -> subprocess.CompletedProcess[bytes]:
    """The real command line in a process of its own."""
    command: Sequence[str | bytes] = [sys.executable, "-m", "simulator", *arguments]
    return subprocess.run(command, input=data, capture_output=True, env={**os.environ, **environ}, check=False)


@pytest.mark.parametrize("command", [["score"], ["verify"], ["check"], ["play"], ["scenarios", "show"], []])
def test_an_argument_that_is_no_text_is_one_line(command: list[str]) -> None:
    run = sparring(*command, b"no\xff\xfetext")
    assert run.returncode == 2
    assert run.stderr.startswith(b"error: ")
    assert run.stderr.count(b"\n") == 1
    assert b"Traceback" not in run.stderr


def test_a_terminal_that_knows_ascii_only_is_shown_a_call_and_its_card(home: Path) -> None:
    answers = "\n".join([*GOOD, *["I see — “fine”."] * 20]).encode()
    run = sparring("play", INTERRUPTED, "--answers", "-", data=answers, PYTHONIOENCODING="ascii")
    assert run.returncode == 0, run.stderr
    assert b"of 100" in run.stdout
    ascii_only = ("play", INTERRUPTED, "--seed", "7", "--answers", "-", "--json")
    narrow = sparring(*ascii_only, data=answers, PYTHONIOENCODING="ascii")
    assert json.loads(narrow.stdout) == json.loads(sparring(*ascii_only, data=answers).stdout)


FILES = {
    "yaml": b'id: x\ntitle: "a\\e]0;gone\\a\\u202Eb"\n"\\e[2Jkey": 1\n',
    "txt": f"Rep: What {HOSTILE} is it?\nAn\x1b[2Jna: Too dear.\x1b]0;x\x07\nRep: Why \u202eso?\n".encode(),
    "vtt": b"WEBVTT\n\n00:01.000 --> 00:02.000\n<v An\x1b[2Jna>Too\x9b dear.\n\n00:02.000 --> 00:03.000\n<v Rep>Why?\n",
    "json": json.dumps({HOSTILE: 1, "format": HOSTILE, "scorecard": {HOSTILE: {}}}).encode(),
}


@pytest.mark.parametrize("command", ["score", "verify", "check", "play"])
@pytest.mark.parametrize("kind", list(FILES))
def test_what_a_file_says_is_printed_as_plain_text(home: Path, kind: str, command: str) -> None:
    path = home / f"hostile\x1b[2J.{kind}"
    path.write_bytes(FILES[kind])
    run = (
        sparring(command, str(path))
        if command != "play"
        else sparring("play", INTERRUPTED, "--answers", str(path), SPARRING_ENCODER="off")
    )
    printed = (run.stdout + run.stderr).decode()
    assert printed
    assert not STEERS.search(printed)
    assert "Traceback" not in printed


def test_detect_prints_what_it_reads_as_plain_text() -> None:
    line = HOSTILE.replace("\n", " ").replace("\r", " ").encode()
    for flags in ([], ["--json"]):
        run = sparring("detect", *flags, data=b"How do you plan? " + line + b"\n")
        assert run.returncode == 0
        assert not STEERS.search(run.stdout.decode())


def on_a_terminal(columns: int, *arguments: str, typed: bytes = b"", **environ: str) -> str:
    """What a command writes on a terminal of so many columns, until it ends."""
    parent, child = pty.openpty()
    fcntl.ioctl(child, termios.TIOCSWINSZ, struct.pack("HHHH", 24, columns, 0, 0))
    command = [sys.executable, "-m", "simulator", *arguments]
    written = b""
    with subprocess.Popen(
        command, stdin=child, stdout=child, stderr=child, env={**os.environ, **environ}, start_new_session=True
    ) as run:
        os.close(child)
        os.write(parent, typed)
        with suppress(OSError):  # A terminal whose other end is closed.
            while data := os.read(parent, 65536):
                written += data
        run.wait()
    os.close(parent)
    return written.decode().replace("\r\n", "\n")


@pytest.mark.parametrize("environ", [{"TERM": "dumb"}, {"TERM": "xterm", "NO_COLOR": "1"}])
def test_a_call_fits_a_narrow_terminal_and_moves_no_cursor(environ: dict[str, str]) -> None:
    typed = b"/help\n/panel\nHow do you find out that a truck is late?\n/quit\n"
    said = on_a_terminal(40, "play", INTERRUPTED, "--plain", typed=typed, **environ)
    assert "/silence   say nothing" in said
    assert not STEERS.search(said)
    commands = ("/help", "/panel", "How do you", "The call stays open")
    rows = [row for row in said.split("\n") if not any(words in row for words in commands)]
    assert max(len(row) for row in rows if not row.startswith("You: ")) <= 60
    assert max(len(row) for row in rows if not row.startswith(("You: ", "["))) <= 40


@pytest.mark.parametrize("columns", [40, 80, 160])
def test_the_library_fits_the_terminal(columns: int) -> None:
    for arguments in (["scenarios", "list"], ["scenarios", "show", "its-too-expensive"]):
        said = on_a_terminal(columns, *arguments)
        assert "expensive" in said
        assert max(len(row) for row in said.split("\n")) <= columns
