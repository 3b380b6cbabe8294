"""What managers and reps wrote about marks. Rows are added, never changed, except that a thing is read or ruled on once."""

from __future__ import annotations

import sqlalchemy as sa

from simulator.store.tables.base import METADATA, belongs_to, moment, of_person


def _of_attempt() -> sa.Column[int]:
    return sa.Column("attempt_id", sa.Integer, belongs_to("attempt"), nullable=False)


override = sa.Table(
    "override",
    METADATA,
    sa.Column("id", sa.Integer, primary_key=True),
    _of_attempt(),
    sa.Column("criterion", sa.String(80), nullable=False),
    sa.Column("level", sa.Integer),
    sa.Column("reason", sa.Text, nullable=False),
    of_person("by"),
    moment("at"),
    sa.Index(None, "attempt_id", "criterion"),
)
"""A manager's mark, 0 to 4; None takes an earlier one back. The last row of a criterion stands."""

ruling = sa.Table(
    "ruling",
    METADATA,
    sa.Column("id", sa.Integer, primary_key=True),
    _of_attempt(),
    sa.Column("what", sa.String(10), nullable=False),
    sa.Column("name", sa.String(80), nullable=False),
    sa.Column("yes", sa.Boolean, nullable=False),
    sa.Column("reason", sa.Text, nullable=False),
    of_person("by"),
    moment("at"),
    sa.Index(None, "attempt_id", "what"),
)
"""`what`: knock_out (`name` is its id; yes confirms it) or void (the attempt counts for nothing; no takes it back)."""

comment = sa.Table(
    "comment",
    METADATA,
    sa.Column("id", sa.Integer, primary_key=True),
    _of_attempt(),
    sa.Column("turn", sa.Integer),
    sa.Column("text", sa.Text, nullable=False),
    sa.Column("audience", sa.String(10), nullable=False),
    of_person("by"),
    moment("at"),
    moment("withdrawn", nullable=True),
    sa.Index(None, "attempt_id"),
)
"""`turn`: from 1; None: on the whole call. `audience`: rep (and managers), or managers only."""

dispute = sa.Table(
    "dispute",
    METADATA,
    sa.Column("id", sa.Integer, primary_key=True),
    _of_attempt(),
    sa.Column("criterion", sa.String(80), nullable=False),
    sa.Column("text", sa.Text, nullable=False),
    of_person("by"),
    moment("at"),
    sa.Column("accepted", sa.Boolean),
    sa.Column("reason", sa.Text, nullable=False),
    of_person("ruled_by", nullable=True),
    moment("ruled", nullable=True),
    sa.Index(None, "attempt_id"),
)

queue = sa.Table(
    "queue",
    METADATA,
    sa.Column("attempt_id", sa.Integer, belongs_to("attempt"), primary_key=True),
    of_person(),
    sa.Column("rank", sa.Integer, nullable=False),
    sa.Column("why", sa.String(200), nullable=False),
    moment("at"),
    sa.Index(None, "rank", "at"),
    sa.Index(None, "person_id", "rank"),
)
"""Attempts that wait for a manager, the lowest rank first; derived, and taken out when they are reviewed."""

news = sa.Table(
    "news",
    METADATA,
    sa.Column("id", sa.Integer, primary_key=True),
    of_person(),
    sa.Column("kind", sa.String(20), nullable=False),
    sa.Column("attempt_id", sa.Integer, belongs_to("attempt")),
    sa.Column("text", sa.Text, nullable=False),
    moment("at"),
    moment("read", nullable=True),
    sa.Index(None, "person_id", "read"),
)
"""What somebody should be told the next time they look: a comment, a mark, a ruling, an assignment."""
