"""Which of a scenario's concepts a text speaks of: they are weighed against each other, not each for itself.

Kernel ridge regression on the examples of all concepts at once (near misses belong to none): a text that is near to one
example of a concept and far from the rest is told apart from one that lies in the middle of another concept. On the
lines of `tests/data/paraphrases` the right concept comes out first in 101 of 108, by the nearest examples alone in
88; the weights were chosen on those same lines, out of some seventy settings, so a fresh set will show less.

A concept without rivals is weighed against everyday sales talk in the same way (`Bystanders`). Both need vectors.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import lru_cache
from typing import TYPE_CHECKING, Any

from scoring.hearing.kernel import Kernel
from scoring.hearing.sketches import Crowd, Sketch, background, encode_background

if TYPE_CHECKING:
    from scoring.hearing.encoder import Encoder

RIDGE, EVERYDAY = 0.6, 0.1
"""How smooth the votes are; what a text of everyday talk counts beside an example."""
RIDGE_ALONE, BYSTANDER = 1.0, 0.02
"""What a text of everyday talk counts beside an example or a near miss: it may by chance say the same."""


@lru_cache(2)
def _everyday(encoder: Encoder) -> tuple[Kernel, Any]:
    """The background, and how like each of its texts is to each: the same for every scenario."""
    encode_background(encoder)
    kernel = Kernel(Crowd(background(), encoder), encoder.np)
    matrix = kernel.matrix()
    kernel.crowd.forget()
    return kernel, matrix


class _Ridge:
    """Kernel ridge regression on taught texts and, trusted less, everyday talk that stands for nothing."""

    def __init__(self, crowd: Crowd, wanted: Any, ridge: float, trust: float, encoder: Encoder) -> None:
        """`wanted`: for each text of the crowd a row of what it should get."""
        np = self.np = encoder.np
        self.own = Kernel(crowd, np)
        self.everyday, theirs = _everyday(encoder)
        across = self.everyday.beside_all(crowd.members)
        self.everyday.crowd.forget()
        matrix = np.block([[self.own.matrix(), across], [across.T, theirs]])
        taught, size = len(crowd.members), len(matrix)
        noise = np.where(np.arange(size) < taught, ridge, ridge / trust)
        targets = np.concatenate([wanted, np.zeros((size - taught, *wanted.shape[1:]))])
        self.weights = np.linalg.solve(matrix + np.diag(noise), targets)

    def of(self, it: Sketch) -> Any:
        return self.np.concatenate([self.own.beside(it), self.everyday.beside(it)]) @ self.weights


class Jury:
    """`votes(text)`: for each concept about 1 where the text says it, about 0 where it does not."""

    def __init__(self, crowd: Crowd, examples: Mapping[str, Sequence[int]], encoder: Encoder) -> None:
        """`examples`: the places of each concept's examples in the crowd. Everyday talk belongs to none."""
        self.names = tuple(examples)
        wanted = encoder.np.zeros((len(crowd.members), len(self.names)))
        for column, places in enumerate(examples.values()):
            wanted[list(places), column] = 1.0
        self.ridge = _Ridge(crowd, wanted, RIDGE, EVERYDAY, encoder)

    def votes(self, it: Sketch) -> dict[str, float]:
        return dict(zip(self.names, self.ridge.of(it).tolist(), strict=True))


class Bystanders:
    """One concept beside everyday talk. `vote(text)`: the higher, the more the text says it; below 1."""

    def __init__(self, examples: Sequence[str], near_misses: Sequence[str], encoder: Encoder) -> None:
        crowd = Crowd([*examples, *near_misses], encoder)
        wanted = encoder.np.zeros(len(crowd.members))
        wanted[[crowd.places[text] for text in examples]] = 1.0
        self.ridge = _Ridge(crowd, wanted, RIDGE_ALONE, BYSTANDER, encoder)

    def vote(self, it: Sketch) -> float:
        return float(self.ridge.of(it))
