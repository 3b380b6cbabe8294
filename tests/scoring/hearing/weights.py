"""The encoder for tests: loaded once a run. Where its weights are missing, tests are skipped; in CI that is a failure."""

from __future__ import annotations

from functools import cache

import pytest

from scoring.hearing.encoder import Encoder, load


@cache
def _loaded() -> Encoder | None:
    return load()


def encoder() -> Encoder:
    loaded = _loaded()
    if loaded is None:
        pytest.skip("the encoder's weights are not installed")
    return loaded
