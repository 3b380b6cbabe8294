"""`sparring export`: files to count with."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Any

import click

from simulator.cli.files import write_new
from simulator.cli.output import passing, say
from simulator.cli.own import practice


@click.group(epilog="\b\nExample:\n  sparring export marks --to marks.csv\n", invoke_without_command=True)
@click.pass_context
def command(ctx: click.Context) -> None:
    """Every mark as CSV: rule mark, manager mark, rubric version, receipt."""
    if ctx.invoked_subcommand is None:
        say(ctx.get_help())


@command.command("marks", epilog="\b\nExample:\n  sparring export marks --to marks.csv\n")
@click.option("--to", "target", type=click.Path(path_type=Path), required=True, help="A new file.")
def marks_command(target: Path) -> None:
    """All marks of all ended calls of your people, or your own. Opens in a spreadsheet as text, never as a formula."""
    from simulator.exports.table import rows_as_csv
    from simulator.services.reports import MARK_COLUMNS, mark_rows

    found, actor = practice()
    told = progress if sys.stderr.isatty() else nothing
    write_new(target, "\ufeff" + "".join(rows_as_csv(MARK_COLUMNS, mark_rows(found, actor, told))))
    if sys.stderr.isatty():
        passing("")
    say(f"Written: {target}")


def progress(done: int, of: int) -> None:
    passing(f"{done} of {of} people")


def nothing(*_: Any) -> None:
    """Nobody looks."""
