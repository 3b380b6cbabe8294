"""How far people agree on the labels of our own text: `python -m tests.bench.agreement` prints kappa by label.

Cohen's kappa (1960): the agreement beyond what chance gives two labellers with the same habits. Both are model writers.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from scoring.hearing.labelled import CORPUS, labels


@dataclass(frozen=True, slots=True)
class Twice:
    """A clause and the labels that each of two labellers gave it."""

    text: str
    first: frozenset[str]
    second: frozenset[str]


def labelled_twice() -> list[Twice]:
    """The clauses of `corpus/second.txt`."""
    out = []
    for row in (CORPUS / "second.txt").read_text(encoding="utf-8").splitlines():
        if not row.strip() or row.startswith(("#", ">")):
            continue
        names, _, text = row.partition(" | ")
        first, _, second = names.partition(" / ")
        out.append(Twice(text, frozenset(first.split()) - {"-"}, frozenset(second.split()) - {"-"}))
    return out


def kappa(left: Sequence[bool], right: Sequence[bool]) -> float:
    """Cohen's kappa of two yes-or-no labellings; 1 where neither says yes."""
    size = len(left)
    agreed = sum(a == b for a, b in zip(left, right, strict=True)) / size
    yes = sum(left) / size * (sum(right) / size)
    chance = yes + (1 - sum(left) / size) * (1 - sum(right) / size)
    return (agreed - chance) / (1 - chance) if chance < 1 else 1.0


def kappas(rows: Sequence[Twice]) -> dict[str, float]:
    return {
        name: kappa([name in row.first for row in rows], [name in row.second for row in rows])
        for name in sorted(labels())
    }


def table() -> str:
    rows = labelled_twice()
    found = kappas(rows)
    lines = [f"{len(rows)} clauses labelled twice", f"{'label':<22} {'first':>6} {'second':>6}  kappa"]
    for name, value in found.items():
        counts = (sum(name in row.first for row in rows), sum(name in row.second for row in rows))
        lines.append(f"{name:<22} {counts[0]:>6} {counts[1]:>6}  {value:5.2f}")
    lines.append(f"{'mean':<22} {'':>6} {'':>6}  {sum(found.values()) / len(found):5.2f}")
    return "\n".join(lines)


if __name__ == "__main__":
    print(table())
