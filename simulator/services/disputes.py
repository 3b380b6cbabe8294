"""A rep says why a mark is wrong; the manager rules; both are kept, and can become a test of the scenario."""

from __future__ import annotations

from typing import TYPE_CHECKING

from scoring.marking.scorecard import Scorecard
from simulator.services.audit import note
from simulator.services.overruling import card_of, settled, to_be_marked
from simulator.services.policy import Actor, Thing, demand
from simulator.services.review import LEAST_REASON, ReviewError, see_released, tidy_reason, tidy_text
from simulator.services.standing import queue_up, standing_card
from simulator.store import attempts, marks, reviews, teams
from simulator.store.attempts import OPEN

if TYPE_CHECKING:
    from simulator.services.practice import Practice
    from simulator.store.connection import Connection


def dispute(practice: Practice, actor: Actor, uuid: str, criterion: str, text: str) -> int:
    """A rep says why a mark is wrong; its number. Raises ReviewError, NoSuchAttempt, Refused."""
    said = tidy_text(text)
    if len(said) < LEAST_REASON:
        raise ReviewError(f"say why, in at least {LEAST_REASON} characters")
    with practice.record.write() as connection:
        row = attempts.find(connection, uuid)
        demand(actor, "dispute", Thing(row.person_id))
        if row.status == OPEN:
            raise ReviewError("this call is still open; there is no card yet")
        see_released(row)
        machine, rubric, transcript = card_of(connection, row)
        marked = next((one for one in machine.criteria if one.id == criterion), None)
        if marked is None:
            raise ReviewError(f"this card has no criterion {criterion}")
        if any(one.criterion == criterion and one.accepted is None for one in reviews.disputes_of(connection, row.id)):
            raise ReviewError("you have disputed this mark; your manager has not ruled yet")
        now = practice.record.now()
        number = reviews.add_dispute(
            connection, attempt_id=row.id, criterion=criterion, text=said, by=actor.person_id, at=now
        )
        card = standing_card(connection, row, machine, rubric, transcript.outcome)
        queue_up(connection, attempts.find(connection, uuid), card)
        told = f"{actor.name} disputes a mark: {marked.title}, in {row.title}"
        reviews.tell(connection, _managers_of(connection, row.person_id), "dispute", told, now, row.id)
        note(connection, actor, now, "dispute", "attempt", row.uuid, after={"criterion": criterion})
        return number


def rule_dispute(
    practice: Practice,
    actor: Actor,
    uuid: str,
    criterion: str,
    *,
    level: int | None,
    reason: str,
) -> Scorecard:
    """Accept a dispute with a mark of one's own, or reject it (`level` None); ruling and reason are kept.

    Raises ReviewError, NotThere, BadRuling, NoSuchAttempt, Refused."""
    said = tidy_reason(reason)
    with practice.record.write() as connection:
        row = to_be_marked(connection, actor, uuid)
        found = [one for one in reviews.disputes_of(connection, row.id) if one.criterion == criterion]
        waiting = next((one for one in found if one.accepted is None), None)
        if waiting is None:
            raise ReviewError("nobody disputes this mark, or it was ruled on")
        machine, rubric, transcript = card_of(connection, row)
        now = practice.record.now()
        if level is not None:
            marks.add_override(
                connection,
                attempt_id=row.id,
                criterion=criterion,
                level=level,
                reason=said,
                by=actor.person_id,
                at=now,
            )
        accepted = level is not None
        reviews.rule(connection, waiting.id, accepted=accepted, reason=said, by=actor.person_id, at=now)
        card = settled(connection, row, machine, rubric, transcript)
        told = f"{actor.name} {'accepts' if accepted else 'rejects'} your dispute in {row.title}: {said}"
        reviews.tell(connection, [row.person_id], "ruling", told, now, row.id)
        after = {"criterion": criterion, "accepted": accepted, "level": level}
        note(connection, actor, now, "rule on a dispute", "attempt", row.uuid, after=after)
        return card


def example(practice: Practice, actor: Actor, uuid: str, criterion: str) -> str:
    """The call as an embedded test of its scenario that expects the level which stands: a disputed mark that was ruled on
    becomes what the detectors are held to. YAML, for the list `tests:`. Raises ReviewError, NoSuchAttempt, Refused."""
    from simulator.scenario.templates import quoted

    with practice.record.read() as connection:
        row = to_be_marked(connection, actor, uuid)
        machine, rubric, transcript = card_of(connection, row)
        card = standing_card(connection, row, machine, rubric, transcript.outcome)
    found = next((one for one in card.criteria if one.id == criterion), None)
    if found is None or found.level is None:
        raise ReviewError(f"this card has no level for {criterion}")
    lines = [
        f"  - name: {quoted(f'{criterion} stands at {found.level}: a call of {str(row.finished)[:10]}')}",
        "    rep:",
    ]
    for turn in transcript.turns:
        lines.append("      - silence" if turn.silent else f"      - {{say: {quoted(' '.join(turn.rep.split()))}}}")
    lines.append(f"    expect: {{criteria: {{{criterion}: {found.level}}}}}")
    return "\n".join(lines)


def _managers_of(connection: Connection, person_id: int) -> list[int]:
    """Those who manage a team of this person, or one above it."""
    mine = [place.team_id for place in teams.places(connection, person_id=person_id) if place.kind == teams.MEMBER]
    return sorted(
        {
            place.person_id
            for number in teams.above(connection, mine)
            for place in teams.places(connection, team_id=number)
            if place.kind == teams.MANAGER and place.person_id != person_id
        }
    )
