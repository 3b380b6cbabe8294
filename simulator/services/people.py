"""Who is here. Solo use: the operating system's user, asked for a name once, without a password."""

from __future__ import annotations

import getpass
import uuid
from collections.abc import Callable
from typing import TYPE_CHECKING

from simulator.services.policy import Actor, Refused

if TYPE_CHECKING:
    from simulator.store.connection import Record

LONGEST_NAME = 80


class BadName(ValueError):
    """A name that cannot be kept."""


def system_user() -> str:
    """The operating system's user, or `me` where there is none to be known."""
    try:
        return getpass.getuser() or "me"
    except (KeyError, OSError, ImportError):
        return "me"


def tidy_name(name: str) -> str:
    """Without control characters and needless blanks. Raises BadName where nothing is left or it is too long."""
    from scoring.hearing.text import clean

    tidied = " ".join(clean(name).split())
    if not tidied:
        raise BadName("give a name, any name")
    if len(tidied) > LONGEST_NAME:
        raise BadName(f"a name has at most {LONGEST_NAME} letters")
    return tidied


class People:
    """The person of this machine, in the record."""

    def __init__(self, record: Callable[[], Record], login: str | None = None) -> None:
        self._record = record
        self.login = login or system_user()

    def known(self) -> Actor | None:
        """Who gave a name before; None on the first run. Raises Refused for somebody who was taken out."""
        from simulator.store import people

        with self._record().read() as connection:
            row = people.by_login(connection, self.login)
        if row is not None and row.left is not None:
            raise Refused(f"{row.login} is no longer among the people of this record; an admin can take you in again")
        return None if row is None else Actor(row.id, row.name, row.role)  # type: ignore[arg-type]

    def introduce(self, name: str) -> Actor:
        """Keep a name, or change it. Whoever comes first runs the record. Raises BadName, RecordError."""
        from simulator.store import people

        tidied = tidy_name(name)
        record = self._record()
        with record.write() as connection:
            role = "rep" if people.count(connection, role="admin") else "admin"
            row = people.add(
                connection, uuid=str(uuid.uuid4()), name=tidied, role=role, login=self.login, since=record.now()
            )
        return Actor(row.id, row.name, row.role)  # type: ignore[arg-type]


def sign_in(people: People) -> Actor:
    """The person of this machine; where nobody gave a name yet, the operating system's user."""
    return people.known() or people.introduce(system_user())
