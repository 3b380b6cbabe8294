"""The words that counted are brought up wherever they stand."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.simulator.homes import INTERRUPTED, practice_in
from tests.simulator.ui.stage import on_stage

TALK = "We are a house with a long history and many happy customers. " * 40
QUESTION = "How do you find out that a truck is late?"


@pytest.mark.parametrize("size", [(50, 20), (80, 24), (120, 40)], ids=str)
async def test_a_passage_at_the_end_of_a_long_reply_is_brought_up(tmp_path: Path, size: tuple[int, int]) -> None:
    practice, actor = practice_in(tmp_path)
    call = practice.start(actor, INTERRUPTED)
    call.reply(TALK + QUESTION)
    call.reply("What did that cost you last month?")
    practice.discard(actor, call.attempt)
    practice.close()
    async with on_stage(tmp_path, size=size) as sam:
        await sam.press("h", "enter")
        await sam.until("What to take from it")
        await sam.press("down", "down", "enter")
        await sam.until("Open and relevant questions")
        assert "[" in sam.sees, sam.sees
        for key in ("n", "p", "n", "n"):
            assert "[" in await sam.press("G", "g", key), sam.sees


async def test_what_was_not_shown_says_where_it_was_called_for_and_what_would_have_counted(tmp_path: Path) -> None:
    practice, actor = practice_in(tmp_path)
    call = practice.start(actor, INTERRUPTED)
    call.reply(QUESTION)
    practice.discard(actor, call.attempt)
    practice.close()
    async with on_stage(tmp_path) as sam:
        await sam.press("h", "enter")
        await sam.until("What to take from it")
        await sam.press(*["down"] * 5)
        assert "Not shown in this call" in sam.sees
        evidence = await sam.press("enter")
        assert "People, process and timing: level 0 of 4" in evidence
        assert "You, turn 1, where it was most called for" in evidence
        assert "! not shown. What would have counted:" in evidence
        assert "Asks who else has a say" in evidence
