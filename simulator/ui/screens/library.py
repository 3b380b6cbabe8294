"""The library: every customer there is, found by words, stage and what was passed."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, ClassVar

from textual.app import ComposeResult
from textual.binding import Binding
from textual.containers import Horizontal
from textual.content import Content
from textual.widgets import Input, Static

from simulator.scenario.catalogue import Entry
from simulator.ui.screens.base import Page
from simulator.ui.text import STAGES, lines, plain, row, stage_name, verdict
from simulator.ui.widgets.chip import Chip
from simulator.ui.widgets.menu import Item, Menu

if TYPE_CHECKING:
    from simulator.store.attempts import AttemptRow

PAGE = 300
"""So many are listed at once; a search finds the rest."""


class Library(Page):
    """Searching narrows the list as one types; Enter opens the brief."""

    CSS_PATH = "library.tcss"
    BINDINGS = [  # noqa: RUF012
        Binding("escape", "app.pop_screen", "Back", id="library.back", tooltip="Back to where you were"),
        Binding("slash", "search", "Search", id="library.search", tooltip="Type words to look for"),
        Binding("down", "list", "List", show=False, id="library.list", tooltip="From the search to the list"),
        Binding("question_mark", "app.help", "Help", show=False, id="library.help", tooltip="This page"),
    ]
    ABOUT: ClassVar[str] = (
        "Search by title, customer, company, role or skill. Tab reaches the filters; Space changes them. "
        "Your own scenarios are read from the folder `scenarios` in the data folder, and from SPARRING_SCENARIOS."
    )

    def where(self) -> str:
        return "library"

    def body(self) -> ComposeResult:
        with Horizontal(id="filters"):
            yield Input(placeholder="Search", id="search", compact=True)
            yield Chip("stage", [("", "all"), *STAGES.items()], id="stage")
            yield Chip(
                "show", [("", "all"), ("new", "not tried"), ("open", "not passed"), ("passed", "passed")], id="state"
            )
        yield Menu(id="entries")
        yield Static(id="count")

    def on_mount(self) -> None:
        self.refresh_list()
        self.query_one(Menu).focus()

    def on_input_changed(self) -> None:
        self.refresh_list()

    def on_input_submitted(self) -> None:
        self.action_list()

    def on_chip_changed(self) -> None:
        self.refresh_list()

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
        self.query_one(Menu).show(library_items(found[:PAGE], overview.best))
        self.query_one("#count", Static).update(plain(self.count(len(found), len(entries)), "$text-muted"))

    @staticmethod
    def count(found: int, of: int) -> str:
        if not of:
            return "There are no scenarios. F1 says where they are looked for."
        if not found:
            return "Nothing matches. Shorten the search, or set the filters to all."
        more = f"; the first {PAGE} are shown, search for the rest" if found > PAGE else ""
        return f"{found} of {of}{more}"

    def on_option_list_option_selected(self, event: Menu.OptionSelected) -> None:
        if event.option.id:
            self.sparring.open_brief(event.option.id)


def matches(entry: Entry, words: list[str]) -> bool:
    """Whether every word stands somewhere in what the entry says of itself."""
    text = " ".join(
        (entry.title, entry.id, entry.customer, entry.role, entry.company, stage_name(entry.stage), *entry.skills)
    ).lower()
    return all(word in text for word in words)


def library_items(entries: list[Entry], best: Mapping[str, AttemptRow]) -> Iterator[Item]:
    stage = None
    for entry in entries:
        if entry.stage != stage:
            stage = entry.stage
            yield Item(plain(stage_name(stage).capitalize(), "bold $primary"))
        yield Item(entry_text(entry, best), entry.id)


def entry_text(entry: Entry, best: Mapping[str, AttemptRow]) -> Content:
    if entry.broken:
        return lines(
            row("  ", plain(entry.title, "bold")), row("  ", plain(f"cannot be played: {entry.broken}", "$error"))
        )
    known = best.get(entry.id)
    score = f"best {verdict(known.total, known.passed, known.status)}" if known else "not tried"
    who = ", ".join(part for part in (entry.customer, entry.role, entry.company) if part)
    draft = ", draft" if entry.status == "draft" else ""
    about = [plain(f"  {who}; difficulty {entry.difficulty}/5, {entry.minutes} min{draft}", "$text-muted")]
    if entry.instead:
        about.append(row("  ", plain(f"stands in place of {entry.instead}, which has the same id", "$text-muted")))
    return lines(row("  ", plain(entry.title, "bold"), plain(f"  {score}", "$accent")), *about)
