"""A scenario's map as Mermaid text, for documents that draw it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from simulator.scenario.graph import Map, Place

LONGEST = 60
Hits = Mapping[tuple[str, int], int]
"""(moment, the branch's number from 1) -> how often it was taken."""


def mermaid(found: Map, hits: Hits | None = None) -> str:
    """A flowchart, top down; the ways from one place to another are one arrow. `hits`: shown as `3x` beside it."""
    return "\n".join(_lines(found, hits)) + "\n"


def _lines(found: Map, hits: Hits | None) -> Iterator[str]:
    ids = {name: f"n{number}" for number, name in enumerate(found.places)}
    yield "flowchart TD"
    for name, place in found.places.items():
        yield f"  {ids[name]}{_shape(place)}"
    for (start, go), arrows in found.joined().items():
        label = " / ".join(f"{arrow.number} {shortened(arrow.when)}" for arrow in arrows[:2])
        more = f" / {len(arrows) - 2} more" if len(arrows) > 2 else ""
        times = "" if hits is None else f" ({sum(hits.get((start, a.number), 0) for a in arrows)}x)"
        yield f'  {ids[start]} -->|"{quoted(label + more + times)}"| {ids[go]}'
    yield '  any(["anywhere"])'
    for arrow in found.anywhere:
        yield f'  any -.->|"{quoted(shortened(arrow.when))}"| {ids[arrow.go]}'
    yield f"  style {ids[found.start]} stroke-width:3px"


def _shape(place: Place) -> str:
    if place.outcome:
        return f'(["{quoted(f"{place.name}: {place.outcome}")}"])'
    return f'["{quoted(place.name)}<br/>{quoted(place.text)}"]'


def shortened(text: str, most: int = LONGEST) -> str:
    """Cut between words."""
    flat = " ".join(text.split())
    return flat if len(flat) <= most else flat[: most - 4].rsplit(" ", 1)[0] + " ..."


def quoted(text: str) -> str:
    """The text within quotation marks: what Mermaid or a browser would read as more than text is spelled out."""
    flat = " ".join(text.split())
    return "".join(c if c.isalnum() or c in " _-.,:;!?()/=+'%" else f"#{ord(c)};" for c in flat)
