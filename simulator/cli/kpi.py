"""`sparring kpi`: figures from outside, beside practice."""

from __future__ import annotations

from dataclasses import asdict
from pathlib import Path

import click

from simulator.cli.output import say, say_json, wrapped
from simulator.cli.own import practice

EXAMPLES = """\b
Examples:
  sparring kpi import november.csv --dry-run
  sparring kpi import november.csv
  sparring kpi show amara
"""


@click.group(epilog=EXAMPLES, invoke_without_command=True)
@click.pass_context
def command(ctx: click.Context) -> None:
    """Calls, meetings and deals by rep and period, from a CSV. Shown beside practice, never as its result."""
    if ctx.invoked_subcommand is None:
        say(ctx.get_help())


@command.command("import", epilog=EXAMPLES)
@click.argument("file", type=click.Path(path_type=Path))
@click.option("--dry-run", is_flag=True, help="Say what is in it, and keep nothing.")
@click.option("--json", "as_json", is_flag=True, help="Print one JSON document and nothing else.")
def import_command(file: Path, dry_run: bool, as_json: bool) -> int:
    """Bring in figures, all or nothing.

    Columns: login, start, end (days, both in it), and any of calls, connects, meetings_booked, meetings_held, opps, won,
    lost, amount. The same period again replaces what stood there. Exits 1 where the file has problems.
    """
    from simulator.cli.files import text_of
    from simulator.services.kpis import bring_in, plan
    from simulator.services.people_csv import LARGEST

    found, actor = practice()
    text = text_of(file, LARGEST, "figures")
    planned = plan(found.record, actor, text) if dry_run else bring_in(found.record, actor, text)
    count, bad = len(planned.rows), len(planned.problems)
    if as_json:
        say_json(
            {
                "done": not dry_run and not bad,
                "rows": count,
                "replaced": planned.replaced,
                "problems": list(planned.problems),
            }
        )
        return 1 if bad else 0
    for problem in planned.problems:
        say(f"{file}: {problem}")
    if bad:
        say(f"{bad} of {count + bad} rows cannot be used; nothing was kept.")
        return 1
    say(f"{count} rows {'would be' if dry_run else 'were'} kept, {planned.replaced} of them in place of others.")
    return 0


@command.command("show", epilog="\b\nExample:\n  sparring kpi show amara\n")
@click.argument("who")
@click.option("--json", "as_json", is_flag=True, help="Print one JSON document and nothing else.")
def show_command(who: str, as_json: bool) -> None:
    """One rep's sums and rates, each with its interval."""
    from simulator.services.kpis import figures

    found, actor = practice()
    seen = figures(found.record, actor, who)
    if as_json:
        say_json({"figures": None if seen is None else asdict(seen)})
        return
    if seen is None:
        say("No figures. `sparring kpi import FILE` brings them in.")
        return
    say(f"{seen.start} to {seen.end}, {seen.periods} period{'' if seen.periods == 1 else 's'}")
    for rate in seen.rates:
        say("\n".join(wrapped(f"{rate.name}: {rate}", "  ")))
    say("Beside practice, not because of it: who practises more often differs in much else.")
