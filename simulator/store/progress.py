"""How far somebody is with an assignment: derived anew from their attempts, after each of them and after each mark."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import sqlalchemy as sa

from simulator.learning.assigned import ItemProgress, Progress, Try, item_progress, whole_progress
from simulator.store.assignments import AssignmentRow, ItemRow, by_id, items_of, of_item
from simulator.store.attempts import OPEN
from simulator.store.tables import (
    assigned,
    assignment_item,
    attempt,
    progress,
    ruling,
)


@dataclass(frozen=True, slots=True)
class ProgressRow:
    """How far one person is with one scenario of an assignment."""

    item_id: int
    person_id: int
    attempts: int
    passes: int
    streak: int
    first: int | None
    best: int | None
    latest: int | None
    sum: int
    totals: int
    state: str
    touched: str | None
    done: str | None


_PROGRESS = [progress.c[name] for name in ProgressRow.__slots__]


def progress_of(connection: sa.Connection, number: int, person_id: int) -> dict[int, ProgressRow]:
    """By the item's id; of an item that was not begun there is none."""
    query = (
        sa.select(*_PROGRESS)
        .join(assignment_item, assignment_item.c.id == progress.c.item_id)
        .where(assignment_item.c.assignment_id == number, progress.c.person_id == person_id)
    )
    return {row[0]: ProgressRow(*row) for row in connection.execute(query)}


def tries(connection: sa.Connection, item_id: int, person_id: int) -> list[Try]:
    """This person's attempts at a scenario of an assignment that were not declared void, in order."""
    query = (
        sa.select(
            attempt.c.stands_total, attempt.c.stands_passed, attempt.c.status, attempt.c.finished, attempt.c.touched
        )
        .where(attempt.c.item_id == item_id, attempt.c.person_id == person_id, attempt.c.id.not_in(voided()))
        .order_by(attempt.c.id)
    )
    return [
        Try(total, bool(passed), status != OPEN, finished or touched)
        for total, passed, status, finished, touched in connection.execute(query)
    ]


def voided() -> sa.Select[int]:
    """The ids of the attempts that are void: the last ruling on it says so."""
    last = sa.select(sa.func.max(ruling.c.id)).where(ruling.c.what == "void").group_by(ruling.c.attempt_id)
    return sa.select(ruling.c.attempt_id).where(ruling.c.id.in_(last), ruling.c.yes.is_(True))


def refresh(connection: sa.Connection, item_id: int, person_id: int) -> None:
    """Derive anew how far a person is, after an attempt was begun or ended, or a mark was changed."""
    row, _ = of_item(connection, item_id)
    _derive(connection, row, items_of(connection, row.id), person_id)


def refresh_all(connection: sa.Connection, number: int) -> None:
    """The same for everybody who has or had an assignment, after its rules were changed."""
    row, items = by_id(connection, number), items_of(connection, number)
    having = sa.select(assigned.c.person_id).where(assigned.c.assignment_id == number)
    for (person_id,) in connection.execute(having).fetchall():
        _derive(connection, row, items, person_id)


def _derive(connection: sa.Connection, row: AssignmentRow, items: Sequence[ItemRow], person_id: int) -> None:
    both = []
    for one in items:
        mine = tries(connection, one.id, person_id)
        both.append((item_progress(mine, row.rules), mine))
        _keep_item(connection, one.id, person_id, both[-1][0])
    _keep_whole(connection, row.id, person_id, whole_progress(both, row.rules))


def _keep_item(connection: sa.Connection, item_id: int, person_id: int, now: ItemProgress) -> None:
    values = {name: getattr(now, name) for name in ProgressRow.__slots__[2:]}
    mine = (progress.c.item_id == item_id, progress.c.person_id == person_id)
    if not connection.execute(sa.update(progress).where(*mine).values(**values)).rowcount and now.attempts:
        connection.execute(sa.insert(progress).values(item_id=item_id, person_id=person_id, **values))


def _keep_whole(connection: sa.Connection, number: int, person_id: int, now: Progress) -> None:
    values = {name: getattr(now, name) for name in Progress.__slots__}
    mine = (assigned.c.assignment_id == number, assigned.c.person_id == person_id)
    connection.execute(sa.update(assigned).where(*mine).values(**values))
