"""The queue of attempts that wait for a manager, comments, disputes, and what somebody should be told."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa

from simulator.store.attempts import FINISHED, OPEN, AttemptRow
from simulator.store.connection import RecordError
from simulator.store.tables import assignment_item, attempt, comment, dispute, news, person, queue


class NotThere(RecordError):
    """There is no such comment or dispute, or it was ruled on already."""


@dataclass(frozen=True, slots=True)
class Waiting:
    """An attempt that waits for a manager. `rank`: see `simulator.learning.attention`; `why`: all reasons, in words."""

    attempt: str
    person_id: int
    name: str
    title: str
    total: int | None
    passed: bool | None
    rank: int
    why: str
    at: str


@dataclass(frozen=True, slots=True)
class CommentRow:
    """`turn` from 1; None: on the whole call. `audience`: rep or managers."""

    id: int
    attempt_id: int
    turn: int | None
    text: str
    audience: str
    by: int
    at: str
    withdrawn: str | None


@dataclass(frozen=True, slots=True)
class DisputeRow:
    """`accepted` None: nobody has ruled on it."""

    id: int
    attempt_id: int
    criterion: str
    text: str
    by: int
    at: str
    accepted: bool | None
    reason: str
    ruled_by: int | None
    ruled: str | None


@dataclass(frozen=True, slots=True)
class NewsRow:
    """Something to tell a person. `attempt`: the uuid of the call it is about."""

    id: int
    kind: str
    text: str
    at: str
    read: str | None
    attempt: str | None


_COMMENT = [comment.c[name] for name in CommentRow.__slots__]
_DISPUTE = [dispute.c[name] for name in DisputeRow.__slots__]


def put(connection: sa.Connection, attempt_id: int, person_id: int, rank: int, why: str, at: str) -> None:
    """Into the queue, or to another place in it."""
    values = {"rank": rank, "why": why[:200], "at": at}
    if not connection.execute(sa.update(queue).where(queue.c.attempt_id == attempt_id).values(**values)).rowcount:
        connection.execute(sa.insert(queue).values(attempt_id=attempt_id, person_id=person_id, **values))


def drop(connection: sa.Connection, attempt_id: int) -> None:
    """Out of the queue."""
    connection.execute(sa.delete(queue).where(queue.c.attempt_id == attempt_id))


def waiting(connection: sa.Connection, people: sa.Select[Any] | Collection[int], most: int = 200) -> list[Waiting]:
    """What of these people waits, in order."""
    query = (
        sa.select(
            attempt.c.uuid,
            queue.c.person_id,
            person.c.name,
            attempt.c.title,
            attempt.c.stands_total,
            attempt.c.stands_passed,
            queue.c.rank,
            queue.c.why,
            queue.c.at,
        )
        .join(attempt, attempt.c.id == queue.c.attempt_id)
        .join(person, person.c.id == queue.c.person_id)
        .where(queue.c.person_id.in_(people))
        .order_by(queue.c.rank, queue.c.at.desc())
        .limit(most)
    )
    return [Waiting(*row) for row in connection.execute(query)]


def count_waiting(connection: sa.Connection, people: sa.Select[Any], disputed: int) -> tuple[int, int]:
    """How many calls of these people wait, and how many of them at a rank of `disputed` or before."""
    early = sa.func.sum(sa.case((queue.c.rank <= disputed, 1), else_=0))
    row = connection.execute(sa.select(sa.func.count(), early).where(queue.c.person_id.in_(people))).one()
    return int(row[0]), int(row[1] or 0)


def recent_totals(connection: sa.Connection, row: AttemptRow, most: int = 5) -> list[int]:
    """The person's totals before this attempt, the newest first."""
    query = (
        sa.select(attempt.c.stands_total)
        .where(attempt.c.person_id == row.person_id, attempt.c.status == FINISHED, attempt.c.id < row.id)
        .where(attempt.c.counts.is_(True))
        .order_by(attempt.c.finished.desc())
        .limit(most)
    )
    return [int(found[0]) for found in connection.execute(query) if found[0] is not None]


def add_comment(connection: sa.Connection, **values: Any) -> int:
    done = connection.execute(sa.insert(comment).values(**values))
    (number,) = done.inserted_primary_key or (0,)
    return int(number)


def comments_of(connection: sa.Connection, attempt_id: int, *, for_rep: bool) -> list[CommentRow]:
    """By turn, those on the whole call last; withdrawn ones are left out."""
    query = sa.select(*_COMMENT).where(comment.c.attempt_id == attempt_id, comment.c.withdrawn.is_(None))
    if for_rep:
        query = query.where(comment.c.audience == "rep")
    rows = [CommentRow(*row) for row in connection.execute(query.order_by(comment.c.id))]
    return sorted(rows, key=lambda row: (row.turn is None, row.turn or 0))


def comment_by_id(connection: sa.Connection, number: int) -> CommentRow:
    """Raises NotThere."""
    row = connection.execute(sa.select(*_COMMENT).where(comment.c.id == number)).first()
    if row is None:
        raise NotThere(f"There is no comment {number}.")
    return CommentRow(*row)


def withdraw_comment(connection: sa.Connection, number: int, at: str) -> None:
    connection.execute(sa.update(comment).where(comment.c.id == number).values(withdrawn=at))


def add_dispute(connection: sa.Connection, **values: Any) -> int:
    done = connection.execute(sa.insert(dispute).values(reason="", **values))
    (number,) = done.inserted_primary_key or (0,)
    return int(number)


def disputes_of(connection: sa.Connection, attempt_id: int) -> list[DisputeRow]:
    """The oldest first."""
    query = sa.select(*_DISPUTE).where(dispute.c.attempt_id == attempt_id).order_by(dispute.c.id)
    return [DisputeRow(*row) for row in connection.execute(query)]


def rule(connection: sa.Connection, number: int, *, accepted: bool, reason: str, by: int, at: str) -> None:
    """On a dispute, once. Raises NotThere."""
    values = {"accepted": accepted, "reason": reason, "ruled_by": by, "ruled": at}
    mine = (dispute.c.id == number, dispute.c.accepted.is_(None))
    if not connection.execute(sa.update(dispute).where(*mine).values(**values)).rowcount:
        raise NotThere("Somebody has ruled on this dispute already.")


def tell(
    connection: sa.Connection, people: Collection[int], kind: str, text: str, at: str, attempt_id: int | None = None
) -> None:
    """The next time they look."""
    rows: Sequence[dict[str, Any]] = [
        {"person_id": one, "kind": kind, "text": text, "at": at, "attempt_id": attempt_id} for one in sorted(people)
    ]
    if rows:
        connection.execute(sa.insert(news), rows)


def news_of(connection: sa.Connection, person_id: int, *, also_read: bool = False, most: int = 50) -> list[NewsRow]:
    """The newest first."""
    query = (
        sa.select(news.c.id, news.c.kind, news.c.text, news.c.at, news.c.read, attempt.c.uuid)
        .join(attempt, attempt.c.id == news.c.attempt_id, isouter=True)
        .where(news.c.person_id == person_id)
    )
    if not also_read:
        query = query.where(news.c.read.is_(None))
    return [NewsRow(*row) for row in connection.execute(query.order_by(news.c.id.desc()).limit(most))]


def mark_read(connection: sa.Connection, person_id: int, at: str, number: int | None = None) -> None:
    """All of it, or one."""
    query = sa.update(news).where(news.c.person_id == person_id, news.c.read.is_(None))
    if number is not None:
        query = query.where(news.c.id == number)
    connection.execute(query.values(read=at))


def release(connection: sa.Connection, attempt_id: int, at: str) -> bool:
    """Let the rep see the card; False where they may already."""
    mine = (attempt.c.id == attempt_id, attempt.c.released.is_(None))
    return bool(connection.execute(sa.update(attempt).where(*mine).values(released=at)).rowcount)


def release_all(connection: sa.Connection, assignment_id: int, at: str) -> None:
    """The cards of an assignment that are no longer held."""
    items = sa.select(assignment_item.c.id).where(assignment_item.c.assignment_id == assignment_id)
    mine = (attempt.c.item_id.in_(items), attempt.c.status != OPEN, attempt.c.released.is_(None))
    connection.execute(sa.update(attempt).where(*mine).values(released=at))


def reviewed(connection: sa.Connection, attempt_id: int, by: int, at: str) -> None:
    connection.execute(sa.update(attempt).where(attempt.c.id == attempt_id).values(reviewed=at, reviewed_by=by))
