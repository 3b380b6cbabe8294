"""What was typed and not sent is there when the call is gone on with; what is too long is counted and emptied."""

from __future__ import annotations

from pathlib import Path

from tests.simulator.homes import GOOD, INTERRUPTED
from tests.simulator.ui.stage import Person, flowing, on_stage

UNSENT = "I was about to say"


async def leave(sam: Person) -> str:
    return await sam.press("escape", "down", "enter")


async def test_what_stands_in_the_box_waits_until_the_call_is_gone_on_with(tmp_path: Path) -> None:
    async with on_stage(tmp_path, play=INTERRUPTED) as sam:
        await sam.until("Type what you would say")
        assert "in the box" not in await sam.press("escape")
        await sam.press("escape")
        await sam.pastes(UNSENT)
        assert "it waits there until you go on" in flowing(await sam.press("escape"))
        await sam.press("down", "enter")
        assert UNSENT in await sam.press("enter")
        assert "What you had typed and not said stands in the box." in sam.sees
        await leave(sam)
    async with on_stage(tmp_path) as sam:
        assert UNSENT in await sam.press("enter")
        assert sam.app.screen.call.session.turns == []  # type: ignore[attr-defined]
        await sam.press("ctrl+u")
        await leave(sam)
        assert UNSENT not in await sam.press("enter")


async def test_quitting_keeps_the_draft_too(tmp_path: Path) -> None:
    async with on_stage(tmp_path, play=INTERRUPTED) as sam:
        await sam.until("Type what you would say")
        await sam.pastes(UNSENT)
        await sam.press("ctrl+q")
    async with on_stage(tmp_path) as sam:
        assert UNSENT in await sam.press("enter")


async def test_a_killed_window_loses_no_more_than_the_last_second_of_a_draft(tmp_path: Path) -> None:
    async with on_stage(tmp_path, play=INTERRUPTED) as sam:
        await sam.until("Type what you would say")
        await sam.pastes(UNSENT)
        await sam.until(lambda: any(path.read_text() == UNSENT for path in tmp_path.glob("drafts/*.txt")))


async def test_what_was_said_is_no_draft_and_an_ended_call_has_none(tmp_path: Path) -> None:
    async with on_stage(tmp_path, play=INTERRUPTED) as sam:
        await sam.until("Type what you would say")
        await sam.says(GOOD[0])
        await sam.pastes(UNSENT)
        await sam.press("escape")
        assert list(tmp_path.glob("drafts/*"))
        await sam.press("down", "down", "enter")
        await sam.until("the call was ended early")
        await sam.press("escape")
        await sam.until(lambda: not list(tmp_path.glob("drafts/*")))


async def test_a_reply_that_was_sent_just_before_the_end_is_not_offered_again(tmp_path: Path) -> None:
    async with on_stage(tmp_path, play=INTERRUPTED) as sam:
        await sam.until("Type what you would say")
        await sam.says(GOOD[0])
        (tmp_path / "drafts").mkdir(exist_ok=True)
        attempt = sam.app.screen.call.attempt  # type: ignore[attr-defined]
    (tmp_path / "drafts" / f"{attempt}.txt").write_text(GOOD[0], encoding="utf-8")
    async with on_stage(tmp_path) as sam:
        await sam.press("enter")
        assert sam.app.screen.box.text == ""  # type: ignore[attr-defined]


async def test_a_long_reply_is_counted_and_a_key_empties_the_box(tmp_path: Path) -> None:
    async with on_stage(tmp_path, play=INTERRUPTED) as sam:
        await sam.until("Type what you would say")
        assert "characters" not in await sam.pastes("word " * 700)
        assert "3,700 of 4,000 characters" in await sam.pastes("word " * 40)
        assert "4,100 characters, 100 too many; ctrl+u empties" in await sam.pastes("word " * 80)
        assert "ctrl+u Empty" in sam.sees
        assert "Type what you would say" in await sam.press("ctrl+u")
        assert "4,100 characters" in await sam.press("ctrl+z")


async def test_a_paste_of_a_hundred_thousand_characters_is_held_and_emptied(tmp_path: Path) -> None:
    async with on_stage(tmp_path, play=INTERRUPTED) as sam:
        await sam.until("Type what you would say")
        assert "96,000 too many" in await sam.pastes("word " * 20_000)
        assert "a reply has at most 4,000" in await sam.press("enter")
        assert "Type what you would say" in await sam.press("ctrl+u")
