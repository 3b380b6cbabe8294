"""What was played and how it went, the newest first, with the trend of each customer."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import datetime
from typing import TYPE_CHECKING, ClassVar

from textual.app import ComposeResult
from textual.binding import Binding
from textual.content import Content
from textual.widgets import Static

from simulator.services.overview import total_of
from simulator.ui.screens.base import Page
from simulator.ui.text import ago, lines, plain, row, verdict
from simulator.ui.widgets.menu import Item, Menu

if TYPE_CHECKING:
    from simulator.services.overview import Overview
    from simulator.store.attempts import AttemptRow

STEPS = "▁▂▃▄▅▆▇█"
TREND = 12


class History(Page):
    """Enter opens a card; above the list stands the trend of the customer under the cursor."""

    CSS_PATH = "history.tcss"
    BINDINGS = [  # noqa: RUF012
        Binding("escape", "app.pop_screen", "Back", id="history.back", tooltip="Back to where you were"),
        Binding("question_mark", "app.help", "Help", show=False, id="history.help", tooltip="This page"),
    ]
    ABOUT: ClassVar[str] = "Your ended calls. The trend shows the totals with one customer, the oldest on the left."

    def where(self) -> str:
        return "history"

    def body(self) -> ComposeResult:
        yield Static(id="trend")
        yield Menu(id="attempts")

    def on_mount(self) -> None:
        self.show_overview(self.sparring.overview)
        self.query_one(Menu).focus()

    def on_screen_resume(self) -> None:
        self.sparring.refresh_overview()

    def show_overview(self, overview: Overview) -> None:
        self.query_one(Menu).show(history_items(overview.history, self.sparring.now()))
        if not overview.history:
            self.query_one("#trend", Static).update(
                plain("No call has ended yet. Play one: its card and your trend will stand here.", "$text-muted")
            )

    def on_option_list_option_highlighted(self, event: Menu.OptionHighlighted) -> None:
        history = self.sparring.overview.history
        row_ = next((a for a in history if a.uuid == event.option.id), None)
        if row_ is not None:
            self.query_one("#trend", Static).update(trend(row_, history))

    def on_option_list_option_selected(self, event: Menu.OptionSelected) -> None:
        if event.option.id:
            self.sparring.open_card(event.option.id)


def history_items(history: Sequence[AttemptRow], now: datetime) -> Iterator[Item]:
    for attempt in history:
        hints = f", {attempt.hints} hint{'' if attempt.hints == 1 else 's'}" if attempt.hints else ""
        about = f"{attempt.mode}, {attempt.level}{hints}, {ago(attempt.finished or attempt.touched, now)}"
        yield Item(
            lines(
                row(plain(attempt.title, "bold"), plain(f"  {verdict(attempt)}", "$accent")),
                plain(about, "$text-muted"),
            ),
            attempt.uuid,
        )


def trend(attempt: AttemptRow, history: Sequence[AttemptRow]) -> Content:
    """The totals with this customer, oldest first, as figures and as steps, and how this call is exported."""
    export = plain(f"JSON: sparring play --resume {attempt.uuid} --json", "$text-muted")
    known = (total_of(a) for a in reversed(history) if a.scenario == attempt.scenario)
    totals = [total for total in known if total is not None][-TREND:]
    if not totals:
        return lines(plain(f"{attempt.title}: no totals yet", "$text-muted"), export)
    steps = "".join(STEPS[min(7, total * 8 // 101)] for total in totals)
    first, best = totals[0], max(totals)
    lift = f", {totals[-1] - first:+d} since the first" if len(totals) > 1 else ""
    return lines(
        plain(attempt.title, "bold"),
        row(plain(steps, "$accent"), plain(f"  {' '.join(map(str, totals))}")),
        plain(f"first {first}, best {best}, last {totals[-1]}{lift}", "$text-muted"),
        export,
    )
