"""`sparring goals`: goals tied to a criterion and a day."""

from __future__ import annotations

from dataclasses import asdict

import click

from simulator.cli.output import say, say_json, wrapped
from simulator.cli.own import practice

EXAMPLES = """\b
Examples:
  sparring goals set amara O2 --level 3 --hits 2 --calls 3 --due "in 14 days"
  sparring goals list amara
  sparring goals close 4
"""


@click.group(epilog=EXAMPLES, invoke_without_command=True)
@click.pass_context
def command(ctx: click.Context) -> None:
    """Goals: by a day, in so many calls, a criterion at a level. How far they are follows from the calls."""
    if ctx.invoked_subcommand is None:
        say(ctx.get_help())


@command.command("criteria", epilog="\b\nExample:\n  sparring goals criteria\n")
def criteria_command() -> None:
    """What a goal can be tied to."""
    from simulator.services.coaching import criteria

    found, _ = practice()
    for name, title in criteria(found).items():
        say(f"{name:<4} {title}")


@command.command("set", epilog=EXAMPLES)
@click.argument("who")
@click.argument("criterion")
@click.option("--level", "least", type=int, default=3, show_default=True, help="From 1 to 4.")
@click.option("--hits", type=int, default=2, show_default=True, help="In how many of the calls.")
@click.option("--calls", type=int, default=3, show_default=True)
@click.option("--due", default="in 14 days", show_default=True)
@click.option("--text", default="", help="In your own words; a sentence is made of the rest if you do not say.")
@click.option("--step", "steps", multiple=True, help="A step on the way. As often as you like.")
def set_command(
    who: str, criterion: str, least: int, hits: int, calls: int, due: str, text: str, steps: tuple[str, ...]
) -> None:
    """Set a goal with somebody."""
    from simulator.services.coaching import set_goal

    found, actor = practice()
    kept = set_goal(found, actor, who, criterion, least=least, hits=hits, calls=calls, due=due, text=text, steps=steps)
    say("\n".join(wrapped(kept.text, f"{kept.id:>4}  ")))


@command.command("list", epilog="\b\nExample:\n  sparring goals list amara --all\n")
@click.argument("who")
@click.option("--all", "also_closed", is_flag=True, help="Closed ones too.")
@click.option("--json", "as_json", is_flag=True, help="Print one JSON document and nothing else.")
def list_command(who: str, also_closed: bool, as_json: bool) -> None:
    """Somebody's goals, and how far they are."""
    from simulator.services.coaching import goals_of

    found, actor = practice()
    rows = goals_of(found, actor, who, also_closed=also_closed)
    if as_json:
        say_json(
            {"goals": [{**asdict(one.row), "steps": one.row.plan, "progress": asdict(one.progress)} for one in rows]}
        )
        return
    if not rows:
        say("No goal is open.")
    for one in rows:
        state = one.row.outcome or one.progress.outcome
        levels = " ".join(map(str, one.progress.levels)) or "no calls yet"
        say(
            "\n".join(
                wrapped(
                    f"{one.row.text} ({state}: {one.progress.hits} of {one.row.hits}; levels: {levels})",
                    f"{one.row.id:>4}  ",
                )
            )
        )
        for step in one.row.plan:
            say("\n".join(wrapped(step, "      - ")))


@command.command("close", epilog="\b\nExample:\n  sparring goals close 4\n")
@click.argument("number", type=int)
@click.option("--drop", "dropped", is_flag=True, help="It is given up.")
def close_command(number: int, dropped: bool) -> None:
    """Close a goal: reached or missed, as the calls say."""
    from simulator.services.coaching import close_goal

    found, actor = practice()
    view = close_goal(found, actor, number, dropped=dropped)
    say(f"{(view.row.outcome or '').capitalize()}: {view.progress.hits} of {view.row.hits}.")
