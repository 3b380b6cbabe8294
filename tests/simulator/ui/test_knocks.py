"""What people do to an app: they resize it, press F1 anywhere, click where nothing is, and change its colours."""

from __future__ import annotations

from pathlib import Path

import pytest

from simulator.ui.themes import OFFERED
from tests.simulator.homes import ALL, GOOD, INTERRUPTED, practice_in
from tests.simulator.ui.stage import Person, on_stage


async def test_a_call_goes_through_every_size_with_what_was_typed(tmp_path: Path) -> None:
    async with on_stage(tmp_path, size=(120, 40), play=INTERRUPTED) as sam:
        await sam.until("Type what you would say")
        await sam.says(GOOD[0])
        await sam.types("half a")
        for size in ((50, 20), (80, 24), (20, 6), (200, 60), (120, 24), (80, 24)):
            await sam.pilot.resize_terminal(*size)
            await sam.settle()
        assert "half a" in sam.sees
        assert "thirty seconds all right?" in sam.sees
        assert "replies left 11" in sam.sees
        assert "Dana Ruiz" in await sam.press("enter")


async def test_f1_explains_every_screen_and_goes_back_to_it(tmp_path: Path) -> None:
    practice, actor = practice_in(tmp_path)
    call = practice.start(actor, INTERRUPTED)
    call.reply(GOOD[1])
    practice.discard(actor, call.attempt)
    practice.close()
    async with on_stage(tmp_path) as sam:
        await explained(sam)
        await sam.press("l")
        await explained(sam)
        await sam.press("enter")
        await sam.until("Start the call")
        await explained(sam)
        await sam.press("s")
        await sam.until("Type what you would say")
        await explained(sam)
        await sam.press("escape")
        await explained(sam)
        await sam.press("down", "enter")
        await sam.until(ALL)
        await sam.press("escape", "h")
        await explained(sam)
        await sam.press("enter")
        await sam.until("What to take from it")
        await explained(sam)
        await sam.press("t")
        await explained(sam)


async def explained(sam: Person) -> None:
    before = sam.sees
    assert "│  Help" in await sam.press("f1"), before
    assert "Esc" in sam.sees
    assert await sam.press("escape") == before


async def test_a_click_beside_the_box_takes_no_letter_away(tmp_path: Path) -> None:
    async with on_stage(tmp_path, play=INTERRUPTED) as sam:
        await sam.until("Type what you would say")
        for spot in ((10, 10), (10, 0), (40, 1), (79, 15)):
            await sam.pilot.click(offset=spot)
            await sam.types("a")
        assert "│ aaaa" in sam.sees


async def test_a_click_chooses_in_guided_mode(tmp_path: Path) -> None:
    async with on_stage(tmp_path, play=INTERRUPTED, mode="guided") as sam:
        row = (await sam.until("1  ")).splitlines()
        first = next(n for n, line in enumerate(row) if "│ 1  " in line)
        await sam.pilot.click(offset=(10, first))
        await sam.settle()
        assert len(sam.app.screen.call.session.turns) == 1  # type: ignore[attr-defined]


@pytest.mark.parametrize("theme", OFFERED)
async def test_every_theme_shows_a_call(tmp_path: Path, theme: str) -> None:
    async with on_stage(tmp_path, play=INTERRUPTED) as sam:
        await sam.until("Type what you would say")
        sam.app.choose_theme(theme)
        assert "Dana Ruiz" in await sam.says(GOOD[0])


async def test_a_notice_does_not_cover_the_box(tmp_path: Path) -> None:
    async with on_stage(tmp_path, play=INTERRUPTED) as sam:
        await sam.until("Type what you would say")
        await sam.types("half a")
        sam.app.action_copy_or_hint()
        seen = await sam.settle()
        assert "ctrl+q quits." in seen
        assert "│ half a" in seen
        assert "F1 Help" in seen
