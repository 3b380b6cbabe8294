"""What a manager is asked before something is written: a mark with a reason, or a sentence."""

from __future__ import annotations

from collections.abc import Sequence
from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding
from textual.containers import Vertical, VerticalScroll
from textual.screen import ModalScreen
from textual.widgets import Input, Static

from simulator.ui.text import lines, plain, row
from simulator.ui.widgets.chip import Chip
from simulator.ui.widgets.field import Field
from simulator.ui.widgets.keys import Keys


class AskText(ModalScreen[tuple[str, str] | None]):
    """A sentence, and one of a few words beside it where `choices` are given. Answers with (word, sentence)."""

    CSS_PATH = ["../dialogs.tcss", "managing.tcss"]  # noqa: RUF012
    BINDINGS = [Binding("escape", "back", "Back", id="ask.back", tooltip="Write nothing")]  # noqa: RUF012
    ABOUT: ClassVar[str] = (
        "Type, and press Enter. Tab goes to the choice beside it; Space changes that. Esc writes nothing."
    )

    def __init__(
        self,
        title: str,
        text: str,
        *,
        placeholder: str,
        least: int = 1,
        choices: Sequence[tuple[str, str]] = (),
        label: str = "",
        chosen: str = "",
        verb: str = "Keep it",
        value: str = "",
    ) -> None:
        super().__init__()
        self.question, self.text, self.placeholder, self.least = title, text, placeholder, least
        self.choices, self.label, self.chosen, self.verb, self.value = tuple(choices), label, chosen, verb, value

    def compose(self) -> ComposeResult:
        with Vertical(classes="dialog"):
            yield Static(plain(self.question, "bold"))
            if self.text:
                with VerticalScroll(can_focus=False):
                    yield Static(plain(self.text))
            if self.choices:
                yield Chip(self.label, self.choices, self.chosen, id="choice")
            yield Field(self.value, verb=self.verb, placeholder=self.placeholder, max_length=2000, id="sentence")
            yield Static(id="problem")
        yield Keys()

    def on_mount(self) -> None:
        self.query_one(Input).focus()

    def action_back(self) -> None:
        self.dismiss(None)

    def on_input_submitted(self, event: Input.Submitted) -> None:
        if len(" ".join(event.value.split())) < self.least:
            need = "Write something." if self.least <= 1 else f"At least {self.least} characters: the rep reads it."
            self.query_one("#problem", Static).update(plain(f"! {need}", "bold $error"))
            self.app.bell()
            return
        word = self.query_one("#choice", Chip).value if self.choices else ""
        self.dismiss((word, event.value))


class AskMark(ModalScreen[tuple[int | None, str] | None]):
    """A level with the anchors before it, and a reason. Answers with (level, reason); level None: take back, or reject."""

    CSS_PATH = ["../dialogs.tcss", "managing.tcss"]  # noqa: RUF012
    BINDINGS = [  # noqa: RUF012
        Binding("escape", "back", "Back", id="mark.back", tooltip="Change nothing"),
        Binding("ctrl+up", "turn(1)", "Higher", id="mark.up", tooltip="The next level"),
        Binding("ctrl+down", "turn(-1)", "Lower", id="mark.down", tooltip="The level before"),
    ]
    ABOUT: ClassVar[str] = (
        "Choose the level (ctrl+up and ctrl+down, or Tab and Space), type why, and press Enter. The machine's mark stays "
        "beside yours, and the rep reads your reason."
    )

    def __init__(
        self, title: str, anchors: Sequence[str], level: int | None, *, text: str = "", none: str = "", least: int = 10
    ) -> None:
        """`none`: what it is called to give no level (`reject it`); empty where that is not offered."""
        super().__init__()
        self.question, self.anchors, self.level, self.text, self.none, self.least = (
            title,
            tuple(anchors),
            level,
            text,
            none,
            least,
        )

    def compose(self) -> ComposeResult:
        levels = [(str(n), f"{n} of 4") for n in range(5)]
        chosen = str(self.level) if self.level is not None else "0"
        with Vertical(classes="dialog"):
            yield Static(plain(self.question, "bold"))
            with VerticalScroll(can_focus=False):
                if self.text:
                    yield Static(plain(self.text))
                yield Static(lines(*(row(plain(f"{n}  ", "bold"), plain(text)) for n, text in enumerate(self.anchors))))
            yield Chip("mark", [*levels, *([("", self.none)] if self.none else [])], chosen, id="choice")
            yield Field(verb="Give it", placeholder="Why? At least ten characters", max_length=2000, id="sentence")
            yield Static(id="problem")
        yield Keys()

    def on_mount(self) -> None:
        self.query_one(Input).focus()

    def action_back(self) -> None:
        self.dismiss(None)

    def action_turn(self, by: int) -> None:
        self.query_one("#choice", Chip).action_turn(by)

    def on_input_submitted(self, event: Input.Submitted) -> None:
        if len(" ".join(event.value.split())) < self.least:
            need = f"Give a reason of at least {self.least} characters; the rep reads it."
            self.query_one("#problem", Static).update(plain(f"! {need}", "bold $error"))
            self.app.bell()
            return
        value = self.query_one("#choice", Chip).value
        self.dismiss((int(value) if value else None, event.value))
