"""The record: people, content, attempts, turns, evidence, marks."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None

FROZEN = ("turn", "content", "evidence")


def upgrade() -> None:
    op.create_table(
        "person",
        sa.Column("id", sa.Integer, primary_key=True),
        sa.Column("uuid", sa.String(36), nullable=False, unique=True),
        sa.Column("name", sa.String(80), nullable=False),
        sa.Column("role", sa.String(10), nullable=False),
        sa.Column("login", sa.String(80), nullable=False, unique=True),
        sa.Column("since", sa.String(25), nullable=False),
    )
    op.create_table(
        "content",
        sa.Column("hash", sa.String(64), primary_key=True),
        sa.Column("kind", sa.String(10), nullable=False),
        sa.Column("text", sa.Text, nullable=False),
    )
    op.create_table(
        "attempt",
        sa.Column("id", sa.Integer, primary_key=True),
        sa.Column("uuid", sa.String(36), nullable=False, unique=True),
        sa.Column("person_id", sa.Integer, sa.ForeignKey("person.id", ondelete="RESTRICT"), nullable=False),
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
    )
    op.create_index("ix_attempt_person_id_status", "attempt", ["person_id", "status"])
    op.create_index("ix_attempt_person_id_scenario_finished", "attempt", ["person_id", "scenario", "finished"])
    op.create_table(
        "turn",
        sa.Column("id", sa.Integer, primary_key=True),
        sa.Column("attempt_id", sa.Integer, sa.ForeignKey("attempt.id", ondelete="RESTRICT"), nullable=False),
        sa.Column("n", sa.Integer, nullable=False),
        sa.Column("client_id", sa.String(36), nullable=False, unique=True),
        sa.Column("entry", sa.Text, nullable=False),
        sa.Column("turn", sa.Text),
        sa.Column("link", sa.String(64), nullable=False),
        sa.Column("at", sa.String(25), nullable=False),
        sa.UniqueConstraint("attempt_id", "n", name="uq_turn_attempt_id_n"),
    )
    op.create_table(
        "evidence",
        sa.Column("id", sa.Integer, primary_key=True),
        sa.Column("turn_id", sa.Integer, sa.ForeignKey("turn.id", ondelete="RESTRICT"), nullable=False),
        sa.Column("signal", sa.String(80), nullable=False),
        sa.Column("start", sa.Integer, nullable=False),
        sa.Column("end", sa.Integer, nullable=False),
        sa.Column("state", sa.String(10), nullable=False),
        sa.Column("rule", sa.Text, nullable=False),
    )
    op.create_index("ix_evidence_turn_id", "evidence", ["turn_id"])
    op.create_table(
        "criterion_score",
        sa.Column("id", sa.Integer, primary_key=True),
        sa.Column("attempt_id", sa.Integer, sa.ForeignKey("attempt.id", ondelete="RESTRICT"), nullable=False),
        sa.Column("criterion", sa.String(80), nullable=False),
        sa.Column("skill", sa.String(40), nullable=False),
        sa.Column("level", sa.Integer),
        sa.Column("state", sa.String(16), nullable=False),
        sa.UniqueConstraint("attempt_id", "criterion", name="uq_criterion_score_attempt_id_criterion"),
    )
    if op.get_bind().dialect.name == "sqlite":
        for table in FROZEN:
            for event in ("UPDATE", "DELETE"):
                op.execute(
                    f"CREATE TRIGGER {table}_{event.lower()} BEFORE {event} ON {table} "
                    f"BEGIN SELECT RAISE(ABORT, 'what was said is never changed'); END"
                )


def downgrade() -> None:
    raise NotImplementedError("the record is never taken back; restore a backup instead")
