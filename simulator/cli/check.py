"""`sparring check`: what is wrong in scenarios."""

from __future__ import annotations

import sys
from collections.abc import Callable
from pathlib import Path

import click

from simulator.cli.files import meant
from simulator.cli.output import one_line, passing, say, say_json

EXAMPLES = "\b\nExamples:\n  sparring check my-scenario.yaml\n  sparring check            all scenarios there are\n"


@click.command(epilog=EXAMPLES)
@click.argument("paths", nargs=-1, type=click.Path(path_type=Path))
@click.option("--quick", is_flag=True, help="Leave out what is heard, and the embedded tests.")
@click.option("--json", "as_json", is_flag=True, help="Print one JSON document and nothing else.")
def command(paths: tuple[Path, ...], quick: bool, as_json: bool) -> int:
    """Say what is wrong in scenarios, as file:line:column. Exits 1 where there is an error."""
    from simulator.check.scenarios import check
    from simulator.cli.detect import wanted_encoder
    from simulator.cli.scenarios import catalogue

    missing = [path for path in paths if not path.exists()]
    if missing:
        raise click.UsageError(f"there is no file {missing[0]}{meant(missing[0])}")
    encoder = None if quick else wanted_encoder()
    problems = check(catalogue(), paths, hear=not quick, encoder=encoder, told=teller())
    errors = sum(problem.severity == "error" for problem in problems)
    if as_json:
        found = [
            {
                "file": p.place.file,
                "line": p.place.line,
                "column": p.place.column,
                "code": p.code,
                "severity": p.severity,
                "message": p.message,
            }
            for p in problems
        ]
        say_json({"errors": errors, "problems": found})
    else:
        for problem in problems:
            say(one_line(problem if problem.severity == "error" else f"{problem} ({problem.severity})"))
        rest = len(problems) - errors
        say(f"{errors} error{'' if errors == 1 else 's'}, {rest} warning{'' if rest == 1 else 's'}")
    return 1 if errors else 0


def teller() -> Callable[[Path], None]:
    """On a terminal says which file is being looked at, in one line that is wiped at the next."""
    if not sys.stderr.isatty():
        return lambda _: None
    return lambda path: passing(f"checking {path.name}")
