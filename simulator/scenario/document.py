"""A YAML file as a tree of nodes that know where they stand. Nothing is trusted and nothing is typed yet.

Refused before anything is built: files over 2 MB, text that is not UTF-8, anchors, aliases, tags, nesting deeper than
30, keys written twice. Plain scalars stay text: `no` is "no" and `12:30` is "12:30".
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from simulator.scenario.problems import Place, Problem, ScenarioError

LARGEST = 2_000_000
DEEPEST = 30
_CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069\ud800-\udfff]")


@dataclass(frozen=True, slots=True)
class Text:
    """A scalar. `plain`: written without quotes, so a number may be meant; `offset` is where its first letter stands."""

    value: str
    place: Place
    plain: bool


@dataclass(frozen=True, slots=True)
class Items:
    items: tuple[Node, ...]
    place: Place
    flow: bool = False


@dataclass(frozen=True, slots=True)
class Fields:
    """A mapping in the order of the file. `keys` has the place of each key."""

    fields: Mapping[str, Node]
    place: Place
    keys: Mapping[str, Place] = field(default_factory=dict)
    flow: bool = False

    def __iter__(self) -> Iterator[tuple[str, Node]]:
        return iter(self.fields.items())


Node = Text | Items | Fields


def read_file(path: Path, shown_as: str | None = None) -> Node:
    """The tree of a file. Raises ScenarioError with every problem found, and OSError where it cannot be read."""
    name = shown_as or str(path)
    with path.open("rb") as stream:
        data = stream.read(LARGEST + 1)
    return read_bytes(data, name)


def read_bytes(data: bytes, name: str) -> Node:
    """The tree of a file's bytes. Raises ScenarioError."""
    if len(data) > LARGEST:
        raise _refused("S108", f"the file is larger than {LARGEST // 1_000_000} MB; split it", Place(name))
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = data[: error.start].count(b"\n") + 1
        raise _refused("S108", "the file is not UTF-8 text; save it as UTF-8", Place(name, line, 1)) from None
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    _refuse_tabs(text, name)
    return _Composer(_CONTROL.sub("", text), name).tree()


def _refused(code: str, message: str, place: Place) -> ScenarioError:
    return ScenarioError((Problem(code, message, place),))


def _refuse_tabs(text: str, name: str) -> None:
    for number, line in enumerate(text.split("\n"), 1):
        stripped = line.lstrip(" \t")
        indent = line[: len(line) - len(stripped)]
        if "\t" in indent and stripped and not stripped.startswith("#"):
            message = "this line is indented with a tab; use spaces"
            raise _refused("S108", message, Place(name, number, indent.index("\t") + 1))


class _Composer:
    """Looks at the events first, then composes: the C loader would follow an alias bomb to its end."""

    def __init__(self, text: str, name: str) -> None:
        # Deferred: a menu from the index reads no YAML.
        import yaml

        self.yaml = yaml
        self.loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
        self.text = text
        self.name = name
        self.problems: list[Problem] = []

    def tree(self) -> Node:
        try:
            self.scan()
            if self.problems:
                raise ScenarioError(tuple(self.problems))
            root = self.yaml.compose(self.text, Loader=self.loader)
        except self.yaml.YAMLError as error:
            mark = getattr(error, "problem_mark", None) or getattr(error, "context_mark", None)
            place = Place(self.name, mark.line + 1, mark.column + 1) if mark else Place(self.name, 1, 1)
            what = getattr(error, "problem", None) or "this is not YAML"
            raise _refused("S101", f"{what}; is a quotation mark, a colon or an indent missing?", place) from None
        except RecursionError:
            raise _refused("S108", f"nested deeper than {DEEPEST} levels", Place(self.name, 1, 1)) from None
        if root is None:
            raise _refused("S101", "the file is empty", Place(self.name, 1, 1))
        node = self.node(root)
        if self.problems:
            raise ScenarioError(tuple(self.problems))
        return node

    def scan(self) -> None:
        events, depth, documents = self.yaml.events, 0, 0
        for event in self.yaml.parse(self.text, Loader=self.loader):
            mark: Any = event.start_mark
            place = Place(self.name, mark.line + 1, mark.column + 1)
            if isinstance(event, events.DocumentStartEvent):
                documents += 1
                if documents > 1:
                    self.problems.append(Problem("S101", "a second document starts here; a file holds one", place))
                    return
            if isinstance(event, events.AliasEvent) or getattr(event, "anchor", None):
                self.problems.append(
                    Problem("S103", "anchors (&) and aliases (*) are not used here; write it out", place)
                )
                return
            tag = getattr(event, "tag", None)
            if tag and tag != "!":
                self.problems.append(Problem("S104", f"the tag {tag} is not used here", place))
            if isinstance(event, events.CollectionStartEvent):
                depth += 1
                if depth > DEEPEST:
                    self.problems.append(Problem("S108", f"nested deeper than {DEEPEST} levels", place))
                    return
            elif isinstance(event, events.CollectionEndEvent):
                depth -= 1

    def node(self, raw: Any) -> Node:
        yaml = self.yaml
        mark = raw.start_mark
        place = Place(self.name, mark.line + 1, mark.column + 1)
        if isinstance(raw, yaml.ScalarNode):
            return Text(raw.value, place, not raw.style)
        if isinstance(raw, yaml.SequenceNode):
            return Items(tuple(self.node(item) for item in raw.value), place, bool(raw.flow_style))
        fields: dict[str, Node] = {}
        keys: dict[str, Place] = {}
        flow = bool(raw.flow_style)
        for key, value in raw.value:
            spot = Place(self.name, key.start_mark.line + 1, key.start_mark.column + 1)
            if not isinstance(key, yaml.ScalarNode):
                self.problems.append(Problem("S106", "a key must be a word", spot))
                continue
            if flow and isinstance(value, yaml.ScalarNode) and value.value == "" and not value.style:
                message = f"a sentence was cut at a comma: '{key.value}' stands alone; put quotation marks round it"
                self.problems.append(Problem("S107", message, spot))
                continue
            if key.value in fields:
                message = f"'{key.value}' is written twice; the first is on line {keys[key.value].line}"
                self.problems.append(Problem("S102", message, spot))
                continue
            fields[key.value] = self.node(value)
            keys[key.value] = spot
        return Fields(fields, place, keys, flow)
