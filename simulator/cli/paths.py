"""`sparring scenarios paths`: the learning paths, in order."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import asdict

import click

from simulator.cli.output import say, say_json, wrapped
from simulator.scenario.paths import LearningPath


@click.command("paths", epilog="\b\nExample:\n  sparring scenarios paths --json\n")
@click.option("--json", "as_json", is_flag=True, help="Print one JSON document and nothing else.")
def command(as_json: bool) -> None:
    """The learning paths: what one can do after each, its scenarios in order, and when it is done."""
    from simulator.cli.scenarios import catalogue

    shelf = catalogue()
    paths = shelf.paths()
    for problem in shelf.path_problems():
        say(f"warning: {problem}", err=True)
    if as_json:
        say_json({"paths": [{**asdict(path), "rule": path.rule} for path in paths]})
        return
    if not paths:
        say("There are no paths. `paths.yaml` in your scenario folder makes some; docs/authoring.md says how.")
    titles = {entry.id: entry.title for entry in shelf.entries()}
    say("\n".join(row for path in paths for row in shown(path, titles)).strip("\n"))


def shown(path: LearningPath, titles: dict[str, str]) -> Iterator[str]:
    yield from wrapped(f"{path.title} ({path.id}): {path.rule}")
    yield from wrapped(path.able, "  ")
    for number, name in enumerate(path.scenarios, 1):
        yield from wrapped(f"{titles.get(name, name)} ({name})", f"  {number}. ")
    yield ""
