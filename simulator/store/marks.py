"""What stands of an attempt: kept beside the machine's marks, and in the sums, in one transaction."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa

from simulator.store import progress, rollups
from simulator.store.tables import attempt, criterion_score, override, ruling, skill_score

KNOCK_OUT, VOID = "knock_out", "void"


@dataclass(frozen=True, slots=True)
class Standing:
    """What holds. `skills` in hundredths, `criteria` 0 to 4; None where it does not apply."""

    total: int | None
    passed: bool | None
    skills: Mapping[str, int | None]
    criteria: Mapping[str, int | None]


@dataclass(frozen=True, slots=True)
class OverrideRow:
    """A manager's mark. `level` None took an earlier one back."""

    id: int
    attempt_id: int
    criterion: str
    level: int | None
    reason: str
    by: int
    at: str


@dataclass(frozen=True, slots=True)
class RulingRow:
    """On a knock-out (`yes` confirms it), or on whether the attempt counts (`yes`: it is void)."""

    id: int
    attempt_id: int
    what: str
    name: str
    yes: bool
    reason: str
    by: int
    at: str


_OVERRIDE = [override.c[name] for name in OverrideRow.__slots__]
_RULING = [ruling.c[name] for name in RulingRow.__slots__]


def overrides_of(connection: sa.Connection, attempt_id: int) -> list[OverrideRow]:
    """All that were given, the oldest first."""
    query = sa.select(*_OVERRIDE).where(override.c.attempt_id == attempt_id).order_by(override.c.id)
    return [OverrideRow(*row) for row in connection.execute(query)]


def rulings_of(connection: sa.Connection, attempt_id: int) -> list[RulingRow]:
    """All that were given, the oldest first."""
    query = sa.select(*_RULING).where(ruling.c.attempt_id == attempt_id).order_by(ruling.c.id)
    return [RulingRow(*row) for row in connection.execute(query)]


def is_void(connection: sa.Connection, attempt_id: int) -> bool:
    """Whether the last ruling on it says that it counts for nothing."""
    mine = (ruling.c.attempt_id == attempt_id, ruling.c.what == VOID)
    last = connection.execute(sa.select(ruling.c.yes).where(*mine).order_by(ruling.c.id.desc()).limit(1)).scalar()
    return bool(last)


def latest(rows: Sequence[OverrideRow]) -> dict[str, OverrideRow]:
    """The one that stands of each criterion; none where the last took it back."""
    last = {row.criterion: row for row in rows}
    return {criterion: row for criterion, row in last.items() if row.level is not None}


def add_override(connection: sa.Connection, **values: Any) -> int:
    done = connection.execute(sa.insert(override).values(**values))
    (number,) = done.inserted_primary_key or (0,)
    return int(number)


def add_ruling(connection: sa.Connection, **values: Any) -> int:
    done = connection.execute(sa.insert(ruling).values(**values))
    (number,) = done.inserted_primary_key or (0,)
    return int(number)


def keep_skills(connection: sa.Connection, attempt_id: int, skills: Mapping[str, int | None]) -> None:
    """The machine's levels, in hundredths, when an attempt ends."""
    rows = [{"attempt_id": attempt_id, "skill": name, "rule": level} for name, level in skills.items()]
    if rows:
        connection.execute(sa.insert(skill_score), rows)


def settle(connection: sa.Connection, attempt_id: int, now: Standing) -> None:
    """What stands from here on. The sums lose what the attempt added before, and get what it adds now; so does the
    assignment it was made for."""
    before = rollups.counted(connection, attempt_id)
    write(connection, attempt_id, now)
    recount(connection, attempt_id, before)


def write(connection: sa.Connection, attempt_id: int, now: Standing) -> None:
    mine = attempt.c.id == attempt_id
    connection.execute(sa.update(attempt).where(mine).values(stands_total=now.total, stands_passed=now.passed))
    for table, name, levels in (
        (criterion_score, "criterion", now.criteria),
        (skill_score, "skill", now.skills),
    ):
        rows = [{"a": attempt_id, "k": key, "v": level} for key, level in levels.items()]
        if rows:
            where = (table.c.attempt_id == sa.bindparam("a"), table.c[name] == sa.bindparam("k"))
            connection.execute(sa.update(table).where(*where).values(stands=sa.bindparam("v")), rows)


def recount(connection: sa.Connection, attempt_id: int, before: rollups.Counted | None) -> None:
    """The sums and the assignment, after something of an attempt was changed. `before`: what it counted for."""
    after = rollups.counted(connection, attempt_id)
    if before is not None:
        rollups.add(connection, rollups.contribution(before), -1)
    if after is not None:
        rollups.add(connection, rollups.contribution(after))
    mine = attempt.c.id == attempt_id
    connection.execute(sa.update(attempt).where(mine).values(counts=after is not None and after.total is not None))
    item_id, person_id = connection.execute(sa.select(attempt.c.item_id, attempt.c.person_id).where(mine)).one()
    if item_id is not None:
        progress.refresh(connection, item_id, person_id)
