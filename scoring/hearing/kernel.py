"""How like two texts are, as one number: in meaning, in words, in letters, in what they ask for, and in what they do.

Without vectors words stand for the meaning.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from scoring.hearing.sketches import Crowd, Sketch

WORDS, LETTERS, ACTS, MOVES = 0.3, 0.3, 0.2, 1.0
"""What the likeness in words, in groups of letters, in what is asked for and in what is done weighs beside that in
meaning. The last was chosen among five on the lines of `tests/data/paraphrases`, the others before on the same."""


class Kernel:
    """The likeness of a text to each member of a crowd. `np`: numpy."""

    def __init__(self, crowd: Crowd, np: Any) -> None:
        self.np = np
        self.crowd = crowd
        moves = [member.moves for member in crowd.members]
        self.moves = None if any(one is None for one in moves) else np.stack(moves)

    def beside(self, it: Sketch) -> Any:
        return self.beside_all([it])[0]

    def beside_all(self, texts: Sequence[Sketch], *, keep: bool = False) -> Any:
        """A row for each text. `keep`: what the crowd says of them is asked for again."""
        np, table = self.np, self.crowd.table(texts, self.np, keep=keep)
        found = table.meaning + WORDS * table.words + LETTERS * table.letters
        for row, it in zip(found, texts, strict=True):
            if it.acts:
                row += ACTS * np.array([_share(it.acts, member.acts) for member in self.crowd.members])
            if self.moves is not None and it.moves is not None:
                row += MOVES * (self.moves @ it.moves)
        return found

    def matrix(self) -> Any:
        """All members beside all."""
        return self.beside_all(self.crowd.members, keep=True)


def _share(left: frozenset[str], right: frozenset[str]) -> float:
    return len(left & right) / len(left | right) if left and right else 0.0
