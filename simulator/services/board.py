"""The board: who is how far, who is strong and weak in what, where a team is going, and what it misses most."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from simulator.learning.assigned import STANDINGS, Standing, lift, standing
from simulator.learning.times import last_months, last_weeks, stamp
from simulator.services.assignments import seen_by_rep
from simulator.services.policy import Actor, Refused, Thing, demand
from simulator.store import assignments, figures, people, teams
from simulator.store.assignments import AssignmentRow, ItemRow
from simulator.store.figures import Cell, ItemFigures, Missed, ScenarioFigures

if TYPE_CHECKING:
    from simulator.services.assignments import Due
    from simulator.services.practice import Practice
    from simulator.store.connection import Connection
    from simulator.store.people import PersonRow

MONTHS = 3
RUNNING = 20
"""Assignments that the overview shows."""
WEEKS = 8
SORTS = ("state", "name", "latest", "best", "lift", "attempts")


@dataclass(frozen=True, slots=True)
class Named:
    """Somebody, as a list names them."""

    id: int
    name: str
    login: str


@dataclass(frozen=True, slots=True)
class BoardRow:
    """One person and one assignment. `average` and `lift` in points; None before the first total."""

    person: Named
    standing: Standing
    due: str
    attempts: int
    passed: int
    first: int | None
    best: int | None
    latest: int | None
    average: int | None
    lift: int | None
    done: str | None


@dataclass(frozen=True, slots=True)
class Board:
    """An assignment with the people of one manager. `counts`: standing -> how many."""

    row: AssignmentRow
    items: tuple[ItemRow, ...]
    rows: tuple[BoardRow, ...]
    counts: Mapping[Standing, int]


@dataclass(frozen=True, slots=True)
class Heat:
    """`cells`: person's id -> skill -> mean over the last months. `skills` in order, `total` first."""

    people: tuple[PersonRow, ...]
    skills: tuple[str, ...]
    cells: Mapping[int, Mapping[str, Cell]]
    months: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Quoted:
    """Words in which a criterion was missed. `text` empty: it was not called for by any one reply."""

    attempt: str
    name: str
    scenario: str
    turn: int
    text: str


@dataclass(frozen=True, slots=True)
class MissedMost:
    """What the team misses, the worst first, with quotations of the first one."""

    rows: tuple[Missed, ...]
    titles: Mapping[str, str]
    quotations: tuple[Quoted, ...]


@dataclass(frozen=True, slots=True)
class TeamFigures:
    """skill -> week -> mean. `weeks` in order, this one last."""

    weeks: tuple[str, ...]
    skills: Mapping[str, Mapping[str, Cell]]


@dataclass(frozen=True, slots=True)
class Person:
    """One rep as their manager sees them: what is assigned, the months, the calls."""

    row: PersonRow
    due: tuple[Due, ...]
    months: Mapping[str, Mapping[str, Cell]]
    calls: tuple[Mapping[str, Any], ...]


@dataclass(frozen=True, slots=True)
class Overview:
    """What a manager sees first. `stuck`: how many are past due or did not pass, of how many who have something."""

    people: int
    assignments: tuple[tuple[AssignmentRow, Mapping[Standing, int]], ...]
    waiting: int
    disputed: int
    stuck: int
    having: int


def _scope(connection: Connection, actor: Actor) -> Any:
    """A query for the actor's people. Raises Refused."""
    demand(actor, "see_board", Thing(managed=teams.manages_anybody(connection, actor.person_id)))
    return teams.scope(connection, actor.person_id)


def board(
    practice: Practice,
    actor: Actor,
    number: int,
    *,
    only: Standing | None = None,
    search: str = "",
    sort: str = "state",
    most: int | None = None,
) -> Board:
    """An assignment's people: filtered, searched by name, sorted, at most so many. `counts` are of all of them.

    Raises NoSuchAssignment, Refused."""
    now = stamp(practice.clock())
    with practice.record.read() as connection:
        mine = _scope(connection, actor)
        row = assignments.by_id(connection, number)
        states, _, held = assignments.states(connection, [number], mine, now)
        if not held and row.made_by != actor.person_id:
            raise Refused("none of your people have this assignment")
        items = tuple(assignments.items_of(connection, number))
        found = assignments.board_rows(
            connection, row, mine, now, standings=STANDINGS, only=only, search=search.strip(), sort=sort, most=most
        )
    rows = []
    for one, (person_id, name, login), how in found:
        average = round(one.sum / one.totals) if one.totals else None
        rise = lift(one.first, one.best)
        figures_ = (one.attempts, one.passed, one.first, one.best, one.latest, average, rise, one.done)
        rows.append(BoardRow(Named(person_id, name, login), how, one.extended or row.due, *figures_))  # type: ignore[arg-type]
    return Board(row, items, tuple(rows), counted(row, states.get(number, ()), now))


def counted(row: AssignmentRow, states: Iterable[tuple[str, bool, int]], now: str) -> dict[Standing, int]:
    """How many stand how."""
    counts: dict[Standing, int] = dict.fromkeys(STANDINGS, 0)
    for state, over, number in states:
        # Whether the day is past was asked of the record, for some have a day of their own.
        due = "" if over else now
        counts[standing(state, release=row.release, due=due, now=now)] += number  # type: ignore[arg-type]
    return counts


def overview(practice: Practice, actor: Actor) -> Overview:
    """Raises Refused."""
    from simulator.learning.attention import DISPUTED, FREE
    from simulator.store import reviews

    now = stamp(practice.clock())
    with practice.record.read() as connection:
        mine = _scope(connection, actor)
        running = [row for row in assignments.having(connection, mine, actor.person_id) if row.withdrawn is None][
            :RUNNING
        ]
        numbers = [row.id for row in running]
        states, stuck, having = assignments.states(connection, numbers, mine, now)
        waiting, disputed = reviews.count_waiting(connection, mine, DISPUTED + FREE)
        count = people.how_many(connection, mine)
    found = [(row, counted(row, states.get(row.id, ()), now)) for row in running]
    return Overview(count, tuple(found), waiting, disputed, stuck, having)


def heat(practice: Practice, actor: Actor, *, start: int = 0, most: int = 50) -> Heat:
    """Person by skill over the last three months, `most` people from `start`. Raises Refused."""
    months = last_months(practice.clock(), MONTHS)
    with practice.record.read() as connection:
        shown = people.page_of(connection, _scope(connection, actor), start, most)
        cells = figures.heat(connection, [row.id for row in shown], months)
    return Heat(tuple(shown), skills_in_order(cells.values()), cells, tuple(months))


def skills_in_order(rows: Iterable[Mapping[str, Cell]]) -> tuple[str, ...]:
    """The total first, then the skills that there are figures for, by name."""
    names = {name for row in rows for name in row}
    return tuple(sorted(names, key=lambda name: (name != "total", name)))


def trend(practice: Practice, actor: Actor, *, weeks: int = WEEKS) -> TeamFigures:
    """Of the teams that this person manages, week by week. Raises Refused."""
    shown = last_weeks(practice.clock(), weeks)
    with practice.record.read() as connection:
        _scope(connection, actor)
        found = figures.trend(connection, teams.managed_teams(connection, actor.person_id), shown)
    return TeamFigures(tuple(shown), found)


def missed_most(practice: Practice, actor: Actor) -> MissedMost:
    """The criteria that the teams miss most over the last months, with the words in which the first was missed.

    Raises Refused."""
    months = last_months(practice.clock(), MONTHS)
    with practice.record.read() as connection:
        _scope(connection, actor)
        managed = teams.managed_teams(connection, actor.person_id)
        rows = figures.missed(connection, managed, months)
        calls = figures.missing_calls(connection, managed, rows[0].criterion) if rows else []
    quotations, own = _quoted(practice, calls, rows[0].criterion if rows else "")
    return MissedMost(tuple(rows), {**own, **(practice.catalogue.criteria() if rows else {})}, tuple(quotations))


def _quoted(practice: Practice, calls: list[str], criterion: str) -> tuple[list[Quoted], dict[str, str]]:
    from scoring.marking.receipt import opened
    from scoring.marking.scorecard import mark
    from simulator.store import attempts

    out: list[Quoted] = []
    titles: dict[str, str] = {}
    with practice.record.read() as connection:
        for uuid in calls:
            row, receipt = attempts.find(connection, uuid), attempts.receipt_of(connection, uuid)
            if receipt is None:
                continue
            transcript, rubric = opened(receipt)
            titles |= {one.id: one.title for one in rubric.criteria}
            marked = next((one for one in mark(transcript, rubric).criteria if one.id == criterion), None)
            nearest = marked.nearest if marked is not None else None
            text = transcript.turns[nearest - 1].rep if nearest else ""
            name = people.by_id(connection, row.person_id).name
            out.append(Quoted(uuid, name, row.title, nearest or 0, text))
    return out, titles


def scenario_statistics(practice: Practice, actor: Actor) -> list[ScenarioFigures]:
    """Of everybody's calls, the most played first. Raises Refused."""
    demand(actor, "see_statistics", Thing())
    with practice.record.read() as connection:
        return figures.scenarios(connection)


def item_statistics(practice: Practice, actor: Actor, scenario: str) -> list[ItemFigures]:
    """The criteria of a scenario: how hard they are, and whether they tell good calls from weak ones. Raises Refused."""
    demand(actor, "see_statistics", Thing())
    with practice.record.read() as connection:
        return figures.items(connection, scenario)


def person(practice: Practice, actor: Actor, who: str) -> Person:
    """One rep: what is assigned to them, their months, their calls. Raises NoSuchPerson, Refused."""
    now = stamp(practice.clock())
    with practice.record.read() as connection:
        row = people.find(connection, who)
        managed = teams.manages(connection, actor.person_id, row.id)
        demand(actor, "see_progress", Thing(row.id, managed))
        due = [
            seen_by_rep(connection, one, mine, now, practice) for one, mine in assignments.of_person(connection, row.id)
        ]
        months = figures.months_of(connection, row.id)
        calls = figures.attempts_of(connection, row.id)
        if not managed:
            calls = [call for call in calls if call["released"] is not None or call["item_id"] is None]
    return Person(row, tuple(due), months, tuple(calls))
