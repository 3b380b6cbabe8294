"""Whether the same answer is marked the same however it is typed: `python -m tests.bench.fairness` prints a table.

Each reply of each played call (`tests/data/calls.jsonl`) is typed in another way, the customer's lines staying as they
were, and marked anew. A criterion may move by one level at most, and filler may raise none.
"""

from __future__ import annotations

import random
import re
import sys
from collections.abc import Callable

from scoring.hearing.encoder import load
from tests.bench.calls import levels_of, marked_anew, played

TOLERANCE = 1
_SLIPS = (
    (r"\bdoesn't\b", "don't"),
    (r"\bthe ", ""),
    (r"\bhas\b", "have"),
    (r"\bdoes\b", "do"),
    (r"\bis there\b", "there is"),
)
_DIALECT = (
    (r"\bisn't\b", "ain't"),
    (r"\byou\b", "ya"),
    (r"\bgoing to\b", "gonna"),
    (r"ing\b", "in'"),
    (r"\bmy\b", "me"),
)
_FILLERS = ("erm, ", "you know, ", "to be fair, ", "like, ")


def lower(text: str, chance: random.Random) -> str:
    return text.lower()


def bare(text: str, chance: random.Random) -> str:
    """Lower case, no punctuation but question marks and line breaks, as in a hurry."""
    return re.sub(r"[^\w\s?'%€$£]", "", text.lower())


def typos(text: str, chance: random.Random) -> str:
    """One slip in eight words: two letters in the middle change places."""

    def slip(found: re.Match[str]) -> str:
        word = found[0]
        if len(word) < 5 or chance.random() > 0.125:
            return word
        at = chance.randrange(1, len(word) - 2)
        return word[:at] + word[at + 1] + word[at] + word[at + 2 :]

    return re.sub(r"[A-Za-z]+", slip, text)


def learner(text: str, chance: random.Random) -> str:
    for pattern, put in _SLIPS:
        text = re.sub(pattern, put, text)
    return text


def dialect(text: str, chance: random.Random) -> str:
    for pattern, put in _DIALECT:
        text = re.sub(pattern, put, text)
    return text


def padded(text: str, chance: random.Random) -> str:
    """A filler before each sentence: it must raise nothing."""
    return re.sub(r"(^|[.!?] )(\w)", lambda m: m[1] + chance.choice(_FILLERS).capitalize() + m[2].lower(), text)


WAYS: dict[str, Callable[[str, random.Random], str]] = {
    "lower case": lower,
    "no punctuation": bare,
    "typing slips": typos,
    "learner's slips": learner,
    "dialect": dialect,
    "filler": padded,
}


def table(every: int = 1) -> str:
    """`every`: take each n-th call only."""
    encoder = load()
    calls = played()[::every]
    moves: dict[str, list[int]] = {name: [] for name in WAYS}
    for call in calls:
        before = dict(levels_of(marked_anew(call.transcript, encoder)))
        for name, way in WAYS.items():
            chance = random.Random(f"{name}{call.name}")
            typed = {turn.n: way(turn.rep, chance) for turn in call.transcript.turns if turn.rep}
            after = dict(levels_of(marked_anew(call.transcript, encoder, typed)))
            both = ((level, after[one]) for one, level in before.items())
            moves[name] += [new - old for old, new in both if old is not None and new is not None]
    lines = [f"{len(calls)} calls", f"{'typed with':<16} {'criteria':>8}   same  moved by 1  by more  raised  lowered"]
    for name, by in moves.items():
        size = len(by)
        lines.append(
            f"{name:<16} {size:>8}  {sum(m == 0 for m in by) / size:>5.0%}  {sum(abs(m) == 1 for m in by) / size:>10.1%}"
            f"  {sum(abs(m) > TOLERANCE for m in by) / size:>7.1%}  {sum(m > 0 for m in by) / size:>6.1%}"
            f"  {sum(m < 0 for m in by) / size:>7.1%}"
        )
    return "\n".join(lines)


if __name__ == "__main__":
    print(table(*map(int, sys.argv[1:2])))
