"""Paraphrases: what reps say in words that are no example. A YAML file a scenario, named by its id.

    held_back:                 # never shown: of these only counts are reported
      ask_gap: [...]
    shown:                     # for authors to look at
      ask_gap: [...]

A file without these two is held back as a whole. `nothing`, in either, is small change in which nothing may be heard.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from simulator.scenario.document import Fields, Items, Node, Text, read_file
from simulator.scenario.model import Scenario
from simulator.scenario.problems import Problem, ScenarioError

NOTHING = "nothing"
Lines = Mapping[str, tuple[str, ...]]


@dataclass(frozen=True, slots=True)
class Paraphrases:
    """By signal."""

    shown: Lines = field(default_factory=dict)
    held_back: Lines = field(default_factory=dict)

    @property
    def all(self) -> dict[str, tuple[str, ...]]:
        """Both, without small change."""
        names = [name for name in (*self.shown, *self.held_back) if name != NOTHING]
        return {name: (*self.shown.get(name, ()), *self.held_back.get(name, ())) for name in dict.fromkeys(names)}

    @property
    def secret(self) -> frozenset[str]:
        """The lines that are not to be quoted."""
        return frozenset(text for texts in self.held_back.values() for text in texts)


def read_paraphrases(path: Path) -> Paraphrases:
    """Raises ScenarioError, OSError."""
    root = read_file(path)
    if not isinstance(root, Fields):
        raise ScenarioError((Problem("S106", "paraphrases are a list of `signal: [lines]`", root.place),))
    if not {"shown", "held_back"} & set(root.fields):
        return Paraphrases(held_back=_lines(root))
    return Paraphrases(_lines(root.fields.get("shown")), _lines(root.fields.get("held_back")))


def paraphrases_of(scenario: Scenario, path: Path) -> Paraphrases:
    """Those of a scenario: a file, or in a folder the file of its id; none where there is no such file.

    Raises ScenarioError where a line is given for a signal that the scenario does not have, OSError.
    """
    if path.is_dir():
        path = path / f"{scenario.id}.yaml"
        if not path.is_file():
            return Paraphrases()
    found = read_paraphrases(path)
    for name in found.all:
        if name not in scenario.signals:
            message = f"{scenario.id} has no signal '{name}'"
            raise ScenarioError((Problem("S201", message, read_file(path).place),))
    return found


def _lines(node: Node | None) -> dict[str, tuple[str, ...]]:
    if node is None:
        return {}
    if not isinstance(node, Fields):
        raise ScenarioError((Problem("S106", "this must be a list of `signal: [lines]`", node.place),))
    return {name: tuple(_text(item) for item in _items(of)) for name, of in node.fields.items()}


def _items(node: Node) -> tuple[Node, ...]:
    return tuple(node.items) if isinstance(node, Items) else (node,)


def _text(node: Node) -> str:
    if not isinstance(node, Text):
        raise ScenarioError((Problem("S106", "this must be a line of text", node.place),))
    return node.value
