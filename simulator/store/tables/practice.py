"""Calls: what was said and heard, and what it was worth. Turns, evidence and content never change."""

from __future__ import annotations

import sqlalchemy as sa

from simulator.store.tables.base import METADATA, belongs_to

content = sa.Table(
    "content",
    METADATA,
    sa.Column("hash", sa.String(64), primary_key=True),
    sa.Column("kind", sa.String(10), nullable=False),
    sa.Column("text", sa.Text, nullable=False),
)

attempt = sa.Table(
    "attempt",
    METADATA,
    sa.Column("id", sa.Integer, primary_key=True),
    sa.Column("uuid", sa.String(36), nullable=False, unique=True),
    sa.Column("person_id", sa.Integer, belongs_to("person"), nullable=False),
    sa.Column("scenario", sa.String(80), nullable=False),
    sa.Column("title", sa.String(200), nullable=False),
    sa.Column("version", sa.Integer, nullable=False),
    sa.Column("scenario_hash", sa.String(64), sa.ForeignKey("content.hash", ondelete="RESTRICT"), nullable=False),
    sa.Column("rubric_hash", sa.String(64), sa.ForeignKey("content.hash", ondelete="RESTRICT"), nullable=False),
    sa.Column("engine", sa.String(20), nullable=False),
    sa.Column("encoder", sa.String(20), nullable=False),
    sa.Column("seed", sa.BigInteger, nullable=False),
    sa.Column("mode", sa.String(10), nullable=False),
    sa.Column("level", sa.String(10), nullable=False),
    sa.Column("status", sa.String(10), nullable=False),
    sa.Column("started", sa.String(25), nullable=False),
    sa.Column("touched", sa.String(25), nullable=False),
    sa.Column("finished", sa.String(25)),
    sa.Column("entries", sa.Integer, nullable=False),
    sa.Column("head", sa.String(64), nullable=False),
    sa.Column("lease", sa.String(36)),
    sa.Column("leased_until", sa.String(25)),
    sa.Column("total", sa.Integer),
    sa.Column("passed", sa.Boolean),
    sa.Column("outcome", sa.String(10)),
    sa.Column("ending", sa.String(80)),
    sa.Column("hints", sa.Integer, nullable=False),
    sa.Column("receipt", sa.Text),
    sa.Column("offered", sa.String(25)),
    sa.Column("team_id", sa.Integer, belongs_to("team")),
    sa.Column("item_id", sa.Integer, belongs_to("assignment_item")),
    sa.Column("stands_total", sa.Integer),
    sa.Column("stands_passed", sa.Boolean),
    sa.Column("counts", sa.Boolean),
    sa.Column("last_moment", sa.String(80)),
    sa.Column("released", sa.String(25)),
    sa.Column("reviewed", sa.String(25)),
    sa.Column("reviewed_by", sa.Integer, belongs_to("person")),
    sa.Index(None, "person_id", "status"),
    sa.Index(None, "person_id", "scenario", "finished"),
    sa.Index(None, "item_id", "person_id"),
    sa.Index(None, "team_id", "finished"),
    sa.Index(None, "person_id", "finished"),
    sa.Index(None, "finished"),
)
"""`offered`: when a start first found the open call untouched for a week; only a later week closes it.

`team_id`: the rep's team when it began. `item_id`: what it was played for. `total` and `passed` are the machine's, and stay;
`stands_total` and `stands_passed` are what holds after a manager's marks and rulings. `counts`: it is in the sums.
`released`: since when the rep may see the card.
"""

turn = sa.Table(
    "turn",
    METADATA,
    sa.Column("id", sa.Integer, primary_key=True),
    sa.Column("attempt_id", sa.Integer, belongs_to("attempt"), nullable=False),
    sa.Column("n", sa.Integer, nullable=False),
    sa.Column("client_id", sa.String(36), nullable=False, unique=True),
    sa.Column("entry", sa.Text, nullable=False),
    sa.Column("turn", sa.Text),
    sa.Column("link", sa.String(64), nullable=False),
    sa.Column("at", sa.String(25), nullable=False),
    sa.UniqueConstraint("attempt_id", "n"),
)
"""`n` counts the entries of an attempt's log from 1; an entry is a reply, a choice, silence, or a hint (no `turn`)."""

evidence = sa.Table(
    "evidence",
    METADATA,
    sa.Column("id", sa.Integer, primary_key=True),
    sa.Column("turn_id", sa.Integer, belongs_to("turn"), nullable=False),
    sa.Column("signal", sa.String(80), nullable=False),
    sa.Column("start", sa.Integer, nullable=False),
    sa.Column("end", sa.Integer, nullable=False),
    sa.Column("state", sa.String(10), nullable=False),
    sa.Column("rule", sa.Text, nullable=False),
    sa.Index(None, "turn_id"),
)

criterion_score = sa.Table(
    "criterion_score",
    METADATA,
    sa.Column("id", sa.Integer, primary_key=True),
    sa.Column("attempt_id", sa.Integer, belongs_to("attempt"), nullable=False),
    sa.Column("criterion", sa.String(80), nullable=False),
    sa.Column("skill", sa.String(40), nullable=False),
    sa.Column("level", sa.Integer),
    sa.Column("state", sa.String(16), nullable=False),
    sa.Column("stands", sa.Integer),
    sa.UniqueConstraint("attempt_id", "criterion"),
)
"""`level`: the machine's mark. `stands`: the mark that holds, a manager's where there is one."""
