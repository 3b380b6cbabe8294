"""Opening the record: settings that lose nothing, one writer at a time, a backup before anything is rebuilt.

SQLite with WAL, synchronous=FULL, foreign keys on, and BEGIN IMMEDIATE for whatever writes: with a deferred begin two
writers fail on each other instead of waiting. Reads have an engine of their own.
"""

from __future__ import annotations

import os
import re
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from importlib.resources import files
from pathlib import Path
from typing import Any

import sqlalchemy as sa
from sqlalchemy.exc import DBAPIError

BUSY_MS = 10_000
BACKUPS_KEPT = 5
Clock = Callable[[], datetime]


def utc_now() -> datetime:
    return datetime.now(UTC)


def stamp(moment: datetime) -> str:
    """UTC, ISO 8601, to the second."""
    return moment.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


class RecordError(Exception):
    """The record cannot be read or written. Carries a sentence that says what to do."""


class DamagedRecord(RecordError):
    """The file is damaged. It was set aside, never overwritten; `backup` is the newest good one, if there is any."""

    def __init__(self, kept: Path, backup: Path | None) -> None:
        offer = f" The newest good backup is {backup}." if backup else " There is no backup; a new record can be begun."
        super().__init__(f"The record was damaged and has been set aside as {kept}.{offer}")
        self.kept = kept
        self.backup = backup


class Record:
    """The open record. `write()` and `read()` give a connection inside one transaction."""

    def __init__(self, url: str, *, clock: Clock = utc_now) -> None:
        """Raises RecordError, DamagedRecord."""
        _refuse_other_databases(url)
        self.url = url
        self.clock = clock
        self.path = Path(url.removeprefix("sqlite:///")) if url.startswith("sqlite:///") else None
        if self.path is not None:
            self._check_file(self.path)
        self._writer = self._engine(immediate=True)
        self._reader = self._engine(immediate=False)
        try:
            self._migrate()
        except (DBAPIError, sqlite3.Error) as error:
            self.close()
            raise self.explained(error) from error

    def close(self) -> None:
        self._writer.dispose()
        self._reader.dispose()

    @contextmanager
    def write(self) -> Iterator[sa.Connection]:
        """All or nothing, on disk when it returns. Raises RecordError."""
        try:
            with self._writer.begin() as connection:
                yield connection
        except (DBAPIError, sqlite3.Error) as error:
            raise self.explained(error) from error

    @contextmanager
    def read(self) -> Iterator[sa.Connection]:
        """One consistent view. Raises RecordError."""
        try:
            with self._reader.begin() as connection:
                yield connection
        except (DBAPIError, sqlite3.Error) as error:
            raise self.explained(error) from error

    def now(self) -> str:
        return stamp(self.clock())

    def explained(self, error: DBAPIError | sqlite3.Error) -> RecordError:
        """A database's error as a sentence."""
        cause = error.orig if isinstance(error, DBAPIError) else error
        text = str(cause).lower()
        where = self.path or "the database"
        if "full" in text:
            return RecordError("The disk is full: the last reply was not recorded. Free some space and send it again.")
        if "readonly" in text or "read-only" in text:
            return RecordError(f"{where} cannot be written to. Allow it, or set SPARRING_HOME to another folder.")
        if "locked" in text or "busy" in text:
            return RecordError("Another window has been writing for ten seconds. Close it, or try again.")
        if "malformed" in text or "not a database" in text or "corrupt" in text:
            return RecordError(f"{where} is damaged. Start again: it will be set aside and a backup offered.")
        if "unable to open" in text:
            return RecordError(f"{where} cannot be opened. Is the folder there, and yours?")
        return RecordError(f"The record could not be used: {cause}")

    def _engine(self, *, immediate: bool) -> sa.Engine:
        if self.path is None:
            return sa.create_engine(self.url)
        engine = sa.create_engine(self.url, connect_args={"timeout": BUSY_MS / 1000, "check_same_thread": False})
        begin = "BEGIN IMMEDIATE" if immediate else "BEGIN"

        @sa.event.listens_for(engine, "connect")
        def prepare(connection: Any, _: Any) -> None:
            connection.isolation_level = None
            cursor = connection.cursor()
            for setting in (
                f"busy_timeout={BUSY_MS}",
                "journal_mode=WAL",
                "synchronous=FULL",
                "foreign_keys=ON",
                *(() if immediate else ("query_only=ON",)),
            ):
                cursor.execute(f"PRAGMA {setting}")
            cursor.close()

        @sa.event.listens_for(engine, "begin")
        def start(connection: sa.Connection) -> None:
            connection.exec_driver_sql(begin)

        return engine

    def _check_file(self, path: Path) -> None:
        """A quick look before anything is written. Sets a damaged file aside."""
        if not path.exists():
            try:
                os.close(os.open(path, os.O_CREAT | os.O_RDWR, 0o600))
            except OSError as error:
                sentence = f"{path} cannot be made: {(error.strerror or str(error)).lower()}."
                raise RecordError(f"{sentence} Set SPARRING_HOME to a folder of yours.") from error
            return
        try:
            with sqlite3.connect(f"file:{path}?mode=ro", uri=True, timeout=BUSY_MS / 1000) as connection:
                answer = connection.execute("PRAGMA quick_check(1)").fetchone()
            connection.close()
            sound = answer is not None and answer[0] == "ok"
        except sqlite3.OperationalError as error:
            raise RecordError(f"{path} cannot be opened: {error}. Is it yours, and is the disk all right?") from error
        except (sqlite3.DatabaseError, UnicodeDecodeError):
            sound = False
        if not sound:
            kept = path.with_name(f"{path.name}.damaged-{stamp(self.clock()).replace(':', '')}")
            for ending in ("", "-wal", "-shm"):
                part = path.with_name(path.name + ending)
                if part.exists():
                    part.rename(kept.with_name(kept.name + ending))
            raise DamagedRecord(kept, newest_good_backup(path))

    def _migrate(self) -> None:
        # Deferred: Alembic costs 60 ms and has something to do only when a version is new.
        with self._reader.connect() as connection:
            tables = set(sa.inspect(connection).get_table_names())
            current = (
                connection.execute(sa.text("SELECT version_num FROM alembic_version")).scalar()
                if "alembic_version" in tables
                else None
            )
        if current == _head():
            return
        if self.path is not None and current is not None:
            back_up(self.path, self.clock())
        self._upgrade()

    def _upgrade(self) -> None:
        from alembic import command
        from alembic.config import Config

        config = Config()
        config.set_main_option("script_location", str(files("simulator.store") / "migrations"))
        engine = sa.create_engine(self.url, poolclass=sa.NullPool)
        sqlite = self.path is not None
        if sqlite:

            @sa.event.listens_for(engine, "connect")
            def prepare(connection: Any, _: Any) -> None:
                connection.isolation_level = None
                connection.execute(f"PRAGMA busy_timeout={BUSY_MS}")
                connection.execute("PRAGMA journal_mode=WAL")
                connection.execute("PRAGMA synchronous=FULL")
                connection.execute("PRAGMA foreign_keys=OFF")

            @sa.event.listens_for(engine, "begin")
            def start(connection: sa.Connection) -> None:
                connection.exec_driver_sql("BEGIN IMMEDIATE")

        with engine.begin() as connection:
            config.attributes["connection"] = connection
            command.upgrade(config, "head")
            if sqlite and connection.exec_driver_sql("PRAGMA foreign_key_check").fetchall():
                raise RecordError("The record could not be brought to this version; the backup is untouched.")
        engine.dispose()


def _refuse_other_databases(url: str) -> None:
    """Raises RecordError for what is no SQLite. The address is not repeated: it may hold a password."""
    if url.startswith("sqlite:"):
        return
    what = "PostgreSQL is" if url.startswith("postgres") else "This kind of database is"
    raise RecordError(
        f"{what} not supported yet; unset SPARRING_DATABASE_URL, or name a file: sqlite:////folder/file.db"
    )


def _head() -> str:
    """The newest migration, by the names of their files."""
    folder = files("simulator.store") / "migrations" / "versions"
    names = sorted(item.name for item in folder.iterdir() if re.match(r"\d{4}_\w+\.py$", item.name))
    return names[-1][:4]


def back_up(path: Path, moment: datetime) -> Path:
    """A whole copy beside the record, made while others may write; the oldest beyond five are dropped."""
    folder = path.parent / "backups"
    folder.mkdir(mode=0o700, exist_ok=True)
    target = folder / f"{path.stem}-{stamp(moment).replace(':', '')}{path.suffix}"
    source, copy = sqlite3.connect(path), sqlite3.connect(target)
    with source, copy:
        source.backup(copy)
    source.close()
    copy.close()
    target.chmod(0o600)
    for old in sorted(folder.glob(f"{path.stem}-*{path.suffix}"))[:-BACKUPS_KEPT]:
        old.unlink()
    return target


def newest_good_backup(path: Path) -> Path | None:
    for candidate in sorted((path.parent / "backups").glob(f"{path.stem}-*{path.suffix}"), reverse=True):
        try:
            with sqlite3.connect(f"file:{candidate}?mode=ro", uri=True) as connection:
                if connection.execute("PRAGMA quick_check(1)").fetchone()[0] == "ok":
                    return candidate
        except (sqlite3.DatabaseError, UnicodeDecodeError):
            continue
    return None


def restore_backup(backup: Path, path: Path) -> None:
    """Puts a copy of a backup where the record was set aside. Raises RecordError where a record stands there."""
    if path.exists():
        raise RecordError(f"{path} is there; move it away first.")
    source, copy = sqlite3.connect(f"file:{backup}?mode=ro", uri=True), sqlite3.connect(path)
    with copy:
        source.backup(copy)
    source.close()
    copy.close()
    path.chmod(0o600)
