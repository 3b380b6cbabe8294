"""Whether words stand in the order of a sentence: pairs of neighbours, as English talk has them.

The table `order.json` holds how often words follow each other in PersuasionForGood (Wang et al. 2019, Apache-2.0), CaSiNo
(Chawla et al. 2021, CC BY 4.0) and our own labelled text: counts only. Rare words stand for their endings.
`python -m scoring.hearing.order FOLDER` counts anew; FOLDER holds the two public sets as JSON lines.
"""

from __future__ import annotations

import json
import math
import sys
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from functools import lru_cache
from importlib.resources import files
from itertools import pairwise
from pathlib import Path

START, END = "<", ">"
KNOWN = 1000
"""How many words are known as themselves."""
SHORTEST = 6
"""Fewer words than this have no order to speak of."""
SMOOTHING = 40.0
"""How many observations the frequency of a word by itself counts beside those of its pairs."""
_ENDINGS = ("ing", "tion", "ed", "ly", "ment", "ness", "er", "est", "ies", "es", "s", "y", "e")


def class_of(word: str, known: frozenset[str]) -> str:
    if word in known:
        return word
    if any(letter.isdigit() for letter in word):
        return "0"
    return next((f"-{ending}" for ending in _ENDINGS if len(word) > len(ending) + 2 and word.endswith(ending)), "-")


@lru_cache(1)
def _table() -> tuple[frozenset[str], Mapping[str, Mapping[str, int]], Mapping[str, int], Mapping[str, int], int]:
    """Known words; pairs; how often a word stands left, and right, of another; how many pairs there are."""
    data = json.loads(files("scoring.hearing").joinpath("order.json").read_text(encoding="utf-8"))
    pairs: dict[str, dict[str, int]] = data["pairs"]
    left = {word: sum(after.values()) for word, after in pairs.items()}
    right: Counter[str] = Counter()
    for after in pairs.values():
        right.update(after)
    return frozenset(data["known"]), pairs, left, right, right.total()


@lru_cache(50_000)
def _likely(left: str, right: str) -> float:
    """The log-likelihood of a pair, beside what its right word has by itself."""
    _, pairs, lefts, rights, total = _table()
    own = (rights.get(right, 0) + 0.5) / (total + 0.5 * len(rights) + 0.5)
    seen = pairs.get(left, {}).get(right, 0)
    return math.log((seen + SMOOTHING * own) / (lefts.get(left, 0) + SMOOTHING)) - math.log(own)


def margin(words: Sequence[str]) -> float:
    """In nats a pair: how much likelier the words are in this order than each by itself; below 0 for most heaps.

    1 for fewer than SHORTEST words; of a long text the first sixty words count.
    """
    return score(words) if len(words) >= SHORTEST else 1.0


def score(words: Sequence[str]) -> float:
    """The same for a text of any length; 0 for none."""
    known = _table()[0]
    found = [START, *(class_of(word, known) for word in words[:60]), END]
    return sum(_likely(a, b) for a, b in pairwise(found)) / (len(found) - 1)


def count(texts: Iterable[Sequence[str]]) -> dict[str, object]:
    """The table of a corpus given as lists of words."""
    rows = [list(words) for words in texts if len(words) > 2]
    frequent = Counter(word for words in rows for word in words)
    known = frozenset(word for word, _ in frequent.most_common(KNOWN))
    pairs: dict[str, Counter[str]] = {}
    for words in rows:
        for a, b in pairwise([START, *(class_of(word, known) for word in words), END]):
            pairs.setdefault(a, Counter())[b] += 1
    return {"known": sorted(known), "pairs": {a: dict(sorted(after.items())) for a, after in sorted(pairs.items())}}


def texts_of(folder: Path) -> list[tuple[str, ...]]:
    """The clauses of the public sets in a folder, and of our own training text, customers' lines too."""
    from scoring.hearing.clauses import clauses  # Deferred: hearing a reply counts nothing.
    from scoring.hearing.labelled import part

    texts: list[tuple[str, ...]] = []
    for name in ("p4g.train.jsonl", "casino.train.jsonl"):
        for row in (folder / name).read_text(encoding="utf-8").splitlines():
            texts += [clause.texts for clause in clauses(json.loads(row)["text"])]
    for reply in part("train"):
        texts += [clause.texts for text in (reply.text, reply.customer) for clause in clauses(text)]
    return texts


def main() -> None:
    table = json.dumps(count(texts_of(Path(sys.argv[1]))), ensure_ascii=False, separators=(",", ":"))
    Path(__file__).with_name("order.json").write_text(table + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
