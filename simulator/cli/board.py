"""`sparring board`: how far everybody is, who is strong in what, and what the team misses most."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import asdict
from typing import TYPE_CHECKING, Any

import click

from simulator.cli.output import say, say_json, wrapped
from simulator.cli.own import practice

if TYPE_CHECKING:
    from simulator.services.board import Board, Heat, MissedMost, Overview, TeamFigures
    from simulator.services.policy import Actor
    from simulator.services.practice import Practice
    from simulator.store.figures import Cell

EXAMPLES = """\b
Examples:
  sparring board                       what is running, and what the team misses most
  sparring board 2 --only past_due     assignment 2: who is past due
  sparring board --heat                person by skill
  sparring board --person amara        one rep
  sparring board --scenarios           how hard each is, and where calls are given up
"""
GLYPHS = "▁▂▃▄▅▆▇█"


@click.command(epilog=EXAMPLES)
@click.argument("number", type=int, required=False)
@click.option(
    "--only",
    type=click.Choice(["not_started", "in_progress", "past_due", "passed", "did_not_pass", "not_yet"]),
    help="Of an assignment: only those who stand so.",
)
@click.option("--search", default="", help="Only names or logins with this in them.")
@click.option("--sort", type=click.Choice(["state", "name", "latest", "best", "lift", "attempts"]), default="state")
@click.option("--heat", "heat_map", is_flag=True, help="Person by skill, over three months.")
@click.option("--trend", "trend_", is_flag=True, help="The team by week.")
@click.option("--missed", "missed_", is_flag=True, help="What the team misses most.")
@click.option("--person", metavar="LOGIN", help="One rep: assignments, months, calls.")
@click.option("--scenarios", "statistics", is_flag=True, help="Statistics of the scenarios.")
@click.option("--scenario", metavar="ID", help="The criteria of one scenario: how hard, how telling.")
@click.option("--json", "as_json", is_flag=True, help="Print one JSON document and nothing else.")
def command(
    number: int | None,
    only: Any,
    search: str,
    sort: str,
    heat_map: bool,
    trend_: bool,
    missed_: bool,
    person: str | None,
    statistics: bool,
    scenario: str | None,
    as_json: bool,
) -> None:
    """How far your people are: not started, in progress, past due, passed, did not pass."""
    from simulator.services import board as boards

    found, actor = practice()
    if number is not None:
        seen = boards.board(found, actor, number, only=only, search=search, sort=sort)
        show(board_json(seen), board_lines(seen), as_json)
    elif heat_map:
        heat = boards.heat(found, actor, most=1000)
        show(heat_json(heat), heat_lines(heat), as_json)
    elif trend_:
        figures = boards.trend(found, actor)
        show(trend_json(figures), trend_lines(figures), as_json)
    elif missed_:
        most = boards.missed_most(found, actor)
        show(missed_json(most), missed_lines(most), as_json)
    elif person is not None:
        one_person(found, actor, person, as_json)
    elif statistics:
        rows = boards.scenario_statistics(found, actor)
        lines = [
            f"{row.scenario:<44} {row.n:>4} calls {share(row.passed, row.n)} passed, mean {row.mean:.0f} (±{row.spread:.0f})"
            + (f", {row.left} given up" + (f", most at {row.exits[0][0]}" if row.exits else "") if row.left else "")
            for row in rows
        ]
        show({"scenarios": [asdict(row) for row in rows]}, lines or ["No calls have ended yet."], as_json)
    elif scenario is not None:
        items = boards.item_statistics(found, actor, scenario)
        lines = [
            f"{item.criterion:<24} {item.n:>4} marks, mean {item.mean:.1f} of 4, "
            + (
                "too few to say how telling"
                if item.discrimination is None
                else f"tells calls apart {item.discrimination:+.2f}"
            )
            for item in items
        ]
        show({"criteria": [asdict(item) for item in items]}, lines or ["No calls have ended yet."], as_json)
    else:
        first = boards.overview(found, actor)
        most = boards.missed_most(found, actor)
        show({**overview_json(first), **missed_json(most)}, [*overview_lines(first), "", *missed_lines(most)], as_json)


def show(document: Any, lines: Any, as_json: bool) -> None:
    if as_json:
        say_json(document)
    else:
        say("\n".join(row for line in lines for row in wrapped(line)))


def share(part: int, whole: int) -> str:
    return f"{round(100 * part / whole)}%" if whole else "-"


def board_json(seen: Board) -> dict[str, Any]:
    rows = [
        {"login": row.person.login, "name": row.person.name, **{k: v for k, v in asdict(row).items() if k != "person"}}
        for row in seen.rows
    ]
    return {"number": seen.row.id, "title": seen.row.title, "counts": dict(seen.counts), "rows": rows}


def board_lines(seen: Board) -> Iterator[str]:
    from simulator.learning.assigned import WORDS
    from simulator.learning.times import in_words

    yield f"{seen.row.title}, due {in_words(seen.row.due, seen.row.zone)}"
    yield ", ".join(f"{count} {WORDS[name]}" for name, count in seen.counts.items() if count) or "Nobody has it."
    if seen.rows:
        yield f"{'':<24} {'':<13} tries first  best latest lift"
    for row in seen.rows:
        cells = "".join(f"{'-' if value is None else value:>6}" for value in (row.first, row.best, row.latest))
        lift = "-" if row.lift is None else f"+{row.lift}"
        yield f"{row.person.name[:24]:<24} {WORDS[row.standing]:<13} {row.attempts:>5}{cells} {lift:>4}"


def overview_json(first: Overview) -> dict[str, Any]:
    running = [
        {"number": row.id, "title": row.title, "due": row.due, "counts": dict(counts)}
        for row, counts in first.assignments
    ]
    return {"people": first.people, "waiting": first.waiting, "disputed": first.disputed, "assignments": running}


def overview_lines(first: Overview) -> Iterator[str]:
    from simulator.learning.assigned import WORDS
    from simulator.services.overview import in_calls, in_people

    disputed = f", {first.disputed} of them disputed" if first.disputed else ""
    yield f"{in_people(first.people)}. {in_calls(first.waiting)} for you{disputed}: sparring review queue"
    if not first.assignments:
        yield "Nothing is assigned. `sparring assign new --help` shows how."
    for row, counts in first.assignments:
        stands = ", ".join(f"{count} {WORDS[name]}" for name, count in counts.items() if count)
        yield f"{row.id:>4}  {row.title}: {stands or 'nobody has it'}"


def heat_json(heat: Heat) -> dict[str, Any]:
    rows = [
        {"login": row.login, "name": row.name, "skills": {k: asdict(v) for k, v in heat.cells.get(row.id, {}).items()}}
        for row in heat.people
    ]
    return {"months": list(heat.months), "people": rows}


def heat_lines(heat: Heat) -> Iterator[str]:
    if not heat.skills:
        yield "No calls have ended in the last three months."
        return
    yield f"{'':<18}" + "".join(f"{short(name):>7}" for name in heat.skills)
    for row in heat.people:
        cells = heat.cells.get(row.id, {})
        shown = [cell_in_words(name, cells.get(name)) for name in heat.skills]
        yield f"{row.name[:17]:<18}" + "".join(f"{cell:>7}" for cell in shown)


def short(skill: str) -> str:
    """A skill in six letters."""
    return skill.replace("_", " ")[:6].rstrip()


def cell_in_words(skill: str, cell: Cell | None) -> str:
    if cell is None:
        return "-"
    return f"{cell.mean:.0f}" if skill == "total" else f"{glyph(cell.mean, 4)}{cell.mean:.1f}"


def glyph(value: float, most: float) -> str:
    return GLYPHS[min(len(GLYPHS) - 1, int(value / most * len(GLYPHS)))]


def trend_json(figures: TeamFigures) -> dict[str, Any]:
    skills = {name: {week: asdict(cell) for week, cell in weeks.items()} for name, weeks in figures.skills.items()}
    return {"weeks": list(figures.weeks), "skills": skills}


def trend_lines(figures: TeamFigures) -> Iterator[str]:
    if not figures.skills:
        yield "No calls of your teams have ended in these weeks."
        return
    yield f"{'':<20} " + " ".join(f"{week[5:]:>5}" for week in figures.weeks)
    for name in sorted(figures.skills, key=lambda skill: (skill != "total", skill)):
        weeks = figures.skills[name]
        digits = 0 if name == "total" else 1
        shown = (f"{weeks[week].mean:.{digits}f}" if week in weeks else "-" for week in figures.weeks)
        yield f"{name.replace('_', ' ')[:20]:<20} " + " ".join(f"{cell:>5}" for cell in shown)


def missed_json(most: MissedMost) -> dict[str, Any]:
    rows = [{**asdict(row), "title": most.titles.get(row.criterion, row.criterion)} for row in most.rows]
    return {"missed": rows, "quotations": [asdict(one) for one in most.quotations]}


def missed_lines(most: MissedMost) -> Iterator[str]:
    if not most.rows:
        yield "What the team misses most: too few marks to say."
        return
    yield "What the team misses most, over three months:"
    for row in most.rows[:5]:
        title = most.titles.get(row.criterion, row.criterion)
        yield f"  {share(row.missed, row.n):>4} of {row.n} marks: {title}"
    for one in most.quotations:
        if one.text:
            yield f"  {one.name}, {one.scenario}, turn {one.turn}: “{one.text}”"


def one_person(found: Practice, actor: Actor, who: str, as_json: bool) -> None:
    from simulator.cli.due import due_json, due_lines
    from simulator.services.board import person

    seen = person(found, actor, who)
    if as_json:
        months = {month: {k: asdict(v) for k, v in row.items()} for month, row in seen.months.items()}
        calls = [{k: v for k, v in call.items() if k not in ("item_id", "counts")} for call in seen.calls]
        say_json(
            {
                "login": seen.row.login,
                "name": seen.row.name,
                "due": [due_json(one) for one in seen.due],
                "months": months,
                "calls": calls,
            }
        )
        return
    say(f"{seen.row.name} ({seen.row.login})")
    for due in seen.due:
        say("\n".join(due_lines(due)))
    say("")
    if not seen.calls:
        say("No calls yet.")
    for call in seen.calls[:20]:
        total = "no total" if call["stands_total"] is None else f"{call['stands_total']} of 100"
        passed = {True: "passed", False: "not passed", None: "open"}[call["stands_passed"]]
        how = f"{total}, {passed}, {call['mode']}, {call['level']}: {call['title']}"
        say("\n".join(wrapped(how, f"{call['uuid'][:8]}  {str(call['finished'])[:10]}  ")))
