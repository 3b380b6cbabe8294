"""Concepts: what an author means, learned from a few examples, near misses and a pool of everyday sales talk.

A text is compared with the examples by meaning (vectors), by words (stems weighed by how rare they are), by the kind of
sentence and by polarity; a small logistic head weighs the comparisons. The head starts from weights that hold for
concepts in general (`PRIOR`, fitted by `python -m scoring.hearing.fit`) and is moved by the concept's own examples, each
compared with the others and not with itself. Everything is deterministic.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files
from typing import TYPE_CHECKING, Any

from scoring.hearing.clauses import clauses, is_negated, question_of
from scoring.hearing.text import FUNCTION_WORDS, spelled, words

if TYPE_CHECKING:
    from scoring.hearing.encoder import Encoder

FEATURES = ("bias", "meaning", "meaning3", "apart", "words", "words_apart", "letters", "kind", "denied")
PRIOR_FULL = (-5.02, 3.11, 7.50, -1.76, 0.50, -0.40, 0.59, 2.37, -0.55)
PRIOR_REDUCED = (-3.13, 0.00, 0.00, 0.00, 2.17, -0.75, 5.02, 2.41, -0.57)
PARAPHRASE = 0.75
"""A near miss counts as no nearer than this: what is to be told apart are its paraphrases, not itself."""
MOST_DENIED = 0.3
"""The strength that a denial of what the examples affirm can have at most."""
STIFFNESS = 4.0
"""How strongly a head is held to the prior: the weight of the squared distance from it."""


@lru_cache(1)
def background() -> tuple[str, ...]:
    """Everyday sales talk, written for this purpose: what a concept must not be mistaken for."""
    text = files("scoring.hearing").joinpath("background.txt").read_text(encoding="utf-8")
    return tuple(line for line in text.splitlines() if line.strip())


@dataclass(frozen=True, slots=True)
class Sketch:
    """A text as it is compared: its words' weights (length 1), its letter groups, its kind, its polarity."""

    text: str
    weights: Mapping[str, float]
    letters: frozenset[str]
    question: str
    negated: bool
    vector: Any = None


@lru_cache(1)
def _rarity() -> Mapping[str, float]:
    pool = background()
    seen = Counter(stem for text in pool for stem in {w.stem for w in words(text)})
    return {stem: math.log((1 + len(pool)) / (1 + count)) + 0.5 for stem, count in seen.items()}


_COMMON = 0.25
"""What a function word weighs beside a meaning word as rare as it."""


@lru_cache(8_000)
def sketch(text: str, encoder: Encoder | None = None) -> Sketch:
    rarity = _rarity()
    rare = math.log(1 + len(background())) + 0.5
    weights: dict[str, float] = {}
    for word in words(text):
        weight = rarity.get(word.stem, rare)
        weights[word.stem] = weight * (_COMMON if word.text in FUNCTION_WORDS else 1.0)
    length = math.sqrt(sum(w * w for w in weights.values())) or 1.0
    plain = spelled(text)
    letters = frozenset(plain[i : i + 4] for i in range(len(plain) - 3))
    parts = clauses(text)
    question = next((c.question for c in reversed(parts) if c.question), "") or question_of(
        plain, text.rstrip().endswith("?")
    )
    return Sketch(
        text,
        {stem: w / length for stem, w in weights.items()},
        letters,
        question,
        not question and is_negated(plain),
        encoder.encode(text) if encoder else None,
    )


def _words(left: Sketch, right: Sketch) -> float:
    small, large = (left, right) if len(left.weights) < len(right.weights) else (right, left)
    return sum(w * large.weights.get(stem, 0.0) for stem, w in small.weights.items())


def _letters(left: Sketch, right: Sketch) -> float:
    both = len(left.letters & right.letters)
    return both / (len(left.letters) + len(right.letters) - both) if both else 0.0


def _meaning(left: Sketch, right: Sketch) -> float:
    return float(left.vector @ right.vector)


def compare(it: Sketch, examples: Sequence[Sketch], near_misses: Sequence[Sketch]) -> list[float]:
    """The features of a text beside a concept's examples; the order is that of FEATURES."""
    meaning = meaning3 = apart = 0.0
    if it.vector is not None:
        close = sorted((_meaning(it, other) for other in examples), reverse=True)
        meaning, meaning3 = close[0], sum(close[:3]) / len(close[:3])
        apart = min(PARAPHRASE, max((_meaning(it, other) for other in near_misses), default=0.0))
        apart = max(0.0, apart - meaning + 0.1)
    nearest = max(_words(it, other) for other in examples)
    miss = min(PARAPHRASE, max((_words(it, other) for other in near_misses), default=0.0))
    alike = sum(bool(other.question) == bool(it.question) for other in examples) / len(examples)
    denied = max(0.0, float(it.negated) - sum(other.negated for other in examples) / len(examples))
    return [
        1.0,
        meaning,
        meaning3,
        apart,
        nearest,
        max(0.0, miss - nearest + 0.1),
        max(_letters(it, other) for other in examples),
        alike,
        denied,
    ]


def logistic(value: float) -> float:
    return 1 / (1 + math.exp(-max(-40.0, min(40.0, value))))


def fit(
    rows: Sequence[Sequence[float]],
    labels: Sequence[float],
    weights: Sequence[float],
    prior: Sequence[float],
    stiffness: float,
) -> list[float]:
    """Logistic regression by Newton's method, held to a prior; at most 25 steps, no randomness."""
    theta = list(prior)
    size = len(theta)
    for _ in range(25):
        gradient = [stiffness * (theta[i] - prior[i]) for i in range(size)]
        hessian = [[stiffness if i == j else 0.0 for j in range(size)] for i in range(size)]
        for row, label, weight in zip(rows, labels, weights, strict=True):
            p = logistic(sum(t * x for t, x in zip(theta, row, strict=True)))
            slope, bend = weight * (p - label), weight * max(p * (1 - p), 1e-6)
            for i in range(size):
                if row[i]:
                    gradient[i] += slope * row[i]
                    bent = bend * row[i]
                    line = hessian[i]
                    for j in range(size):
                        line[j] += bent * row[j]
        step = _solve(hessian, gradient)
        theta = [t - s for t, s in zip(theta, step, strict=True)]
        if max(abs(s) for s in step) < 1e-7:
            break
    return theta


def _solve(matrix: list[list[float]], right: list[float]) -> list[float]:
    """Gaussian elimination with pivoting."""
    size = len(right)
    rows = [[*line, value] for line, value in zip(matrix, right, strict=True)]
    for i in range(size):
        pivot = max(range(i, size), key=lambda k: abs(rows[k][i]))
        rows[i], rows[pivot] = rows[pivot], rows[i]
        for k in range(i + 1, size):
            factor = rows[k][i] / rows[i][i]
            if factor:
                for j in range(i, size + 1):
                    rows[k][j] -= factor * rows[i][j]
    out = [0.0] * size
    for i in reversed(range(size)):
        out[i] = (rows[i][size] - sum(rows[i][j] * out[j] for j in range(i + 1, size))) / rows[i][i]
    return out


class Concept:
    """What an author means. `strength(text)` in [0, 1]; .5 is the threshold.

    `head`: fitted weights of a cache (9 numbers), for the same examples and the same kind of engine.
    """

    def __init__(
        self,
        examples: Sequence[str],
        near_misses: Sequence[str] = (),
        *,
        encoder: Encoder | None = None,
        head: Sequence[float] | None = None,
    ) -> None:
        if not examples:
            raise ValueError("a concept needs at least one example")
        self.encoder = encoder
        self.examples = [sketch(text, encoder) for text in examples]
        self.near_misses = [sketch(text, encoder) for text in near_misses]
        self.head = list(head) if head is not None and len(head) == len(FEATURES) else self._fitted()

    def strength(self, text: str) -> float:
        it = sketch(text, self.encoder)
        if not it.weights:
            return 0.0
        features = compare(it, self.examples, self.near_misses)
        strength = logistic(sum(t * x for t, x in zip(self.head, features, strict=True)))
        return min(strength, MOST_DENIED) if features[-1] >= 0.6 else strength

    def nearest(self, text: str) -> str:
        """The example that the text is most like."""
        it = sketch(text, self.encoder)
        near = _meaning if self.encoder else _words
        return max(self.examples, key=lambda other: (near(it, other), other.text)).text

    def _fitted(self) -> list[float]:
        prior = PRIOR_FULL if self.encoder else PRIOR_REDUCED
        rows, labels, weights = training_rows(self.examples, self.near_misses, self.encoder)
        return fit(rows, labels, weights, prior, STIFFNESS)


def training_rows(
    examples: Sequence[Sketch], near_misses: Sequence[Sketch], encoder: Encoder | None
) -> tuple[list[list[float]], list[float], list[float]]:
    """Each example beside the others, each near miss beside the other near misses, and the background."""
    rows, labels, weights = [], [], []
    if len(examples) > 1:
        for i, it in enumerate(examples):
            others = [other for j, other in enumerate(examples) if j != i]
            rows.append(compare(it, others, near_misses))
            labels.append(1.0)
            weights.append(6.0 / len(examples))
    for it in near_misses:
        rows.append(compare(it, examples, near_misses))
        labels.append(0.0)
        weights.append(2.0 / len(near_misses))
    pool = background()
    for text in pool:
        rows.append(compare(sketch(text, encoder), examples, near_misses))
        labels.append(0.0)
        weights.append(10.0 / len(pool))
    return rows, labels, weights
