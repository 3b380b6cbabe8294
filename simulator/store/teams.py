"""Teams, who is in them and who manages them, now and before."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

import sqlalchemy as sa

from simulator.store.connection import RecordError
from simulator.store.tables import membership, person, team

MEMBER, MANAGER = "member", "manager"


class NoSuchTeam(RecordError):
    """There is no team of this name."""


@dataclass(frozen=True, slots=True)
class TeamRow:
    """`zone`: an IANA time zone. `ended`: since when it is no more."""

    id: int
    uuid: str
    name: str
    parent_id: int | None
    zone: str
    since: str
    ended: str | None


@dataclass(frozen=True, slots=True)
class Place:
    """A person's place in a team: as a member, or as its manager."""

    person_id: int
    team_id: int
    kind: str
    since: str
    until: str | None


_COLUMNS = [team.c[name] for name in TeamRow.__slots__]
_PLACE = [membership.c[name] for name in Place.__slots__]
_NOW = membership.c.until.is_(None)


def _below() -> sa.CTE:
    """The teams that the person `actor` manages now, and all below them."""
    managed = (
        sa.select(membership.c.team_id.label("id"))
        .where(membership.c.person_id == sa.bindparam("actor"), membership.c.kind == MANAGER, _NOW)
        .cte("below", recursive=True)
    )
    return managed.union(sa.select(team.c.id).join(managed, team.c.parent_id == managed.c.id))


_BELOW = _below()
_TEAMS_BELOW = sa.select(_BELOW.c.id)
_PEOPLE_BELOW = sa.select(membership.c.person_id).where(
    membership.c.kind == MEMBER, _NOW, membership.c.team_id.in_(sa.select(_BELOW.c.id))
)
_IS_BELOW = _PEOPLE_BELOW.where(membership.c.person_id == sa.bindparam("owner")).limit(1)
_ALONE = sa.select(sa.func.count()).select_from(person).where(person.c.left.is_(None))


def scope(connection: sa.Connection, actor: int) -> sa.Select[int]:
    """A query for the ids of the people whom this person manages now; themselves where they are alone."""
    if is_alone(connection):
        return sa.select(sa.literal(actor))
    return _PEOPLE_BELOW.where(membership.c.person_id != actor).distinct().params(actor=actor)


def manages_anybody(connection: sa.Connection, actor: int) -> bool:
    """Whether there is one of them at least."""
    return connection.execute(scope(connection, actor).limit(1)).first() is not None


def manages(connection: sa.Connection, actor: int, owner: int) -> bool:
    """Whether `actor` manages a team that `owner` is a member of now, or one above it; or is alone, and means themselves."""
    if connection.execute(_IS_BELOW, {"actor": actor, "owner": owner}).first() is not None:
        return actor != owner or is_alone(connection)
    return actor == owner and is_alone(connection)


def is_alone(connection: sa.Connection) -> bool:
    """Whether one person is all there is."""
    return connection.execute(_ALONE).scalar() == 1


def managed_people(connection: sa.Connection, actor: int) -> list[int]:
    """The ids of the people whom this person manages now, in order; themselves where they are alone."""
    return sorted(row[0] for row in connection.execute(scope(connection, actor)))


def managed_teams(connection: sa.Connection, actor: int) -> list[int]:
    """The ids of the teams that this person manages now, those below among them."""
    return sorted(int(row[0]) for row in connection.execute(_TEAMS_BELOW, {"actor": actor}))


def everybody(connection: sa.Connection, *, also_ended: bool = False) -> list[TeamRow]:
    """All teams by name."""
    query = sa.select(*_COLUMNS).order_by(team.c.name)
    if not also_ended:
        query = query.where(team.c.ended.is_(None))
    return [TeamRow(*row) for row in connection.execute(query)]


def find(connection: sa.Connection, name: str) -> TeamRow:
    """By name, whatever its case. Raises NoSuchTeam."""
    query = sa.select(*_COLUMNS).where(sa.func.lower(team.c.name) == name.lower(), team.c.ended.is_(None))
    row = connection.execute(query).first()
    if row is None:
        raise NoSuchTeam(f"There is no team {name}; `sparring teams list` shows those there are.")
    return TeamRow(*row)


def by_id(connection: sa.Connection, number: int) -> TeamRow:
    row = connection.execute(sa.select(*_COLUMNS).where(team.c.id == number)).first()
    if row is None:
        raise NoSuchTeam("There is no such team.")
    return TeamRow(*row)


def add(connection: sa.Connection, *, uuid: str, name: str, parent_id: int | None, zone: str, since: str) -> TeamRow:
    connection.execute(sa.insert(team).values(uuid=uuid, name=name, parent_id=parent_id, zone=zone, since=since))
    return find(connection, name)


def change(connection: sa.Connection, number: int, **values: object) -> None:
    connection.execute(sa.update(team).where(team.c.id == number).values(**values))


def is_above(connection: sa.Connection, upper: int, lower: int | None) -> bool:
    """Whether one team is above another in the tree, or the same."""
    seen: set[int] = set()
    while lower is not None and lower not in seen:
        if lower == upper:
            return True
        seen.add(lower)
        lower = connection.execute(sa.select(team.c.parent_id).where(team.c.id == lower)).scalar()
    return False


def members_below(connection: sa.Connection, numbers: Collection[int]) -> set[int]:
    """The ids of the members of these teams and of all below them, now."""
    tree = sa.select(team.c.id).where(team.c.id.in_(numbers)).cte("tree", recursive=True)
    tree = tree.union(sa.select(team.c.id).join(tree, team.c.parent_id == tree.c.id))
    query = sa.select(membership.c.person_id).where(
        membership.c.kind == MEMBER, _NOW, membership.c.team_id.in_(sa.select(tree.c.id))
    )
    return {row[0] for row in connection.execute(query)}


def above(connection: sa.Connection, numbers: list[int]) -> set[int]:
    """The ids of these teams and of all above them."""
    seen: set[int] = set()
    waiting = list(numbers)
    while waiting:
        number = waiting.pop()
        if number not in seen:
            seen.add(number)
            parent = connection.execute(sa.select(team.c.parent_id).where(team.c.id == number)).scalar()
            waiting += [] if parent is None else [int(parent)]
    return seen


def places(connection: sa.Connection, *, person_id: int | None = None, team_id: int | None = None) -> list[Place]:
    """The places that are held now."""
    query = sa.select(*_PLACE).where(_NOW)
    if person_id is not None:
        query = query.where(membership.c.person_id == person_id)
    if team_id is not None:
        query = query.where(membership.c.team_id == team_id)
    return [Place(*row) for row in connection.execute(query.order_by(membership.c.id))]


def team_of(connection: sa.Connection, person_id: int) -> int | None:
    """The team that a person is a member of now; the one joined last, where there are several."""
    query = sa.select(membership.c.team_id).where(
        membership.c.person_id == person_id, membership.c.kind == MEMBER, _NOW
    )
    found: int | None = connection.execute(query.order_by(membership.c.id.desc()).limit(1)).scalar()
    return found


def join(connection: sa.Connection, person_id: int, team_id: int, kind: str, *, at: str) -> bool:
    """False where they hold that place already."""
    mine = (membership.c.person_id == person_id, membership.c.team_id == team_id, membership.c.kind == kind)
    if connection.execute(sa.select(membership.c.id).where(*mine, _NOW)).first() is not None:
        return False
    connection.execute(sa.insert(membership).values(person_id=person_id, team_id=team_id, kind=kind, since=at))
    return True


def leave(connection: sa.Connection, person_id: int, team_id: int | None, kind: str | None, *, at: str) -> int:
    """How many places were given up; of all teams and kinds where none is named."""
    query = sa.update(membership).where(membership.c.person_id == person_id, _NOW)
    if team_id is not None:
        query = query.where(membership.c.team_id == team_id)
    if kind is not None:
        query = query.where(membership.c.kind == kind)
    return connection.execute(query.values(until=at)).rowcount
