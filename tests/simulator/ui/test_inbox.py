"""What a customer said outside is noted in the app, and stands there with what no customer understood."""

from __future__ import annotations

from pathlib import Path

from tests.simulator.ui.stage import Person, flowing, on_stage


async def opened(sam: Person) -> str:
    await sam.press("ctrl+p")
    await sam.types("an objection")
    await sam.press("enter")
    return flowing(await sam.until("What did the customer say?"))


async def test_the_empty_inbox_says_what_to_do_and_keeps_what_is_typed(tmp_path: Path) -> None:
    async with on_stage(tmp_path) as sam:
        await opened(sam)
        assert "Nothing is noted yet. Type above what a customer said" in flowing(await sam.until("Nothing is noted"))
        await sam.says("We signed with somebody else last week.")
        seen = flowing(await sam.until("1  We signed with somebody else last week."))
        assert "sparring inbox draft NUMBER" in seen
        assert "What did the customer say?" in seen  # The line is empty again.
        assert "Last scores" in await sam.press("escape")
        await opened(sam)
        await sam.until("1  We signed with somebody else last week.")


async def test_nothing_typed_keeps_nothing(tmp_path: Path) -> None:
    async with on_stage(tmp_path) as sam:
        await opened(sam)
        await sam.until("Nothing is noted")
        await sam.press("space", "enter")
        assert "Nothing is noted" in sam.sees
        await sam.pastes("\x07\u202e")
        await sam.press("enter")
        assert "Nothing is noted" in sam.sees


async def test_hostile_words_stay_words(tmp_path: Path) -> None:
    async with on_stage(tmp_path) as sam:
        await opened(sam)
        await sam.until("Nothing is noted")
        await sam.says("so [@click=app.leave_app]x[/x] [red] {y}")
        await sam.until("1  so [@click=app.leave_app]x[/x] [red] (y)")


async def test_it_fits_a_small_screen(tmp_path: Path) -> None:
    async with on_stage(tmp_path, size=(50, 24)) as sam:
        await opened(sam)
        await sam.until("Nothing is noted")
        await sam.says("Too dear.")
        await sam.until("1  Too dear.")
