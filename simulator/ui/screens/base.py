"""What every screen has: the bar, the footer, a page of help, and the app's own type."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar, cast

from textual.app import ComposeResult
from textual.screen import Screen
from textual.widgets import Footer

from simulator.ui.widgets.bar import Bar

if TYPE_CHECKING:
    from simulator.ui.app import SparringApp


class Page(Screen[None]):
    """A full screen under the bar. `ABOUT` is what F1 says of it, above its keys."""

    ABOUT: ClassVar[str] = ""

    def compose(self) -> ComposeResult:
        yield Bar(self.where(), self.sparring.who)
        yield from self.body()
        yield Footer(show_command_palette=False)

    def where(self) -> str:
        """The title in the bar."""
        return ""

    def body(self) -> ComposeResult:
        yield from ()

    @property
    def sparring(self) -> SparringApp:
        return cast("SparringApp", self.app)
