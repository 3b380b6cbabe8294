"""A window that is closed ends the app, and the call can be resumed."""

from __future__ import annotations

import os
import sys
import time
from pathlib import Path

from simulator.services.people import system_user
from simulator.ui.terminal import HUNG_UP, hung_up
from tests.bench.terminal import Terminal
from tests.simulator.homes import INTERRUPTED, practice_in

LINE = "Dana, you were not expecting me, may I have thirty seconds?"
PATIENCE = 15.0


def test_a_closed_window_ends_the_app(tmp_path: Path) -> None:
    practice, _ = practice_in(tmp_path, login=system_user())
    practice.close()
    env = {"SPARRING_HOME": str(tmp_path), "SPARRING_ENCODER": "off", "PATH": "/usr/bin:/bin", "LANG": "C.UTF-8"}
    command = (sys.executable, "-m", "simulator", "play", INTERRUPTED, "--seed", "7")
    with Terminal(command, env=env, cwd=str(Path(__file__).parents[3]), columns=120, rows=40) as terminal:
        terminal.wait_for("Type what you would say")
        terminal.settle(0.3)
        terminal.send(f"{LINE}\r")
        terminal.wait_for("trust +1")
        os.close(terminal.leader)
        terminal.leader = os.open(os.devnull, os.O_RDWR)
        began = time.monotonic()
        while terminal.process.poll() is None and time.monotonic() - began < PATIENCE:
            time.sleep(0.05)
        assert terminal.process.poll() == HUNG_UP
    practice, actor = practice_in(tmp_path, login=system_user())
    assert len(practice.resume(actor, take_over=True).session.turns) == 1
    practice.close()


def test_an_open_pipe_is_not_hung_up_and_a_closed_one_is() -> None:
    reader, writer = os.pipe()
    assert not hung_up(reader)
    os.close(writer)
    assert hung_up(reader)
    os.close(reader)
