"""How calls end and what can be done then: guided choices, playing again, and calls that nobody ended."""

from __future__ import annotations

from pathlib import Path
from time import monotonic
from typing import Any

import pytest

from tests.simulator.homes import GOOD, INTERRUPTED, Clock, practice_in
from tests.simulator.ui.stage import Person, flowing, on_stage


async def test_in_guided_mode_digits_choose(tmp_path: Path) -> None:
    async with on_stage(tmp_path, size=(120, 40), play=INTERRUPTED, mode="guided") as sam:
        assert "1-9 Say that one" in await sam.until("Dana Ruiz")
        second = sam.app.screen.call.session.choices()[1].say  # type: ignore[attr-defined]
        await sam.press("2")
        assert [turn.rep for turn in sam.app.screen.call.session.turns] == [second]  # type: ignore[attr-defined]
        await sam.press("9")
        assert len(sam.app.screen.call.session.turns) == 1  # type: ignore[attr-defined]


@pytest.mark.parametrize("size", [(50, 20), (80, 24)], ids=str)
async def test_after_the_end_no_choice_is_left_on_the_screen(tmp_path: Path, size: tuple[int, int]) -> None:
    async with on_stage(tmp_path, size=size, play=INTERRUPTED, mode="guided") as sam:
        await sam.until("Dana Ruiz")
        screen = sam.app.screen
        offered: list[str] = []
        while not screen.call.session.over:  # type: ignore[attr-defined]
            offered = [choice.say[:20] for choice in screen.call.session.choices()]  # type: ignore[attr-defined]
            await sam.press("1")
        said = screen.call.session.turns[-1].rep  # type: ignore[attr-defined]
        if sam.app.screen is screen:
            assert "Open your card" in sam.sees
            assert not any(text in sam.sees for text in offered if not said.startswith(text))
            await sam.press("enter")
        await sam.until("of 100")


@pytest.mark.parametrize(("mode", "level"), [("exam", "hard"), ("practice", "easy"), ("guided", "normal")])
async def test_playing_again_offers_the_same_mode_and_level(tmp_path: Path, mode: str, level: str) -> None:
    practice, actor = practice_in(tmp_path)
    call = practice.start(actor, INTERRUPTED, mode=mode, level=level)
    call.silent() if mode == "guided" else call.reply(GOOD[0])
    practice.discard(actor, call.attempt)
    practice.close()
    async with on_stage(tmp_path) as sam:
        await sam.press("h", "enter")
        await sam.until("What to take from it")
        await sam.press("a")
        brief = await sam.until("Start the call")
        assert f"As last time: {mode}, {level}." in brief
        assert f"mode < {mode} >" in brief
        assert f"level < {level} >" in brief
        assert "As last time" not in await sam.press("l")
        await sam.press("l", "l", "s")
        await sam.until("Dana Ruiz")
        session = sam.app.screen.call.session  # type: ignore[attr-defined]
        assert (session.mode, session.level) == (mode, level)


async def test_a_call_that_nobody_went_on_with_is_told_of_and_told_from_one_ended_by_hand(tmp_path: Path) -> None:
    clock = Clock()
    practice, actor = practice_in(tmp_path, clock)
    call = practice.start(actor, INTERRUPTED)
    call.reply(GOOD[0])
    ended = practice.start(actor, INTERRUPTED)
    ended.reply(GOOD[0])
    practice.discard(actor, ended.attempt)
    practice.close()
    clock.turn(days=5)
    async with on_stage(tmp_path, clock=clock) as sam:
        assert "1 said, 5 days ago\n" in sam.sees
    clock.turn(days=3)
    async with on_stage(tmp_path, clock=clock) as sam:
        assert "1 said, 8 days ago; go on soon, or it is closed" in sam.sees
    clock.turn(days=8)
    async with on_stage(tmp_path, clock=clock, size=(100, 30)) as sam:
        assert "A call that you did not go on with is closed now" in flowing(sam.sees)
        assert "Go on with" not in sam.sees
        assert "left open, closed, practice, normal, just now" in sam.sees
        assert "ended early, practice, normal, 2 Mar 2026" in sam.sees
        assert "left open, closed" in await sam.press("h")
        await sam.press("enter")
        assert "the call was left open, and closed" in await sam.until("What to take from it")


async def test_a_call_closed_by_age_in_which_nothing_was_said_has_no_total(tmp_path: Path) -> None:
    clock = Clock()
    practice, actor = practice_in(tmp_path, clock)
    practice.start(actor, INTERRUPTED)
    practice.close()
    clock.turn(days=8)
    async with on_stage(tmp_path, clock=clock) as sam:
        assert "go on soon" in sam.sees
    clock.turn(days=8)
    async with on_stage(tmp_path, clock=clock) as sam:
        history = await sam.press("h")
        assert "nothing said, left open, closed" in history
        assert "no totals yet" in history
        await sam.press("escape", "l")
        assert "The interrupted operations lead  no total yet" in sam.sees


async def test_two_hundred_calls_are_listed_at_every_size(tmp_path: Path) -> None:
    practice, actor = practice_in(tmp_path)
    for number in range(200):
        call = practice.start(actor, INTERRUPTED, seed=number)
        if number % 50 == 0:
            call.reply(GOOD[1])
        practice.discard(actor, call.attempt)
    practice.close()
    async with on_stage(tmp_path) as sam:
        await sam.press("h", "G")
        for size in ((50, 20), (120, 40), (80, 24)):
            await sam.pilot.resize_terminal(*size)
            await sam.settle()
            assert sam.app.focused is not None
            assert sam.app.focused.highlighted == 199  # type: ignore[attr-defined]
            assert "Enter Open" in sam.sees
        await sam.press("enter")
        await sam.until("What to take from it")


async def test_after_the_end_the_keys_are_those_of_the_end(tmp_path: Path) -> None:
    async with on_stage(tmp_path, play=INTERRUPTED) as sam:
        await sam.until("Type what you would say")
        screen = sam.app.screen
        while not screen.call.session.over:  # type: ignore[attr-defined]
            await sam.says("We have a great product and everybody loves it.")
        if sam.app.screen is screen:
            assert "The call is over. Enter opens your card" in sam.sees
            assert "Enter Card" in sam.sees
            assert "F3 Hint" not in sam.sees
        await sam.press("enter")
        await sam.until("of 100")


async def the_card_of_a_guided_call(sam: Person) -> Any:
    """Dana's, with the first choice taken to the end."""
    await sam.until("Dana Ruiz")
    screen = sam.app.screen
    while not screen.call.session.over:  # type: ignore[attr-defined]
        await sam.press("1")
    await sam.until("Open your card")
    await sam.press("enter")
    await sam.until("of 100")
    return sam.app.screen


async def test_a_sentence_that_is_typed_on_into_the_card_begins_no_other_call(tmp_path: Path) -> None:
    async with on_stage(tmp_path, size=(120, 40), play=INTERRUPTED, mode="guided") as sam:
        card = await the_card_of_a_guided_call(sam)
        card.typing_until = float("inf")
        await sam.types("thanks a")
        assert sam.app.screen is card
        card.typing_until = 0.0
        await sam.press("a")
        assert "Start the call" in sam.sees


async def test_letters_go_on_being_left_alone_until_they_pause(tmp_path: Path) -> None:
    async with on_stage(tmp_path, size=(120, 40), play=INTERRUPTED, mode="guided") as sam:
        card = await the_card_of_a_guided_call(sam)
        assert card.typing_until > 0
        before = card.typing_until = monotonic() + 3600
        await sam.press("t")
        assert 0 < card.typing_until < before
        assert sam.app.screen is card
