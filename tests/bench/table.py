"""The table that the bench prints: a figure beside its bar."""

from __future__ import annotations

import statistics
from collections.abc import Sequence
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Row:
    """One measured figure. `bar` is the most it may be, in the same unit; `beside` says what it was compared with."""

    name: str
    measured: float
    bar: float
    unit: str
    beside: str = ""

    @property
    def held(self) -> bool:
        return self.measured <= self.bar


def printed(rows: Sequence[Row]) -> str:
    width = max(len(row.name) for row in rows)
    lines = [f"{'what':<{width}}  {'measured':>12}  {'bar':>12}       against"]
    for row in rows:
        verdict = "ok   " if row.held else "SHORT"
        measured, bar = f"{row.measured:.2f} {row.unit}", f"{row.bar:.2f} {row.unit}"
        lines.append(f"{row.name:<{width}}  {measured:>12}  {bar:>12} {verdict} {row.beside}")
    return "\n".join(lines)


def median(values: Sequence[float]) -> float:
    return statistics.median(values)


def p95(values: Sequence[float]) -> float:
    return sorted(values)[max(0, round(len(values) * 0.95) - 1)]
