"""People from a CSV file: what it would change is shown first, and it is all or nothing.

Columns: `login` and `name` have to be there; `role`, `team` and `manages` may. Several teams in one cell are set apart by a
semicolon. A person in the file is in just the teams that it names, where it has the column; who is not in it stays as they are.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from simulator.services.audit import note
from simulator.services.people import BadName, tidy_name
from simulator.services.policy import Actor, Thing, demand
from simulator.services.roster import RosterError, tidy_login, tidy_role
from simulator.services.teams import tidy_zone
from simulator.store import assignments, people, teams

if TYPE_CHECKING:
    from simulator.store.connection import Connection, Record

COLUMNS = ("login", "name", "role", "team", "manages")
NEEDED = ("login", "name")
MOST_ROWS = 100_000
LARGEST = 16_000_000
"""Characters of a file."""


@dataclass(frozen=True, slots=True)
class Line:
    """A row of the file. `teams` and `manages` None: it has no such column, and nothing is changed."""

    number: int
    login: str
    name: str
    role: str
    teams: tuple[str, ...] | None
    manages: tuple[str, ...] | None


@dataclass(frozen=True, slots=True)
class Plan:
    """What a file would do. `problems`: each with its line; where there are some, nothing is done."""

    lines: tuple[Line, ...]
    changes: tuple[str, ...]
    new_teams: tuple[str, ...] = ()
    problems: tuple[str, ...] = ()
    unchanged: int = 0


class NotACsv(ValueError):
    """A file that cannot be read as people. Carries a sentence."""


def rows_of(text: str, columns: Sequence[str], needed: Sequence[str]) -> list[tuple[int, dict[str, str]]]:
    """The rows of a CSV with their line numbers; commas, semicolons or tabs, as the heading has them. Raises NotACsv."""
    if len(text) > LARGEST:
        raise NotACsv(f"the file has {len(text):,} characters; {LARGEST:,} is the most")
    text = text.removeprefix("\ufeff")
    if "\x00" in text:
        raise NotACsv("this is no text file")
    heading = text.split("\n", 1)[0]
    mark = max(",;\t", key=heading.count)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=mark)
    try:
        names = [name.strip().casefold().replace(" ", "_") for name in next(reader)]
        rows = [(reader.line_num, row) for row in reader if any(cell.strip() for cell in row)]
    except StopIteration:
        raise NotACsv("the file is empty") from None
    except csv.Error as error:
        raise NotACsv(f"line {reader.line_num}: {error}") from None
    if missing := [name for name in needed if name not in names]:
        raise NotACsv(f"line 1: the heading lacks {', '.join(missing)}; the columns are {', '.join(columns)}")
    if unknown := [name for name in names if name not in columns]:
        raise NotACsv(f"line 1: no column is called {unknown[0]!r}; the columns are {', '.join(columns)}")
    if len(set(names)) < len(names):
        raise NotACsv("line 1: a column stands twice in the heading")
    if len(rows) > MOST_ROWS:
        raise NotACsv(f"the file has {len(rows):,} rows; {MOST_ROWS:,} is the most")
    return [(number, dict(zip(names, [cell.strip() for cell in row], strict=False))) for number, row in rows]


def plan(record: Record, actor: Actor, text: str) -> Plan:
    """What the file would change, and what is wrong in it. Changes nothing. Raises NotACsv, Refused."""
    demand(actor, "change_people", Thing())
    with record.read() as connection:
        return _plan(connection, actor, text)


def bring_in(record: Record, actor: Actor, text: str, *, zone: str = "UTC") -> Plan:
    """Do it, all or nothing; `zone` is of teams that are new. Where the plan has problems nothing is done.

    Raises NotACsv, RosterError, Refused."""
    demand(actor, "change_people", Thing())
    tidy_zone(zone)
    with record.write() as connection:
        found = _plan(connection, actor, text)
        if not found.problems:
            _carry_out(connection, actor, found, zone, record.now())
        return found


@dataclass(slots=True)
class _Known:
    """The record as a plan looks at it."""

    people: dict[str, people.PersonRow]
    teams: dict[str, teams.TeamRow]
    held: dict[tuple[int, str], set[int]] = field(default_factory=dict)

    @classmethod
    def of(cls, connection: Connection) -> _Known:
        known = cls(
            {row.login: row for row in people.listed(connection, also_left=True)},
            {row.name.casefold(): row for row in teams.everybody(connection)},
        )
        for place in teams.places(connection):
            known.held.setdefault((place.person_id, place.kind), set()).add(place.team_id)
        return known

    def names(self, person_id: int, kind: str) -> set[str]:
        mine = self.held.get((person_id, kind), set())
        return {row.name.casefold() for row in self.teams.values() if row.id in mine}


def _plan(connection: Connection, actor: Actor, text: str) -> Plan:
    known = _Known.of(connection)
    lines: list[Line] = []
    problems: list[str] = []
    changes: list[str] = []
    new: dict[str, str] = {}
    seen: dict[str, int] = {}
    unchanged = 0
    for number, cells in rows_of(text, COLUMNS, NEEDED):
        try:
            line = _line(number, cells)
            if line.login in seen:
                raise RosterError(f"{line.login} stands in line {seen[line.login]} already")
            row = known.people.get(line.login)
            if row is not None and row.id == actor.person_id and line.role not in ("", row.role):
                raise RosterError("this would change your own role; another admin can")
        except (RosterError, BadName) as error:
            problems.append(f"line {number}: {error}")
            continue
        seen[line.login] = number
        lines.append(line)
        for name in (*(line.teams or ()), *(line.manages or ())):
            if name.casefold() not in known.teams:
                new.setdefault(name.casefold(), name)
        said = _told(line, row, known)
        if said:
            changes.append(said)
        else:
            unchanged += 1
    return Plan(tuple(lines), tuple(changes), tuple(new.values()), tuple(problems), unchanged)


def _line(number: int, cells: dict[str, str]) -> Line:
    role = cells.get("role", "").casefold()
    if role:
        tidy_role(role)
    return Line(
        number,
        tidy_login(cells.get("login", "")),
        tidy_name(cells.get("name", "")),
        role,
        _teams(cells["team"]) if "team" in cells else None,
        _teams(cells["manages"]) if "manages" in cells else None,
    )


def _teams(cell: str) -> tuple[str, ...]:
    return tuple(dict.fromkeys(tidy_name(part) for part in cell.split(";") if part.strip()))


def _told(line: Line, row: people.PersonRow | None, known: _Known) -> str:
    """What a line changes, in words; empty where it changes nothing."""
    if row is None:
        role = _role_of(line, None)
        places = [f"in {name}" for name in line.teams or ()] + [f"manages {name}" for name in line.manages or ()]
        return f"new: {line.name} ({line.login}), {', '.join([role, *places])}"
    said = []
    if row.left is not None:
        said.append("taken in again")
    if row.name != line.name:
        said.append(f"is called {line.name}")
    if (role := _role_of(line, row)) != row.role:
        said.append(f"{row.role} becomes {role}")
    for names, kind, comes, goes in (
        (line.teams, teams.MEMBER, "joins", "leaves"),
        (line.manages, teams.MANAGER, "manages", "no longer manages"),
    ):
        if names is None:
            continue
        have = known.names(row.id, kind)
        said += [f"{comes} {name}" for name in names if name.casefold() not in have]
        said += [f"{goes} {known.teams[name].name}" for name in sorted(have - {one.casefold() for one in names})]
    return f"{row.name} ({row.login}): {', '.join(said)}" if said else ""


def _role_of(line: Line, row: people.PersonRow | None) -> str:
    """As the file says; else as it was; and whoever manages is at least a manager."""
    role = line.role or (row.role if row is not None else "rep")
    return "manager" if role == "rep" and line.manages else role


def _carry_out(connection: Connection, actor: Actor, found: Plan, zone: str, now: str) -> None:
    import uuid

    for name in found.new_teams:
        made = teams.add(connection, uuid=str(uuid.uuid4()), name=name, parent_id=None, zone=zone, since=now)
        note(connection, actor, now, "add", "team", made.uuid, after={"zone": zone})
    known = _Known.of(connection)
    moved: list[int] = []
    for line in found.lines:
        row = known.people.get(line.login)
        if not _told(line, row, known):
            continue
        role = _role_of(line, row)
        if row is None:
            row = people.add(connection, uuid=str(uuid.uuid4()), name=line.name, role=role, login=line.login, since=now)
            note(connection, actor, now, "add", "person", row.uuid, after={"role": role})
        else:
            people.change(connection, row.id, name=line.name, role=role, left=None)
            note(connection, actor, now, "import", "person", row.uuid, {"role": row.role}, {"role": role})
        for names, kind in ((line.teams, teams.MEMBER), (line.manages, teams.MANAGER)):
            if names is None:
                continue
            want = {known.teams[name.casefold()].id for name in names}
            have = known.held.get((row.id, kind), set())
            for number in sorted(want - have):
                teams.join(connection, row.id, number, kind, at=now)
            for number in sorted(have - want):
                teams.leave(connection, row.id, number, kind, at=now)
            if want != have:
                after = {"kind": kind, "teams": sorted(want)}
                note(connection, actor, now, "move", "person", row.uuid, {"teams": sorted(have)}, after)
                moved.append(row.id)
    if not people.count(connection, role="admin"):
        raise RosterError("nobody would be an admin after this; nothing was changed")
    assignments.follow(connection, moved, at=now)
