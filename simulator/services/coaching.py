"""Coaching: holding a session, goals with steps, thanks for something particular, and lines worth offering to others."""

from __future__ import annotations

import json
import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING

from scoring.hearing.text import clean
from simulator.learning import goals
from simulator.learning.goals import GoalProgress
from simulator.learning.times import in_words, read_time, stamp
from simulator.services.audit import note
from simulator.services.policy import Actor, Thing, demand
from simulator.services.prep import goal_progress
from simulator.store import attempts, coaching, people, reviews, teams
from simulator.store.coaching import ActionRow, AnswerRow, GoalRow, SessionRow, WinRow

if TYPE_CHECKING:
    from simulator.services.practice import Practice
    from simulator.store.connection import Connection
    from simulator.store.people import PersonRow

LONGEST = 4000
MINUTES = 30


class CoachingError(ValueError):
    """What cannot be agreed or kept so. Carries a sentence."""


@dataclass(frozen=True, slots=True)
class Agreed:
    """What a session comes to. `own_line` in the manager's own words; `action` is the rep's one, `promise` the manager's."""

    own_line: str
    notes: str = ""
    action: str = ""
    promise: str = ""
    blockers: str = ""
    changed: str = ""
    attempt: str = ""
    due: str = "in 14 days"


@dataclass(frozen=True, slots=True)
class SessionView:
    """A session with what was agreed in it."""

    row: SessionRow
    manager: str
    actions: tuple[ActionRow, ...]


@dataclass(frozen=True, slots=True)
class GoalView:
    row: GoalRow
    progress: GoalProgress


# Sessions


def hold(practice: Practice, actor: Actor, who: str, agreed: Agreed) -> SessionView:
    """Keep a session. Raises CoachingError, NoSuchPerson, Refused."""
    line = _text(agreed.own_line, "one line in your own words")
    with practice.record.write() as connection:
        row = _coached(connection, actor, who)
        now = practice.record.now()
        due = stamp(read_time(agreed.due, _zone(connection, row.id), practice.clock(), end=True))
        attempt = attempts.find(connection, agreed.attempt).id if agreed.attempt else None
        open_goals = coaching.goals_of(connection, row.id)
        actions = [
            {"who": name, "text": _text(text, "an action"), "due": due}
            for name, text in (("rep", agreed.action), ("manager", agreed.promise))
            if text.strip()
        ]
        kept = coaching.add_session(
            connection,
            actions,
            uuid=str(uuid.uuid4()),
            person_id=row.id,
            manager_id=actor.person_id,
            held=now,
            attempt_id=attempt,
            goal_id=open_goals[0].id if open_goals else None,
            own_line=line,
            notes=_maybe(agreed.notes),
            blockers=_maybe(agreed.blockers),
            changed=_maybe(agreed.changed),
        )
        if agreed.action.strip():
            reviews.tell(
                connection, [row.id], "action", f"Agreed with {actor.name}: {agreed.action.strip()}", now, attempt
            )
        note(connection, actor, now, "coach", "person", row.uuid, after={"session": kept.uuid, "actions": len(actions)})
        return SessionView(kept, actor.name, tuple(coaching.actions_of(connection, kept.id)))


def sessions(practice: Practice, actor: Actor, who: str) -> list[SessionView]:
    """The newest first; a rep reads their own. Raises NoSuchPerson, Refused."""
    with practice.record.read() as connection:
        row = _seen(connection, actor, who)
        rows = coaching.sessions_of(connection, row.id)
        names = people.named(connection, [one.manager_id for one in rows])
        return [
            SessionView(one, names[one.manager_id].name, tuple(coaching.actions_of(connection, one.id))) for one in rows
        ]


def tick(practice: Practice, actor: Actor, number: int, *, undo: bool = False) -> None:
    """An action is done; its rep or their manager may say so. Raises NotFound, Refused."""
    with practice.record.write() as connection:
        session = coaching.session_of_action(connection, number)
        managed = teams.manages(connection, actor.person_id, session.person_id)
        demand(actor, "see_progress", Thing(session.person_id, managed))
        coaching.tick(connection, number, None if undo else practice.record.now())


def invitation(practice: Practice, actor: Actor, who: str, when: str, *, minutes: int = MINUTES) -> bytes:
    """A calendar file (.ics) for the next 1:1. Raises CoachingError, BadTime, NoSuchPerson, Refused."""
    from icalendar import Calendar, Event  # Deferred: only where one is asked for.

    if not 5 <= minutes <= 240:
        raise CoachingError("a 1:1 takes from 5 to 240 minutes")
    with practice.record.read() as connection:
        row = _coached(connection, actor, who)
        start = read_time(when, _zone(connection, row.id), practice.clock(), end=False)
    event = Event()
    event.add("summary", f"1:1, {row.name} and {actor.name}")
    event.add("description", "Bring one call that you would like to look at together.")
    event.add("dtstart", start)
    event.add("dtend", start + timedelta(minutes=minutes))
    event.add("dtstamp", practice.clock())
    event.add("uid", str(uuid.uuid5(uuid.NAMESPACE_URL, f"{row.uuid}/{start.isoformat()}")))
    calendar = Calendar()
    calendar.add("prodid", "-//Sparring//EN")
    calendar.add("version", "2.0")
    calendar.add_component(event)
    return bytes(calendar.to_ical())


# Goals


def set_goal(
    practice: Practice,
    actor: Actor,
    who: str,
    criterion: str,
    *,
    least: int = 3,
    hits: int = 2,
    calls: int = 3,
    due: str = "in 14 days",
    text: str = "",
    steps: Sequence[str] = (),
) -> GoalRow:
    """A goal tied to a criterion and a day. Raises CoachingError, BadGoal, BadTime, NoSuchPerson, Refused."""
    goals.check(least, hits, calls)
    titles = criteria(practice)
    if criterion not in titles:
        raise CoachingError(f"there is no criterion {criterion}; `sparring goals criteria` lists them")
    with practice.record.write() as connection:
        row = _coached(connection, actor, who)
        zone = _zone(connection, row.id)
        moment = read_time(due, zone, practice.clock(), end=True)
        if moment <= practice.clock():
            raise CoachingError("a goal is for a day to come")
        if any(one.criterion == criterion for one in coaching.goals_of(connection, row.id)):
            raise CoachingError(f"{row.name} has an open goal for this; close it first")
        now = practice.record.now()
        words = text.strip() or goals.smart(
            titles[criterion], least, hits, calls, in_words(stamp(moment), zone).rsplit(" ", 1)[0]
        )
        kept = coaching.add_goal(
            connection,
            uuid=str(uuid.uuid4()),
            person_id=row.id,
            text=_text(words, "a goal"),
            criterion=criterion,
            least=least,
            hits=hits,
            calls=calls,
            due=stamp(moment),
            steps=json.dumps([_text(step, "a step") for step in steps], ensure_ascii=False),
            by=actor.person_id,
            made=now,
        )
        reviews.tell(connection, [row.id], "goal", f"A goal with {actor.name}: {kept.text}", now)
        after = {"goal": kept.uuid, "criterion": criterion, "due": kept.due}
        note(connection, actor, now, "set goal", "person", row.uuid, after=after)
        return kept


def goals_of(practice: Practice, actor: Actor, who: str, *, also_closed: bool = False) -> list[GoalView]:
    """With how far they are; a rep sees their own. Raises NoSuchPerson, Refused."""
    with practice.record.read() as connection:
        row = _seen(connection, actor, who)
        now = stamp(practice.clock())
        rows = coaching.goals_of(connection, row.id, also_closed=also_closed)
        return [GoalView(one, goal_progress(connection, one, now)) for one in rows]


def close_goal(practice: Practice, actor: Actor, number: int, *, dropped: bool = False) -> GoalView:
    """Reached or missed, as the calls say; or dropped. Raises CoachingError, NotFound, Refused."""
    with practice.record.write() as connection:
        row = coaching.goal_by_id(connection, number)
        managed = teams.manages(connection, actor.person_id, row.person_id)
        demand(actor, "coach", Thing(row.person_id, managed))
        if row.closed is not None:
            raise CoachingError("this goal is closed already")
        progress = goal_progress(connection, row, stamp(practice.clock()))
        outcome = "dropped" if dropped else "reached" if progress.outcome == "reached" else "missed"
        now = practice.record.now()
        coaching.close_goal(connection, number, outcome, now)
        reviews.tell(connection, [row.person_id], "goal", f"Goal {outcome}: {row.text}", now)
        note(connection, actor, now, "close goal", "goal", row.uuid, after={"outcome": outcome, "hits": progress.hits})
        return GoalView(coaching.goal_by_id(connection, number), progress)


def criteria(practice: Practice) -> dict[str, str]:
    """The general criteria that a goal may be tied to: id -> title."""
    return practice.catalogue.criteria()


# Thanks and good lines


def thank(practice: Practice, actor: Actor, who: str, text: str, *, attempt: str = "", turn: int | None = None) -> int:
    """Thanks for something particular; the rep says whether the team may read it. Raises CoachingError, Refused."""
    said = _text(text, "what you thank for")
    with practice.record.write() as connection:
        row = _coached(connection, actor, who)
        now = practice.record.now()
        found = attempts.find(connection, attempt) if attempt else None
        if found is not None and found.person_id != row.id:
            raise CoachingError("that call is somebody else's")
        number = coaching.add_win(
            connection,
            person_id=row.id,
            text=said,
            attempt_id=found.id if found else None,
            turn=turn,
            by=actor.person_id,
            at=now,
        )
        told = f"{actor.name} thanks you: {said}  (share it with the team: sparring wins share {number})"
        reviews.tell(connection, [row.id], "thanks", told, now, found.id if found else None)
        return number


def wins(practice: Practice, actor: Actor) -> list[WinRow]:
    """What one's own team lets others read, one's own, and for a manager what their people were thanked for."""
    with practice.record.read() as connection:
        managed = teams.managed_people(connection, actor.person_id)
        near = set(managed)
        for place in teams.places(connection, person_id=actor.person_id):
            near |= {one.person_id for one in teams.places(connection, team_id=place.team_id)}
        shared = coaching.wins(connection, sorted(near - {actor.person_id}), shared=True)
        own = coaching.wins(connection, [actor.person_id], shared=False)
    return sorted([*shared, *own], key=lambda row: -row.id)


def share(practice: Practice, actor: Actor, number: int, *, yes: bool) -> None:
    """Whether the team may read it; one's own only. Raises NotFound, Refused."""
    with practice.record.write() as connection:
        row = coaching.win_by_id(connection, number)
        demand(actor, "dispute", Thing(row.person_id))
        coaching.share_win(connection, number, yes)


def offer_line(practice: Practice, actor: Actor, attempt: str, turn: int) -> int:
    """Propose a rep's reply as a model answer; it is offered once its rep agrees. Raises CoachingError, Refused."""
    from scoring.marking.receipt import opened

    with practice.record.write() as connection:
        row = attempts.find(connection, attempt)
        managed = teams.manages(connection, actor.person_id, row.person_id)
        demand(actor, "coach", Thing(row.person_id, managed))
        receipt = attempts.receipt_of(connection, row.uuid)
        if receipt is None:
            raise CoachingError("this call has no card")
        transcript, _ = opened(receipt)
        if not 1 <= turn <= len(transcript.turns) or not transcript.turns[turn - 1].rep.strip():
            raise CoachingError(f"this call has no reply {turn}")
        said = transcript.turns[turn - 1]
        now = practice.record.now()
        number = coaching.add_answer(
            connection,
            person_id=row.person_id,
            scenario=row.scenario,
            moment=said.moment,
            customer=said.prompt,
            line=said.rep,
            by=actor.person_id,
            at=now,
        )
        told = f"{actor.name} would offer a line of yours to others, without your name: “{said.rep}”"
        told = f"{told}  (sparring wins agree {number})"
        reviews.tell(connection, [row.person_id], "line", told, now, row.id)
        return number


def agree(practice: Practice, actor: Actor, number: int, *, yes: bool) -> None:
    """One's own line may be offered, or not (any more). Raises NotFound, Refused."""
    with practice.record.write() as connection:
        row = coaching.answer_by_id(connection, number)
        demand(actor, "dispute", Thing(row.person_id))
        coaching.consent(connection, number, yes)


def good_lines(practice: Practice, actor: Actor, scenario: str = "") -> list[AnswerRow]:
    """Lines whose reps agreed, without their names; of one scenario where it is named."""
    demand(actor, "see_scenarios", Thing())
    with practice.record.read() as connection:
        return coaching.answers(connection, scenario=scenario)


# What all of them need


def _coached(connection: Connection, actor: Actor, who: str) -> PersonRow:
    row = people.find(connection, who)
    demand(actor, "coach", Thing(row.id, teams.manages(connection, actor.person_id, row.id)))
    return row


def _seen(connection: Connection, actor: Actor, who: str) -> PersonRow:
    row = people.find(connection, who)
    demand(actor, "see_progress", Thing(row.id, teams.manages(connection, actor.person_id, row.id)))
    return row


def _zone(connection: Connection, person_id: int) -> str:
    team = teams.team_of(connection, person_id)
    return "UTC" if team is None else teams.by_id(connection, team).zone


def _text(text: str, what: str) -> str:
    said = clean(text).strip()
    if not said:
        raise CoachingError(f"write {what}")
    if len(said) > LONGEST:
        raise CoachingError(f"{what} has at most {LONGEST:,} characters; that is {len(said):,}")
    return said


def _maybe(text: str) -> str:
    return clean(text).strip()[:LONGEST]
