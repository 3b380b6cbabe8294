"""The small regression: with numpy and without it, the same weights."""

from __future__ import annotations

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from scoring.hearing.regression import fit

CASES = st.lists(
    st.tuples(st.lists(st.floats(-2, 2), min_size=3, max_size=3), st.sampled_from([0.0, 1.0]), st.floats(0.1, 5)),
    min_size=1,
    max_size=30,
)


@settings(max_examples=150, deadline=None)
@given(CASES, st.floats(0.1, 5))
def test_numpy_and_plain_python_fit_the_same(cases: list[tuple[list[float], float, float]], stiffness: float) -> None:
    rows, labels, weights = ([case[i] for case in cases] for i in range(3))
    prior = [0.5, -1.0, 0.0]
    plain = fit(rows, labels, weights, prior, stiffness)
    assert np.allclose(plain, fit(rows, labels, weights, prior, stiffness, np), atol=1e-6)


def test_nothing_to_fit_leaves_the_prior() -> None:
    assert np.allclose(fit([[0.0, 0.0]], [1.0], [1.0], [0.3, -0.2], 1.0), [0.3, -0.2])
