"""What every screen has: the bar, the keys, a page of help, and the app's own type."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar, cast

from textual.app import ComposeResult
from textual.screen import Screen

from simulator.ui.widgets.bar import Bar
from simulator.ui.widgets.keys import Keys

if TYPE_CHECKING:
    from simulator.services.overview import Overview
    from simulator.ui.app import SparringApp


class Page(Screen[None]):
    """A full screen under the bar. `ABOUT` is what F1 says of it, above its keys."""

    ABOUT: ClassVar[str] = ""

    def compose(self) -> ComposeResult:
        demo = "DEMO, made-up people: " if self.sparring.practice.home.demo else ""
        yield Bar(f"{demo}{self.where()}", self.sparring.who)
        yield from self.body()
        yield Keys()

    def where(self) -> str:
        """The title in the bar."""
        return ""

    def body(self) -> ComposeResult:
        yield from ()

    def on_screen_suspend(self) -> None:
        """Under a dialog the keys are those of the dialog."""
        self.query_one(Keys).visible = False

    def on_screen_resume(self) -> None:
        self.query_one(Keys).visible = True

    def show_overview(self, overview: Overview) -> None:
        """What is on record has changed, or was read for the first time."""

    @property
    def sparring(self) -> SparringApp:
        return cast("SparringApp", self.app)
