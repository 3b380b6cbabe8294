"""`sparring detect`: what the engine hears in a line."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable
from typing import TYPE_CHECKING, Any

import click

from simulator.cli.output import say, say_json

if TYPE_CHECKING:
    from scoring.hearing.signals import Hearing

EXAMPLES = """\b
Examples:
  echo "How do you plan the routes today?" | sparring detect
  sparring detect --context "We lose two hours a day." < replies.txt
  sparring detect --scenario its-too-expensive < replies.txt
"""
MOST_BYTES = 2_000_000
LONGEST = 4000


@click.command(epilog=EXAMPLES)
@click.option("--scenario", metavar="ID", help="Hear with a scenario's own signals too.")
@click.option("--context", default="", help="What the customer said before.")
@click.option("--json", "as_json", is_flag=True, help="Print one JSON document and nothing else.")
def command(scenario: str | None, context: str, as_json: bool) -> None:
    """Read lines on standard input and say what is heard in each, with the words."""
    listen = scenario_ear(scenario) if scenario else behaviours_ear()
    out = []
    for line in read_lines():
        hearing = listen(line, context)
        out.append(line_json(line, hearing))
        if not as_json:
            for row in line_rows(line, hearing):
                say(row)
    if not out:
        say("There was nothing on standard input; `sparring detect --help` has examples.", err=True)
    if as_json:
        say_json({"scenario": scenario, "lines": out})


def read_lines() -> list[str]:
    """Raises click.UsageError where the input is too large or a line too long."""
    from scoring.hearing.text import clean

    if sys.stdin.isatty():
        say("Type lines; Ctrl-D ends them.", err=True)
    raw = sys.stdin.buffer.read(MOST_BYTES + 1)
    if len(raw) > MOST_BYTES:
        raise click.UsageError("stdin: more than 2 MB of lines")
    lines = raw.decode("utf-8", "replace").splitlines()
    for number, line in enumerate(lines, 1):
        if len(line) > LONGEST:
            raise click.UsageError(f"stdin:{number}: {len(line):,} characters; a reply has at most {LONGEST:,}")
    return [clean(line) for line in lines if line.strip()]


def wanted_encoder() -> Any:
    """The encoder, unless SPARRING_ENCODER turns it off or its weights are missing."""
    from scoring.hearing.encoder import load

    return None if os.environ.get("SPARRING_ENCODER", "on").lower() in ("off", "0", "no", "false") else load()


def scenario_ear(name: str) -> Callable[[str, str], Hearing]:
    from simulator.cli.scenarios import catalogue
    from simulator.engine.ears import ear_for

    ear = ear_for(catalogue().open(name), 0, wanted_encoder())
    return lambda text, context: ear.listen(text, context)


def behaviours_ear() -> Callable[[str, str], Hearing]:
    from scoring.hearing.behaviours import BEHAVIOURS
    from scoring.hearing.hear import Ear

    ear = Ear(BEHAVIOURS.values())
    return lambda text, context: ear.listen(text, context)


def line_json(line: str, hearing: Hearing) -> dict[str, Any]:
    return {
        "text": line,
        "heard": [
            {"signal": h.signal, "span": list(h.span), "quote": h.quote, "state": h.state, "rule": h.rule}
            for h in hearing.heard
        ],
        "blocked": [
            {"signal": b.signal, "span": list(b.span), "guard": b.guard, "why": b.why} for b in hearing.blocked
        ],
        "understood": hearing.understood,
    }


def line_rows(line: str, hearing: Hearing) -> list[str]:
    rows = [line]
    for h in sorted(hearing.heard, key=lambda h: (h.span, h.signal)):
        unsure = " (unsure)" if h.state == "unsure" else ""
        rows.append(f"  {h.signal:<18} [{h.span[0]}, {h.span[1]}) {h.quote!r} {h.rule}{unsure}")
    for b in hearing.blocked:
        rows.append(f"  {b.signal:<18} [{b.span[0]}, {b.span[1]}) not counted: {b.why}")
    return rows if len(rows) > 1 else [*rows, "  nothing"]
