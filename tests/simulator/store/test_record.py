"""The record loses nothing, refuses to forget, and sets aside what is damaged."""

from __future__ import annotations

import random
import sqlite3
import stat
from datetime import UTC, datetime
from importlib.resources import files
from pathlib import Path

import pytest
import sqlalchemy as sa
from alembic import command
from alembic.config import Config

from simulator.services.home import Home, HomeError
from simulator.store import people, rollups
from simulator.store.backups import replace_record, set_aside
from simulator.store.connection import DamagedRecord, Record, RecordError, back_up, restore_backup
from simulator.store.tables import METADATA
from tests.simulator.homes import GOOD, INTERRUPTED, home_in, practice_in

NOW = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)


def record_at(path: Path) -> Record:
    return Record(f"sqlite:///{path}", clock=lambda: NOW)


def test_a_migrated_record_has_the_tables_that_the_code_knows(tmp_path: Path) -> None:
    record_at(tmp_path / "migrated.db").close()
    made = sa.create_engine(f"sqlite:///{tmp_path / 'made.db'}")
    METADATA.create_all(made)
    with sqlite3.connect(tmp_path / "migrated.db") as migrated, sqlite3.connect(tmp_path / "made.db") as fresh:
        for table in METADATA.tables:
            of = f"({table})"
            assert _rows(migrated, f"table_info{of}", 0) == _rows(fresh, f"table_info{of}", 0), table
            # Numbered in the order in which they were made, which says nothing.
            assert _rows(migrated, f"foreign_key_list{of}", 2) == _rows(fresh, f"foreign_key_list{of}", 2), table
            assert _rows(migrated, f"index_list{of}", 1) == _rows(fresh, f"index_list{of}", 1), table


def _rows(file: sqlite3.Connection, pragma: str, first: int) -> set[tuple[object, ...]]:
    return {tuple(row[first:]) for row in file.execute(f"PRAGMA {pragma}")}


def test_the_settings_that_lose_nothing_are_on(tmp_path: Path) -> None:
    record = record_at(tmp_path / "r.db")
    with record.write() as connection:
        assert connection.exec_driver_sql("PRAGMA journal_mode").scalar() == "wal"
        assert connection.exec_driver_sql("PRAGMA synchronous").scalar() == 2
        assert connection.exec_driver_sql("PRAGMA foreign_keys").scalar() == 1
    with record.read() as connection, pytest.raises(sa.exc.OperationalError, match="readonly"):
        connection.exec_driver_sql("DELETE FROM person")
    record.close()


def test_the_file_and_its_folder_are_private(tmp_path: Path) -> None:
    practice, _ = practice_in(tmp_path / "home")
    assert stat.S_IMODE((tmp_path / "home").stat().st_mode) == 0o700
    assert stat.S_IMODE((tmp_path / "home" / "sparring.db").stat().st_mode) == 0o600
    practice.close()


def test_what_was_said_can_neither_be_changed_nor_deleted(tmp_path: Path) -> None:
    practice, sam = practice_in(tmp_path)
    practice.start(sam, INTERRUPTED, seed=7).reply(GOOD[0])
    for statement in (
        "UPDATE turn SET entry = '{}'",
        "DELETE FROM turn",
        "UPDATE content SET text = ''",
        "DELETE FROM content",
    ):
        with pytest.raises(RecordError, match="never changed"), practice.record.write() as connection:
            connection.exec_driver_sql(statement)
    practice.close()


def test_a_failure_in_the_middle_leaves_nothing_behind(tmp_path: Path) -> None:
    record = record_at(tmp_path / "r.db")
    with pytest.raises(ZeroDivisionError), record.write() as connection:
        people.add(connection, uuid="u", name="Sam", role="rep", login="sam", since="2026")
        raise ZeroDivisionError
    with record.read() as connection:
        assert people.by_login(connection, "sam") is None
    record.close()


def test_a_hundred_damaged_files_are_left_alone_until_they_are_set_aside_and_never_overwritten(tmp_path: Path) -> None:
    practice, sam = practice_in(tmp_path / "good")
    practice.start(sam, INTERRUPTED, seed=7).reply(GOOD[0])
    practice.close()
    good = (tmp_path / "good" / "sparring.db").read_bytes()
    chance = random.Random(7)
    for number in range(100):
        folder = tmp_path / str(number)
        folder.mkdir()
        path = folder / "sparring.db"
        broken = bytearray(good)
        if number % 4 == 0:
            broken = broken[: chance.randrange(1, len(broken) - 4096)]
        elif number % 4 == 1:
            broken[:100] = chance.randbytes(100)
        elif number % 4 == 2:
            broken = bytearray(chance.randbytes(5000))
        else:
            for _ in range(40):
                at = chance.randrange(4096, len(broken) - 600)
                broken[at : at + 500] = chance.randbytes(500)
        path.write_bytes(broken)
        try:
            record_at(path).close()
        except DamagedRecord as damaged:
            assert path.read_bytes() == bytes(broken)
            assert "Nothing was changed" in str(damaged)
            kept = set_aside(path, NOW)
            assert kept is not None
            assert kept.read_bytes() == bytes(broken)
            assert not path.exists()
        except RecordError as error:
            assert str(error)


def test_the_newest_good_backup_is_offered_and_restored(tmp_path: Path) -> None:
    path = tmp_path / "sparring.db"
    record = record_at(path)
    with record.write() as connection:
        people.add(connection, uuid="u", name="Sam", role="rep", login="sam", since="2026")
    record.close()
    kept = back_up(path, NOW)
    (tmp_path / "backups" / "sparring-2099-01-01T000000Z.db").write_bytes(b"not a database at all" * 99)
    path.write_bytes(b"damaged" * 1000)
    with pytest.raises(DamagedRecord) as caught:
        record_at(path)
    assert caught.value.backup == kept
    replace_record(kept, path, NOW)
    assert [item.read_bytes() for item in tmp_path.glob("sparring.db.damaged-*Z")] == [b"damaged" * 1000]
    record = record_at(path)
    with record.read() as connection:
        found = people.by_login(connection, "sam")
    assert found is not None
    assert found.name == "Sam"
    record.close()
    with pytest.raises(RecordError, match="is there"):
        restore_backup(kept, path)


def test_only_the_last_backups_are_kept(tmp_path: Path) -> None:
    path = tmp_path / "sparring.db"
    record_at(path).close()
    for day in range(1, 9):
        back_up(path, NOW.replace(day=day))
    assert len(list((tmp_path / "backups").glob("*.db"))) == 5


def test_a_full_disk_is_said_and_nothing_is_lost(tmp_path: Path) -> None:
    practice, sam = practice_in(tmp_path)
    call = practice.start(sam, INTERRUPTED, seed=7)
    call.reply(GOOD[0])
    with practice.record._writer.connect() as connection:
        pages = connection.exec_driver_sql("PRAGMA page_count").scalar()
    sa.event.listen(practice.record._writer, "begin", lambda c: c.exec_driver_sql(f"PRAGMA max_page_count={pages}"))
    with pytest.raises(RecordError, match="disk is full"):
        for _ in range(40):
            call.reply(GOOD[1] + " " + "And how is that for the depot and for everybody else in it? " * 50)
    said = len(call.session.turns)
    practice.close()
    again, sam = practice_in(tmp_path)
    assert len(again.resume(sam).session.turns) == said
    again.close()


def test_a_folder_that_cannot_be_made_is_named(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(HomeError, match="is a file"):
        home_in(tmp_path / "file")
    with pytest.raises(HomeError, match="SPARRING_HOME"):
        Home.find({"SPARRING_HOME": "/proc/nothing/here"})


@pytest.mark.parametrize(
    ("url", "what"),
    [
        ("postgresql://sam:secret@db/sparring", "PostgreSQL is not supported yet"),
        ("postgresql+psycopg://db/sparring", "PostgreSQL is not supported yet"),
        ("postgres://db/sparring", "PostgreSQL is not supported yet"),
        ("mysql://db/sparring", "This kind of database is not supported yet"),
        ("somewhere", "This kind of database is not supported yet"),
    ],
)
def test_another_database_is_refused_in_a_sentence_that_says_what_to_unset(url: str, what: str) -> None:
    with pytest.raises(RecordError, match=what) as error:
        Record(url, clock=lambda: NOW)
    assert "unset SPARRING_DATABASE_URL" in str(error.value)
    assert "secret" not in str(error.value)


def test_a_record_in_a_folder_that_is_gone_is_named(tmp_path: Path) -> None:
    with pytest.raises(RecordError, match="SPARRING_HOME"):
        record_at(tmp_path / "gone" / "r.db")


def test_a_record_of_the_first_versions_keeps_its_calls_and_gets_their_sums(tmp_path: Path) -> None:
    path = tmp_path / "old.db"
    config = Config()
    config.set_main_option("script_location", str(files("simulator.store") / "migrations"))
    engine = sa.create_engine(f"sqlite:///{path}")
    card = '{"card": {"skills": [{"id": "tone", "level": 2.5}]}}'
    with engine.begin() as connection:
        config.attributes["connection"] = connection
        command.upgrade(config, "0003")
        for text in (
            "INSERT INTO person VALUES (1, 'p', 'Sam', 'rep', 'sam', '2026-01-01T00:00:00Z')",
            "INSERT INTO content VALUES ('s', 'scenario', '{}')",
            "INSERT INTO attempt (id, uuid, person_id, scenario, title, version, scenario_hash, rubric_hash, engine, encoder, "
            "seed, mode, level, status, started, touched, finished, entries, head, total, passed, hints, receipt) VALUES (1, "
            "'a', 1, 'one', 'One', 1, 's', 's', '1', '', 1, 'practice', 'normal', 'finished', '2026-03-02T09:00:00Z', "
            f"'2026-03-02T09:00:00Z', '2026-03-02T09:09:00Z', 5, 'h', 72, 1, 0, '{card}')",
            "INSERT INTO criterion_score VALUES (1, 1, 'T1', 'tone', 3, 'met')",
        ):
            connection.exec_driver_sql(text)
    engine.dispose()
    record = record_at(path)
    with record.read() as connection:
        assert rollups.kept(connection) == rollups.totals(connection)
        assert rollups.kept(connection)["rep_month"][1, "tone", "2026-03"] == {"n": 1, "sum": 250, "passed": 0}
        (row,) = people.listed(connection)
        assert row.role == "admin"
    record.close()
