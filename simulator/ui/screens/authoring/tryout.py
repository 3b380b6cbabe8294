"""A conversation from any moment, with what is behind each answer."""

from __future__ import annotations

from typing import TYPE_CHECKING, cast

from textual import work
from textual.app import ComposeResult
from textual.containers import Vertical, VerticalScroll
from textual.content import Content
from textual.widgets import Input, Static

from scoring.marking.transcript import Turn
from simulator.scenario.model import Scenario
from simulator.services.bench import Beginning, CannotBegin, Tryout, beginning
from simulator.ui.text import lines, plain, row
from simulator.ui.widgets.field import Field

if TYPE_CHECKING:
    from simulator.ui.screens.authoring.author import Author

NEWER = "The file has changed since this began. F7 begins again with what it says now."
OVER = "The call has ended. F7 begins again, F8 takes the last reply back."
HOW = "Where it begins: a moment, and what is to be otherwise, as in  says_wait trust=7 level=hard seed=3"


class TryPane(Vertical):
    """What is heard and played is what a rep's call would hear and play."""

    def compose(self) -> ComposeResult:
        yield Field(verb="Begin there", placeholder=HOW, max_length=300, id="begins")
        yield Static(id="stands")
        with VerticalScroll(id="talk"):
            yield Static(id="said")
        yield Field(verb="Say it", placeholder="Type what you would say, and press Enter", id="reply", classes="first")

    def on_mount(self) -> None:
        self.scenario: Scenario | None = None
        self.tryout: Tryout | None = None
        self.number = 0

    def renew(self, scenario: Scenario | None) -> None:
        """The file was read again. What is going on goes on with what it was begun with."""
        self.scenario = scenario
        if self.tryout is None:
            self.begin()
        else:
            self.paint(NEWER)

    def begin(self, moment: str = "") -> None:
        """At the moment, or where the upper line says."""
        if self.scenario is None:
            self.query_one("#stands", Static).update(plain("The file cannot be played yet: F2 says why.", "$warning"))
            return
        field = self.query_one("#begins", Field)
        try:
            begins = beginning(moment or field.value, self.scenario)
        except CannotBegin as error:
            self.query_one("#stands", Static).update(plain(str(error), "$error"))
            return
        field.value = str(begins)
        self.number += 1
        self.query_one("#stands", Static).update(plain("The customer is listening in ...", "$text-muted"))
        self.prepare(self.scenario, begins, self.number)

    @work(thread=True, group="author-ear")
    def prepare(self, scenario: Scenario, begins: Beginning, number: int) -> None:
        ear = cast("Author", self.screen).sparring.practice.hearings.ear(scenario, begins.seed)
        tryout = Tryout(scenario, ear, begins)
        if number == self.number and self.is_attached:
            self.app.call_from_thread(self.begun, tryout)

    def begun(self, tryout: Tryout) -> None:
        self.tryout = tryout
        self.paint()

    def on_input_submitted(self, event: Input.Submitted) -> None:
        event.stop()
        if event.input.id == "begins":
            self.begin()
            self.query_one("#reply").focus()
        elif self.tryout is not None and not self.tryout.session.over:
            event.input.value = ""
            self.say(self.tryout, event.value)

    @work(thread=True, group="author-say", exclusive=True)
    def say(self, tryout: Tryout, text: str) -> None:
        tryout.say(text)
        self.app.call_from_thread(self.paint)

    def take_back(self) -> None:
        if self.tryout is not None and self.tryout.session.turns:
            self.tryout = self.tryout.taken_back()
            self.paint()

    def paint(self, notice: str = "") -> None:
        if self.tryout is None or not self.is_attached:
            return
        session = self.tryout.session
        older = self.scenario is not None and self.scenario.hash != self.tryout.scenario.hash
        moods = "  ".join(f"{name} {value}" for name, value in session.snapshot().feelings.items())
        stands = f"{session.path[-1]}  {moods}"
        below = notice or (OVER if session.over else NEWER if older else "")
        self.query_one("#stands", Static).update(
            lines(plain(stands, "bold"), plain(below, "$warning")) if below else plain(stands, "bold")
        )
        parts = [row(plain("Customer  ", "bold $primary"), plain(" ".join(session.opening)))]
        for turn, step in zip(session.turns, session.steps, strict=True):
            taken = "" if step.branch is None else f", branch {step.branch + 1}"
            parts += [plain(""), row(plain("You  ", "bold"), plain(turn.rep or "(nothing)")), *_behind(turn)]
            parts.append(plain(f"  {step.moment} -> {step.go}{taken}", "$accent"))
            parts.append(row(plain("Customer  ", "bold $primary"), plain(turn.customer)))
        self.query_one("#said", Static).update(lines(*parts))
        self.call_after_refresh(self.query_one("#talk", VerticalScroll).scroll_end, animate=False)


def _behind(turn: Turn) -> list[Content]:
    """What was heard in a reply, and what it moved."""
    heard = ", ".join(f"{h.signal}{' (unsure)' if h.state == 'unsure' else ''}" for h in turn.heard)
    unclear = "nothing was understood" if turn.unclear else "nothing"
    out = [plain(f"  heard: {heard or unclear}", "$text-muted")]
    out += [plain(f"  {c.feeling} {c.by:+d}: {c.because}", "$text-muted") for c in turn.changes]
    if turn.facts:
        out.append(plain(f"  told: {', '.join(turn.facts)}", "$text-muted"))
    out += [plain(f"  objection {name}: {status}", "$text-muted") for name, status in turn.objections.items()]
    return out
