"""`sparring admin`: what was done by whom, and whether that is still so."""

from __future__ import annotations

import click

from simulator.cli.output import say, say_json, wrapped
from simulator.cli.own import practice

EXAMPLES = """\b
Examples:
  sparring admin audit
  sparring admin audit --verify
"""


KEEP = "Keep the head elsewhere: it shows whether the end was cut off."


@click.group(epilog=EXAMPLES, invoke_without_command=True)
@click.pass_context
def command(ctx: click.Context) -> None:
    """For admins: the log of who did what."""
    if ctx.invoked_subcommand is None:
        say(ctx.get_help())


@command.command("audit", epilog=EXAMPLES)
@click.option("--verify", is_flag=True, help="Check that no line was changed, taken out or put in.")
@click.option("--thing", default="", help="Only lines about persons, teams, assignments or attempts: person, team, ...")
@click.option("--json", "as_json", is_flag=True, help="Print one JSON document and nothing else.")
def audit_command(verify: bool, thing: str, as_json: bool) -> int:
    """Who did what to which mark, assignment or person, the newest first.

    Each line is sealed with the one before it. With --verify exits 1 where the chain is broken.
    """
    from simulator.services.audit import log, verify_log

    found, actor = practice()
    if verify:
        broken, count, link = verify_log(found.record, actor)
        if as_json:
            say_json({"ok": broken is None, "broken_at": broken, "lines": count, "head": link})
        elif broken is None:
            say("\n".join(wrapped(f"The log holds: {count} lines, head {link[:16] or 'none'}. {KEEP}")))
        else:
            say(f"The log does not hold: line {broken} does not follow from the one before it.")
        return 0 if broken is None else 1
    rows = log(found.record, actor, thing=thing)
    if as_json:
        say_json(
            {
                "lines": [
                    {
                        "n": row.id,
                        "at": row.at,
                        "by": name or None,
                        "action": row.action,
                        "thing": row.thing,
                        "id": row.thing_id,
                        "before": row.before,
                        "after": row.after,
                    }
                    for row, name in rows
                ]
            }
        )
        return 0
    if not rows:
        say("Nothing was done yet that stands here: people, teams, assignments, marks.")
    for row, name in rows:
        change = " -> ".join(part for part in (row.before, row.after) if part != "{}")
        say(
            "\n".join(
                wrapped(
                    f"{row.at}  {name or 'Sparring'}: {row.action} {row.thing} {row.thing_id} {change}".rstrip(),
                    f"{row.id:>5}  ",
                )
            )
        )
    return 0
