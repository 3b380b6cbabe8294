"""How far readers agree: on the labels of our own text, and on the marks of whole calls, the engine among them.

`python -m tests.bench.agreement labels` prints Cohen's kappa (1960) by label: the agreement beyond what chance gives two
labellers with the same habits. `python -m tests.bench.agreement calls` prints quadratically weighted kappa (Cohen 1968) on
levels of 0 to 4: each reader and the engine against the median of the readers who are not meant, with intervals by
resampling whole calls. All labellers, players and readers are models and are called so.
"""

from __future__ import annotations

import random
import sys
from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from statistics import median_low

from scoring.hearing.encoder import load
from scoring.hearing.labelled import CORPUS, labels
from tests.bench.calls import Played, levels_of, marked_anew, played, scenario_of

LEVELS = 5
DRAWS = 200
FEW = 20
"""A criterion with fewer marks is not shown by itself."""


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


@dataclass(frozen=True, slots=True)
class Marked:
    """One criterion of one call: the engine's level and each reader's; only where all of them gave one."""

    call: str
    part: str
    skill: str
    criterion: str
    engine: int
    readers: Mapping[str, int]

    def against(self, who: str, left_out: str) -> tuple[int, int]:
        """The level by `who` (a reader, or `engine`), and the median of the readers but `left_out`."""
        others = median_low(level for name, level in self.readers.items() if name != left_out)
        return (self.engine if who == "engine" else self.readers[who]), others


def weighted_kappa(pairs: Sequence[tuple[int, int]]) -> float:
    """Quadratically weighted kappa of two markings with levels 0 to 4; 1 where nothing varies."""
    size = len(pairs)
    left, right = [0] * LEVELS, [0] * LEVELS
    apart = 0
    for a, b in pairs:
        left[a] += 1
        right[b] += 1
        apart += (a - b) ** 2
    chance = sum(left[a] * right[b] * (a - b) ** 2 for a in range(LEVELS) for b in range(LEVELS)) / size
    return 1 - apart / chance if chance else 1.0


def marks_of(calls: Sequence[Played]) -> list[Marked]:
    encoder, out = load(), []
    for call in calls:
        assert call.transcript.scenario is not None
        skills = {c.id: c.skill for c in scenario_of(call.transcript.scenario.id).rubric.criteria}
        for name, level in levels_of(marked_anew(call.transcript, encoder)):
            given = {reader: marks.get(name, "na") for reader, marks in call.marks.items()}
            sure = {reader: mark for reader, mark in given.items() if isinstance(mark, int)}
            if level is not None and len(sure) == len(given):
                out.append(Marked(call.name, call.part, skills[name], name, level, sure))
    return out


def likeness(rows: Sequence[Marked]) -> tuple[float, float]:
    """The engine's agreement, and the readers' mean: each against the median of the other two, the engine against each
    of the same pairs."""
    readers = sorted(rows[0].readers)
    machine = [weighted_kappa([row.against("engine", reader) for row in rows]) for reader in readers]
    people = [weighted_kappa([row.against(reader, reader) for row in rows]) for reader in readers]
    return sum(machine) / len(machine), sum(people) / len(people)


def spread(rows: Sequence[Marked], measure: Callable[[Sequence[Marked]], float]) -> tuple[float, float]:
    """The middle 95% of a measure over resampled calls."""
    by_call: dict[str, list[Marked]] = defaultdict(list)
    for row in rows:
        by_call[row.call].append(row)
    chance, names = random.Random(7), sorted(by_call)
    drawn = sorted(
        measure([row for name in chance.choices(names, k=len(names)) for row in by_call[name]]) for _ in range(DRAWS)
    )
    return drawn[int(0.025 * DRAWS)], drawn[int(0.975 * DRAWS) - 1]


def _difference(rows: Sequence[Marked]) -> float:
    machine, people = likeness(rows)
    return machine - people


def calls_table() -> str:
    calls = played()
    rows = marks_of(calls)
    given = sum(len(call.marks[reader]) for call in calls for reader in call.marks)
    lines = [f"{len(calls)} calls, {given} marks by three model readers, {len(rows)} compared with the engine's"]
    lines.append(f"{'':<24} {'n':>4}  engine  readers  difference (95%)")
    groups: list[tuple[str, list[Marked]]] = [("all", rows)]
    groups += [
        (f"{part} round of play", [r for r in rows if r.part == part]) for part in sorted({r.part for r in rows})
    ]
    groups += [(skill, [r for r in rows if r.skill == skill]) for skill in sorted({r.skill for r in rows})]
    for name, some in groups:
        machine, people = likeness(some)
        low, high = spread(some, _difference)
        lines.append(
            f"{name:<24} {len(some):>4}  {machine:6.2f}  {people:7.2f}  {machine - people:+.2f} ({low:+.2f} to {high:+.2f})"
        )
    lines.append("")
    lines.append(f"{'criterion':<24} {'n':>4}  engine  mean level: engine, readers")
    for criterion in sorted({row.criterion for row in rows}):
        some = [row for row in rows if row.criterion == criterion]
        if len(some) >= FEW:
            means = (
                sum(r.engine for r in some) / len(some),
                sum(median_low(r.readers.values()) for r in some) / len(some),
            )
            lines.append(f"{criterion:<24} {len(some):>4}  {likeness(some)[0]:6.2f}  {means[0]:.2f}, {means[1]:.2f}")
    return "\n".join(lines)


def table() -> str:
    rows = labelled_twice()
    found = kappas(rows)
    lines = [f"{len(rows)} clauses labelled twice", f"{'label':<22} {'first':>6} {'second':>6}  kappa"]
    for name, value in found.items():
        counts = (sum(name in row.first for row in rows), sum(name in row.second for row in rows))
        lines.append(f"{name:<22} {counts[0]:>6} {counts[1]:>6}  {value:5.2f}")
    lines.append(f"{'mean':<22} {'':>6} {'':>6}  {sum(found.values()) / len(found):5.2f}")
    return "\n".join(lines)


def main(named: Sequence[str]) -> int:
    if "labels" in named or not named:
        print(table())
    if "calls" in named or not named:
        print(calls_table())
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
