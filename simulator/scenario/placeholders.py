"""Placeholders in texts: which there are, and whether what they ask for exists (S301)."""

from __future__ import annotations

import re
from collections.abc import Iterator

from simulator.scenario.document import Fields, Items, Node, Text
from simulator.scenario.fields import meant
from simulator.scenario.model import Customer, Scenario
from simulator.scenario.problems import Place

_BRACED = re.compile(r"\{([^{}|]*)(?:\|([^{}]*))?\}")
SELLER = ("product", "price")
SAID = ("when", "who", "number")


def check_placeholders(reader: object, scenario: Scenario) -> None:
    """Notes S301 in the reader for every placeholder that nothing fills."""
    from simulator.scenario.reader import ScenarioReader

    assert isinstance(reader, ScenarioReader)
    known = {
        "draw": tuple(scenario.draw),
        "seller": SELLER,
        "customer": tuple(Customer.__slots__),
        "said": SAID,
    }
    for text, place in _texts(reader.root):
        for found in _BRACED.finditer(text):
            group, _, name = found[1].partition(".")
            if group not in known:
                message = f"unknown placeholder '{{{found[1]}}}'; there are draw, seller, customer and said"
                reader.wrong("S301", message, place)
            elif name not in known[group]:
                reader.wrong("S301", f"unknown placeholder '{{{found[1]}}}'{meant(name, known[group])}", place)
            elif group == "said" and found[2] is None:
                message = f"'{{{found[1]}}}' needs words for when nothing was said: {{{found[1]}|then}}"
                reader.wrong("S301", message, place)


def _texts(node: Node) -> Iterator[tuple[str, Place]]:
    if isinstance(node, Text):
        if "{" in node.value:
            yield node.value, node.place
    elif isinstance(node, Items):
        for item in node.items:
            yield from _texts(item)
    elif isinstance(node, Fields):
        for _, value in node:
            yield from _texts(value)
