"""What managers' screens ask of the sums: heat map, trend, the criterion missed most, statistics of scenarios."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa

from simulator.store.rollups import MISSED
from simulator.store.tables import (
    attempt,
    criterion_score,
    criterion_stat,
    rep_month,
    scenario_exit,
    scenario_stat,
    team_criterion,
    team_week,
)

MANY_TEAMS = 20


@dataclass(frozen=True, slots=True)
class Cell:
    """A mean over `n` attempts: of a level (0 to 4), or of the total (0 to 100)."""

    n: int
    mean: float
    passed: int


@dataclass(frozen=True, slots=True)
class Missed:
    """A criterion with how often it was marked 0 or 1. `missed` of `n`."""

    criterion: str
    n: int
    missed: int
    mean: float


@dataclass(frozen=True, slots=True)
class ScenarioFigures:
    """`spread`: standard deviation of the totals. `hints`: a call. `left`: given up; `exits`: at which moment, how often."""

    scenario: str
    n: int
    passed: int
    mean: float
    spread: float
    hints: float
    left: int
    exits: tuple[tuple[str, int], ...]


@dataclass(frozen=True, slots=True)
class ItemFigures:
    """`discrimination`: correlation of a criterion's level with the total of the same attempts; None below 3 of them, or
    where one of the two never differs."""

    scenario: str
    criterion: str
    n: int
    mean: float
    discrimination: float | None


def _cell(n: int, total: int, passed: int) -> Cell:
    return Cell(n, total / n / 100, passed)


def heat(connection: sa.Connection, people: Collection[int], months: Sequence[str]) -> dict[int, dict[str, Cell]]:
    """person -> skill -> mean over these months."""
    columns = (rep_month.c.person_id, rep_month.c.skill)
    sums = [sa.func.sum(rep_month.c[name]) for name in ("n", "sum", "passed")]
    query = (
        sa.select(*columns, *sums)
        .where(rep_month.c.person_id.in_(people), rep_month.c.month.in_(months))
        .group_by(*columns)
    )
    out: dict[int, dict[str, Cell]] = {}
    for person_id, skill, n, total, passed in connection.execute(query):
        out.setdefault(person_id, {})[skill] = _cell(n, total, passed)
    return out


def months_of(connection: sa.Connection, person_id: int) -> dict[str, dict[str, Cell]]:
    """month -> skill -> mean, of one person."""
    query = sa.select(*(rep_month.c[name] for name in ("month", "skill", "n", "sum", "passed")))
    out: dict[str, dict[str, Cell]] = {}
    for month, skill, n, total, passed in connection.execute(query.where(rep_month.c.person_id == person_id)):
        out.setdefault(month, {})[skill] = _cell(n, total, passed)
    return out


def trend(connection: sa.Connection, teams: Collection[int], weeks: Sequence[str]) -> dict[str, dict[str, Cell]]:
    """skill -> week -> mean over these teams."""
    columns = (team_week.c.skill, team_week.c.week)
    sums = [sa.func.sum(team_week.c[name]) for name in ("n", "sum", "passed")]
    query = (
        sa.select(*columns, *sums).where(team_week.c.team_id.in_(teams), team_week.c.week.in_(weeks)).group_by(*columns)
    )
    out: dict[str, dict[str, Cell]] = {}
    for skill, week, n, total, passed in connection.execute(query):
        out.setdefault(skill, {})[week] = _cell(n, total, passed)
    return out


def missed(connection: sa.Connection, teams: Collection[int], months: Sequence[str], least: int = 5) -> list[Missed]:
    """What these teams miss, the largest share first; criteria with fewer than `least` marks are left out."""
    sums = [sa.func.sum(team_criterion.c[name]) for name in ("n", "missed", "sum")]
    query = (
        sa.select(team_criterion.c.criterion, *sums)
        .where(team_criterion.c.team_id.in_(teams), team_criterion.c.month.in_(months))
        .group_by(team_criterion.c.criterion)
    )
    rows = [Missed(name, n, low, total / n) for name, n, low, total in connection.execute(query) if n >= least and low]
    return sorted(rows, key=lambda row: (-row.missed / row.n, -row.n, row.criterion))


def missing_calls(connection: sa.Connection, teams: Collection[int], criterion: str, most: int = 3) -> list[str]:
    """The uuids of the latest calls of these teams in which a criterion was missed; of the last two hundred."""
    # Of many teams the calls are looked through from the last one on; of a few, theirs are sorted. The sum hides the column
    # from its index.
    team = attempt.c.team_id + 0 if len(teams) > MANY_TEAMS else attempt.c.team_id
    recent = (
        sa.select(attempt.c.id)
        .where(team.in_(teams), attempt.c.counts.is_(True))
        .order_by(attempt.c.finished.desc())
        .limit(200)
    )
    query = (
        sa.select(attempt.c.uuid)
        .join(criterion_score, criterion_score.c.attempt_id == attempt.c.id)
        .where(attempt.c.id.in_(recent), criterion_score.c.criterion == criterion, criterion_score.c.stands <= MISSED)
        .order_by(attempt.c.finished.desc())
        .limit(most)
    )
    return [str(row[0]) for row in connection.execute(query)]


def scenarios(connection: sa.Connection) -> list[ScenarioFigures]:
    """All that were played, the most played first."""
    exits: dict[str, list[tuple[str, int]]] = {}
    for name, moment, n in connection.execute(sa.select(scenario_exit).order_by(scenario_exit.c.n.desc())):
        exits.setdefault(name, []).append((moment, n))
    names = ("scenario", "n", "passed", "sum", "squares", "hints", "left")
    out = []
    for row in connection.execute(sa.select(*(scenario_stat.c[name] for name in names))):
        name, n, passed, total, squares, hints, left = row
        mean = total / n if n else 0.0
        spread = max(0.0, squares / n - mean**2) ** 0.5 if n else 0.0
        given_up = tuple(exits.get(name, ()))
        out.append(ScenarioFigures(name, n, passed, mean, spread, hints / n if n else 0.0, left, given_up))
    return sorted(out, key=lambda one: (-one.n, one.scenario))


def items(connection: sa.Connection, scenario: str) -> list[ItemFigures]:
    """The criteria of one scenario, the least telling first."""
    query = sa.select(criterion_stat).where(criterion_stat.c.scenario == scenario)
    out = [_item(*row) for row in connection.execute(query)]
    return sorted(out, key=lambda one: (one.discrimination is not None, one.discrimination or 0, one.criterion))


def _item(
    scenario: str, criterion: str, n: int, levels: int, squares: int, totals: int, total_squares: int, products: int
) -> ItemFigures:
    spread = (n * squares - levels**2) * (n * total_squares - totals**2)
    told = n >= 3 and spread > 0
    return ItemFigures(
        scenario, criterion, n, levels / n, (n * products - levels * totals) / spread**0.5 if told else None
    )


def attempts_of(
    connection: sa.Connection, person_id: int, *, item_ids: Collection[int] | None = None, most: int = 100
) -> list[dict[str, Any]]:
    """A person's ended calls, the newest first, for a list; of these scenarios of an assignment where some are named."""
    names = (
        "uuid", "scenario", "title", "mode", "level", "status", "finished", "total", "passed", "stands_total",
        "stands_passed", "hints", "reviewed", "released", "item_id", "counts",
    )  # fmt: skip
    query = sa.select(*(attempt.c[name] for name in names)).where(
        attempt.c.person_id == person_id, attempt.c.status != "open"
    )
    if item_ids is not None:
        query = query.where(attempt.c.item_id.in_(item_ids))
    rows = connection.execute(query.order_by(attempt.c.finished.desc(), attempt.c.id.desc()).limit(most))
    return [dict(zip(names, row, strict=True)) for row in rows]
