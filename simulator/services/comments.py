"""Words on a call or on one reply of it, for the rep or for managers only."""

from __future__ import annotations

from typing import TYPE_CHECKING

from simulator.services.audit import note
from simulator.services.policy import Actor, Thing, demand
from simulator.services.review import ReviewError, tidy_text
from simulator.store import attempts, reviews, teams

if TYPE_CHECKING:
    from simulator.services.practice import Practice


REP = "rep"
MANAGERS = "managers"


def comment(
    practice: Practice, actor: Actor, uuid: str, text: str, *, turn: int | None = None, audience: str = REP
) -> int:
    """On a reply (from 1), or on the whole call; its number. `audience`: rep, or managers only.

    Raises ReviewError, NoSuchAttempt, Refused."""
    said = tidy_text(text)
    if audience not in (REP, MANAGERS):
        raise ReviewError(f"a comment is for the {REP} or for {MANAGERS}")
    with practice.record.write() as connection:
        row = attempts.find(connection, uuid)
        demand(actor, "review", Thing(row.person_id, teams.manages(connection, actor.person_id, row.person_id)))
        if turn is not None and not 1 <= turn <= len(attempts.turns_of(connection, row.id)):
            raise ReviewError(f"this call has no turn {turn}")
        now = practice.record.now()
        number = reviews.add_comment(
            connection, attempt_id=row.id, turn=turn, text=said, audience=audience, by=actor.person_id, at=now
        )
        if audience == REP and row.person_id != actor.person_id:
            where = f"turn {turn} of " if turn is not None else ""
            reviews.tell(
                connection, [row.person_id], "comment", f"{actor.name} wrote on {where}{row.title}", now, row.id
            )
        note(connection, actor, now, "comment", "attempt", row.uuid, after={"turn": turn, "audience": audience})
        return number


def withdraw_comment(practice: Practice, actor: Actor, number: int) -> None:
    """One's own. Raises NotThere, ReviewError, Refused."""
    with practice.record.write() as connection:
        row = reviews.comment_by_id(connection, number)
        owner = attempts.by_id(connection, row.attempt_id)
        demand(actor, "review", Thing(owner.person_id, teams.manages(connection, actor.person_id, owner.person_id)))
        if row.by != actor.person_id:
            raise ReviewError("only who wrote a comment can withdraw it")
        reviews.withdraw_comment(connection, number, practice.record.now())
