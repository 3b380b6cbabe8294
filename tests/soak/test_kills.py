"""A running attempt is killed at random moments: nothing acknowledged is lost, and it goes on as if it never happened."""

from __future__ import annotations

import random
import subprocess
import sys
import time
from pathlib import Path

import pytest

from tests.simulator.homes import practice_in

ROOT = Path(__file__).parents[2]
FINISHED = 10_000
"""More turns than any call has."""


def run(folder: Path, kill_after: float | None) -> list[str]:
    """What the player acknowledged, killed so many seconds after it began to play, or to its end."""
    process = subprocess.Popen(
        [sys.executable, "-m", "tests.soak.player", str(folder)], cwd=ROOT, stdout=subprocess.PIPE, text=True
    )
    assert process.stdout is not None
    lines = []
    if kill_after is not None:
        first = process.stdout.readline()
        lines.append(first)
        time.sleep(kill_after)
        process.kill()
    rest, _ = process.communicate()
    return [line.strip() for line in [*lines, *rest.splitlines()] if line.strip()]


def acknowledged(lines: list[str]) -> int:
    return max((int(line) for line in lines if line.isdigit()), default=0)


def recorded(folder: Path) -> int:
    practice, actor = practice_in(folder)
    try:
        rows = [*practice.unfinished(actor), *practice.history(actor)]
        if rows[0].status != "open":
            return FINISHED
        call = practice.resume(actor)
        call.leave()
        return len(call.session.turns)
    finally:
        practice.close()


def kill_often(tmp_path: Path, kills: int) -> None:
    chance = random.Random(7)
    (card,) = [line for line in run(tmp_path / "straight", None) if line.startswith("card ")]
    done = number = 0
    while done < kills:
        number += 1
        folder = tmp_path / str(number)
        for _ in range(4):
            lines = run(folder, chance.uniform(0, 0.12))
            done += 1
            assert recorded(folder) >= acknowledged(lines)
            if any(line.startswith("card ") for line in lines) or recorded(folder) == FINISHED:
                break
        if recorded(folder) != FINISHED:
            (again,) = [line for line in run(folder, None) if line.startswith("card ")]
            assert again == card


def test_three_kills_lose_nothing(tmp_path: Path) -> None:
    kill_often(tmp_path, 3)


@pytest.mark.soak
def test_two_hundred_kills_lose_nothing(tmp_path: Path) -> None:
    kill_often(tmp_path, 200)
