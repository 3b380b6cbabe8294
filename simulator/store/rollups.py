"""Keeping the sums that managers' screens ask: what one attempt adds to them, and all of them built anew.

They are changed in the transaction that ends an attempt, or that changes what stands: what it added before is taken out,
and what it adds now is put in. `rebuild` comes to the same, which a test with random operations holds.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa

from simulator.learning.times import month_of, week_of
from simulator.store.attempts import ABANDONED, FINISHED
from simulator.store.progress import voided
from simulator.store.tables import (
    attempt,
    criterion_score,
    criterion_stat,
    org_week,
    rep_month,
    scenario_exit,
    scenario_stat,
    skill_score,
    team_criterion,
    team_week,
)

TOTAL = "total"
"""Stands for the total among the skills."""
MISSED = 1
"""A mark of so much or less is a miss."""
Sums = dict[tuple[str, tuple[Any, ...]], dict[str, int]]
_TABLES: dict[str, sa.Table] = {
    table.name: table
    for table in (rep_month, team_week, org_week, team_criterion, scenario_stat, scenario_exit, criterion_stat)
}


@dataclass(frozen=True, slots=True)
class Counted:
    """What of an attempt goes into the sums. `total` None: it was given up. Skills in hundredths, criteria 0 to 4."""

    person_id: int
    team_id: int | None
    scenario: str
    finished: str
    total: int | None
    passed: bool
    hints: int
    last_moment: str
    skills: Mapping[str, int]
    criteria: Mapping[str, int]


def counted(connection: sa.Connection, attempt_id: int) -> Counted | None:
    """None where it counts for nothing: open, void, guided, or nothing was said in it."""
    found = _counted(connection, attempt.c.id == attempt_id)
    return found[0] if found else None


def _counted(connection: sa.Connection, *where: sa.ColumnElement[bool]) -> list[Counted]:
    names = (
        "id",
        "person_id",
        "team_id",
        "scenario",
        "finished",
        "stands_total",
        "stands_passed",
        "hints",
        "last_moment",
    )
    query = (
        sa.select(*(attempt.c[name] for name in names), attempt.c.status)
        .where(*where, attempt.c.status.in_((FINISHED, ABANDONED)), attempt.c.mode != "guided", attempt.c.entries > 0)
        .where(attempt.c.stands_total.is_not(None), attempt.c.id.not_in(voided()))
    )
    rows = connection.execute(query).fetchall()
    ids = [row[0] for row in rows]
    skills = _by_attempt(connection, skill_score, skill_score.c.skill, ids)
    criteria = _by_attempt(connection, criterion_score, criterion_score.c.criterion, ids)
    return [
        Counted(
            person_id,
            team_id,
            scenario,
            finished,
            None if status == ABANDONED else total,
            bool(passed) and status == FINISHED,
            hints,
            moment or "",
            skills.get(number, {}),
            criteria.get(number, {}),
        )
        for number, person_id, team_id, scenario, finished, total, passed, hints, moment, status in rows
    ]


def _by_attempt(
    connection: sa.Connection, table: sa.Table, name: sa.Column[Any], ids: Sequence[int]
) -> dict[int, dict[str, int]]:
    out: dict[int, dict[str, int]] = {}
    for start in range(0, len(ids), 500):
        part = ids[start : start + 500]
        query = sa.select(table.c.attempt_id, name, table.c.stands).where(
            table.c.attempt_id.in_(part), table.c.stands.is_not(None)
        )
        for number, key, stands in connection.execute(query):
            out.setdefault(number, {})[key] = stands
    return out


def contribution(one: Counted) -> Sums:
    """What an attempt adds: table and key -> column -> how much."""
    out: Sums = {}
    if one.total is None:
        out["scenario_stat", (one.scenario,)] = _stat(left=1)
        if one.last_moment:
            out["scenario_exit", (one.scenario, one.last_moment)] = {"n": 1}
        return out
    week, month, passed = week_of(one.finished), month_of(one.finished), int(one.passed)
    for skill, level in (*one.skills.items(), (TOTAL, one.total * 100)):
        sums = {"n": 1, "sum": level, "passed": passed if skill == TOTAL else 0}
        out["rep_month", (one.person_id, skill, month)] = sums
        out["org_week", (skill, week)] = sums
        if one.team_id is not None:
            out["team_week", (one.team_id, skill, week)] = sums
    out["scenario_stat", (one.scenario,)] = _stat(
        n=1, passed=passed, sum=one.total, squares=one.total**2, hints=one.hints
    )
    for criterion, level in one.criteria.items():
        if one.team_id is not None:
            missed = int(level <= MISSED)
            out["team_criterion", (one.team_id, criterion, month)] = {"n": 1, "sum": level, "missed": missed}
        out["criterion_stat", (one.scenario, criterion)] = {
            "n": 1,
            "sum": level,
            "squares": level**2,
            "totals": one.total,
            "total_squares": one.total**2,
            "products": level * one.total,
        }
    return out


def _stat(**sums: int) -> dict[str, int]:
    return {name: sums.get(name, 0) for name in ("n", "passed", "sum", "squares", "hints", "left")}


def add(connection: sa.Connection, sums: Sums, sign: int = 1) -> None:
    """Into the tables; with `sign` -1 out of them. A row whose sums are all nothing goes."""
    for (name, key), values in sums.items():
        table = _TABLES[name]
        where = [column == part for column, part in zip(table.primary_key.columns, key, strict=True)]
        plus = {column: table.c[column] + sign * value for column, value in values.items() if value}
        if not plus:
            continue
        if connection.execute(sa.update(table).where(*where).values(**plus)).rowcount:
            if sign < 0:
                nothing = [table.c[column] == 0 for column in values]
                connection.execute(sa.delete(table).where(*where, *nothing))
            continue
        keys = {column.name: part for column, part in zip(table.primary_key.columns, key, strict=True)}
        connection.execute(
            sa.insert(table).values(**keys, **{column: sign * value for column, value in values.items()})
        )


def rebuild(connection: sa.Connection) -> None:
    """All sums anew from the attempts."""
    for table in _TABLES.values():
        connection.execute(sa.delete(table))
    for name, rows in totals(connection).items():
        table = _TABLES[name]
        names = [column.name for column in table.primary_key.columns]
        connection.execute(
            sa.insert(table), [{**dict(zip(names, key, strict=True)), **row} for key, row in rows.items()]
        )


def totals(connection: sa.Connection) -> dict[str, dict[tuple[Any, ...], dict[str, int]]]:
    """What the sums ought to be: table -> key -> column -> value."""
    out: dict[str, dict[tuple[Any, ...], dict[str, int]]] = {}
    for one in _counted(connection, sa.true()):
        for (name, key), values in contribution(one).items():
            row = out.setdefault(name, {}).setdefault(key, dict.fromkeys(values, 0))
            for column, value in values.items():
                row[column] += value
    return out


def kept(connection: sa.Connection) -> dict[str, dict[tuple[Any, ...], dict[str, int]]]:
    """What the tables hold now, in the same form; for tests and `sparring admin check`."""
    out: dict[str, dict[tuple[Any, ...], dict[str, int]]] = {}
    for name, table in _TABLES.items():
        size = len(table.primary_key.columns)
        names = [column.name for column in table.columns][size:]
        for row in connection.execute(sa.select(table)):
            out.setdefault(name, {})[tuple(row[:size])] = dict(zip(names, row[size:], strict=True))
    return out
