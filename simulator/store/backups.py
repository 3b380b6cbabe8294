"""Copies of the record: made while others write, looked over before they count, and put back in its place.

They lie in `backups/` beside the record as `sparring-2026-03-02T090000Z-daily.db`. Kinds: daily (the first start of a
day; the last seven are kept), upgrade (before a new version changes the tables; the last five), asked (`sparring backup`)
and replaced (what stood there before a restore), which are never dropped.
"""

from __future__ import annotations

import contextlib
import os
import re
import sqlite3
import stat
import time
from contextlib import closing
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

from simulator.learning.times import stamp
from simulator.store.errors import DamagedRecord, NewerRecord, RecordError, explained
from simulator.store.tables import METADATA
from simulator.store.versions import known_versions

BUSY_MS = 10_000
KEPT = {"daily": 7, "upgrade": 5}
KINDS = ("daily", "upgrade", "asked", "replaced")
_PARTS = ("", "-wal", "-shm", "-journal")
_STALE = 3600
"""Seconds after which what a killed backup left half done is removed."""


@dataclass(frozen=True, slots=True)
class Backup:
    """One file of the backups. `moment`: UTC, by its name."""

    path: Path
    moment: datetime
    kind: str


@dataclass(frozen=True, slots=True)
class Holding:
    """What a record holds: calls ended and open, and when one was last touched (UTC, ISO 8601; empty without calls)."""

    ended: int
    open: int
    touched: str


def backups(path: Path, now: datetime) -> list[Backup]:
    """Those of the record at this path, the newest first; those dated later than now, by a clock that was wrong, last."""
    name = re.compile(
        rf"{re.escape(path.stem)}-(\d{{4}}-\d\d-\d\dT\d{{6}}Z)(?:-({'|'.join(KINDS)}))?{re.escape(path.suffix)}"
    )
    found = []
    with contextlib.suppress(OSError):
        for item in (path.parent / "backups").iterdir():
            match = name.fullmatch(item.name)
            if match and item.is_file() and (moment := _moment(match[1])) is not None:
                found.append(Backup(item, moment, match[2] or "upgrade"))
    return sorted(found, key=lambda b: (b.moment <= now, b.moment, b.path.name), reverse=True)


def _moment(text: str) -> datetime | None:
    try:
        return datetime.strptime(text, "%Y-%m-%dT%H%M%SZ").replace(tzinfo=UTC)
    except ValueError:
        return None


def back_up(path: Path, moment: datetime, kind: str = "upgrade", *, drop: bool = True) -> Path:
    """A whole copy in the folder of backups; `drop`: then the oldest of its kind go. Raises RecordError, DamagedRecord."""
    folder = path.parent / "backups"
    now = moment
    try:
        folder.mkdir(mode=0o700, exist_ok=True)
    except OSError as error:
        raise RecordError(f"{folder} cannot be made: {(error.strerror or str(error)).lower()}.") from error
    while (target := folder / f"{path.stem}-{stamp(moment).replace(':', '')}-{kind}{path.suffix}").exists():
        moment += timedelta(seconds=1)
    week = now.astimezone(UTC).isocalendar()[:2]
    copy(path, target, full=all(b.moment.isocalendar()[:2] != week for b in backups(path, now)))
    if drop:
        drop_old(path, now, kind, target)
    return target


def daily(path: Path, now: datetime) -> Path | None:
    """The backup of this day (UTC), unless there is one. Raises RecordError, DamagedRecord."""
    return None if has_daily(path, now) else back_up(path, now, "daily")


def has_daily(path: Path, now: datetime) -> bool:
    """Whether there is a backup of this day (UTC)."""
    today = now.astimezone(UTC).date()
    return any(b.kind == "daily" and b.moment.date() == today for b in backups(path, now))


def drop_old(path: Path, now: datetime, kind: str, made: Path) -> None:
    """A backup that was just made is never dropped, whatever the clock says."""
    others = [b.path for b in backups(path, now) if b.kind == kind and b.path != made]
    with contextlib.suppress(OSError):
        for old in others[KEPT[kind] - 1 :] if kind in KEPT else ():
            old.unlink()
        for part in made.parent.glob("*.part*"):
            if time.time() - part.stat().st_mtime > _STALE:
                part.unlink()


def copy(source: Path, target: Path, *, full: bool = False) -> None:
    """A copy of a record, whole and sound, or none. `full`: every index and reference is looked at too, which takes
    longer; the first backup of a week is. Raises RecordError; DamagedRecord where the source is damaged."""
    part = target.with_name(f"{target.name}.{os.getpid()}.part")
    try:
        os.close(os.open(part, os.O_CREAT | os.O_RDWR | os.O_EXCL, 0o600))
        _pour(source, part, target)
        if not is_sound(part, full=full):
            raise DamagedRecord(source, None)
        os.replace(part, target)
    except OSError as error:
        raise RecordError(f"{target} cannot be written: {(error.strerror or str(error)).lower()}.") from error
    finally:
        for ending in _PARTS:
            with contextlib.suppress(OSError):
                part.with_name(part.name + ending).unlink()


def _pour(source: Path, target: Path, named: Path) -> None:
    """All pages of a record into the file of another, in one transaction. Raises RecordError."""
    begun = time.monotonic()

    def patience(*_: int) -> None:
        if time.monotonic() - begun > BUSY_MS / 1000:
            raise RecordError("Another window has been writing for ten seconds. Close it, or try again.")

    try:
        with closing(_reading(source)) as old, closing(sqlite3.connect(target, timeout=BUSY_MS / 1000)) as new:
            old.backup(new, pages=-1, progress=patience, sleep=0.05)
            if target != named:
                new.execute("PRAGMA journal_mode=DELETE")  # A copy is one file.
    except sqlite3.Error as error:
        raise explained(error, named) from error


def _reading(path: Path) -> sqlite3.Connection:
    """Only to read. A file on a medium that nobody can write to is read as it stands."""
    uri = path.absolute().as_uri()
    connection = sqlite3.connect(f"{uri}?mode=ro", uri=True, timeout=BUSY_MS / 1000)
    try:
        connection.execute("SELECT count(*) FROM sqlite_master").fetchone()
    except sqlite3.OperationalError as error:
        connection.close()
        if error.sqlite_errorcode & 0xFF not in (sqlite3.SQLITE_CANTOPEN, sqlite3.SQLITE_READONLY):
            raise
        # Half a transaction is rolled back by whoever opens it to write; without the right to, it is read as it is.
        other = "mode=rw" if os.access(path, os.W_OK) and os.access(path.parent, os.W_OK) else "mode=ro&immutable=1"
        return sqlite3.connect(f"{uri}?{other}", uri=True, timeout=BUSY_MS / 1000)
    except sqlite3.Error:
        connection.close()
        raise
    return connection


def is_sound(path: Path, *, full: bool = False) -> bool:
    """Whether a quick check of all pages finds nothing; `full`: nor one of all indexes and of what refers to what.

    Raises sqlite3.OperationalError where it cannot be opened.
    """
    try:
        with closing(_reading(path)) as connection:
            answer = connection.execute(f"PRAGMA {'integrity' if full else 'quick'}_check(1)").fetchone()
            if answer is None or answer[0] != "ok":
                return False
            return not full or connection.execute("PRAGMA foreign_key_check").fetchone() is None
    except sqlite3.OperationalError as error:
        if error.sqlite_errorcode & 0xFF in (sqlite3.SQLITE_ERROR, sqlite3.SQLITE_CORRUPT):
            return False
        raise
    except (sqlite3.DatabaseError, UnicodeDecodeError):
        return False


def version_of(path: Path) -> str | None:
    """The version of the tables; None of a record without any.

    Raises NewerRecord, RecordError where it is another program's, DamagedRecord where tables are missing.
    """
    with closing(_reading(path)) as connection:
        tables = {name for (name,) in connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'")}
        if not tables:
            return None
        row = connection.execute("SELECT version_num FROM alembic_version").fetchone() if _VERSION in tables else None
    if row is None:
        raise RecordError(f"{path} is a database of another program. Move it away, or name another file.")
    if row[0] not in known_versions():
        raise NewerRecord(path)
    if row[0] == known_versions()[-1] and not set(METADATA.tables) <= tables:
        raise DamagedRecord(path, None)
    return str(row[0])


_VERSION = "alembic_version"


def newest_good_backup(path: Path, now: datetime | None = None) -> Path | None:
    """The newest that a quick check finds nothing in and that this version can read; last what a restore replaced."""
    found = backups(path, now or datetime.now(UTC))
    for backup in sorted(found, key=lambda b: b.kind == "replaced"):
        with contextlib.suppress(sqlite3.Error, OSError, RecordError):
            if is_sound(backup.path) and version_of(backup.path) is not None:
                return backup.path
    return None


def holding(path: Path) -> Holding:
    """What stands in a record or a backup. Raises RecordError where it is none, or is damaged."""
    try:
        if not path.is_file():
            raise RecordError(f"there is no file {path}")
        if not is_sound(path):
            raise RecordError(f"{path} is damaged, or is no record at all.")
        if version_of(path) is None:
            raise RecordError(f"{path} is empty.")
        with closing(_reading(path)) as connection:
            query = "SELECT count(*), coalesce(sum(status = 'open'), 0), coalesce(max(touched), '') FROM attempt"
            calls, still_open, touched = connection.execute(query).fetchone()
    except sqlite3.Error as error:
        raise explained(error, path) from error
    return Holding(calls - still_open, still_open, str(touched))


def refuse_what_is_no_file(path: Path) -> None:
    """Raises RecordError for a folder, a pipe, a device, a link to nothing: opening one may never end."""
    for part in (path.with_name(path.name + ending) for ending in _PARTS):
        try:
            mode = part.stat().st_mode
        except FileNotFoundError:
            if part.is_symlink():
                target = os.readlink(part)
                raise RecordError(
                    f"{part} is a link to {target}, which is not there. Bring it back, or remove the link."
                ) from None
            continue
        except OSError as error:
            raise RecordError(f"{part} cannot be read: {(error.strerror or str(error)).lower()}.") from error
        if not stat.S_ISREG(mode):
            kind = "a folder" if stat.S_ISDIR(mode) else "a pipe" if stat.S_ISFIFO(mode) else "a device or a socket"
            raise RecordError(f"{part} is {kind}, not a record. Move it away, or set SPARRING_HOME to another folder.")


def set_aside(path: Path, now: datetime, what: str = "damaged") -> Path | None:
    """Gives what stands there another name, never overwriting; None where nothing stood there. Raises RecordError."""
    parts = [part for ending in _PARTS if os.path.lexists(part := path.with_name(path.name + ending))]
    kept = path.with_name(f"{path.name}.{what}-{stamp(now).replace(':', '')}")
    number = 2
    while any(os.path.lexists(kept.with_name(kept.name + ending)) for ending in _PARTS):
        kept = path.with_name(f"{path.name}.{what}-{stamp(now).replace(':', '')}-{number}")
        number += 1
    try:
        for part in parts:
            part.rename(kept.with_name(kept.name + part.name.removeprefix(path.name)))
    except OSError as error:
        raise RecordError(f"{path} cannot be set aside: {(error.strerror or str(error)).lower()}.") from error
    return kept if parts else None


def restore_backup(backup: Path, path: Path) -> None:
    """Puts a copy of a backup where no record stands. Raises RecordError where one does, and as `holding` does."""
    if path.exists():
        raise RecordError(f"{path} is there; move it away first.")
    holding(backup)
    copy(backup, path)


def replace_record(backup: Path, path: Path, now: datetime) -> Path | None:
    """Puts a copy of a backup in the place of the record; returns where that is kept, None where there was none.

    A sound record is replaced in one transaction, so that other windows read on. Raises RecordError.
    """
    refuse_what_is_no_file(path)
    holding(backup)
    if path.exists() and _same_file(backup, path):
        raise RecordError(f"{backup} is the record itself.")
    try:
        sound = path.exists() and path.stat().st_size > 0 and is_sound(path)
    except sqlite3.Error as error:
        raise explained(error, path) from error
    if not sound:
        kept = set_aside(path, now)
        restore_backup(backup, path)
        return kept
    kept = back_up(path, now, "replaced")
    _pour(backup, path, path)
    return kept


def _same_file(one: Path, other: Path) -> bool:
    return os.path.realpath(one) == os.path.realpath(other)
