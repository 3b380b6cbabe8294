"""Objections that were heard outside, and replies on record that no customer understood."""

from __future__ import annotations

import json
from dataclasses import dataclass

import sqlalchemy as sa

from simulator.store.tables import attempt, inbox, turn

FEWEST_WORDS = 3
"""Of a reply that a customer asks back about."""


@dataclass(frozen=True, slots=True)
class Noted:
    """An objection somebody heard. `scenario`: the draft made of it; `done`: when it was ticked off. Times are UTC."""

    id: int
    person_id: int
    said: str
    who: str
    about: str
    at: str
    scenario: str | None
    done: str | None


@dataclass(frozen=True, slots=True)
class Unclear:
    """A reply in a call on record in which nothing was heard."""

    scenario: str
    title: str
    said: str
    at: str


_COLUMNS = [inbox.c[name] for name in Noted.__slots__]


def add(connection: sa.Connection, person_id: int, *, said: str, who: str, about: str, at: str) -> int:
    """Its number."""
    done = connection.execute(sa.insert(inbox).values(person_id=person_id, said=said, who=who, about=about, at=at))
    (number,) = done.inserted_primary_key or (0,)
    return int(number)


def of(connection: sa.Connection, person_id: int, *, also_done: bool = False, most: int = 500) -> list[Noted]:
    """What a person noted, the newest first."""
    query = sa.select(*_COLUMNS).where(inbox.c.person_id == person_id)
    if not also_done:
        query = query.where(inbox.c.done.is_(None))
    return [Noted(*row) for row in connection.execute(query.order_by(inbox.c.id.desc()).limit(most))]


def find(connection: sa.Connection, number: int) -> Noted | None:
    row = connection.execute(sa.select(*_COLUMNS).where(inbox.c.id == number)).first()
    return None if row is None else Noted(*row)


def set_draft(connection: sa.Connection, number: int, scenario: str) -> None:
    connection.execute(sa.update(inbox).where(inbox.c.id == number).values(scenario=scenario))


def set_done(connection: sa.Connection, number: int, at: str | None) -> None:
    connection.execute(sa.update(inbox).where(inbox.c.id == number).values(done=at))


def unclear_of(connection: sa.Connection, person_id: int, most: int = 100) -> list[Unclear]:
    """The replies of a person that were not understood, the newest first; each wording once."""
    query = (
        sa.select(attempt.c.scenario, attempt.c.title, turn.c.entry, turn.c.at)
        .join(attempt, attempt.c.id == turn.c.attempt_id)
        .where(attempt.c.person_id == person_id, turn.c.entry.contains('"understood": false'))
        .order_by(turn.c.id.desc())
        .limit(most * 5)
    )
    out: dict[tuple[str, str], Unclear] = {}
    for scenario, title, text, at in connection.execute(query):
        entry = json.loads(text)
        hearing = entry.get("hearing") or {}
        if entry.get("kind") != "say" or hearing.get("understood", True) or hearing.get("words", 0) < FEWEST_WORDS:
            continue
        out.setdefault((scenario, entry["text"].casefold()), Unclear(scenario, title, entry["text"], at))
    return list(out.values())[:most]
