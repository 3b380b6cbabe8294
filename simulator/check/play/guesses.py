"""One reply of which everything is left open: each thing that a condition asks of it is decided when it is asked, both
ways, one after the other.

A whole turn is worked through anew for each row of decisions, so that what is decided stays true to the end of the turn.
Feelings are sets of values that they may still have, bits of a whole number.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import TypeVar

T = TypeVar("T")
_BESIDE = 40
"""Keys of facts, beside those of conditions."""
FREE = (1 << 11) - 1
"""A feeling that may have any value from 0 to 10."""


class Guess:
    """What was decided in one working through of a reply. `most`: signals that it may carry.

    `here` and `turn` are known numbers, and so is how facts and objections stand, but for those that are `loose`: they may
    stand in any way at any time.
    """

    __slots__ = (
        "asked", "at", "content", "feelings", "free", "heard", "here", "known", "loose", "made", "moment", "most", "opened",
        "repeated", "resolved", "room", "script", "silent", "stands", "turn", "unsettled",
    )  # fmt: skip

    def __init__(
        self, script: list[bool], most: int, room: int, free: tuple[int, ...], loose: int = 0, unsettled: int = 0
    ) -> None:
        self.script = script
        self.loose, self.unsettled = loose, unsettled
        self.stands: dict[int, str] = {}
        self.at = 0
        self.most = most
        self.room = room
        self.free = free
        self.feelings = list(free)
        self.heard: dict[int, bool] = {}
        self.made: dict[int, bool] = {}
        self.silent: bool | None = None
        self.repeated: bool | None = None
        self.moment = ""
        self.here = self.turn = self.known = self.asked = self.opened = self.resolved = 0

    def either(self) -> bool:
        """Decided here and now; the other way the next time."""
        at = self.at
        self.at = at + 1
        if at == len(self.script):
            self.script.append(False)
            return False
        return self.script[at]

    def once(self, key: int) -> bool:
        """Decided once for what has this key."""
        made = self.made.get(key)
        if made is None:
            made = self.made[key] = self.either()
        return made

    def hears(self, kind: int, content: bool, fact: int) -> bool:
        """Whether a signal of this kind is heard, as far as one reply can hold it."""
        said = self.heard.get(kind)
        if said is None:
            fits = self.most > 0 and not self.silent and (not content or (self.room > 0 and not self.repeated))
            said = fits and (not fact or self.knows(fact)) and self.either()
            self.heard[kind] = said
            if said:
                self.most -= 1
                self.room -= content
                self.silent = False
                if content:
                    self.repeated = False
        return said

    def knows(self, bits: int) -> bool:
        """Whether one of these facts is known."""
        if self.known & bits:
            return True
        rest = bits & self.loose
        while rest:
            bit = rest & -rest
            rest ^= bit
            if self.once(bit << _BESIDE):
                return True
        return False

    def is_so(self, bits: int, status: str) -> bool:
        """Whether one of these objections stands so."""
        sure = bits & ~self.unsettled
        if status == "open":
            found = self.opened & sure
        elif status == "resolved":
            found = self.resolved & sure
        else:
            found = sure & ~(self.opened | self.resolved)
        if found:
            return True
        rest = bits & self.unsettled
        while rest:
            bit = rest & -rest
            rest ^= bit
            if self._stands(bit) == status:
                return True
        return False

    def _stands(self, bit: int) -> str:
        if bit not in self.stands:
            self.stands[bit] = "new" if self.either() else "open" if self.either() else "resolved"
        return self.stands[bit]

    def is_silent(self) -> bool:
        if self.silent is None:
            self.silent = not self.repeated and self.either()
        return self.silent

    def is_repeated(self) -> bool:
        if self.repeated is None:
            self.repeated = not self.silent and self.either()
            if self.repeated:
                self.silent = False
        return self.repeated

    def feels(self, at: int, wanted: int) -> bool:
        """Whether a feeling has one of the wanted values."""
        may = self.feelings[at]
        if not may & wanted:
            return False
        if not may & ~wanted:
            return True
        holds = self.either()
        self.feelings[at] = may & wanted if holds else may & ~wanted
        return holds


def ways(run: Callable[[list[bool]], T]) -> Iterator[T]:
    """Every working through of a turn, one for each row of decisions."""
    script: list[bool] = []
    while True:
        yield run(script)
        while script and script[-1]:
            script.pop()
        if not script:
            return
        script[-1] = True
