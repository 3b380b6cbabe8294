"""Opening the record: settings that lose nothing, one writer at a time, a backup before anything is rebuilt.

SQLite with WAL, synchronous=FULL, foreign keys on, and BEGIN IMMEDIATE for whatever writes: with a deferred begin two
writers fail on each other instead of waiting. Reads have an engine of their own.
"""

from __future__ import annotations

import contextlib
import os
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from importlib.resources import files
from pathlib import Path
from typing import Any

import sqlalchemy as sa
from sqlalchemy.exc import DBAPIError

from simulator.learning.times import stamp
from simulator.store.backups import (
    BUSY_MS,
    back_up,
    drop_old,
    is_sound,
    newest_good_backup,
    refuse_what_is_no_file,
    restore_backup,
    version_of,
)
from simulator.store.errors import DamagedRecord, NewerRecord, RecordError, explained
from simulator.store.versions import known_versions

__all__ = [
    "Connection",
    "DamagedRecord",
    "NewerRecord",
    "Record",
    "RecordError",
    "back_up",
    "newest_good_backup",
    "restore_backup",
    "stamp",
    "utc_now",
]
FIRST_WITH_SUMS = "0004"
"""The version from which the sums of managers' screens are kept; a record from before gets them once."""
Clock = Callable[[], datetime]
Connection = sa.Connection
"""What `write()` and `read()` give, for those who may not know what is behind it."""


def utc_now() -> datetime:
    return datetime.now(UTC)


class Record:
    """The open record. `write()` and `read()` give a connection inside one transaction."""

    def __init__(self, url: str, *, clock: Clock = utc_now, fresh: bool = False) -> None:
        """`fresh`: begin a new record although there are backups of another. Raises RecordError, DamagedRecord."""
        _refuse_other_databases(url)
        known_versions()  # Before anything is begun: an installation may lack them.
        self.url = url
        self.clock = clock
        self.path = Path(url.removeprefix("sqlite:///")) if url.startswith("sqlite:///") else None
        self.notice = ""
        """A sentence on what was found at opening and the person should know; mostly empty."""
        if self.path is not None:
            self._check_file(self.path, fresh)
        self._writer = self._engine(immediate=True)
        self._reader = self._engine(immediate=False)
        try:
            self._migrate()
        except (DBAPIError, sqlite3.Error) as error:
            self.close()
            raise self.explained(error) from error
        except RecordError:
            self.close()
            raise
        self._file = self._identity()

    def close(self) -> None:
        self._writer.dispose()
        self._reader.dispose()

    @contextmanager
    def write(self) -> Iterator[sa.Connection]:
        """All or nothing, on disk when it returns. Raises RecordError."""
        if self._identity() != self._file:
            # SQLite would go on writing into a file that nobody finds again.
            raise RecordError(f"{self.path} was moved or deleted while it was open. Start Sparring again.")
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

    def compact(self) -> None:
        """Write what was deleted out of the file: SQLite leaves it there until the room is needed. Raises RecordError."""
        if self.path is None:
            return
        try:
            with contextlib.closing(sqlite3.connect(self.path, timeout=BUSY_MS / 1000)) as connection:
                connection.execute("VACUUM")
                connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        except sqlite3.Error as error:
            raise self.explained(error) from error

    def now(self) -> str:
        return stamp(self.clock())

    def explained(self, error: DBAPIError | sqlite3.Error) -> RecordError:
        """A database's error as a sentence."""
        return explained(error, self.path)

    def _identity(self) -> tuple[int, int] | None:
        """Which file stands at the path; None where there is none."""
        try:
            status = os.stat(self.path) if self.path is not None else None
        except OSError:
            return None
        return None if status is None else (status.st_dev, status.st_ino)

    def _address(self, path: Path | None) -> sa.URL | str:
        """The path as it is: a question mark in it begins no options."""
        return self.url if path is None else sa.URL.create("sqlite", database=str(path))

    def _engine(self, *, immediate: bool) -> sa.Engine:
        if self.path is None:
            return sa.create_engine(self.url)
        engine = sa.create_engine(
            self._address(self.path), connect_args={"timeout": BUSY_MS / 1000, "check_same_thread": False}
        )
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

    def _check_file(self, path: Path, fresh: bool) -> None:
        """A look before anything is touched. Raises RecordError, DamagedRecord."""
        refuse_what_is_no_file(path)
        size = path.stat().st_size if path.exists() else None
        if not size:
            self._check_nothing(path, size, fresh)
            return
        for what, right in (("read", os.R_OK), ("written to", os.W_OK)):
            if not os.access(path, right):
                raise RecordError(f"{path} may not be {what}. Allow it, or set SPARRING_HOME to another folder.")
        if not os.access(path.parent, os.W_OK | os.X_OK):
            raise RecordError(f"{path.parent} may not be written to. Allow it, or set SPARRING_HOME to another folder.")
        try:
            sound = is_sound(path)
            if sound:
                version_of(path)
        except DamagedRecord:
            sound = False
        except sqlite3.Error as error:
            raise self.explained(error) from error
        if not sound:
            raise DamagedRecord(path, newest_good_backup(path, self.clock()))

    def _check_nothing(self, path: Path, size: int | None, fresh: bool) -> None:
        """No file, or an empty one: a new record is begun, unless there was one before."""
        log = path.with_name(f"{path.name}-wal")
        backup = newest_good_backup(path, self.clock())
        if not fresh and (backup is not None or (log.exists() and log.stat().st_size)):
            raise DamagedRecord(path, backup, "gone" if size is None else "empty")
        if size is not None:
            self.notice = f"{path} was empty, and there is no backup; a new record was begun."
            return
        # Made under another name and put there whole, so that nobody ever finds half a record.
        part = path.with_name(f"{path.name}.{os.getpid()}.new")
        try:
            os.close(os.open(part, os.O_CREAT | os.O_RDWR, 0o600))
            self._upgrade(part)
            with contextlib.suppress(FileExistsError):  # Another window was faster.
                os.link(part, path)
            _sync_folder(path.parent)
        except OSError as error:
            if not part.exists():
                sentence = f"{path} cannot be made: {(error.strerror or str(error)).lower()}."
                raise RecordError(f"{sentence} Set SPARRING_HOME to a folder of yours.") from error
            # This file system has no links: begun in its place, by `_migrate`.
            os.close(os.open(path, os.O_CREAT | os.O_RDWR, 0o600))
        except (DBAPIError, sqlite3.Error) as error:
            raise self.explained(error) from error
        finally:
            for ending in ("", "-wal", "-shm", "-journal"):
                part.with_name(part.name + ending).unlink(missing_ok=True)

    def _migrate(self) -> None:
        # Deferred: Alembic costs 60 ms and has something to do only when a version is new.
        with self._reader.connect() as connection:
            tables = set(sa.inspect(connection).get_table_names())
            current = (
                connection.execute(sa.text("SELECT version_num FROM alembic_version")).scalar()
                if "alembic_version" in tables
                else None
            )
        if current == known_versions()[-1]:
            return
        if self.path is None or current is None:
            self._upgrade(self.path)
            return
        now = self.clock()
        kept = back_up(self.path, now, drop=False)
        try:
            self._upgrade(self.path, sums=current < FIRST_WITH_SUMS)
        except BaseException:
            kept.unlink(missing_ok=True)  # Nothing was changed; one at each try would push out the good ones.
            raise
        drop_old(self.path, now, "upgrade", kept)

    def _upgrade(self, path: Path | None, *, sums: bool = False) -> None:
        """To this version, all or nothing. `sums`: they are not kept yet, and made of what is there."""
        from alembic import command
        from alembic.config import Config

        config = Config()
        config.set_main_option("script_location", str(files("simulator.store") / "migrations"))
        engine = sa.create_engine(self._address(path), poolclass=sa.NullPool)
        sqlite = path is not None
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
            if sums:
                from simulator.store.rollups import rebuild  # Deferred: it needs what stands in this module.

                rebuild(connection)
            if sqlite and connection.exec_driver_sql("PRAGMA foreign_key_check").fetchall():
                raise RecordError("The record could not be brought to this version. Nothing was changed.")
        engine.dispose()


def _sync_folder(folder: Path) -> None:
    """A name outlives a power cut once its folder is on disk; where the system cannot say so, nothing is lost by asking."""
    with contextlib.suppress(OSError):
        handle = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)


def _refuse_other_databases(url: str) -> None:
    """Raises RecordError for what is no SQLite. The address is not repeated: it may hold a password."""
    if url.startswith("sqlite:"):
        return
    what = "PostgreSQL is" if url.startswith("postgres") else "This kind of database is"
    raise RecordError(
        f"{what} not supported yet; unset SPARRING_DATABASE_URL, or name a file: sqlite:////folder/file.db"
    )
