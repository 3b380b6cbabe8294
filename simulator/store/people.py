"""People in the record."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa

from simulator.store.tables import person


@dataclass(frozen=True, slots=True)
class PersonRow:
    id: int
    uuid: str
    name: str
    role: str
    login: str


def _row(row: Any) -> PersonRow:
    return PersonRow(*row)


_COLUMNS = (person.c.id, person.c.uuid, person.c.name, person.c.role, person.c.login)


def by_login(connection: sa.Connection, login: str) -> PersonRow | None:
    row = connection.execute(sa.select(*_COLUMNS).where(person.c.login == login)).first()
    return None if row is None else _row(row)


def add(connection: sa.Connection, *, uuid: str, name: str, role: str, login: str, since: str) -> PersonRow:
    """The person of this login; the name is set where they are there already."""
    known = by_login(connection, login)
    if known is None:
        connection.execute(sa.insert(person).values(uuid=uuid, name=name, role=role, login=login, since=since))
    elif known.name != name:
        connection.execute(sa.update(person).where(person.c.id == known.id).values(name=name))
    found = by_login(connection, login)
    assert found is not None
    return found
