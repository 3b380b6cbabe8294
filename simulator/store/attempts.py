"""Attempts and their turns: begun, appended to, finished; never changed."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa

from simulator.store.connection import RecordError
from simulator.store.tables import attempt, content, criterion_score, evidence, turn

OPEN, FINISHED, ABANDONED = "open", "finished", "abandoned"


class Leased(RecordError):
    """Another window has this attempt open. `until` is when it may be taken over."""

    def __init__(self, until: str) -> None:
        super().__init__("This call is open in another window. Go on there, or close it there first.")
        self.until = until


class NoSuchAttempt(RecordError):
    """There is no such attempt, or it is not open."""


class Ended(NoSuchAttempt):
    """This attempt has ended: it has a card, and cannot be gone on with."""

    def __init__(self) -> None:
        super().__init__("This call has ended; it can be read, not gone on with.")


class Conflict(RecordError):
    """The attempt went on elsewhere: what was sent no longer fits what is recorded."""


@dataclass(frozen=True, slots=True)
class AttemptRow:
    """One attempt. Times are UTC, ISO 8601; `finished` and what follows are None while it is open.

    `total` and `passed` are the machine's; `stands_total` and `stands_passed` hold after a manager's marks. `item_id`: what
    of an assignment it was made for. `released` None once it has ended: its rep does not see the card yet.
    """

    id: int
    uuid: str
    person_id: int
    scenario: str
    title: str
    version: int
    scenario_hash: str
    rubric_hash: str
    engine: str
    encoder: str
    seed: int
    mode: str
    level: str
    status: str
    started: str
    touched: str
    finished: str | None
    entries: int
    head: str
    lease: str | None
    leased_until: str | None
    total: int | None
    passed: bool | None
    outcome: str | None
    ending: str | None
    hints: int
    team_id: int | None
    item_id: int | None
    stands_total: int | None
    stands_passed: bool | None
    released: str | None
    reviewed: str | None

    @property
    def may_be_read(self) -> bool:
        """Whether its rep may see the card: it is not held for a manager."""
        return self.status == OPEN or self.released is not None or self.item_id is None


_COLUMNS = [attempt.c[name] for name in AttemptRow.__slots__]

# What every reply asks of the record is written once: to build a statement takes as long as to run it.
_BY_UUID = sa.select(*_COLUMNS).where(attempt.c.uuid == sa.bindparam("uuid"))
_SENT = sa.select(turn.c.attempt_id, turn.c.n).where(turn.c.client_id == sa.bindparam("client"))
_ADD, _CITE = sa.insert(turn), sa.insert(evidence)
_GO_ON = (
    sa.update(attempt)
    .where(attempt.c.id == sa.bindparam("row"))
    .values({name: sa.bindparam(name) for name in ("entries", "head", "touched", "leased_until", "hints", "encoder")})
)


def keep_content(connection: sa.Connection, kind: str, digest: str, text: str) -> None:
    """Keeps a text under its hash, once."""
    if connection.execute(sa.select(content.c.hash).where(content.c.hash == digest)).first() is None:
        connection.execute(sa.insert(content).values(hash=digest, kind=kind, text=text))


def content_text(connection: sa.Connection, digest: str) -> str | None:
    found: str | None = connection.execute(sa.select(content.c.text).where(content.c.hash == digest)).scalar()
    return found


def begin(connection: sa.Connection, values: Mapping[str, Any]) -> AttemptRow:
    """A new open attempt."""
    fixed = {"status": OPEN, "entries": 0, "head": "", "hints": 0}
    connection.execute(sa.insert(attempt).values(**fixed, **values))
    return find(connection, str(values["uuid"]))


def find(connection: sa.Connection, uuid: str) -> AttemptRow:
    """By its uuid, or by a beginning of it that only one has (four characters or more). Raises NoSuchAttempt."""
    row = connection.execute(_BY_UUID, {"uuid": uuid}).first()
    if row is None and 4 <= len(uuid) < 36:
        like = attempt.c.uuid.startswith(uuid.lower(), autoescape=True)
        rows = connection.execute(sa.select(*_COLUMNS).where(like).limit(2)).fetchall()
        if len(rows) == 2:
            raise NoSuchAttempt(f"Several calls begin with {uuid}; give more of it.")
        row = rows[0] if rows else None
    if row is None:
        raise NoSuchAttempt(f"The record holds no call {uuid}.")
    return AttemptRow(*row)


def by_id(connection: sa.Connection, number: int) -> AttemptRow:
    """Raises NoSuchAttempt."""
    row = connection.execute(sa.select(*_COLUMNS).where(attempt.c.id == number)).first()
    if row is None:
        raise NoSuchAttempt("The record holds no such call.")
    return AttemptRow(*row)


def open_of(connection: sa.Connection, person_id: int) -> list[AttemptRow]:
    """Open attempts, the one touched last first."""
    query = sa.select(*_COLUMNS).where(attempt.c.person_id == person_id, attempt.c.status == OPEN)
    return [
        AttemptRow(*row) for row in connection.execute(query.order_by(attempt.c.touched.desc(), attempt.c.id.desc()))
    ]


def finished_of(connection: sa.Connection, person_id: int, most: int = 500) -> list[AttemptRow]:
    """Finished attempts, the newest first."""
    query = sa.select(*_COLUMNS).where(attempt.c.person_id == person_id, attempt.c.status != OPEN)
    query = query.order_by(attempt.c.finished.desc(), attempt.c.id.desc()).limit(most)
    return [AttemptRow(*row) for row in connection.execute(query)]


def count_of(connection: sa.Connection, person_id: int) -> int:
    """How many attempts a person began."""
    query = sa.select(sa.func.count()).select_from(attempt).where(attempt.c.person_id == person_id)
    return int(connection.execute(query).scalar() or 0)


def offer(connection: sa.Connection, *, before: str, now: str) -> None:
    """Notes which open attempts nobody has touched since `before`; forgets it of those touched since, and where the
    note lies in the future: then the clock that made it was wrong."""
    still_open = attempt.c.status == OPEN
    wrong = sa.or_(attempt.c.touched >= attempt.c.offered, attempt.c.touched >= before, attempt.c.offered > now)
    connection.execute(sa.update(attempt).where(still_open, attempt.c.offered.is_not(None), wrong).values(offered=None))
    stale = sa.and_(still_open, attempt.c.touched < before, attempt.c.offered.is_(None))
    connection.execute(sa.update(attempt).where(stale).values(offered=now))


def offered_in_vain(connection: sa.Connection, before: str) -> list[AttemptRow]:
    """Open attempts that were offered before then, and that nobody went on with."""
    query = sa.select(*_COLUMNS).where(attempt.c.status == OPEN, attempt.c.offered < before)
    return [AttemptRow(*row) for row in connection.execute(query.order_by(attempt.c.id))]


def take_lease(
    connection: sa.Connection, uuid: str, token: str, *, now: str, until: str, force: bool = False
) -> AttemptRow:
    """Hold an attempt against other windows. Raises Leased, Ended, NoSuchAttempt."""
    row = find(connection, uuid)
    if row.status != OPEN:
        raise Ended
    held = row.lease is not None and row.lease != token and row.leased_until is not None and now < row.leased_until
    if held and not force:
        raise Leased(str(row.leased_until))
    connection.execute(sa.update(attempt).where(attempt.c.id == row.id).values(lease=token, leased_until=until))
    return find(connection, uuid)


def keep_lease(connection: sa.Connection, uuid: str, token: str, *, now: str, until: str) -> None:
    """Hold on to a lease. Raises Leased where another window took the attempt over, NoSuchAttempt where it has ended."""
    row = find(connection, uuid)
    if row.status != OPEN:
        raise NoSuchAttempt("This call has ended elsewhere.")
    if row.lease != token:
        raise Leased(row.leased_until or now)
    connection.execute(sa.update(attempt).where(attempt.c.id == row.id).values(leased_until=until))


def drop_lease(connection: sa.Connection, uuid: str, token: str) -> None:
    connection.execute(
        sa.update(attempt).where(attempt.c.uuid == uuid, attempt.c.lease == token).values(lease=None, leased_until=None)
    )


@dataclass(frozen=True, slots=True)
class Appended:
    """An entry to append. `n` counts from 1; `client_id` is made by whoever sends it, so that sending again is safe."""

    n: int
    client_id: str
    entry: Mapping[str, Any]
    turn: Mapping[str, Any] | None
    link: str
    hints: int
    encoder: str
    """What heard it; empty where nothing was heard."""


def append(connection: sa.Connection, uuid: str, token: str, new: Appended, *, now: str, until: str) -> bool:
    """Appends an entry with its evidence; False where it was there already. Raises Leased, Conflict, NoSuchAttempt."""
    known = connection.execute(_SENT, {"client": new.client_id}).first()
    row = find(connection, uuid)
    if known is not None:
        if known[0] != row.id:
            raise Conflict("This reply was sent for another call.")
        return False
    if row.status != OPEN:
        raise NoSuchAttempt("This call has ended elsewhere.")
    if row.lease != token:
        raise Leased(row.leased_until or now)
    if new.n != row.entries + 1:
        raise Conflict(f"The call has gone on elsewhere: it has {row.entries} entries, and this one is number {new.n}.")
    inserted = connection.execute(
        _ADD,
        {
            "attempt_id": row.id,
            "n": new.n,
            "client_id": new.client_id,
            "entry": json.dumps(new.entry, ensure_ascii=False, sort_keys=True),
            "turn": None if new.turn is None else json.dumps(new.turn, ensure_ascii=False, sort_keys=True),
            "link": new.link,
            "at": now,
        },
    )
    heard = list(new.turn["heard"]) if new.turn is not None else []
    if heard:
        (turn_id,) = inserted.inserted_primary_key or (None,)
        connection.execute(
            _CITE,
            [
                {
                    "turn_id": turn_id,
                    "signal": h["signal"],
                    "start": h["span"][0],
                    "end": h["span"][1],
                    "state": h["state"],
                    "rule": h["rule"],
                }
                for h in heard
            ],
        )
    connection.execute(
        _GO_ON,
        {
            "row": row.id,
            "entries": new.n,
            "head": new.link,
            "touched": now,
            "leased_until": until,
            "hints": new.hints,
            "encoder": new.encoder or row.encoder,
        },
    )
    return True


def log_of(connection: sa.Connection, attempt_id: int) -> list[dict[str, Any]]:
    """The entries of an attempt, in order."""
    query = sa.select(turn.c.entry).where(turn.c.attempt_id == attempt_id).order_by(turn.c.n)
    return [json.loads(text) for (text,) in connection.execute(query)]


def turns_of(connection: sa.Connection, attempt_id: int) -> list[dict[str, Any]]:
    """The turns of an attempt as they were recorded, in order; hints have none."""
    query = sa.select(turn.c.turn).where(turn.c.attempt_id == attempt_id, turn.c.turn.is_not(None)).order_by(turn.c.n)
    return [json.loads(text) for (text,) in connection.execute(query)]


def finish(
    connection: sa.Connection,
    uuid: str,
    values: Mapping[str, Any],
    marks: Iterable[Mapping[str, Any]],
    *,
    status: str = FINISHED,
) -> bool:
    """Closes an attempt with its card; False where it was closed already. Raises NoSuchAttempt."""
    row = find(connection, uuid)
    if row.status != OPEN:
        return False
    connection.execute(
        sa.update(attempt).where(attempt.c.id == row.id).values(status=status, lease=None, leased_until=None, **values)
    )
    rows = [{"attempt_id": row.id, **mark} for mark in marks]
    if rows:
        connection.execute(sa.insert(criterion_score), rows)
    return True


def receipt_of(connection: sa.Connection, uuid: str) -> dict[str, Any] | None:
    text = connection.execute(sa.select(attempt.c.receipt).where(attempt.c.uuid == uuid)).scalar()
    return None if text is None else dict(json.loads(text))
