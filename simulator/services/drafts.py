"""What stands unsent in the reply box of an open call, so that leaving loses not a word: a small file an attempt."""

from __future__ import annotations

from collections.abc import Collection
from contextlib import suppress
from pathlib import Path

from simulator.whole import write_whole

LONGEST = 100_000
"""Characters kept of a draft: whoever pasted more has it elsewhere."""


class Drafts:
    """In memory, and in the data folder where that can be written to. Read and written by its owner only (0600)."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder / "drafts"
        self._known: dict[str, str] = {}

    def of(self, attempt: str) -> str:
        """Empty where there is none, or none that can be read."""
        if attempt not in self._known:
            try:
                self._known[attempt] = self._path(attempt).read_text(encoding="utf-8")
            except (OSError, ValueError):
                self._known[attempt] = ""
        return self._known[attempt]

    def keep(self, attempt: str, text: str) -> None:
        """Keep this in place of what was kept; blanks alone are nothing. Raises OSError: then it is in memory only."""
        text = text[:LONGEST] if text.strip() else ""
        if text == self.of(attempt):
            return
        self._known[attempt] = text
        path = self._path(attempt)
        if not text:
            path.unlink(missing_ok=True)
            return
        self.folder.mkdir(mode=0o700, exist_ok=True)
        write_whole(path, text, mode=0o600, errors="replace")

    def on_file(self) -> list[str]:
        """The attempts that have a draft in the folder."""
        try:
            return sorted(path.stem for path in self.folder.glob("*.txt"))
        except OSError:
            return []

    def forget(self, attempts: Collection[str]) -> None:
        """Drop these, such as those of calls that have ended."""
        for attempt in attempts:
            self._known.pop(attempt, None)
            # Where it cannot be taken away it is in nobody's way: no open call asks for it.
            with suppress(OSError):
                self._path(attempt).unlink(missing_ok=True)

    def _path(self, attempt: str) -> Path:
        return self.folder / f"{attempt}.txt"
