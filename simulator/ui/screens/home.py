"""Home: the call left open, what to play next, how the last ones went."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from typing import TYPE_CHECKING, ClassVar

from textual.app import ComposeResult
from textual.binding import Binding
from textual.widgets import Static

from simulator.learning.assigned import WORDS
from simulator.services.overview import Overview, in_people
from simulator.ui.screens.base import Page
from simulator.ui.text import ago, bar, closes_soon, lines, plain, stage_name, verdict
from simulator.ui.widgets.hanging import Hanging
from simulator.ui.widgets.menu import Item, Menu

if TYPE_CHECKING:
    from simulator.store.attempts import AttemptRow

LAST = 5
NEWS = 4


class Home(Page):
    """Shows the suggestions at once, and the person's own record as soon as it is open."""

    CSS_PATH = "home.tcss"
    BINDINGS = [  # noqa: RUF012
        Binding("l", "app.library", "Library", id="home.library", tooltip="Every customer there is to practise with"),
        Binding("h", "app.history", "History", id="home.history", tooltip="Your ended calls and their trend"),
        Binding("question_mark", "app.help", "Help", show=False, id="home.help", tooltip="This page"),
    ]
    ABOUT: ClassVar[str] = (
        "Choose a line and press Enter: go on with an open call, play what is next, or read a card again."
    )

    _offered: str | None = None
    _led = False

    def where(self) -> str:
        return "home"

    def body(self) -> ComposeResult:
        yield Menu(id="home")
        yield Static(id="trouble")

    def on_mount(self) -> None:
        self.show(self.sparring.overview)
        self.query_one(Menu).focus()

    def on_screen_resume(self) -> None:
        self.sparring.refresh_overview()

    def show_overview(self, overview: Overview) -> None:
        if self.query(Menu):  # A screen that is being taken down, or not yet built, has none.
            self.show(overview)

    def show(self, overview: Overview) -> None:
        """A call left open is under the cursor when it first appears."""
        newest = f"resume:{overview.unfinished[0].uuid}" if overview.unfinished else None
        choose = newest if newest != self._offered else self.first_line(overview)
        self._offered = newest
        self.query_one(Menu).show(home_items(overview, self.sparring.now()), choose)

    def first_line(self, overview: Overview) -> str | None:
        """What is under the cursor when the record has been read for the first time: what is above the suggestions."""
        if self._led or not (overview.manages or overview.news or overview.due):
            return None
        self._led = True
        items = home_items(overview, self.sparring.now())
        return next((item.id for item in items if item.id), None)

    def trouble(self, sentence: str) -> None:
        """The record cannot be used: said where it is seen, and nothing else is lost."""
        for place in self.query("#trouble").results(Static):
            place.update(plain(sentence, "$error"))

    def on_option_list_option_selected(self, event: Menu.OptionSelected) -> None:
        kind, _, name = (event.option.id or "").partition(":")
        if kind == "resume":
            self.sparring.go_on(name)
        elif kind == "play":
            self.sparring.open_brief(name)
        elif kind == "card":
            self.sparring.open_card(name)
        elif kind == "due":
            self.sparring.open_assigned(int(name))
        elif kind == "news":
            number, _, attempt = name.partition(":")
            self.sparring.read_news(int(number))
            if attempt:
                self.sparring.open_review(attempt)
        elif kind == "team":
            self.sparring.action_team()
        elif kind == "queue":
            self.sparring.action_queue()
        elif kind == "library":
            self.sparring.action_library()


def home_items(overview: Overview, now: datetime) -> Iterator[Item]:
    if overview.manages:
        yield heading("Your team")
        yield Item(
            two("The team", f"{in_people(overview.manages)}: who is stuck, on what, and what is assigned"), "team:"
        )
        yield Item(two("Review", "the calls that wait for you"), "queue:")
        yield Item(plain(""))
    if overview.news:
        yield heading("New")
        for told in overview.news[:NEWS]:
            yield Item(two(told.text, ago(told.at, now)), f"news:{told.id}:{told.attempt or ''}")
        yield Item(plain(""))
    yield from due_items(overview)
    if overview.unfinished:
        yield heading("Go on with")
        for attempt in overview.unfinished:
            about = f"{attempt.mode}, {attempt.level}, {open_state(attempt, now)}"
            yield Item(two(attempt.title, about), f"resume:{attempt.uuid}")
        yield Item(plain(""))
    yield heading("Next")
    if not overview.next_up:
        yield Item(
            plain("  There is no scenario to play: F1 in the library says where they are looked for.", "$text-muted")
        )
    for suggestion in overview.next_up:
        entry = suggestion.entry
        about = f"{stage_name(entry.stage)}, difficulty {entry.difficulty}/5, {entry.minutes} min, {suggestion.why}"
        yield Item(two(entry.title, about), f"play:{entry.id}")
    yield Item(plain("  All customers ...", "$text-muted"), "library:")
    yield Item(plain(""))
    yield heading("Last scores")
    if not overview.history:
        yield Item(plain("  None yet. Your scorecards will stand here.", "$text-muted"))
    for attempt in overview.history[:LAST]:
        when = ago(attempt.finished or attempt.touched, now)
        about = f"{verdict(attempt)}, {attempt.mode}, {attempt.level}, {when}"
        yield Item(two(attempt.title, about), f"card:{attempt.uuid}")


def due_items(overview: Overview) -> Iterator[Item]:
    """What is assigned, what is due first at the front; what was passed is not due any more."""
    rows = [row for row in overview.due if row.standing != "passed"]
    if not rows:
        return
    yield heading("Assigned to you")
    for row in rows:
        step = row.next_step
        left = "" if row.standing in ("did_not_pass", "not_yet") else f", {days(row.left)}"
        done = sum(one.state == "passed" for one in row.steps)
        about = f"{WORDS[row.standing]}{left}; {bar(done, row.row.passes, 5)} {done} of {row.row.passes} passed"
        if step is None:
            why = next((one.why_not for one in row.steps if one.why_not), "")
            yield Item(two(row.row.title, f"{about}{f'; {why}' if why else ''}"))
        else:
            yield Item(two(row.row.title, f"{about}; next: {step.item.title}"), f"due:{row.row.id}")
        if row.row.note:
            yield Item(Hanging(plain("    "), plain(row.row.note, "$text-muted")))
    yield Item(plain(""))


def days(left: int) -> str:
    """`due today`, `due in 3 days`, `2 days over`."""
    if left < 0:
        return f"{-left} day{'' if left == -1 else 's'} over"
    return "due today" if left == 0 else "due tomorrow" if left == 1 else f"due in {left} days"


def open_state(attempt: AttemptRow, now: datetime) -> str:
    """How far it went and when; of one that was left for a week, that it will not be offered for ever."""
    said = f"{attempt.entries} said, " if attempt.entries else ""
    return f"{said}{ago(attempt.touched, now)}{'; go on soon, or it is closed' if closes_soon(attempt, now) else ''}"


def heading(text: str) -> Item:
    return Item(plain(text, "bold $primary"))


def two(title: str, about: str) -> Hanging:
    return Hanging(plain("  "), lines(plain(title, "bold"), plain(about, "$text-muted")))
