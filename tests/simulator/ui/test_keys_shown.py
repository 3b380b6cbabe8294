"""The last line names the keys of every screen, at every width, and a click on one presses it."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.simulator.homes import ALL, GOOD, INTERRUPTED, practice_in
from tests.simulator.ui.stage import on_stage

SIZES = ((50, 20), (80, 24), (120, 40))
ALWAYS = ("F1 Help", "ctrl+q Quit")


@pytest.mark.parametrize("size", SIZES, ids=str)
async def test_no_screen_cuts_its_keys(tmp_path: Path, size: tuple[int, int]) -> None:
    async with on_stage(tmp_path, name=None, size=size) as sam:
        shows(sam.sees, "Enter Keep the name", *ALWAYS)
        await sam.says("Sam")
        shows(sam.sees, "Enter Open", "l Library", "h History", *ALWAYS)
        shows(await sam.press("h"), "Esc Back", *ALWAYS)
        await sam.press("escape")
        shows(await sam.press("l"), "Enter Open", "Esc Back", "/ Search", "s Stage", "f Filter", *ALWAYS)
        shows(await sam.press("slash"), "Enter To the list", "Esc Back", *ALWAYS)
        await sam.press("escape", "enter")
        shows(await sam.until("Start the call"), "Esc Back", "m Mode", "l Level", "s Start", "Down Read on", *ALWAYS)
        await sam.press("s")
        talk = await sam.until("Type what you would say")
        shows(talk, "Enter Say it", "Esc Leave", "F2 Panel", "F3 Hint", "F4 Silence", *ALWAYS)
        shows(await sam.press("f1"), "Esc Back", "ctrl+q Quit")
        assert "F2 Panel" not in sam.sees, "the keys of the page behind are not those of the dialog"
        await sam.press("escape")
        shows(await sam.press("escape"), "Enter Choose", "Esc Back", *ALWAYS)
        await sam.press("down", "down", "enter")
        card = await sam.until("What to take from it")
        shows(card, "Enter Why", "Esc Back", "Space More", "t Transcript", "a Again", *ALWAYS)
        shows(await sam.press("t"), "Esc Back", "Down Read on", *ALWAYS)


def shows(screen: str, *keys: str) -> None:
    for key in keys:
        assert key in screen, f"{key} is not shown:\n{screen}"


async def test_a_click_on_a_key_presses_it(tmp_path: Path) -> None:
    async with on_stage(tmp_path) as sam:
        row = sam.sees.splitlines()[-1]
        await sam.pilot.click(offset=(row.index("l Library") + 3, 23))
        assert ALL in await sam.settle()


async def test_at_50_columns_the_summary_is_whole_and_lists_are_set_in(tmp_path: Path) -> None:
    async with on_stage(tmp_path, size=(50, 20)) as sam:
        library = await sam.press("l")
        assert "    Haulage; difficulty 1/5" in library
        await sam.press("escape")
    async with on_stage(tmp_path, size=(50, 20), play=INTERRUPTED) as sam:
        talk = await sam.until("Type what you would say")
        assert "patience 5 12 left" in talk


async def test_the_panel_on_a_narrow_screen_is_read_by_keys_and_left_by_escape(tmp_path: Path) -> None:
    async with on_stage(tmp_path, size=(50, 20), play=INTERRUPTED) as sam:
        await sam.until("Type what you would say")
        assert "nothing yet: ask" not in await sam.press("f2")
        assert "nothing yet: ask" in await sam.press("pagedown", "pagedown")
        talk = await sam.press("escape")
        assert "Leave the call?" not in talk
        assert "Type what you would say" in talk


async def test_page_up_reads_back_while_the_box_has_the_focus(tmp_path: Path) -> None:
    async with on_stage(tmp_path, play=INTERRUPTED) as sam:
        opening = await sam.until("trucks at the gate")
        assert "trucks at the gate" in opening
        for reply in GOOD:
            await sam.says(reply)
        assert "trucks at the gate" not in sam.sees
        assert "trucks at the gate" in await sam.press("pageup", "pageup")


async def test_the_panel_gives_the_sum_of_what_the_last_reply_moved(tmp_path: Path) -> None:
    from scoring.marking.transcript import Change
    from simulator.ui.widgets.panel import panel_text, summary

    practice, actor = practice_in(tmp_path)
    call = practice.start(actor, INTERRUPTED)
    call.reply(GOOD[0])
    practice.close()
    panel = call.session.panel()
    assert panel is not None
    moved = (Change("trust", 1, "asks briefly", "a"), Change("trust", 2, "plays it back", "b"))
    assert "(+3)" in summary(panel, moved).plain
    assert "+3 asks briefly, and 1 more" in panel_text(panel, moved).plain
