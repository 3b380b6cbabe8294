"""`sparring check`: what is wrong in scenarios."""

from __future__ import annotations

import os
import sys
from collections import Counter
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from simulator.cli.files import meant
from simulator.cli.output import one_line, passing, say, say_json

if TYPE_CHECKING:
    from simulator.check.sweep import How
    from simulator.scenario.problems import Problem

EXAMPLES = """\b
Examples:
  sparring check my-scenario.yaml
  sparring check            all scenarios there are
  sparring check --deep mine/    rehearsed as well, before they are published
"""
SHOWN = 3
"""So many consequences of one problem are printed; the rest is counted."""


@click.command(epilog=EXAMPLES)
@click.argument("paths", nargs=-1, type=click.Path(path_type=Path))
@click.option("--quick", is_flag=True, help="Leave out what is heard and played, and the embedded tests.")
@click.option("--deep", is_flag=True, help="Rehearse each scenario too: some ten seconds more apiece.")
@click.option("--no-cache", is_flag=True, help="Look at everything anew, whatever is known of the last time.")
@click.option("--json", "as_json", is_flag=True, help="Print one JSON document and nothing else.")
def command(paths: tuple[Path, ...], quick: bool, deep: bool, no_cache: bool, as_json: bool) -> int:
    """Say what is wrong in scenarios, as file:line:column.

    Exits 1 where there is an error, 0 where there are warnings and notes at most, 2 where nothing could be checked.
    """
    from simulator.check.sweep import sweep
    from simulator.cli.scenarios import catalogue

    if quick and deep:
        raise click.UsageError("--quick leaves out what --deep needs; give one of the two")
    missing = [path for path in paths if not path.exists()]
    if missing:
        raise click.UsageError(f"there is no file {missing[0]}{meant(missing[0])}")
    problems = sweep(catalogue(), paths, how(quick, deep), keep=not no_cache, told=teller())
    counts = Counter(problem.severity for problem in problems)
    if as_json:
        numbers = {f"{severity}s": counts[severity] for severity in ("error", "warning", "note")}
        say_json({**numbers, "problems": [as_data(problem) for problem in problems]})
    else:
        for problem in problems:
            for row in rows(problem):
                say(row)
        say(", ".join(counted(counts[severity], severity) for severity in ("error", "warning", "note")))
    return 1 if counts["error"] else 0


def how(quick: bool, deep: bool) -> How:
    """The encoder's name is known without loading it: 92 MB that a check from the cache does not need."""
    from scoring.hearing import encoder
    from simulator.check.sweep import How
    from simulator.cli.detect import wanted_encoder

    off = os.environ.get("SPARRING_ENCODER", "on").lower() in ("off", "0", "no", "false")
    engine = "reduced" if off or encoder.find() is None else encoder.Encoder.identity
    return How(not quick, deep, engine, wanted_encoder)


def as_data(problem: Problem) -> dict[str, Any]:
    return {
        "file": problem.place.file,
        "line": problem.place.line,
        "column": problem.place.column,
        "code": problem.code,
        "severity": problem.severity,
        "message": problem.message,
        "conversation": list(problem.conversation),
        "consequences": list(problem.consequences),
    }


def rows(problem: Problem) -> Iterator[str]:
    """The problem, the conversation that shows it, and what goes away with it."""
    yield one_line(problem if problem.severity == "error" else f"{problem} ({problem.severity})")
    if problem.severity == "note":
        return
    for number, reply in enumerate(problem.conversation, 1):
        yield "    " + one_line(f"reply {number}: {reply}")
    for consequence in problem.consequences[:SHOWN]:
        yield "    " + one_line(f"with it: {consequence}")
    more = len(problem.consequences) - SHOWN
    if more > 0:
        yield f"    with it: {more} more"


def counted(number: int, what: str) -> str:
    return f"{number} {what}{'' if number == 1 else 's'}"


def teller() -> Callable[[Path, int, int], None]:
    """On a terminal says how far it is, in one line that is wiped at the next."""
    if not sys.stderr.isatty():
        return lambda *_: None
    return lambda path, done, every: passing(f"checked {done} of {every}: {path.name}" if done < every else "")
