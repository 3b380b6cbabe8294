"""The team: what waits, what is assigned, who is strong and weak in what, where it goes, what is missed most."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any, ClassVar

from textual.binding import Binding
from textual.content import Content

from simulator.learning.assigned import WORDS
from simulator.learning.times import in_words
from simulator.services.overview import in_calls, in_people
from simulator.ui.screens.managing.base import ListPage, heading
from simulator.ui.text import lines, plain, row
from simulator.ui.widgets.hanging import Hanging
from simulator.ui.widgets.menu import Item, Menu

if TYPE_CHECKING:
    from simulator.services.board import Heat, MissedMost, Overview, TeamFigures
    from simulator.store.figures import Cell

STEPS = "▁▂▃▄▅▆▇█"
SHORT = {
    "total": "total",
    "objection_handling": "objec",
    "value_messaging": "value",
    "discovery": "disco",
    "negotiation": "negot",
    "next_step": "next",
    "tone": "tone",
    "coaching": "coach",
    "compliance": "compl",
}


class TeamPage(ListPage):
    """Enter opens what is under the cursor: the queue, an assignment's board, a person."""

    BINDINGS = [  # noqa: RUF012
        Binding("n", "assign", "Assign", id="team.assign", tooltip="Give scenarios or a path to people"),
        Binding("r", "queue", "Review", id="team.queue", tooltip="The calls that wait for you"),
    ]
    ABOUT: ClassVar[str] = (
        "Your people. Levels run from 0 to 4, the total from 0 to 100; means are over three months. A dot means: no call yet. "
        "Enter opens a board, a person, or the calls that wait."
    )

    def where(self) -> str:
        return "team"

    def fetch(self) -> Any:
        from simulator.services import board

        practice = self.sparring.practice
        first, heat = board.overview(practice, self.actor), board.heat(practice, self.actor)
        if self.found is None:  # What comes first is shown first.
            self.app.call_from_thread(self.take, (first, heat, None, None))
        return first, heat, board.trend(practice, self.actor), board.missed_most(practice, self.actor)

    def head(self, found: Any) -> Content:
        first: Overview = found[0]
        waiting = f"{in_calls(first.waiting)} for you"
        disputed = f", {first.disputed} disputed" if first.disputed else ""
        return row(
            plain(in_people(first.people), "bold"),
            plain(
                f", {waiting}{disputed}; {first.stuck} of {first.having} stuck"
                if first.having
                else f", {waiting}{disputed}"
            ),
        )

    def items(self, found: Any) -> Iterator[Item]:
        first, heat, trend, missed = found
        yield Item(plain("Review what waits ...", "bold"), "queue:")
        yield heading("Assigned")
        if not first.assignments:
            yield Item(plain("  Nothing yet. n assigns a path or a scenario.", "$text-muted"))
        for one, counts in first.assignments:
            stands = ", ".join(f"{count} {WORDS[name]}" for name, count in counts.items() if count) or "nobody has it"
            about = f"due {in_words(one.due, one.zone)}; {stands}"
            yield Item(
                Hanging(plain("  "), lines(plain(one.title, "bold"), plain(about, "$text-muted"))), f"board:{one.id}"
            )
        yield from heat_items(heat)
        if trend is not None and missed is not None:
            yield from trend_items(trend)
            yield from missed_items(missed)

    def on_option_list_option_selected(self, event: Menu.OptionSelected) -> None:
        kind, _, name = (event.option.id or "").partition(":")
        if kind == "queue":
            self.action_queue()
        elif kind == "board":
            self.sparring.open_board(int(name))
        elif kind == "person":
            self.sparring.open_person(name)
        elif kind == "call":
            self.sparring.open_review(name)

    def action_queue(self) -> None:
        self.sparring.action_queue()

    def action_assign(self) -> None:
        self.sparring.action_assign()


def heat_items(heat: Heat) -> Iterator[Item]:
    yield heading("Who is strong in what")
    if not heat.skills:
        yield Item(plain("  No call has ended in the last three months.", "$text-muted"))
        for one in heat.people:
            yield Item(plain(f"  {one.name}"), f"person:{one.login}")
        return
    names = "".join(f"{SHORT.get(name, name)[:5]:>6}" for name in heat.skills)
    yield Item(plain(f"  {'':<18}{names}", "$text-muted"))
    for one in heat.people:
        cells = heat.cells.get(one.id, {})
        parts = [heat_cell(name, cells.get(name)) for name in heat.skills]
        yield Item(row(plain(f"  {one.name[:17]:<18}"), *parts), f"person:{one.login}")


def heat_cell(skill: str, cell: Cell | None) -> Content:
    """Six columns: a figure with a step, and a colour that says the same."""
    if cell is None:
        return plain("     ·", "$text-muted")
    part = cell.mean / (100 if skill == "total" else 4)
    colour = "$success" if part >= 0.65 else "$warning" if part >= 0.4 else "$error"
    figure = f"{cell.mean:.0f}" if skill == "total" else f"{cell.mean:.1f}"
    return plain(f"{STEPS[min(7, int(part * 8))]}{figure}".rjust(6), colour)


def trend_items(trend: TeamFigures) -> Iterator[Item]:
    yield heading("Week by week")
    if not trend.skills:
        yield Item(plain("  No call of your teams has ended in these weeks.", "$text-muted"))
        return
    yield Item(plain(f"  {'':<18}{''.join(f'{week[5:]:>6}' for week in trend.weeks)}", "$text-muted"))
    for name in sorted(trend.skills, key=lambda skill: (skill != "total", skill)):
        weeks = trend.skills[name]
        digits = 0 if name == "total" else 1
        figures = "".join(f"{weeks[week].mean:>6.{digits}f}" if week in weeks else f"{'·':>6}" for week in trend.weeks)
        yield Item(plain(f"  {name.replace('_', ' ')[:17]:<18}{figures}"))


def missed_items(missed: MissedMost) -> Iterator[Item]:
    yield heading("Missed most")
    if not missed.rows:
        yield Item(plain("  Too few marks to say.", "$text-muted"))
    for one in missed.rows[:5]:
        title = missed.titles.get(one.criterion, one.criterion)
        share = f"{round(100 * one.missed / one.n)}% of {one.n}"
        yield Item(row(plain(f"  {share:>12}  ", "$warning"), plain(title)))
    for quoted in missed.quotations:
        if quoted.text:
            said = f"“{quoted.text}”"
            about = f"{quoted.name}, {quoted.scenario}, turn {quoted.turn}"
            yield Item(
                Hanging(plain("    "), lines(plain(said), plain(about, "$text-muted"))), f"call:{quoted.attempt}"
            )
