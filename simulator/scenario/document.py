"""A YAML file as a tree of nodes that know where they stand. Nothing is trusted and nothing is typed yet.

Refused before anything is built: files over 2 MB or 40,000 entries, text that is not UTF-8, anchors, aliases, tags, nesting
deeper than 30, keys written twice. Plain scalars stay text: `no` is "no" and `12:30` is "12:30".
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path
from typing import Any

from simulator.scenario.problems import Place, Problem, ScenarioError

LARGEST = 2_000_000
DEEPEST = 30
MOST = 40_000
"""Entries of all lists and mappings together; the longest scenario that ships has some 2,000."""
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
    return read_bytes(_data_of(path), shown_as or shown(path))


def read_shared(path: Path) -> Node:
    """As `read_file`, for a library or a rubric: many scenarios use it, and the same bytes are read once a process."""
    return _remembered(_data_of(path), shown(path))


def _data_of(path: Path) -> bytes:
    with path.open("rb") as stream:
        return stream.read(LARGEST + 1)


def shown(path: Path | str) -> str:
    """A path or a name of a file as it may be printed: without what a terminal would obey."""
    return _CONTROL.sub("", str(path)).replace("\n", " ").replace("\t", " ")


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


@lru_cache(24)
def _remembered(data: bytes, name: str) -> Node:
    return read_bytes(data, name)


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
    """Builds the tree from the events themselves: a composer would follow an alias bomb to its end."""

    def __init__(self, text: str, name: str) -> None:
        # Deferred: a menu from the index reads no YAML.
        import yaml

        self.yaml = yaml
        self.scalar: Any = yaml.ScalarEvent
        self.loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
        self.text = text
        self.name = name
        self.problems: list[Problem] = []
        self.left = MOST
        self.next: Callable[[], Any] = lambda: None

    def tree(self) -> Node:
        loader = self.loader(self.text)
        self.next = loader.get_event
        try:
            root = self.document()
        except self.yaml.YAMLError as error:
            mark = getattr(error, "problem_mark", None) or getattr(error, "context_mark", None)
            place = Place(self.name, mark.line + 1, mark.column + 1) if mark else Place(self.name, 1, 1)
            what = getattr(error, "problem", None) or "this is not YAML"
            raise _refused("S101", f"{what}; is a quotation mark, a colon or an indent missing?", place) from None
        finally:
            loader.dispose()
        if root is None:
            raise _refused("S101", "the file is empty", Place(self.name, 1, 1))
        if self.problems:
            raise ScenarioError(tuple(self.problems))
        return root

    def document(self) -> Node | None:
        """The one document of the file; None where there is none. Reads to the end, for what is wrong behind it."""
        root: Node | None = None
        documents = 0
        while not isinstance(event := self.next(), self.yaml.StreamEndEvent):
            if isinstance(event, self.yaml.DocumentStartEvent):
                documents += 1
                if documents > 1:
                    message = "a second document starts here; a file holds one"
                    raise _refused("S101", message, self.place(event))
                root = self.node(self.next(), 0)
        return root

    def place(self, event: Any) -> Place:
        mark = event.start_mark
        return Place(self.name, mark.line + 1, mark.column + 1)

    def node(self, event: Any, depth: int) -> Node:
        """What begins with this event. Raises ScenarioError at once for what must not be followed."""
        mark = event.start_mark
        place = Place(self.name, mark.line + 1, mark.column + 1)
        if type(event) is self.scalar and not event.anchor and (not event.tag or event.tag == "!"):
            return self.text_of(event, place)
        yaml = self.yaml
        if isinstance(event, yaml.AliasEvent) or event.anchor:
            raise _refused("S103", "anchors (&) and aliases (*) are not used here; write it out", place)
        if event.tag and event.tag != "!":
            self.problems.append(Problem("S104", f"the tag {event.tag} is not used here", place))
        if isinstance(event, yaml.ScalarEvent):
            return self.text_of(event, place)
        if depth >= DEEPEST:
            raise _refused("S108", f"nested deeper than {DEEPEST} levels", place)
        if isinstance(event, yaml.SequenceStartEvent):
            items = []
            while not isinstance(inner := self.next(), yaml.SequenceEndEvent):
                self.left -= 1
                if self.left < 0:
                    raise self.too_many(place)
                items.append(self.node(inner, depth + 1))
            return Items(tuple(items), place, bool(event.flow_style))
        return self.fields(place, bool(event.flow_style), depth)

    def too_many(self, place: Place) -> ScenarioError:
        return _refused("S108", f"more than {MOST:,} entries; split the file", place)

    def text_of(self, event: Any, place: Place) -> Text:
        """Only between double quotes can a control be written in plain letters, as `\\e`; the file's own are gone."""
        value = _CONTROL.sub("", event.value) if event.style == '"' else event.value
        return Text(value, place, not event.style)

    def fields(self, place: Place, flow: bool, depth: int) -> Fields:
        yaml = self.yaml
        fields: dict[str, Node] = {}
        keys: dict[str, Place] = {}
        while not isinstance(event := self.next(), yaml.MappingEndEvent):
            self.left -= 1
            if self.left < 0:
                raise self.too_many(place)
            key = self.node(event, depth + 1)
            spot = key.place
            value = self.node(self.next(), depth + 1)
            if not isinstance(key, Text):
                self.problems.append(Problem("S106", "a key must be a word", spot))
            elif flow and isinstance(value, Text) and value.value == "" and value.plain:
                message = f"a sentence was cut at a comma: '{key.value}' stands alone; put quotation marks round it"
                self.problems.append(Problem("S107", message, spot))
            elif key.value in fields:
                message = f"'{key.value}' is written twice; the first is on line {keys[key.value].line}"
                self.problems.append(Problem("S102", message, spot))
            else:
                fields[key.value] = value
                keys[key.value] = spot
        return Fields(fields, place, keys, flow)
