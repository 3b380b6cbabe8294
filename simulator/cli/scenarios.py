"""`sparring scenarios`: the library."""

from __future__ import annotations

import difflib
import os
from collections.abc import Callable, Iterator
from dataclasses import asdict
from importlib import import_module
from typing import TYPE_CHECKING

import click

from simulator.cli.output import room, say, say_json, wrapped

if TYPE_CHECKING:
    from simulator.scenario.catalogue import Catalogue, Entry
    from simulator.scenario.model import Scenario


def catalogue() -> Catalogue:
    """What the app shows: the scenarios that ship, SPARRING_SCENARIOS, and a person's own in the data folder."""
    from simulator.scenario.catalogue import Catalogue, shipped
    from simulator.services.home import Home, HomeError, missing_folders, scenario_folders

    for notice in missing_folders(os.environ):
        say(f"warning: {notice}", err=True)
    try:
        home = Home.find(os.environ)
    except HomeError:
        return Catalogue([shipped(), *scenario_folders(os.environ)], None)
    return Catalogue(home.roots, home.cache, home.company)


LATER = {
    "paths": ("simulator.cli.paths", "command", "The learning paths: scenarios in order, and when each path is done."),
    "new": ("simulator.cli.new", "command", "Make a scenario of your own from a few answers."),
    "copy": ("simulator.cli.own", "copy_command", "Copy a scenario into your own folder."),
    "diff": ("simulator.cli.difference", "command", "Say what changed between two versions, in words."),
    "export": ("simulator.cli.packs", "export_command", "Pack scenarios and what they use into one file."),
    "import": ("simulator.cli.packs", "import_command", "Take in a pack or a file: all of it or nothing."),
    "publish": ("simulator.cli.own", "publish_command", "Publish a scenario of yours, once nothing speaks against it."),
    "retire": ("simulator.cli.own", "retire_command", "Take a scenario of yours out of what is suggested."),
}
"""Subcommands with a module of their own: it, the command's name there, and the line that the overview shows."""
EXAMPLES = """\b
Examples:
  sparring scenarios list --stage objection
  sparring scenarios show its-too-expensive
  sparring scenarios new                       a scenario of your own, question by question
"""


class Shelf(click.Group):
    """The group of `scenarios`: what authors need is imported when it is called."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        return [*super().list_commands(ctx), *LATER]

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        if cmd_name in LATER:
            module, name, _ = LATER[cmd_name]
            command: click.Command = getattr(import_module(module), name)
            return command
        return super().get_command(ctx, cmd_name)

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        own = [(name, found.get_short_help_str(70)) for name, found in self.commands.items()]
        with formatter.section("Commands"):
            formatter.write_dl([*own, *((name, line) for name, (_, _, line) in LATER.items())])


@click.group(cls=Shelf, invoke_without_command=True, epilog=EXAMPLES)
@click.pass_context
def command(ctx: click.Context) -> None:
    """The scenarios: list and show them, and make and keep your own."""
    if ctx.invoked_subcommand is None:
        say(ctx.get_help())


@command.command("list", epilog="\b\nExample:\n  sparring scenarios list --json\n")
@click.option("--stage", help="Only this stage, such as objection.")
@click.option("--status", type=click.Choice(["draft", "published", "retired"]), help="Only those with this status.")
@click.option("--json", "as_json", is_flag=True, help="Print one JSON document and nothing else.")
def list_command(stage: str | None, status: str | None, as_json: bool) -> None:
    """What there is to practise."""
    if stage is not None:
        known_stage(stage)
    entries = [e for e in catalogue().entries() if stage in (None, e.stage) and status in (None, e.status)]
    if as_json:
        keep = [{k: v for k, v in asdict(entry).items() if k != "path"} for entry in entries]
        say_json({"scenarios": keep})
        return
    if not entries:
        say("No scenario of this kind. Without --stage and --status all are shown.")
    rows = {entry.id: table_row(entry) for entry in entries if not entry.broken}
    fits = all(len(row) <= room() for row in rows.values())
    for entry in entries:
        if entry.broken:
            say(f"{entry.id}: cannot be played: {entry.broken}")
        elif fits:
            say(rows[entry.id])
        else:
            told = f"{entry.title}. {entry.stage}, difficulty {entry.difficulty} of 5, {entry.minutes} minutes"
            say("\n".join(wrapped(told, f"{entry.id}: ")))
        if entry.instead:
            say(f"  {entry.path} stands in place of {entry.instead}: they have the same id")


def known_stage(name: str) -> None:
    """Raises click.UsageError where there is no such stage."""
    from simulator.scenario.model import STAGES

    if name not in STAGES:
        near = difflib.get_close_matches(name, STAGES, 1, 0.5)
        hint = f"did you mean '{near[0]}'?" if near else f"stages are: {', '.join(STAGES)}"
        raise click.UsageError(f"there is no stage '{name}'; {hint}")


def table_row(entry: Entry) -> str:
    mark = "" if entry.status == "published" else f" ({entry.status})"
    return f"{entry.id:<40} {entry.stage:<13} {entry.difficulty} of 5 {entry.minutes:>3} min  {entry.title}{mark}"


@command.command("show", epilog="\b\nExample:\n  sparring scenarios show its-too-expensive\n")
@click.argument("scenario", metavar="ID")
@click.option("--json", "as_json", is_flag=True, help="Print one JSON document and nothing else.")
def show(scenario: str, as_json: bool) -> None:
    """The brief of a scenario, and what it is marked on."""
    from simulator.engine.draws import cast, fill, values_for

    found = catalogue().open(scenario)
    values = values_for(found, cast(found, 0))
    if as_json:
        document = {
            "id": found.id,
            "version": found.version,
            "hash": found.hash,
            "title": found.title,
            "stage": found.stage,
            "difficulty": found.difficulty,
            "minutes": found.minutes,
            "brief": fill(found.brief, values),
            "goals": [fill(goal, values) for goal in found.goals],
            "pass_mark": found.rubric.pass_mark,
            "criteria": [
                {"id": c.id, "skill": c.skill, "title": c.title, "weight": c.weight, "anchors": list(c.anchors)}
                for c in found.rubric.criteria
            ],
        }
        say_json(document)
        return
    for row in shown_rows(found, lambda text: fill(text, values)):
        say(row)


def shown_rows(found: Scenario, fill: Callable[[str], str]) -> Iterator[str]:
    """The brief, and what it is marked on, in rows that fit the terminal."""
    yield from wrapped(found.title)
    yield from wrapped(f"{found.stage}, difficulty {found.difficulty} of 5, {found.minutes} minutes")
    yield ""
    yield from wrapped(fill(found.brief))
    yield ""
    for goal in found.goals:
        yield from wrapped(fill(goal), "- ")
    yield ""
    yield f"Marked on (pass mark {found.rubric.pass_mark}):"
    for skill in found.rubric.skills:
        weight = found.rubric.weights.get(skill.id)
        yield ""
        yield from wrapped(skill.name + (f", weight {weight}" if weight else ", a gate without weight"))
        for criterion in found.rubric.criteria:
            if criterion.skill == skill.id:
                yield from wrapped(criterion.anchors[4], f"  {criterion.title}: ")


@command.command("schema", epilog="\b\nExample:\n  sparring scenarios schema > scenario.schema.json\n")
def schema() -> None:
    """The JSON Schema of a scenario file, for editors."""
    from simulator.scenario.schema import json_schema

    say_json(json_schema())
