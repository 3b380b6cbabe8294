"""Backups: of each day and each upgrade, whole or not at all; and nothing is touched before somebody says so."""

from __future__ import annotations

import os
import sqlite3
import subprocess
import sys
import threading
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
import sqlalchemy as sa

from simulator.store import people
from simulator.store.backups import back_up, backups, daily, holding, newest_good_backup, replace_record
from simulator.store.connection import DamagedRecord, NewerRecord, Record, RecordError
from tests.simulator.homes import GOOD, INTERRUPTED, Clock, practice_in

NOW = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)


def record_at(path: Path, **more: bool) -> Record:
    return Record(f"sqlite:///{path}", clock=lambda: NOW, **more)


def with_somebody(path: Path, name: str = "Sam") -> Path:
    record = record_at(path)
    with record.write() as connection:
        people.add(connection, uuid=name, name=name, role="rep", login=name.lower(), since="2026")
    record.close()
    return path


def names(path: Path) -> set[str]:
    record = record_at(path)
    with record.read() as connection:
        found = {name for (name,) in connection.execute(sa.text("SELECT name FROM person"))}
    record.close()
    return found


def everything(folder: Path) -> dict[str, bytes]:
    """All files of a folder but an empty log and its index, which every reader leaves."""
    found = {str(path.relative_to(folder)): path.read_bytes() for path in folder.rglob("*") if path.is_file()}
    return {name: data for name, data in found.items() if not name.endswith("-shm") and (data or "-wal" not in name)}


def test_the_first_backup_of_a_week_is_looked_over_in_full(tmp_path: Path) -> None:
    """A row that refers to nothing is whole on its page: a quick check does not see it."""
    path = with_somebody(tmp_path / "sparring.db")
    with sqlite3.connect(path) as connection:
        connection.execute("PRAGMA foreign_keys=OFF")
        connection.execute(
            "INSERT INTO turn (attempt_id, n, client_id, entry, link, at) VALUES (99, 1, 'c', '', '', '')"
        )
        connection.commit()
    with pytest.raises(DamagedRecord):
        daily(path, NOW)
    assert not list((tmp_path / "backups").iterdir())


def test_the_first_start_of_a_day_makes_a_backup_and_the_second_none(tmp_path: Path) -> None:
    path = with_somebody(tmp_path / "sparring.db")
    made = daily(path, NOW)
    assert made is not None
    assert made.name == "sparring-2026-03-02T090000Z-daily.db"
    assert os.stat(made).st_mode & 0o777 == 0o600
    assert daily(path, NOW + timedelta(hours=5)) is None
    assert daily(path, NOW + timedelta(days=1)) is not None
    assert not list(made.parent.glob("*.part*"))


def test_seven_days_and_five_upgrades_are_kept_and_what_was_asked_for(tmp_path: Path) -> None:
    path = with_somebody(tmp_path / "sparring.db")
    asked = back_up(path, NOW - timedelta(days=400), "asked")
    for day in range(12):
        daily(path, NOW + timedelta(days=day))
        back_up(path, NOW + timedelta(days=day), "upgrade")
    kept = backups(path, NOW + timedelta(days=20))
    assert [b.moment.day for b in kept if b.kind == "daily"] == [13, 12, 11, 10, 9, 8, 7]
    assert [b.moment.day for b in kept if b.kind == "upgrade"] == [13, 12, 11, 10, 9]
    assert asked in [b.path for b in kept]


def test_a_clock_that_was_wrong_neither_drops_todays_backup_nor_offers_that_of_the_future_first(tmp_path: Path) -> None:
    path = with_somebody(tmp_path / "sparring.db")
    for day in range(9):
        daily(path, NOW.replace(year=2035) + timedelta(days=day))
    today = daily(path, NOW)
    assert today is not None
    assert newest_good_backup(path, NOW) == today
    tomorrow = daily(path, NOW + timedelta(days=1))
    assert newest_good_backup(path, NOW + timedelta(days=1)) == tomorrow
    assert today.exists()


def test_a_damaged_record_pushes_no_good_backup_out(tmp_path: Path) -> None:
    path = with_somebody(tmp_path / "sparring.db")
    good = back_up(path, NOW)
    whole = bytearray(path.read_bytes())
    whole[4096:] = os.urandom(len(whole) - 4096)
    path.write_bytes(whole)
    with pytest.raises(RecordError):
        daily(path, NOW)
    assert os.listdir(good.parent) == [good.name]


def test_a_backup_is_made_while_another_writes(tmp_path: Path) -> None:
    path = with_somebody(tmp_path / "sparring.db")
    record, done = record_at(path), threading.Event()

    def write() -> None:
        number = 0
        while not done.is_set():
            with record.write() as connection:
                people.add(connection, uuid=f"u{number}", name="x", role="rep", login=f"l{number}", since="2026")
            number += 1

    writer = threading.Thread(target=write)
    writer.start()
    made = [back_up(path, NOW + timedelta(days=day), "asked") for day in range(5)]
    done.set()
    writer.join()
    record.close()
    assert all("Sam" in names(one) for one in made)


def test_the_folder_of_backups_cannot_be_made(tmp_path: Path) -> None:
    path = with_somebody(tmp_path / "sparring.db")
    (tmp_path / "backups").write_text("", encoding="utf-8")
    with pytest.raises(RecordError, match="backups"):
        daily(path, NOW)
    record_at(path).close()


def test_a_sound_record_is_replaced_and_kept_and_other_windows_read_on(tmp_path: Path) -> None:
    path = with_somebody(tmp_path / "sparring.db")
    made = back_up(path, NOW)
    with_somebody(path, "Kim")
    other = record_at(path)
    kept = replace_record(made, path, NOW)
    with other.read() as connection:
        assert people.by_login(connection, "kim") is None
        assert people.by_login(connection, "sam") is not None
    with other.write() as connection:
        people.add(connection, uuid="Ada", name="Ada", role="rep", login="ada", since="2026")
    other.close()
    assert kept is not None
    assert names(path) == {"Sam", "Ada"}
    assert names(kept) == {"Sam", "Kim"}
    assert [b.kind for b in backups(path, NOW)].count("replaced") == 1


def test_what_is_no_record_replaces_nothing(tmp_path: Path) -> None:
    path = with_somebody(tmp_path / "sparring.db")
    (tmp_path / "text").write_text("no database", encoding="utf-8")
    (tmp_path / "empty").write_bytes(b"")
    with sqlite3.connect(tmp_path / "other") as other:
        other.execute("CREATE TABLE songs (name)")
    other.close()
    newer = with_somebody(tmp_path / "newer.db")
    with sqlite3.connect(newer) as connection:
        connection.execute("UPDATE alembic_version SET version_num = '9999'")
    connection.close()
    os.mkfifo(tmp_path / "pipe")
    for name in ("text", "empty", "other", "newer.db", "pipe", "nothing", "backups"):
        with pytest.raises(RecordError):
            replace_record(tmp_path / name, path, NOW)
    with pytest.raises(RecordError, match="the record itself"):
        replace_record(path, path, NOW)
    assert names(path) == {"Sam"}
    assert not (tmp_path / "backups").exists()


def test_a_backup_says_what_it_holds(tmp_path: Path) -> None:
    practice, sam = practice_in(tmp_path)
    practice.start(sam, INTERRUPTED).reply(GOOD[0])
    call = practice.start(sam, INTERRUPTED)
    practice.discard(sam, call.attempt)
    made = back_up(tmp_path / "sparring.db", NOW)
    practice.close()
    found = holding(made)
    assert (found.ended, found.open, found.touched) == (1, 1, "2026-03-02T09:00:00Z")


@pytest.mark.parametrize("version", ["9999", "0003x", "", "abc", "99999999999"])
def test_a_record_of_a_newer_version_is_not_touched(tmp_path: Path, version: str) -> None:
    path = with_somebody(tmp_path / "sparring.db")
    for day in range(5):
        back_up(path, NOW + timedelta(days=day))
    with sqlite3.connect(path) as connection:
        connection.execute("UPDATE alembic_version SET version_num = ?", (version,))
    connection.close()
    before = everything(tmp_path)
    for _ in range(3):
        with pytest.raises(NewerRecord, match=r"newer version of Sparring\. Update Sparring"):
            record_at(path)
    assert everything(tmp_path) == before


def test_an_upgrade_that_fails_leaves_no_backup_that_pushes_out_another(tmp_path: Path) -> None:
    path = with_somebody(tmp_path / "sparring.db")
    kept = [back_up(path, NOW + timedelta(days=day)) for day in range(5)]
    with sqlite3.connect(path) as connection:
        connection.execute("UPDATE alembic_version SET version_num = '0001'")
        connection.execute("ALTER TABLE attempt RENAME TO elsewhere")
    connection.close()
    for _ in range(3):
        with pytest.raises(RecordError):
            record_at(path)
    assert sorted(item.name for item in (tmp_path / "backups").iterdir()) == sorted(item.name for item in kept)[-5:]


def test_a_database_of_another_program_is_left_alone(tmp_path: Path) -> None:
    path = tmp_path / "sparring.db"
    with sqlite3.connect(path) as connection:
        connection.execute("CREATE TABLE songs (name)")
    connection.close()
    before = path.read_bytes()
    with pytest.raises(RecordError, match="another program"):
        record_at(path)
    assert path.read_bytes() == before


def test_a_record_that_lacks_a_table_is_damaged(tmp_path: Path) -> None:
    path = with_somebody(tmp_path / "sparring.db")
    with sqlite3.connect(path) as connection:
        connection.execute("DROP TABLE criterion_score")
    connection.close()
    with pytest.raises(DamagedRecord):
        record_at(path)


@pytest.mark.parametrize("what", ["empty", "gone"])
def test_an_empty_or_missing_record_does_not_count_as_new_where_there_is_a_backup(tmp_path: Path, what: str) -> None:
    path = with_somebody(tmp_path / "sparring.db")
    made = back_up(path, NOW)
    path.unlink()
    if what == "empty":
        path.write_bytes(b"")
    with pytest.raises(DamagedRecord, match=f"is {what}") as caught:
        record_at(path)
    assert caught.value.backup == made
    assert path.exists() == (what == "empty")
    replace_record(made, path, NOW)
    assert names(path) == {"Sam"}


def test_an_empty_record_without_a_backup_is_begun_anew_with_a_word(tmp_path: Path) -> None:
    path = tmp_path / "sparring.db"
    path.write_bytes(b"")
    record = record_at(path)
    assert "was empty" in record.notice
    record.close()
    record = record_at(path)
    assert record.notice == ""
    record.close()


def test_eight_windows_that_begin_at_once_find_one_whole_record(tmp_path: Path) -> None:
    code = (
        "import sys; from simulator.store.connection import Record; "
        "r = Record('sqlite:///' + sys.argv[1]); print(r.notice); r.read().__enter__()"
    )
    begun = [
        subprocess.Popen(
            [sys.executable, "-c", code, str(tmp_path / "sparring.db")],
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
        )
        for _ in range(8)
    ]
    assert [process.communicate()[0] for process in begun] == ["\n"] * 8
    assert {process.returncode for process in begun} == {0}
    assert not list(tmp_path.glob("*.new*"))


@pytest.mark.parametrize("how", ["moved", "deleted", "replaced by a new one"])
def test_a_record_that_was_taken_away_is_not_written_to(tmp_path: Path, how: str) -> None:
    practice, sam = practice_in(tmp_path)
    call = practice.start(sam, INTERRUPTED)
    call.reply(GOOD[0])
    for part in list(tmp_path.glob("sparring.db*")):
        part.rename(tmp_path / f"away-{part.name}") if how == "moved" else part.unlink()
    if how == "replaced by a new one":
        with_somebody(tmp_path / "sparring.db")
    with pytest.raises(RecordError, match="moved or deleted"):
        call.reply(GOOD[1])
    assert len(call.session.turns) == 1
    practice.close()


def test_an_empty_record_beside_a_log_is_not_begun_anew(tmp_path: Path) -> None:
    (tmp_path / "sparring.db").write_bytes(b"")
    (tmp_path / "sparring.db-wal").write_bytes(b"said" * 100)
    with pytest.raises(DamagedRecord):
        record_at(tmp_path / "sparring.db")
    assert (tmp_path / "sparring.db-wal").read_bytes() == b"said" * 100


@pytest.mark.parametrize("ending", ["", "-wal", "-shm"])
@pytest.mark.parametrize(
    ("make", "words"),
    [
        (lambda path: os.mkfifo(path), "is a pipe"),
        (lambda path: path.mkdir(), "is a folder"),
        (lambda path: path.symlink_to("/dev/zero"), "is a device"),
        (lambda path: path.symlink_to("/nowhere/at/all"), "is a link to /nowhere/at/all, which is not there"),
        (lambda path: path.symlink_to(path), "cannot be read"),
    ],
    ids=["pipe", "folder", "device", "broken link", "loop"],
)
def test_what_is_no_file_is_named_and_left_alone(tmp_path: Path, make: object, words: str, ending: str) -> None:
    path = tmp_path / "sparring.db"
    if ending:
        with_somebody(path)
    for part in ("-wal", "-shm"):
        path.with_name(path.name + part).unlink(missing_ok=True)
    make(path.with_name(path.name + ending))  # type: ignore[operator]
    with pytest.raises(RecordError, match=words):
        record_at(path)


def test_a_folder_with_a_question_mark_in_its_name_is_a_folder(tmp_path: Path) -> None:
    for name in ("a?b=c", "50%25", "x#y", "ä ö"):
        (tmp_path / name).mkdir()
        assert names(with_somebody(tmp_path / name / "sparring.db")) == {"Sam"}
        assert "sparring.db" in os.listdir(tmp_path / name)


def test_a_practice_makes_the_backup_of_the_day(tmp_path: Path) -> None:
    clock = Clock()
    practice, sam = practice_in(tmp_path, clock)
    practice.back_up_daily()
    assert not (tmp_path / "backups").exists()  # Nothing was said yet.
    practice.start(sam, INTERRUPTED).reply(GOOD[0])
    practice.back_up_daily()
    practice.back_up_daily()
    clock.turn(days=1)
    practice.back_up_daily()
    assert len(list((tmp_path / "backups").iterdir())) == 2
    practice.close()
