"""`sparring people`: who is here, and what they may do."""

from __future__ import annotations

from pathlib import Path

import click

from simulator.cli.output import say, say_json, wrapped
from simulator.cli.own import practice

EXAMPLES = """\b
Examples:
  sparring people add amara "Amara Okoye" --team Harbour
  sparring people import starters.csv --dry-run
  sparring people import starters.csv
  sparring people role amara manager
  sparring people erase amara
"""
as_json_option = click.option("--json", "as_json", is_flag=True, help="Print one JSON document and nothing else.")


@click.group(epilog=EXAMPLES, invoke_without_command=True)
@click.pass_context
def command(ctx: click.Context) -> None:
    """Who is here: reps, managers, admins.

    Whoever gave a name first is the admin. One person alone needs none of this.
    """
    if ctx.invoked_subcommand is None:
        say(ctx.get_help())


@command.command("list", epilog="\b\nExample:\n  sparring people list --left\n")
@click.option("--left", "also_left", is_flag=True, help="Those too who were taken out.")
@as_json_option
def list_command(also_left: bool, as_json: bool) -> None:
    """Everybody, with their teams; a manager sees their own people."""
    from simulator.services.roster import everybody

    found, actor = practice()
    rows = everybody(found.record, actor, also_left=also_left)
    if as_json:
        say_json(
            {
                "people": [
                    {
                        "login": one.row.login,
                        "name": one.row.name,
                        "role": one.row.role,
                        "teams": list(one.teams),
                        "manages": list(one.manages),
                        "since": one.row.since,
                        "left": one.row.left,
                    }
                    for one in rows
                ]
            }
        )
        return
    for one in rows:
        places = [*one.teams, *(f"manages {name}" for name in one.manages), *(["taken out"] if one.row.left else [])]
        say(
            "\n".join(
                wrapped(
                    f"{one.row.role}{', ' if places else ''}{', '.join(places)}",
                    f"{one.row.login:<16} {one.row.name:<24} ",
                )
            )
        )
    if len(rows) == 1 and not rows[0].teams and not rows[0].manages:
        say("Nobody else yet. `sparring people add LOGIN NAME` adds a rep; `sparring teams add NAME` a team.")


@command.command("add", epilog='\b\nExample:\n  sparring people add amara "Amara Okoye" --team Harbour\n')
@click.argument("login")
@click.argument("name")
@click.option("--role", default="rep", show_default=True, help="rep, manager or admin.")
@click.option("--team", "team", help="The team to join.")
@as_json_option
def add_command(login: str, name: str, role: str, team: str | None, as_json: bool) -> None:
    """Add somebody. LOGIN is the name that they sign in to this machine with."""
    from simulator.services.roster import add_person
    from simulator.services.teams import join

    found, actor = practice()
    row = add_person(found.record, actor, login, name, role=role)
    if team:
        join(found.record, actor, row.login, team)
    if as_json:
        say_json({"login": row.login, "name": row.name, "role": row.role, "team": team})
        return
    say(f"Added {row.name} ({row.login}), {row.role}{f', in {team}' if team else ''}.")
    say(f"To undo it:   sparring people out {row.login}")


@command.command("rename", epilog='\b\nExample:\n  sparring people rename amara "Amara Okoye-Lind"\n')
@click.argument("who")
@click.argument("name")
def rename_command(who: str, name: str) -> None:
    """Give somebody another name."""
    from simulator.services.roster import change_person

    found, actor = practice()
    row = change_person(found.record, actor, who, name=name)
    say(f"{row.login} is called {row.name}.")


@command.command("role", epilog="\b\nExample:\n  sparring people role amara manager\n")
@click.argument("who")
@click.argument("role", type=click.Choice(["rep", "manager", "admin"]))
def role_command(who: str, role: str) -> None:
    """Make somebody a rep, a manager or an admin."""
    from simulator.services.roster import change_person

    found, actor = practice()
    row = change_person(found.record, actor, who, role=role)
    say(f"{row.name} ({row.login}) is {row.role} now.")


@command.command("out", epilog="\b\nExample:\n  sparring people out amara\n")
@click.argument("who")
def out_command(who: str) -> None:
    """Take somebody out: they may not sign in, and nothing is due from them. What they did stays."""
    from simulator.services.roster import take_out

    found, actor = practice()
    row = take_out(found.record, actor, who)
    say(f"{row.name} ({row.login}) is out. To undo it:   sparring people in {row.login}")


@command.command("in", epilog="\b\nExample:\n  sparring people in amara\n")
@click.argument("who")
def in_command(who: str) -> None:
    """Take somebody in again."""
    from simulator.services.roster import take_in

    found, actor = practice()
    row = take_in(found.record, actor, who)
    say(f"{row.name} ({row.login}) is in again; `sparring teams join` puts them into a team.")


@command.command("import", epilog="\b\nExample:\n  sparring people import starters.csv --dry-run\n")
@click.argument("file", type=click.Path(path_type=Path))
@click.option("--dry-run", is_flag=True, help="Say what it would change, and change nothing.")
@click.option("--zone", default="UTC", show_default=True, help="The time zone of teams that are new.")
@as_json_option
def import_command(file: Path, dry_run: bool, zone: str, as_json: bool) -> int:
    """Bring in people from a CSV file, all or nothing.

    Columns: login and name; role, team and manages where you want them. Several teams in a cell: Harbour; Night shift.
    Exits 1 where the file has problems.
    """
    from simulator.cli.files import text_of
    from simulator.services.people_csv import LARGEST, bring_in, plan

    found, actor = practice()
    text = text_of(file, LARGEST, "list of people")
    planned = plan(found.record, actor, text) if dry_run else bring_in(found.record, actor, text, zone=zone)
    done = not dry_run and not planned.problems
    if as_json:
        document = {
            "changes": list(planned.changes),
            "new_teams": list(planned.new_teams),
            "unchanged": planned.unchanged,
        }
        say_json({"done": done, **document, "problems": list(planned.problems)})
        return 1 if planned.problems else 0
    for problem in planned.problems:
        say(f"{file}: {problem}")
    if planned.problems:
        say(
            f"{len(planned.problems)} of {len(planned.lines) + len(planned.problems)} rows cannot be used; nothing was changed."
        )
        return 1
    for name in planned.new_teams:
        say(f"new team: {name}")
    for change in planned.changes:
        say("\n".join(wrapped(change)))
    count = len(planned.changes)
    say(
        f"{count} {'would be' if dry_run else 'were'} changed, {planned.unchanged} {'stay' if dry_run else 'stayed'} as they are."
    )
    if dry_run and count:
        say(f"To do it:   sparring people import {file}")
    return 0


@command.command("erase", epilog="\b\nExample:\n  sparring people erase amara\n")
@click.argument("who")
@click.option("--yes", is_flag=True, help="Do not ask.")
def erase_command(who: str, yes: bool) -> None:
    """Erase a person's words and name for good. Totals and marks stay, without a name.

    Backups made before still have them; they are dropped by age.
    """
    from simulator.services.roster import erase, to_erase

    found, actor = practice()
    row, calls = to_erase(found.record, actor, who)
    if not yes:
        question = f"Erase {row.name} ({row.login}) with the words of {calls} calls? This cannot be undone."
        click.confirm(question, abort=True, err=True)
    done = erase(found.record, actor, row.login)
    say(f"Erased: {done.replies} replies in {done.calls} calls, {done.comments} comments, {done.notes} notes.")
