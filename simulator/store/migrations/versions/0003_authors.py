"""What authors keep: which versions of a scenario were published, and the objections that were heard outside."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "publication",
        sa.Column("id", sa.Integer, primary_key=True),
        sa.Column("scenario", sa.String(80), nullable=False),
        sa.Column("version", sa.Integer, nullable=False),
        sa.Column("scenario_hash", sa.String(64), sa.ForeignKey("content.hash", ondelete="RESTRICT"), nullable=False),
        sa.Column("substance", sa.String(64), nullable=False),
        sa.Column("status", sa.String(10), nullable=False),
        sa.Column("person_id", sa.Integer, sa.ForeignKey("person.id", ondelete="RESTRICT"), nullable=False),
        sa.Column("at", sa.String(25), nullable=False),
    )
    op.create_index("ix_publication_scenario", "publication", ["scenario"])
    op.create_table(
        "inbox",
        sa.Column("id", sa.Integer, primary_key=True),
        sa.Column("person_id", sa.Integer, sa.ForeignKey("person.id", ondelete="RESTRICT"), nullable=False),
        sa.Column("said", sa.Text, nullable=False),
        sa.Column("who", sa.String(200), nullable=False),
        sa.Column("about", sa.String(200), nullable=False),
        sa.Column("at", sa.String(25), nullable=False),
        sa.Column("scenario", sa.String(80)),
        sa.Column("done", sa.String(25)),
    )
    op.create_index("ix_inbox_person_id_done", "inbox", ["person_id", "done"])


def downgrade() -> None:
    raise NotImplementedError("the record is never taken back; restore a backup instead")
