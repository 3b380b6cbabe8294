"""The library: every customer there is, found by words, stage and what was passed."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence, Set
from pathlib import Path
from typing import TYPE_CHECKING, ClassVar

from textual.app import ComposeResult
from textual.binding import Binding
from textual.containers import Horizontal, Vertical
from textual.widgets import Input, Static

from simulator.scenario.catalogue import Entry, shipped
from simulator.ui.screens.base import Page
from simulator.ui.text import STAGES, lines, plain, row, stage_name, verdict
from simulator.ui.widgets.chip import Chip
from simulator.ui.widgets.field import Field
from simulator.ui.widgets.hanging import Hanging
from simulator.ui.widgets.menu import Item, Menu

if TYPE_CHECKING:
    from simulator.services.overview import Overview, Progress
    from simulator.store.attempts import AttemptRow

BROKEN = "Cannot be played"
SHORT = 17
"""Letters of a path's name in its chip: three chips stand side by side in 80 columns."""
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
        Binding(
            "p", "turn('path')", "Path", id="library.path", tooltip="Only what belongs to one learning path, in order"
        ),
        Binding(
            "e", "author", "Author", id="library.author", tooltip="The author's bench for the line under the cursor"
        ),
        Binding("f5", "read_again", "Read files", show=False, id="library.again", tooltip="Look at the files again"),
        Binding("down", "list", "List", show=False, id="library.list", tooltip="From the search to the list"),
        Binding("question_mark", "app.help", "Help", show=False, id="library.help", tooltip="This page"),
    ]
    ABOUT: ClassVar[str] = (
        "Search by title, customer, company, role or skill. s, f and p change the filters; a path is a list of "
        "scenarios to play in order, and says what you can do after it and when it is done. "
        "Your own scenarios are read from the folder `scenarios` in the data folder, and from SPARRING_SCENARIOS; "
        "a file with something wrong in it stands at the end, with what is wrong."
    )

    def where(self) -> str:
        return "library"

    def body(self) -> ComposeResult:
        with Vertical(id="filters"):
            yield Field(verb="To the list", placeholder="Search", id="search")
            with Horizontal(id="chips"):
                yield Chip("stage", [("", "all"), *STAGES.items()], id="stage")
                yield Chip(
                    "show",
                    [("", "all"), ("new", "not tried"), ("open", "not passed"), ("passed", "passed")],
                    id="state",
                )
                yield Chip("path", path_choices(self.sparring.overview.paths), id="path")
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

    def action_author(self) -> None:
        chosen = self.query_one(Menu).chosen
        entry = next((entry for entry in self.sparring.entries() if entry.id == chosen), None)
        if entry is not None:
            self.sparring.open_author(Path(entry.path))

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
        self.query_one("#path", Chip).offer(path_choices(overview.paths))
        stage, state, way = (self.query_one(f"#{name}", Chip).value for name in ("stage", "state", "path"))
        path = next((one for one in overview.paths if one.path.id == way), None)
        tried = {attempt.scenario for attempt in overview.history}
        passed = {attempt.scenario for attempt in overview.history if attempt.passed}
        found = [
            entry
            for entry in entries
            if matches(entry, words)
            and (path is None or entry.id in path.path.scenarios)
            and (not stage or entry.stage == stage)
            and (
                not state
                or {"new": entry.id not in tried, "open": entry.id not in passed, "passed": entry.id in passed}[state]
            )
        ]
        if path is None:
            found.sort(key=lambda entry: bool(entry.broken))
            self.query_one(Menu).show(library_items(found[:PAGE], overview.best, tried))
        else:
            found.sort(key=lambda entry: path.path.scenarios.index(entry.id))
            self.query_one(Menu).show(path_items(path, found, overview.best, tried))
        so_far = f"; path: {len(path.passed)} passed so far, done with {path.path.rule}" if path else ""
        self.query_one("#count", Static).update(plain(self.count(len(found), entries) + so_far, "$text-muted"))

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


def path_items(on: Progress, entries: list[Entry], best: Mapping[str, AttemptRow], tried: Set[str]) -> Iterator[Item]:
    """In the order of the path, under its title and what one can do after it."""
    yield Item(plain(on.path.title, "bold $primary"))
    yield Item(Hanging(plain("  "), plain(on.path.able, "$text-muted")))
    for entry in entries:
        yield Item(entry_text(entry, best, tried), entry.id)


def path_choices(paths: Sequence[Progress]) -> list[tuple[str, str]]:
    """What a title says before its first comma, short enough for a chip."""
    names = ((one.path.id, one.path.title.partition(",")[0]) for one in paths)
    return [("", "all"), *((path, name if len(name) <= SHORT else f"{name[: SHORT - 1]}…") for path, name in names)]


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
