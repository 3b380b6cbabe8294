"""A small choice of one of a few words, in one row: Space, Enter or the arrows change it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from textual import events
from textual.binding import Binding
from textual.content import Content
from textual.message import Message
from textual.reactive import reactive
from textual.widgets import Static

from simulator.ui.text import plain


class Chip(Static, can_focus=True):
    """`choices` are (value, word). The word is shown beside the label."""

    BINDINGS = [  # noqa: RUF012
        Binding("space,right", "turn(1)", "Change", id="chip.next", tooltip="The next choice"),
        Binding("left", "turn(-1)", "Back", show=False, id="chip.back", tooltip="The choice before"),
    ]
    index: reactive[int] = reactive(0)

    @dataclass
    class Changed(Message):
        chip: Chip
        value: str

    def __init__(
        self, label: str, choices: Sequence[tuple[str, str]], value: str = "", *, id: str | None = None
    ) -> None:
        super().__init__(id=id)
        self.label = label
        self.choices = tuple(choices)
        self.set_reactive(Chip.index, next((i for i, (v, _) in enumerate(self.choices) if v == value), 0))

    @property
    def value(self) -> str:
        return self.choices[self.index][0]

    def render(self) -> Content:
        return Content.assemble(
            plain(self.label), " ", ("< ", "dim"), plain(self.choices[self.index][1], "bold"), (" >", "dim")
        )

    def offer(self, choices: Sequence[tuple[str, str]]) -> None:
        """Other choices; what was chosen stays, where it is still among them."""
        if tuple(choices) == self.choices:
            return
        chosen = self.value
        self.choices = tuple(choices)
        self.index = next((i for i, (value, _) in enumerate(self.choices) if value == chosen), 0)
        self.refresh(layout=True)

    def get_content_width(self, container: object, viewport: object) -> int:
        return len(self.label) + 5 + max(len(word) for _, word in self.choices)

    def action_turn(self, by: int) -> None:
        self.index = (self.index + by) % len(self.choices)
        self.post_message(self.Changed(self, self.value))

    def on_click(self, event: events.Click) -> None:
        event.stop()
        self.action_turn(1)
