"""The baseline: the least that a Textual chat can be. Every ratio of the bench is against this, in the same run."""

from __future__ import annotations

from textual.app import App, ComposeResult
from textual.containers import VerticalScroll
from textual.widgets import Input, Static


class MinimalChat(App[None]):
    """A line of text, a scrolling list and an input; Enter mounts the line below the others and anchors it."""

    AUTO_FOCUS = "Input"

    def compose(self) -> ComposeResult:
        yield Static("ready when you are")
        yield VerticalScroll(id="lines")
        yield Input()

    def on_input_submitted(self, event: Input.Submitted) -> None:
        event.input.clear()
        lines = self.query_one("#lines", VerticalScroll)
        lines.mount(Static(f"answered {event.value}", markup=False))
        lines.anchor()


if __name__ == "__main__":
    MinimalChat().run()
