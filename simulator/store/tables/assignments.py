"""What was assigned to whom, and how far they are."""

from __future__ import annotations

import sqlalchemy as sa

from simulator.store.tables.base import METADATA, belongs_to, moment, of_person

assignment = sa.Table(
    "assignment",
    METADATA,
    sa.Column("id", sa.Integer, primary_key=True),
    sa.Column("uuid", sa.String(36), nullable=False, unique=True),
    sa.Column("title", sa.String(120), nullable=False),
    sa.Column("note", sa.Text, nullable=False),
    sa.Column("path", sa.String(80), nullable=False),
    moment("release"),
    moment("due"),
    sa.Column("zone", sa.String(40), nullable=False),
    sa.Column("pass_mark", sa.Integer),
    sa.Column("passes", sa.Integer, nullable=False),
    sa.Column("least", sa.Integer, nullable=False),
    sa.Column("most", sa.Integer),
    sa.Column("in_a_row", sa.Integer, nullable=False),
    sa.Column("mode", sa.String(10), nullable=False),
    sa.Column("level", sa.String(10), nullable=False),
    sa.Column("in_order", sa.Boolean, nullable=False),
    sa.Column("later_joiners", sa.Boolean, nullable=False),
    sa.Column("hold", sa.Boolean, nullable=False),
    of_person("made_by"),
    moment("made"),
    moment("withdrawn", nullable=True),
    sa.Index(None, "due"),
)
"""`passes`: how many of its scenarios have to be passed. `least`, `most`, `in_a_row`: attempts at each of them. `hold`: a
manager releases the cards."""

assignment_item = sa.Table(
    "assignment_item",
    METADATA,
    sa.Column("id", sa.Integer, primary_key=True),
    sa.Column("assignment_id", sa.Integer, belongs_to("assignment"), nullable=False),
    sa.Column("n", sa.Integer, nullable=False),
    sa.Column("scenario", sa.String(80), nullable=False),
    sa.Column("title", sa.String(200), nullable=False),
    sa.Column("version", sa.Integer, nullable=False),
    sa.Column("scenario_hash", sa.String(64), sa.ForeignKey("content.hash", ondelete="RESTRICT"), nullable=False),
    sa.UniqueConstraint("assignment_id", "n"),
)
"""The scenario as it was when it was assigned: an assignment keeps its version, rubric included."""

assignment_target = sa.Table(
    "assignment_target",
    METADATA,
    sa.Column("id", sa.Integer, primary_key=True),
    sa.Column("assignment_id", sa.Integer, belongs_to("assignment"), nullable=False),
    sa.Column("team_id", sa.Integer, belongs_to("team")),
    of_person(nullable=True),
    sa.Index(None, "assignment_id"),
    sa.Index(None, "team_id"),
)

assigned = sa.Table(
    "assigned",
    METADATA,
    sa.Column("assignment_id", sa.Integer, belongs_to("assignment"), primary_key=True),
    sa.Column("person_id", sa.Integer, belongs_to("person"), primary_key=True),
    moment("since"),
    moment("until", nullable=True),
    sa.Column("state", sa.String(12), nullable=False),
    sa.Column("attempts", sa.Integer, nullable=False),
    sa.Column("passed", sa.Integer, nullable=False),
    sa.Column("first", sa.Integer),
    sa.Column("best", sa.Integer),
    sa.Column("latest", sa.Integer),
    sa.Column("sum", sa.Integer, nullable=False),
    sa.Column("totals", sa.Integer, nullable=False),
    moment("touched", nullable=True),
    moment("done", nullable=True),
    moment("extended", nullable=True),
    sa.Index(None, "person_id", "until"),
    sa.Index(None, "assignment_id", "state"),
)
"""Who has it, and how far. `state`: not_started, started, passed or failed; past due is told by the clock. `passed`: of its
scenarios. `sum`: of the `totals` totals. `extended`: this person's own due date."""

progress = sa.Table(
    "progress",
    METADATA,
    sa.Column("item_id", sa.Integer, belongs_to("assignment_item"), primary_key=True),
    sa.Column("person_id", sa.Integer, belongs_to("person"), primary_key=True),
    sa.Column("attempts", sa.Integer, nullable=False),
    sa.Column("passes", sa.Integer, nullable=False),
    sa.Column("streak", sa.Integer, nullable=False),
    sa.Column("first", sa.Integer),
    sa.Column("best", sa.Integer),
    sa.Column("latest", sa.Integer),
    sa.Column("sum", sa.Integer, nullable=False),
    sa.Column("totals", sa.Integer, nullable=False),
    sa.Column("state", sa.String(12), nullable=False),
    moment("touched", nullable=True),
    moment("done", nullable=True),
)
"""How far one person is with one scenario of an assignment; derived from their attempts at it."""
