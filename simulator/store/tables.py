"""The tables of the record. Integer keys inside, uuid for whatever leaves; times are UTC in ISO 8601, to the second.

What people wrote and what was said is kept; everything else can be derived from it again. Turns never change.
"""

from __future__ import annotations

import sqlalchemy as sa

METADATA = sa.MetaData(
    naming_convention={
        "ix": "ix_%(table_name)s_%(column_0_N_name)s",
        "uq": "uq_%(table_name)s_%(column_0_N_name)s",
        "fk": "fk_%(table_name)s_%(column_0_name)s",
        "pk": "pk_%(table_name)s",
        "ck": "ck_%(table_name)s_%(constraint_name)s",
    }
)


def _belongs_to(table: str) -> sa.ForeignKey:
    return sa.ForeignKey(f"{table}.id", ondelete="RESTRICT")


person = sa.Table(
    "person",
    METADATA,
    sa.Column("id", sa.Integer, primary_key=True),
    sa.Column("uuid", sa.String(36), nullable=False, unique=True),
    sa.Column("name", sa.String(80), nullable=False),
    sa.Column("role", sa.String(10), nullable=False),
    sa.Column("login", sa.String(80), nullable=False, unique=True),
    sa.Column("since", sa.String(25), nullable=False),
)

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
    sa.Column("person_id", sa.Integer, _belongs_to("person"), nullable=False),
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
    sa.Index(None, "person_id", "status"),
    sa.Index(None, "person_id", "scenario", "finished"),
)

"""`offered`: when a start first found the open call untouched for a week; only a later week closes it."""

turn = sa.Table(
    "turn",
    METADATA,
    sa.Column("id", sa.Integer, primary_key=True),
    sa.Column("attempt_id", sa.Integer, _belongs_to("attempt"), nullable=False),
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
    sa.Column("turn_id", sa.Integer, _belongs_to("turn"), nullable=False),
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
    sa.Column("attempt_id", sa.Integer, _belongs_to("attempt"), nullable=False),
    sa.Column("criterion", sa.String(80), nullable=False),
    sa.Column("skill", sa.String(40), nullable=False),
    sa.Column("level", sa.Integer),
    sa.Column("state", sa.String(16), nullable=False),
    sa.UniqueConstraint("attempt_id", "criterion"),
)

publication = sa.Table(
    "publication",
    METADATA,
    sa.Column("id", sa.Integer, primary_key=True),
    sa.Column("scenario", sa.String(80), nullable=False),
    sa.Column("version", sa.Integer, nullable=False),
    sa.Column("scenario_hash", sa.String(64), sa.ForeignKey("content.hash", ondelete="RESTRICT"), nullable=False),
    sa.Column("substance", sa.String(64), nullable=False),
    sa.Column("status", sa.String(10), nullable=False),
    sa.Column("person_id", sa.Integer, _belongs_to("person"), nullable=False),
    sa.Column("at", sa.String(25), nullable=False),
    sa.Index(None, "scenario"),
)
"""Each time a scenario was published or retired. `substance`: the hash of it without its status and version."""

inbox = sa.Table(
    "inbox",
    METADATA,
    sa.Column("id", sa.Integer, primary_key=True),
    sa.Column("person_id", sa.Integer, _belongs_to("person"), nullable=False),
    sa.Column("said", sa.Text, nullable=False),
    sa.Column("who", sa.String(200), nullable=False),
    sa.Column("about", sa.String(200), nullable=False),
    sa.Column("at", sa.String(25), nullable=False),
    sa.Column("scenario", sa.String(80)),
    sa.Column("done", sa.String(25)),
    sa.Index(None, "person_id", "done"),
)
"""Objections that were heard outside. `scenario`: the draft that was made of it; `done`: when it was ticked off."""
