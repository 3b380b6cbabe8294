"""F1 on every screen: what it is for, and every key that works there now."""

from __future__ import annotations

from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding
from textual.containers import Vertical, VerticalScroll
from textual.content import Content
from textual.screen import ModalScreen, Screen
from textual.widgets import Static

from simulator.ui.text import plain
from simulator.ui.widgets.hanging import Hanging
from simulator.ui.widgets.keys import Keys

ALWAYS = (
    ("ctrl+p", "every command by name"),
    ("ctrl+q", "quit; a call stays open and can be gone on with"),
    ("tab", "the next field or list"),
    ("F1 or ?", "this page"),
)


class Help(ModalScreen[None]):
    """The page behind is still there."""

    CSS_PATH = "dialogs.tcss"
    BINDINGS = [Binding("escape,f1,question_mark,q", "dismiss", "Back", id="help.back", tooltip="Close")]  # noqa: RUF012
    ABOUT: ClassVar[str] = ""

    def __init__(self, about: str, keys: list[tuple[str, str]]) -> None:
        super().__init__()
        self.about = about
        self.keys = keys

    @classmethod
    def of(cls, screen: Screen[object]) -> Help:
        """The help of a screen as it is now."""
        keys: dict[str, tuple[str, str]] = {}
        for active in sorted(screen.active_bindings.values(), key=lambda a: (a.node is not screen, a.binding.priority)):
            binding = active.binding
            if binding.id and "." in binding.id and binding.description:
                shown = screen.app.get_key_display(binding)
                known = keys.get(binding.id)
                text = binding.tooltip or binding.description
                keys[binding.id] = (f"{known[0]} {shown}" if known else shown, text)
        return cls(getattr(screen, "ABOUT", ""), list(keys.values()))

    def compose(self) -> ComposeResult:
        with Vertical(classes="dialog"):
            yield Static(plain("Help", "bold"))
            with VerticalScroll():
                yield Static(plain(self.about) if self.about else Content(""))
                known = {text for _, text in self.keys}
                rows = [*self.keys, *((k, t) for k, t in ALWAYS if t not in known)]
                width = max(len(key) for key, _ in rows) + 2
                yield Static(plain(""))
                for key, text in rows:
                    yield Static(Hanging(plain(key.ljust(width), "bold $accent"), plain(text)))
        yield Keys()

    def on_mount(self) -> None:
        self.query_one(VerticalScroll).focus()
