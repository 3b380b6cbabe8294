"""`sparring teams`: teams, and who is in them."""

from __future__ import annotations

import click

from simulator.cli.output import say, say_json, wrapped
from simulator.cli.own import practice

EXAMPLES = """\b
Examples:
  sparring teams add Harbour --zone Europe/Vienna
  sparring teams join amara Harbour
  sparring teams join ruth Harbour --as manager
  sparring teams list
"""


@click.group(epilog=EXAMPLES, invoke_without_command=True)
@click.pass_context
def command(ctx: click.Context) -> None:
    """Teams: who is in them, who manages them, and in which time zone their dates are meant."""
    if ctx.invoked_subcommand is None:
        say(ctx.get_help())


@command.command("list", epilog="\b\nExample:\n  sparring teams list --json\n")
@click.option("--json", "as_json", is_flag=True, help="Print one JSON document and nothing else.")
def list_command(as_json: bool) -> None:
    """The teams with their people; a manager sees those they manage."""
    from simulator.services.teams import all_teams

    found, actor = practice()
    views = all_teams(found.record, actor)
    if as_json:
        say_json(
            {
                "teams": [
                    {
                        "name": view.row.name,
                        "above": view.above or None,
                        "zone": view.row.zone,
                        "managers": [row.login for row in view.managers],
                        "members": [row.login for row in view.members],
                    }
                    for view in views
                ]
            }
        )
        return
    if not views:
        say("No teams yet. `sparring teams add NAME` makes one.")
    for view in views:
        above = f", below {view.above}" if view.above else ""
        say("\n".join(wrapped(f"{view.row.name} ({view.row.zone}{above})")))
        say("\n".join(wrapped(", ".join(row.name for row in view.managers) or "nobody", "  managed by ")))
        say("\n".join(wrapped(", ".join(row.name for row in view.members) or "nobody yet", "  members: ")))


@command.command("add", epilog="\b\nExample:\n  sparring teams add Harbour --above North --zone Europe/Vienna\n")
@click.argument("name")
@click.option("--above", default="", metavar="TEAM", help="The team that it belongs to.")
@click.option(
    "--zone", default="UTC", show_default=True, help="In which its due dates are meant, such as Europe/Vienna."
)
def add_command(name: str, above: str, zone: str) -> None:
    """Make a team."""
    from simulator.services.teams import add_team

    found, actor = practice()
    row = add_team(found.record, actor, name, above=above, zone=zone)
    say(f"Made the team {row.name} ({row.zone}).")
    say(f'Put people in:   sparring teams join LOGIN "{row.name}"')


@command.command("change", epilog="\b\nExample:\n  sparring teams change Harbour --name Port --above North\n")
@click.argument("team")
@click.option("--name", "new_name", help="What it is to be called.")
@click.option("--above", metavar="TEAM", help="The team that it is to belong to; empty for none.")
@click.option("--zone", help="Its time zone.")
def change_command(team: str, new_name: str | None, above: str | None, zone: str | None) -> None:
    """Change a team's name, its place in the tree, or its time zone."""
    from simulator.services.teams import change_team

    if new_name is None and above is None and zone is None:
        raise click.UsageError("say what to change: --name, --above or --zone")
    found, actor = practice()
    row = change_team(found.record, actor, team, new_name=new_name, above=above, zone=zone)
    say(f"Changed: {row.name} ({row.zone}).")


@command.command("end", epilog="\b\nExample:\n  sparring teams end Harbour\n")
@click.argument("team")
def end_command(team: str) -> None:
    """End a team. Its people leave it; what they did in it stays."""
    from simulator.services.teams import end_team

    found, actor = practice()
    end_team(found.record, actor, team)
    say(f"The team {team} has ended.")


_as = click.option(
    "--as", "kind", type=click.Choice(["member", "manager"]), help="Which of the two; a member if you do not say."
)


@command.command("join", epilog="\b\nExample:\n  sparring teams join ruth Harbour --as manager\n")
@click.argument("who")
@click.argument("team")
@_as
def join_command(who: str, team: str, kind: str | None) -> None:
    """Put somebody into a team. What is assigned to it, for later joiners too, is theirs at once."""
    from simulator.services.teams import join

    found, actor = practice()
    done = join(found.record, actor, who, team, kind=kind or "member")
    say(f"{who} is in {team} as {kind or 'member'}{'' if done else ' already'}.")
    if done:
        say(f'To undo it:   sparring teams leave {who} "{team}"')


@command.command("leave", epilog="\b\nExample:\n  sparring teams leave amara Harbour\n")
@click.argument("who")
@click.argument("team")
@_as
def leave_command(who: str, team: str, kind: str | None) -> None:
    """Take somebody out of a team."""
    from simulator.services.teams import leave

    found, actor = practice()
    done = leave(found.record, actor, who, team, kind=kind)
    say(f"{who} has left {team}." if done else f"{who} was not in {team}.")
