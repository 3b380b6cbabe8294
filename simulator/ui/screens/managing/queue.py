"""The queue: the calls that wait for a manager, each with the reason why it stands there."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, ClassVar

from textual.binding import Binding
from textual.content import Content

from simulator.learning.attention import kind_of
from simulator.services.policy import Actor
from simulator.ui.screens.managing.base import ListPage, heading
from simulator.ui.text import ago, lines, plain, row
from simulator.ui.widgets.hanging import Hanging
from simulator.ui.widgets.menu import Item, Menu


class QueuePage(ListPage):
    """Enter opens a call."""

    BINDINGS = [  # noqa: RUF012
        Binding("a", "all", "All or ten", id="queue.all", tooltip="All of them, or the ten that matter most this week"),
    ]
    VERB = "Review"
    ABOUT: ClassVar[str] = (
        "Calls that wait for you: disputed marks first, then proposed knock-outs, calls below the pass mark, cards that wait "
        "for release, totals unlike the rep's others, marks that are not certain, the rest. The short form is the ten that "
        "matter most this week, at most three of one rep."
    )

    def __init__(self, actor: Actor) -> None:
        super().__init__(actor)
        self.short = True

    def where(self) -> str:
        return "review"

    def fetch(self) -> Any:
        from simulator.services.review import queue

        return queue(self.sparring.practice, self.actor, short=self.short)

    def head(self, found: Any) -> Content:
        what = "the ten that matter most this week" if self.short else "all that waits"
        return row(
            plain("Review", "bold"), plain(f"  {what}; a shows {'all' if self.short else 'the ten'}", "$text-muted")
        )

    def items(self, found: Any) -> Iterator[Item]:
        now = self.sparring.now()
        kind = ""
        if not found:
            yield Item(plain("  Nothing waits for you.", "$text-muted"))
        for one in found:
            if not self.short and kind_of(one.rank) != kind:
                kind = kind_of(one.rank)
                yield heading(kind.capitalize())
            total = "" if one.total is None else f"  {one.total}"
            title = row(plain(f"{one.name}: {one.title}", "bold"), plain(total, "$accent"))
            yield Item(
                Hanging(plain("  "), lines(title, plain(f"{one.why}; {ago(one.at, now)}", "$text-muted"))), one.attempt
            )

    def on_option_list_option_selected(self, event: Menu.OptionSelected) -> None:
        if event.option.id:
            self.sparring.open_review(event.option.id)

    def action_all(self) -> None:
        self.short = not self.short
        self.load()
