"""The teams: who is in them and who manages them, and where they stand in the tree."""

from __future__ import annotations

import uuid
from dataclasses import dataclass
from typing import TYPE_CHECKING

from simulator.learning.times import BadTime, zone_of
from simulator.services.audit import note
from simulator.services.people import tidy_name
from simulator.services.policy import Actor, Thing, demand
from simulator.services.roster import RosterError
from simulator.store import assignments, people, teams
from simulator.store.connection import RecordError

if TYPE_CHECKING:
    from simulator.store.connection import Connection, Record
    from simulator.store.people import PersonRow
    from simulator.store.teams import TeamRow


KINDS = (teams.MEMBER, teams.MANAGER)


@dataclass(frozen=True, slots=True)
class TeamView:
    """A team with its people. `above`: the name of the team it belongs to."""

    row: TeamRow
    above: str
    members: tuple[PersonRow, ...]
    managers: tuple[PersonRow, ...]


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
            before = teams.members_below(connection, [row.id])
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
