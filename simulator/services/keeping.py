"""Keeping the record safe: backups, and what to do where it is damaged, empty or gone.

Whoever may write to the data folder may do this: the operating system is the door, for a damaged record knows nobody.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from simulator.services.home import Home
from simulator.store import backups
from simulator.store.backups import Holding
from simulator.store.connection import Record, RecordError, stamp

__all__ = [
    "Holding",
    "Kept",
    "back_up",
    "begin_anew",
    "checked",
    "daily",
    "find",
    "holding",
    "listed",
    "record_of",
    "restore",
]


@dataclass(frozen=True, slots=True)
class Kept:
    """A backup as it is listed. `holds` is None where it cannot be read; `problem` then says why."""

    path: Path
    made: str
    kind: str
    holds: Holding | None
    problem: str = ""


def record_of(home: Home) -> Path:
    """The file of the record. Raises RecordError where it is no file."""
    if home.database is None or not home.database.name:
        raise RecordError("the record is no file; SPARRING_DATABASE_URL names something else")
    backups.refuse_what_is_no_file(home.database)
    return home.database


def daily(record: Record) -> None:
    """The backup of this day, unless it was made, or nothing was said yet. Raises RecordError."""
    if record.path is None or backups.has_daily(record.path, record.clock()):
        return
    held = backups.holding(record.path)
    if held.ended or held.open:
        backups.daily(record.path, record.clock())


def back_up(home: Home, now: datetime, target: Path | None = None) -> Path:
    """A copy of the record: in the folder of backups, or at `target`, a new file or a folder. Raises RecordError."""
    path = record_of(home)
    if not path.exists():
        raise RecordError("there is no record yet; it is begun by the first call")
    backups.holding(path)
    if target is None:
        return backups.back_up(path, now, "asked")
    if target.is_dir():
        target = target / f"{path.stem}-{stamp(now).replace(':', '')}{path.suffix}"
    if target.exists():
        raise RecordError(f"{target} is there already; name another file")
    backups.copy(path, target)
    return target


def listed(home: Home, now: datetime) -> list[Kept]:
    """All backups, the newest first."""
    out = []
    for backup in backups.backups(record_of(home), now):
        try:
            holds, problem = backups.holding(backup.path), ""
        except RecordError as error:
            holds, problem = None, str(error)
        out.append(Kept(backup.path, stamp(backup.moment), backup.kind, holds, problem))
    return out


def find(home: Home, name: str) -> Path:
    """A file by its path, or a backup by its name in the folder of backups. Raises RecordError."""
    for path in (Path(name).expanduser(), record_of(home).parent / "backups" / name):
        if path.is_file():
            return path
    raise RecordError(f"there is no backup {name}; `sparring restore --list` shows those there are")


def holding(path: Path) -> Holding | None:
    """What a file holds; None where it is no sound record."""
    try:
        return backups.holding(path)
    except RecordError:
        return None


def checked(path: Path) -> Holding:
    """What a backup holds. Raises RecordError where it is damaged, or no record that this version can read."""
    return backups.holding(path)


def restore(home: Home, backup: Path, now: datetime) -> Path | None:
    """Put a backup in the record's place; returns where the one that stood there is kept. Raises RecordError."""
    return backups.replace_record(backup, record_of(home), now)


def begin_anew(home: Home, now: datetime) -> Path | None:
    """A new, empty record; returns where the one that stood there is kept. Raises RecordError."""
    path = record_of(home)
    kept = backups.set_aside(path, now, "damaged" if holding(path) is None else "replaced")
    Record(home.database_url, clock=lambda: now, fresh=True).close()
    return kept
