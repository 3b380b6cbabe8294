"""Guards: what looks like an answer and is none. Each refusal has a sentence for the rep."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from scoring.hearing.clauses import Clause
from scoring.hearing.text import Word, words

LEAST_ORDER = 0.5
"""Below this a clause is a heap of words (see `clauses.ordered`)."""
COPIED = 0.75
"""The share of a clause's words that, in one run order, stand in another text for it to be a copy."""
NEAR_COPY = 0.85
LEAST_COPY = 4
"""A shorter clause is nobody's own: it is no copy."""
PACKED = 3
"""So many ready-made lines in one reply, and nothing in it counts."""

WHY = {
    "order": "These are words, not a sentence; only what is said counts.",
    "copy_customer": "These are the customer's own words; say what you make of them.",
    "copy_brief": "This is the brief, word for word; say it as you would.",
    "copy_model": "This is the model answer, word for word; in an exam it does not count.",
    "repeat": "You said this before; it counts once.",
    "packed": "Several ready-made lines in one reply; say one thing at a time.",
    "capped": "One reply makes so many points at once that only the clearest count.",
}


def trigrams(found: Sequence[Word]) -> frozenset[tuple[str, ...]]:
    """Runs of three words (of two or one in a shorter text)."""
    size = min(3, len(found))
    return (
        frozenset(tuple(w.stem for w in found[i : i + size]) for i in range(len(found) - size + 1))
        if size
        else frozenset()
    )


def copied(clause: Clause, source: str, share: float = COPIED) -> bool:
    """Whether at least this share of the clause's words stands in the source in the same runs; short phrases never."""
    if len(clause.words) < LEAST_COPY or not source:
        return False
    mine, theirs = trigrams(clause.words), trigrams(words(source))
    return bool(mine) and len(mine & theirs) >= share * len(mine)


def near_copy(text: str, other: str) -> bool:
    """Whether two replies say the same in nearly the same words."""
    mine, theirs = [w.stem for w in words(text)], [w.stem for w in words(other)]
    if not mine or not theirs:
        return False
    if mine == theirs:
        return True
    if min(len(mine), len(theirs)) < LEAST_COPY:
        return False
    left, right = trigrams(words(text)), trigrams(words(other))
    return len(left & right) >= NEAR_COPY * max(len(left), len(right))


def no_sentence(clause: Clause) -> bool:
    return clause.ordered < LEAST_ORDER


class ReadyMade:
    """A scenario's own example lines, to see how many of them a reply recites."""

    def __init__(self, lines: Iterable[str]) -> None:
        self.lines = sorted({trigrams(words(line)) for line in lines if len(words(line)) > 2}, key=_longest)
        self.known = frozenset(run for line in self.lines for run in line)

    def packed(self, text: str) -> bool:
        """Whether at least PACKED lines stand in a text, each in a place of its own."""
        found = [w.stem for w in words(text)]
        runs = [(found[i], found[i + 1], found[i + 2]) for i in range(len(found) - 2)]
        present = self.known.intersection(runs)
        if len(present) < PACKED:
            return False
        free = set(present)
        count = 0
        for line in self.lines:
            if len(line & present) >= NEAR_COPY * len(line) and len(line & free) > len(line) / 2:
                free -= line
                count += 1
        return count >= PACKED


def _longest(line: frozenset[tuple[str, ...]]) -> tuple[int, list[tuple[str, ...]]]:
    return -len(line), sorted(line)
