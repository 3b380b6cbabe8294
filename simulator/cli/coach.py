"""`sparring coach`: the page before a 1:1, the session, and what was agreed."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from simulator.cli.output import say, say_json, wrapped
from simulator.cli.own import practice

if TYPE_CHECKING:
    from simulator.services.coaching import SessionView

EXAMPLES = """\b
Examples:
  sparring coach prep amara
  sparring coach hold amara --line "You let Dana finish twice." --action "Ask what it costs before any claim." \\
      --promise "I listen in on Thursday."
  sparring coach list amara
  sparring coach invite amara "2026-12-03 10:00" --to amara.ics
"""
as_json_option = click.option("--json", "as_json", is_flag=True, help="Print one JSON document and nothing else.")


@click.group(epilog=EXAMPLES, invoke_without_command=True)
@click.pass_context
def command(ctx: click.Context) -> None:
    """Prepare and hold a 1:1: one gain, one thing to work on, one action, one promise of yours."""
    if ctx.invoked_subcommand is None:
        say(ctx.get_help())


@command.command("prep", epilog="\b\nExample:\n  sparring coach prep amara --to amara.md\n")
@click.argument("who")
@click.option("--line", default="", help="With --to: one line of your own, which a page that leaves here must have.")
@click.option("--to", "target", type=click.Path(path_type=Path), help="Write it as Markdown; a new file.")
@as_json_option
def prep_command(who: str, line: str, target: Path | None, as_json: bool) -> None:
    """The page before a 1:1, from what is on record. The rep may read the same page."""
    from simulator.services.prep import prepare
    from simulator.services.prep_page import sections

    found, actor = practice()
    page = list(sections(prepare(found, actor, who)))
    if as_json:
        say_json({"sections": [{"title": title, "lines": lines} for title, lines in page]})
        return
    if target is not None:
        from simulator.cli.files import write_new

        if len(" ".join(line.split())) < 10:
            raise click.UsageError("give a line of your own first: --line, at least ten characters")
        text = "".join(f"## {title}\n\n" + "".join(f"- {one}\n" for one in lines) + "\n" for title, lines in page)
        write_new(target, f"{text}## In my words\n\n{' '.join(line.split())}\n")
        say(f"Written: {target}")
        return
    for title, lines in page:
        say(title)
        for one in lines:
            say("\n".join(wrapped(one, "  ")))
        say("")


@command.command("hold", epilog=EXAMPLES)
@click.argument("who")
@click.option("--line", "own_line", required=True, help="One line in your own words.")
@click.option("--action", default="", help="The one thing that the rep takes on.")
@click.option("--promise", default="", help="What you promise.")
@click.option("--notes", default="")
@click.option("--blockers", default="", help="Does not know, cannot, does not want to, is blocked: by what?")
@click.option("--changed", default="", help="What became of the last goal.")
@click.option("--attempt", default="", help="The call that you looked at.")
@click.option("--due", default="in 14 days", show_default=True, help="By when the action is done.")
@as_json_option
def hold_command(who: str, as_json: bool, **agreed: str) -> None:
    """Keep what was agreed in a 1:1."""
    from simulator.services.coaching import Agreed, hold

    found, actor = practice()
    kept = hold(found, actor, who, Agreed(**agreed))
    if as_json:
        say_json(session_json(kept))
        return
    say("Kept. The next page opens with it: did it change?")
    for action in kept.actions:
        say("\n".join(wrapped(f"{'you' if action.who == 'manager' else who}: {action.text}", f"{action.id:>4}  ")))
    say("Follow it up with practice:   sparring assign new ... --to " + who)


def session_json(kept: SessionView) -> dict[str, Any]:
    from dataclasses import asdict

    row = asdict(kept.row)
    for name in ("id", "person_id", "manager_id", "attempt_id", "goal_id"):
        row.pop(name)
    actions = [{"number": a.id, "who": a.who, "text": a.text, "due": a.due, "done": a.done} for a in kept.actions]
    return {**row, "manager": kept.manager, "actions": actions}


@command.command("list", epilog="\b\nExample:\n  sparring coach list amara\n")
@click.argument("who")
@as_json_option
def list_command(who: str, as_json: bool) -> None:
    """The sessions with somebody, the newest first."""
    from simulator.services.coaching import sessions

    found, actor = practice()
    rows = sessions(found, actor, who)
    if as_json:
        say_json({"sessions": [session_json(one) for one in rows]})
        return
    if not rows:
        say(f"No session yet. `sparring coach prep {who}` prepares one.")
    for one in rows:
        say("\n".join(wrapped(f"{one.manager}: {one.row.own_line}", f"{one.row.held[:10]}  ")))
        for action in one.actions:
            sign = "+" if action.done else "-"
            say("\n".join(wrapped(f"{action.who}: {action.text}", f"  {sign} {action.id:>3}  ")))


@command.command("tick", epilog="\b\nExample:\n  sparring coach tick 3\n")
@click.argument("number", type=int)
@click.option("--undo", is_flag=True, help="It is not done after all.")
def tick_command(number: int, undo: bool) -> None:
    """An action is done."""
    from simulator.services.coaching import tick

    found, actor = practice()
    tick(found, actor, number, undo=undo)
    say("Not done." if undo else "Done.")


@command.command("invite", epilog='\b\nExample:\n  sparring coach invite amara "2026-12-03 10:00" --to amara.ics\n')
@click.argument("who")
@click.argument("when")
@click.option("--minutes", type=int, default=30, show_default=True)
@click.option("--to", "target", type=click.Path(path_type=Path), required=True, help="The .ics file; a new one.")
def invite_command(who: str, when: str, minutes: int, target: Path) -> None:
    """A calendar invitation for the next 1:1."""
    from simulator.cli.files import write_new
    from simulator.services.coaching import invitation

    found, actor = practice()
    write_new(target, invitation(found, actor, who, when, minutes=minutes))
    say(f"Written: {target}. Open it with your calendar.")
