"""Erasing a person: their words and names go, the numbers and hashes stay, so that no sum and no chain breaks."""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

import sqlalchemy as sa

from simulator.store.tables import attempt, comment, dispute, evidence, inbox, news, person, queue, turn

GONE = "(erased)"
_GUARDED = ("turn", "evidence")


@dataclass(frozen=True, slots=True)
class Erased:
    """How much was erased."""

    calls: int
    replies: int
    comments: int
    notes: int


def erase(connection: sa.Connection, person_id: int, *, now: str) -> Erased:
    """What they said, wrote and are called. Calls keep their dates, totals and marks; a receipt of theirs proves nothing
    any more, and is gone too."""
    mine = sa.select(attempt.c.id).where(attempt.c.person_id == person_id)
    with _unguarded(connection):
        replies = 0
        rows = connection.execute(sa.select(turn.c.id, turn.c.entry).where(turn.c.attempt_id.in_(mine))).fetchall()
        for number, entry in rows:
            kind = json.loads(entry).get("kind", "say")
            connection.execute(
                sa.update(turn)
                .where(turn.c.id == number)
                .values(entry=json.dumps({"kind": kind, "text": GONE}), turn=None)
            )
            replies += kind == "say"
        theirs = sa.select(turn.c.id).where(turn.c.attempt_id.in_(mine))
        connection.execute(sa.delete(evidence).where(evidence.c.turn_id.in_(theirs)))
    calls = connection.execute(
        sa.update(attempt).where(attempt.c.person_id == person_id).values(receipt=None, lease=None, leased_until=None)
    ).rowcount
    connection.execute(
        sa.update(attempt)
        .where(attempt.c.person_id == person_id, attempt.c.status == "open")
        .values(status="abandoned", finished=now)
    )
    connection.execute(sa.delete(queue).where(queue.c.person_id == person_id))
    connection.execute(sa.delete(news).where(news.c.person_id == person_id))
    written = connection.execute(sa.update(comment).where(comment.c.by == person_id).values(text=GONE)).rowcount
    # What others wrote on their calls speaks of what they said.
    written += connection.execute(sa.update(comment).where(comment.c.attempt_id.in_(mine)).values(text=GONE)).rowcount
    connection.execute(sa.update(dispute).where(dispute.c.by == person_id).values(text=GONE))
    notes = connection.execute(sa.delete(inbox).where(inbox.c.person_id == person_id)).rowcount
    connection.execute(
        sa.update(person)
        .where(person.c.id == person_id)
        .values(name=f"Erased person {person_id}", login=f"erased-{person_id}", left=now, erased=now)
    )
    return Erased(calls, replies, written, notes)


@contextmanager
def _unguarded(connection: sa.Connection) -> Iterator[None]:
    """Without the triggers that keep what was said from being changed; they are back before anything is committed."""
    if connection.dialect.name != "sqlite":
        yield
        return
    query = "SELECT name, sql FROM sqlite_master WHERE type = 'trigger' AND tbl_name = ?"
    found = [row for table in _GUARDED for row in connection.exec_driver_sql(query, (table,)).fetchall()]
    for name, _ in found:
        connection.exec_driver_sql(f"DROP TRIGGER {name}")
    yield
    for _, text in found:
        connection.exec_driver_sql(text)
