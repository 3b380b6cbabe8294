"""What is wrong in a file: one problem, and the error that carries them all."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal, NamedTuple

Severity = Literal["error", "warning", "note"]


class Place(NamedTuple):
    """A spot in a file. `line` and `column` count from 1; 0 where only the file is known. (A tuple: a file has thousands,
    and a frozen dataclass takes twice as long to make.)"""

    file: str
    line: int = 0
    column: int = 0

    def __str__(self) -> str:
        return f"{self.file}:{self.line}:{self.column}" if self.line else self.file


@dataclass(frozen=True, slots=True)
class Problem:
    """One finding of the checker. `code` is stable (S105).

    `conversation`: what a rep does, reply by reply, that shows it; `consequences`: what else is wrong because of it alone.
    """

    code: str
    message: str
    place: Place
    severity: Severity = "error"
    conversation: tuple[str, ...] = ()
    consequences: tuple[str, ...] = ()

    def __str__(self) -> str:
        return f"{self.place}: {self.code} {self.message}"


class ScenarioError(ValueError):
    """A scenario or library that cannot be used. Carries every problem found, not only the first."""

    def __init__(self, problems: tuple[Problem, ...]) -> None:
        super().__init__("\n".join(str(p) for p in problems))
        self.problems = problems
