"""A slow line delivers keys in lumps: Enter must not overtake the letters that came before it."""

from __future__ import annotations

import sys
from pathlib import Path

from simulator.services.people import system_user
from tests.bench.terminal import Terminal
from tests.simulator.homes import INTERRUPTED, practice_in

LINE = "Dana, you were not expecting me, may I have thirty seconds?"


def test_a_line_and_its_enter_in_one_lump_are_one_reply(tmp_path: Path) -> None:
    practice, actor = practice_in(tmp_path, login=system_user())
    practice.close()
    env = {"SPARRING_HOME": str(tmp_path), "SPARRING_ENCODER": "off", "PATH": "/usr/bin:/bin", "LANG": "C.UTF-8"}
    command = (sys.executable, "-m", "simulator", "play", INTERRUPTED, "--seed", "7")
    with Terminal(command, env=env, cwd=str(Path(__file__).parents[3]), columns=120, rows=40) as terminal:
        terminal.wait_for("Type what you would say")
        terminal.settle(0.3)
        terminal.send(f"{LINE}\r")
        terminal.wait_for("trust +1")
    practice, actor = practice_in(tmp_path, login=system_user())
    call = practice.resume(actor, take_over=True)
    assert [turn.rep for turn in call.session.turns] == [LINE]
    practice.close()
