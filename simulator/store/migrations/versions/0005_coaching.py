"""Goals, coaching sessions, figures from outside, thanks and approved answers."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table("approved_answer",
    sa.Column("id", sa.Integer(), nullable=False),
    sa.Column("person_id", sa.Integer(), nullable=False),
    sa.Column("scenario", sa.String(length=80), nullable=False),
    sa.Column("moment", sa.String(length=80), nullable=False),
    sa.Column("customer", sa.Text(), nullable=False),
    sa.Column("line", sa.Text(), nullable=False),
    sa.Column("by", sa.Integer(), nullable=False),
    sa.Column("at", sa.String(length=25), nullable=False),
    sa.Column("consent", sa.Boolean(), nullable=True),
    sa.Column("withdrawn", sa.String(length=25), nullable=True),
    sa.ForeignKeyConstraint(["by"], ["person.id"], name="fk_approved_answer_by", ondelete="RESTRICT"),
    sa.ForeignKeyConstraint(["person_id"], ["person.id"], name="fk_approved_answer_person_id", ondelete="RESTRICT"),
    sa.PrimaryKeyConstraint("id", name="pk_approved_answer")
    )
    op.create_index("ix_approved_answer_scenario_moment", "approved_answer", ["scenario", "moment"], unique=False)
    op.create_table("goal",
    sa.Column("id", sa.Integer(), nullable=False),
    sa.Column("uuid", sa.String(length=36), nullable=False),
    sa.Column("person_id", sa.Integer(), nullable=False),
    sa.Column("text", sa.Text(), nullable=False),
    sa.Column("criterion", sa.String(length=80), nullable=False),
    sa.Column("least", sa.Integer(), nullable=False),
    sa.Column("hits", sa.Integer(), nullable=False),
    sa.Column("calls", sa.Integer(), nullable=False),
    sa.Column("due", sa.String(length=25), nullable=False),
    sa.Column("steps", sa.Text(), nullable=False),
    sa.Column("by", sa.Integer(), nullable=False),
    sa.Column("made", sa.String(length=25), nullable=False),
    sa.Column("closed", sa.String(length=25), nullable=True),
    sa.Column("outcome", sa.String(length=10), nullable=True),
    sa.ForeignKeyConstraint(["by"], ["person.id"], name="fk_goal_by", ondelete="RESTRICT"),
    sa.ForeignKeyConstraint(["person_id"], ["person.id"], name="fk_goal_person_id", ondelete="RESTRICT"),
    sa.PrimaryKeyConstraint("id", name="pk_goal"),
    sa.UniqueConstraint("uuid", name="uq_goal_uuid")
    )
    op.create_index("ix_goal_person_id_closed", "goal", ["person_id", "closed"], unique=False)
    op.create_table("kpi",
    sa.Column("id", sa.Integer(), nullable=False),
    sa.Column("person_id", sa.Integer(), nullable=False),
    sa.Column("start", sa.String(length=10), nullable=False),
    sa.Column("end", sa.String(length=10), nullable=False),
    sa.Column("calls", sa.Integer(), nullable=True),
    sa.Column("connects", sa.Integer(), nullable=True),
    sa.Column("meetings_booked", sa.Integer(), nullable=True),
    sa.Column("meetings_held", sa.Integer(), nullable=True),
    sa.Column("opps", sa.Integer(), nullable=True),
    sa.Column("won", sa.Integer(), nullable=True),
    sa.Column("lost", sa.Integer(), nullable=True),
    sa.Column("amount", sa.Integer(), nullable=True),
    sa.Column("imported", sa.String(length=25), nullable=False),
    sa.ForeignKeyConstraint(["person_id"], ["person.id"], name="fk_kpi_person_id", ondelete="RESTRICT"),
    sa.PrimaryKeyConstraint("id", name="pk_kpi"),
    sa.UniqueConstraint("person_id", "start", name="uq_kpi_person_id_start")
    )
    op.create_table("coaching_session",
    sa.Column("id", sa.Integer(), nullable=False),
    sa.Column("uuid", sa.String(length=36), nullable=False),
    sa.Column("person_id", sa.Integer(), nullable=False),
    sa.Column("manager_id", sa.Integer(), nullable=False),
    sa.Column("held", sa.String(length=25), nullable=False),
    sa.Column("attempt_id", sa.Integer(), nullable=True),
    sa.Column("goal_id", sa.Integer(), nullable=True),
    sa.Column("own_line", sa.Text(), nullable=False),
    sa.Column("notes", sa.Text(), nullable=False),
    sa.Column("blockers", sa.Text(), nullable=False),
    sa.Column("changed", sa.Text(), nullable=False),
    sa.ForeignKeyConstraint(["attempt_id"], ["attempt.id"], name="fk_coaching_session_attempt_id", ondelete="RESTRICT"),
    sa.ForeignKeyConstraint(["goal_id"], ["goal.id"], name="fk_coaching_session_goal_id", ondelete="RESTRICT"),
    sa.ForeignKeyConstraint(["manager_id"], ["person.id"], name="fk_coaching_session_manager_id", ondelete="RESTRICT"),
    sa.ForeignKeyConstraint(["person_id"], ["person.id"], name="fk_coaching_session_person_id", ondelete="RESTRICT"),
    sa.PrimaryKeyConstraint("id", name="pk_coaching_session"),
    sa.UniqueConstraint("uuid", name="uq_coaching_session_uuid")
    )
    op.create_index("ix_coaching_session_person_id_held", "coaching_session", ["person_id", "held"], unique=False)
    op.create_table("win",
    sa.Column("id", sa.Integer(), nullable=False),
    sa.Column("person_id", sa.Integer(), nullable=False),
    sa.Column("text", sa.Text(), nullable=False),
    sa.Column("attempt_id", sa.Integer(), nullable=True),
    sa.Column("turn", sa.Integer(), nullable=True),
    sa.Column("by", sa.Integer(), nullable=False),
    sa.Column("at", sa.String(length=25), nullable=False),
    sa.Column("shared", sa.Boolean(), nullable=True),
    sa.ForeignKeyConstraint(["attempt_id"], ["attempt.id"], name="fk_win_attempt_id", ondelete="RESTRICT"),
    sa.ForeignKeyConstraint(["by"], ["person.id"], name="fk_win_by", ondelete="RESTRICT"),
    sa.ForeignKeyConstraint(["person_id"], ["person.id"], name="fk_win_person_id", ondelete="RESTRICT"),
    sa.PrimaryKeyConstraint("id", name="pk_win")
    )
    op.create_index("ix_win_person_id", "win", ["person_id"], unique=False)
    op.create_table("action_item",
    sa.Column("id", sa.Integer(), nullable=False),
    sa.Column("session_id", sa.Integer(), nullable=False),
    sa.Column("who", sa.String(length=10), nullable=False),
    sa.Column("text", sa.Text(), nullable=False),
    sa.Column("due", sa.String(length=25), nullable=True),
    sa.Column("done", sa.String(length=25), nullable=True),
    sa.ForeignKeyConstraint(["session_id"], ["coaching_session.id"], name="fk_action_item_session_id", ondelete="RESTRICT"),
    sa.PrimaryKeyConstraint("id", name="pk_action_item")
    )
    op.create_index("ix_action_item_session_id", "action_item", ["session_id"], unique=False)


def downgrade() -> None:
    raise NotImplementedError("the record is never taken back; restore a backup instead")
