"""`sparring scenarios copy`, `publish` and `retire`: what a person does with scenarios of their own."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

import click

from simulator.cli.output import one_line, say, say_json, wrapped

if TYPE_CHECKING:
    from simulator.services.policy import Actor
    from simulator.services.practice import Practice


def practice() -> tuple[Practice, Actor]:
    """The record and who is here. Raises HomeError, RecordError."""
    from simulator.services.home import Home
    from simulator.services.people import sign_in
    from simulator.services.practice import Practice

    found = Practice(Home.find(os.environ))
    return found, sign_in(found.people)


@click.command("copy", epilog="\b\nExample:\n  sparring scenarios copy its-too-expensive my-price-talk\n")
@click.argument("scenario", metavar="ID")
@click.argument("new", metavar="NEW_ID")
@click.option("--title", help="What the library shows; the old title with (copy) if you do not say.")
@click.option("--replace", "over", is_flag=True, help="Write over a scenario of your own with this id.")
@click.option("--json", "as_json", is_flag=True, help="Print one JSON document and nothing else.")
def copy_command(scenario: str, new: str, title: str | None, over: bool, as_json: bool) -> None:
    """Copy a scenario into your own folder, as version 1 and draft; its comments come along."""
    from simulator.cli.scenarios import catalogue
    from simulator.scenario.templates import AnswerError
    from simulator.services.authoring import AuthoringError
    from simulator.services.home import Home
    from simulator.services.publishing import copy

    folder = Home.find(os.environ).folder / "scenarios"
    try:
        made = copy(catalogue(), scenario, new, folder, title=title or "", over=over)
    except FileExistsError as error:
        raise click.UsageError(f"{error} is there already; choose another id, or say --replace") from None
    except (AuthoringError, AnswerError) as error:
        raise click.UsageError(str(error)) from None
    if as_json:
        say_json({"id": new, "path": str(made.path), "beside": [str(path) for path in made.beside]})
        return
    say(f"Made {made.path}")
    for path in made.beside:
        say(f"  with {path}, which it uses")
    say(f"Compare:    sparring scenarios diff {scenario} {new}")
    say(f"Play it:    sparring play {new}")
    say("To undo it, delete the file.")


@click.command(
    "publish",
    epilog="\b\nExamples:\n  sparring scenarios publish my-price-talk\n  sparring scenarios publish my-price-talk --raise\n",
)
@click.argument("scenario", metavar="ID")
@click.option("--raise", "raise_version", is_flag=True, help="Give it the next version where its content has changed.")
@click.option("--json", "as_json", is_flag=True, help="Print one JSON document and nothing else.")
def publish_command(scenario: str, raise_version: bool, as_json: bool) -> int:
    """Set the status of a scenario of yours to published, once nothing speaks against it.

    Refused where `check` finds an error, where a simulated expert fails or a cheat passes, and where the content has
    changed since the last publication and the version has not. Exits 1 where it is refused.
    """
    from simulator.cli.detect import wanted_encoder
    from simulator.services.authoring import AuthoringError
    from simulator.services.publishing import Refused, publish

    found, actor = practice()
    try:
        done = publish(
            found.catalogue,
            found.record,
            actor,
            scenario,
            encoder=wanted_encoder(),
            raise_version=raise_version,
            told=lambda text: say("\n".join(wrapped(text)), err=True),
        )
    except Refused as refused:
        if as_json:
            problems = [str(problem) for problem in refused.problems]
            say_json({"id": scenario, "published": False, "why": str(refused), "problems": problems})
            return 1
        for problem in refused.problems:
            say(one_line(problem))
        say("\n".join(wrapped(f"{refused}.")))
        return 1
    except AuthoringError as error:
        raise click.UsageError(str(error)) from None
    if as_json:
        document = {"id": scenario, "published": True, "version": done.version, "before": done.before}
        say_json({**document, "path": str(done.path)})
        return 0
    say(f"Published: {scenario}, version {done.version}" + (" (raised)" if done.raised else ""))
    if done.before is not None and done.before != done.version:
        say(f"What is new:  sparring scenarios diff {scenario}@{done.before} {scenario}")
    say(f"To undo it:   sparring scenarios retire {scenario}, or `status: draft` in {done.path}")
    return 0


@click.command("retire", epilog="\b\nExample:\n  sparring scenarios retire my-price-talk\n")
@click.argument("scenario", metavar="ID")
@click.option("--json", "as_json", is_flag=True, help="Print one JSON document and nothing else.")
def retire_command(scenario: str, as_json: bool) -> None:
    """Set the status of a scenario of yours to retired: it is no longer suggested. Calls on record stay."""
    from simulator.services.authoring import AuthoringError
    from simulator.services.publishing import retire

    found, actor = practice()
    try:
        path = retire(found.catalogue, found.record, actor, scenario)
    except AuthoringError as error:
        raise click.UsageError(str(error)) from None
    if as_json:
        say_json({"id": scenario, "status": "retired", "path": str(path)})
        return
    say(f"Retired: {scenario}. It is no longer suggested; calls on record stay as they are.")
    say(f"To undo it:   sparring scenarios publish {scenario}")
