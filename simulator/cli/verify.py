"""`sparring verify`: whether a scorecard follows from its transcript."""

from __future__ import annotations

import click

from simulator.cli.files import name_of, read_file
from simulator.cli.output import one_line, say, say_json

LARGEST = 20_000_000
EXAMPLES = """\b
Examples:
  sparring verify card.json                  the document of `play --json` or `score --json`
  sparring play ID --answers replies.txt --json | sparring verify -

\b
Exit codes: 0 it holds, 1 it was changed or holds no receipt, 2 it is no document of Sparring.
"""


@click.command(epilog=EXAMPLES)
@click.argument("file", metavar="FILE|-")
@click.option("--json", "as_json", is_flag=True, help="Print one JSON document and nothing else.")
def command(file: str, as_json: bool) -> int:
    """Derive a scorecard anew from its receipt and compare."""
    from scoring.marking.receipt import OURS, Verification, verify
    from scoring.marking.strict_json import NotJSON, TwiceTheSame, read_json

    data = read_file(file, LARGEST, "receipt")
    try:
        found = verify(read_json(data))
    except TwiceTheSame as error:
        # It cannot be read, but whether it was one of ours can be seen.
        found = Verification(False, str(error), ours=any(f'"{key}"'.encode() in data for key in OURS))
    except NotJSON as error:
        where = f":{error.line}" if error.line else ""
        raise click.UsageError(
            f"{name_of(file)}{where}: {error}; `sparring play ID --json` prints a document to verify"
        ) from None
    if not found.ours:
        raise click.UsageError(f"{name_of(file)}: {found.why}; `sparring play ID --json` prints one")
    why = one_line(found.why)
    if as_json:
        say_json({"ok": found.ok, "why": why}, indent=None)
    else:
        say(("holds: " if found.ok else "does not hold: ") + why)
    return 0 if found.ok else 1
