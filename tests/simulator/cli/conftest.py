"""A data folder of its own for commands, with the reduced engine."""

from __future__ import annotations

from pathlib import Path

import pytest


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Where commands of this test keep everything; not made yet."""
    monkeypatch.setenv("SPARRING_HOME", str(tmp_path / "home"))
    monkeypatch.setenv("SPARRING_ENCODER", "off")
    monkeypatch.delenv("SPARRING_SCENARIOS", raising=False)
    return tmp_path / "home"
