"""The first line of every screen: where one is on the left, who one is on the right."""

from __future__ import annotations

from textual.content import Content
from textual.reactive import reactive
from textual.widgets import Static

from simulator.ui.text import plain


class Bar(Static):
    """One row. What does not fit is cut at the left part's end; the right part has a third of the row at most."""

    where: reactive[str] = reactive("")
    who: reactive[str] = reactive("")

    def __init__(self, where: str, who: str = "") -> None:
        super().__init__()
        self.set_reactive(Bar.where, where)
        self.set_reactive(Bar.who, who)

    def render(self) -> Content:
        width = max(10, self.size.width)
        right = plain(self.who)
        right = right.truncate(min(right.cell_length, width // 3), ellipsis=True)
        left = Content.assemble((" Sparring ", "bold"), " ", plain(self.where))
        room = max(0, width - right.cell_length - 2)
        return Content("").join((left.truncate(room, ellipsis=True, pad=True), " ", right, " "))
