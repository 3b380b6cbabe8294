"""What can go wrong with the record, each as a sentence that says what is safe and what to do."""

from __future__ import annotations

import shutil
import sqlite3
from pathlib import Path

from sqlalchemy.exc import DBAPIError

FULL = "The disk is full: this could not be recorded. Everything before it is safe. Free some space, then try it again."
LEAST_FREE = 256 * 1024
"""Bytes; where fewer are free, an error of the disk is taken for a full one."""


class RecordError(Exception):
    """The record cannot be read or written. Carries a sentence that says what to do."""


class NewerRecord(RecordError):
    """A version of Sparring that is not known here wrote the record. Nothing was touched."""

    def __init__(self, path: Path | None) -> None:
        where = f"The record {path}" if path else "The record"
        super().__init__(
            f"{where} was written by a newer version of Sparring. Update Sparring (in its folder: git pull, then make run). "
            "Nothing was changed."
        )


class DamagedRecord(RecordError):
    """The record at `path` is damaged, empty or gone, and nothing was touched yet.

    `what`: a few words. `backup`: the newest good backup, if there is any.
    """

    def __init__(self, path: Path, backup: Path | None, what: str = "damaged") -> None:
        self.path = path
        self.backup = backup
        self.what = what
        offer = f"The newest good backup is {backup}." if backup else "There is no backup; a new record can be begun."
        super().__init__(
            f"The record {path} is {what}. Nothing was changed. {offer} `sparring restore NAME` puts a backup in its place, "
            "`sparring restore --new` begins anew; what is there is kept."
        )


def explained(error: DBAPIError | sqlite3.Error, path: Path | None) -> RecordError:
    """A database's error as a sentence."""
    cause = error.orig if isinstance(error, DBAPIError) else error
    whole = getattr(cause, "sqlite_errorcode", 0)
    where = str(path or "The database")
    match whole & 0xFF:
        case sqlite3.SQLITE_FULL:
            return RecordError(FULL)
        case sqlite3.SQLITE_IOERR | sqlite3.SQLITE_CANTOPEN if _disk_is_full(path):
            return RecordError(FULL)
        case sqlite3.SQLITE_IOERR:
            return RecordError(
                f"The disk failed while {where} was used: this could not be recorded. Everything before it is safe. "
                "See that the disk is there and has room, then try it again."
            )
        case sqlite3.SQLITE_READONLY if whole == sqlite3.SQLITE_READONLY_DBMOVED:
            return RecordError(f"{where} was moved or deleted while it was open. Start Sparring again.")
        case sqlite3.SQLITE_READONLY | sqlite3.SQLITE_PERM:
            return RecordError(f"{where} cannot be written to. Allow it, or set SPARRING_HOME to another folder.")
        case sqlite3.SQLITE_BUSY | sqlite3.SQLITE_LOCKED:
            return RecordError("Another window has been writing for ten seconds. Close it, or try again.")
        case sqlite3.SQLITE_CORRUPT | sqlite3.SQLITE_NOTADB:
            return RecordError(f"{where} is damaged. Start Sparring again: you are asked what to do, and it is kept.")
        case sqlite3.SQLITE_CANTOPEN:
            return RecordError(f"{where} cannot be opened. See that its folder is there and that you may write to it.")
        case _:
            return RecordError(f"The record could not be used: {cause}")


def _disk_is_full(path: Path | None) -> bool:
    try:
        return path is not None and shutil.disk_usage(path.parent).free < LEAST_FREE
    except OSError:
        return False
