"""Whatever people and files write is shown as text and does nothing."""

from __future__ import annotations

from pathlib import Path

import pytest

from simulator.scenario.catalogue import shipped
from simulator.services.people import system_user
from tests.bench.terminal import Terminal
from tests.simulator.homes import INTERRUPTED, practice_in
from tests.simulator.ui.stage import on_stage

MARKUP = "[@click=app.quit]boom[/] [/x] [bold"
REPLIES = (
    MARKUP,
    "\x1b]52;c;aGVsbG8=\x07 and \x1b]0;title\x07 and \x9b31m",
    "\u202eoperations\u202c \u2066late\u2069 trucks",
    "a\x00b\x08c",
    "🙂👩‍👩‍👧‍👦🙂 مرحبا שלום 你好",
    "\ud800 half a pair",
    "{draw.fines} {said.when} %s $name",
    "'; DROP TABLE turn; --",
    "é" * 3000,
    "?",
)


@pytest.fixture
def hostile_home(tmp_path: Path) -> Path:
    """A data folder with a scenario full of markup, and a person named so."""
    source = next(shipped().rglob(f"{INTERRUPTED}.yaml"))
    own = tmp_path / "scenarios"
    own.mkdir()
    for folder in ("library", "rubrics"):
        (own / folder).symlink_to(shipped() / folder)
    text = source.read_text(encoding="utf-8").replace(f"id: {INTERRUPTED}", "id: aaa")
    for field in ("title: ", "  name: ", "  role: ", "  company: ", "  style: "):
        start = text.index(f"\n{field}") + 1
        end = text.index("\n", start)
        text = f"{text[:start]}{field}'{MARKUP} {field.strip()[:-1]}'{text[end:]}"
    text = text.replace("goals:\n", f"goals:\n  - '{MARKUP} goal'\n", 1)
    (own / "aaa.yaml").write_text(text, encoding="utf-8")
    return tmp_path


async def test_markup_in_scenarios_names_and_replies_is_text_on_every_screen(hostile_home: Path) -> None:
    async with on_stage(hostile_home, size=(120, 45), name=MARKUP) as person:
        assert "[/x]" in person.sees
        assert MARKUP in await person.press("l")
        await person.press("escape")
        person.app.open_brief("aaa")
        assert f"{MARKUP} goal" in await person.until("Start the call")
        await person.press("s")
        await person.until("Type what you would say")
        for reply in REPLIES:
            if person.app.screen.call.session.over:  # type: ignore[attr-defined]
                break
            before = len(person.app.screen.call.session.turns)  # type: ignore[attr-defined]
            await person.pastes(reply)
            await person.press("enter")
            assert len(person.app.screen.call.session.turns) == before + 1  # type: ignore[attr-defined]
        assert "\x1b" not in person.sees
        assert "\u202e" not in person.sees
        if not person.app.screen.call.session.over:  # type: ignore[attr-defined]
            await person.press("escape", "down", "down", "enter")
        else:
            await person.press("enter")
        card = await person.until("How it went")
        assert "[/x]" in card
        await person.press("t", "j", "k", "G", "g", "escape", "f1", "escape", "escape")
        await person.press("h")
        assert "[/x]" in person.sees
        await person.press("escape", "ctrl+p")
        await person.types("boom")
        await person.until("boom")
        await person.press("escape")
        assert person.app.is_running


def test_no_escape_of_theirs_reaches_the_terminal(hostile_home: Path) -> None:
    """On a real pseudo-terminal: the raw bytes hold no clipboard, no title and no bidi control that a person wrote."""
    import sys

    practice, _ = practice_in(hostile_home, login=system_user())
    practice.close()
    env = {"SPARRING_HOME": str(hostile_home), "SPARRING_ENCODER": "off", "PATH": "/usr/bin:/bin", "LANG": "C.UTF-8"}
    command = (sys.executable, "-m", "simulator", "play", "aaa", "--seed", "7")
    with Terminal(command, env=env, cwd=str(Path(__file__).parents[3]), columns=100, rows=30) as terminal:
        terminal.wait_for("Type what you would say")
        for reply in REPLIES[:5]:
            safe = reply.encode("utf-8", "replace").replace(b"\x1b[201~", b"")
            terminal.send("\x1b[200~" + safe.decode() + "\x1b[201~")
            terminal.settle(0.2)
            terminal.send("\r")
            terminal.settle(0.4)
        painted = terminal.raw
        assert b"late" in painted
    assert b"\x1b]52" not in painted
    assert b"\x1b]0;title" not in painted
    assert "\u202e".encode() not in painted
    assert b"\xc2\x9b31m" not in painted


def test_without_colour_nothing_is_painted_in_colour(hostile_home: Path) -> None:
    import re
    import sys

    env = {
        "SPARRING_HOME": str(hostile_home),
        "SPARRING_ENCODER": "off",
        "PATH": "/usr/bin:/bin",
        "NO_COLOR": "1",
        "LANG": "C.UTF-8",
    }
    with Terminal((sys.executable, "-m", "simulator"), env=env, cwd=str(Path(__file__).parents[3])) as terminal:
        terminal.wait_for("What is your name?")
        terminal.settle()
        painted = terminal.raw.decode("utf-8", "replace")
    colours = re.findall(r"\x1b\[[0-9;]*?(?:38|48);2;(\d+);(\d+);(\d+)", painted)
    assert all(r == g == b for r, g, b in colours)
