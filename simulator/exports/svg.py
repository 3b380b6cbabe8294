"""A scenario's map as a picture (SVG): columns by steps from the start, endings on the right."""

from __future__ import annotations

import textwrap
from collections.abc import Iterator
from html import escape

from simulator.exports.mermaid import Hits
from simulator.scenario.graph import Arrow, Map, Place

WIDTH, HEIGHT, ACROSS, DOWN, MARGIN = 190, 80, 150, 46, 30
"""Of a box, and the space between two, in pixels."""
LINE = 28
"""Characters of a line in a box."""
FILL = {"": "#f4f6f8", "won": "#dff2e1", "progress": "#e6f0fb", "stalled": "#fdf3d8", "lost": "#fbe3e1"}
Spot = tuple[int, int]


def svg(found: Map, title: str, hits: Hits | None = None) -> str:
    """The picture, whole conditions in the tooltips. `hits`: how often each branch was taken; a thicker line is one that
    was, a dotted one was not."""
    spots = _spots(found)
    width = max(x for x, _ in spots.values()) + WIDTH + MARGIN
    height = max(y for _, y in spots.values()) + HEIGHT + 3 * MARGIN
    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {height}" width="{width}" height="{height}" '
        'font-family="system-ui, sans-serif" font-size="11" role="img">',
        f"<title>{_text(title)}</title>",
        f'<rect width="{width}" height="{height}" fill="#ffffff"/>',
        '<defs><marker id="tip" viewBox="0 0 8 8" refX="7" refY="4" markerWidth="9" markerHeight="9" '
        'markerUnits="userSpaceOnUse" orient="auto">'
        '<path d="M0 0 8 4 0 8z" fill="#56606b"/></marker></defs>',
        f'<text x="{MARGIN}" y="20" font-size="14" font-weight="bold" fill="#1c2126">{_text(title)}</text>',
    ]
    ports = _ports(found, spots)
    for key, arrows in found.joined().items():
        parts += _arrow(spots[key[0]], spots[key[1]], ports.get(key, HEIGHT // 2), arrows, hits)
    for name, place in found.places.items():
        parts += _box(place, spots[name], name == found.start)
    below = "; ".join(f"{arrow.when}: {arrow.go}" for arrow in found.anywhere)
    parts.append(f'<text x="{MARGIN}" y="{height - MARGIN // 2}" fill="#56606b">Anywhere: {_text(below)}</text>')
    return "\n".join([*parts, "</svg>", ""])


def _spots(found: Map) -> dict[str, Spot]:
    """Where each box stands: in its column as near as can be to what leads to it."""
    columns: dict[int, list[str]] = {}
    for name, place in found.places.items():
        columns.setdefault(place.rank, []).append(name)
    spots: dict[str, Spot] = {}
    tallest = max(len(names) for names in columns.values())
    for column, rank in enumerate(sorted(columns)):
        names = columns[rank]
        if column:
            names = sorted(names, key=lambda name: (_middle(found, name, spots), names.index(name)))
        top = (tallest - len(names)) * (HEIGHT + DOWN) // 2
        for row, name in enumerate(names):
            spots[name] = (MARGIN + column * (WIDTH + ACROSS), 2 * MARGIN + top + row * (HEIGHT + DOWN))
    return spots


def _middle(found: Map, name: str, spots: dict[str, Spot]) -> float:
    above = [spots[arrow.start][1] for arrow in found.arrows if arrow.go == name and arrow.start in spots]
    return sum(above) / len(above) if above else 0.0


def _ports(found: Map, spots: dict[str, Spot]) -> dict[tuple[str, str], int]:
    """How far down a box's right side each way to the right leaves it: in the order in which they arrive."""
    out: dict[tuple[str, str], int] = {}
    for name, (x, _) in spots.items():
        right = sorted(
            (key for key in found.joined() if key[0] == name and spots[key[1]][0] > x), key=lambda k: spots[k[1]][1]
        )
        out |= {key: HEIGHT * at // (len(right) + 1) for at, key in enumerate(right, 1)}
    return out


def _arrow(start: Spot, go: Spot, port: int, arrows: tuple[Arrow, ...], hits: Hits | None) -> Iterator[str]:
    (x, y), (to_x, to_y) = start, go
    numbers = ", ".join(str(arrow.number) for arrow in arrows)
    taken = None if hits is None else sum(hits.get((arrow.start, arrow.number), 0) for arrow in arrows)
    label = numbers if taken is None else f"{numbers} ({taken}x)"
    style = "" if taken is None else ' stroke-dasharray="3 4"' if not taken else f' stroke-width="{min(4, 1 + taken)}"'
    anchor = "middle"
    if start == go:
        path, at = f"M{x + 50} {y} c-10 -34 50 -34 40 0", (x + 70, y - 27)
    elif to_x > x:
        left, right = (x + WIDTH, y + port), (to_x, to_y + HEIGHT // 2)
        bend = (right[0] - left[0]) // 2
        path = f"M{left[0]} {left[1]} C{left[0] + bend} {left[1]} {right[0] - bend} {right[1]} {right[0]} {right[1]}"
        at, anchor = (left[0] + 5, left[1] - 2), "start"
    elif to_x == x:
        # Down along the left side, up along the right.
        edge, side = (x, -1) if to_y > y else (x + WIDTH, 1)
        out = side * (24 + abs(to_y - y) // 6)
        begin, end = (edge, y + HEIGHT // 2 + 8), (edge, to_y + HEIGHT // 2 - 8)
        path = f"M{begin[0]} {begin[1]} C{edge + out} {begin[1]} {edge + out} {end[1]} {end[0]} {end[1]}"
        at = (edge + out * 3 // 4, (begin[1] + end[1]) // 2)
    else:
        begin, end = (x + WIDTH // 2, y + HEIGHT), (to_x + WIDTH // 2, to_y + HEIGHT)
        drop = 44
        path = f"M{begin[0]} {begin[1]} C{begin[0]} {begin[1] + drop} {end[0]} {end[1] + drop} {end[0]} {end[1]}"
        at = ((begin[0] + end[0]) // 2, (begin[1] + end[1]) // 2 + drop * 3 // 4)
    tip = "\n".join(f"{arrow.number}: {arrow.when}" for arrow in arrows)
    yield f'<g><title>{_text(tip)}</title><path d="{path}" fill="none" stroke="#56606b"{style} marker-end="url(#tip)"/>'
    halo = 'paint-order="stroke" stroke="#ffffff" stroke-width="3" font-size="9" fill="#3b444d"'
    yield f'<text x="{at[0]}" y="{at[1]}" text-anchor="{anchor}" {halo}>{_text(label)}</text></g>'


def _box(place: Place, spot: Spot, first: bool) -> Iterator[str]:
    x, y = spot
    radius = HEIGHT // 2 if place.outcome else 6
    yield (
        f'<rect x="{x}" y="{y}" width="{WIDTH}" height="{HEIGHT}" rx="{radius}" fill="{FILL[place.outcome]}" '
        f'stroke="#56606b" stroke-width="{3 if first else 1}"/>'
    )
    rows = [place.outcome] if place.outcome else textwrap.wrap(place.text, LINE)[:4]
    middle = x + WIDTH // 2
    name = textwrap.shorten(place.name, LINE, placeholder="...") if " " in place.name else place.name[:LINE]
    yield f'<text x="{middle}" y="{y + 15}" text-anchor="middle" font-weight="bold" fill="#1c2126">{_text(name)}</text>'
    for number, row in enumerate(rows, 1):
        yield f'<text x="{middle}" y="{y + 15 + 14 * number}" text-anchor="middle" fill="#1c2126">{_text(row)}</text>'


def _text(text: str) -> str:
    """As text in XML; what XML does not allow is left out."""
    return escape(
        "".join(
            c for c in text if c in "\n\t" or (c >= " " and not "\ud800" <= c <= "\udfff" and c not in "\ufffe\uffff")
        )
    )
