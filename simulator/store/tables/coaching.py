"""What a manager and a rep agree on, figures from outside, and what is shared."""

from __future__ import annotations

import sqlalchemy as sa

from simulator.store.tables.base import METADATA, belongs_to, moment, of_person

goal = sa.Table(
    "goal",
    METADATA,
    sa.Column("id", sa.Integer, primary_key=True),
    sa.Column("uuid", sa.String(36), nullable=False, unique=True),
    of_person(),
    sa.Column("text", sa.Text, nullable=False),
    sa.Column("criterion", sa.String(80), nullable=False),
    sa.Column("least", sa.Integer, nullable=False),
    sa.Column("hits", sa.Integer, nullable=False),
    sa.Column("calls", sa.Integer, nullable=False),
    moment("due"),
    sa.Column("steps", sa.Text, nullable=False),
    of_person("by"),
    moment("made"),
    moment("closed", nullable=True),
    sa.Column("outcome", sa.String(10)),
    sa.Index(None, "person_id", "closed"),
)
"""By `due`, in `calls` calls, `criterion` at `least` or more in `hits` of them. `steps`: JSON list. `outcome`: reached,
missed or dropped."""

coaching_session = sa.Table(
    "coaching_session",
    METADATA,
    sa.Column("id", sa.Integer, primary_key=True),
    sa.Column("uuid", sa.String(36), nullable=False, unique=True),
    of_person(),
    of_person("manager_id"),
    moment("held"),
    sa.Column("attempt_id", sa.Integer, belongs_to("attempt")),
    sa.Column("goal_id", sa.Integer, belongs_to("goal")),
    sa.Column("own_line", sa.Text, nullable=False),
    sa.Column("notes", sa.Text, nullable=False),
    sa.Column("blockers", sa.Text, nullable=False),
    sa.Column("changed", sa.Text, nullable=False),
    sa.Index(None, "person_id", "held"),
)
"""`own_line`: what the manager adds to the page in their own words. `changed`: what became of the last session's goal."""

action_item = sa.Table(
    "action_item",
    METADATA,
    sa.Column("id", sa.Integer, primary_key=True),
    sa.Column("session_id", sa.Integer, belongs_to("coaching_session"), nullable=False),
    sa.Column("who", sa.String(10), nullable=False),
    sa.Column("text", sa.Text, nullable=False),
    moment("due", nullable=True),
    moment("done", nullable=True),
    sa.Index(None, "session_id"),
)
"""`who`: rep, or manager: the manager's own promise."""

kpi = sa.Table(
    "kpi",
    METADATA,
    sa.Column("id", sa.Integer, primary_key=True),
    of_person(),
    sa.Column("start", sa.String(10), nullable=False),
    sa.Column("end", sa.String(10), nullable=False),
    sa.Column("calls", sa.Integer),
    sa.Column("connects", sa.Integer),
    sa.Column("meetings_booked", sa.Integer),
    sa.Column("meetings_held", sa.Integer),
    sa.Column("opps", sa.Integer),
    sa.Column("won", sa.Integer),
    sa.Column("lost", sa.Integer),
    sa.Column("amount", sa.Integer),
    moment("imported"),
    sa.UniqueConstraint("person_id", "start"),
)
"""One rep's figures of one period, [start, end] in days. `amount` in hundredths of the company's currency."""

win = sa.Table(
    "win",
    METADATA,
    sa.Column("id", sa.Integer, primary_key=True),
    of_person(),
    sa.Column("text", sa.Text, nullable=False),
    sa.Column("attempt_id", sa.Integer, belongs_to("attempt")),
    sa.Column("turn", sa.Integer),
    of_person("by"),
    moment("at"),
    sa.Column("shared", sa.Boolean),
    sa.Index(None, "person_id"),
)
"""Thanks for something particular. `shared`: whether the rep lets the team read it; None: not answered."""

approved_answer = sa.Table(
    "approved_answer",
    METADATA,
    sa.Column("id", sa.Integer, primary_key=True),
    of_person(),
    sa.Column("scenario", sa.String(80), nullable=False),
    sa.Column("moment", sa.String(80), nullable=False),
    sa.Column("customer", sa.Text, nullable=False),
    sa.Column("line", sa.Text, nullable=False),
    of_person("by"),
    moment("at"),
    sa.Column("consent", sa.Boolean),
    moment("withdrawn", nullable=True),
    sa.Index(None, "scenario", "moment"),
)
"""A rep's good line, offered to others without a name once its rep has said yes."""
