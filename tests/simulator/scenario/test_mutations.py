"""Files changed at random: whatever they hold, the checker answers with problems, soon, and in little memory."""

from __future__ import annotations

import json
import subprocess
import sys

import pytest

LONGEST = 1.0
"""Seconds of work that a file may take."""
MOST = 300
"""MB that a process may need that checks them all."""


def checked(seed: int, count: int) -> None:
    command = [sys.executable, "-m", "tests.simulator.scenario.mutations", str(seed), str(count)]
    run = subprocess.run(command, capture_output=True, text=True, check=False)
    assert run.returncode == 0, run.stderr[-2000:]
    found = json.loads(run.stdout)
    assert found["failures"] == []
    assert found["files"] == count
    assert 0 < found["whole"] < count, "some changes do no harm, and most do"
    assert found["memory"] < MOST
    assert found["slowest"] < LONGEST, f"file {found['number']} of seed {seed}"


def test_three_hundred_changed_files_are_said_or_do_no_harm() -> None:
    checked(7, 300)


@pytest.mark.soak
@pytest.mark.parametrize("seed", range(10))
def test_ten_thousand_changed_files_are_said_or_do_no_harm(seed: int) -> None:
    checked(100 + seed, 1000)
