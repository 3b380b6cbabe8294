"""`sparring wins`: thanks for something particular, and lines worth offering to others."""

from __future__ import annotations

from dataclasses import asdict

import click

from simulator.cli.output import say, say_json, wrapped
from simulator.cli.own import practice

EXAMPLES = """\b
Examples:
  sparring wins thank amara "You let Dana finish, and she told you about the fines." --attempt 3f2a91c0 --turn 3
  sparring wins list
  sparring wins share 2                    (as the one thanked) the team may read it
  sparring wins offer 3f2a91c0 3           a reply as a model answer, once its rep agrees
  sparring wins lines
"""


@click.group(epilog=EXAMPLES, invoke_without_command=True)
@click.pass_context
def command(ctx: click.Context) -> None:
    """Thanks for something particular; and good lines, offered without a name. No ranks."""
    if ctx.invoked_subcommand is None:
        say(ctx.get_help())


@command.command("thank", epilog=EXAMPLES)
@click.argument("who")
@click.argument("text")
@click.option("--attempt", default="", help="The call that it is about.")
@click.option("--turn", type=int, help="The reply that it is about.")
def thank_command(who: str, text: str, attempt: str, turn: int | None) -> None:
    """Thank somebody for what they said or did."""
    from simulator.services.coaching import thank

    found, actor = practice()
    number = thank(found, actor, who, text, attempt=attempt, turn=turn)
    say(f"Kept as {number}. They are told, and decide whether the team may read it.")


@command.command("list", epilog="\b\nExample:\n  sparring wins list\n")
@click.option("--json", "as_json", is_flag=True, help="Print one JSON document and nothing else.")
def list_command(as_json: bool) -> None:
    """What your team shares, and what you were thanked for."""
    from simulator.services.coaching import wins

    found, actor = practice()
    rows = wins(found, actor)
    if as_json:
        say_json(
            {
                "wins": [
                    {"number": row.id, "name": row.name, "text": row.text, "at": row.at, "shared": row.shared}
                    for row in rows
                ]
            }
        )
        return
    if not rows:
        say("Nothing yet. `sparring wins thank LOGIN ...` begins it.")
    for row in rows:
        only = "" if row.shared else "  (only you see it; `sparring wins share` changes that)"
        say("\n".join(wrapped(f"{row.name}: {row.text}{only}", f"{row.id:>4}  ")))


@command.command("share", epilog="\b\nExample:\n  sparring wins share 2\n")
@click.argument("number", type=int)
@click.option("--no", "no", is_flag=True, help="Only you see it.")
def share_command(number: int, no: bool) -> None:
    """Let the team read what you were thanked for."""
    from simulator.services.coaching import share

    found, actor = practice()
    share(found, actor, number, yes=not no)
    say("Only you see it." if no else "The team may read it.")


@command.command("offer", epilog="\b\nExample:\n  sparring wins offer 3f2a91c0 3\n")
@click.argument("attempt")
@click.argument("turn", type=int)
def offer_command(attempt: str, turn: int) -> None:
    """Propose a rep's reply as a model answer."""
    from simulator.services.coaching import offer_line

    found, actor = practice()
    say(f"Proposed as {offer_line(found, actor, attempt, turn)}. It is offered once its rep agrees.")


@command.command("agree", epilog="\b\nExample:\n  sparring wins agree 1\n")
@click.argument("number", type=int)
@click.option("--no", "no", is_flag=True, help="It may not be offered, or not any more.")
def agree_command(number: int, no: bool) -> None:
    """A line of yours may be offered to others, without your name."""
    from simulator.services.coaching import agree

    found, actor = practice()
    agree(found, actor, number, yes=not no)
    say("It is not offered." if no else "It is offered to others now, without your name.")


@command.command("lines", epilog="\b\nExample:\n  sparring wins lines --scenario its-too-expensive\n")
@click.option("--scenario", default="", metavar="ID")
@click.option("--json", "as_json", is_flag=True, help="Print one JSON document and nothing else.")
def lines_command(scenario: str, as_json: bool) -> None:
    """Good lines of reps who agreed."""
    from simulator.services.coaching import good_lines

    found, actor = practice()
    rows = good_lines(found, actor, scenario)
    if as_json:
        say_json(
            {"lines": [{k: v for k, v in asdict(row).items() if k not in ("person_id", "consent")} for row in rows]}
        )
        return
    if not rows:
        say("None yet. `sparring wins offer ATTEMPT TURN` proposes one.")
    for row in rows:
        say("\n".join(wrapped(row.customer, f"{row.scenario}: ")))
        say("\n".join(wrapped(f"“{row.line}”", "  ")))
