"""What is assigned, for the rep who has it: what is due, what comes next, why something cannot be begun."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from simulator.learning.assigned import Standing, standing
from simulator.learning.times import days_left, stamp
from simulator.services.policy import Actor, Thing, demand
from simulator.store import assignments, attempts, people, progress, reviews, teams
from simulator.store.assignments import AssignedRow, AssignmentRow, ItemRow
from simulator.store.progress import ProgressRow

if TYPE_CHECKING:
    from simulator.services.practice import Brief, Practice
    from simulator.store.connection import Connection


class AssignError(ValueError):
    """What cannot be assigned, or not be played so. Carries a sentence."""


@dataclass(frozen=True, slots=True)
class Step:
    """One scenario of an assignment for one person. `why_not`: why it cannot be begun now; empty where it can."""

    item: ItemRow
    progress: ProgressRow | None
    why_not: str

    @property
    def state(self) -> str:
        return self.progress.state if self.progress is not None else "not_started"


@dataclass(frozen=True, slots=True)
class Due:
    """An assignment as its rep sees it. `due`: their own date where they have one. `left`: days; below 0: past."""

    row: AssignmentRow
    mine: AssignedRow
    steps: tuple[Step, ...]
    standing: Standing
    due: str
    left: int

    @property
    def next_step(self) -> Step | None:
        """What to play now; None where there is nothing."""
        return next((step for step in self.steps if not step.why_not and step.state != "passed"), None)


def due(practice: Practice, actor: Actor, who: int | None = None) -> list[Due]:
    """What is assigned to this person and open, or passed within the last week; what is due first at the front."""
    person_id = actor.person_id if who is None else who
    now = practice.clock()
    with practice.record.read() as connection:
        managed = person_id != actor.person_id and teams.manages(connection, actor.person_id, person_id)
        demand(actor, "see_progress", Thing(person_id, managed))
        rows = assignments.of_person(connection, person_id)
        return [seen_by_rep(connection, row, mine, stamp(now), practice) for row, mine in rows]


def seen_by_rep(connection: Connection, row: AssignmentRow, mine: AssignedRow, now: str, practice: Practice) -> Due:
    done = progress.progress_of(connection, row.id, mine.person_id)
    steps: list[Step] = []
    for item in assignments.items_of(connection, row.id):
        so_far = done.get(item.id)
        steps.append(Step(item, so_far, _why_not(row, so_far, steps, now)))
    ends = mine.extended or row.due
    how = standing(mine.state, release=row.release, due=ends, now=now)  # type: ignore[arg-type]
    return Due(row, mine, tuple(steps), how, ends, days_left(ends, practice.clock(), row.zone))


def _why_not(row: AssignmentRow, progress: ProgressRow | None, before: Sequence[Step], now: str) -> str:
    """Why this scenario cannot be begun now; empty where it can."""
    if row.withdrawn is not None:
        return "it was withdrawn"
    if now < row.release:
        return "it is not open yet"
    if row.in_order and any(step.state != "passed" for step in before):
        return "the one before it comes first"
    if progress is not None and row.most is not None and progress.attempts >= row.most:
        return f"all {row.most} attempts are used up"
    return ""


def brief(practice: Practice, actor: Actor, item_id: int, *, seed: int | None = None) -> Brief:
    """The brief of an assigned scenario, in the version that was assigned. Raises AssignError, CannotGoOn, Refused."""
    from simulator.engine.draws import cast, values_for
    from simulator.scenario.canonical import NotCanonical, from_canonical
    from simulator.services.practice import Brief

    with practice.record.read() as connection:
        row = startable(connection, actor, item_id, stamp(practice.clock()))
        _, item = assignments.of_item(connection, item_id)
        text = attempts.content_text(connection, item.scenario_hash)
    try:
        scenario = from_canonical(text or "")
    except NotCanonical as error:
        raise AssignError(f"the scenario of “{row.title}” cannot be read again: {error}") from error
    number = practice.draw_seed() if seed is None else seed
    ear = practice.hearings.begin(scenario, number)
    return Brief(scenario, number, ear, values_for(scenario, cast(scenario, number)), item_id, row)


def next_brief(practice: Practice, actor: Actor, number: int, *, seed: int | None = None) -> Brief:
    """The brief of what comes next of an assignment. Raises AssignError, NoSuchAssignment, Refused."""
    with practice.record.read() as connection:
        title = assignments.by_id(connection, number).title
    row = next((one for one in due(practice, actor) if one.row.id == number), None)
    if row is None:
        raise AssignError(f"“{title}” is not assigned to you; `sparring due` lists what is")
    if row.next_step is None:
        waits = next((step for step in row.steps if step.why_not), None)
        why = f": {waits.why_not}" if waits is not None else ""
        raise AssignError(f"there is nothing to play in “{title}”{why}")
    return brief(practice, actor, row.next_step.item.id, seed=seed)


def startable(connection: Connection, actor: Actor, item_id: int, now: str) -> AssignmentRow:
    """The assignment, where this person may begin this scenario of it now. Raises AssignError, Refused."""
    row, item = assignments.of_item(connection, item_id)
    mine = assignments.held(connection, row.id, actor.person_id)
    if mine is None:
        raise AssignError(f"“{row.title}” is not assigned to you")
    done = progress.progress_of(connection, row.id, actor.person_id)
    steps: list[Step] = []
    for other in assignments.items_of(connection, row.id):
        steps.append(Step(other, done.get(other.id), _why_not(row, done.get(other.id), steps, now)))
        if other.id == item.id and steps[-1].why_not:
            raise AssignError(f"“{item.title}” cannot be begun: {steps[-1].why_not}")
    return row


def managed(practice: Practice, actor: Actor) -> int:
    """How many people this person manages; none for one who is alone."""
    if actor.role == "rep":
        return 0
    with practice.record.read() as connection:
        if teams.is_alone(connection):
            return 0
        return people.how_many(connection, teams.scope(connection, actor.person_id))


def news(practice: Practice, actor: Actor, *, also_read: bool = False) -> list[reviews.NewsRow]:
    """What this person should be told, the newest first."""
    demand(actor, "read_news", Thing(actor.person_id))
    with practice.record.read() as connection:
        return reviews.news_of(connection, actor.person_id, also_read=also_read)


def read_news(practice: Practice, actor: Actor, number: int | None = None) -> None:
    """All of it is read, or one."""
    demand(actor, "read_news", Thing(actor.person_id))
    with practice.record.write() as connection:
        reviews.mark_read(connection, actor.person_id, practice.record.now(), number)
