"""Logistic regression in plain Python: small, deterministic, and held to weights that were known before."""

from __future__ import annotations

import math
from collections.abc import Sequence


def logistic(value: float) -> float:
    return 1 / (1 + math.exp(-max(-40.0, min(40.0, value))))


def fit(
    rows: Sequence[Sequence[float]],
    labels: Sequence[float],
    weights: Sequence[float],
    prior: Sequence[float],
    stiffness: float,
) -> list[float]:
    """Newton's method, held to a prior by the squared distance from it; at most 25 steps, no randomness."""
    theta = list(prior)
    size = len(theta)
    sparse = [
        ([(i, x) for i, x in enumerate(row) if x], label, weight)
        for row, label, weight in zip(rows, labels, weights, strict=True)
    ]
    for _ in range(25):
        gradient = [stiffness * (theta[i] - prior[i]) for i in range(size)]
        hessian = [[stiffness if i == j else 0.0 for j in range(size)] for i in range(size)]
        for row, label, weight in sparse:
            p = logistic(sum(theta[i] * x for i, x in row))
            slope, bend = weight * (p - label), weight * max(p * (1 - p), 1e-6)
            for i, x in row:
                gradient[i] += slope * x
                bent = bend * x
                line = hessian[i]
                for j, y in row:
                    if j > i:
                        break
                    line[j] += bent * y
        for i in range(size):
            for j in range(i):
                hessian[j][i] = hessian[i][j]
        step = _solve(hessian, gradient)
        theta = [t - s for t, s in zip(theta, step, strict=True)]
        if max(abs(s) for s in step) < 1e-5:
            break
    return theta


def _solve(matrix: list[list[float]], right: list[float]) -> list[float]:
    """Gaussian elimination with pivoting."""
    size = len(right)
    rows = [[*line, value] for line, value in zip(matrix, right, strict=True)]
    for i in range(size):
        pivot = max(range(i, size), key=lambda k: abs(rows[k][i]))
        rows[i], rows[pivot] = rows[pivot], rows[i]
        for k in range(i + 1, size):
            factor = rows[k][i] / rows[i][i]
            if factor:
                for j in range(i, size + 1):
                    rows[k][j] -= factor * rows[i][j]
    out = [0.0] * size
    for i in reversed(range(size)):
        out[i] = (rows[i][size] - sum(rows[i][j] * out[j] for j in range(i + 1, size))) / rows[i][i]
    return out
