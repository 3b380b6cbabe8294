"""Simulated reps and cheats play the scenario, with a bar that says how far they are."""

from __future__ import annotations

from typing import TYPE_CHECKING, cast

from textual import work
from textual.app import ComposeResult
from textual.containers import Vertical, VerticalScroll
from textual.content import Content
from textual.widgets import Static

from simulator.rehearsal.archetypes import CHEATS
from simulator.rehearsal.rehearse import rehearse
from simulator.rehearsal.results import Rehearsal, Row
from simulator.scenario.model import Scenario
from simulator.ui.text import bar, lines, plain, row

if TYPE_CHECKING:
    from simulator.ui.screens.authoring.author import Author

CALLS, CHEAT_CALLS = 1_200, 20
"""Of all people together, and of each cheat: fewer than on the command line, so that it takes some seconds."""
STAGES, WIDE = 2 + len(CHEATS), 24
FIRST = "Simulated reps have not played it yet. F7 lets them."
OLD = "The file has changed since they played. F7 lets them play it again."


class _Stopped(Exception):
    """Somebody pressed Esc."""


class RepsPane(Vertical):
    """What came of it stays until they play again."""

    def compose(self) -> ComposeResult:
        yield Static(plain(FIRST, "$text-muted"), id="how")
        yield Static(id="far")
        with VerticalScroll(id="table", classes="first"):
            yield Static(id="rows")

    def on_mount(self) -> None:
        self.scenario: Scenario | None = None
        self.played = ""
        """The hash of what they played last."""
        self.busy = False
        self.halt = False
        self.calls = CALLS
        self.stage = 0
        self.query_one("#far").display = False

    def renew(self, scenario: Scenario | None) -> None:
        self.scenario = scenario
        if scenario is not None and self.played and scenario.hash != self.played and not self.busy:
            self.say(OLD, "$warning")

    def begin_once(self) -> None:
        if not self.played:
            self.begin()

    def begin(self) -> None:
        if self.scenario is None:
            self.say("The file cannot be played yet: F2 says why.", "$warning")
        elif not self.busy:
            self.busy, self.halt = True, False
            self.stage = 0
            self.query_one("#far").display = True
            self.say("They begin. Esc stops them.")
            self.play(self.scenario)

    def stop(self) -> bool:
        """Whether there was something to stop."""
        if self.busy and not self.halt:
            self.halt = True
            self.say("They are stopping ...")
            return True
        return False

    def say(self, text: str, style: str = "$text-muted") -> None:
        self.query_one("#how", Static).update(plain(text, style))

    @work(thread=True, group="author-reps")
    def play(self, scenario: Scenario) -> None:
        def told(doing: str) -> None:
            if self.halt or not self.is_attached:
                raise _Stopped
            self.app.call_from_thread(self.far, doing)

        found: Rehearsal | None = None
        try:
            encoder = cast("Author", self.screen).sparring.practice.hearings.encoder()
            found = rehearse(scenario, calls=self.calls, cheats=CHEAT_CALLS, encoder=encoder, told=told)
        except _Stopped:
            pass
        finally:
            self.busy = False
        if self.is_attached:
            self.app.call_from_thread(self.done, found)

    def far(self, doing: str) -> None:
        self.say(f"{doing}. Esc stops them.")
        self.stage = min(self.stage + 1, STAGES)
        done = f"{bar(self.stage, STAGES, WIDE)}  {self.stage} of {STAGES}"
        self.query_one("#far", Static).update(plain(done, "$accent"))

    def done(self, found: Rehearsal | None) -> None:
        self.query_one("#far").display = False
        if found is None:
            self.say("They were stopped. F7 lets them play again.")
            return
        self.played = found.scenario.hash
        missed = sum(not one.met for one in found.bars)
        told = "Every bar is met." if not missed else f"{missed} of {len(found.bars)} bars missed."
        self.say(
            f"{told} Normal level, seed {found.seed}. F7 lets them play again.",
            "$success" if not missed else "$warning",
        )
        self.query_one("#rows", Static).update(lines(*_table(found)))


def _table(found: Rehearsal) -> list[Content]:
    out = [plain(f"{'':<16}{'calls':>6}{'passed':>8}  {'':<10}{'median':>8}  ends mostly", "bold")]
    out += [_row(one) for one in found.rows]
    out.append(plain(""))
    for one in found.bars:
        style = "$success" if one.met else "bold $error"
        verdict = "met   " if one.met else "MISSED"
        code = f" ({one.code})" if one.code and not one.met else ""
        out.append(row(plain(f"{verdict} ", style), plain(f"{one.name}: {one.found}, wanted {one.wanted}{code}")))
    if found.difficulty is not None:
        out.append(plain(f"difficulty by the solid rep: {found.difficulty}; the file says {found.scenario.difficulty}"))
    return out


def _row(one: Row) -> Content:
    ending = next(iter(one.endings), "")
    cells = f"{one.name:<16}{one.calls:>6}{f'{100 * one.share:.0f}%':>8}  {bar(one.share, 1.0)}{one.quartiles[1]:>8}  {ending}"
    return plain(cells)
