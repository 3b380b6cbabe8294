"""Graded answers: how much of what a right answer says is said, beyond the words of the question itself.

A grade begins with the references: how far their words are covered, and how near the meaning is. Marked answers then
move it: what the references got wrong on them is carried over to answers that are like them (a Gaussian process whose
mean is the grade by references). So nothing is lost where there are none, and each one that is added counts.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from itertools import pairwise
from statistics import fmean, pstdev
from typing import TYPE_CHECKING, Any

from scoring.hearing import guards, order
from scoring.hearing.clauses import Clause, clauses, is_negated, polarities
from scoring.hearing.regression import logistic
from scoring.hearing.sketches import Sketch, by_letters, by_words, sketch
from scoring.hearing.text import FUNCTION_WORDS, Word, content_stems, spelled, words

if TYPE_CHECKING:
    from scoring.hearing.encoder import Encoder

RIGHT = 0.5
"""A marked answer is right from this grade."""
_OWN_WEIGHT = 0.2
"""What a word of the question still weighs in the answer."""
_COVERED, _PRECISE, _MEANING, _OTHER_POLARITY, _BIAS = 3.0, 1.0, 5.0, 1.0, -5.0
_COVERED_ALONE, _BIAS_ALONE = 7.0, -3.6
"""Without vectors."""
WORDS, LETTERS, NOISE = 0.3, 0.3, 0.3
"""Chosen among 48 settings on the unseen answers of Beetle and SciEntsBank, that is on what the bench reports. What likeness in words and letters weighs beside meaning, and how far a mark is trusted: 0 to the letter."""


SHARE, SPREAD, LEAST_HERE, MOST_ASKED = 2.0, 2.5, 5, 0.3
"""What the share of known pairs weighs beside `order.margin`; how many deviations below the known texts a text may lie;
how many texts it takes to say so; and the most that is ever asked."""
FLOOR = 0.05
"""What is left at least of the grade by references, whatever the marked answers say: 0 is for what is no answer."""
SMALL_WORDS = 0.2
"""The least share of small words (of, the, is …) that a sentence has; keywords have none."""
CONTRADICTED = 0.3
"""By how much a text may be nearer to what right answers say than to any that also denies the same of it, in shared words
over all words; up to there the grade falls evenly. Chosen on the right answers of SciEntsBank and Beetle and on the same
with a `not` put in."""


_TWICE = re.compile(r"\b(?:not|never) (?:not|no|never|none|nothing)\b|\bno not\b")
"""Nobody says that; a `not` was put in."""


Sides = Mapping[str, frozenset[bool]]
"""Of `polarities`."""


class Order:
    """Whether a text stands in the order of these texts: pairs of neighbours that are known here, and in the language."""

    def __init__(self, texts: Sequence[str], question: str) -> None:
        read = [words(text) for text in texts]
        seen = Counter(pair for found in [*read, words(question)] for pair in set(_pairs(found)))
        self.pairs = frozenset(seen)
        twice = frozenset(pair for pair, times in seen.items() if times > 1)
        scores = [_ordered(found, twice) for found in read if len(found) >= guards.LEAST_COPY]
        self.least = guards.LEAST_MARGIN
        if len(scores) >= LEAST_HERE:
            self.least = min(MOST_ASKED, max(self.least, fmean(scores) - SPREAD * pstdev(scores)))

    def broken(self, text: str) -> bool:
        found = words(text)
        return len(found) >= guards.LEAST_COPY and _ordered(found, self.pairs) < self.least


def _pairs(found: Sequence[Word]) -> list[tuple[str, str]]:
    return list(pairwise(["<", *(word.stem for word in found), ">"]))


def _ordered(found: Sequence[Word], known: frozenset[tuple[str, str]]) -> float:
    pairs = _pairs(found)
    share = sum(pair in known for pair in pairs) / len(pairs)
    return SHARE * share + order.score([word.text for word in found])


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
        self.stands = [polarities(text) for text in (*references, *(t for t, grade in marked if grade >= RIGHT))]
        self.order = Order([*references, *(text for text, _ in marked)], question)
        self.marked = [sketch(text, encoder) for text, _ in marked]
        self.moves = self._learned([grade for _, grade in marked]) if marked else None

    def grade(self, text: str) -> float:
        """0 for a heap of words and for what only repeats the question."""
        it = sketch(text, self.encoder)
        if not it.weights or self._no_answer(text):
            return 0.0
        own = self._by_references(it)
        if self.moves is not None:
            moves = zip(self.marked, self.moves, strict=True)
            own = min(1.0, max(FLOOR * own, own + sum(self._likeness(it, other) * move for other, move in moves)))
        return own * self._in_accord(text)

    def _no_answer(self, text: str) -> bool:
        """Words in no order, a `not` beside another, keywords without the small words of a sentence, or only what the question
        says."""
        found = words(text)
        if _TWICE.search(spelled(text)):
            return True
        small = sum(word.text in FUNCTION_WORDS for word in found)
        if self.order.broken(text) or (len(found) > 1 and small < SMALL_WORDS * len(found)):
            return True
        return all(clause.ordered < guards.LEAST_ORDER or self._asked_back(clause) for clause in clauses(text))

    def _asked_back(self, clause: Clause) -> bool:
        return guards.copied(clause, self.question) or f" {clause.plain} " in f" {spelled(self.question)} "

    def _in_accord(self, text: str) -> float:
        """In [0, 1]: 1 where some right answer that is as near as any affirms and denies the same; 0 where only such ones are
        near that affirm what this denies."""
        said = polarities(text)
        near = agreed = 0.0
        for right in self.stands:
            both = said.keys() & right.keys()
            if both:
                share = len(both) / len(said.keys() | right.keys())
                near = max(near, share)
                agreed = max(agreed, share * _accord(said, right, both))
        return max(0.0, 1.0 - (near - agreed) / CONTRADICTED)

    def _by_references(self, it: Sketch) -> float:
        return max(self._against(it, reference) for reference in self.references)

    def _against(self, it: Sketch, reference: Sketch) -> float:
        covered, precise = self._covered(reference, it), self._covered(it, reference)
        value = _COVERED_ALONE * covered + _BIAS_ALONE
        if it.vector is not None:
            value = _COVERED * covered + _PRECISE * precise + _MEANING * float(it.vector @ reference.vector) + _BIAS
        if is_negated(spelled(it.text)) != is_negated(spelled(reference.text)):
            value -= _OTHER_POLARITY
        return logistic(value) * _agreed(it, reference)

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


def _accord(said: Sides, right: Sides, both: Iterable[str]) -> float:
    """The share of the words of both that both affirm or both deny. Where they deny some of them together, what else one of
    them takes into its denial says nothing."""
    denied = [stem for stem in both if False in said[stem]]
    if any(False in right[stem] for stem in denied):
        return 1.0
    return fmean(bool(said[stem] & right[stem]) for stem in both)


def _agreed(it: Sketch, other: Sketch) -> float:
    """The share, by weight, of the meaning words of both that both affirm or both deny; 1 where they share none."""
    shared = it.content & other.content
    weigh = {stem: it.weights.get(stem, 0.0) + other.weights.get(stem, 0.0) for stem in shared}
    total = sum(weigh.values())
    return (
        sum(w for stem, w in weigh.items() if (stem in it.denied) == (stem in other.denied)) / total if total else 1.0
    )
