"""Logistic regression: small, deterministic, and held to weights that were known before.

In plain Python where the reduced engine has no numpy; with it in a twentieth of the time, and the same but for the last
digits (a test holds them together).
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import Any

MOST_STEPS, CLOSE = 25, 1e-5
LEAST_BEND = 1e-6


def logistic(value: float) -> float:
    return 1 / (1 + math.exp(-max(-40.0, min(40.0, value))))


def fit(
    rows: Sequence[Sequence[float]],
    labels: Sequence[float],
    weights: Sequence[float],
    prior: Sequence[float],
    stiffness: float,
    np: Any = None,
) -> list[float]:
    """Newton's method, held to a prior by the squared distance from it; at most 25 steps, no randomness.

    `np`: numpy, where it is loaded.
    """
    if np is not None:
        given = [np.asarray(values, dtype=float) for values in (rows, labels, weights, prior)]
        return _fit_at_once(np, given[0], given[1], given[2], given[3], stiffness)
    theta = list(prior)
    size = len(theta)
    sparse = [
        ([(i, x) for i, x in enumerate(row) if x], label, weight)
        for row, label, weight in zip(rows, labels, weights, strict=True)
    ]
    for _ in range(MOST_STEPS):
        gradient = [stiffness * (theta[i] - prior[i]) for i in range(size)]
        hessian = [[stiffness if i == j else 0.0 for j in range(size)] for i in range(size)]
        for row, label, weight in sparse:
            value = 0.0
            for i, x in row:
                value += theta[i] * x
            p = logistic(value)
            bend = p * (1 - p)
            slope, bend = weight * (p - label), weight * (bend if bend > LEAST_BEND else LEAST_BEND)
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
        if max(abs(s) for s in step) < CLOSE:
            break
    return theta


def _fit_at_once(np: Any, rows: Any, labels: Any, weights: Any, prior: Any, stiffness: float) -> list[float]:
    theta = prior
    for _ in range(MOST_STEPS):
        p = 1 / (1 + np.exp(-np.clip(rows @ theta, -40, 40)))
        gradient = stiffness * (theta - prior) + rows.T @ (weights * (p - labels))
        bend = weights * np.maximum(p * (1 - p), LEAST_BEND)
        step = np.linalg.solve(stiffness * np.eye(len(theta)) + (rows * bend[:, None]).T @ rows, gradient)
        theta = theta - step
        if np.abs(step).max() < CLOSE:
            break
    fitted: list[float] = theta.tolist()
    return fitted


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
