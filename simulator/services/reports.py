"""Reports and exports: a call, a rep, a team, the week; always with the machine's mark, the manager's, and how to check both."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING, Any

from scoring.marking.receipt import opened
from scoring.marking.scorecard import mark
from simulator.exports.page import Bars, Part, Report, Table
from simulator.exports.table import Cell
from simulator.learning.assigned import WORDS
from simulator.learning.times import in_words, last_weeks, stamp
from simulator.services import board, review
from simulator.services.overview import in_calls, in_people
from simulator.services.policy import Actor, Thing, demand
from simulator.services.prep import prepare
from simulator.services.prep_page import sections
from simulator.store import attempts, figures, marks, people, teams

if TYPE_CHECKING:
    from simulator.services.practice import Practice

PASSED = {True: "passed", False: "not passed", None: "not decided"}
MARK_COLUMNS = (
    "attempt",
    "login",
    "name",
    "scenario",
    "scenario version",
    "mode",
    "level",
    "finished",
    "criterion",
    "title",
    "rule mark",
    "manager mark",
    "mark that stands",
    "manager",
    "reason",
    "rule total",
    "total that stands",
    "passed",
    "void",
    "rubric",
    "rubric version",
    "rubric hash",
    "receipt",
)
Told = Callable[[int, int], None]


def of_call(practice: Practice, actor: Actor, uuid: str) -> Report:
    """A scorecard with its transcript, both marks, comments and rulings. Raises what `review.look` raises."""
    seen = review.look(practice, actor, uuid)
    row = seen.attempt
    with practice.record.read() as connection:
        receipt = review.attempts_receipt(connection, row)
    given = {one.row.criterion: one for one in seen.seconds if one.stands}
    rows = []
    for one in seen.card.criteria:
        second = given.get(one.id)
        machine = next(found.level for found in seen.machine.criteria if found.id == one.id)
        said = " … ".join(dict.fromkeys(f"“{cited.quote}”" for cited in one.evidence[:3]))
        why = f"{second.by}: {second.row.reason}" if second else said or one.explanation
        rows.append((one.title, _level(machine), _level(second.row.level) if second else "", _level(one.level), why))
    talk = [(seen.reading.scenario.customer.name or "Customer", seen.reading.transcript.opening, ())]
    for turn in seen.reading.transcript.turns:
        notes = tuple(f"{seen.names.get(c.by, '')}: {c.text}" for c in seen.comments if c.turn == turn.n)
        talk += [(f"{seen.rep} ({turn.n})", turn.rep or "(says nothing)", notes)]  # type: ignore[list-item]
        talk += [(seen.reading.scenario.customer.name or "Customer", turn.customer, ())]
    rulings = [
        f"{one.what.replace('_', ' ')} {one.name}: {'yes' if one.yes else 'no'}, {one.reason}" for one in seen.rulings
    ]
    parts = [
        Part(
            "Marks", table=Table(("criterion", "rule", "manager", "stands", "why"), tuple(rows), frozenset({1, 2, 3}))
        ),
        *([Part("Rulings", tuple(rulings))] if rulings else []),
        Part(
            "To take from it",
            tuple(text for text in (seen.reading.feedback.kept, seen.reading.feedback.change) if text),
        ),
        Part("What was said", talk=tuple(talk)),
    ]
    machine_total = f" (rule {seen.machine.total})" if seen.machine.total != seen.card.total else ""
    about = f"{seen.card.total} of 100{machine_total}, needed {seen.card.pass_mark}: {PASSED[seen.card.passed]}. "
    about += f"{row.mode}, {row.level}, {str(row.finished)[:10]}"
    return Report(f"{seen.rep}: {row.title}", about, _made(practice), tuple(parts), _proof(row, receipt))


def _proof(row: Any, receipt: dict[str, Any]) -> tuple[str, ...]:
    rubric = receipt["rubric"]
    return (
        f"scenario {row.scenario}, version {row.version}, {row.scenario_hash}",
        f"rubric {rubric.get('id')}, version {rubric.get('version')}, {receipt['rubric_hash']}",
        f"engine {row.engine}, encoder {row.encoder}, seed {row.seed}",
        f"receipt {receipt['seal']} of call {row.uuid}: `sparring verify` derives the rule marks anew",
    )


def of_rep(practice: Practice, actor: Actor, who: str) -> Report:
    """One rep: the page before a 1:1, the months, the calls. Raises NoSuchPerson, Refused."""
    seen = board.person(practice, actor, who)
    page = prepare(practice, actor, who)
    months = sorted(seen.months)[-12:]
    values = tuple(seen.months[month]["total"].mean if "total" in seen.months[month] else None for month in months)
    calls = tuple(
        (
            str(call["finished"])[:10],
            str(call["title"]),
            _level(call["total"]),
            _level(call["stands_total"]),
            PASSED[call["stands_passed"]],
            str(call["mode"]),
        )
        for call in seen.calls
    )
    due = tuple(
        (one.row.title, WORDS[one.standing], in_words(one.due, one.row.zone), f"{one.mine.passed} of {one.row.passes}")
        for one in seen.due
    )
    parts = [
        Part("Totals by month", bars=Bars(tuple(months), values, 100.0))
        if months
        else Part("Totals by month", ("No calls yet.",)),
        Part("Assigned", table=Table(("what", "state", "due", "passed"), due))
        if due
        else Part("Assigned", ("Nothing.",)),
        *(Part(title, tuple(lines)) for title, lines in sections(page) if title not in ("Blockers",)),
        Part("Calls", table=Table(("day", "customer", "rule", "stands", "result", "mode"), calls, frozenset({2, 3}))),
    ]
    return Report(
        seen.row.name, "Practice, not performance: what simulated customers were told.", _made(practice), tuple(parts)
    )


def of_team(practice: Practice, actor: Actor) -> Report:
    """The people of one manager: assignments, person by skill, weeks, what is missed, scenarios. Raises Refused."""
    first, heat = board.overview(practice, actor), board.heat(practice, actor, most=2000)
    weeks, missed = board.trend(practice, actor, weeks=12), board.missed_most(practice, actor)
    running = tuple(
        (row.title, in_words(row.due, row.zone), ", ".join(f"{n} {WORDS[name]}" for name, n in counts.items() if n))
        for row, counts in first.assignments
    )
    people_rows = tuple(
        (row.name, *(_mean(name, heat.cells.get(row.id, {}).get(name)) for name in heat.skills)) for row in heat.people
    )
    totals = weeks.skills.get("total", {})
    names = tuple(name.replace("_", " ") for name in heat.skills)
    lost = tuple(
        (missed.titles.get(one.criterion, one.criterion), f"{one.missed} of {one.n}", f"{one.mean:.1f}")
        for one in missed.rows[:8]
    )
    quotations = tuple(
        f"{one.name}, {one.scenario}, turn {one.turn}: “{one.text}”" for one in missed.quotations if one.text
    )
    parts = [
        Part("Assigned", table=Table(("what", "due", "how it stands"), running))
        if running
        else Part("Assigned", ("Nothing.",)),
        Part(
            "Person by skill",
            ("Means over three months; levels 0 to 4, total 0 to 100.",),
            Table(("name", *names), people_rows, frozenset(range(1, len(names) + 1))),
        ),
        Part(
            "Totals by week",
            bars=Bars(weeks.weeks, tuple(totals[w].mean if w in totals else None for w in weeks.weeks), 100.0),
        ),
        Part("Missed most", quotations, Table(("criterion", "missed", "mean"), lost, frozenset({1, 2})))
        if lost
        else Part("Missed most", ("Too few marks to say.",)),
    ]
    about = f"{in_people(first.people)}; {in_calls(first.waiting)} for review, {first.disputed} of them disputed."
    return Report("Team report", about, _made(practice), tuple(parts))


def of_week(practice: Practice, actor: Actor) -> Report:
    """This week of the team, short enough for a chat: no ranks, and nobody is named for a low total. Raises Refused."""
    first = board.overview(practice, actor)
    two = last_weeks(practice.clock(), 2)
    with practice.record.read() as connection:
        managed = teams.managed_teams(connection, actor.person_id)
        totals = figures.trend(connection, managed, two).get("total", {})
    missed = board.missed_most(practice, actor)
    now, before = totals.get(two[1]), totals.get(two[0])
    lines = [f"{now.n} calls, {now.passed} passed, mean {now.mean:.0f}" if now else "No call has ended this week."]
    if before is not None:
        lines.append(f"The week before: {before.n} calls, {before.passed} passed, mean {before.mean:.0f}")
    lines.append(f"{in_calls(first.waiting)} for review, {first.disputed} of them disputed")
    due = [
        f"{row.title}: {', '.join(f'{n} {WORDS[name]}' for name, n in counts.items() if n)}; due {in_words(row.due, row.zone)}"
        for row, counts in first.assignments
    ]
    focus = [
        f"{missed.titles.get(one.criterion, one.criterion)}: missed in {one.missed} of {one.n} marks"
        for one in missed.rows[:1]
    ]
    parts = [
        Part("Practice", tuple(lines)),
        Part("Assigned", tuple(due) or ("Nothing.",)),
        Part("Worth a word in the next meeting", tuple(focus) or ("Too few marks to say.",)),
    ]
    return Report(f"The week of the team, {two[1]}", in_people(first.people), _made(practice), tuple(parts))


def mark_rows(practice: Practice, actor: Actor, told: Told = lambda *_: None) -> Iterator[tuple[Cell, ...]]:
    """Every mark of every ended call of one's people, or of oneself: a row each, see MARK_COLUMNS. Raises Refused."""
    with practice.record.read() as connection:
        mine = teams.managed_people(connection, actor.person_id) or [actor.person_id]
        for person_id in mine:
            managed = teams.manages(connection, actor.person_id, person_id)
            demand(actor, "see_attempt", Thing(person_id, managed))
        named = people.named(connection, mine)
    for done, person_id in enumerate(mine):
        told(done, len(mine))
        with practice.record.read() as connection:
            for row in reversed(attempts.finished_of(connection, person_id, 1_000_000)):
                if not row.may_be_read and person_id == actor.person_id:
                    continue
                yield from _marks_of(connection, row, named[person_id])
    told(len(mine), len(mine))


def _marks_of(connection: Any, row: attempts.AttemptRow, person: people.PersonRow) -> Iterator[tuple[Cell, ...]]:
    receipt = attempts.receipt_of(connection, row.uuid)
    if receipt is None:
        return
    transcript, rubric = opened(receipt)
    given = marks.latest(marks.overrides_of(connection, row.id))
    names = people.named(connection, [one.by for one in given.values()])
    void = marks.is_void(connection, row.id)
    for one in mark(transcript, rubric).criteria:
        second = given.get(one.id)
        yield (
            row.uuid,
            person.login,
            person.name,
            row.scenario,
            row.version,
            row.mode,
            row.level,
            row.finished,
            one.id,
            one.title,
            one.level,
            second.level if second else None,
            second.level if second else one.level,
            names[second.by].name if second and second.by in names else None,
            second.reason if second else None,
            row.total,
            row.stands_total,
            row.stands_passed,
            void,
            rubric.id,
            rubric.version,
            rubric.hash,
            str(receipt["seal"]),
        )


def _made(practice: Practice) -> str:
    return f"Made {stamp(practice.clock())} by Sparring"


def _level(level: int | None) -> str:
    return "-" if level is None else str(level)


def _mean(skill: str, cell: Any) -> str:
    return "-" if cell is None else f"{cell.mean:.0f}" if skill == "total" else f"{cell.mean:.1f}"
