"""The inbox: a line for what a customer said outside, and what was noted before."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, ClassVar

from textual import work
from textual.app import ComposeResult
from textual.binding import Binding
from textual.content import Content
from textual.widgets import Input, Static

from simulator.ui.screens.base import Page
from simulator.ui.text import ago, lines, plain
from simulator.ui.widgets.field import Field
from simulator.ui.widgets.menu import Item, Menu

if TYPE_CHECKING:
    from simulator.services.policy import Actor
    from simulator.store.inbox import Noted, Unclear

EMPTY = "Nothing is noted yet. Type above what a customer said to you, in their words, and press Enter."
NEXT = "Make a scenario of one in a shell: sparring inbox draft NUMBER. Tick it off: sparring inbox done NUMBER."


class Inbox(Page):
    """Enter in the line keeps what stands in it. The list is read again each time."""

    CSS_PATH = "inbox.tcss"
    BINDINGS = [  # noqa: RUF012
        Binding("escape", "app.pop_screen", "Back", id="inbox.back", tooltip="Back to where you were"),
    ]
    ABOUT: ClassVar[str] = (
        "Objections that you heard outside, and your replies that no customer in a call understood. What you note here "
        "can be made into a scenario: sparring inbox draft NUMBER."
    )

    def __init__(self, actor: Actor) -> None:
        super().__init__()
        self.actor = actor

    def where(self) -> str:
        return "inbox"

    def body(self) -> ComposeResult:
        yield Field(verb="Keep it", placeholder="What did the customer say?", max_length=400, id="said")
        yield Static(id="next")
        yield Menu(id="noted")

    def on_mount(self) -> None:
        self.query_one(Input).focus()
        self.load()

    def on_input_submitted(self, event: Input.Submitted) -> None:
        if event.value.strip():
            self.keep(event.value)

    @work(thread=True, group="inbox")
    def keep(self, said: str) -> None:
        from simulator.scenario.templates import AnswerError
        from simulator.services.authoring import AuthoringError
        from simulator.services.inbox import note
        from simulator.store.connection import RecordError

        try:
            note(self.sparring.practice.record, self.actor, said)
        except (RecordError, AuthoringError, AnswerError) as error:
            self.app.call_from_thread(self.sparring.tell, f"It was not kept: {error}", "warning")
            return
        self.app.call_from_thread(self.kept)

    def kept(self) -> None:
        if self.query("#said"):
            self.query_one(Input).value = ""
            self.load()

    @work(thread=True, group="inbox")
    def load(self) -> None:
        from simulator.services.inbox import not_understood, noted
        from simulator.store.connection import RecordError

        record = self.sparring.practice.record
        try:
            found = noted(record, self.actor), not_understood(record, self.actor)
        except RecordError as error:
            self.app.call_from_thread(self.sparring.tell, str(error), "warning")
            return
        self.app.call_from_thread(self.show, *found)

    def show(self, noted: Sequence[Noted], unclear: Sequence[Unclear]) -> None:
        if not self.query("#noted"):  # It was left while the record was read.
            return
        self.query_one("#next", Static).update(plain(NEXT if noted else EMPTY, "$text-muted"))
        self.query_one(Menu).show(self.items(noted, unclear))

    def items(self, noted: Sequence[Noted], unclear: Sequence[Unclear]) -> Iterator[Item]:
        now = self.sparring.now()
        for entry in noted:
            draft = f"draft: {entry.scenario}" if entry.scenario else ""
            about = ", ".join(part for part in (ago(entry.at, now), entry.who, entry.about, draft) if part)
            yield Item(two(f"{entry.id}  {entry.said}", about))
        if unclear:
            yield Item(plain("Not understood by the customers in your calls", "bold $primary"))
        for reply in unclear:
            yield Item(two(reply.said, f"{reply.title}, {ago(reply.at, now)}"))


def two(said: str, about: str) -> Content:
    return lines(plain(said, "bold"), plain(about, "$text-muted"))
