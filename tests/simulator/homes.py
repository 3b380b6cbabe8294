"""A data folder for tests: private, without the encoder unless asked, with a clock that a test can turn."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path

from simulator.scenario.catalogue import Catalogue, shipped
from simulator.services.home import Home
from simulator.services.policy import Actor
from simulator.services.practice import Practice

SHIPPED = Catalogue([shipped()], None).entries()
"""What ships. More are coming: tests count them instead of saying how many there are."""
ALL = f"{len(SHIPPED)} of {len(SHIPPED)}"
INTERRUPTED = "the-interrupted-operations-lead"
GOOD = (
    "Dana, I caught you with trucks at the gate, so I'll be short. Is thirty seconds all right?",
    "When a truck runs late, how do you find out about it?",
    "How many of those did you have last month, and what did they cost you?",
)


class Clock:
    """Stands still until it is turned."""

    def __init__(self) -> None:
        self.time = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)

    def __call__(self) -> datetime:
        return self.time

    def turn(self, **by: float) -> None:
        self.time += timedelta(**by)


def home_in(folder: Path, **environ: str) -> Home:
    return Home.find({"SPARRING_HOME": str(folder), "SPARRING_ENCODER": "off", **environ})


def practice_in(folder: Path, clock: Clock | None = None, login: str = "sam") -> tuple[Practice, Actor]:
    """A practice with the reduced engine, and Sam, who gave a name."""
    practice = Practice(home_in(folder), clock=clock or Clock(), draw_seed=lambda: 7, login=login)
    return practice, practice.people.introduce(login.title())
