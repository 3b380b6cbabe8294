"""What was said, one below the other, the newest in sight."""

from __future__ import annotations

from textual.containers import VerticalScroll
from textual.content import Content
from textual.widgets import Static

from simulator.ui.text import lines, plain


class Transcript(VerticalScroll, can_focus=False):
    """The conversation so far. It never takes the focus, so that typing is never lost to it."""

    def rep(self, name: str, text: str) -> Static:
        return self._add(lines(plain(name, "bold"), plain(text)), "rep")

    def customer(self, name: str, text: str, notes: tuple[str, ...] = ()) -> Static:
        """`notes`: what moved the customer, shown in a smaller voice under their words."""
        said = lines(plain(name, "bold"), plain(text))
        return self._add(lines(said, *(plain(note, "$text-muted") for note in notes)) if notes else said, "customer")

    def note(self, text: str | Content) -> Static:
        return self._add(text if isinstance(text, Content) else plain(text), "note")

    def _add(self, content: Content, kind: str) -> Static:
        bubble = Static(content, classes=kind)
        self.mount(bubble)
        self.anchor()
        return bubble
