"""The people: who is here, what they may do, and taking them in and out."""

from __future__ import annotations

import uuid
from dataclasses import dataclass
from typing import TYPE_CHECKING

from simulator.services.audit import note
from simulator.services.people import BadName, tidy_name
from simulator.services.policy import ROLES, Actor, Thing, demand
from simulator.store import assignments, attempts, erasing, people, teams

if TYPE_CHECKING:
    from simulator.store.connection import Connection, Record
    from simulator.store.erasing import Erased
    from simulator.store.people import PersonRow


class RosterError(ValueError):
    """What was asked of people or teams cannot be done. Carries a sentence."""


@dataclass(frozen=True, slots=True)
class Somebody:
    """A person with the names of the teams that they are in, and that they manage."""

    row: PersonRow
    teams: tuple[str, ...]
    manages: tuple[str, ...]


def everybody(record: Record, actor: Actor, *, also_left: bool = False) -> list[Somebody]:
    """By name: all for an admin, for a manager their own people. Raises Refused."""
    with record.read() as connection:
        rows = people.listed(connection, also_left=also_left)
        if actor.role != "admin":
            mine = set(teams.managed_people(connection, actor.person_id)) if actor.role == "manager" else set()
            demand(actor, "see_board", Thing(managed=bool(mine)))
            rows = [row for row in rows if row.id in mine]
        names = {team.id: team.name for team in teams.everybody(connection)}
        held: dict[tuple[int, str], list[str]] = {}
        for place in teams.places(connection):
            if place.team_id in names:
                held.setdefault((place.person_id, place.kind), []).append(names[place.team_id])
    return [
        Somebody(
            row,
            tuple(sorted(held.get((row.id, teams.MEMBER), ()))),
            tuple(sorted(held.get((row.id, teams.MANAGER), ()))),
        )
        for row in rows
    ]


def add_person(record: Record, actor: Actor, login: str, name: str, *, role: str = "rep") -> PersonRow:
    """Raises RosterError, BadName, Refused."""
    demand(actor, "change_people", Thing())
    with record.write() as connection:
        if people.by_login(connection, tidy_login(login)) is not None:
            raise RosterError(f"there is somebody with the login {login} already")
        return _new_person(connection, actor, tidy_login(login), tidy_name(name), tidy_role(role), record.now())


def change_person(
    record: Record, actor: Actor, who: str, *, name: str | None = None, role: str | None = None
) -> PersonRow:
    """Another name or role. Raises RosterError, NoSuchPerson, Refused."""
    demand(actor, "change_people", Thing())
    with record.write() as connection:
        row = people.find(connection, who)
        if name is not None:
            people.change(connection, row.id, name=tidy_name(name))
            note(connection, actor, record.now(), "rename", "person", row.uuid)
        if role is not None and tidy_role(role) != row.role:
            _keep_an_admin(connection, row, role)
            people.change(connection, row.id, role=role)
            note(connection, actor, record.now(), "set role", "person", row.uuid, {"role": row.role}, {"role": role})
        return people.by_id(connection, row.id)


def take_out(record: Record, actor: Actor, who: str) -> PersonRow:
    """They may not sign in any more, leave all teams, and nothing is due from them; what they did stays.

    Raises RosterError, NoSuchPerson, Refused."""
    demand(actor, "change_people", Thing())
    with record.write() as connection:
        row = people.find(connection, who)
        if row.left is not None:
            raise RosterError(f"{row.name} was taken out already")
        if row.id == actor.person_id:
            raise RosterError("nobody can take themselves out; another admin can")
        _keep_an_admin(connection, row, "rep")
        now = record.now()
        people.change(connection, row.id, left=now)
        teams.leave(connection, row.id, None, None, at=now)
        assignments.follow(connection, [row.id], at=now)
        note(connection, actor, now, "take out", "person", row.uuid)
        return people.by_id(connection, row.id)


def take_in(record: Record, actor: Actor, who: str) -> PersonRow:
    """Undo `take_out`; the teams they were in are joined anew by whoever is asked to. Raises RosterError, Refused."""
    demand(actor, "change_people", Thing())
    with record.write() as connection:
        row = people.find(connection, who)
        if row.left is None:
            raise RosterError(f"{row.name} is here")
        people.change(connection, row.id, left=None)
        note(connection, actor, record.now(), "take in", "person", row.uuid)
        return people.by_id(connection, row.id)


def _new_person(connection: Connection, actor: Actor, login: str, name: str, role: str, now: str) -> PersonRow:
    row = people.add(connection, uuid=str(uuid.uuid4()), name=name, role=role, login=login, since=now)
    note(connection, actor, now, "add", "person", row.uuid, after={"role": role})
    return row


def _keep_an_admin(connection: Connection, row: PersonRow, role: str) -> None:
    if row.role == "admin" and role != "admin" and people.count(connection, role="admin") == 1:
        raise RosterError(f"{row.name} is the only admin; make somebody else one first")


def tidy_login(login: str) -> str:
    """Raises RosterError."""
    try:
        tidied = tidy_name(login)
    except BadName as error:
        raise RosterError(f"a login: {error}") from None
    if " " in tidied:
        raise RosterError(f"a login has no blanks: {tidied}")
    return tidied


def tidy_role(role: str) -> str:
    """Raises RosterError."""
    if role not in ROLES:
        raise RosterError(f"the roles are {', '.join(ROLES)}, not {role}")
    return role


def to_erase(record: Record, actor: Actor, who: str) -> tuple[PersonRow, int]:
    """Who it is, and how many calls they made; to ask before `erase`. Raises NoSuchPerson, Refused."""
    demand(actor, "change_people", Thing())
    with record.read() as connection:
        row = people.find(connection, who)
        return row, attempts.count_of(connection, row.id)


def erase(record: Record, actor: Actor, who: str) -> Erased:
    """A person's words and names, for good; sums and marks stay, without a name. A backup made before still has them.

    Raises RosterError, NoSuchPerson, Refused."""
    demand(actor, "change_people", Thing())
    with record.write() as connection:
        row = people.find(connection, who)
        if row.id != actor.person_id:
            _keep_an_admin(connection, row, "rep")
        elif people.count(connection) > 1:
            raise RosterError("nobody can erase themselves while others are here; another admin can")
        now = record.now()
        teams.leave(connection, row.id, None, None, at=now)
        done = erasing.erase(connection, row.id, now=now)
        assignments.follow(connection, [row.id], at=now)
        note(connection, actor, now, "erase", "person", row.uuid)
    record.compact()
    return done
