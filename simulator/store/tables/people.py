"""Who is here, in which teams, and what was done to whose things."""

from __future__ import annotations

import sqlalchemy as sa

from simulator.store.tables.base import METADATA, belongs_to, moment, of_person

person = sa.Table(
    "person",
    METADATA,
    sa.Column("id", sa.Integer, primary_key=True),
    sa.Column("uuid", sa.String(36), nullable=False, unique=True),
    sa.Column("name", sa.String(80), nullable=False),
    sa.Column("role", sa.String(10), nullable=False),
    sa.Column("login", sa.String(80), nullable=False, unique=True),
    moment("since"),
    moment("left", nullable=True),
    moment("erased", nullable=True),
)
"""`left`: since when they may not sign in. `erased`: since when nothing of theirs is left but numbers."""

team = sa.Table(
    "team",
    METADATA,
    sa.Column("id", sa.Integer, primary_key=True),
    sa.Column("uuid", sa.String(36), nullable=False, unique=True),
    sa.Column("name", sa.String(80), nullable=False, unique=True),
    sa.Column("parent_id", sa.Integer, belongs_to("team")),
    sa.Column("zone", sa.String(40), nullable=False),
    moment("since"),
    moment("ended", nullable=True),
)
"""`zone`: the IANA name of the time zone that due dates of this team are in."""

membership = sa.Table(
    "membership",
    METADATA,
    sa.Column("id", sa.Integer, primary_key=True),
    of_person(),
    sa.Column("team_id", sa.Integer, belongs_to("team"), nullable=False),
    sa.Column("kind", sa.String(10), nullable=False),
    moment("since"),
    moment("until", nullable=True),
    sa.Index(None, "person_id", "until"),
    sa.Index(None, "team_id", "kind", "until"),
)
"""`kind`: member or manager. [since, until); until None: now."""

audit = sa.Table(
    "audit",
    METADATA,
    sa.Column("id", sa.Integer, primary_key=True),
    moment("at"),
    of_person("actor_id", nullable=True),
    sa.Column("action", sa.String(40), nullable=False),
    sa.Column("thing", sa.String(20), nullable=False),
    sa.Column("thing_id", sa.String(80), nullable=False),
    sa.Column("before", sa.Text, nullable=False),
    sa.Column("after", sa.Text, nullable=False),
    sa.Column("link", sa.String(64), nullable=False),
    sa.Index(None, "thing", "thing_id"),
)
"""Only ever added to. `before` and `after` are canonical JSON without names; `link` hashes the row and the link before."""
