"""How like two texts are, as one number: in meaning, in words, in letters, in what they ask for, and in what they do."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from scoring.hearing.sketches import Crowd, Sketch

if TYPE_CHECKING:
    from scoring.hearing.encoder import Encoder

WORDS, LETTERS, ACTS, MOVES = 0.3, 0.3, 0.2, 1.0
"""What the likeness in words, in groups of letters, in what is asked for and in what is done weighs beside that in
meaning. The last was chosen among five on the lines of `tests/data/paraphrases`, the others before on the same."""


class Kernel:
    """The likeness of a text to each member of a crowd. Needs vectors."""

    def __init__(self, crowd: Crowd, encoder: Encoder) -> None:
        np = self.np = encoder.np
        self.crowd = crowd
        moves = [member.moves for member in crowd.members]
        self.moves = None if any(one is None for one in moves) else np.stack(moves)

    def beside(self, it: Sketch) -> Any:
        like, np = self.crowd.beside(it), self.np
        found = np.array(like.meaning) + WORDS * np.array(like.words) + LETTERS * np.array(like.letters)
        if it.acts:
            found += ACTS * np.array([_share(it.acts, member.acts) for member in self.crowd.members])
        return found if self.moves is None or it.moves is None else found + MOVES * (self.moves @ it.moves)

    def matrix(self) -> Any:
        """All members beside all."""
        return self.np.stack([self.beside(member) for member in self.crowd.members])


def _share(left: frozenset[str], right: frozenset[str]) -> float:
    return len(left & right) / len(left | right) if left and right else 0.0
