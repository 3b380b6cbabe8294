"""People in the record."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa

from simulator.store.connection import RecordError
from simulator.store.tables import person


class NoSuchPerson(RecordError):
    """There is nobody of this login."""


@dataclass(frozen=True, slots=True)
class PersonRow:
    """`left`: since when they may not sign in. `erased`: since when nothing of theirs is left but numbers."""

    id: int
    uuid: str
    name: str
    role: str
    login: str
    since: str
    left: str | None
    erased: str | None


def _row(row: Any) -> PersonRow:
    return PersonRow(*row)


_COLUMNS = [person.c[name] for name in PersonRow.__slots__]


def by_login(connection: sa.Connection, login: str) -> PersonRow | None:
    row = connection.execute(sa.select(*_COLUMNS).where(person.c.login == login)).first()
    return None if row is None else _row(row)


def find(connection: sa.Connection, who: str) -> PersonRow:
    """By login, or by a name that only one person has. Raises NoSuchPerson."""
    known = by_login(connection, who)
    if known is not None:
        return known
    query = sa.select(*_COLUMNS).where(sa.func.lower(person.c.name) == who.lower(), person.c.erased.is_(None))
    rows = connection.execute(query).fetchall()
    if len(rows) == 1:
        return _row(rows[0])
    if rows:
        logins = ", ".join(sorted(str(_row(row).login) for row in rows))
        raise NoSuchPerson(f"There are {len(rows)} people called {who}; say which by login: {logins}.")
    raise NoSuchPerson(f"There is nobody called {who}; `sparring people list` shows who there is.")


def by_id(connection: sa.Connection, number: int) -> PersonRow:
    """Raises NoSuchPerson."""
    row = connection.execute(sa.select(*_COLUMNS).where(person.c.id == number)).first()
    if row is None:
        raise NoSuchPerson("There is no such person.")
    return _row(row)


def named(connection: sa.Connection, numbers: Sequence[int]) -> dict[int, PersonRow]:
    """These people, by id."""
    query = sa.select(*_COLUMNS).where(person.c.id.in_(numbers))
    return {row[0]: _row(row) for row in connection.execute(query)}


def listed(connection: sa.Connection, *, also_left: bool = False) -> list[PersonRow]:
    """Everybody, by name."""
    query = sa.select(*_COLUMNS).order_by(sa.func.lower(person.c.name), person.c.id).where(person.c.erased.is_(None))
    if not also_left:
        query = query.where(person.c.left.is_(None))
    return [_row(row) for row in connection.execute(query)]


def page_of(connection: sa.Connection, people: sa.Select[Any], start: int, most: int) -> list[PersonRow]:
    """Some of these people, by name."""
    query = sa.select(*_COLUMNS).where(person.c.id.in_(people))
    query = query.order_by(sa.func.lower(person.c.name), person.c.id).offset(start).limit(most)
    return [_row(row) for row in connection.execute(query)]


def how_many(connection: sa.Connection, people: sa.Select[Any]) -> int:
    return int(connection.execute(sa.select(sa.func.count()).select_from(people.subquery())).scalar() or 0)


def count(connection: sa.Connection, *, role: str | None = None) -> int:
    """How many there are who may sign in; of one role where one is named."""
    query = sa.select(sa.func.count()).select_from(person).where(person.c.left.is_(None))
    if role is not None:
        query = query.where(person.c.role == role)
    return int(connection.execute(query).scalar() or 0)


def add(connection: sa.Connection, *, uuid: str, name: str, role: str, login: str, since: str) -> PersonRow:
    """The person of this login; the name is set where they are there already."""
    known = by_login(connection, login)
    if known is None:
        connection.execute(sa.insert(person).values(uuid=uuid, name=name, role=role, login=login, since=since))
    elif known.name != name:
        change(connection, known.id, name=name)
    found = by_login(connection, login)
    assert found is not None
    return found


def change(connection: sa.Connection, number: int, **values: Any) -> None:
    connection.execute(sa.update(person).where(person.c.id == number).values(**values))
