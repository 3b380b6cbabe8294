"""Where a thing stands in the file that was read."""

from __future__ import annotations

from simulator.scenario.document import Fields, Items, Node
from simulator.scenario.problems import Place
from simulator.scenario.reader import ScenarioReader


def place_at(reader: ScenarioReader, *way: str | int) -> Place:
    """Of the field or item at the end of the way (`"moments", "ask", "guided", 0`); of the last that is there."""
    node: Node | None = reader.root
    place: Place = reader.root.place
    for part in way:
        if isinstance(node, Fields) and isinstance(part, str) and part in node.fields:
            place = node.keys.get(part, node.place)
            node = node.fields[part]
        elif isinstance(node, Items) and isinstance(part, int) and part < len(node.items):
            node = node.items[part]
            place = node.place
        elif not (isinstance(node, Fields | Items) or part == 0):
            break
    return place


def text_at(reader: ScenarioReader, *way: str | int) -> Place:
    """Of what is written there, rather than of the name before it."""
    node: Node | None = reader.root
    for part in way:
        if isinstance(node, Fields) and isinstance(part, str):
            node = node.fields.get(part)
        elif isinstance(node, Items) and isinstance(part, int) and part < len(node.items):
            node = node.items[part]
        elif part != 0:
            node = None
    return node.place if node is not None else place_at(reader, *way)


def names_at(reader: ScenarioReader, *way: str) -> tuple[str, ...]:
    """The names that the file itself defines there (`"signals"`), in its order."""
    node: Node | None = reader.root
    for part in way:
        node = node.fields.get(part) if isinstance(node, Fields) else None
    return tuple(node.fields) if isinstance(node, Fields) else ()
