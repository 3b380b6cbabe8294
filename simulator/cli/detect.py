"""`sparring detect`: what the engine hears in a line."""

from __future__ import annotations

import json
import sys

import click

EXAMPLES = """\b
Examples:
  echo "How do you plan the routes today?" | sparring detect
  sparring detect --context "We lose two hours a day." < replies.txt
"""


@click.command(epilog=EXAMPLES)
@click.option("--context", default="", help="What the customer said before.")
@click.option("--json", "as_json", is_flag=True, help="Print one JSON document and nothing else.")
def command(context: str, as_json: bool) -> None:
    """Read lines on standard input and say which behaviours are heard in each, with the words."""
    from scoring.hearing.behaviours import DETECTORS
    from scoring.hearing.behaviours.view import view_of
    from scoring.hearing.text import clean

    lines = [clean(line) for line in sys.stdin.buffer.read().decode("utf-8", "replace").splitlines() if line.strip()]
    out = []
    for line in lines:
        view = view_of(line, context)
        heard = sorted((h for detector in DETECTORS.values() for h in detector(view)), key=lambda h: (h.span, h.signal))
        out.append(
            {
                "text": line,
                "heard": [
                    {"signal": h.signal, "span": list(h.span), "quote": h.quote, "state": h.state, "rule": h.rule}
                    for h in heard
                ],
            }
        )
        if not as_json:
            click.echo(line)
            for h in heard:
                unsure = " (unsure)" if h.state == "unsure" else ""
                click.echo(f"  {h.signal:<18} [{h.span[0]}, {h.span[1]}) {h.quote!r} {h.rule}{unsure}")
            if not heard:
                click.echo("  nothing")
    if as_json:
        click.echo(json.dumps({"lines": out}, ensure_ascii=False, indent=2))
