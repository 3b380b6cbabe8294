"""Sums and counts that managers' screens ask instead of the marks. All of it can be derived again from the attempts.

Levels are kept as hundredths, so that a sum is exact. `week` is the ISO week (2026-W48), `month` 2026-11. The skill
`total` stands for the total: points of 100, in hundredths too.
"""

from __future__ import annotations

import sqlalchemy as sa

from simulator.store.tables.base import METADATA, belongs_to


def _key(name: str, length: int) -> sa.Column[str]:
    return sa.Column(name, sa.String(length), primary_key=True)


def _sums(*names: str) -> list[sa.Column[int]]:
    return [sa.Column(name, sa.BigInteger, nullable=False) for name in names]


def _of(table: str) -> sa.Column[int]:
    return sa.Column(f"{table}_id", sa.Integer, belongs_to(table), primary_key=True)


skill_score = sa.Table(
    "skill_score",
    METADATA,
    sa.Column("attempt_id", sa.Integer, belongs_to("attempt"), primary_key=True),
    _key("skill", 40),
    sa.Column("rule", sa.Integer),
    sa.Column("stands", sa.Integer),
)
"""An attempt's level in a skill, in hundredths, by the machine and as it stands after a manager's marks."""

rep_month = sa.Table(
    "rep_month", METADATA, _of("person"), _key("skill", 40), _key("month", 7), *_sums("n", "sum", "passed")
)
team_week = sa.Table(
    "team_week", METADATA, _of("team"), _key("skill", 40), _key("week", 8), *_sums("n", "sum", "passed")
)
org_week = sa.Table("org_week", METADATA, _key("skill", 40), _key("week", 8), *_sums("n", "sum", "passed"))
team_criterion = sa.Table(
    "team_criterion", METADATA, _of("team"), _key("criterion", 80), _key("month", 7), *_sums("n", "sum", "missed")
)
"""`missed`: marks of 0 or 1."""

scenario_stat = sa.Table(
    "scenario_stat", METADATA, _key("scenario", 80), *_sums("n", "passed", "sum", "squares", "hints", "left")
)
"""`left`: calls that were given up; they count in nothing else."""

scenario_exit = sa.Table("scenario_exit", METADATA, _key("scenario", 80), _key("moment", 80), *_sums("n"))
"""Where calls were given up."""

criterion_stat = sa.Table(
    "criterion_stat",
    METADATA,
    _key("scenario", 80),
    _key("criterion", 80),
    *_sums("n", "sum", "squares", "totals", "total_squares", "products"),
)
"""For an item's discrimination: levels with the totals of the same attempts."""
