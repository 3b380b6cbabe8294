"""What a rep may say in guided mode, numbered: a digit takes one at once, Enter the one under the cursor."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from textual.binding import Binding
from textual.message import Message

from simulator.ui.text import plain
from simulator.ui.widgets.hanging import Hanging
from simulator.ui.widgets.menu import Item, Menu

MOST = 9
OVER = "over"


class Choices(Menu):
    """On offer in the order in which they are numbered, from 1."""

    BINDINGS = [  # noqa: RUF012
        Binding(
            "1", "take(1)", "Say that one", key_display="1-9", id="choices.1", tooltip="Say the choice of this number"
        ),
        *(
            Binding(str(n), f"take({n})", show=False, id=f"choices.{n}", tooltip=f"Say choice {n}")
            for n in range(2, MOST + 1)
        ),
    ]

    @dataclass
    class Taken(Message):
        """`index` counts from 0; None: the call is over, and the card is asked for."""

        index: int | None

    def __init__(self, *, id: str | None = None) -> None:
        super().__init__("Say it", id=id)

    def offer(self, texts: Sequence[str]) -> None:
        self.show(
            Item(Hanging(plain(f"{n}  ", "bold $accent"), plain(text)), str(n)) for n, text in enumerate(texts, 1)
        )
        self.highlighted = 0 if texts else None

    def close(self) -> None:
        """The call is over: nothing more can be said."""
        self.show([Item(plain("Open your card"), OVER)])

    def action_take(self, number: int) -> None:
        if 0 < number <= self.option_count and self.get_option_at_index(number - 1).id == str(number):
            self.post_message(self.Taken(number - 1))

    def on_option_list_option_selected(self, event: Menu.OptionSelected) -> None:
        event.stop()
        name = event.option.id or ""
        self.post_message(self.Taken(None if name == OVER else int(name) - 1))
