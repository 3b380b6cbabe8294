"""What stands of a call: the machine's card with a manager's marks and rulings, and the assignment's pass mark."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from scoring.marking.rubric import Rubric
from scoring.marking.ruled import Rulings, ruled
from scoring.marking.scorecard import Scorecard
from simulator.learning.attention import Look, attention
from simulator.store import assignments, attempts, marks, reviews
from simulator.store.attempts import FINISHED
from simulator.store.marks import Standing

if TYPE_CHECKING:
    from simulator.store.attempts import AttemptRow
    from simulator.store.connection import Connection


def rulings_on(connection: Connection, row: AttemptRow) -> Rulings:
    """What managers have said of an attempt, and by which pass mark it counts."""
    given = marks.latest(marks.overrides_of(connection, row.id))
    knock_outs = {one.name: one.yes for one in marks.rulings_of(connection, row.id) if one.what == marks.KNOCK_OUT}
    levels = {criterion: one.level for criterion, one in given.items() if one.level is not None}
    return Rulings(levels, knock_outs, pass_mark_of(connection, row))


def pass_mark_of(connection: Connection, row: AttemptRow) -> int | None:
    """The assignment's, where the attempt was made for one that has its own."""
    if row.item_id is None:
        return None
    return assignments.of_item(connection, row.item_id)[0].pass_mark


def standing_card(
    connection: Connection, row: AttemptRow, card: Scorecard, rubric: Rubric, outcome: str | None
) -> Scorecard:
    """The card that holds now."""
    return ruled(card, rubric, outcome, rulings_on(connection, row))


def standing_of(card: Scorecard) -> Standing:
    """The numbers of a card, as the record keeps them."""
    return Standing(
        card.total,
        card.passed,
        {skill.id: hundredths(skill.level) for skill in card.skills},
        {mark.id: mark.level for mark in card.criteria},
    )


def hundredths(level: float | None) -> int | None:
    return None if level is None else round(level * 100)


def conclude(
    connection: Connection,
    uuid: str,
    values: Mapping[str, Any],
    card: Scorecard,
    rubric: Rubric,
    *,
    status: str,
) -> None:
    """Close an attempt with its card: the machine's marks, what stands, the sums, the assignment, the manager's queue.
    Closing again changes nothing."""
    levels = [{"criterion": m.id, "skill": m.skill, "level": m.level, "state": m.state} for m in card.criteria]
    if not attempts.finish(connection, uuid, values, levels, status=status):
        return
    row = attempts.find(connection, uuid)
    marks.keep_skills(connection, row.id, standing_of(card).skills)
    stands = standing_card(connection, row, card, rubric, row.outcome)
    marks.settle(connection, row.id, standing_of(stands))
    if row.item_id is None or not assignments.of_item(connection, row.item_id)[0].hold:
        reviews.release(connection, row.id, str(row.finished))
    queue_up(connection, attempts.find(connection, uuid), stands)


def queue_up(connection: Connection, row: AttemptRow, stands: Scorecard) -> None:
    """Put an attempt into the manager's queue, or take it out where nothing is to be looked at."""
    disputed = sum(one.accepted is None for one in reviews.disputes_of(connection, row.id))
    given = {one.name for one in marks.rulings_of(connection, row.id) if one.what == marks.KNOCK_OUT}
    counts = row.status == FINISHED and row.mode != "guided" and stands.total is not None and row.entries > 0
    void = marks.is_void(connection, row.id)
    if void or not counts or (row.reviewed is not None and not disputed):
        reviews.drop(connection, row.id)
        return
    assert stands.total is not None
    rank, why = attention(
        Look(
            stands.total,
            stands.pass_mark,
            stands.passed,
            assigned=row.item_id is not None,
            held=row.released is None,
            disputed=disputed,
            knock_outs=[one.title for one in stands.knockouts if one.id not in given],
            unsure=[mark.title for mark in stands.criteria if mark.state == "unsure"],
            recent=reviews.recent_totals(connection, row),
        )
    )
    reviews.put(connection, row.id, row.person_id, rank, why, str(row.finished))
