"""Guards: what looks like an answer and is none. Each refusal has a sentence for the rep."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from functools import lru_cache

from scoring.hearing import order
from scoring.hearing.clauses import Clause
from scoring.hearing.text import Word, words

LEAST_ORDER = 0.5
"""Below this a clause is a heap of words (see `clauses.ordered`)."""
LEAST_MARGIN = -0.42
"""Below this its words would rather stand by themselves (see `order.margin`): 2% of the clauses of our own text, each
author's weighed by a table without them."""
COPIED = 0.75
"""The share of a clause's words that, in one run order, stand in another text for it to be a copy."""
NEAR_COPY = 0.85
RECITED = 0.6
"""The share of a sentence's runs of three words with which it is read out."""
LEAST_COPY = 4
"""A shorter clause is nobody's own: it is no copy."""
PACKED, PACKED_LONG, LONG_RUNS = 3, 2, 4
"""So many ready-made lines in one reply, or so many with at least LONG_RUNS runs of three words, and nothing counts."""

_SENTENCE_END = re.compile(r"(?<=[.!?])\s+")

WHY = {
    "order": "These are words, not a sentence; only what is said counts.",
    "copy_customer": "These are the customer's own words; say what you make of them.",
    "copy_brief": "This is the brief, word for word; say it as you would.",
    "copy_model": "This is the model answer, word for word; in an exam it does not count.",
    "reported": "These are words that you only imagine or put into somebody's mouth; say them yourself.",
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
    (mine, left), (theirs, right) = _read(text), _read(other)
    if not mine or not theirs:
        return False
    if mine == theirs:
        return True
    if min(len(mine), len(theirs)) < LEAST_COPY:
        return False
    return len(left & right) >= NEAR_COPY * max(len(left), len(right))


@lru_cache(4_000)
def _read(text: str) -> tuple[tuple[str, ...], frozenset[tuple[str, ...]]]:
    """A text's stems and their runs of three; remembered, for each reply is compared with all before it."""
    found = words(text)
    return tuple(w.stem for w in found), trigrams(found)


def no_sentence(clause: Clause) -> bool:
    """Whether the words stand as no language has them: by the small words' places, or by the order of all."""
    if clause.question and clause.ordered >= LEAST_ORDER:
        return False  # It has the grammar of a question; a bigram knows less.
    return clause.ordered < LEAST_ORDER or order.margin(clause.texts) < LEAST_MARGIN


class Recited:
    """A text that must not be read out, such as the brief. What a rep sells stands in it too: half a sentence of it in
    one's own is no recital, and most of a sentence is."""

    def __init__(self, source: str) -> None:
        self.source = source
        self.sentences = [trigrams(found) for found in map(words, _SENTENCE_END.split(source)) if len(found) > 2]

    def recited(self, clause: Clause, text: str) -> bool:
        """Whether a clause stands in the source, and the reply has at least RECITED of a sentence that it is from."""
        if not copied(clause, self.source):
            return False
        mine, said = trigrams(clause.words), trigrams(words(text))
        return any(mine & sentence and len(said & sentence) >= RECITED * len(sentence) for sentence in self.sentences)


class ReadyMade:
    """A scenario's own example lines, to see how many of them a reply recites. `wordings`: what the scenario itself
    offers to say, which may hold several."""

    def __init__(self, lines: Iterable[str], wordings: Iterable[str] = ()) -> None:
        self.lines = sorted({trigrams(words(line)) for line in lines if len(words(line)) > 2}, key=_longest)
        self.known = frozenset(run for line in self.lines for run in line)
        self.wordings = [trigrams(words(wording)) for wording in wordings]

    def packed(self, text: str) -> bool:
        """Whether a text recites PACKED lines, or two long ones, each in a place of its own."""
        found = [w.stem for w in words(text)]
        present = self.known.intersection(zip(found, found[1:], found[2:], strict=False))
        free = set(present)
        recited: list[frozenset[tuple[str, ...]]] = []
        for line in self.lines:
            if len(line & present) >= NEAR_COPY * len(line) and len(line & free) > len(line) / 2:
                free -= line
                recited.append(line & present)
        long = sum(len(line) >= LONG_RUNS for line in recited)
        if len(recited) < PACKED and long < PACKED_LONG:
            return False
        runs = frozenset[tuple[str, ...]]().union(*recited)
        return not any(runs <= wording for wording in self.wordings)


def _longest(line: frozenset[tuple[str, ...]]) -> tuple[int, list[tuple[str, ...]]]:
    return -len(line), sorted(line)
