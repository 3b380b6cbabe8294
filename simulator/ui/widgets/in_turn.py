"""Keys in the order in which they were pressed."""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual import events

if TYPE_CHECKING:
    from textual.widget import Widget as _Base
else:
    _Base = object


class InTurn(_Base):
    """For a widget that takes letters: its own keys (Backspace, arrows, Enter) are done when their turn comes.

    Textual does a binding only once the key has come back up from the widget to the app; what was typed in the same
    breath, as over a slow line, is in the box by then, and a backspace takes the wrong letter. (Textual calls `_on_key`
    of every class of a widget in turn, until one prevents it: no `super` here.)
    """

    async def _on_key(self, event: events.Key) -> None:
        for binding in self._bindings.key_to_bindings.get(event.key, ()):
            if not binding.priority and await self.app.run_action(binding.action, self):
                event.prevent_default()
                event.stop()
                return
