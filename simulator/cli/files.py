"""Files that were named on the command line: read whole, or refused in one sentence."""

from __future__ import annotations

import difflib
import sys
from pathlib import Path

import click

STDIN = "-"


def read_file(source: str | Path, largest: int, what: str) -> bytes:
    """What stands in a file, or on standard input for `-`. `largest`: bytes; `what`: such as `transcript`.

    Raises click.UsageError.
    """
    if str(source) == STDIN:
        data = sys.stdin.buffer.read(largest + 1)
    else:
        try:
            with Path(source).open("rb") as file:
                data = file.read(largest + 1)
        except (OSError, ValueError) as error:
            raise click.UsageError(f"cannot read the {what} {source}: {why_not(Path(source), error)}") from None
    if len(data) > largest:
        size = "a megabyte" if largest == 1_000_000 else f"{largest // 1_000_000} MB"
        raise click.UsageError(f"{name_of(source)}: more than {size}; that is not the {what}")
    return data


def text_of(source: str | Path, largest: int, what: str) -> str:
    """The same as text: UTF-8, or what spreadsheets still write. Raises click.UsageError."""
    data = read_file(source, largest, what)
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError:
        return data.decode("utf-16") if data[:2] in (b"\xff\xfe", b"\xfe\xff") else data.decode("cp1252", "replace")


def name_of(source: str | Path) -> str:
    return "stdin" if str(source) == STDIN else str(source)


def why_not(path: Path, error: Exception) -> str:
    """Why a file could not be opened, with the name that may have been meant."""
    if isinstance(error, FileNotFoundError):
        return f"there is no such file{meant(path)}"
    if isinstance(error, IsADirectoryError):
        return "it is a folder"
    # A ValueError is a name that no file can have.
    return (isinstance(error, OSError) and (error.strerror or "").lower()) or "no file can be called so"


def meant(path: Path) -> str:
    """`; did you mean 'call.txt'?`, where a file of nearly that name stands in the same folder."""
    try:
        names = [entry.name for entry in path.parent.iterdir()]
    except (OSError, ValueError):
        return ""
    near = difflib.get_close_matches(path.name[:255], names[:5000], 1, 0.6)
    return f"; did you mean '{path.parent / near[0]}'?" if near else ""


def write_new(target: Path, content: str | bytes) -> None:
    """A new file, whole or not at all. Raises click.UsageError where there is one already, or it cannot be written."""
    from simulator.whole import write_whole_bytes

    if target.exists():
        raise click.UsageError(f"{target} is there already; name another file")
    try:
        write_whole_bytes(target, content.encode() if isinstance(content, str) else content)
    except OSError as error:
        raise click.UsageError(f"cannot write {target}: {(error.strerror or str(error)).lower()}") from None
