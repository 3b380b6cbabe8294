"""Goals, coaching sessions and what was promised in them; thanks, and lines that are offered to others."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa

from simulator.store.connection import RecordError
from simulator.store.tables import (
    action_item,
    approved_answer,
    attempt,
    coaching_session,
    criterion_score,
    goal,
    person,
    win,
)


class NotFound(RecordError):
    """There is no such goal, session, action or thanks."""


@dataclass(frozen=True, slots=True)
class GoalRow:
    """By `due`, in `calls` calls, `criterion` at `least` or more in `hits` of them. `outcome`: reached, missed, dropped."""

    id: int
    uuid: str
    person_id: int
    text: str
    criterion: str
    least: int
    hits: int
    calls: int
    due: str
    steps: str
    by: int
    made: str
    closed: str | None
    outcome: str | None

    @property
    def plan(self) -> list[str]:
        return [str(step) for step in json.loads(self.steps)]


@dataclass(frozen=True, slots=True)
class SessionRow:
    """One talk of a manager and a rep."""

    id: int
    uuid: str
    person_id: int
    manager_id: int
    held: str
    attempt_id: int | None
    goal_id: int | None
    own_line: str
    notes: str
    blockers: str
    changed: str


@dataclass(frozen=True, slots=True)
class ActionRow:
    """`who`: rep or manager."""

    id: int
    session_id: int
    who: str
    text: str
    due: str | None
    done: str | None


@dataclass(frozen=True, slots=True)
class WinRow:
    """Thanks. `shared` None: the rep has not answered whether the team may read it."""

    id: int
    person_id: int
    text: str
    attempt_id: int | None
    turn: int | None
    by: int
    at: str
    shared: bool | None
    name: str


@dataclass(frozen=True, slots=True)
class AnswerRow:
    """A rep's good line. `consent` None: not answered."""

    id: int
    person_id: int
    scenario: str
    moment: str
    customer: str
    line: str
    at: str
    consent: bool | None


_GOAL = [goal.c[name] for name in GoalRow.__slots__]
_SESSION = [coaching_session.c[name] for name in SessionRow.__slots__]
_ACTION = [action_item.c[name] for name in ActionRow.__slots__]
_WIN = [*(win.c[name] for name in WinRow.__slots__[:-1]), person.c.name]
_ANSWER = [approved_answer.c[name] for name in AnswerRow.__slots__]


def _insert(connection: sa.Connection, table: sa.Table, values: dict[str, Any]) -> int:
    done = connection.execute(sa.insert(table).values(**values))
    (number,) = done.inserted_primary_key or (0,)
    return int(number)


def add_goal(connection: sa.Connection, **values: Any) -> GoalRow:
    return goal_by_id(connection, _insert(connection, goal, values))


def goal_by_id(connection: sa.Connection, number: int) -> GoalRow:
    """Raises NotFound."""
    row = connection.execute(sa.select(*_GOAL).where(goal.c.id == number)).first()
    if row is None:
        raise NotFound(f"There is no goal {number}.")
    return GoalRow(*row)


def goals_of(connection: sa.Connection, person_id: int, *, also_closed: bool = False) -> list[GoalRow]:
    """The newest first."""
    query = sa.select(*_GOAL).where(goal.c.person_id == person_id)
    if not also_closed:
        query = query.where(goal.c.closed.is_(None))
    return [GoalRow(*row) for row in connection.execute(query.order_by(goal.c.id.desc()))]


def close_goal(connection: sa.Connection, number: int, outcome: str, at: str) -> None:
    connection.execute(sa.update(goal).where(goal.c.id == number).values(closed=at, outcome=outcome))


def levels_since(connection: sa.Connection, person_id: int, criterion: str, since: str) -> list[tuple[str, int]]:
    """A person's marks for a criterion in calls that count and began since then, the oldest first: attempt and level."""
    query = (
        sa.select(attempt.c.uuid, criterion_score.c.stands)
        .join(criterion_score, criterion_score.c.attempt_id == attempt.c.id)
        .where(attempt.c.person_id == person_id, attempt.c.counts.is_(True), attempt.c.started >= since)
        .where(criterion_score.c.criterion == criterion, criterion_score.c.stands.is_not(None))
        .order_by(attempt.c.id)
    )
    return [(str(uuid), int(level)) for uuid, level in connection.execute(query)]


def add_session(connection: sa.Connection, actions: Sequence[dict[str, Any]], **values: Any) -> SessionRow:
    number = _insert(connection, coaching_session, values)
    for one in actions:
        _insert(connection, action_item, {"session_id": number, **one})
    row = connection.execute(sa.select(*_SESSION).where(coaching_session.c.id == number)).one()
    return SessionRow(*row)


def sessions_of(connection: sa.Connection, person_id: int, most: int = 20) -> list[SessionRow]:
    """The newest first."""
    query = sa.select(*_SESSION).where(coaching_session.c.person_id == person_id)
    return [SessionRow(*row) for row in connection.execute(query.order_by(coaching_session.c.id.desc()).limit(most))]


def actions_of(connection: sa.Connection, session_id: int) -> list[ActionRow]:
    query = sa.select(*_ACTION).where(action_item.c.session_id == session_id).order_by(action_item.c.id)
    return [ActionRow(*row) for row in connection.execute(query)]


def session_of_action(connection: sa.Connection, number: int) -> SessionRow:
    """Raises NotFound."""
    query = sa.select(*_SESSION).join(action_item, action_item.c.session_id == coaching_session.c.id)
    row = connection.execute(query.where(action_item.c.id == number)).first()
    if row is None:
        raise NotFound(f"There is no action {number}.")
    return SessionRow(*row)


def tick(connection: sa.Connection, number: int, at: str | None) -> None:
    connection.execute(sa.update(action_item).where(action_item.c.id == number).values(done=at))


def add_win(connection: sa.Connection, **values: Any) -> int:
    return _insert(connection, win, values)


def win_by_id(connection: sa.Connection, number: int) -> WinRow:
    """Raises NotFound."""
    query = sa.select(*_WIN).join(person, person.c.id == win.c.person_id).where(win.c.id == number)
    row = connection.execute(query).first()
    if row is None:
        raise NotFound(f"There is no thanks {number}.")
    return WinRow(*row)


def wins(connection: sa.Connection, people: Sequence[int], *, shared: bool) -> list[WinRow]:
    """Of these people, the newest first; only those they let others read where `shared`."""
    query = sa.select(*_WIN).join(person, person.c.id == win.c.person_id).where(win.c.person_id.in_(people))
    if shared:
        query = query.where(win.c.shared.is_(True))
    return [WinRow(*row) for row in connection.execute(query.order_by(win.c.id.desc()).limit(200))]


def share_win(connection: sa.Connection, number: int, shared: bool) -> None:
    connection.execute(sa.update(win).where(win.c.id == number).values(shared=shared))


def add_answer(connection: sa.Connection, **values: Any) -> int:
    return _insert(connection, approved_answer, values)


def answer_by_id(connection: sa.Connection, number: int) -> AnswerRow:
    """Raises NotFound."""
    row = connection.execute(sa.select(*_ANSWER).where(approved_answer.c.id == number)).first()
    if row is None:
        raise NotFound(f"There is no line {number}.")
    return AnswerRow(*row)


def answers(connection: sa.Connection, *, scenario: str = "", person_id: int | None = None) -> list[AnswerRow]:
    """Those whose reps agreed; of one person all, answered or not."""
    query = sa.select(*_ANSWER).where(approved_answer.c.withdrawn.is_(None))
    query = (
        query.where(approved_answer.c.consent.is_(True))
        if person_id is None
        else query.where(approved_answer.c.person_id == person_id)
    )
    if scenario:
        query = query.where(approved_answer.c.scenario == scenario)
    return [AnswerRow(*row) for row in connection.execute(query.order_by(approved_answer.c.id.desc()).limit(200))]


def consent(connection: sa.Connection, number: int, yes: bool) -> None:
    connection.execute(sa.update(approved_answer).where(approved_answer.c.id == number).values(consent=yes))
