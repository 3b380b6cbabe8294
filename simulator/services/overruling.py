"""What a manager does to a call: another mark with a reason, a ruling on a knock-out, void, release, reviewed.

The machine's mark stays; each act is a new row beside it, in one transaction that also settles the sums, tells the rep and
writes the audit, so that two managers at once lose nothing: the second is shown what the first did.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from scoring.marking.rubric import Rubric
from scoring.marking.scorecard import Scorecard, mark
from scoring.marking.transcript import Transcript
from simulator.services.audit import note
from simulator.services.policy import Actor, Thing, demand
from simulator.services.review import ReviewError, attempts_receipt, tidy_reason
from simulator.services.standing import queue_up, standing_card, standing_of
from simulator.store import attempts, marks, people, reviews, rollups, teams
from simulator.store.attempts import OPEN, AttemptRow

if TYPE_CHECKING:
    from simulator.services.practice import Practice
    from simulator.store.connection import Connection


class Changed(ReviewError):
    """Somebody else has marked it meanwhile. Carries what they did."""


def overrule(
    practice: Practice,
    actor: Actor,
    uuid: str,
    criterion: str,
    level: int | None,
    reason: str,
    *,
    seen: int | None = None,
) -> Scorecard:
    """Another mark for a criterion, 0 to 4, beside the machine's; None takes an earlier one back. `seen`: the id of the last
    override of this criterion that was on screen, 0 for none; where another was given since, nothing is done.

    The card that stands now is returned. Raises Changed, ReviewError, BadRuling, NoSuchAttempt, Refused."""
    said = tidy_reason(reason)
    with practice.record.write() as connection:
        row = to_be_marked(connection, actor, uuid)
        given = [one for one in marks.overrides_of(connection, row.id) if one.criterion == criterion]
        last = given[-1] if given else None
        if seen is not None and (last.id if last else 0) != seen:
            assert last is not None
            who = people.named(connection, [last.by])
            name = who[last.by].name if last.by in who else "somebody"
            what = "took the mark back" if last.level is None else f"gave it {last.level}"
            raise Changed(f"{name} {what} meanwhile: “{last.reason}”. Look at it, then give yours.")
        machine, rubric, transcript = card_of(connection, row)
        old = next((one for one in machine.criteria if one.id == criterion), None)
        if old is None:
            raise ReviewError(f"this card has no criterion {criterion}")
        if level is None and (last is None or last.level is None):
            raise ReviewError("there is no mark of a manager to take back")
        now = practice.record.now()
        marks.add_override(
            connection,
            attempt_id=row.id,
            criterion=criterion,
            level=level,
            reason=said,
            by=actor.person_id,
            at=now,
        )
        card = settled(connection, row, machine, rubric, transcript)
        was = last.level if last is not None and last.level is not None else old.level
        told = f"{actor.name} changed a mark: {old.title}, {_shown(was)} to {_shown(old.level if level is None else level)}"
        reviews.tell(connection, [row.person_id], "mark", told, now, row.id)
        after = {"criterion": criterion, "level": level}
        note(connection, actor, now, "mark", "attempt", row.uuid, {"criterion": criterion, "level": was}, after)
        return card


def rule_knock_out(practice: Practice, actor: Actor, uuid: str, name: str, *, confirm: bool, reason: str) -> Scorecard:
    """Confirm a knock-out that the machine proposed, or reject it. Raises ReviewError, NoSuchAttempt, Refused."""
    said = tidy_reason(reason)
    with practice.record.write() as connection:
        row = to_be_marked(connection, actor, uuid)
        machine, rubric, transcript = card_of(connection, row)
        proposed = next((one for one in machine.knockouts if one.id == name), None)
        if proposed is None:
            raise ReviewError(f"no knock-out {name} was proposed for this call")
        now = practice.record.now()
        _rule(connection, actor, row, marks.KNOCK_OUT, name, confirm, said, now)
        card = settled(connection, row, machine, rubric, transcript)
        told = f"{actor.name} {'confirmed' if confirm else 'rejected'} a knock-out: {proposed.title}"
        reviews.tell(connection, [row.person_id], "knock_out", told, now, row.id)
        return card


def void(practice: Practice, actor: Actor, uuid: str, reason: str, *, undo: bool = False) -> None:
    """The call counts for nothing: not in sums, not as an attempt at what was assigned; or it counts again.

    Raises ReviewError, NoSuchAttempt, Refused."""
    said = tidy_reason(reason)
    with practice.record.write() as connection:
        row = to_be_marked(connection, actor, uuid)
        if marks.is_void(connection, row.id) != undo:
            raise ReviewError("it is not void" if undo else "it is void already")
        now = practice.record.now()
        before = rollups.counted(connection, row.id)
        _rule(connection, actor, row, marks.VOID, "", not undo, said, now)
        marks.recount(connection, row.id, before)
        machine, rubric, transcript = card_of(connection, row)
        card = standing_card(connection, row, machine, rubric, transcript.outcome)
        queue_up(connection, attempts.find(connection, uuid), card)
        told = f"{actor.name} lets a call count {'again' if undo else 'for nothing'}: {row.title}"
        reviews.tell(connection, [row.person_id], "void", told, now, row.id)


def _rule(
    connection: Connection, actor: Actor, row: AttemptRow, what: str, name: str, yes: bool, reason: str, now: str
) -> None:
    marks.add_ruling(
        connection, attempt_id=row.id, what=what, name=name, yes=yes, reason=reason, by=actor.person_id, at=now
    )
    note(connection, actor, now, what.replace("_", " "), "attempt", row.uuid, after={"name": name, "yes": yes})


def to_be_marked(connection: Connection, actor: Actor, uuid: str) -> AttemptRow:
    row = attempts.find(connection, uuid)
    demand(actor, "mark", Thing(row.person_id, teams.manages(connection, actor.person_id, row.person_id)))
    if row.status == OPEN:
        raise ReviewError("this call is still open; there is no card yet")
    return row


def card_of(connection: Connection, row: AttemptRow) -> tuple[Scorecard, Rubric, Transcript]:
    """The machine's card, derived from what was sealed."""
    from scoring.marking.receipt import opened

    transcript, rubric = opened(attempts_receipt(connection, row))
    return mark(transcript, rubric), rubric, transcript


def settled(
    connection: Connection, row: AttemptRow, machine: Scorecard, rubric: Rubric, transcript: Transcript
) -> Scorecard:
    card = standing_card(connection, row, machine, rubric, transcript.outcome)
    marks.settle(connection, row.id, standing_of(card))
    queue_up(connection, attempts.find(connection, row.uuid), card)
    return card


def release(practice: Practice, actor: Actor, uuid: str) -> bool:
    """Let the rep see the card; False where they may already. Raises NoSuchAttempt, Refused."""
    with practice.record.write() as connection:
        row = to_be_marked(connection, actor, uuid)
        now = practice.record.now()
        done = reviews.release(connection, row.id, now)
        if done:
            reviews.tell(connection, [row.person_id], "released", f"Your card is there: {row.title}", now, row.id)
            note(connection, actor, now, "release", "attempt", row.uuid)
        return done


def finish(practice: Practice, actor: Actor, uuid: str) -> None:
    """It was reviewed: it leaves the queue, and the card is released. Raises ReviewError where a dispute or a knock-out still
    waits, NoSuchAttempt, Refused."""
    with practice.record.write() as connection:
        row = to_be_marked(connection, actor, uuid)
        if any(one.accepted is None for one in reviews.disputes_of(connection, row.id)):
            raise ReviewError("a dispute waits; rule on it first")
        machine, _, _ = card_of(connection, row)
        given = {one.name for one in marks.rulings_of(connection, row.id) if one.what == marks.KNOCK_OUT}
        if left := [one.title for one in machine.knockouts if one.id not in given]:
            raise ReviewError(f"a knock-out waits: {left[0]}. Confirm or reject it first.")
        now = practice.record.now()
        reviews.reviewed(connection, row.id, actor.person_id, now)
        if reviews.release(connection, row.id, now):
            reviews.tell(connection, [row.person_id], "released", f"Your card is there: {row.title}", now, row.id)
        reviews.drop(connection, row.id)
        note(connection, actor, now, "review", "attempt", row.uuid)


def _shown(level: int | None) -> str:
    return "not marked" if level is None else str(level)
