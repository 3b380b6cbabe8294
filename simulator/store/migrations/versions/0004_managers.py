"""People, teams and assignments; what managers say of marks; the sums that their screens ask."""

from __future__ import annotations

import json

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None

FROZEN = {
    "audit": "what was done is never changed",
    "override": "a mark is never changed; give another",
    "ruling": "a ruling is never changed; give another",
}
ATTEMPT = (
    ("team_id", "INTEGER REFERENCES team (id) ON DELETE RESTRICT"),
    ("item_id", "INTEGER REFERENCES assignment_item (id) ON DELETE RESTRICT"),
    ("stands_total", "INTEGER"),
    ("stands_passed", "BOOLEAN"),
    ("counts", "BOOLEAN"),
    ("last_moment", "VARCHAR(80)"),
    ("released", "VARCHAR(25)"),
    ("reviewed", "VARCHAR(25)"),
    ("reviewed_by", "INTEGER REFERENCES person (id) ON DELETE RESTRICT"),
)


def upgrade() -> None:
    op.create_table(
        "criterion_stat",
        sa.Column("scenario", sa.String(length=80), nullable=False),
        sa.Column("criterion", sa.String(length=80), nullable=False),
        sa.Column("n", sa.BigInteger(), nullable=False),
        sa.Column("sum", sa.BigInteger(), nullable=False),
        sa.Column("squares", sa.BigInteger(), nullable=False),
        sa.Column("totals", sa.BigInteger(), nullable=False),
        sa.Column("total_squares", sa.BigInteger(), nullable=False),
        sa.Column("products", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("scenario", "criterion", name="pk_criterion_stat"),
    )
    op.create_table(
        "org_week",
        sa.Column("skill", sa.String(length=40), nullable=False),
        sa.Column("week", sa.String(length=8), nullable=False),
        sa.Column("n", sa.BigInteger(), nullable=False),
        sa.Column("sum", sa.BigInteger(), nullable=False),
        sa.Column("passed", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("skill", "week", name="pk_org_week"),
    )
    op.create_table(
        "scenario_exit",
        sa.Column("scenario", sa.String(length=80), nullable=False),
        sa.Column("moment", sa.String(length=80), nullable=False),
        sa.Column("n", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("scenario", "moment", name="pk_scenario_exit"),
    )
    op.create_table(
        "scenario_stat",
        sa.Column("scenario", sa.String(length=80), nullable=False),
        sa.Column("n", sa.BigInteger(), nullable=False),
        sa.Column("passed", sa.BigInteger(), nullable=False),
        sa.Column("sum", sa.BigInteger(), nullable=False),
        sa.Column("squares", sa.BigInteger(), nullable=False),
        sa.Column("hints", sa.BigInteger(), nullable=False),
        sa.Column("left", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("scenario", name="pk_scenario_stat"),
    )
    op.create_table(
        "team",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("uuid", sa.String(length=36), nullable=False),
        sa.Column("name", sa.String(length=80), nullable=False),
        sa.Column("parent_id", sa.Integer(), nullable=True),
        sa.Column("zone", sa.String(length=40), nullable=False),
        sa.Column("since", sa.String(length=25), nullable=False),
        sa.Column("ended", sa.String(length=25), nullable=True),
        sa.ForeignKeyConstraint(["parent_id"], ["team.id"], name="fk_team_parent_id", ondelete="RESTRICT"),
        sa.PrimaryKeyConstraint("id", name="pk_team"),
        sa.UniqueConstraint("name", name="uq_team_name"),
        sa.UniqueConstraint("uuid", name="uq_team_uuid"),
    )
    op.create_table(
        "assignment",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("uuid", sa.String(length=36), nullable=False),
        sa.Column("title", sa.String(length=120), nullable=False),
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column("path", sa.String(length=80), nullable=False),
        sa.Column("release", sa.String(length=25), nullable=False),
        sa.Column("due", sa.String(length=25), nullable=False),
        sa.Column("zone", sa.String(length=40), nullable=False),
        sa.Column("pass_mark", sa.Integer(), nullable=True),
        sa.Column("passes", sa.Integer(), nullable=False),
        sa.Column("least", sa.Integer(), nullable=False),
        sa.Column("most", sa.Integer(), nullable=True),
        sa.Column("in_a_row", sa.Integer(), nullable=False),
        sa.Column("mode", sa.String(length=10), nullable=False),
        sa.Column("level", sa.String(length=10), nullable=False),
        sa.Column("in_order", sa.Boolean(), nullable=False),
        sa.Column("later_joiners", sa.Boolean(), nullable=False),
        sa.Column("hold", sa.Boolean(), nullable=False),
        sa.Column("made_by", sa.Integer(), nullable=False),
        sa.Column("made", sa.String(length=25), nullable=False),
        sa.Column("withdrawn", sa.String(length=25), nullable=True),
        sa.ForeignKeyConstraint(["made_by"], ["person.id"], name="fk_assignment_made_by", ondelete="RESTRICT"),
        sa.PrimaryKeyConstraint("id", name="pk_assignment"),
        sa.UniqueConstraint("uuid", name="uq_assignment_uuid"),
    )
    op.create_index("ix_assignment_due", "assignment", ["due"], unique=False)
    op.create_table(
        "audit",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("at", sa.String(length=25), nullable=False),
        sa.Column("actor_id", sa.Integer(), nullable=True),
        sa.Column("action", sa.String(length=40), nullable=False),
        sa.Column("thing", sa.String(length=20), nullable=False),
        sa.Column("thing_id", sa.String(length=80), nullable=False),
        sa.Column("before", sa.Text(), nullable=False),
        sa.Column("after", sa.Text(), nullable=False),
        sa.Column("link", sa.String(length=64), nullable=False),
        sa.ForeignKeyConstraint(["actor_id"], ["person.id"], name="fk_audit_actor_id", ondelete="RESTRICT"),
        sa.PrimaryKeyConstraint("id", name="pk_audit"),
    )
    op.create_index("ix_audit_thing_thing_id", "audit", ["thing", "thing_id"], unique=False)
    op.create_table(
        "membership",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("team_id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=10), nullable=False),
        sa.Column("since", sa.String(length=25), nullable=False),
        sa.Column("until", sa.String(length=25), nullable=True),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name="fk_membership_person_id", ondelete="RESTRICT"),
        sa.ForeignKeyConstraint(["team_id"], ["team.id"], name="fk_membership_team_id", ondelete="RESTRICT"),
        sa.PrimaryKeyConstraint("id", name="pk_membership"),
    )
    op.create_index("ix_membership_person_id_until", "membership", ["person_id", "until"], unique=False)
    op.create_index("ix_membership_team_id_kind_until", "membership", ["team_id", "kind", "until"], unique=False)
    op.create_table(
        "rep_month",
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("skill", sa.String(length=40), nullable=False),
        sa.Column("month", sa.String(length=7), nullable=False),
        sa.Column("n", sa.BigInteger(), nullable=False),
        sa.Column("sum", sa.BigInteger(), nullable=False),
        sa.Column("passed", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name="fk_rep_month_person_id", ondelete="RESTRICT"),
        sa.PrimaryKeyConstraint("person_id", "skill", "month", name="pk_rep_month"),
    )
    op.create_table(
        "team_criterion",
        sa.Column("team_id", sa.Integer(), nullable=False),
        sa.Column("criterion", sa.String(length=80), nullable=False),
        sa.Column("month", sa.String(length=7), nullable=False),
        sa.Column("n", sa.BigInteger(), nullable=False),
        sa.Column("sum", sa.BigInteger(), nullable=False),
        sa.Column("missed", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(["team_id"], ["team.id"], name="fk_team_criterion_team_id", ondelete="RESTRICT"),
        sa.PrimaryKeyConstraint("team_id", "criterion", "month", name="pk_team_criterion"),
    )
    op.create_table(
        "team_week",
        sa.Column("team_id", sa.Integer(), nullable=False),
        sa.Column("skill", sa.String(length=40), nullable=False),
        sa.Column("week", sa.String(length=8), nullable=False),
        sa.Column("n", sa.BigInteger(), nullable=False),
        sa.Column("sum", sa.BigInteger(), nullable=False),
        sa.Column("passed", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(["team_id"], ["team.id"], name="fk_team_week_team_id", ondelete="RESTRICT"),
        sa.PrimaryKeyConstraint("team_id", "skill", "week", name="pk_team_week"),
    )
    op.create_table(
        "assigned",
        sa.Column("assignment_id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("since", sa.String(length=25), nullable=False),
        sa.Column("until", sa.String(length=25), nullable=True),
        sa.Column("state", sa.String(length=12), nullable=False),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("passed", sa.Integer(), nullable=False),
        sa.Column("first", sa.Integer(), nullable=True),
        sa.Column("best", sa.Integer(), nullable=True),
        sa.Column("latest", sa.Integer(), nullable=True),
        sa.Column("sum", sa.Integer(), nullable=False),
        sa.Column("totals", sa.Integer(), nullable=False),
        sa.Column("touched", sa.String(length=25), nullable=True),
        sa.Column("done", sa.String(length=25), nullable=True),
        sa.Column("extended", sa.String(length=25), nullable=True),
        sa.ForeignKeyConstraint(
            ["assignment_id"], ["assignment.id"], name="fk_assigned_assignment_id", ondelete="RESTRICT"
        ),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name="fk_assigned_person_id", ondelete="RESTRICT"),
        sa.PrimaryKeyConstraint("assignment_id", "person_id", name="pk_assigned"),
    )
    op.create_index("ix_assigned_assignment_id_state", "assigned", ["assignment_id", "state"], unique=False)
    op.create_index("ix_assigned_person_id_until", "assigned", ["person_id", "until"], unique=False)
    op.create_table(
        "assignment_item",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("assignment_id", sa.Integer(), nullable=False),
        sa.Column("n", sa.Integer(), nullable=False),
        sa.Column("scenario", sa.String(length=80), nullable=False),
        sa.Column("title", sa.String(length=200), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("scenario_hash", sa.String(length=64), nullable=False),
        sa.ForeignKeyConstraint(
            ["assignment_id"], ["assignment.id"], name="fk_assignment_item_assignment_id", ondelete="RESTRICT"
        ),
        sa.ForeignKeyConstraint(
            ["scenario_hash"], ["content.hash"], name="fk_assignment_item_scenario_hash", ondelete="RESTRICT"
        ),
        sa.PrimaryKeyConstraint("id", name="pk_assignment_item"),
        sa.UniqueConstraint("assignment_id", "n", name="uq_assignment_item_assignment_id_n"),
    )
    op.create_table(
        "assignment_target",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("assignment_id", sa.Integer(), nullable=False),
        sa.Column("team_id", sa.Integer(), nullable=True),
        sa.Column("person_id", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(
            ["assignment_id"], ["assignment.id"], name="fk_assignment_target_assignment_id", ondelete="RESTRICT"
        ),
        sa.ForeignKeyConstraint(
            ["person_id"], ["person.id"], name="fk_assignment_target_person_id", ondelete="RESTRICT"
        ),
        sa.ForeignKeyConstraint(["team_id"], ["team.id"], name="fk_assignment_target_team_id", ondelete="RESTRICT"),
        sa.PrimaryKeyConstraint("id", name="pk_assignment_target"),
    )
    op.create_index("ix_assignment_target_assignment_id", "assignment_target", ["assignment_id"], unique=False)
    op.create_index("ix_assignment_target_team_id", "assignment_target", ["team_id"], unique=False)
    op.create_table(
        "progress",
        sa.Column("item_id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("passes", sa.Integer(), nullable=False),
        sa.Column("streak", sa.Integer(), nullable=False),
        sa.Column("first", sa.Integer(), nullable=True),
        sa.Column("best", sa.Integer(), nullable=True),
        sa.Column("latest", sa.Integer(), nullable=True),
        sa.Column("sum", sa.Integer(), nullable=False),
        sa.Column("totals", sa.Integer(), nullable=False),
        sa.Column("state", sa.String(length=12), nullable=False),
        sa.Column("touched", sa.String(length=25), nullable=True),
        sa.Column("done", sa.String(length=25), nullable=True),
        sa.ForeignKeyConstraint(["item_id"], ["assignment_item.id"], name="fk_progress_item_id", ondelete="RESTRICT"),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name="fk_progress_person_id", ondelete="RESTRICT"),
        sa.PrimaryKeyConstraint("item_id", "person_id", name="pk_progress"),
    )
    op.create_table(
        "comment",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("attempt_id", sa.Integer(), nullable=False),
        sa.Column("turn", sa.Integer(), nullable=True),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("audience", sa.String(length=10), nullable=False),
        sa.Column("by", sa.Integer(), nullable=False),
        sa.Column("at", sa.String(length=25), nullable=False),
        sa.Column("withdrawn", sa.String(length=25), nullable=True),
        sa.ForeignKeyConstraint(["attempt_id"], ["attempt.id"], name="fk_comment_attempt_id", ondelete="RESTRICT"),
        sa.ForeignKeyConstraint(["by"], ["person.id"], name="fk_comment_by", ondelete="RESTRICT"),
        sa.PrimaryKeyConstraint("id", name="pk_comment"),
    )
    op.create_index("ix_comment_attempt_id", "comment", ["attempt_id"], unique=False)
    op.create_table(
        "dispute",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("attempt_id", sa.Integer(), nullable=False),
        sa.Column("criterion", sa.String(length=80), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("by", sa.Integer(), nullable=False),
        sa.Column("at", sa.String(length=25), nullable=False),
        sa.Column("accepted", sa.Boolean(), nullable=True),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("ruled_by", sa.Integer(), nullable=True),
        sa.Column("ruled", sa.String(length=25), nullable=True),
        sa.ForeignKeyConstraint(["attempt_id"], ["attempt.id"], name="fk_dispute_attempt_id", ondelete="RESTRICT"),
        sa.ForeignKeyConstraint(["by"], ["person.id"], name="fk_dispute_by", ondelete="RESTRICT"),
        sa.ForeignKeyConstraint(["ruled_by"], ["person.id"], name="fk_dispute_ruled_by", ondelete="RESTRICT"),
        sa.PrimaryKeyConstraint("id", name="pk_dispute"),
    )
    op.create_index("ix_dispute_attempt_id", "dispute", ["attempt_id"], unique=False)
    op.create_table(
        "news",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=20), nullable=False),
        sa.Column("attempt_id", sa.Integer(), nullable=True),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("at", sa.String(length=25), nullable=False),
        sa.Column("read", sa.String(length=25), nullable=True),
        sa.ForeignKeyConstraint(["attempt_id"], ["attempt.id"], name="fk_news_attempt_id", ondelete="RESTRICT"),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name="fk_news_person_id", ondelete="RESTRICT"),
        sa.PrimaryKeyConstraint("id", name="pk_news"),
    )
    op.create_index("ix_news_person_id_read", "news", ["person_id", "read"], unique=False)
    op.create_table(
        "override",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("attempt_id", sa.Integer(), nullable=False),
        sa.Column("criterion", sa.String(length=80), nullable=False),
        sa.Column("level", sa.Integer(), nullable=True),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("by", sa.Integer(), nullable=False),
        sa.Column("at", sa.String(length=25), nullable=False),
        sa.ForeignKeyConstraint(["attempt_id"], ["attempt.id"], name="fk_override_attempt_id", ondelete="RESTRICT"),
        sa.ForeignKeyConstraint(["by"], ["person.id"], name="fk_override_by", ondelete="RESTRICT"),
        sa.PrimaryKeyConstraint("id", name="pk_override"),
    )
    op.create_index("ix_override_attempt_id_criterion", "override", ["attempt_id", "criterion"], unique=False)
    op.create_table(
        "queue",
        sa.Column("attempt_id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("rank", sa.Integer(), nullable=False),
        sa.Column("why", sa.String(length=200), nullable=False),
        sa.Column("at", sa.String(length=25), nullable=False),
        sa.ForeignKeyConstraint(["attempt_id"], ["attempt.id"], name="fk_queue_attempt_id", ondelete="RESTRICT"),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name="fk_queue_person_id", ondelete="RESTRICT"),
        sa.PrimaryKeyConstraint("attempt_id", name="pk_queue"),
    )
    op.create_index("ix_queue_person_id_rank", "queue", ["person_id", "rank"], unique=False)
    op.create_index("ix_queue_rank_at", "queue", ["rank", "at"], unique=False)
    op.create_table(
        "ruling",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("attempt_id", sa.Integer(), nullable=False),
        sa.Column("what", sa.String(length=10), nullable=False),
        sa.Column("name", sa.String(length=80), nullable=False),
        sa.Column("yes", sa.Boolean(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("by", sa.Integer(), nullable=False),
        sa.Column("at", sa.String(length=25), nullable=False),
        sa.ForeignKeyConstraint(["attempt_id"], ["attempt.id"], name="fk_ruling_attempt_id", ondelete="RESTRICT"),
        sa.ForeignKeyConstraint(["by"], ["person.id"], name="fk_ruling_by", ondelete="RESTRICT"),
        sa.PrimaryKeyConstraint("id", name="pk_ruling"),
    )
    op.create_index("ix_ruling_attempt_id_what", "ruling", ["attempt_id", "what"], unique=False)
    op.create_table(
        "skill_score",
        sa.Column("attempt_id", sa.Integer(), nullable=False),
        sa.Column("skill", sa.String(length=40), nullable=False),
        sa.Column("rule", sa.Integer(), nullable=True),
        sa.Column("stands", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(["attempt_id"], ["attempt.id"], name="fk_skill_score_attempt_id", ondelete="RESTRICT"),
        sa.PrimaryKeyConstraint("attempt_id", "skill", name="pk_skill_score"),
    )
    for column, kind in ATTEMPT:
        # Not by alembic: on SQLite it adds no column that refers, short of building the table anew.
        op.execute(f"ALTER TABLE attempt ADD COLUMN {column} {kind}")
    op.create_index("ix_attempt_item_id_person_id", "attempt", ["item_id", "person_id"], unique=False)
    op.create_index("ix_attempt_finished", "attempt", ["finished"], unique=False)
    op.create_index("ix_attempt_person_id_finished", "attempt", ["person_id", "finished"], unique=False)
    op.create_index("ix_attempt_team_id_finished", "attempt", ["team_id", "finished"], unique=False)
    op.add_column("criterion_score", sa.Column("stands", sa.Integer(), nullable=True))
    op.add_column("person", sa.Column("left", sa.String(length=25), nullable=True))
    op.add_column("person", sa.Column("erased", sa.String(length=25), nullable=True))

    if op.get_bind().dialect.name == "sqlite":
        for table, why in FROZEN.items():
            for event in ("UPDATE", "DELETE"):
                op.execute(
                    f"CREATE TRIGGER {table}_{event.lower()} BEFORE {event} ON {table} "
                    f"BEGIN SELECT RAISE(ABORT, '{why}'); END"
                )
    fill()


def fill() -> None:
    """What stands is what the machine marked. Where one person is all there is, the record is theirs to run."""
    bind = op.get_bind()
    op.execute("UPDATE attempt SET stands_total = total, stands_passed = passed, released = finished")
    op.execute(
        "UPDATE attempt SET counts = (status = 'finished' AND mode <> 'guided' AND total IS NOT NULL AND entries > 0)"
    )
    op.execute("UPDATE criterion_score SET stands = level")
    op.execute("UPDATE person SET role = 'admin' WHERE id = (SELECT min(id) FROM person)")
    marked = bind.execute(sa.text("SELECT id, receipt FROM attempt WHERE receipt IS NOT NULL")).fetchall()
    for attempt, receipt in marked:
        try:
            skills = json.loads(receipt)["card"]["skills"]
            rows = [
                {"a": attempt, "s": skill["id"], "v": None if skill["level"] is None else round(skill["level"] * 100)}
                for skill in skills
            ]
        except (ValueError, LookupError, TypeError):
            continue
        if rows:
            bind.execute(
                sa.text("INSERT INTO skill_score (attempt_id, skill, rule, stands) VALUES (:a, :s, :v, :v)"), rows
            )


def downgrade() -> None:
    raise NotImplementedError("the record is never taken back; restore a backup instead")
