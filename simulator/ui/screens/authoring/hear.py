"""What is heard in a sentence, and why something is not."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, cast

from textual import work
from textual.app import ComposeResult
from textual.containers import Vertical
from textual.widgets import Input, Static

from simulator.scenario.model import Scenario
from simulator.services.bench import Weighed, as_example, weighed
from simulator.ui.text import bar, lines, plain, row
from simulator.ui.widgets.field import Field
from simulator.ui.widgets.hanging import Hanging
from simulator.ui.widgets.menu import Item, Menu

if TYPE_CHECKING:
    from simulator.ui.screens.authoring.author import Author

HOW = "Type a sentence as a rep might, and press Enter. Below it stands what was heard, then what it came near to."
STYLES = {"met": "bold $success", "unsure": "bold $warning", "not counted": "bold $error", "not heard": "$text-muted"}
SEED = 1


class HearPane(Vertical):
    """Enter on a signal shows the line that would teach it the sentence."""

    def compose(self) -> ComposeResult:
        yield Field(
            verb="Hear it", placeholder="What would a rep say?", max_length=4000, id="sentence", classes="first"
        )
        yield Static(plain(HOW, "$text-muted"), id="teach")
        yield Menu("Teach it", id="signals")

    def on_mount(self) -> None:
        self.scenario: Scenario | None = None
        self.asked = ""

    def renew(self, scenario: Scenario | None) -> None:
        self.scenario = scenario
        if self.asked:
            self.hear()

    def on_input_submitted(self, event: Input.Submitted) -> None:
        event.stop()
        if event.value.strip():
            self.asked = event.value
            self.hear()

    def hear(self) -> None:
        if self.scenario is None:
            self.query_one("#teach", Static).update(plain("The file cannot be played yet: F2 says why.", "$warning"))
        else:
            self.query_one("#teach", Static).update(plain("Listening ...", "$text-muted"))
            self.listen(self.scenario, self.asked)

    @work(thread=True, group="author-hear", exclusive=True)
    def listen(self, scenario: Scenario, text: str) -> None:
        ear = cast("Author", self.screen).sparring.practice.hearings.ear(scenario, SEED)
        found = weighed(ear, text)
        self.app.call_from_thread(self.show, text, found)

    def show(self, text: str, found: Sequence[Weighed]) -> None:
        if not self.is_attached or text != self.asked:
            return
        heard = sum(one.state in ("met", "unsure") for one in found)
        told = f"{heard or 'Nothing'} heard. Enter on a signal shows how it would learn this sentence."
        self.query_one("#teach", Static).update(plain(told, "$text-muted"))
        self.query_one(Menu).show([Item(_row(one), one.signal) for one in found])
        self.query_one(Menu).highlighted = 0 if found else None

    def on_option_list_option_selected(self, event: Menu.OptionSelected) -> None:
        event.stop()
        name = event.option.id
        if name and self.scenario is not None:
            signal = self.scenario.signals[name]
            if signal.kind == "behaviour":
                told = f"{name} is heard by rules that ship; a scenario does not teach it."
            else:
                told = f"Paste under  signals: {name}: like:   {as_example(self.asked)}"
            self.query_one("#teach", Static).update(plain(told, "$accent"))


def _row(one: Weighed) -> Hanging:
    strength = "" if one.strength is None else f"  {bar(one.strength, 1.0)} {one.strength:.2f}"
    head = row(plain(one.signal, "bold"), plain(f"  {one.state}", STYLES[one.state]), plain(strength, "$accent"))
    return Hanging(plain("  "), lines(head, plain(one.why, "$text-muted")))
