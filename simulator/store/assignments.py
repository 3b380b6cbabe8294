"""Assignments: what was given to whom, and the rows of a board."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa

from simulator.learning.assigned import Rules
from simulator.store import teams
from simulator.store.connection import RecordError
from simulator.store.tables import (
    assigned,
    assignment,
    assignment_item,
    assignment_target,
    person,
)


class NoSuchAssignment(RecordError):
    """There is no such assignment."""


@dataclass(frozen=True, slots=True)
class AssignmentRow:
    """`release` and `due`: UTC; `zone`: in which they were meant. `most` None: as many attempts as one likes."""

    id: int
    uuid: str
    title: str
    note: str
    path: str
    release: str
    due: str
    zone: str
    pass_mark: int | None
    passes: int
    least: int
    most: int | None
    in_a_row: int
    mode: str
    level: str
    in_order: bool
    later_joiners: bool
    hold: bool
    made_by: int
    made: str
    withdrawn: str | None

    @property
    def rules(self) -> Rules:
        return Rules(self.passes, self.least, self.most, self.in_a_row)


@dataclass(frozen=True, slots=True)
class ItemRow:
    """One scenario of an assignment, in the version that was assigned. `n` counts from 1."""

    id: int
    assignment_id: int
    n: int
    scenario: str
    title: str
    version: int
    scenario_hash: str


@dataclass(frozen=True, slots=True)
class AssignedRow:
    """How far one person is with one assignment. `passed`: of its scenarios. `extended`: their own due date."""

    assignment_id: int
    person_id: int
    since: str
    until: str | None
    state: str
    attempts: int
    passed: int
    first: int | None
    best: int | None
    latest: int | None
    sum: int
    totals: int
    touched: str | None
    done: str | None
    extended: str | None


_COLUMNS = [assignment.c[name] for name in AssignmentRow.__slots__]

_ITEM = [assignment_item.c[name] for name in ItemRow.__slots__]

_ASSIGNED = [assigned.c[name] for name in AssignedRow.__slots__]


def create(
    connection: sa.Connection,
    values: Mapping[str, Any],
    items: Sequence[Mapping[str, Any]],
    *,
    team_ids: Iterable[int],
    person_ids: Iterable[int],
) -> AssignmentRow:
    """A new assignment and who has it now."""
    done = connection.execute(sa.insert(assignment).values(**values))
    (number,) = done.inserted_primary_key or (0,)
    connection.execute(
        sa.insert(assignment_item), [{"assignment_id": number, "n": n, **item} for n, item in enumerate(items, 1)]
    )
    targets = [{"assignment_id": number, "team_id": team, "person_id": None} for team in team_ids]
    targets += [{"assignment_id": number, "team_id": None, "person_id": one} for one in person_ids]
    connection.execute(sa.insert(assignment_target), targets)
    made = by_id(connection, int(number))
    give(connection, made, wanted(connection, made), at=str(values["made"]))
    return made


def by_id(connection: sa.Connection, number: int) -> AssignmentRow:
    """Raises NoSuchAssignment."""
    row = connection.execute(sa.select(*_COLUMNS).where(assignment.c.id == number)).first()
    if row is None:
        raise NoSuchAssignment(f"There is no assignment {number}; `sparring assign list` shows those there are.")
    return AssignmentRow(*row)


def of_item(connection: sa.Connection, item_id: int) -> tuple[AssignmentRow, ItemRow]:
    """Raises NoSuchAssignment."""
    row = connection.execute(sa.select(*_ITEM).where(assignment_item.c.id == item_id)).first()
    if row is None:
        raise NoSuchAssignment("There is no such scenario in an assignment.")
    item = ItemRow(*row)
    return by_id(connection, item.assignment_id), item


def items_of(connection: sa.Connection, number: int) -> list[ItemRow]:
    """In their order."""
    query = sa.select(*_ITEM).where(assignment_item.c.assignment_id == number).order_by(assignment_item.c.n)
    return [ItemRow(*row) for row in connection.execute(query)]


def targets_of(connection: sa.Connection, number: int) -> tuple[list[int], list[int]]:
    """The ids of its teams and of its people."""
    query = sa.select(assignment_target.c.team_id, assignment_target.c.person_id)
    rows = connection.execute(query.where(assignment_target.c.assignment_id == number)).fetchall()
    return [row[0] for row in rows if row[0] is not None], [row[1] for row in rows if row[1] is not None]


def change(connection: sa.Connection, number: int, **values: Any) -> None:
    connection.execute(sa.update(assignment).where(assignment.c.id == number).values(**values))


def wanted(connection: sa.Connection, row: AssignmentRow) -> set[int]:
    """Who should have it now: the people named, and the members of the teams named and of those below them."""
    team_ids, person_ids = targets_of(connection, row.id)
    members = teams.members_below(connection, team_ids)
    present = sa.select(person.c.id).where(person.c.left.is_(None), person.c.id.in_(members | set(person_ids)))
    return {int(found[0]) for found in connection.execute(present)}


def give(connection: sa.Connection, row: AssignmentRow, people: Collection[int], *, at: str) -> None:
    """To those of them who do not have it; who had it before goes on where they were."""
    query = sa.select(assigned.c.person_id, assigned.c.until).where(assigned.c.assignment_id == row.id)
    known = {found[0]: found[1] for found in connection.execute(query)}
    again = [one for one in people if known.get(one) is not None]
    if again:
        mine = (assigned.c.assignment_id == row.id, assigned.c.person_id.in_(again))
        connection.execute(sa.update(assigned).where(*mine).values(until=None))
    new = [
        {
            "assignment_id": row.id,
            "person_id": one,
            "since": at,
            "state": "not_started",
            "attempts": 0,
            "passed": 0,
            "sum": 0,
            "totals": 0,
        }
        for one in sorted(people)
        if one not in known
    ]
    if new:
        connection.execute(sa.insert(assigned), new)


def take(connection: sa.Connection, number: int, people: Collection[int], *, at: str) -> None:
    """It is no longer theirs; what they did stays."""
    mine = (assigned.c.assignment_id == number, assigned.c.person_id.in_(people), assigned.c.until.is_(None))
    connection.execute(sa.update(assigned).where(*mine).values(until=at))


def follow(connection: sa.Connection, people: Collection[int], *, at: str) -> None:
    """After these people changed teams, came or left: give them what their teams have, where it is for later joiners too,
    and take what reached them only through a team they are no longer in. What they have done is left with them."""
    moved = set(people)
    running = sa.select(*_COLUMNS).where(assignment.c.withdrawn.is_(None), assignment.c.due >= at)
    for row in [AssignmentRow(*found) for found in connection.execute(running)]:
        due = wanted(connection, row)
        mine = (assigned.c.assignment_id == row.id, assigned.c.until.is_(None), assigned.c.person_id.in_(moved))
        have = {
            int(found[0]): str(found[1])
            for found in connection.execute(sa.select(assigned.c.person_id, assigned.c.state).where(*mine))
        }
        take(connection, row.id, [one for one, state in have.items() if one not in due and state != "passed"], at=at)
        if row.later_joiners:
            give(connection, row, (due & moved) - have.keys(), at=at)


def people_of(connection: sa.Connection, number: int) -> list[AssignedRow]:
    """Who has it now."""
    query = sa.select(*_ASSIGNED).where(assigned.c.assignment_id == number, assigned.c.until.is_(None))
    return [AssignedRow(*row) for row in connection.execute(query.order_by(assigned.c.person_id))]


def anybody(connection: sa.Connection, number: int, people: sa.Select[Any]) -> bool:
    """Whether one of these people has it now."""
    query = sa.select(assigned.c.person_id).where(
        assigned.c.assignment_id == number, assigned.c.until.is_(None), assigned.c.person_id.in_(people)
    )
    return connection.execute(query.limit(1)).first() is not None


def overlapping(connection: sa.Connection, people: Collection[int], scenarios: Collection[str]) -> dict[str, int]:
    """Title of an assignment that runs and has one of these scenarios -> how many of these people have it."""
    same = sa.select(assignment_item.c.assignment_id).where(assignment_item.c.scenario.in_(scenarios))
    query = (
        sa.select(assignment.c.title, sa.func.count())
        .join(assigned, assigned.c.assignment_id == assignment.c.id)
        .where(assignment.c.id.in_(same), assignment.c.withdrawn.is_(None))
        .where(assigned.c.until.is_(None), assigned.c.person_id.in_(people))
        .group_by(assignment.c.id, assignment.c.title)
    )
    return {row[0]: int(row[1]) for row in connection.execute(query)}


def _over(now: str) -> Any:
    """1 where a person's own due date, or else the assignment's, is past."""
    return sa.case((sa.func.coalesce(assigned.c.extended, assignment.c.due) < now, 1), else_=0)


def states(
    connection: sa.Connection, numbers: Collection[int], people: sa.Select[Any], now: str
) -> tuple[dict[int, list[tuple[str, bool, int]]], int, int]:
    """Of these people: assignment -> (state, whether it is past due, how many); then how many are past due or did not pass
    in one of them at least, and how many have one at all."""
    query = (
        sa.select(assigned.c.person_id, assigned.c.assignment_id, assigned.c.state, _over(now))
        .join(assignment, assignment.c.id == assigned.c.assignment_id)
        .where(assigned.c.assignment_id.in_(numbers), assigned.c.until.is_(None), assigned.c.person_id.in_(people))
    )
    out: dict[tuple[int, str, bool], int] = {}
    stuck: set[int] = set()
    having: set[int] = set()
    # Fetched as the driver has them: of fifty thousand rows that halves the time.
    result = connection.execute(query)
    rows = result.cursor.fetchall() if result.cursor is not None else ()
    for person_id, number, state, over in rows:
        key = (number, state, bool(over))
        out[key] = out.get(key, 0) + 1
        having.add(person_id)
        if state == "failed" or (over and state != "passed"):
            stuck.add(person_id)
    by_number: dict[int, list[tuple[str, bool, int]]] = {}
    for (number, state, past), count in out.items():
        by_number.setdefault(number, []).append((state, past, count))
    return by_number, len(stuck), len(having)


def board_rows(
    connection: sa.Connection,
    row: AssignmentRow,
    people: sa.Select[Any],
    now: str,
    *,
    standings: Sequence[str],
    only: str | None,
    search: str,
    sort: str,
    most: int | None,
) -> list[tuple[AssignedRow, tuple[int, str, str], str]]:
    """Who of these people has it now, each with (id, name, login) and how they stand; filtered, sorted, at most so many.
    `standings`: all there are, in the order of the board."""
    how = sa.case(
        (assigned.c.state == "passed", "passed"),
        (assigned.c.state == "failed", "did_not_pass"),
        (sa.literal(now) < row.release, "not_yet"),
        (sa.func.coalesce(assigned.c.extended, row.due) < now, "past_due"),
        (assigned.c.state == "started", "in_progress"),
        else_="not_started",
    )
    query = (
        sa.select(*_ASSIGNED, person.c.id, person.c.name, person.c.login, how)
        .join(person, person.c.id == assigned.c.person_id)
        .where(assigned.c.assignment_id == row.id, assigned.c.until.is_(None), assigned.c.person_id.in_(people))
    )
    if only is not None:
        query = query.where(how == only)
    if search:
        both = person.c.name + " " + person.c.login
        # The record lowers A to Z alone: other letters are looked for as they may stand.
        ways = {search, search.lower(), search.upper(), search.capitalize(), search.title()}
        found = [both.contains(way, autoescape=True) for way in sorted(ways)]
        low = sa.func.lower(both).contains(search.lower(), autoescape=True)
        query = query.where(sa.or_(low, *found))
    by_name = (sa.func.lower(person.c.name), person.c.id)
    lift = assigned.c.best - assigned.c.first
    order: dict[str, tuple[Any, ...]] = {
        "state": (sa.case({name: n for n, name in enumerate(standings)}, value=how),),
        "name": (),
        "latest": (assigned.c.latest.is_not(None), assigned.c.latest),
        "best": (assigned.c.best.is_not(None), assigned.c.best),
        "lift": (lift.is_not(None), lift),
        "attempts": (assigned.c.attempts.desc(),),
    }
    query = query.order_by(*order[sort], *by_name).limit(most)
    size = len(_ASSIGNED)
    return [(AssignedRow(*one[:size]), tuple(one[size : size + 3]), one[-1]) for one in connection.execute(query)]


def of_person(connection: sa.Connection, person_id: int) -> list[tuple[AssignmentRow, AssignedRow]]:
    """What this person has now, what is due first at the front; those that were withdrawn are not among it."""
    query = (
        sa.select(*_COLUMNS, *_ASSIGNED)
        .join(assigned, assigned.c.assignment_id == assignment.c.id)
        .where(assigned.c.person_id == person_id, assigned.c.until.is_(None), assignment.c.withdrawn.is_(None))
        .order_by(sa.func.coalesce(assigned.c.extended, assignment.c.due), assignment.c.id)
    )
    size = len(_COLUMNS)
    return [(AssignmentRow(*row[:size]), AssignedRow(*row[size:])) for row in connection.execute(query)]


def held(connection: sa.Connection, number: int, person_id: int) -> AssignedRow | None:
    """This person's row of an assignment, where it is theirs now."""
    query = sa.select(*_ASSIGNED).where(
        assigned.c.assignment_id == number, assigned.c.person_id == person_id, assigned.c.until.is_(None)
    )
    row = connection.execute(query).first()
    return None if row is None else AssignedRow(*row)


def extend(connection: sa.Connection, number: int, people: Collection[int], due: str | None) -> int:
    """Give people a due date of their own; how many have it."""
    mine = (assigned.c.assignment_id == number, assigned.c.person_id.in_(people), assigned.c.until.is_(None))
    return connection.execute(sa.update(assigned).where(*mine).values(extended=due)).rowcount


def having(connection: sa.Connection, people: sa.Select[Any] | Collection[int], made_by: int) -> list[AssignmentRow]:
    """Assignments that some of these people have, and what this person made; the newest first."""
    theirs = (
        sa.select(assigned.c.assignment_id)
        .where(
            assigned.c.assignment_id == assignment.c.id, assigned.c.until.is_(None), assigned.c.person_id.in_(people)
        )
        .exists()
    )
    query = sa.select(*_COLUMNS).where(sa.or_(theirs, assignment.c.made_by == made_by))
    return [AssignmentRow(*row) for row in connection.execute(query.order_by(assignment.c.id.desc()))]
