"""A scenario's map for other programs: what was written by others stays text in it."""

from __future__ import annotations

import re
from dataclasses import replace
from xml.etree import ElementTree

import pytest

from simulator.exports.mermaid import mermaid, quoted
from simulator.exports.svg import svg
from simulator.scenario.catalogue import Catalogue, shipped
from simulator.scenario.graph import Map, map_of

CATALOGUE = Catalogue([shipped()], None)
EVERY = [entry.id for entry in CATALOGUE.entries()]
HOSTILE = 'Ask "why" <script>alert(1)</script> & ]] --> `x` #quot; {{draw}} \x1b[31m 日本 \ud800 ' + "long " * 80


def drawn(found: Map, title: str = "t") -> ElementTree.Element:
    return ElementTree.fromstring(svg(found, title))


def texts(picture: ElementTree.Element) -> list[str]:
    return [element.text or "" for element in picture.iter() if element.tag.endswith(("}text", "}title"))]


@pytest.mark.parametrize("name", EVERY)
def test_the_picture_is_sound_and_names_every_place(name: str) -> None:
    scenario = CATALOGUE.open(name)
    picture = drawn(map_of(scenario), f"{scenario.id}: {scenario.title}")
    said = texts(picture)
    assert set(scenario.moments) | set(scenario.endings) <= {text[:28] for text in said} | set(said)
    boxes = [e for e in picture.iter() if e.tag.endswith("}rect")]
    assert len(boxes) == 1 + len(scenario.moments) + len(scenario.endings)
    width, height = float(picture.attrib["width"]), float(picture.attrib["height"])
    for box in boxes:
        x, y = float(box.attrib.get("x", 0)), float(box.attrib.get("y", 0))
        assert x + float(box.attrib["width"]) <= width
        assert y + float(box.attrib["height"]) <= height


@pytest.mark.parametrize("name", EVERY)
def test_no_two_boxes_lie_on_each_other(name: str) -> None:
    picture = drawn(map_of(CATALOGUE.open(name)))
    spots = [(e.attrib["x"], e.attrib["y"]) for e in picture.iter() if e.tag.endswith("}rect") and "x" in e.attrib]
    assert len(spots) == len(set(spots))


def hostile() -> Map:
    found = map_of(CATALOGUE.open("its-too-expensive"))
    places = {
        name: replace(place, text=HOSTILE) if not place.outcome else place for name, place in found.places.items()
    }
    return replace(found, places=places, arrows=tuple(replace(arrow, when=HOSTILE) for arrow in found.arrows))


def test_hostile_text_stays_text_in_the_picture() -> None:
    picture = drawn(hostile(), HOSTILE)
    assert not [e for e in picture.iter() if e.tag.endswith("script")]
    assert "<script>" in "".join(texts(picture))
    assert "\x1b" not in svg(hostile(), HOSTILE)


def test_hostile_text_stays_text_in_mermaid() -> None:
    text = mermaid(hostile())
    assert "<script>" not in text
    for line in text.splitlines():
        assert line.count('"') in (0, 2)
        assert "\x1b" not in line
    assert quoted('a "b" <c>') == "a #34;b#34; #60;c#62;"


def test_mermaid_has_every_place_and_every_way_once() -> None:
    found = map_of(CATALOGUE.open("its-too-expensive"))
    text = mermaid(found, {("the_line", 3): 2, ("the_line", 4): 1})
    assert text.startswith("flowchart TD\n")
    assert len(re.findall(r" -->\|", text)) == len(found.joined())
    assert len(re.findall(r" -\.->\|", text)) == len(found.anywhere)
    assert "(3x)" in text
    assert "(0x)" in text


def test_what_nobody_took_is_dotted() -> None:
    found = map_of(CATALOGUE.open("its-too-expensive"))
    picture = svg(found, "t", {("the_line", 3): 2})
    assert picture.count("stroke-dasharray") == len(found.joined()) - 1
    assert "3, 4, 6 (2x)" in picture
    assert "stroke-dasharray" not in svg(found, "t")
