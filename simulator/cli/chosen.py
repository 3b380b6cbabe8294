"""Scenarios that were named on the command line: by id, or as a file."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import click

from simulator.cli.files import meant
from simulator.cli.scenarios import catalogue

if TYPE_CHECKING:
    from simulator.scenario.catalogue import Catalogue
    from simulator.scenario.model import Scenario


def chosen(names: Sequence[str]) -> Iterator[tuple[str, Scenario]]:
    """Each scenario, and the file it stands in; all that can be played where none is named; a folder's own, where it is
    one. Raises click.UsageError, UnknownScenario, ScenarioError."""
    library = catalogue()
    if not names:
        for entry in library.entries():
            if not entry.broken:
                yield entry.path, library.open(entry.id)
    for name in names:
        yield from _named(library, name)


def _named(library: Catalogue, name: str) -> Iterator[tuple[str, Scenario]]:
    path = Path(name)
    if path.is_dir():
        for file in sorted(path.rglob("*.yaml")):
            yield str(file), library.read(file)
    elif path.is_file():
        yield name, library.read(path)
    elif path.suffix in (".yaml", ".yml"):
        raise click.UsageError(f"there is no file {name}{meant(path)}")
    else:
        yield library.entry(name).path, library.open(name)
