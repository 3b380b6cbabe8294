"""`sparring demo`: a made-up team to look at."""

from __future__ import annotations

import os
import sys
from datetime import UTC, datetime

import click

from simulator.cli.output import passing, say, wrapped

EXAMPLES = """\b
Examples:
  sparring demo                    make it where it is not there, and open it
  sparring demo --no-open          only make it
  sparring demo --again            make it anew
  sparring demo --remove           take it away
"""


@click.command(epilog=EXAMPLES)
@click.option("--again", is_flag=True, help="Make it anew, in place of the one that is there.")
@click.option("--remove", "remove_it", is_flag=True, help="Take it away; your own record is not touched.")
@click.option("--no-open", is_flag=True, help="Do not open the app.")
def command(again: bool, remove_it: bool, no_open: bool) -> int:
    """Open Sparring as the manager of a made-up team of twelve, over eight weeks.

    It has a data folder of its own: nothing of it comes near your record. Making it takes a minute.
    """
    from simulator.services.demo import folder_of, home_of, is_there, make, remove
    from simulator.services.home import Home

    home = Home.find(os.environ)
    if remove_it:
        say("The demo is gone." if remove(home) else "There is no demo.")
        return 0
    if again or not is_there(home):
        make(home, datetime.now(UTC), told=progress if sys.stderr.isatty() else lambda *_: None)
        if sys.stderr.isatty():
            passing("")
    demo = home_of(home)
    if no_open or not (sys.stdin.isatty() and sys.stdout.isatty()):
        say("\n".join(wrapped(f"The demo stands in {folder_of(home)}.")))
        say("Look at it:            sparring demo")
        say("With any command:      SPARRING_HOME=... sparring board, with that folder")
        say("Take it away:          sparring demo --remove")
        return 0
    from simulator.ui.app import run

    return run(demo)


def progress(done: int, of: int, what: str) -> None:
    full = round(20 * done / of) if of else 20
    passing(f"{'█' * full}{'░' * (20 - full)} {done} of {of}  {what}")
