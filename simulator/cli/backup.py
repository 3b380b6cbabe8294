"""`sparring backup`: a copy of the record."""

from __future__ import annotations

import os
from datetime import UTC, datetime
from pathlib import Path

import click

from simulator.cli.output import say, say_json

EXAMPLES = """\b
Examples:
  sparring backup                        into the folder `backups` of the data folder
  sparring backup /media/stick           into another folder, with the date in its name
  sparring backup friday.db              to this file, which must be new
"""


@click.command(epilog=EXAMPLES)
@click.argument("file", metavar="[FILE]", required=False, type=click.Path(path_type=Path))
@click.option("--json", "as_json", is_flag=True, help="Print one JSON document and nothing else.")
def command(file: Path | None, as_json: bool) -> None:
    """Copy the record, while others may write, and look the copy over.

    The app makes a backup at the first start of each day and keeps the last seven, and one before each upgrade. Those
    that are asked for here are never dropped.
    """
    from simulator.services.home import Home
    from simulator.services.keeping import back_up, checked

    made = back_up(Home.find(os.environ), datetime.now(UTC), file)
    holds = checked(made)
    if as_json:
        say_json({"file": str(made), "ended": holds.ended, "open": holds.open}, indent=None)
    else:
        say(f"{made}: {counted(holds.ended, holds.open)}")


def counted(ended: int, still_open: int) -> str:
    """`12 ended calls, 1 open`."""
    return f"{ended} ended call{'' if ended == 1 else 's'}, {still_open} open"
