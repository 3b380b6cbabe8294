"""All that the command line prints goes through here, so that no text can steer the terminal that shows it.

Names, files, transcripts and arguments were written by others: control characters, escape sequences and marks that turn
the direction of writing are taken out of what is read, and spelled out (`\\u009b`) in what is parsed.
"""

from __future__ import annotations

import json
import re
import shutil
import sys
import textwrap
from typing import Any, TextIO

import click

from scoring.hearing.text import clean

WIDTH = 76
"""Columns of a row, where the terminal has them."""
NARROWEST = 20
LONGEST_LINE = 600
"""Characters of a sentence that may repeat an argument; what is beyond is cut."""
_BREAKS = re.compile("[\u2028\u2029]")
_UNSEEN = re.compile("[\x7f-\x9f\u061c\u200b\u200e\u200f\u2028-\u202e\u2060\u2066-\u2069\ufeff\ud800-\udfff]")


def shown(text: object) -> str:
    """The text as it may stand on a terminal; only line breaks and tabs are left of what moves a cursor."""
    return clean(_BREAKS.sub(" ", str(text)))


def one_line(text: object) -> str:
    """The text in one line of at most 600 characters."""
    # Surrogates and the like go first: they are no blanks, so they would join what they stand between.
    line = " ".join(shown(text).split())
    return line if len(line) <= LONGEST_LINE else f"{line[: LONGEST_LINE - 3]}..."


def columns() -> int:
    """Of a row: 76, fewer on a narrower terminal. What is no terminal has all of them, so that pipes do not differ."""
    return max(NARROWEST, min(WIDTH, room()))


def room() -> int:
    """Columns that one line may take: a terminal's, or as many as it needs where it is none."""
    if sys.stdout is None or sys.stdout.closed or not sys.stdout.isatty():
        return sys.maxsize
    return shutil.get_terminal_size().columns - 1


def wrapped(text: str, lead: str = "") -> list[str]:
    """The text in rows no wider than `columns()`, the first after `lead`, control characters taken out."""
    rows: list[str] = []
    width = columns()
    hang = " " * min(len(lead), 4)
    if len(lead) > width // 2:  # What stands before the text is too long to stand before it.
        text, lead = f"{lead}{text}", ""
    for part in shown(text).splitlines() or [""]:
        indent = hang if rows else lead
        rows += textwrap.wrap(part, width, initial_indent=indent, subsequent_indent=hang) or [indent]
    return rows


def say(text: object = "", *, err: bool = False) -> None:
    """Print a text and a line break."""
    click.echo(shown(text), err=err)


def prompt(text: str, *, err: bool = False) -> None:
    """Print a text and stay behind it."""
    click.echo(shown(text), nl=False, err=err)


def passing(text: str) -> None:
    """One line on a terminal's standard error, wiped at the next."""
    click.echo(f"\r\x1b[K{one_line(text)}\r", nl=False, err=True)


def takes_all(stream: TextIO) -> bool:
    """Whether the encoding of a stream has every character."""
    return (getattr(stream, "encoding", None) or "utf-8").lower().replace("_", "-").startswith("utf")


def say_json(document: Any, *, indent: int | None = 2) -> None:
    """Print a document of `--json`: the same values, with what cannot be seen or written here spelled out."""
    text = json.dumps(document, ensure_ascii=not takes_all(sys.stdout), indent=indent)
    click.echo(_UNSEEN.sub(lambda found: f"\\u{ord(found[0]):04x}", text))
