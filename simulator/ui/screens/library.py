"""The library: every customer there is, found by words, stage and what was passed."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Set
from pathlib import Path
from typing import TYPE_CHECKING, ClassVar

from textual.app import ComposeResult
from textual.binding import Binding
from textual.containers import Horizontal
from textual.widgets import Input, Static

from simulator.scenario.catalogue import Entry, shipped
from simulator.ui.screens.base import Page
from simulator.ui.text import STAGES, lines, plain, row, stage_name, verdict
from simulator.ui.widgets.chip import Chip
from simulator.ui.widgets.field import Field
from simulator.ui.widgets.hanging import Hanging
from simulator.ui.widgets.menu import Item, Menu

if TYPE_CHECKING:
    from simulator.services.overview import Overview
    from simulator.store.attempts import AttemptRow

BROKEN = "Cannot be played"
PAGE = 300
"""So many are listed at once; a search finds the rest."""


class Library(Page):
    """Searching narrows the list as one types; Enter opens the brief."""

    CSS_PATH = "library.tcss"
    BINDINGS = [  # noqa: RUF012
        Binding("escape", "back", "Back", id="library.back", tooltip="From the search to the list; then back"),
        Binding("slash", "search", "Search", id="library.search", tooltip="Type words to look for"),
        Binding("s", "turn('stage')", "Stage", id="library.stage", tooltip="Only one stage of a sale, or all"),
        Binding("f", "turn('state')", "Filter", id="library.state", tooltip="All, not tried, not passed, or passed"),
        Binding("f5", "read_again", "Read files", show=False, id="library.again", tooltip="Look at the files again"),
        Binding("down", "list", "List", show=False, id="library.list", tooltip="From the search to the list"),
        Binding("question_mark", "app.help", "Help", show=False, id="library.help", tooltip="This page"),
    ]
    ABOUT: ClassVar[str] = (
        "Search by title, customer, company, role or skill. s and f change the filters. "
        "Your own scenarios are read from the folder `scenarios` in the data folder, and from SPARRING_SCENARIOS; "
        "a file with something wrong in it stands at the end, with what is wrong."
    )

    def where(self) -> str:
        return "library"

    def body(self) -> ComposeResult:
        with Horizontal(id="filters"):
            yield Field(verb="To the list", placeholder="Search", id="search")
            yield Chip("stage", [("", "all"), *STAGES.items()], id="stage")
            yield Chip(
                "show", [("", "all"), ("new", "not tried"), ("open", "not passed"), ("passed", "passed")], id="state"
            )
        yield Menu(id="entries")
        yield Static(id="count")

    def on_mount(self) -> None:
        self.refresh_list()
        self.query_one(Menu).focus()

    def on_screen_resume(self) -> None:
        self.sparring.refresh_overview()

    def show_overview(self, overview: Overview) -> None:
        self.refresh_list()

    def action_turn(self, name: str) -> None:
        self.query_one(f"#{name}", Chip).action_turn(1)

    def action_read_again(self) -> None:
        self.sparring.practice.catalogue.forget()
        self.sparring.refresh_overview()

    def on_input_changed(self) -> None:
        self.refresh_list()

    def on_input_submitted(self) -> None:
        self.action_list()

    def on_chip_changed(self) -> None:
        self.refresh_list()

    def action_back(self) -> None:
        if isinstance(self.focused, Input):
            self.action_list()
        else:
            self.sparring.pop_screen()

    def action_search(self) -> None:
        self.query_one(Input).focus()

    def action_list(self) -> None:
        self.query_one(Menu).focus()

    def refresh_list(self) -> None:
        overview, entries = self.sparring.overview, self.sparring.entries()
        words = self.query_one(Input).value.lower().split()
        stage, state = (self.query_one(f"#{name}", Chip).value for name in ("stage", "state"))
        tried = {attempt.scenario for attempt in overview.history}
        passed = {attempt.scenario for attempt in overview.history if attempt.passed}
        found = [
            entry
            for entry in entries
            if matches(entry, words)
            and (not stage or entry.stage == stage)
            and (
                not state
                or {"new": entry.id not in tried, "open": entry.id not in passed, "passed": entry.id in passed}[state]
            )
        ]
        found.sort(key=lambda entry: bool(entry.broken))
        self.query_one(Menu).show(library_items(found[:PAGE], overview.best, tried))
        self.query_one("#count", Static).update(plain(self.count(len(found), entries), "$text-muted"))

    @staticmethod
    def count(found: int, entries: list[Entry]) -> str:
        if not entries:
            return "There are no scenarios. F1 says where they are looked for."
        if not found:
            return "Nothing matches. Shorten the search, or set the filters to all."
        more = f"; the first {PAGE} are shown, search for the rest" if found > PAGE else ""
        broken = sum(bool(entry.broken) for entry in entries)
        return f"{found} of {len(entries)}{f', {broken} cannot be played' if broken else ''}{more}"

    def on_option_list_option_selected(self, event: Menu.OptionSelected) -> None:
        if event.option.id:
            self.sparring.open_brief(event.option.id)


def matches(entry: Entry, words: list[str]) -> bool:
    """Whether every word stands somewhere in what the entry says of itself."""
    text = " ".join(
        (entry.title, entry.id, entry.customer, entry.role, entry.company, stage_name(entry.stage), *entry.skills)
    ).lower()
    return all(word in text for word in words)


def library_items(entries: list[Entry], best: Mapping[str, AttemptRow], tried: Set[str]) -> Iterator[Item]:
    """By stage, as they come; those that cannot be played under a heading of their own, last."""
    under = None
    for entry in entries:
        heading = BROKEN if entry.broken else stage_name(entry.stage).capitalize()
        if heading != under:
            under = heading
            yield Item(plain(heading, "bold $error" if entry.broken else "bold $primary"))
        yield Item(broken_text(entry) if entry.broken else entry_text(entry, best, tried), entry.id)


def broken_text(entry: Entry) -> Hanging:
    """What is wrong, and in which file, instead of anything that looks like a customer to call."""
    return Hanging(plain("! ", "bold $error"), lines(plain(entry.title), plain(entry.broken, "$error")))


def entry_text(entry: Entry, best: Mapping[str, AttemptRow], tried: Set[str]) -> Hanging:
    known = best.get(entry.id)
    score = f"best {verdict(known)}" if known else "no total yet" if entry.id in tried else "not tried"
    who = ", ".join(part for part in (entry.customer, entry.role, entry.company) if part)
    draft = ", draft" if entry.status == "draft" else ""
    own = "" if Path(entry.path).is_relative_to(shipped()) else f"; yours: {Path(entry.path).name}"
    about = f"{who}; difficulty {entry.difficulty}/5, {entry.minutes} min{draft}{own}"
    title = row(plain(entry.title, "bold"), plain(f"  {score}", "$accent"))
    instead = [f"stands in place of {entry.instead}, which has the same id"] if entry.instead else []
    return Hanging(plain("  "), lines(title, *(plain(text, "$text-muted") for text in (about, *instead))))
