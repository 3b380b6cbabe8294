"""Behaviours on our own labelled text: precision, recall and F1 of each, with intervals, on the part set aside."""

from __future__ import annotations

import random
import sys
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from scoring.hearing.behaviours import BEHAVIOURS
from scoring.hearing.encoder import Encoder, load
from scoring.hearing.hear import Ear
from scoring.hearing.labelled import Labelled, labels, part

DRAWS = 200
"""Of the bootstrap, by reply."""
LEAST = 5
"""A label with fewer positives has no figure."""


@dataclass(frozen=True, slots=True)
class Cell:
    """What one reply says of one label: right, invented and missed clauses."""

    right: int
    invented: int
    missed: int


def heard_in(replies: Iterable[Labelled], encoder: Encoder | None) -> list[dict[str, Cell]]:
    """Per reply and label, clause by clause: a hearing counts for each clause that it overlaps by more than half."""
    ear = Ear(BEHAVIOURS.values(), encoder=encoder)
    names = sorted(labels() & set(BEHAVIOURS))
    out = []
    for reply in replies:
        text, spans = reply.text, reply.spans
        found: dict[str, set[int]] = {name: set() for name in names}
        for heard in ear.listen(text, reply.customer, told=reply.customer).heard:
            if heard.state == "met" and heard.signal in found:
                found[heard.signal] |= {i for i, span in enumerate(spans) if _covers(heard.span, span)}
        row = {}
        for name in names:
            truth = {i for i, (_, given) in enumerate(reply.clauses) if name in given}
            said = found[name]
            row[name] = Cell(len(truth & said), len(said - truth), len(truth - said))
        out.append(row)
    return out


def _covers(heard: tuple[int, int], clause: tuple[int, int]) -> bool:
    both = min(heard[1], clause[1]) - max(heard[0], clause[0])
    return both * 2 > min(heard[1] - heard[0], clause[1] - clause[0])


def f1(cells: Sequence[Cell]) -> tuple[float, float, float]:
    """Precision, recall, F1."""
    right = sum(c.right for c in cells)
    invented, missed = sum(c.invented for c in cells), sum(c.missed for c in cells)
    precision = right / (right + invented) if right + invented else 0.0
    recall = right / (right + missed) if right + missed else 0.0
    return precision, recall, 2 * right / (2 * right + invented + missed) if right else 0.0


def interval(cells: Sequence[Cell]) -> tuple[float, float]:
    """The middle 95% of F1 over resampled replies."""
    chance = random.Random(7)
    drawn = sorted(f1(chance.choices(cells, k=len(cells)))[2] for _ in range(DRAWS))
    return drawn[int(0.025 * DRAWS)], drawn[int(0.975 * DRAWS) - 1]


def table(name: str = "test") -> str:
    replies = part(name)
    if not replies:
        return f"our own {name} part is empty"
    rows = heard_in(replies, load())
    lines = [f"{len(replies)} replies, {sum(len(r.clauses) for r in replies)} clauses ({name})"]
    lines.append(f"{'behaviour':<22} {'n':>4}  precision  recall     F1  95% of F1")
    scores = []
    for label in sorted(rows[0]):
        cells = [row[label] for row in rows]
        count = sum(c.right + c.missed for c in cells)
        if count < LEAST:
            continue
        precision, recall, both = f1(cells)
        low, high = interval(cells)
        scores.append(both)
        lines.append(f"{label:<22} {count:>4}     {precision:6.2f}  {recall:6.2f} {both:6.2f}  {low:.2f}-{high:.2f}")
    lines.append(f"{'mean F1':<22} {'':>4}     {'':6}  {'':6} {sum(scores) / max(1, len(scores)):6.2f}")
    return "\n".join(lines)


if __name__ == "__main__":
    print(table(*sys.argv[1:2]))
