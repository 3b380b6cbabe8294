"""Graded answers: how much of what a right answer says is said, beyond the words of the question itself."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from scoring.hearing.clauses import is_negated
from scoring.hearing.regression import logistic
from scoring.hearing.sketches import Sketch, sketch
from scoring.hearing.text import content_stems, spelled

if TYPE_CHECKING:
    from scoring.hearing.encoder import Encoder

_OWN_WEIGHT = 0.2
"""What a word of the question still weighs in the answer."""


class Answer:
    """A key point. `grade(text)` in [0, 1]; .5 is right enough. `marked`: (text, grade) pairs that move it."""

    def __init__(
        self,
        references: Sequence[str],
        question: str = "",
        marked: Sequence[tuple[str, float]] = (),
        *,
        encoder: Encoder | None = None,
    ) -> None:
        if not references:
            raise ValueError("an answer needs at least one reference")
        self.encoder = encoder
        self.asked = content_stems(question)
        self.references = [sketch(text, encoder) for text in references]
        self.marked = [(sketch(text, encoder), grade) for text, grade in marked]

    def grade(self, text: str) -> float:
        it = sketch(text, self.encoder)
        if not it.weights:
            return 0.0
        own = max(self._against(it, reference) for reference in self.references)
        if not self.marked:
            return own
        pairs = [(self._likeness(it, other) ** 4, grade) for other, grade in self.marked]
        total = sum(weight for weight, _ in pairs)
        return (own + 3 * sum(weight * grade for weight, grade in pairs)) / (1 + 3 * total)

    def _against(self, it: Sketch, reference: Sketch) -> float:
        weights = {s: w * (_OWN_WEIGHT if s in self.asked else 1.0) for s, w in reference.weights.items()}
        total = sum(weights.values()) or 1.0
        covered = sum(w for s, w in weights.items() if s in it.weights) / total
        value = 7.0 * covered - 3.6
        if it.vector is not None:
            value = 4.5 * covered + 5.0 * float(it.vector @ reference.vector) - 5.6
        if is_negated(spelled(it.text)) != is_negated(spelled(reference.text)):
            value -= 1.5
        return logistic(value)

    def _likeness(self, it: Sketch, other: Sketch) -> float:
        shared = sum(min(w, other.weights.get(s, 0.0)) for s, w in it.weights.items())
        total = sum(it.weights.values()) + sum(other.weights.values()) - shared
        words_alike = shared / total if total else 0.0
        if it.vector is None:
            return words_alike
        return max(0.0, 0.5 * words_alike + 0.5 * float(it.vector @ other.vector))
