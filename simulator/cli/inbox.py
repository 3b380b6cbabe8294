"""`sparring inbox`: objections that were heard outside, kept until they are practised."""

from __future__ import annotations

import os

import click

from simulator.cli.output import say, say_json, wrapped

EXAMPLES = """\b
Examples:
  sparring inbox add "We signed with somebody else last week." --who "Ada Moss" --about renewal
  sparring inbox list
  sparring inbox draft 3           a scenario made of it
  sparring inbox done 3
"""


@click.group(epilog=EXAMPLES, invoke_without_command=True)
@click.pass_context
def command(ctx: click.Context) -> None:
    """Keep the objections you hear, and make scenarios of them.

    The list also has your replies that a customer in a call did not understand: words for the `like` of a scenario.
    """
    if ctx.invoked_subcommand is None:
        say(ctx.get_help())


@command.command("add", epilog='\b\nExample:\n  sparring inbox add "The pot is empty." --who "the buyer at Moss"\n')
@click.argument("said", metavar="SENTENCE")
@click.option("--who", default="", help="Who said it.")
@click.option("--about", default="", help="What it was about.")
@click.option("--json", "as_json", is_flag=True, help="Print one JSON document and nothing else.")
def add_command(said: str, who: str, about: str, as_json: bool) -> None:
    """Note what a customer said, in their words."""
    from simulator.cli.own import practice
    from simulator.scenario.templates import AnswerError
    from simulator.services.authoring import AuthoringError
    from simulator.services.inbox import note

    found, actor = practice()
    try:
        number = note(found.record, actor, said, who=who, about=about)
    except (AuthoringError, AnswerError) as error:
        raise click.UsageError(str(error)) from None
    if as_json:
        say_json({"number": number})
        return
    say(f"Kept as number {number}. Make a scenario of it: sparring inbox draft {number}")


@command.command("list", epilog="\b\nExample:\n  sparring inbox list --all\n")
@click.option("--all", "also_done", is_flag=True, help="Also what was ticked off.")
@click.option("--json", "as_json", is_flag=True, help="Print one JSON document and nothing else.")
def list_command(also_done: bool, as_json: bool) -> None:
    """What you noted, and what no customer understood, the newest first."""
    from simulator.cli.own import practice
    from simulator.services.inbox import not_understood, noted

    found, actor = practice()
    entries = noted(found.record, actor, also_done=also_done)
    unclear = not_understood(found.record, actor)
    if as_json:
        kept = [
            {"number": e.id, "said": e.said, "who": e.who, "about": e.about, "at": e.at, "scenario": e.scenario}
            | {"done": e.done}
            for e in entries
        ]
        missed = [{"scenario": u.scenario, "said": u.said, "at": u.at} for u in unclear]
        say_json({"noted": kept, "not_understood": missed})
        return
    if not entries:
        say('Nothing is noted. Add what you hear: sparring inbox add "what the customer said"')
    for entry in entries:
        say("\n".join(wrapped(f"“{entry.said}”", f"{entry.id:>4}  ")))
        told = [entry.at[:10], entry.who, entry.about, f"draft: {entry.scenario}" if entry.scenario else ""]
        told.append("done" if entry.done else "")
        say("\n".join(wrapped(", ".join(part for part in told if part), "      ")))
    if unclear:
        say("\nNot understood by the customers in your calls:")
    for reply in unclear:
        say("\n".join(wrapped(f"“{reply.said}” ({reply.scenario})", "      ")))


@command.command("draft", epilog="\b\nExample:\n  sparring inbox draft 3 --id signed-elsewhere --stage renewal\n")
@click.argument("number", type=click.IntRange(1))
@click.option("--id", "name", default="", help="The scenario's id; made from the objection if you do not say.")
@click.option(
    "--stage", type=click.Choice(["cold_call", "discovery", "objection", "negotiation", "renewal", "coaching"])
)
@click.option("--objection", default="", metavar="FAMILY", help="A name of library/objections.yaml.")
@click.option("--json", "as_json", is_flag=True, help="Print one JSON document and nothing else.")
def draft_command(number: int, name: str, stage: str | None, objection: str, as_json: bool) -> None:
    """Make a draft scenario of what you noted, as `sparring scenarios new` does."""
    from simulator.cli.detect import wanted_encoder
    from simulator.cli.own import practice
    from simulator.scenario.templates import AnswerError
    from simulator.services.authoring import AuthoringError, compose, write_new
    from simulator.services.home import Home
    from simulator.services.inbox import answers_of, drafted, one

    found, actor = practice()
    folder = Home.find(os.environ).folder / "scenarios"
    try:
        entry = one(found.record, actor, number)
        answers = answers_of(entry, name=name, stage=stage or "", objection=objection)
        made = compose(answers, found.catalogue, wanted_encoder())
        if any(known.id == made.answers.id for known in found.catalogue.entries()):
            raise AuthoringError(f"there is a scenario '{made.answers.id}' already; choose another id with --id")
        path = write_new(folder, made.answers.id, made.text)
        drafted(found.record, actor, number, made.answers.id)
    except FileExistsError as error:
        raise click.UsageError(f"{error} is there already; choose another id with --id") from None
    except (AuthoringError, AnswerError) as error:
        raise click.UsageError(str(error)) from None
    if as_json:
        say_json({"number": number, "id": made.answers.id, "path": str(path)})
        return
    say(f"Made {path}")
    say("\n".join(wrapped(f"About the objection {made.answers.objection}; --objection names another.")))
    say(f"Play it:    sparring play {made.answers.id}")
    say(f"Then:       sparring inbox done {number}")


@command.command("done", epilog="\b\nExample:\n  sparring inbox done 3\n")
@click.argument("number", type=click.IntRange(1))
@click.option("--undo", is_flag=True, help="Put it back on the list.")
def done_command(number: int, undo: bool) -> None:
    """Tick one off; it stays on record, and `list --all` shows it."""
    from simulator.cli.own import practice
    from simulator.services.authoring import AuthoringError
    from simulator.services.inbox import tick_off

    found, actor = practice()
    try:
        tick_off(found.record, actor, number, undo=undo)
    except AuthoringError as error:
        raise click.UsageError(str(error)) from None
    say("It is back on the list." if undo else f"Done. To put it back: sparring inbox done {number} --undo")
