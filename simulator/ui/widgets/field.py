"""A line to type in."""

from __future__ import annotations

from textual.binding import Binding
from textual.widgets import Input

from simulator.ui.widgets.in_turn import InTurn


class Field(InTurn, Input):
    """`verb`: what Enter does here, in a word or two, as the last line of the screen says it."""

    def __init__(
        self,
        value: str = "",
        *,
        verb: str,
        placeholder: str,
        max_length: int = 0,
        id: str | None = None,
        classes: str | None = None,
    ) -> None:
        super().__init__(value, placeholder=placeholder, max_length=max_length, compact=True, id=id, classes=classes)
        self._bindings.key_to_bindings["enter"] = [Binding("enter", "submit", verb, id="field.enter", tooltip=verb)]
