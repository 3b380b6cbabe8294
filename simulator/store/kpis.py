"""Figures from outside: calls, meetings, deals, by rep and period."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa

from simulator.store.tables import kpi

COUNTS = ("calls", "connects", "meetings_booked", "meetings_held", "opps", "won", "lost")


@dataclass(frozen=True, slots=True)
class KpiRow:
    """One rep's figures of one period, days `start` to `end`, both in it. None: not given. `amount` in hundredths."""

    person_id: int
    start: str
    end: str
    calls: int | None
    connects: int | None
    meetings_booked: int | None
    meetings_held: int | None
    opps: int | None
    won: int | None
    lost: int | None
    amount: int | None


_COLUMNS = [kpi.c[name] for name in KpiRow.__slots__]


def of(connection: sa.Connection, people: Collection[int]) -> list[KpiRow]:
    """Of these people, by person and period."""
    query = sa.select(*_COLUMNS).where(kpi.c.person_id.in_(people)).order_by(kpi.c.person_id, kpi.c.start)
    return [KpiRow(*row) for row in connection.execute(query)]


def every(connection: sa.Connection) -> list[tuple[int, str, str]]:
    """Person and period of all that there is."""
    return [tuple(row) for row in connection.execute(sa.select(kpi.c.person_id, kpi.c.start, kpi.c.end))]


def put(connection: sa.Connection, rows: Sequence[dict[str, Any]]) -> None:
    """These periods; what stood under the same beginning is replaced."""
    for start in range(0, len(rows), 1000):
        part = rows[start : start + 1000]
        connection.execute(
            sa.delete(kpi).where(kpi.c.person_id == sa.bindparam("who"), kpi.c.start == sa.bindparam("since")),
            [{"who": row["person_id"], "since": row["start"]} for row in part],
        )
        connection.execute(sa.insert(kpi), part)
