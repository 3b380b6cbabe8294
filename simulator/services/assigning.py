"""Assigning practice: what, to whom, by when, under which rules; and changing it later."""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING, Any

from scoring.marking.rubric import canonical
from simulator.learning.assigned import Rules
from simulator.learning.times import read_time, stamp
from simulator.scenario.paths import LEVELS, MODES
from simulator.services.assignments import AssignError
from simulator.services.audit import note
from simulator.services.policy import Actor, Thing, demand
from simulator.store import assignments, attempts, people, progress, reviews, teams
from simulator.store.assignments import AssignmentRow, ItemRow

if TYPE_CHECKING:
    from simulator.scenario.model import Scenario
    from simulator.services.practice import Practice
    from simulator.store.connection import Connection
    from simulator.store.people import PersonRow


LONGEST_TITLE = 120
LONGEST_NOTE = 2000
MOST_SCENARIOS = 40
FROZEN = ("pass_mark", "passes", "least", "in_a_row", "mode", "level", "in_order")
"""What stays as it is once somebody has begun: rules are not changed in mid-assignment."""


@dataclass(frozen=True, slots=True)
class Wanted:
    """What a manager asks for. `scenarios` or `path`; `teams` or `people`, by name. Dates as people write them, in `zone`,
    or in that of the first team. `passes` None: all of them, or as many as the path asks."""

    scenarios: tuple[str, ...] = ()
    path: str = ""
    teams: tuple[str, ...] = ()
    people: tuple[str, ...] = ()
    due: str = ""
    release: str = ""
    zone: str = ""
    title: str = ""
    note: str = ""
    pass_mark: int | None = None
    passes: int | None = None
    least: int = 1
    most: int | None = None
    in_a_row: int = 1
    mode: str = "practice"
    level: str = "normal"
    in_order: bool = False
    later_joiners: bool = True
    hold: bool = False


@dataclass(frozen=True, slots=True)
class Preview:
    """What an assignment would be: who gets it, what, from when to when (UTC), and what to know before."""

    title: str
    who: tuple[PersonRow, ...]
    scenarios: tuple[Scenario, ...]
    release: str
    due: str
    zone: str
    rules: Rules
    warnings: tuple[str, ...]


def preview(practice: Practice, actor: Actor, wanted: Wanted) -> Preview:
    """Raises AssignError, BadRules, BadTime, NoSuchPerson, NoSuchTeam, UnknownScenario, ScenarioError, Refused."""
    with practice.record.read() as connection:
        return _planned(practice, connection, actor, wanted)[0]


def assign(practice: Practice, actor: Actor, wanted: Wanted) -> AssignmentRow:
    """Raises the same as `preview`."""
    with practice.record.write() as connection:
        plan, team_ids, person_ids = _planned(practice, connection, actor, wanted)
        if not plan.who:
            raise AssignError("nobody would get it: the team is empty")
        now = practice.record.now()
        for scenario in plan.scenarios:
            attempts.keep_content(connection, "scenario", scenario.hash, scenario.canonical)
            rubric = scenario.rubric
            attempts.keep_content(connection, "rubric", rubric.hash, canonical(rubric.mapping()))
        values = {
            "uuid": str(uuid.uuid4()),
            "title": plan.title,
            "note": wanted.note[:LONGEST_NOTE],
            "path": wanted.path,
            "release": plan.release,
            "due": plan.due,
            "zone": plan.zone,
            "pass_mark": wanted.pass_mark,
            **asdict(plan.rules),
            "mode": wanted.mode,
            "level": wanted.level,
            "in_order": wanted.in_order,
            "later_joiners": wanted.later_joiners,
            "hold": wanted.hold,
            "made_by": actor.person_id,
            "made": now,
        }
        items = [
            {"scenario": one.id, "title": one.title, "version": one.version, "scenario_hash": one.hash}
            for one in plan.scenarios
        ]
        row = assignments.create(connection, values, items, team_ids=team_ids, person_ids=person_ids)
        told = f"Assigned to you: {row.title}"
        reviews.tell(connection, [one.id for one in plan.who], "assigned", told, now)
        after = {"people": len(plan.who), "scenarios": [one.id for one in plan.scenarios], "due": plan.due}
        note(connection, actor, now, "assign", "assignment", row.uuid, after=after)
        return row


def _planned(
    practice: Practice, connection: Connection, actor: Actor, wanted: Wanted
) -> tuple[Preview, list[int], list[int]]:
    found_teams = [teams.find(connection, name) for name in wanted.teams]
    found_people = [people.find(connection, name) for name in wanted.people]
    if not found_teams and not found_people:
        raise AssignError("say who gets it: a team, or people")
    managed = set(teams.managed_teams(connection, actor.person_id))
    for team in found_teams:
        demand(actor, "assign", Thing(managed=team.id in managed))
    for person in found_people:
        demand(actor, "assign", Thing(person.id, teams.manages(connection, actor.person_id, person.id)))
    scenarios, passes, title = _what(practice, wanted)
    rules = Rules(wanted.passes or passes, wanted.least, wanted.most, wanted.in_a_row)
    rules.check(len(scenarios))
    if wanted.mode not in MODES or wanted.level not in LEVELS:
        raise AssignError(f"the modes are {', '.join(MODES)}, the levels {', '.join(LEVELS)}")
    _check_pass_mark(wanted.pass_mark)
    zone = wanted.zone or (found_teams[0].zone if found_teams else _zone_of(connection, found_people[0].id))
    release, due = _dates(practice, wanted, zone)
    who = _who(connection, [team.id for team in found_teams], found_people)
    warnings = _warnings(connection, who, scenarios)
    plan = Preview(title, tuple(who), tuple(scenarios), release, due, zone, rules, tuple(warnings))
    return plan, [team.id for team in found_teams], [person.id for person in found_people]


def _check_pass_mark(mark: int | None) -> None:
    if mark is not None and not 1 <= mark <= 100:
        raise AssignError("the pass mark must be from 1 to 100")


def _what(practice: Practice, wanted: Wanted) -> tuple[list[Scenario], int, str]:
    """The scenarios, how many of them have to be passed, and a title."""
    names, passes, title = wanted.scenarios, 0, wanted.title
    if wanted.path and names:
        raise AssignError("give scenarios or a path, not both")
    if wanted.path:
        path = next((path for path in practice.catalogue.paths() if path.id == wanted.path), None)
        if path is None:
            known = ", ".join(path.id for path in practice.catalogue.paths())
            raise AssignError(f"there is no path {wanted.path}; there are: {known or 'none'}")
        names, passes, title = path.scenarios, path.passes, title or path.title
    if not names:
        raise AssignError("say what is to be played: scenarios, or a path")
    if len(names) > MOST_SCENARIOS or len(set(names)) < len(names):
        raise AssignError(f"at most {MOST_SCENARIOS} scenarios, each once")
    retired = {entry.id for entry in practice.catalogue.entries() if entry.status == "retired"}
    for name in names:
        if name in retired:
            raise AssignError(f"{name} is retired; it can be assigned no more")
    scenarios = [practice.catalogue.open(name) for name in names]
    title = title or (
        scenarios[0].title if len(scenarios) == 1 else f"{scenarios[0].title} and {len(scenarios) - 1} more"
    )
    return scenarios, passes or len(scenarios), title[:LONGEST_TITLE]


def _dates(practice: Practice, wanted: Wanted, zone: str) -> tuple[str, str]:
    now = practice.clock()
    if not wanted.due:
        raise AssignError("say when it is due, such as 2026-12-04, friday, or in 7 days")
    due = read_time(wanted.due, zone, now, end=True)
    release = read_time(wanted.release, zone, now, end=False) if wanted.release else now
    if due <= now:
        raise AssignError("it would be due in the past")
    if due <= release:
        raise AssignError("it would be due before it can be begun")
    return stamp(release), stamp(due)


def _zone_of(connection: Connection, person_id: int) -> str:
    team = teams.team_of(connection, person_id)
    return "UTC" if team is None else teams.by_id(connection, team).zone


def _who(connection: Connection, team_ids: Sequence[int], named: Sequence[PersonRow]) -> list[PersonRow]:
    inside = teams.members_below(connection, team_ids)
    found = people.named(connection, sorted(inside | {person.id for person in named}))
    if gone := [row.name for row in found.values() if row.left is not None and row.id not in inside]:
        raise AssignError(f"{gone[0]} was taken out")
    return sorted((row for row in found.values() if row.left is None), key=lambda row: row.name.casefold())


def _warnings(connection: Connection, who: Sequence[PersonRow], scenarios: Sequence[Scenario]) -> list[str]:
    have = assignments.overlapping(connection, [row.id for row in who], [scenario.id for scenario in scenarios])
    out = [
        f"{count} of them {'has' if count == 1 else 'have'} some of it already, in “{title}”"
        for title, count in have.items()
    ]
    out += [f"{scenario.title} is a draft" for scenario in scenarios if scenario.status == "draft"]
    return out


def listed(practice: Practice, actor: Actor) -> list[AssignmentRow]:
    """What the people whom this person manages have, and what they made themselves; the newest first. Raises Refused."""
    with practice.record.read() as connection:
        demand(actor, "see_board", Thing(managed=teams.manages_anybody(connection, actor.person_id)))
        return assignments.having(connection, teams.scope(connection, actor.person_id), actor.person_id)


def one(practice: Practice, actor: Actor, number: int) -> tuple[AssignmentRow, list[ItemRow]]:
    """Raises NoSuchAssignment, Refused."""
    with practice.record.read() as connection:
        row = _mine(connection, actor, number, "see_board")
        return row, assignments.items_of(connection, number)


def edit(practice: Practice, actor: Actor, number: int, **changes: Any) -> AssignmentRow:
    """`title`, `note`, `hold`, `later_joiners`, `most`; and what is in FROZEN while nobody has begun.

    Raises AssignError, BadRules, NoSuchAssignment, Refused."""
    with practice.record.write() as connection:
        row = _mine(connection, actor, number, "assign")
        changes = {name: value for name, value in changes.items() if value != getattr(row, name)}
        begun = any(one.attempts for one in assignments.people_of(connection, number))
        if begun and (fixed := [name for name in FROZEN if name in changes]):
            raise AssignError(
                f"somebody has begun: {fixed[0].replace('_', ' ')} stays as it is. Withdraw it and assign it anew."
            )
        _check_pass_mark(changes.get("pass_mark"))
        if "title" in changes and not str(changes["title"]).strip():
            raise AssignError("a title cannot be empty")
        for name, longest in (("title", LONGEST_TITLE), ("note", LONGEST_NOTE)):
            if name in changes:
                changes[name] = str(changes[name])[:longest]
        before = {name: getattr(row, name) for name in changes}
        assignments.change(connection, number, **changes)
        changed = assignments.by_id(connection, number)
        changed.rules.check(len(assignments.items_of(connection, number)))
        progress.refresh_all(connection, number)
        if "hold" in changes and not changed.hold:
            reviews.release_all(connection, number, practice.record.now())
        if changed.later_joiners and "later_joiners" in changes:
            wanted = assignments.wanted(connection, changed)
            assignments.give(connection, changed, wanted, at=practice.record.now())
        if changes:
            note(connection, actor, practice.record.now(), "edit", "assignment", row.uuid, before, changes)
        return changed


def extend(practice: Practice, actor: Actor, number: int, due: str, *, who: Sequence[str] = ()) -> str:
    """A later (or nearer) due date, for all or for some; it is returned in UTC. Raises AssignError, BadTime, Refused."""
    with practice.record.write() as connection:
        row = _mine(connection, actor, number, "assign")
        moment = read_time(due, row.zone, practice.clock(), end=True)
        if moment <= practice.clock() or stamp(moment) <= row.release:
            raise AssignError("it would be due in the past, or before it can be begun")
        now = practice.record.now()
        if who:
            found = [people.find(connection, name) for name in who]
            for person in found:
                manages = teams.manages(connection, actor.person_id, person.id)
                demand(actor, "assign", Thing(person.id, manages))
                if not assignments.extend(connection, number, [person.id], stamp(moment)):
                    raise AssignError(f"{person.name} does not have “{row.title}”")
            told = [person.id for person in found]
        else:
            assignments.change(connection, number, due=stamp(moment))
            told = [one.person_id for one in assignments.people_of(connection, number)]
        reviews.tell(connection, told, "extended", f"“{row.title}” is due later now", now)
        before, after = {"due": row.due}, {"due": stamp(moment), "people": len(who) or "all"}
        note(connection, actor, now, "extend", "assignment", row.uuid, before, after)
        return stamp(moment)


def withdraw(practice: Practice, actor: Actor, number: int, *, undo: bool = False) -> AssignmentRow:
    """Nobody has to do it any more; what was done stays. Raises AssignError, NoSuchAssignment, Refused."""
    with practice.record.write() as connection:
        row = _mine(connection, actor, number, "assign")
        if (row.withdrawn is not None) != undo:
            raise AssignError(f"“{row.title}” is {'not withdrawn' if undo else 'withdrawn already'}")
        now = practice.record.now()
        assignments.change(connection, number, withdrawn=None if undo else now)
        note(connection, actor, now, "assign again" if undo else "withdraw", "assignment", row.uuid)
        return assignments.by_id(connection, number)


def _mine(connection: Connection, actor: Actor, number: int, action: Any) -> AssignmentRow:
    """An assignment that this person made, or that some of their people have. Raises NoSuchAssignment, Refused."""
    row = assignments.by_id(connection, number)
    theirs = assignments.anybody(connection, number, teams.scope(connection, actor.person_id))
    made = row.made_by == actor.person_id and teams.manages_anybody(connection, actor.person_id)
    demand(actor, action, Thing(managed=theirs or made))
    return row
