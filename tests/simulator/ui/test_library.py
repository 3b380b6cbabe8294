"""The library says what was played as soon as it was, and what cannot be played, why and in which file."""

from __future__ import annotations

from pathlib import Path

import pytest

from simulator.scenario.catalogue import shipped
from tests.simulator.homes import ALL, INTERRUPTED, SHIPPED
from tests.simulator.ui.stage import flowing, on_stage

PRICE = "its-too-expensive"


@pytest.fixture
def own(tmp_path: Path) -> Path:
    """The user's folder of scenarios, empty."""
    folder = tmp_path / "scenarios"
    folder.mkdir()
    return folder


def copy_of(name: str, **changes: str) -> str:
    text = next(shipped().rglob(f"{name}.yaml")).read_text(encoding="utf-8")
    for field, value in changes.items():
        start = text.index(f"\n{field}: ") + 1
        text = f"{text[:start]}{field}: {value}{text[text.index(chr(10), start) :]}"
    return text


async def test_a_call_just_ended_is_no_longer_untried(tmp_path: Path) -> None:
    async with on_stage(tmp_path) as sam:
        assert "The interrupted operations lead  not tried" in await sam.press("l")
        await sam.press("slash")
        await sam.types("interrupted")
        await sam.press("enter", "enter")
        await sam.until("Start the call")
        await sam.press("s")
        await sam.until("Type what you would say")
        await sam.says("Dana, may I have thirty seconds of your time?")
        await sam.press("escape", "down", "down", "enter")
        await sam.until("What to take from it")
        library = await sam.press("escape")
        assert f"1 of {len(SHIPPED)}" in library
        assert "The interrupted operations lead  best " in library
        assert "The interrupted operations lead  not tried" not in library


async def test_a_file_that_reads_but_does_not_hold_together_is_not_offered(tmp_path: Path, own: Path) -> None:
    text = copy_of(PRICE, id="mine", title="My own customer").replace("go: ", "go: nowhere_", 1)
    (own / "mine.yaml").write_text(text, encoding="utf-8")
    async with on_stage(tmp_path, size=(120, 150)) as sam:
        assert "My own customer" not in sam.sees, "home suggests nothing that cannot be played"
        library = await sam.press("l")
        assert f"{len(SHIPPED) + 1} of {len(SHIPPED) + 1}, 1 cannot be played" in library
        after = library[library.index("Cannot be played") :]
        assert "! My own customer" in after
        assert f"{own / 'mine.yaml'}:" in after
        assert "unknown moment or ending 'nowhere_" in flowing(after)
        await sam.press("G", "enter")
        assert "This scenario cannot be played" in await sam.until("This scenario cannot be played")


async def test_of_two_files_with_one_id_the_second_says_so_and_hides_nothing(tmp_path: Path, own: Path) -> None:
    (own / "a.yaml").write_text(copy_of(PRICE, id="mine", title="The first of them"), encoding="utf-8")
    (own / "b.yaml").write_text(copy_of(PRICE, id="mine", title="The second of them"), encoding="utf-8")
    async with on_stage(tmp_path, size=(120, 150)) as sam:
        library = await sam.press("l")
        playable, _, broken = library.partition("Cannot be played")
        assert "The first of them  not tried" in playable
        assert "yours: a.yaml" in playable
        assert "The second of them" not in playable
        assert "! The second of them" in broken
        assert f"the id 'mine' is that of {own / 'a.yaml'} too" in flowing(broken)
        await sam.press("G", "enter")
        assert "give one of the two another" in flowing(await sam.until("This scenario cannot be played"))


async def test_a_file_of_an_own_folder_still_stands_in_place_of_one_that_ships(tmp_path: Path, own: Path) -> None:
    (own / "mine.yaml").write_text(copy_of(PRICE, title="Ours instead"), encoding="utf-8")
    async with on_stage(tmp_path, size=(120, 150)) as sam:
        library = await sam.press("l")
        assert ALL in library
        assert "Ours instead" in library


async def test_a_mended_file_is_read_again(tmp_path: Path, own: Path) -> None:
    (own / "mine.yaml").write_text("id: mine\ntitle: Mine\nmoments: [\n", encoding="utf-8")
    async with on_stage(tmp_path, size=(120, 150)) as sam:
        assert "1 cannot be played" in await sam.press("l")
        (own / "mine.yaml").write_text(copy_of(PRICE, id="mine", title="Mine at last"), encoding="utf-8")
        assert "Mine at last  not tried" in await sam.press("f5")
        assert "cannot be played" not in sam.sees


async def test_the_filters_have_keys_and_escape_leaves_the_search_first(tmp_path: Path) -> None:
    async with on_stage(tmp_path) as sam:
        await sam.press("l")
        assert f"{sum(e.stage == 'cold_call' for e in SHIPPED)} of {len(SHIPPED)}" in await sam.press("s")
        assert "show < not tried >" in await sam.press("f")
        await sam.press("slash")
        await sam.types("sf")
        assert "show < not tried >" in await sam.press("escape"), "in the search letters are letters"
        assert "Search" in sam.sees or "sf" in sam.sees
        assert "Last scores" in await sam.press("escape")


async def test_a_scenario_named_in_the_palette_can_be_played(tmp_path: Path, own: Path) -> None:
    (own / "mine.yaml").write_text("id: mine\ntitle: Mine\nmoments: [\n", encoding="utf-8")
    async with on_stage(tmp_path, play=INTERRUPTED) as sam:
        await sam.until("Type what you would say")
        await sam.press("ctrl+p")
        await sam.types("play mine")
        assert "play: Mine" not in sam.sees


async def test_a_path_is_shown_in_its_order_with_what_it_is_for(tmp_path: Path) -> None:
    async with on_stage(tmp_path, size=(80, 40)) as sam:
        await sam.press("l")
        path = await sam.press("p")
        assert "path < Week 1 >" in path
        assert "Week 1, opening and honesty" in path
        assert "Opens a call in half a minute" in path
        first, second = path.index("The interrupted operations lead"), path.index("Just send me an email")
        assert first < second < path.index("First discovery with a friendly buyer")
        assert "too expensive" not in path
        assert "0 passed so far, done with 3 of 5 passed" in path


async def test_home_leads_along_the_path(tmp_path: Path) -> None:
    async with on_stage(tmp_path) as sam:
        assert "next on the path “Week 1, opening and honesty”" in flowing(sam.sees)


async def test_the_chips_stand_side_by_side_in_eighty_columns_and_below_each_other_in_fifty(tmp_path: Path) -> None:
    async with on_stage(tmp_path) as sam:
        await sam.press("l", "p", "p", "p", "p")
        rows = [row for row in sam.sees.splitlines() if "stage <" in row]
        assert "show <" in rows[0]
        assert "path < Week 4 >" in rows[0]
    async with on_stage(tmp_path / "narrow", size=(50, 30)) as sam:
        narrow = await sam.press("l")
        assert all(f"{label} < all" in narrow for label in ("stage", "show", "path"))
        assert "The interrupted operations lead" in narrow
