"""The question for a name says what to press, and answers whatever is pressed."""

from __future__ import annotations

from pathlib import Path

from tests.simulator.ui.stage import flowing, on_stage


async def test_the_box_says_which_key_goes_on(tmp_path: Path) -> None:
    async with on_stage(tmp_path, name=None) as sam:
        assert "Type it and press Enter." in sam.sees
        assert "Enter Keep the name" in sam.sees
        assert "Esc" not in sam.sees, "there is nothing to go back to"


async def test_on_a_small_screen_nothing_of_the_question_is_cut(tmp_path: Path) -> None:
    async with on_stage(tmp_path, name=None, size=(50, 20)) as sam:
        assert "Type it and press Enter. You can change it later: ctrl+p, then me: name." in flowing(sam.sees)
        assert "ctrl+q quits." in flowing(await sam.press("escape"))


async def test_an_empty_enter_and_escape_are_answered(tmp_path: Path) -> None:
    async with on_stage(tmp_path, name=None) as sam:
        assert "! Give a name, any name. Then press Enter." in await sam.press("enter")
        assert "! Sparring needs a name to go on" in await sam.press("escape")
        assert "ctrl+q quits" in flowing(sam.sees)
        assert "!" not in (await sam.types("S")).replace("│", "")
        assert "Next" in await sam.press("enter")


async def test_a_name_is_changed_or_left_as_it_is(tmp_path: Path) -> None:
    async with on_stage(tmp_path) as sam:
        sam.app.action_rename()
        asked = await sam.settle()
        assert "Welcome" not in asked
        assert "Esc Back" in asked
        await sam.types("Kim")
        assert "Kim" not in (await sam.press("escape")).splitlines()[0]
        sam.app.action_rename()
        await sam.settle()
        await sam.types("Kim")
        assert "Kim" in (await sam.press("enter")).splitlines()[0]


async def test_a_long_name_leaves_room_for_where_one_is(tmp_path: Path) -> None:
    async with on_stage(tmp_path, name="N" * 80, size=(50, 20)) as sam:
        assert sam.sees.startswith(" Sparring  home")
