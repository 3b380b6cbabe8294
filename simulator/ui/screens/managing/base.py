"""A page with a list that is read from the record, and what is done to it in a worker."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any

from textual import work
from textual.app import ComposeResult
from textual.binding import Binding
from textual.content import Content
from textual.widgets import Static

from simulator.services.policy import Actor
from simulator.ui.screens.base import Page
from simulator.ui.text import plain
from simulator.ui.widgets.menu import Item, Menu

TROUBLE = (PermissionError, ValueError, LookupError, RuntimeError)
"""What services raise as a sentence for the person; anything else is a fault of ours."""


def sentence_of(error: Exception) -> str | None:
    """What to say; None where nobody foresaw it."""
    ours = type(error).__module__.partition(".")[0] in ("simulator", "scoring")
    return str(error) if ours else None


class Acting(Page):
    """Runs services off the screen's thread, says what they refuse, and reads the page anew after them."""

    def __init__(self, actor: Actor) -> None:
        super().__init__()
        self.actor = actor

    def act(self, does: Callable[[], Any], then: Callable[[Any], None] | None = None, said: str = "") -> None:
        """Do it in a worker; then say so, and read the page again."""
        self._act(does, then, said)

    @work(thread=True, group="managing-acts")
    def _act(self, does: Callable[[], Any], then: Callable[[Any], None] | None, said: str) -> None:
        try:
            done = does()
        except Exception as error:
            sentence = sentence_of(error)
            if sentence is None:
                raise
            self.app.call_from_thread(self.sparring.tell, sentence, "error")
            self.app.call_from_thread(self.load)
            return
        if said:
            self.app.call_from_thread(self.sparring.tell, said)
        if then is not None:
            self.app.call_from_thread(then, done)
        self.app.call_from_thread(self.load)

    def load(self) -> None:
        """Read what the page shows."""
        self._load()

    @work(thread=True, group="managing", exclusive=True)
    def _load(self) -> None:
        try:
            found = self.fetch()
        except Exception as error:
            sentence = sentence_of(error)
            if sentence is None:
                raise
            self.app.call_from_thread(self.refused, sentence)
            return
        self.app.call_from_thread(self.take, found)

    def refused(self, sentence: str) -> None:
        self.sparring.tell(sentence, "error")
        if self.app.screen is self:
            self.app.pop_screen()

    def fetch(self) -> Any:
        """In a worker: what there is to show."""
        raise NotImplementedError

    def take(self, found: Any) -> None:
        """On the screen's thread: show it."""
        raise NotImplementedError


class ListPage(Acting):
    """A heading and a list. `VERB`: what Enter does."""

    CSS_PATH = "managing.tcss"
    BINDINGS = [  # noqa: RUF012
        Binding("escape", "app.pop_screen", "Back", id="list.back", tooltip="Back to where you were"),
        Binding("question_mark", "app.help", "Help", show=False, id="list.help", tooltip="This page"),
    ]
    VERB = "Open"
    found: Any = None

    def body(self) -> ComposeResult:
        yield Static(plain("Reading the record ...", "$text-muted"), id="head")
        yield Menu(self.VERB, id="rows")

    def on_mount(self) -> None:
        self.query_one("#rows", Menu).focus()

    def on_screen_resume(self) -> None:
        super().on_screen_resume()
        self.load()

    def take(self, found: Any) -> None:
        if not self.query("#rows"):  # It was left while the record was read.
            return
        self.found = found
        self.query_one("#head", Static).update(self.head(found))
        self.query_one("#rows", Menu).show(self.items(found))

    def head(self, found: Any) -> Content:
        raise NotImplementedError

    def items(self, found: Any) -> Iterable[Item]:
        raise NotImplementedError


def heading(text: str) -> Item:
    return Item(plain(text, "bold $primary"))
