"""Questions that stand before the screen: a name on the first run, what to do on leaving, what went wrong."""

from __future__ import annotations

from collections.abc import Sequence
from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding
from textual.containers import Vertical, VerticalScroll
from textual.screen import ModalScreen
from textual.widgets import Input, Static

from simulator.ui.text import plain
from simulator.ui.widgets.field import Field
from simulator.ui.widgets.keys import Keys
from simulator.ui.widgets.menu import Item, Menu

WELCOME = (
    "Practise sales calls with customers who object. You type what you would say, "
    "the customer answers, and a scorecard shows what earned each mark, in your own words."
)
HOW = "Type it and press Enter. You can change it later: ctrl+p, then me: name."


class AskName(ModalScreen[str]):
    """Asked once, on the first run, or to change `known`. Answers with a name that can be kept; None: not changed."""

    CSS_PATH = "dialogs.tcss"
    BINDINGS = [  # noqa: RUF012
        Binding("escape", "back", "Back", id="name.back", tooltip="Change nothing"),
    ]
    ABOUT: ClassVar[str] = "Your name stands on your scorecards. It stays on this machine; you can change it later."

    def __init__(self, known: str = "") -> None:
        super().__init__()
        self.known = known

    def compose(self) -> ComposeResult:
        with Vertical(classes="dialog"):
            yield Static(plain("Your name" if self.known else "Welcome to Sparring", "bold"))
            if not self.known:
                yield Static(plain(WELCOME))
            yield Static(plain("What is your name? It stands on your scorecards and stays on this machine."))
            yield Field(self.known, verb="Keep the name", placeholder="Your name", max_length=80, id="name")
            yield Static(plain(HOW, "$text-muted"), id="problem")
        yield Keys()

    @property
    def key_words(self) -> dict[str, str]:
        """On the first run Esc has nowhere to go: it is answered, not offered."""
        return {} if self.known else {"name.back": ""}

    def action_back(self) -> None:
        """Esc: on the first run there is nothing to go back to, and that is said."""
        if self.known:
            self.dismiss(None)
        else:
            self.wrong("Sparring needs a name to go on: type one and press Enter. ctrl+q quits.")

    def wrong(self, sentence: str) -> None:
        self.query_one("#problem", Static).update(plain(f"! {sentence}", "bold $error"))
        self.query_one(Input).focus()
        self.app.bell()

    def on_input_changed(self) -> None:
        self.query_one("#problem", Static).update(plain(HOW, "$text-muted"))

    def on_input_submitted(self, event: Input.Submitted) -> None:
        from simulator.services.people import BadName, tidy_name

        try:
            self.dismiss(tidy_name(event.value))
        except BadName as problem:
            self.wrong(f"{str(problem).capitalize()}. Then press Enter.")


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
            yield Menu("Choose", id="answers")
        yield Keys()

    def on_mount(self) -> None:
        self.query_one(Menu).show(Item(plain(words), name) for name, words in self.answers)
        self.query_one(Menu).focus()

    def on_option_list_option_selected(self, event: Menu.OptionSelected) -> None:
        self.dismiss(event.option.id or self.answers[0][0])

    def action_first(self) -> None:
        self.dismiss(self.answers[0][0])
