"""A list to choose from, with the keys that people expect."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from textual.binding import Binding
from textual.content import Content
from textual.widgets import OptionList
from textual.widgets.option_list import Option

from simulator.ui.widgets.hanging import Hanging


@dataclass(frozen=True, slots=True)
class Item:
    """A line or two of the menu. `id` empty: a heading, which cannot be chosen."""

    text: Content | Hanging
    id: str = ""


class Menu(OptionList):
    """Items under headings. j, k, g and G move as the arrows, Home and End do. `verb`: what Enter does, in a word."""

    BINDINGS = [  # noqa: RUF012
        Binding("down,j", "cursor_down", "Down", show=False, id="menu.down", tooltip="The next line"),
        Binding("up,k", "cursor_up", "Up", show=False, id="menu.up", tooltip="The line before"),
        Binding("home,g", "first", "First", show=False, id="menu.first", tooltip="The first line"),
        Binding("end,G", "last", "Last", show=False, id="menu.last", tooltip="The last line"),
    ]

    def __init__(self, verb: str = "Open", *, id: str | None = None, classes: str | None = None) -> None:
        super().__init__(id=id, classes=classes, markup=False)
        self.key_words: dict[str, str] = {}
        """What a key does now, where it is something else; see `Keys`."""
        enter = Binding("enter", "select", verb, id="menu.enter", tooltip=f"{verb} the line under the cursor")
        self._bindings.key_to_bindings["enter"] = [enter]

    def show(self, items: Iterable[Item], choose: str | None = None) -> None:
        """Put these in place of what is there. `choose`, or else the line chosen before, is chosen where it exists."""
        chosen = choose or self.chosen
        self.clear_options()
        self.add_options(
            [Option(item.text, id=item.id or None, disabled=not item.id) for item in items],
        )
        ids = [self.get_option_at_index(i).id for i in range(self.option_count)]
        if chosen is not None and chosen in ids:
            self.highlighted = ids.index(chosen)
        else:
            self.highlighted = next((i for i, name in enumerate(ids) if name), None)

    @property
    def chosen(self) -> str | None:
        """The id under the cursor."""
        if self.highlighted is None or self.highlighted >= self.option_count:
            return None
        return self.get_option_at_index(self.highlighted).id
