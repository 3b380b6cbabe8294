"""`sparring assign`: give practice to people, with dates and rules."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

import click

from simulator.cli.output import say, say_json, wrapped
from simulator.cli.own import practice

if TYPE_CHECKING:
    from simulator.services.assigning import Preview
    from simulator.store.assignments import AssignmentRow, ItemRow

EXAMPLES = """\b
Examples:
  sparring assign new --path w1 --team Harbour --due friday --dry-run
  sparring assign new its-too-expensive --to amara --due "2026-12-04 17:00" --most 3
  sparring assign list
  sparring assign extend 2 "in 7 days" --to amara
"""
as_json_option = click.option("--json", "as_json", is_flag=True, help="Print one JSON document and nothing else.")


@click.group(epilog=EXAMPLES, invoke_without_command=True)
@click.pass_context
def command(ctx: click.Context) -> None:
    """Give scenarios or a path to a team or to people, with a date and rules.

    `sparring board N` shows how far everybody is.
    """
    if ctx.invoked_subcommand is None:
        say(ctx.get_help())


@command.command("new", epilog=EXAMPLES)
@click.argument("scenarios", metavar="[ID]...", nargs=-1)
@click.option("--path", default="", help="A learning path instead; `sparring scenarios paths` lists them.")
@click.option("--team", "teams", multiple=True, help="A team; everybody in it and below it. As often as you like.")
@click.option("--to", "people", multiple=True, metavar="LOGIN", help="One person. As often as you like.")
@click.option("--due", required=True, help="2026-12-04, '2026-12-04 17:00', friday, in 7 days; a day ends at midnight.")
@click.option("--release", default="", help="From when it can be begun; at once if you do not say.")
@click.option("--zone", default="", help="The time zone of both; the team's if you do not say.")
@click.option("--pass-mark", type=int, help="Out of 100; the scenario's own if you do not say.")
@click.option("--passes", type=int, help="How many of the scenarios have to be passed; all, or as the path says.")
@click.option("--least", type=int, default=1, show_default=True, help="The fewest attempts at each.")
@click.option("--most", type=int, help="The most attempts at each; then it is locked.")
@click.option("--in-a-row", type=int, default=1, show_default=True, help="Passes one after the other.")
@click.option("--mode", type=click.Choice(["guided", "practice", "exam"]), default="practice", show_default=True)
@click.option("--level", type=click.Choice(["easy", "normal", "hard"]), default="normal", show_default=True)
@click.option("--in-order", is_flag=True, help="The next opens when the one before it is passed.")
@click.option("--not-later", is_flag=True, help="Who joins the team later does not get it.")
@click.option("--hold", is_flag=True, help="You look at each card before its rep does.")
@click.option("--title", default="", help="What it is called.")
@click.option("--note", default="", help="A word to those who get it.")
@click.option("--dry-run", is_flag=True, help="Say who would get it, and do nothing.")
@as_json_option
def new_command(dry_run: bool, as_json: bool, not_later: bool, **options: Any) -> None:
    """Assign scenarios, or a path."""
    from simulator.services.assigning import Wanted, assign, preview

    found, actor = practice()
    wanted = Wanted(**options, later_joiners=not not_later)
    plan = preview(found, actor, wanted)
    row = None if dry_run else assign(found, actor, wanted)
    if as_json:
        say_json({"number": row.id if row else None, **preview_json(plan)})
        return
    say("\n".join(preview_lines(plan)))
    if row is None:
        say("Nothing was assigned: --dry-run.")
        return
    say(f"Assigned, as number {row.id}.   How far they are: sparring board {row.id}")
    say(f"To undo it:   sparring assign withdraw {row.id}")


def preview_json(plan: Preview) -> dict[str, Any]:
    from dataclasses import asdict

    return {
        "title": plan.title,
        "people": [row.login for row in plan.who],
        "scenarios": [scenario.id for scenario in plan.scenarios],
        "release": plan.release,
        "due": plan.due,
        "zone": plan.zone,
        "rules": asdict(plan.rules),
        "warnings": list(plan.warnings),
    }


def preview_lines(plan: Preview) -> Iterator[str]:
    from simulator.learning.times import in_words

    yield from wrapped(plan.title)
    yield from wrapped(
        f"{in_words(plan.release, plan.zone)} to {in_words(plan.due, plan.zone)}, {plan.zone}", "  when: "
    )
    for scenario in plan.scenarios:
        yield from wrapped(f"{scenario.title} ({scenario.id})", "  what: ")
    yield from wrapped(
        ", ".join(row.name for row in plan.who) or "nobody: the team is empty", f"  who ({len(plan.who)}): "
    )
    for warning in plan.warnings:
        yield from wrapped(warning, "  note: ")


@command.command("list", epilog="\b\nExample:\n  sparring assign list --json\n")
@as_json_option
def list_command(as_json: bool) -> None:
    """What your people have, the newest first."""
    from simulator.learning.times import in_words
    from simulator.services.assigning import listed

    found, actor = practice()
    rows = listed(found, actor)
    if as_json:
        say_json({"assignments": [row_json(row) for row in rows]})
        return
    if not rows:
        say("Nothing is assigned yet. `sparring assign new --help` shows how.")
    for row in rows:
        state = "withdrawn" if row.withdrawn else f"due {in_words(row.due, row.zone)}"
        say("\n".join(wrapped(f"{row.title}, {state}", f"{row.id:>4}  ")))


def row_json(row: AssignmentRow) -> dict[str, Any]:
    from dataclasses import asdict

    document = asdict(row)
    document["number"] = document.pop("id")
    document.pop("made_by")
    return document


@command.command("show", epilog="\b\nExample:\n  sparring assign show 2\n")
@click.argument("number", type=int)
@as_json_option
def show_command(number: int, as_json: bool) -> None:
    """One assignment: what, when, and its rules."""
    from simulator.services.assigning import one

    found, actor = practice()
    row, items = one(found, actor, number)
    if as_json:
        scenarios = [{"id": item.scenario, "version": item.version, "title": item.title} for item in items]
        say_json({**row_json(row), "scenarios": scenarios})
        return
    say("\n".join(assignment_lines(row, items)))


def assignment_lines(row: AssignmentRow, items: list[ItemRow]) -> Iterator[str]:
    from simulator.learning.times import in_words

    yield from wrapped(f"{row.title}{' (withdrawn)' if row.withdrawn else ''}")
    yield from wrapped(f"{in_words(row.release, row.zone)} to {in_words(row.due, row.zone)}, {row.zone}", "  when: ")
    for item in items:
        yield from wrapped(f"{item.title} ({item.scenario}, version {item.version})", "  what: ")
    yield from wrapped(rules_in_words(row, len(items)), "  rules: ")
    if row.note:
        yield from wrapped(row.note, "  note: ")


def rules_in_words(row: AssignmentRow, items: int) -> str:
    """`2 of 3 passed, from 1 to 3 attempts at each, exam, hard, pass mark 70`."""
    parts = [f"{row.passes} of {items} passed" if items > 1 else "to be passed"]
    most = f" to {row.most}" if row.most else " or more"
    if row.least > 1 or row.most:
        parts.append(f"{row.least}{most} attempts at each")
    if row.in_a_row > 1:
        parts.append(f"{row.in_a_row} passes in a row")
    parts += [row.mode, row.level]
    if row.pass_mark is not None:
        parts.append(f"pass mark {row.pass_mark}")
    parts += [
        text
        for on, text in (
            (row.in_order, "in order"),
            (not row.later_joiners, "not for later joiners"),
            (row.hold, "cards are held until you release them"),
        )
        if on
    ]
    return ", ".join(parts)


@command.command("edit", epilog="\b\nExample:\n  sparring assign edit 2 --most 5 --title 'First week'\n")
@click.argument("number", type=int)
@click.option("--title")
@click.option("--note")
@click.option("--pass-mark", type=int, help="Only while nobody has begun.")
@click.option("--passes", type=int, help="Only while nobody has begun.")
@click.option("--least", type=int, help="Only while nobody has begun.")
@click.option("--most", type=int, help="The most attempts at each; more may be given at any time.")
@click.option("--in-a-row", type=int, help="Only while nobody has begun.")
@click.option("--hold/--no-hold", default=None, help="Whether you look at each card before its rep does.")
@click.option("--later/--not-later", "later_joiners", default=None, help="Whether who joins the team later gets it.")
def edit_command(number: int, **changes: Any) -> None:
    """Change an assignment. What it is judged by stays once somebody has begun."""
    from simulator.services.assigning import edit, one

    given = {name: value for name, value in changes.items() if value is not None}
    if not given:
        raise click.UsageError("say what to change, such as --most 5; `sparring assign edit --help` lists it")
    found, actor = practice()
    edit(found, actor, number, **given)
    say("\n".join(assignment_lines(*one(found, actor, number))))


@command.command("extend", epilog='\b\nExample:\n  sparring assign extend 2 "in 7 days" --to amara\n')
@click.argument("number", type=int)
@click.argument("due")
@click.option("--to", "people", multiple=True, metavar="LOGIN", help="Only for this person. As often as you like.")
def extend_command(number: int, due: str, people: tuple[str, ...]) -> None:
    """Another due date, for all or for some."""
    from simulator.learning.times import in_words
    from simulator.services.assigning import extend, one

    found, actor = practice()
    moment = extend(found, actor, number, due, who=people)
    row, _ = one(found, actor, number)
    say(f"Due {in_words(moment, row.zone)} now, for {', '.join(people) if people else 'all'}.")


@command.command("withdraw", epilog="\b\nExample:\n  sparring assign withdraw 2\n")
@click.argument("number", type=int)
@click.option("--undo", is_flag=True, help="Give it again.")
def withdraw_command(number: int, undo: bool) -> None:
    """Nobody has to do it any more. What was done stays."""
    from simulator.services.assigning import withdraw

    found, actor = practice()
    row = withdraw(found, actor, number, undo=undo)
    if undo:
        say(f"“{row.title}” is assigned again.")
    else:
        say(f"“{row.title}” is withdrawn. To undo it:   sparring assign withdraw {number} --undo")
