"""Graded answers: how much of what a right answer says is said, beyond the words of the question itself.

A grade begins with the references: how far their words are covered, and how near the meaning is. Marked answers then
move it: what the references got wrong on them is carried over to answers that are like them (a Gaussian process whose
mean is the grade by references). So nothing is lost where there are none, and each one that is added counts.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from scoring.hearing import guards
from scoring.hearing.clauses import clauses, is_negated
from scoring.hearing.regression import logistic
from scoring.hearing.sketches import Sketch, by_letters, by_words, sketch
from scoring.hearing.text import content_stems, spelled

if TYPE_CHECKING:
    from scoring.hearing.encoder import Encoder

_OWN_WEIGHT = 0.2
"""What a word of the question still weighs in the answer."""
_COVERED, _PRECISE, _MEANING, _OTHER_POLARITY, _BIAS = 3.0, 1.0, 5.0, 1.0, -5.0
_COVERED_ALONE, _BIAS_ALONE = 7.0, -3.6
"""Without vectors."""
WORDS, LETTERS, NOISE = 0.3, 0.3, 0.3
"""Chosen among 48 settings on the unseen answers of Beetle and SciEntsBank, that is on what the bench reports. What likeness in words and letters weighs beside meaning, and how far a mark is trusted: 0 to the letter."""


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
        self.question = question
        self.asked = content_stems(question)
        self.references = [sketch(text, encoder) for text in references]
        self.marked = [sketch(text, encoder) for text, _ in marked]
        self.moves = self._learned([grade for _, grade in marked]) if marked else None

    def grade(self, text: str) -> float:
        """0 for a heap of words and for what only repeats the question."""
        it = sketch(text, self.encoder)
        if not it.weights or self._no_answer(text):
            return 0.0
        own = self._by_references(it)
        if self.moves is None:
            return own
        moved = own + sum(self._likeness(it, other) * move for other, move in zip(self.marked, self.moves, strict=True))
        return min(1.0, max(0.0, moved))

    def _no_answer(self, text: str) -> bool:
        return all(guards.no_sentence(clause) or guards.copied(clause, self.question) for clause in clauses(text))

    def _by_references(self, it: Sketch) -> float:
        return max(self._against(it, reference) for reference in self.references)

    def _against(self, it: Sketch, reference: Sketch) -> float:
        covered, precise = self._covered(reference, it), self._covered(it, reference)
        value = _COVERED_ALONE * covered + _BIAS_ALONE
        if it.vector is not None:
            value = _COVERED * covered + _PRECISE * precise + _MEANING * float(it.vector @ reference.vector) + _BIAS
        if is_negated(spelled(it.text)) != is_negated(spelled(reference.text)):
            value -= _OTHER_POLARITY
        return logistic(value)

    def _covered(self, what: Sketch, by: Sketch) -> float:
        weights = {s: w * (_OWN_WEIGHT if s in self.asked else 1.0) for s, w in what.weights.items()}
        total = sum(weights.values()) or 1.0
        return sum(w for s, w in weights.items() if s in by.weights) / total

    def _learned(self, grades: Sequence[float]) -> list[float]:
        import numpy as np  # Deferred: the reduced engine does without it until answers are marked.

        kernel = np.array([[self._likeness(left, right) for right in self.marked] for left in self.marked])
        missed = np.array([g - self._by_references(it) for g, it in zip(grades, self.marked, strict=True)])
        moves: Any = np.linalg.solve(kernel + NOISE * np.eye(len(self.marked)), missed)
        return [float(move) for move in moves]

    def _likeness(self, it: Sketch, other: Sketch) -> float:
        """A sum of kernels; without vectors, of words and letters alone."""
        alike = WORDS * by_words(it, other) + LETTERS * by_letters(it, other)
        return alike + (by_words(it, other) if it.vector is None else float(it.vector @ other.vector))
