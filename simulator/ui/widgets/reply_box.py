"""Where the rep types. Enter sends, ctrl+j makes a new line; what is pasted is text and nothing else."""

from __future__ import annotations

from dataclasses import dataclass

from textual import events
from textual.binding import Binding
from textual.content import Content
from textual.message import Message
from textual.widgets import TextArea

from scoring.hearing.text import clean
from simulator.ui.text import plain
from simulator.ui.widgets.in_turn import InTurn

MUCH = 300
"""Characters from which a backspace each is no way to empty the box."""


class ReplyBox(InTurn, TextArea):
    """Grows with what is typed, up to the height that its style allows."""

    BINDINGS = [  # noqa: RUF012
        Binding("enter", "submit", "Say it", id="reply.send", tooltip="Say what stands in the box"),
        Binding("ctrl+j,shift+enter", "newline", "New line", show=False, id="reply.newline", tooltip="A line break"),
        Binding("ctrl+u", "empty", "Empty", id="reply.empty", tooltip="Empty the box; ctrl+z brings it back"),
    ]

    @dataclass
    class ReplySubmitted(Message):
        """The rep pressed Enter. The box still holds the text: whoever takes it empties it."""

        box: ReplyBox
        text: str

    @dataclass
    class Typed(Message):
        """A key or a paste: the rep is not silent."""

        text: str

    def __init__(self, longest: int, *, id: str | None = None) -> None:
        """`longest`: so many characters can be said at once; near them the box counts."""
        super().__init__(
            id=id,
            soft_wrap=True,
            show_line_numbers=False,
            compact=True,
            highlight_cursor_line=False,
            placeholder="Type what you would say, and press Enter",
        )
        self.longest = longest
        self.over = False
        self._state = (False, False)

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """There must be something in the box to empty it."""
        if action == "empty":
            return bool(self.text)
        return super().check_action(action, parameters)

    @property
    def key_words(self) -> dict[str, str]:
        """Emptying the box is shown once there is much to empty: the keys must not shift with the first letter."""
        return {
            **({} if len(self.text) > MUCH else {"reply.empty": ""}),
            **({"reply.send": "Card"} if self.over else {}),
        }

    def close(self) -> None:
        """The call is over: nothing more can be said, and Enter asks for the card."""
        self.over = True
        self.placeholder = "The call is over. Enter opens your card"
        self.refresh_bindings()

    def action_submit(self) -> None:
        self.post_message(self.ReplySubmitted(self, self.text))

    def action_newline(self) -> None:
        self.insert("\n")

    async def _on_paste(self, event: events.Paste) -> None:
        event.prevent_default()
        event.stop()
        self.insert(clean(event.text.replace("\r\n", "\n").replace("\r", "\n")))

    async def _on_key(self, event: events.Key) -> None:
        if event.is_printable and event.character and not clean(event.character):
            event.prevent_default()
            event.stop()

    def action_empty(self) -> None:
        """Through the history of edits, so that ctrl+z brings it back."""
        self.clear()

    def on_text_area_changed(self, event: TextArea.Changed) -> None:
        event.stop()
        self.border_subtitle = counted(len(self.text), self.longest)
        self.set_class(len(self.text) > self.longest, "-too-long")
        state = (bool(self.text), len(self.text) > MUCH)
        if state != self._state:
            self._state = state
            self.refresh_bindings()
        self.post_message(self.Typed(self.text))

    def take(self, said: str) -> None:
        """What was said leaves the box; what was typed since stays."""
        self.load_text(self.text.removeprefix(said))
        self.move_cursor(self.document.end)


def counted(length: int, longest: int) -> Content:
    """Nothing until nine tenths of what may be said at once; then how much it is, and by how much too much."""
    if length <= longest * 9 // 10:
        return Content("")
    if length <= longest:
        return plain(f"{length:,} of {longest:,} characters", "$warning")
    return plain(f"{length:,} characters, {length - longest:,} too many; ctrl+u empties", "$error")
