"""`sparring verify`: whether a scorecard follows from its transcript."""

from __future__ import annotations

import json
from pathlib import Path

import click

LARGEST = 20_000_000


@click.command(epilog="\b\nExample:\n  sparring verify card.json\n")
@click.argument("file", type=click.Path(path_type=Path, exists=True, dir_okay=False))
@click.option("--json", "as_json", is_flag=True, help="Print one JSON document and nothing else.")
def command(file: Path, as_json: bool) -> int:
    """Derive a scorecard anew from its receipt and compare. Exits 1 where it does not hold."""
    from scoring.marking.receipt import verify

    if file.stat().st_size > LARGEST:
        raise click.UsageError(f"{file} is larger than {LARGEST // 1_000_000} MB; that is no receipt")
    try:
        document = json.loads(file.read_bytes())
    except (ValueError, RecursionError):
        raise click.UsageError(f"{file} is not JSON; a receipt comes from the document of a scorecard") from None
    found = verify(document)
    if as_json:
        click.echo(json.dumps({"ok": found.ok, "why": found.why}, ensure_ascii=False))
    else:
        click.echo(("holds: " if found.ok else "does not hold: ") + found.why)
    return 0 if found.ok else 1
