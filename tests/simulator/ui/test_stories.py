"""What a new rep does, by keys, and what the screen says."""

from __future__ import annotations

import json
from pathlib import Path

from tests.simulator.homes import ALL, GOOD, INTERRUPTED, SHIPPED, Clock, practice_in
from tests.simulator.ui.stage import Person, on_stage

WEAK = "We have a great product and everybody loves it."


async def open_brief(person: Person) -> str:
    """Whatever home suggests: the library finds it."""
    await person.press("l", "slash")
    await person.types("interrupted")
    await person.press("enter", "enter")
    return await person.until("Start the call")


async def enter_call(person: Person) -> str:
    await open_brief(person)
    await person.press("enter")
    return await person.until("Type what you would say")


async def play_out(person: Person) -> str:
    for _ in range(30):
        if "Total" in person.sees or "of 100" in person.sees:
            break
        await person.says(WEAK)
        if "The call is over" in person.sees:
            await person.press("enter")
            break
    return await person.until("of 100")


async def test_the_first_call_from_a_name_to_a_card_with_evidence(tmp_path: Path) -> None:
    async with on_stage(tmp_path, name=None, size=(120, 40)) as sam:
        assert "What is your name?" in sam.sees
        await sam.press("enter")
        assert "Give a name, any name." in sam.sees
        await sam.says("Sam Abara")
        assert "Sam Abara" in sam.sees
        brief = await open_brief(sam)
        assert "Dana Ruiz, Operations lead" in brief
        assert "pass at 55 of 100" in brief
        assert "Your goals" in brief
        talk = await sam.press("enter")
        assert "trucks at the gate" in talk
        assert "How they feel" in talk
        talk = await sam.says(GOOD[0])
        assert "thirty seconds all right?" in talk
        assert talk.count("Dana Ruiz") == 2
        card = await play_out(sam)
        assert "not passed" in card
        await sam.press("down", "down", "down")
        evidence = await sam.press("enter")
        assert "You, turn " in evidence
    async with on_stage(tmp_path, size=(120, 40)) as sam:
        assert "Last scores" in sam.sees
        assert "not passed" in sam.sees


async def test_a_call_that_was_cut_is_offered_at_the_next_start_and_goes_on(tmp_path: Path) -> None:
    async with on_stage(tmp_path) as sam:
        await enter_call(sam)
        await sam.says(GOOD[0])
        line = sam.sees
        assert "2 said" not in line
    async with on_stage(tmp_path) as sam:
        assert "Go on with" in sam.sees
        assert "1 said, just now" in sam.sees
        talk = await sam.press("enter")
        assert "You go on where you left." in talk
        assert "thirty seconds all right?" in talk
        assert "Dana Ruiz" in await sam.says(GOOD[1])


async def test_leaving_keeps_the_call_open_and_ending_it_makes_a_card(tmp_path: Path) -> None:
    async with on_stage(tmp_path) as sam:
        await enter_call(sam)
        await sam.says(GOOD[0])
        assert "Leave the call?" in await sam.press("escape")
        await sam.press("escape")
        assert "Leave the call?" not in sam.sees
        await sam.press("escape", "down", "enter")
        await sam.until("1 of ")
        await sam.press("escape", "escape")
        assert "Go on with" in await sam.until("Go on with")
        await sam.press("enter")
        await sam.press("escape", "down", "down", "enter")
        card = await sam.until("the call was ended early")
        assert "scorecard" in card


async def test_hints_come_in_three_steps_and_the_card_counts_them(tmp_path: Path) -> None:
    async with on_stage(tmp_path, size=(120, 50)) as sam:
        await sam.press("enter")
        await sam.press("l", "l", "s")
        assert "easy" in await sam.until("Type what you would say")
        assert "Hint 1 of 3" in await sam.press("f3")
        assert "Hint 2 of 3" in await sam.press("f3")
        assert "Hint 3 of 3" in await sam.press("f3")
        assert "3 hints" in await play_out(sam)


async def test_a_sealed_scenario_offers_the_exam_only_and_is_one(tmp_path: Path) -> None:
    async with on_stage(tmp_path, size=(120, 40), play="sealed-a-full-call-mid-size-distributor", mode="guided") as sam:
        assert "Exam: no panel" in await sam.until("Type what you would say")
        assert "trust" not in await sam.says("What do your customers write in about?")


async def test_an_exam_has_no_panel_and_no_hints(tmp_path: Path) -> None:
    async with on_stage(tmp_path, size=(120, 40), play=INTERRUPTED, mode="exam") as sam:
        await sam.until("Type what you would say")
        assert "Exam: no panel" in sam.sees
        assert "Hints are off in exam mode." in await sam.press("f3")
        assert "trust" not in await sam.says(GOOD[0])


async def test_guided_mode_offers_choices_and_says_why(tmp_path: Path) -> None:
    async with on_stage(tmp_path, size=(120, 40), play=INTERRUPTED, mode="guided") as sam:
        await sam.until("Dana Ruiz")
        assert "1  " in sam.sees
        talk = await sam.press("enter")
        assert "You" in talk
        document = sam.app.screen.call.session.log  # type: ignore[attr-defined]
        assert document[0]["kind"] == "choose"


async def test_an_empty_reply_is_not_sent_and_silence_is_a_key(tmp_path: Path) -> None:
    async with on_stage(tmp_path, play=INTERRUPTED) as sam:
        await sam.until("Type what you would say")
        assert "Nothing was sent." in await sam.press("enter")
        assert "Nothing was sent." in await sam.says("   ")
        await sam.press("backspace", "backspace", "backspace", "f4")
        assert "You say nothing." in sam.sees


async def test_a_paste_of_five_thousand_characters_stays_in_the_box(tmp_path: Path) -> None:
    async with on_stage(tmp_path, play=INTERRUPTED) as sam:
        await sam.until("Type what you would say")
        await sam.pastes("word " * 1000)
        seen = await sam.press("enter")
        assert "a reply has at most 4,000" in seen
        assert len(sam.app.screen.box.text) == 5000  # type: ignore[attr-defined]
        assert sam.app.screen.call.session.turns == []  # type: ignore[attr-defined]


async def test_silence_counts_only_while_nothing_is_typed(tmp_path: Path) -> None:
    async with on_stage(tmp_path, play=INTERRUPTED) as sam:
        await sam.until("Type what you would say")
        screen = sam.app.screen
        screen.seconds.pause()  # type: ignore[attr-defined]
        seconds = screen.call.session.seconds  # type: ignore[attr-defined]
        assert seconds > 10
        await sam.types("Well")
        for _ in range(seconds * 2):
            screen.tick()  # type: ignore[attr-defined]
        assert screen.call.session.turns == []  # type: ignore[attr-defined]
        await sam.press("backspace", "backspace", "backspace", "backspace")
        for _ in range(seconds - 3):
            screen.tick()  # type: ignore[attr-defined]
        assert "3 s, then your silence is an answer." in await sam.settle()
        await sam.press("f1")
        for _ in range(9):
            screen.tick()  # type: ignore[attr-defined]
        await sam.press("escape")
        assert screen.call.session.turns == []  # type: ignore[attr-defined]
        for _ in range(3):
            screen.tick()  # type: ignore[attr-defined]
        assert "You say nothing." in await sam.settle()


async def test_the_library_is_searched_and_filtered(tmp_path: Path) -> None:
    async with on_stage(tmp_path) as sam:
        library = await sam.press("l")
        assert ALL in library
        await sam.press("slash")
        found = await sam.types("nora hr")
        assert f"1 of {len(SHIPPED)}" in found
        assert "too expensive" in found
        assert "Nothing matches." in await sam.types(" zzz")
        await sam.press(*["backspace"] * 11, "tab", "space")
        assert f"{sum(e.stage == 'cold_call' for e in SHIPPED)} of {len(SHIPPED)}" in sam.sees


async def test_a_manager_coaches_a_rep_and_meets_no_customer(tmp_path: Path) -> None:
    async with on_stage(tmp_path, size=(100, 60)) as sam:
        await sam.press("l", "slash")
        await sam.types("whitlock")
        brief = await sam.press("enter", "enter")
        assert "Your rep  Sam Whitlock" in brief
        assert "What your team sells" in brief
        assert "The customer  " not in brief


async def test_history_shows_the_trend_and_opens_a_card(tmp_path: Path) -> None:
    practice, actor = practice_in(tmp_path)
    for _ in range(2):
        call = practice.start(actor, INTERRUPTED)
        while not call.session.over:
            call.reply(GOOD[1])
        call.finish()
    practice.close()
    async with on_stage(tmp_path) as sam:
        history = await sam.press("h")
        assert "+0 since the first" in history
        attempt = sam.app.overview.history[0].uuid
        assert f"JSON: sparring play --resume {attempt} --json" in history
        assert "of 100" in await sam.press("enter")


async def test_history_says_what_to_do_while_it_is_empty(tmp_path: Path) -> None:
    async with on_stage(tmp_path) as sam:
        assert "No call has ended yet." in await sam.press("h")


async def test_a_theme_is_kept_for_the_next_time(tmp_path: Path) -> None:
    async with on_stage(tmp_path) as sam:
        sam.app.choose_theme("high-contrast")
        await sam.settle()
    assert json.loads((tmp_path / "settings.json").read_text())["theme"] == "high-contrast"
    async with on_stage(tmp_path) as sam:
        assert sam.app.theme == "high-contrast"


async def test_the_palette_finds_customers_and_places(tmp_path: Path) -> None:
    async with on_stage(tmp_path, size=(100, 30)) as sam:
        await sam.press("ctrl+p")
        await sam.types("too expensive")
        await sam.until("play: It's too expensive")
        await sam.press("enter")
        await sam.until("Start the call")
        assert "Nora Lind" in sam.sees


async def test_the_call_of_a_window_that_lives_is_taken_over_only_when_asked(tmp_path: Path) -> None:
    import subprocess
    import sys

    from simulator.store import attempts

    clock = Clock()
    practice, actor = practice_in(tmp_path, clock)
    call = practice.start(actor, INTERRUPTED)
    other = subprocess.Popen([sys.executable, "-c", "input()"], stdin=subprocess.PIPE)
    with practice.record.write() as connection:
        now, until = practice.record.now(), "2099-01-01T00:00:00Z"
        attempts.take_lease(connection, call.attempt, f"{other.pid}-x", now=now, until=until, force=True)
    practice.close()
    async with on_stage(tmp_path, clock=clock) as sam:
        assert "open in another window" in await sam.press("enter")
        await sam.press("down", "enter")
        assert "trucks at the gate" in await sam.until("Type what you would say")
    other.communicate(b"\n")


async def test_a_broken_scenario_says_what_is_wrong_and_does_not_play(tmp_path: Path) -> None:
    (tmp_path / "scenarios").mkdir()
    (tmp_path / "scenarios" / "mine.yaml").write_text("id: mine\ntitle: Mine\nmoments: [\n", encoding="utf-8")
    async with on_stage(tmp_path) as sam:
        await sam.press("l", "slash")
        assert "cannot be played" in await sam.types("mine")
        await sam.press("down", "enter")
        assert "This scenario cannot be played" in await sam.until("cannot be played")


async def test_an_unknown_scenario_is_said_with_a_guess(tmp_path: Path) -> None:
    async with on_stage(tmp_path, size=(120, 30), play="its-to-expensive") as sam:
        await sam.until("did you mean")


async def test_a_damaged_record_is_set_aside_and_a_backup_restored(tmp_path: Path) -> None:
    from simulator.store.connection import back_up

    practice, actor = practice_in(tmp_path)
    practice.start(actor, INTERRUPTED)
    practice.close()
    back_up(tmp_path / "sparring.db", Clock()())
    for ending in ("", "-wal", "-shm"):
        (tmp_path / f"sparring.db{ending}").unlink(missing_ok=True)
    (tmp_path / "sparring.db").write_bytes(b"no database" * 999)
    async with on_stage(tmp_path, name=None) as sam:
        assert "The record is damaged" in await sam.until("The record is damaged")
        await sam.press("down", "enter")
        assert "Go on with" in await sam.until("Go on with")
    assert list(tmp_path.glob("sparring.db.damaged-*"))
