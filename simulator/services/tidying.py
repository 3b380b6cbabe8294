"""Laying out a file in its place."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from simulator.scenario.document import shown
from simulator.scenario.layout import CannotLayOut, laid_out
from simulator.services.authoring import put
from simulator.services.publishing import text_of


@dataclass(frozen=True, slots=True)
class Tidied:
    """`left`: why the file was left as it is, with its place; else empty."""

    changed: bool
    left: str = ""


def tidied(path: Path, *, write: bool) -> Tidied:
    """Lay a file out, and write it where it changes. Raises ScenarioError where it cannot be read, AuthoringError."""
    before = text_of(path)
    try:
        after = laid_out(before, shown(path))
    except CannotLayOut as error:
        return Tidied(False, str(error.problems[0]))
    changed = after != before
    if changed and write:
        put(path, after)
    return Tidied(changed)
