"""`sparring restore`: a backup in the record's place, or a new record."""

from __future__ import annotations

import os
import sys
from datetime import UTC, datetime
from typing import TYPE_CHECKING

import click

from simulator.cli.backup import counted
from simulator.cli.output import say, say_json, shown

if TYPE_CHECKING:
    from pathlib import Path

    from simulator.services.home import Home
    from simulator.services.keeping import Holding

EXAMPLES = """\b
Examples:
  sparring restore --list                                     which backups there are, the newest first
  sparring restore sparring-2026-03-02T090000Z-daily.db       one of them
  sparring restore /media/stick/friday.db --yes               any file, without being asked
  sparring restore --new                                      begin a new record
"""


@click.command(epilog=EXAMPLES)
@click.argument("file", metavar="[FILE]", required=False)
@click.option("--list", "as_list", is_flag=True, help="Show the backups there are.")
@click.option("--new", "anew", is_flag=True, help="Begin a new, empty record.")
@click.option("--yes", is_flag=True, help="Do not ask.")
@click.option("--json", "as_json", is_flag=True, help="Print one JSON document and nothing else.")
def command(file: str | None, as_list: bool, anew: bool, yes: bool, as_json: bool) -> int:
    """Put a backup in the record's place. It is looked over first, and the record that stood there is kept."""
    from simulator.services.home import Home

    if sum((file is not None, as_list, anew)) != 1:
        raise click.UsageError("name a backup, or say --list or --new; `sparring restore --help` has examples")
    home, now = Home.find(os.environ), datetime.now(UTC)
    if as_list:
        return show(home, now, as_json)
    return put(home, now, file, yes, as_json)


def show(home: Home, now: datetime, as_json: bool) -> int:
    from simulator.services.keeping import listed

    found = listed(home, now)
    if as_json:
        rows = [
            {
                "file": str(kept.path),
                "made": kept.made,
                "kind": kept.kind,
                "ended": kept.holds.ended if kept.holds else None,
                "open": kept.holds.open if kept.holds else None,
                "touched": kept.holds.touched if kept.holds else None,
                "problem": kept.problem,
            }
            for kept in found
        ]
        say_json({"backups": rows})
        return 0
    if not found:
        say("There are no backups yet. `sparring backup` makes one.")
    for kept in found:
        holds = kept.problem if kept.holds is None else counted(kept.holds.ended, kept.holds.open)
        last = f", last touched {kept.holds.touched}" if kept.holds and kept.holds.touched else ""
        say(f"{kept.path.name}: {kept.kind}, {holds}{last}")
    return 0


def put(home: Home, now: datetime, file: str | None, yes: bool, as_json: bool) -> int:
    """A backup, or a new record where `file` is None, in the place of what is there."""
    from simulator.services.keeping import begin_anew, checked, find, holding, record_of, restore

    record = record_of(home)
    backup = None if file is None else find(home, file)
    new = "a new record" if backup is None else f"{backup} ({words(checked(backup))})"
    there = holding(record)
    old = f"{record} ({'it cannot be read' if there is None else words(there)})"
    if not yes:
        ask(f"Put {new} in the place of {old}? The old one is kept.")
    kept = begin_anew(home, now) if backup is None else restore(home, backup, now)
    if as_json:
        say_json({"file": str(record), "kept": None if kept is None else str(kept)}, indent=None)
        return 0
    say(f"{record} is {'new' if backup is None else 'restored'}." + aside(kept))
    return 0


def words(holds: Holding) -> str:
    return counted(holds.ended, holds.open)


def aside(kept: Path | None) -> str:
    return "" if kept is None else f" What stood there is kept as {kept}."


def ask(question: str) -> None:
    """Raises click.UsageError where nobody can answer, click.Abort where the answer is no."""
    if sys.stdin is None or not sys.stdin.isatty():
        raise click.UsageError("nobody can be asked here; say --yes to replace the record")
    if not click.confirm(shown(question), err=True):
        raise click.Abort
