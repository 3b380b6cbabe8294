"""`sparring author`: the author's bench, in the app."""

from __future__ import annotations

import os
import sys
from pathlib import Path

import click

EXAMPLES = """\b
Examples:
  sparring author mine/wait-until-next-year.yaml     beside your editor
  sparring author its-too-expensive                  look at one that ships
"""


@click.command(epilog=EXAMPLES)
@click.argument("name", metavar="ID|FILE")
def command(name: str) -> int:
    """Open the app at one scenario: what is wrong in it, its map, a try-out from any moment, what is heard in a sentence,
    and simulated reps. The file is read again whenever it is saved."""
    if not (sys.stdin.isatty() and sys.stdout.isatty()) or os.environ.get("TERM") == "dumb":
        raise click.UsageError("this needs a terminal; without one: sparring check, graph, detect and rehearse")
    from simulator.cli.files import meant
    from simulator.cli.scenarios import catalogue
    from simulator.services.home import Home
    from simulator.ui.app import run

    path = Path(name)
    if path.suffix in (".yaml", ".yml"):
        if not path.is_file():
            raise click.UsageError(f"there is no file {name}{meant(path)}")
    else:
        path = Path(catalogue().entry(name).path)
    return run(Home.find(os.environ), author=path.absolute())
