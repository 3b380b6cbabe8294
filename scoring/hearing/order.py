"""Whether words stand in an order that language has: how much likelier than the same words in any order.

A bigram model over the commonest words and the endings of the rest, counted from PersuasionForGood (Wang et al. 2019,
Apache-2.0) and CaSiNo (Chawla et al. 2021, CC BY 4.0) and written down in `order.json`. It holds counts of pairs, no
sentence. The margin is the mean log-likelihood of a text's pairs less the mean over all orders of the same words, which
has a closed form: each pair of different places is equally often a neighbour.

`python -m scoring.hearing.order FOLDER` counts the table anew from `p4g.train.jsonl` and `casino.train.jsonl` there.
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
KNOWN = 240
"""How many words are known as themselves."""
RARE = 3
"""A pair seen less often is not written down."""
SMOOTHING = 0.3
_ENDINGS = ("ing", "tion", "ed", "ly", "ment", "ness", "er", "est", "ies", "es", "s", "y", "e")


def class_of(word: str, known: frozenset[str]) -> str:
    if word in known:
        return word
    if any(letter.isdigit() for letter in word):
        return "0"
    return next((f"-{ending}" for ending in _ENDINGS if len(word) > len(ending) + 2 and word.endswith(ending)), "-")


@lru_cache(1)
def _table() -> tuple[frozenset[str], Mapping[str, Mapping[str, int]], Mapping[str, int], Mapping[str, int]]:
    data = json.loads(files("scoring.hearing").joinpath("order.json").read_text(encoding="utf-8"))
    pairs: dict[str, dict[str, int]] = data["pairs"]
    left = {word: sum(after.values()) + data["rest"].get(word, 0) for word, after in pairs.items()}
    right: Counter[str] = Counter()
    for after in pairs.values():
        right.update(after)
    return frozenset(data["known"]), pairs, left, right


def _likely(left: str, right: str) -> float:
    """The log-likelihood of a pair, beside what its right word has by itself."""
    _, pairs, lefts, rights = _table()
    total = sum(rights.values())
    own = (rights.get(right, 0) + 1) / (total + len(rights) + 1)
    seen = pairs.get(left, {}).get(right, 0)
    return math.log((seen + SMOOTHING * 40 * own) / (lefts.get(left, 0) + SMOOTHING * 40)) - math.log(own)


@lru_cache(50_000)
def _cached(left: str, right: str) -> float:
    return _likely(left, right)


def margin(words: Sequence[str]) -> float:
    """In nats a pair: about 0 for words in any order, above for a sentence. 1 for fewer than six words."""
    if len(words) < 6:
        return 1.0
    known = _table()[0]
    found = [class_of(word, known) for word in words[:60]]
    there = sum(_cached(a, b) for a, b in pairwise([START, *found, END]))
    starts = sum(_cached(START, word) + _cached(word, END) for word in found) / len(found)
    counts = Counter(found)
    inner = sum(
        _cached(a, b) * counts[a] * (counts[b] - (a == b)) for a in counts for b in counts if counts[b] > (a == b)
    )
    anyhow = starts + inner / len(found)
    return (there - anyhow) / (len(found) + 1)


def count(texts: Iterable[Sequence[str]]) -> dict[str, object]:
    """The table of a corpus given as lists of words."""
    rows = [list(words) for words in texts if len(words) > 2]
    frequent = Counter(word for words in rows for word in words)
    known = frozenset(word for word, _ in frequent.most_common(KNOWN))
    pairs: dict[str, Counter[str]] = {}
    for words in rows:
        found = [START, *(class_of(word, known) for word in words), END]
        for a, b in pairwise(found):
            pairs.setdefault(a, Counter())[b] += 1
    kept = {a: {b: n for b, n in sorted(after.items()) if n >= RARE} for a, after in sorted(pairs.items())}
    rest = {a: sum(n for n in after.values() if n < RARE) for a, after in sorted(pairs.items())}
    return {"known": sorted(known), "pairs": {a: after for a, after in kept.items() if after}, "rest": rest}


def main() -> None:
    from scoring.hearing.clauses import clauses  # Deferred: hearing a reply counts nothing.

    folder = Path(sys.argv[1])
    texts: list[tuple[str, ...]] = []
    for name in ("p4g.train.jsonl", "casino.train.jsonl"):
        for row in (folder / name).read_text(encoding="utf-8").splitlines():
            texts += [clause.texts for clause in clauses(json.loads(row)["text"])]
    table = json.dumps(count(texts), ensure_ascii=False, separators=(",", ":"))
    Path(__file__).with_name("order.json").write_text(table, encoding="utf-8")


if __name__ == "__main__":
    main()
