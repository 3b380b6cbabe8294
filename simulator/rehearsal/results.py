"""What came of a rehearsal, and the bars that it is held against."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import pairwise

from simulator.rehearsal import archetypes as table
from simulator.rehearsal.archetypes import CHEATS
from simulator.rehearsal.statistics import auc, quartiles, reversed_order, wilson
from simulator.scenario.model import Scenario

LEVELS = ("easy", "normal", "hard")
FLAT = 0.05
STEPS_OF_DIFFICULTY = ((0.75, 1), (0.60, 2), (0.45, 3), (0.30, 4))
"""The share of calls that the solid rep passes, at least, and the difficulty that this is; below them all: 5."""


@dataclass(frozen=True, slots=True)
class Result:
    """One rehearsed call: its total (0 where there is none to give), the verdict, how it ended, after how many replies."""

    total: int
    passed: bool
    ending: str
    replies: int


@dataclass(frozen=True, slots=True)
class Row:
    """One archetype's calls."""

    name: str
    results: tuple[Result, ...]
    in_words: bool = False
    meant: tuple[tuple[str, str, bool], ...] = ()
    """In words: each content signal that was gone for, its words, and whether it was surely heard."""

    @property
    def calls(self) -> int:
        return len(self.results)

    @property
    def passed(self) -> int:
        return sum(result.passed for result in self.results)

    @property
    def share(self) -> float:
        return self.passed / self.calls if self.results else 0.0

    @property
    def interval(self) -> tuple[float, float]:
        return wilson(self.passed, self.calls)

    @property
    def totals(self) -> list[int]:
        return [result.total for result in self.results]

    @property
    def quartiles(self) -> tuple[int, int, int]:
        return quartiles(self.totals)

    @property
    def replies(self) -> float:
        return sum(result.replies for result in self.results) / self.calls if self.results else 0.0

    @property
    def endings(self) -> dict[str, int]:
        """The most frequent first."""
        return dict(sorted(Counter(r.ending for r in self.results).items(), key=lambda item: (-item[1], item[0])))


@dataclass(frozen=True, slots=True)
class Bar:
    """A demand on the scenario, what was measured, and whether it is met. `code`: that of the checker, where it has one."""

    name: str
    wanted: str
    found: str
    met: bool
    code: str = ""


@dataclass(frozen=True, slots=True)
class Rehearsal:
    """What came of it. `levels`: the solid rep's passed and played calls at each level."""

    scenario: Scenario
    seed: int
    level: str
    encoder: str
    rows: tuple[Row, ...]
    levels: Mapping[str, tuple[int, int]]

    def row(self, name: str) -> Row | None:
        return next((row for row in self.rows if row.name == name), None)

    def auc(self, better: str, worse: str) -> float | None:
        first, second = self.row(better), self.row(worse)
        return auc(first.totals, second.totals) if first and second else None

    @property
    def meant(self) -> dict[str, tuple[int, int]]:
        """In words: content signal -> how often what those who sell well said was heard as meant, of how often."""
        out: dict[str, tuple[int, int]] = {}
        for name in ("expert", "solid"):
            row = self.row(name)
            for signal, _, heard in row.meant if row else ():
                hits, of = out.get(signal, (0, 0))
                out[signal] = hits + heard, of + 1
        return out

    @property
    def difficulty(self) -> int | None:
        """From 1 to 5, by how often the solid rep passes."""
        solid = self.row("solid")
        if solid is None or not solid.calls:
            return None
        return next((step for least, step in STEPS_OF_DIFFICULTY if solid.share >= least), 5)

    @property
    def flat(self) -> bool:
        """Whether the levels hardly differ: the solid rep passes easy at most FLAT more often than hard."""
        shares = [passed / of for passed, of in (self.levels.get(n, (0, 0)) for n in ("easy", "hard")) if of]
        return len(shares) == 2 and shares[0] - shares[1] < FLAT

    @property
    def bars(self) -> tuple[Bar, ...]:
        return tuple(_bars(self))

    @property
    def met(self) -> bool:
        return all(bar.met for bar in self.bars)


def _bars(found: Rehearsal) -> Iterator[Bar]:
    expert, solid, novice = found.row("expert"), found.row("solid"), found.row("novice")
    if expert:
        met = expert.share >= table.EXPERT_PASSES
        yield Bar("the expert passes", f"at least {percent(table.EXPERT_PASSES)}", percent(expert.share), met, "S701")
    if solid:
        low, high = table.SOLID_PASSES
        met = low <= solid.share <= high
        yield Bar("the solid rep passes", f"{percent(low)} to {percent(high)}", percent(solid.share), met)
    if novice:
        met = novice.share <= table.NOVICE_PASSES
        yield Bar("the novice passes", f"at most {percent(table.NOVICE_PASSES)}", percent(novice.share), met)
    for better, least, code in (("expert", table.EXPERT_NOVICE_AUC, ""), ("solid", table.SOLID_NOVICE_AUC, "S702")):
        value = found.auc(better, "novice")
        if value is not None:
            yield Bar(f"{better} above novice (AUC)", f"at least {least:.2f}", f"{value:.2f}", value >= least, code)
    for row in found.rows:
        if row.name in CHEATS:
            met = row.share <= table.CHEAT_PASSES
            wanted = f"at most {percent(table.CHEAT_PASSES)}"
            yield Bar(f"the {row.name} passes", wanted, percent(row.share), met, "S703")
    yield from _order(found.levels)


def _order(levels: Mapping[str, tuple[int, int]]) -> Iterator[Bar]:
    names = [name for name in LEVELS if name in levels]
    shares = ", ".join(f"{name} {percent(levels[name][0] / max(1, levels[name][1]))}" for name in names)
    wrong = any(reversed_order(levels[easier], levels[harder]) for easier, harder in pairwise(names))
    if len(names) > 1:
        yield Bar("harder levels are passed less often", "in order", shares, not wrong)


def percent(share: float) -> str:
    return f"{100 * share:.0f}%"
