"""What authors keep."""

from __future__ import annotations

import sqlalchemy as sa

from simulator.store.tables.base import METADATA, belongs_to

publication = sa.Table(
    "publication",
    METADATA,
    sa.Column("id", sa.Integer, primary_key=True),
    sa.Column("scenario", sa.String(80), nullable=False),
    sa.Column("version", sa.Integer, nullable=False),
    sa.Column("scenario_hash", sa.String(64), sa.ForeignKey("content.hash", ondelete="RESTRICT"), nullable=False),
    sa.Column("substance", sa.String(64), nullable=False),
    sa.Column("status", sa.String(10), nullable=False),
    sa.Column("person_id", sa.Integer, belongs_to("person"), nullable=False),
    sa.Column("at", sa.String(25), nullable=False),
    sa.Index(None, "scenario"),
)
"""Each time a scenario was published or retired. `substance`: the hash of it without its status and version."""

inbox = sa.Table(
    "inbox",
    METADATA,
    sa.Column("id", sa.Integer, primary_key=True),
    sa.Column("person_id", sa.Integer, belongs_to("person"), nullable=False),
    sa.Column("said", sa.Text, nullable=False),
    sa.Column("who", sa.String(200), nullable=False),
    sa.Column("about", sa.String(200), nullable=False),
    sa.Column("at", sa.String(25), nullable=False),
    sa.Column("scenario", sa.String(80)),
    sa.Column("done", sa.String(25)),
    sa.Index(None, "person_id", "done"),
)
"""Objections that were heard outside. `scenario`: the draft that was made of it; `done`: when it was ticked off."""
