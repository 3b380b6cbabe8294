"""`sparring report`: files to print and to send."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from simulator.cli.files import write_new
from simulator.cli.output import say
from simulator.cli.own import practice

if TYPE_CHECKING:
    from simulator.exports.page import Report

EXAMPLES = """\b
Examples:
  sparring report call 3f2a91c0 --to call.html
  sparring report rep amara --to amara.html
  sparring report team --to team.html
  sparring report week                          Markdown, for a chat
"""
to_option = click.option(
    "--to",
    "target",
    type=click.Path(path_type=Path),
    help="A new .html or .md file; Markdown on the screen if you do not say.",
)


@click.group(epilog=EXAMPLES, invoke_without_command=True)
@click.pass_context
def command(ctx: click.Context) -> None:
    """Reports as one HTML file, ready to print, or as Markdown: a call, a rep, the team, the week."""
    if ctx.invoked_subcommand is None:
        say(ctx.get_help())


def give(made: Report, target: Path | None) -> None:
    from simulator.exports.page import html, markdown

    if target is None:
        say(markdown(made))
        return
    kind = target.suffix.lower()
    if kind not in (".html", ".htm", ".md"):
        raise click.UsageError("name a file that ends in .html or .md")
    write_new(target, markdown(made) if kind == ".md" else html(made))
    say(f"Written: {target}")


@command.command("call", epilog=EXAMPLES)
@click.argument("attempt")
@to_option
def call_command(attempt: str, target: Path | None) -> None:
    """A scorecard with its transcript, both marks, and the receipt that proves the machine's."""
    from simulator.services.reports import of_call

    give(of_call(*practice(), attempt), target)


@command.command("rep", epilog=EXAMPLES)
@click.argument("who")
@to_option
def rep_command(who: str, target: Path | None) -> None:
    """One rep: months, assignments, the page of the next 1:1, calls."""
    from simulator.services.reports import of_rep

    give(of_rep(*practice(), who), target)


@command.command("team", epilog=EXAMPLES)
@to_option
def team_command(target: Path | None) -> None:
    """Your people: assignments, person by skill, weeks, what is missed most."""
    from simulator.services.reports import of_team

    give(of_team(*practice()), target)


@command.command("week", epilog=EXAMPLES)
@to_option
def week_command(target: Path | None) -> None:
    """This week of the team, short; nobody is named for a low total."""
    from simulator.services.reports import of_week

    give(of_week(*practice()), target)
