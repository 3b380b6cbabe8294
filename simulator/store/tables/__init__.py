"""The tables of the record. Integer keys inside, uuid for whatever leaves; times are UTC in ISO 8601, to the second.

What people wrote and what was said is kept; everything else can be derived from it again. Turns never change.
"""

from __future__ import annotations

from simulator.store.tables.assignments import assigned, assignment, assignment_item, assignment_target, progress
from simulator.store.tables.authors import inbox, publication
from simulator.store.tables.base import METADATA
from simulator.store.tables.coaching import action_item, approved_answer, coaching_session, goal, kpi, win
from simulator.store.tables.people import audit, membership, person, team
from simulator.store.tables.practice import attempt, content, criterion_score, evidence, turn
from simulator.store.tables.reviews import comment, dispute, news, override, queue, ruling
from simulator.store.tables.rollups import (
    criterion_stat,
    org_week,
    rep_month,
    scenario_exit,
    scenario_stat,
    skill_score,
    team_criterion,
    team_week,
)

__all__ = [
    "METADATA",
    "action_item",
    "approved_answer",
    "assigned",
    "assignment",
    "assignment_item",
    "assignment_target",
    "attempt",
    "audit",
    "coaching_session",
    "comment",
    "content",
    "criterion_score",
    "criterion_stat",
    "dispute",
    "evidence",
    "goal",
    "inbox",
    "kpi",
    "membership",
    "news",
    "org_week",
    "override",
    "person",
    "progress",
    "publication",
    "queue",
    "rep_month",
    "ruling",
    "scenario_exit",
    "scenario_stat",
    "skill_score",
    "team",
    "team_criterion",
    "team_week",
    "turn",
    "win",
]
