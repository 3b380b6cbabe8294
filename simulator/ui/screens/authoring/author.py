"""The author's bench: one scenario file, watched while it is edited elsewhere."""

from __future__ import annotations

from pathlib import Path
from typing import ClassVar

from textual import work
from textual.app import ComposeResult
from textual.binding import Binding
from textual.widgets import ContentSwitcher, Static

from simulator.scenario.catalogue import Catalogue
from simulator.services.bench import Looked, Watched, look
from simulator.services.policy import Actor
from simulator.ui.screens.authoring.hear import HearPane
from simulator.ui.screens.authoring.places import MapPane, ProblemsPane
from simulator.ui.screens.authoring.reps import RepsPane
from simulator.ui.screens.authoring.tryout import TryPane
from simulator.ui.screens.base import Page
from simulator.ui.text import plain, row

WATCH = 0.5
"""Seconds between two looks at the file."""
SEALED = "This scenario is sealed: its facts and answers are for managers and admins."
"""Whoever may have to pass it is not shown it, from whichever file."""
PANES = {"problems": "Problems", "map": "Map", "try": "Try", "hear": "Hear", "reps": "Reps"}


class Author(Page):
    """Five panes of one file. What is found in a version of the file that is no longer there is thrown away."""

    CSS_PATH = "authoring.tcss"
    BINDINGS = [  # noqa: RUF012
        Binding("f2", "pane('problems')", "Problems", id="author.problems", tooltip="What `sparring check` finds"),
        Binding("f3", "pane('map')", "Map", id="author.map", tooltip="Moments, branches, endings; Enter tries one out"),
        Binding("f4", "pane('try')", "Try", id="author.try", tooltip="Talk to the customer from any moment"),
        Binding("f5", "pane('hear')", "Hear", id="author.hear", tooltip="What is heard in a sentence, and why not"),
        Binding("f6", "pane('reps')", "Reps", id="author.reps", tooltip="Simulated reps and cheats play it"),
        Binding("f7", "again", "Again", id="author.again", tooltip="Begin the try-out, or the rehearsal, again"),
        Binding("f8", "take_back", "Take back", id="author.back_one", tooltip="Take back the last reply"),
        Binding("escape", "leave", "Back", id="author.leave", tooltip="Stop the reps; else back to where you were"),
    ]
    ABOUT: ClassVar[str] = (
        "The bench of whoever writes a scenario. Edit the file in any editor beside this: it is read again whenever it is "
        "saved. F2 says what is wrong in it, F3 shows where it leads, F4 lets you talk from any moment with feelings of your "
        "choice, F5 says what is heard in a sentence and what it was nearest to, F6 lets simulated reps play. Nothing here "
        "is put on record, and nothing is written to your file."
    )

    def __init__(self, path: Path, actor: Actor) -> None:
        super().__init__()
        self.path = path
        self.actor = actor
        self.watched = Watched(path)
        self.version = 0
        """Counts the versions of the file that were seen."""
        self.looked: Looked | None = None

    def where(self) -> str:
        return f"author: {self.path.name}"

    def body(self) -> ComposeResult:
        yield Static(id="tabs")
        with ContentSwitcher(initial="problems", id="panes"):
            yield ProblemsPane(id="problems")
            yield MapPane(id="map")
            yield TryPane(id="try")
            yield HearPane(id="hear")
            yield RepsPane(id="reps")

    def on_mount(self) -> None:
        home = self.sparring.practice.home
        self.catalogue = Catalogue(home.roots, home.cache, home.company)
        self.action_pane("problems")
        self.set_interval(WATCH, self.look_again)
        self.look_again()

    @property
    def pane(self) -> str:
        return self.query_one(ContentSwitcher).current or "problems"

    # Watching

    def look_again(self) -> None:
        if self.watched.changed():
            self.version += 1
            self.query_one(ProblemsPane).reading(whole=False)
            self.check(self.version)

    @work(thread=True, group="author-check")
    def check(self, version: int) -> None:
        """At once what can be seen in the text, then what shows when it is played and heard."""
        for hear in (False, True):
            if version != self.version or not self.is_attached:
                return
            encoder = self.sparring.practice.hearings.encoder() if hear else None
            looked = look(self.catalogue, self.path, hear=hear, encoder=encoder)
            self.app.call_from_thread(self.show, looked, version, hear)

    def show(self, looked: Looked, version: int, whole: bool) -> None:
        if version != self.version or not self.is_attached:
            return
        if looked.scenario is not None and looked.scenario.sealed and self.actor.role == "rep":
            self.sparring.tell(SEALED, "warning")
            if self.is_current:
                self.sparring.pop_screen()
            return
        self.looked = looked
        self.query_one(ProblemsPane).show(looked, whole=whole, stamp=self.sparring.now().astimezone())
        if not whole:
            self.query_one(ProblemsPane).reading(whole=True)
            self.query_one(MapPane).show(looked.scenario)
            for pane in (self.query_one(TryPane), self.query_one(HearPane), self.query_one(RepsPane)):
                pane.renew(looked.scenario)
        self.tabs()

    # Panes

    def tabs(self) -> None:
        errors = sum(p.severity == "error" for p in self.looked.problems) if self.looked else 0
        cells = []
        for number, (name, title) in enumerate(PANES.items(), 2):
            count = f" ({errors})" if name == "problems" and errors else ""
            style = "bold $primary reverse" if name == self.pane else "$text-muted"
            cells += [plain(f" F{number} {title}{count} ", style), plain(" ")]
        self.query_one("#tabs", Static).update(row(*cells))

    def action_pane(self, name: str) -> None:
        self.query_one(ContentSwitcher).current = name
        self.query_one(f"#{name} .first").focus()
        self.tabs()
        self.refresh_bindings()
        if name == "reps":
            self.query_one(RepsPane).begin_once()

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        if action == "again":
            return self.pane in ("try", "reps")
        return self.pane == "try" if action == "take_back" else True

    def action_again(self) -> None:
        if self.pane == "try":
            self.query_one(TryPane).begin()
        else:
            self.query_one(RepsPane).begin()

    def action_take_back(self) -> None:
        self.query_one(TryPane).take_back()

    def action_leave(self) -> None:
        if self.pane == "reps" and self.query_one(RepsPane).stop():
            return
        self.sparring.pop_screen()

    def try_from(self, moment: str) -> None:
        """From the map: the try-out begins in this moment."""
        self.action_pane("try")
        self.query_one(TryPane).begin(moment)
