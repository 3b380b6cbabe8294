"""What a real terminal does: keys come in lumps, and a window is closed in mid-call."""

from __future__ import annotations

import os
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from simulator.services.people import system_user
from simulator.ui.terminal import HUNG_UP, hung_up
from tests.bench.terminal import Terminal
from tests.simulator.homes import INTERRUPTED, practice_in

LINE = "Dana, you were not expecting me, may I have thirty seconds?"
PATIENCE = 15.0


@contextmanager
def in_a_call(folder: Path, keys: str = LINE) -> Iterator[Terminal]:
    """The app on a terminal, in a call in which these keys and an Enter came in one lump and were answered."""
    practice, _ = practice_in(folder, login=system_user())
    practice.close()
    env = {"SPARRING_HOME": str(folder), "SPARRING_ENCODER": "off", "PATH": "/usr/bin:/bin", "LANG": "C.UTF-8"}
    command = (sys.executable, "-m", "simulator", "play", INTERRUPTED, "--seed", "7")
    with Terminal(command, env=env, cwd=str(Path(__file__).parents[3]), columns=120, rows=40) as terminal:
        terminal.wait_for("Type what you would say")
        terminal.settle(0.3)
        terminal.send(f"{keys}\r")
        terminal.wait_for("trust +1")
        yield terminal


def said(folder: Path) -> list[str]:
    practice, actor = practice_in(folder, login=system_user())
    try:
        return [turn.rep for turn in practice.resume(actor, take_over=True).session.turns]
    finally:
        practice.close()


def test_enter_does_not_overtake_the_letters_before_it(tmp_path: Path) -> None:
    with in_a_call(tmp_path):
        pass
    assert said(tmp_path) == [LINE]


def test_a_slip_that_was_mended_in_the_same_breath_is_mended(tmp_path: Path) -> None:
    """Backspaces and arrows wait for the letters before them, and the letters after them wait for these."""
    with in_a_call(
        tmp_path, LINE.replace("may", "maq\x7fy").replace("thirty", "thrity\x7f\x7f\x7f\x7firty") + "!\x1b[D\x1b[3~"
    ):
        pass
    assert said(tmp_path) == [LINE]


def test_a_closed_window_ends_the_app(tmp_path: Path) -> None:
    with in_a_call(tmp_path) as terminal:
        os.close(terminal.leader)
        terminal.leader = os.open(os.devnull, os.O_RDWR)
        began = time.monotonic()
        while terminal.process.poll() is None and time.monotonic() - began < PATIENCE:
            time.sleep(0.05)
        assert terminal.process.poll() == HUNG_UP
    assert said(tmp_path) == [LINE]


def test_an_open_pipe_is_not_hung_up_and_a_closed_one_is() -> None:
    reader, writer = os.pipe()
    assert not hung_up(reader)
    os.close(writer)
    assert hung_up(reader)
    os.close(reader)
