"""Erasing a person: their words and names go, the numbers and hashes stay, so that no sum and no chain breaks."""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

import sqlalchemy as sa

from simulator.store.tables import (
    action_item,
    approved_answer,
    attempt,
    coaching_session,
    comment,
    dispute,
    evidence,
    goal,
    inbox,
    kpi,
    news,
    override,
    person,
    queue,
    ruling,
    turn,
    win,
)

GONE = "(erased)"
_GUARDED = ("turn", "evidence", "override", "ruling")


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
        for table in (override, ruling):  # Why a mark was changed speaks of what they said; the mark stays.
            of_theirs = sa.or_(table.c.attempt_id.in_(mine), table.c.by == person_id)
            connection.execute(sa.update(table).where(of_theirs).values(reason=GONE))
    calls = connection.execute(
        sa.update(attempt).where(attempt.c.person_id == person_id).values(receipt=None, lease=None, leased_until=None)
    ).rowcount
    connection.execute(
        sa.update(attempt)
        .where(attempt.c.person_id == person_id, attempt.c.status == "open")
        .values(status="abandoned", finished=now)
    )
    connection.execute(sa.delete(queue).where(queue.c.person_id == person_id))
    written = connection.execute(sa.update(comment).where(comment.c.by == person_id).values(text=GONE)).rowcount
    # What others wrote on their calls speaks of what they said.
    written += connection.execute(sa.update(comment).where(comment.c.attempt_id.in_(mine)).values(text=GONE)).rowcount
    connection.execute(sa.update(dispute).where(dispute.c.by == person_id).values(text=GONE, reason=GONE))
    connection.execute(sa.update(dispute).where(dispute.c.ruled_by == person_id).values(reason=GONE))
    _coaching(connection, person_id)
    _told(connection, person_id, mine)
    notes = connection.execute(sa.delete(inbox).where(inbox.c.person_id == person_id)).rowcount
    connection.execute(
        sa.update(person)
        .where(person.c.id == person_id)
        .values(name=f"Erased person {person_id}", login=f"erased-{person_id}", left=now, erased=now)
    )
    return Erased(calls, replies, written, notes)


def _coaching(connection: sa.Connection, person_id: int) -> None:
    """What was agreed with them or by them, what they were thanked for, their lines and their figures."""
    words = {"own_line": GONE, "notes": GONE, "blockers": GONE, "changed": GONE}
    both = sa.or_(coaching_session.c.person_id == person_id, coaching_session.c.manager_id == person_id)
    sessions = sa.select(coaching_session.c.id).where(both)
    connection.execute(sa.update(action_item).where(action_item.c.session_id.in_(sessions)).values(text=GONE))
    connection.execute(sa.update(coaching_session).where(both).values(**words))
    of_goals = sa.or_(goal.c.person_id == person_id, goal.c.by == person_id)
    connection.execute(sa.update(goal).where(of_goals).values(text=GONE, steps="[]"))
    connection.execute(sa.delete(win).where(sa.or_(win.c.person_id == person_id, win.c.by == person_id)))
    connection.execute(sa.delete(approved_answer).where(approved_answer.c.person_id == person_id))
    connection.execute(sa.delete(kpi).where(kpi.c.person_id == person_id))


def _told(connection: sa.Connection, person_id: int, calls: sa.Select[int]) -> None:
    """What they were told, what others were told about their calls, and their name in the rest."""
    connection.execute(sa.delete(news).where(sa.or_(news.c.person_id == person_id, news.c.attempt_id.in_(calls))))
    name = connection.execute(sa.select(person.c.name).where(person.c.id == person_id)).scalar()
    named = news.c.text.contains(name, autoescape=True)
    connection.execute(sa.update(news).where(named).values(text=sa.func.replace(news.c.text, name, GONE)))


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
