"""Scripted replies: one a line, for `play --answers`."""

from __future__ import annotations

import difflib
from dataclasses import dataclass
from typing import Literal

import click

from simulator.cli.files import name_of, read_file

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
    name, raw = name_of(source), read_file(source, MOST_BYTES, "answers")
    try:
        text = raw.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = raw[: error.start].count(b"\n") + 1
        raise click.UsageError(f"{name}:{line}: the answers are not UTF-8 text") from None
    return parse_answers(text, name)


def parse_answers(text: str, name: str = "answers") -> tuple[Answer, ...]:
    """An empty line is silence, `\\n` a line break, `//` begins a reply that starts with a slash."""
    lines = text.replace("\r\n", "\n").split("\n")
    if lines[-1] == "":
        lines.pop()
    return tuple(_answer(line, number, name) for number, line in enumerate(lines, 1))


def choice_number(text: str) -> int | None:
    """The number of a choice, from 1; None where the text is none that a list of choices could have."""
    text = text.strip()
    return int(text) if text.isdecimal() and len(text) < 10 and int(text) > 0 else None


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
        number = choice_number(rest)
        if number is None:
            raise click.UsageError(f"{name}:{at}: /choose needs the number of a choice, such as /choose 1")
        return Answer("choose", at, number=number)
    if command not in COMMANDS or rest:
        near = difflib.get_close_matches(command, COMMANDS, 1)
        hint = f"did you mean '{near[0]}'?" if near else "begin the reply with // if it is meant to be said"
        raise click.UsageError(f"{name}:{at}: unknown command '{stripped[:40]}'; {hint}")
    return Answer("hint" if command == "/hint" else "quit" if command == "/quit" else "silence", at)
