"""The author's bench: a file is edited outside, and the five panes say what comes of it."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import pytest

from simulator.scenario.catalogue import shipped
from simulator.ui.screens.authoring.reps import RepsPane
from tests.simulator.check.slips import WINS, edited, whole
from tests.simulator.ui.stage import Person, flowing, on_stage

SIZES = [(80, 24), (120, 40), (50, 24)]


@pytest.fixture
def mine(tmp_path: Path) -> Path:
    folder = tmp_path / "scenarios"
    folder.mkdir()
    path = folder / "wait-until-next-year.yaml"
    path.write_text(whole(), encoding="utf-8")
    return path


@asynccontextmanager
async def at_the_bench(folder: Path, path: Path, size: tuple[int, int] = (100, 40)) -> AsyncIterator[Person]:
    async with on_stage(folder, size=size, author=path) as sam:
        await sam.until("as of")
        yield sam


def save(path: Path, *edits: tuple[str, str]) -> None:
    """As most editors do: a new file in the place of the old one."""
    beside = path.with_suffix(".new")
    beside.write_text(edited(whole(), *edits), encoding="utf-8")
    beside.replace(path)


async def test_a_mistake_that_is_saved_elsewhere_is_said_and_goes_when_it_is_mended(tmp_path: Path, mine: Path) -> None:
    async with at_the_bench(tmp_path, mine) as sam:
        await sam.until(lambda: "F4 lets you talk" in flowing(sam.sees))
        save(mine, ("start: says_wait", "start: say_wait"))
        seen = flowing(await sam.until("say_wait"))
        assert "F2 Problems (1)" in seen
        assert "did you mean 'says_wait'" in seen
        assert "start: say_wait" in seen, "the line itself stands with it"
        save(mine)
        await sam.until(lambda: "say_wait" not in sam.sees.replace("says_wait", ""))
        assert "(1)" not in sam.sees


async def test_what_shows_in_play_comes_with_a_conversation(tmp_path: Path, mine: Path) -> None:
    save(mine, (WINS, WINS.replace("heard next_step,", "heard next_step and trust >= 11,")))
    async with at_the_bench(tmp_path, mine) as sam:
        seen = flowing(await sam.until("S402"))
        assert "reply 1:" in seen
        assert "with it:" in seen


async def test_a_file_that_goes_is_missed_and_comes_back(tmp_path: Path, mine: Path) -> None:
    async with at_the_bench(tmp_path, mine) as sam:
        mine.unlink()
        await sam.until("S108")
        assert "cannot be played yet" in await sam.press("f3")
        mine.write_bytes(b"\xff\xfe\x00 not a text")
        await sam.press("f2")
        await sam.until("save it as UTF-8")
        mine.write_text(whole(), encoding="utf-8")
        await sam.until(lambda: "F4 lets you talk" in flowing(sam.sees))


async def test_a_moment_of_the_map_is_tried_out(tmp_path: Path, mine: Path) -> None:
    async with at_the_bench(tmp_path, mine) as sam:
        seen = await sam.press("f3")
        assert "says_wait, the start" in seen
        assert "Endings" in seen
        await sam.press("down", "enter")
        seen = await sam.until("asks_back  trust")
        assert "level=normal seed=1" in seen


async def test_a_try_out_says_what_was_heard_and_what_it_moved_and_can_be_taken_back(
    tmp_path: Path, mine: Path
) -> None:
    async with at_the_bench(tmp_path, mine) as sam:
        await sam.press("f4")
        await sam.until("says_wait  trust")
        seen = flowing(await sam.says("What would be different next year?"))
        assert "heard: " in seen
        assert "ask_why_wait" in seen
        assert "says_wait -> " in seen
        assert "What would be different" not in flowing(await sam.press("f8"))
        await sam.press("shift+tab", "shift+tab", "home", "ctrl+k")
        await sam.says("says_wait trust=9, level=hard")
        seen = await sam.until("says_wait  trust 9")
        assert "says_wait trust=9 level=hard seed=1" in seen


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ("nowhere", "there is no moment 'nowhere'"),
        ("joy=3", "there is no feeling 'joy'"),
        ("trust=11", "trust goes from 0 to 10"),
        ("trust=much", "trust is a whole number"),
        ("level=brutal", "a level is easy, normal, hard"),
    ],
)
async def test_where_it_cannot_begin_is_said(tmp_path: Path, mine: Path, typed: str, said: str) -> None:
    async with at_the_bench(tmp_path, mine) as sam:
        await sam.press("f4")
        await sam.until("says_wait  trust")
        await sam.press("shift+tab", "shift+tab", "home", "ctrl+k")
        assert said in flowing(await sam.says(typed))


async def test_a_try_out_goes_on_with_the_old_file_and_says_so(tmp_path: Path, mine: Path) -> None:
    async with at_the_bench(tmp_path, mine) as sam:
        await sam.press("f4")
        await sam.until("says_wait  trust")
        await sam.says("What would be different next year?")
        save(mine, ("minutes: 5", "minutes: 6"))
        await sam.until("The file has changed since this began")
        assert "What would be different" in sam.sees
        await sam.press("f7")
        await sam.until(lambda: "What would be different" not in sam.sees)
        assert "has changed" not in sam.sees


async def test_a_call_that_has_ended_takes_no_more_and_gives_its_last_reply_back(tmp_path: Path, mine: Path) -> None:
    async with at_the_bench(tmp_path, mine) as sam:
        await sam.press("f4")
        await sam.until("says_wait  trust")
        await sam.says("You need to decide now, or the price goes up.")
        await sam.until("The call has ended")
        before = sam.sees
        await sam.says("Hello?")
        assert "You  Hello" not in sam.sees
        await sam.press("f8")
        assert "The call has ended" not in sam.sees
        assert before != sam.sees


async def test_why_a_sentence_is_not_heard_and_what_would_teach_it(tmp_path: Path, mine: Path) -> None:
    async with at_the_bench(tmp_path, mine) as sam:
        await sam.press("f5")
        await sam.says('Do you "count" the [b]pots[/b] yourselves?')
        seen = flowing(await sam.until("heard. Enter on a signal"))
        assert "not heard" in seen
        assert "nearest:" in seen
        await sam.press("tab")
        for _ in range(12):
            if "Paste under" in sam.sees:
                break
            await sam.press("enter")
            if "Paste under" not in sam.sees:
                await sam.press("down")
        assert '- "Do you \\"count\\" the [b]pots[/b] yourselves?"' in flowing(sam.sees)


async def test_reps_play_at_one_key_and_are_held_against_the_bars(tmp_path: Path, mine: Path) -> None:
    async with at_the_bench(tmp_path, mine, (100, 50)) as sam:
        await sam.press("f6")
        for _ in range(60):
            if "expert" in sam.sees:
                break
            await sam.settle()
        seen = flowing(sam.sees)
        assert "the expert passes" in seen
        assert "difficulty by the solid rep" in seen
        save(mine, ("minutes: 5", "minutes: 6"))
        await sam.until("The file has changed since they played")


async def test_reps_can_be_stopped(tmp_path: Path, mine: Path) -> None:
    async with at_the_bench(tmp_path, mine) as sam:
        sam.app.screen.query_one(RepsPane).calls = 4_000
        sam.app.simulate_key("f6")
        sam.app.simulate_key("escape")
        await sam.until("They were stopped")
        assert "author: " in sam.sees, "the first Esc only stops them"
        await sam.press("escape")
        assert "author: " not in sam.sees


@pytest.mark.parametrize("size", SIZES)
async def test_every_pane_fits(tmp_path: Path, mine: Path, size: tuple[int, int]) -> None:
    async with at_the_bench(tmp_path, mine, size) as sam:
        for key in ("f2", "f3", "f4", "f5"):
            seen = await sam.press(key)
            assert "Traceback" not in seen
            assert all(len(line) <= size[0] for line in seen.splitlines())


async def test_the_library_leads_there_and_nothing_of_it_is_kept(tmp_path: Path, mine: Path) -> None:
    before = mine.read_bytes()
    async with on_stage(tmp_path, size=(100, 40)) as sam:
        await sam.press("l")
        await sam.press("slash")
        await sam.types("wait until")
        await sam.press("enter", "e")
        await sam.until("author: wait-until-next-year.yaml")
        await sam.press("f4")
        await sam.until("says_wait  trust")
        await sam.says("What would be different next year?")
        await sam.press("escape", "escape", "escape")
        assert "None yet" in sam.sees
    assert mine.read_bytes() == before


async def test_a_sealed_scenario_is_not_shown_to_a_rep_from_whichever_file(tmp_path: Path) -> None:
    copy = tmp_path / "copy.yaml"
    text = next(shipped().rglob("sealed-a-*.yaml")).read_text(encoding="utf-8")
    copy.write_text(text.replace("id: sealed-a", "id: opened-a", 1), encoding="utf-8")
    async with on_stage(tmp_path, size=(100, 40), author=copy) as sam:
        await sam.until("as of")
        assert "Enter begins a try-out" in await sam.press("f3"), "the first who comes is the admin"
    async with on_stage(tmp_path, size=(100, 40), name="Bo", login="bo", author=copy) as bo:
        await bo.until(lambda: "is sealed" in flowing(bo.sees))
        assert "author: " not in bo.sees
