"""Who did what to which mark, assignment or person, in order: a chain that shows a changed or missing row.

The row's link is the SHA-256 of the link before it and of its own content. Rows hold ids, never names, so that a person can
be erased without breaking it.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa

from simulator.store.tables import audit, person


@dataclass(frozen=True, slots=True)
class AuditRow:
    """`before` and `after`: canonical JSON. `actor_id` None: the program itself."""

    id: int
    at: str
    actor_id: int | None
    action: str
    thing: str
    thing_id: str
    before: str
    after: str
    link: str


_COLUMNS = [audit.c[name] for name in AuditRow.__slots__]


def _canonical(data: Mapping[str, Any] | None) -> str:
    return json.dumps(data or {}, ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def _link(before: str, *parts: object) -> str:
    return hashlib.sha256("\x1f".join([before, *map(str, parts)]).encode()).hexdigest()


def add(
    connection: sa.Connection,
    *,
    at: str,
    actor: int | None,
    action: str,
    thing: str,
    thing_id: str | int,
    before: Mapping[str, Any] | None = None,
    after: Mapping[str, Any] | None = None,
) -> None:
    """In the same transaction as what it tells of."""
    last = connection.execute(sa.select(audit.c.link).order_by(audit.c.id.desc()).limit(1)).scalar() or ""
    was, is_now = _canonical(before), _canonical(after)
    link = _link(last, at, actor, action, thing, thing_id, was, is_now)
    connection.execute(
        sa.insert(audit).values(
            at=at,
            actor_id=actor,
            action=action,
            thing=thing,
            thing_id=str(thing_id),
            before=was,
            after=is_now,
            link=link,
        )
    )


def broken_at(connection: sa.Connection) -> int | None:
    """The number of the first row that does not follow from the one before; None where all do."""
    link, n = "", 0
    for row in connection.execute(sa.select(*_COLUMNS).order_by(audit.c.id)):
        entry, n = AuditRow(*row), n + 1
        link = _link(
            link, entry.at, entry.actor_id, entry.action, entry.thing, entry.thing_id, entry.before, entry.after
        )
        if link != entry.link or entry.id != n:
            return entry.id
    return None


def head(connection: sa.Connection) -> tuple[int, str]:
    """How many rows there are, and the last link: kept elsewhere, it shows when the end was cut off."""
    row = connection.execute(sa.select(audit.c.id, audit.c.link).order_by(audit.c.id.desc()).limit(1)).first()
    return (0, "") if row is None else (int(row[0]), str(row[1]))


def listed(
    connection: sa.Connection, *, thing: str = "", thing_id: str = "", most: int = 200
) -> list[tuple[AuditRow, str]]:
    """The newest first, each with the name of who did it; of one thing where one is named."""
    query = sa.select(*_COLUMNS, person.c.name).join(person, person.c.id == audit.c.actor_id, isouter=True)
    if thing:
        query = query.where(audit.c.thing == thing)
    if thing_id:
        query = query.where(audit.c.thing_id == thing_id)
    rows = connection.execute(query.order_by(audit.c.id.desc()).limit(most))
    return [(AuditRow(*row[:-1]), row[-1] or "") for row in rows]
