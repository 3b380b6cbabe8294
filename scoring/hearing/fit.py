"""Fits the prior of the concept heads: `python -m scoring.hearing.fit FOLDER...` reads scenarios and prints two rows.

For every concept of every scenario: its examples, each beside the others, against its near misses, the examples of the
scenario's other concepts, and the background.
"""

from __future__ import annotations

import sys
from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING

from scoring.hearing.concepts import PRIOR_FULL, PRIOR_REDUCED, background, compare, fit, sketch
from scoring.hearing.encoder import load
from scoring.hearing.signals import Signal

if TYPE_CHECKING:
    from scoring.hearing.encoder import Encoder


def rows_of(
    groups: Iterable[Sequence[Signal]], encoder: Encoder | None
) -> tuple[list[list[float]], list[float], list[float]]:
    """Training rows of several scenarios, each given as its concepts."""
    rows, labels, weights = [], [], []
    for concepts in groups:
        for concept in concepts:
            like = [sketch(text, encoder) for text in concept.like]
            misses = [sketch(text, encoder) for text in concept.not_like]
            others = [sketch(text, encoder) for other in concepts if other is not concept for text in other.like]
            for i, it in enumerate(like):
                rows.append(compare(it, like[:i] + like[i + 1 :], misses))
                labels.append(1.0)
                weights.append(6.0 / len(like))
            for it in misses:
                rows.append(compare(it, like, misses))
                labels.append(0.0)
                weights.append(2.0 / len(misses))
            for pool, total in ((others, 6.0), ([sketch(text, encoder) for text in background()], 6.0)):
                for it in pool:
                    rows.append(compare(it, like, misses))
                    labels.append(0.0)
                    weights.append(total / max(1, len(pool)))
    return rows, labels, weights


def main(groups: Sequence[Sequence[Signal]]) -> None:
    for name, encoder, start in (("PRIOR_FULL", load(), PRIOR_FULL), ("PRIOR_REDUCED", None, PRIOR_REDUCED)):
        rows, labels, weights = rows_of(groups, encoder)
        theta = fit(rows, labels, weights, [0.0] * len(start), 0.3)
        print(f"{name} = ({', '.join(f'{value:.2f}' for value in theta)})", file=sys.stdout)
