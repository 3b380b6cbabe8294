"""The people and the teams: who is here, what they may do, in which team they are and since when."""

from __future__ import annotations

import uuid
from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from simulator.learning.times import BadTime, zone_of
from simulator.services.people import BadName, tidy_name
from simulator.services.policy import ROLES, Actor, Thing, demand
from simulator.store import assignments, attempts, audit, erasing, people, teams
from simulator.store.connection import RecordError

if TYPE_CHECKING:
    from simulator.store.audit import AuditRow
    from simulator.store.connection import Connection, Record
    from simulator.store.erasing import Erased
    from simulator.store.people import PersonRow
    from simulator.store.teams import TeamRow

KINDS = (teams.MEMBER, teams.MANAGER)


class RosterError(ValueError):
    """What was asked of people or teams cannot be done. Carries a sentence."""


@dataclass(frozen=True, slots=True)
class Somebody:
    """A person with the names of the teams that they are in, and that they manage."""

    row: PersonRow
    teams: tuple[str, ...]
    manages: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class TeamView:
    """A team with its people. `above`: the name of the team it belongs to."""

    row: TeamRow
    above: str
    members: tuple[PersonRow, ...]
    managers: tuple[PersonRow, ...]


# People


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


# Teams


def all_teams(record: Record, actor: Actor) -> list[TeamView]:
    """By name: all for an admin, for a manager those they manage. Raises Refused."""
    with record.read() as connection:
        rows = teams.everybody(connection)
        names = {row.id: row.name for row in rows}
        if actor.role != "admin":
            mine = set(teams.managed_teams(connection, actor.person_id)) if actor.role == "manager" else set()
            demand(actor, "see_board", Thing(managed=bool(mine)))
            rows = [row for row in rows if row.id in mine]
        found = {row.id: row for row in people.listed(connection)}
        places = teams.places(connection)
    out = []
    for row in rows:
        own = {
            kind: tuple(
                sorted(
                    (
                        found[one.person_id]
                        for one in places
                        if one.team_id == row.id and one.kind == kind and one.person_id in found
                    ),
                    key=lambda somebody: somebody.name.casefold(),
                )
            )
            for kind in KINDS
        }
        out.append(TeamView(row, names.get(row.parent_id or 0, ""), own[teams.MEMBER], own[teams.MANAGER]))
    return out


def add_team(record: Record, actor: Actor, name: str, *, above: str = "", zone: str = "UTC") -> TeamRow:
    """Raises RosterError, NoSuchTeam, Refused."""
    demand(actor, "change_teams", Thing())
    with record.write() as connection:
        return _new_team(connection, actor, tidy_name(name), above, zone, record.now())


def _new_team(connection: Connection, actor: Actor, name: str, above: str, zone: str, now: str) -> TeamRow:
    _free_name(connection, name)
    parent = teams.find(connection, above).id if above else None
    row = teams.add(connection, uuid=str(uuid.uuid4()), name=name, parent_id=parent, zone=tidy_zone(zone), since=now)
    note(connection, actor, now, "add", "team", row.uuid, after={"above": parent, "zone": zone})
    return row


def change_team(
    record: Record,
    actor: Actor,
    name: str,
    *,
    new_name: str | None = None,
    above: str | None = None,
    zone: str | None = None,
) -> TeamRow:
    """`above` empty: it belongs to no other team. Raises RosterError, NoSuchTeam, Refused."""
    demand(actor, "change_teams", Thing())
    with record.write() as connection:
        row, now = teams.find(connection, name), record.now()
        if new_name is not None and tidy_name(new_name).casefold() != row.name.casefold():
            _free_name(connection, tidy_name(new_name))
        if new_name is not None:
            teams.change(connection, row.id, name=tidy_name(new_name))
            note(connection, actor, now, "rename", "team", row.uuid)
        if zone is not None:
            teams.change(connection, row.id, zone=tidy_zone(zone))
            note(connection, actor, now, "set zone", "team", row.uuid, {"zone": row.zone}, {"zone": zone})
        if above is not None:
            parent = teams.find(connection, above).id if above else None
            if parent is not None and teams.is_above(connection, row.id, parent):
                raise RosterError(f"{row.name} is {above} itself, or above it; a team cannot stand below itself")
            before = [place.person_id for place in _members_below(connection, row.id)]
            teams.change(connection, row.id, parent_id=parent)
            assignments.follow(connection, before, at=now)
            note(connection, actor, now, "move", "team", row.uuid, {"above": row.parent_id}, {"above": parent})
        return teams.by_id(connection, row.id)


def end_team(record: Record, actor: Actor, name: str) -> TeamRow:
    """Its people leave it; what they did in it stays. Raises RosterError, NoSuchTeam, Refused."""
    demand(actor, "change_teams", Thing())
    with record.write() as connection:
        row, now = teams.find(connection, name), record.now()
        if below := [one for one in teams.everybody(connection) if one.parent_id == row.id]:
            raise RosterError(f"{below[0].name} stands below {row.name}; move or end it first")
        inside = [place.person_id for place in teams.places(connection, team_id=row.id)]
        for person_id in inside:
            teams.leave(connection, person_id, row.id, None, at=now)
        # Its name is free again for another.
        teams.change(connection, row.id, ended=now, name=f"{row.name} (ended {now})"[:80])
        assignments.follow(connection, inside, at=now)
        note(connection, actor, now, "end", "team", row.uuid)
        return teams.by_id(connection, row.id)


def join(record: Record, actor: Actor, who: str, team: str, *, kind: str = teams.MEMBER) -> bool:
    """Into a team, as a member or as its manager; False where they are. A rep who is to manage becomes a manager.

    Raises RosterError, NoSuchPerson, NoSuchTeam, Refused."""
    demand(actor, "change_teams", Thing())
    with record.write() as connection:
        return _join(connection, actor, people.find(connection, who), teams.find(connection, team), kind, record.now())


def _join(connection: Connection, actor: Actor, row: PersonRow, team: TeamRow, kind: str, now: str) -> bool:
    if kind not in KINDS:
        raise RosterError(f"one is in a team as {' or '.join(KINDS)}, not as {kind}")
    if row.left is not None:
        raise RosterError(f"{row.name} was taken out; `sparring people in {row.login}` takes them in again")
    if not teams.join(connection, row.id, team.id, kind, at=now):
        return False
    if kind == teams.MANAGER and row.role == "rep":
        people.change(connection, row.id, role="manager")
        note(connection, actor, now, "set role", "person", row.uuid, {"role": "rep"}, {"role": "manager"})
    if kind == teams.MEMBER:
        assignments.follow(connection, [row.id], at=now)
    note(connection, actor, now, "join", "person", row.uuid, after={"team": team.id, "kind": kind})
    return True


def leave(record: Record, actor: Actor, who: str, team: str, *, kind: str | None = None) -> bool:
    """Out of a team; False where they were not in it. Raises NoSuchPerson, NoSuchTeam, Refused."""
    demand(actor, "change_teams", Thing())
    with record.write() as connection:
        row, found = people.find(connection, who), teams.find(connection, team)
        return _leave(connection, actor, row, found, kind, record.now())


def _leave(connection: Connection, actor: Actor, row: PersonRow, team: TeamRow, kind: str | None, now: str) -> bool:
    if not teams.leave(connection, row.id, team.id, kind, at=now):
        return False
    assignments.follow(connection, [row.id], at=now)
    note(connection, actor, now, "leave", "person", row.uuid, before={"team": team.id, "kind": kind or "any"})
    return True


# What was done


def log(record: Record, actor: Actor, *, thing: str = "", thing_id: str = "") -> list[tuple[AuditRow, str]]:
    """The newest first, each with the name of who did it. Raises Refused."""
    demand(actor, "see_audit", Thing())
    with record.read() as connection:
        return audit.listed(connection, thing=thing, thing_id=thing_id)


def verify_log(record: Record, actor: Actor) -> tuple[int | None, int, str]:
    """The first row that does not follow from the one before (None: all do), how many there are, and the last link."""
    demand(actor, "see_audit", Thing())
    with record.read() as connection:
        return (audit.broken_at(connection), *audit.head(connection))


def note(
    connection: Connection,
    actor: Actor,
    now: str,
    action: str,
    thing: str,
    thing_id: str | int,
    before: Mapping[str, object] | None = None,
    after: Mapping[str, object] | None = None,
) -> None:
    """A line in the audit, in the transaction of what it tells of."""
    audit.add(
        connection,
        at=now,
        actor=actor.person_id,
        action=action,
        thing=thing,
        thing_id=thing_id,
        before=before,
        after=after,
    )


# What was typed


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


def tidy_zone(zone: str) -> str:
    """Raises RosterError."""
    try:
        zone_of(zone)
    except BadTime as error:
        raise RosterError(str(error)) from None
    return zone


def _free_name(connection: Connection, name: str) -> None:
    try:
        teams.find(connection, name)
    except RecordError:
        return
    raise RosterError(f"there is a team {name} already")


def _members_below(connection: Connection, team_id: int) -> list[teams.Place]:
    return [
        place
        for number in teams.below(connection, team_id)
        for place in teams.places(connection, team_id=number)
        if place.kind == teams.MEMBER
    ]


# Erasing


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
