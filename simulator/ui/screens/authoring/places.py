"""What is wrong in the file, and the map of what it holds."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from typing import TYPE_CHECKING, cast

from textual.app import ComposeResult
from textual.containers import Vertical
from textual.widgets import Static

from simulator.scenario.graph import Map, map_of
from simulator.scenario.model import Scenario
from simulator.scenario.problems import Problem
from simulator.services.bench import Looked
from simulator.ui.text import lines, plain, row
from simulator.ui.widgets.hanging import Hanging
from simulator.ui.widgets.menu import Item, Menu

if TYPE_CHECKING:
    from simulator.ui.screens.authoring.author import Author

MARKS = {"error": ("! ", "bold $error"), "warning": ("~ ", "bold $warning"), "note": ("- ", "$text-muted")}
WELL = "Nothing is wrong in it. F4 lets you talk to the customer, F6 lets simulated reps do it; then: sparring scenarios publish."
READING, PLAYING = "Reading the file ...", "Playing and hearing it ..."
MOST_SHOWN = 6
"""Replies of a conversation, and consequences, below a problem."""


class ProblemsPane(Vertical):
    """What `sparring check` finds, with the line that it found it in, and how a call gets there."""

    def compose(self) -> ComposeResult:
        yield Static(READING, id="state")
        yield Menu(id="found", classes="first")

    def on_mount(self) -> None:
        self.found = ""
        self.query_one(Menu).key_words["menu.enter"] = ""  # Each problem stands there whole.

    def reading(self, *, whole: bool) -> None:
        doing = PLAYING if whole else READING
        self.query_one("#state", Static).update(plain(f"{self.found} {doing}".strip(), "$text-muted"))

    def show(self, looked: Looked, *, whole: bool, stamp: datetime) -> None:
        counts = {name: sum(p.severity == name for p in looked.problems) for name in MARKS}
        told = ", ".join(f"{n} {name}{'' if n == 1 else 's'}" for name, n in counts.items() if n)
        well = WELL if whole and not (counts["error"] or counts["warning"]) else ""
        self.found = f"{told or ('No problems' if whole else 'No mistake in the text')}, as of {stamp:%H:%M:%S}."
        self.query_one("#state", Static).update(plain(f"{self.found} {well}".strip(), "$text-muted"))
        order = {name: at for at, name in enumerate(MARKS)}
        problems = sorted(looked.problems, key=lambda p: (order[p.severity], p.place.line))
        self.query_one(Menu).show([Item(_problem(p, looked), f"p{at}") for at, p in enumerate(problems)])


def _problem(problem: Problem, looked: Looked) -> Hanging:
    mark, style = MARKS[problem.severity]
    place = f"line {problem.place.line}:{problem.place.column}" if problem.place.line else "the file"
    parts = [row(plain(f"{problem.code} ", "bold"), plain(f"{place}  ", "$accent"), plain(problem.message))]
    if source := looked.line(problem):
        parts.append(plain(f"  {source}", "$text-muted"))
    if problem.severity != "note":
        parts += [plain(f"  reply {n}: {said}") for n, said in enumerate(problem.conversation[:MOST_SHOWN], 1)]
        parts += [plain(f"  with it: {line}", "$text-muted") for line in problem.consequences[:MOST_SHOWN]]
    return Hanging(plain(mark, style), lines(*parts))


class MapPane(Vertical):
    """Every moment with its branches, and the endings. Enter tries a moment out."""

    def compose(self) -> ComposeResult:
        yield Static(id="about")
        yield Menu("Try out", id="moments", classes="first")

    def show(self, scenario: Scenario | None) -> None:
        about = "The file cannot be played yet: F2 says why." if scenario is None else "Enter begins a try-out there."
        self.query_one("#about", Static).update(plain(about, "$text-muted"))
        if scenario is not None:
            self.query_one(Menu).show(_places(map_of(scenario)))

    def on_option_list_option_selected(self, event: Menu.OptionSelected) -> None:
        event.stop()
        if event.option.id:
            cast("Author", self.screen).try_from(event.option.id)


def _places(found: Map) -> Iterator[Item]:
    for name, place in found.places.items():
        if place.outcome:
            continue
        start = ", the start" if name == found.start else ""
        ways = [plain(f"  {arrow.number} -> {arrow.go}: {arrow.when}", "$text-muted") for arrow in found.ways(name)]
        head = row(plain(f"{name}{start}", "bold"), plain(f"  {place.text}"))
        yield Item(Hanging(plain("  " * min(place.rank, 3)), lines(head, *ways)), name)
    yield Item(plain("Endings", "bold $primary"))
    for name, place in found.places.items():
        if place.outcome:
            yield Item(row(plain(f"  {name}"), plain(f"  {place.outcome}", "$text-muted")))
    for arrow in found.anywhere:
        yield Item(plain(f"  where {arrow.when}: {arrow.go}", "$text-muted"))
