"""Scripted replies: one a line, for `play --answers`."""

from __future__ import annotations

import difflib
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

import click

MOST_BYTES = 1_000_000
COMMANDS = ("/choose", "/hint", "/quit", "/silence")


@dataclass(frozen=True, slots=True)
class Answer:
    """One scripted input: `line` is its place in the file, from 1; `number` is the choice taken, from 1."""

    kind: Literal["say", "choose", "silence", "hint", "quit"]
    line: int
    text: str = ""
    number: int = 0


def read_answers(source: str) -> tuple[Answer, ...]:
    """The replies of a file, or of stdin for `-`. Raises click.UsageError, with file:line where there is one."""
    name = "stdin" if source == "-" else source
    raw = sys.stdin.buffer.read(MOST_BYTES + 1) if source == "-" else _bytes_of(source)
    if len(raw) > MOST_BYTES:
        raise click.UsageError(f"{name}: more than a megabyte of answers")
    try:
        text = raw.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = raw[: error.start].count(b"\n") + 1
        raise click.UsageError(f"{name}:{line}: the answers are not UTF-8 text") from None
    return parse_answers(text, name)


def _bytes_of(path: str) -> bytes:
    try:
        with Path(path).open("rb") as file:
            return file.read(MOST_BYTES + 1)
    except OSError as error:
        raise click.UsageError(f"cannot read the answers {path}: {(error.strerror or str(error)).lower()}") from None


def parse_answers(text: str, name: str = "answers") -> tuple[Answer, ...]:
    """An empty line is silence, `\\n` a line break, `//` begins a reply that starts with a slash."""
    lines = text.replace("\r\n", "\n").split("\n")
    if lines[-1] == "":
        lines.pop()
    return tuple(_answer(line, number, name) for number, line in enumerate(lines, 1))


def _answer(line: str, at: int, name: str) -> Answer:
    stripped = line.strip()
    if not stripped:
        return Answer("silence", at)
    if stripped.startswith("//"):
        return Answer("say", at, stripped[1:].replace("\\n", "\n"))
    if not stripped.startswith("/"):
        return Answer("say", at, line.replace("\\n", "\n"))
    command, _, rest = stripped.partition(" ")
    if command == "/choose":
        if not rest.strip().isdecimal() or int(rest) < 1:
            raise click.UsageError(f"{name}:{at}: /choose needs the number of a choice, such as /choose 1")
        return Answer("choose", at, number=int(rest))
    if command not in COMMANDS or rest:
        near = difflib.get_close_matches(command, COMMANDS, 1)
        hint = f"did you mean '{near[0]}'?" if near else "begin the reply with // if it is meant to be said"
        raise click.UsageError(f"{name}:{at}: unknown command '{stripped[:40]}'; {hint}")
    return Answer("hint" if command == "/hint" else "quit" if command == "/quit" else "silence", at)
