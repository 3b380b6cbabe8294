"""What the app says when the record is damaged, empty or new, and what it keeps."""

from __future__ import annotations

from pathlib import Path

import pytest

from simulator.services.practice import Practice
from simulator.ui.app import SparringApp
from tests.simulator.homes import INTERRUPTED, Clock, home_in, practice_in
from tests.simulator.ui.stage import Person, on_stage


def damaged_with_a_backup(folder: Path) -> Path:
    """The record of a call, damaged; returns its file."""
    from simulator.store.connection import back_up

    practice, actor = practice_in(folder)
    practice.start(actor, INTERRUPTED)
    practice.close()
    path = folder / "sparring.db"
    back_up(path, Clock()())
    for ending in ("", "-wal", "-shm"):
        path.with_name(path.name + ending).unlink(missing_ok=True)
    path.write_bytes(b"no database" * 999)
    return path


@pytest.mark.parametrize("keys", [("enter",), ("escape",)])
async def test_quitting_over_a_damaged_record_changes_nothing(tmp_path: Path, keys: tuple[str, ...]) -> None:
    path = damaged_with_a_backup(tmp_path)
    async with on_stage(tmp_path, name=None) as sam:
        await sam.until("The record is damaged")
        await sam.press(*keys)
    assert path.read_bytes() == b"no database" * 999
    assert not list(tmp_path.glob("sparring.db.*-20*"))


async def test_a_new_record_is_begun_beside_a_damaged_one(tmp_path: Path) -> None:
    damaged_with_a_backup(tmp_path)
    async with on_stage(tmp_path, name=None) as sam:
        await sam.until("The record is damaged")
        await sam.press("down", "down", "enter")
        await sam.until("What is your name?")
    (kept,) = tmp_path.glob("sparring.db.damaged-*Z")
    assert kept.read_bytes() == b"no database" * 999


async def test_an_empty_record_is_no_new_one_where_there_is_a_backup(tmp_path: Path) -> None:
    damaged_with_a_backup(tmp_path).write_bytes(b"")
    async with on_stage(tmp_path, name=None) as sam:
        await sam.until("The record is empty")
        await sam.press("down", "enter")
        await sam.until("Go on with")


async def test_an_empty_record_without_a_backup_is_begun_anew_with_a_word(tmp_path: Path) -> None:
    (tmp_path / "sparring.db").write_bytes(b"")
    async with on_stage(tmp_path, name=None, size=(120, 40)) as sam:
        assert "was empty" in await sam.until("What is your name?")


async def test_a_folder_of_scenarios_that_is_not_there_is_said_at_the_start(tmp_path: Path) -> None:
    practice = Practice(home_in(tmp_path, SPARRING_SCENARIOS="/nowhere/at/all"), clock=Clock(), login="sam")
    practice.people.introduce("Sam")
    app = SparringApp(practice)
    async with app.run_test(size=(120, 40), notifications=True) as pilot:
        sam = Person(app, pilot)
        assert "/nowhere/at/all" in await sam.until("SPARRING_SCENARIOS names")
    practice.close()


async def test_the_first_start_of_a_day_makes_a_backup(tmp_path: Path) -> None:
    practice, actor = practice_in(tmp_path)
    practice.start(actor, INTERRUPTED)
    practice.close()
    for _ in range(2):
        async with on_stage(tmp_path) as sam:
            await sam.until("Go on with")
            await sam.settle()
    (made,) = (tmp_path / "backups").iterdir()
    assert made.name.endswith("-daily.db")
