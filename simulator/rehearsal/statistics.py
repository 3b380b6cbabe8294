"""What can be said of many calls: shares with their interval, quartiles, and how surely one kind of rep beats another."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from math import sqrt

Z = 1.959963984540054
"""Of 95%."""
SURE = 2.5758293035489004
"""Of 99%."""


def wilson(hits: int, of: int) -> tuple[float, float]:
    """The 95% interval of a share (Wilson 1927): from 0 to 1, both 0 to 1 where nothing was counted."""
    if of == 0:
        return 0.0, 1.0
    share, z2 = hits / of, Z * Z / of
    middle, half = share + z2 / 2, Z * sqrt(share * (1 - share) / of + z2 / (4 * of))
    return max(0.0, (middle - half) / (1 + z2)), min(1.0, (middle + half) / (1 + z2))


def quartiles(values: Sequence[int]) -> tuple[int, int, int]:
    """The lower quartile, the median and the upper quartile, each a value that is there; zeros where there is none."""
    ordered = sorted(values)
    if not ordered:
        return 0, 0, 0
    low, middle, high = (ordered[min(len(ordered) - 1, len(ordered) * part // 4)] for part in (1, 2, 3))
    return low, middle, high


def auc(better: Sequence[int], worse: Sequence[int]) -> float | None:
    """The chance that one of `better` is above one of `worse`, a tie counting half; None where one is empty."""
    if not better or not worse:
        return None
    ordered = sorted(worse)
    points = sum(bisect_left(ordered, value) + bisect_right(ordered, value) for value in better)
    return points / (2 * len(better) * len(worse))


def reversed_order(easier: tuple[int, int], harder: tuple[int, int]) -> bool:
    """Whether the harder of two levels is passed more often, by more than chance. Each: (passed, of).

    At 1%, for there are two pairs in every scenario, and many scenarios.
    """
    (a, n), (b, m) = easier, harder
    if not n or not m:
        return False
    p, q = a / n, b / m
    spread = sqrt(p * (1 - p) / n + q * (1 - q) / m)
    return q - p > SURE * spread and q > p
