"""Questions that stand before the screen: a name on the first run, what to do on leaving, what went wrong."""

from __future__ import annotations

from collections.abc import Sequence
from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding
from textual.containers import Vertical, VerticalScroll
from textual.content import Content
from textual.screen import ModalScreen
from textual.widgets import Footer, Input, Static

from simulator.ui.text import plain
from simulator.ui.widgets.menu import Item, Menu


class AskName(ModalScreen[str]):
    """Asked once, on the first run. Answers with a name that can be kept."""

    CSS_PATH = "dialogs.tcss"
    ABOUT: ClassVar[str] = "Your name stands on your scorecards. It stays on this machine; you can change it later."

    def compose(self) -> ComposeResult:
        with Vertical(classes="dialog"):
            yield Static(plain("Welcome to Sparring", "bold"))
            yield Static(
                plain(
                    "Practise sales calls with customers who object. You type what you would say, "
                    "the customer answers, and a scorecard shows what earned each mark, in your own words."
                )
            )
            yield Static(plain("What is your name? It stands on your scorecards and stays on this machine."))
            yield Input(placeholder="Your name", max_length=80, id="name")
            yield Static(Content(""), id="problem")
        yield Footer(show_command_palette=False)

    def on_input_submitted(self, event: Input.Submitted) -> None:
        from simulator.services.people import BadName, tidy_name

        try:
            self.dismiss(tidy_name(event.value))
        except BadName as problem:
            self.query_one("#problem", Static).update(plain(f"{str(problem).capitalize()}.", "$error"))


class Choose(ModalScreen[str]):
    """A question with a few answers; Esc takes the first, which changes nothing."""

    CSS_PATH = "dialogs.tcss"
    BINDINGS = [Binding("escape", "first", "Back", id="dialog.back", tooltip="Change nothing")]  # noqa: RUF012
    ABOUT: ClassVar[str] = "Choose with the arrows and Enter. Esc changes nothing."

    def __init__(self, title: str, text: str, answers: Sequence[tuple[str, str]]) -> None:
        super().__init__()
        self.question = title
        self.text = text
        self.answers = tuple(answers)

    def compose(self) -> ComposeResult:
        with Vertical(classes="dialog"):
            yield Static(plain(self.question, "bold"))
            with VerticalScroll(can_focus=False):
                yield Static(plain(self.text))
            yield Menu(id="answers")
        yield Footer(show_command_palette=False)

    def on_mount(self) -> None:
        self.query_one(Menu).show(Item(plain(words), name) for name, words in self.answers)
        self.query_one(Menu).focus()

    def on_option_list_option_selected(self, event: Menu.OptionSelected) -> None:
        self.dismiss(event.option.id or self.answers[0][0])

    def action_first(self) -> None:
        self.dismiss(self.answers[0][0])
