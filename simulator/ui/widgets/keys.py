"""The last line of every screen: the keys that work now and what they do; a click on one presses it."""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache

from textual import events
from textual.binding import Binding
from textual.content import Content
from textual.geometry import Size
from textual.screen import Screen
from textual.widget import Widget

from simulator.ui.text import plain

GAP = 2
ALWAYS = (("f1", "F1", "Help"), ("ctrl+p", "ctrl+p", "Menu"), ("ctrl+q", "ctrl+q", "Quit"))
"""What works on every screen, dialogs among them, and so stands last."""
NAMES = {
    "enter": "Enter",
    "escape": "Esc",
    "space": "Space",
    "slash": "/",
    "question_mark": "?",
    "up": "Up",
    "down": "Down",
    "left": "Left",
    "right": "Right",
    "pageup": "PgUp",
    "pagedown": "PgDn",
    "tab": "Tab",
    "home": "Home",
    "end": "End",
}


def key_name(binding: Binding) -> str:
    """As people call it, in letters that every font has: Enter, Esc, F1, ctrl+q."""
    if binding.key_display:
        return binding.key_display
    *modifiers, key = binding.key.split("+")
    named = NAMES.get(key, key.upper() if key[:1] == "f" and key[1:].isdigit() else key)
    return "+".join((*modifiers, named))


@lru_cache(64)
def wrapped(shown: tuple[tuple[str, str, str], ...], width: int) -> list[list[tuple[int, int, str, Content]]]:
    """The rows that these keys need; remembered, for they are asked for whenever anything on the screen moves."""
    rows: list[list[tuple[int, int, str, Content]]] = [[]]
    at = 0
    for key, name, word in shown:
        cell = Content.assemble(plain(name, "bold $footer-key-foreground"), " ", plain(word))
        if rows[-1] and at + cell.cell_length > width:
            rows.append([])
            at = 0
        rows[-1].append((at, at + cell.cell_length, key, cell))
        at += cell.cell_length + GAP
    return rows


class Keys(Widget):
    """As many rows as the keys need at this width: none is cut, and a key is never parted from its word.

    A widget's `key_words`, by a binding's id, stand for now in place of its own word; an empty one is not shown.
    """

    def on_mount(self) -> None:
        self.screen.bindings_updated_signal.subscribe(self, self.changed)

    def changed(self, screen: Screen[object]) -> None:
        if self.is_attached and screen is self.screen:
            self.refresh(layout=True)

    def shown(self) -> Iterator[tuple[str, str, str]]:
        """Key, its name, and what it does: Enter first, then the focused widget's and the screen's, then ALWAYS."""
        told = {key for key, _, _ in ALWAYS}
        found: dict[str, tuple[str, str, str]] = {}
        for active in self.screen.active_bindings.values():
            binding = active.binding
            word = getattr(active.node, "key_words", {}).get(binding.id, binding.description)
            if binding.show and active.enabled and binding.key not in told and word:
                found.setdefault(binding.action, (binding.key, key_name(binding), word))
        yield from sorted(found.values(), key=lambda shown: shown[0] != "enter")
        yield from ALWAYS

    def rows(self, width: int) -> list[list[tuple[int, int, str, Content]]]:
        """Of each row the cells: [start, end) in columns, the key, what stands there.

        The palette's key gives way where it alone would cost a row: F1 lists it too.
        """
        shown = tuple(self.shown())
        full, short = wrapped(shown, width), wrapped(tuple(s for s in shown if s[0] != "ctrl+p"), width)
        return full if len(full) == len(short) else short

    def get_content_height(self, container: Size, viewport: Size, width: int) -> int:
        return len(self.rows(width))

    def render(self) -> Content:
        gap = " " * GAP
        rows = self.rows(self.content_size.width)
        return Content("\n").join(Content(gap).join(cell for _, _, _, cell in row) for row in rows)

    def on_click(self, event: events.Click) -> None:
        offset = event.get_content_offset(self)
        rows = self.rows(self.content_size.width)
        if offset is None or offset.y >= len(rows):
            return
        event.stop()
        for start, end, key, _ in rows[offset.y]:
            if start <= offset.x < end:
                self.app.simulate_key(key)
