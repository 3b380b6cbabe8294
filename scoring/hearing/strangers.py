"""One concept beside talk from elsewhere: where nothing else is taught, what many others say tells what it is not.

The strangers are two hundred sentences of people who ask others for a donation (from the training part of
PersuasionForGood, Wang et al. 2019, Apache-2.0) and, trusted less, our everyday sales talk. The way is that of the jury,
kernel ridge regression; but the form counts too: whether something is asked, and how long it is. The numbers were chosen on
the same part of PersuasionForGood: `tests/bench/scoring.py` reports what it comes to there.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache
from importlib.resources import files
from typing import TYPE_CHECKING, Any

from scoring.hearing.kernel import Kernel
from scoring.hearing.sketches import Crowd, Sketch, background, encode_background

if TYPE_CHECKING:
    from scoring.hearing.encoder import Encoder

TRUST, TRUST_TALK = 0.1, 0.02
"""What a sentence of a stranger, and one of our everyday talk, counts beside an example: it may by chance say the same."""
RIDGE, FORM = 2.0, 0.1
RIDGE_ALONE, FORM_ALONE = 1.5, 0.2
"""How smooth the votes are, and what a like form weighs; the second row without vectors."""
LONGEST, STEP = 20, 4
"""Words: lengths are compared in steps, up to a most."""


def persuasion() -> tuple[str, ...]:
    text = files("scoring.hearing").joinpath("persuasion.txt").read_text(encoding="utf-8")
    return tuple(dict.fromkeys(line for line in text.splitlines() if line.strip()))


class Strangers:
    """`vote(text)`: the higher, the more the text says it; below 1. `say`, in [0, 1]: the share of the examples that sound
    more like strangers than like sales talk. Beside what is only said in sales, strangers would let all of it pass."""

    def __init__(self, examples: Sequence[str], near_misses: Sequence[str], encoder: Encoder | None) -> None:
        import numpy as np  # Deferred: the reduced engine does without it until a concept stands alone.

        self.pool, theirs, noise = _pool(encoder)
        self.own = _Likeness(list(dict.fromkeys([*examples, *near_misses])), encoder)
        mine, across = self.own.matrix(), self.pool.of_all(self.own.members)
        ridge = RIDGE if encoder else RIDGE_ALONE
        wanted = np.concatenate([[float(m.text in examples) for m in self.own.members], np.zeros(len(theirs))])
        matrix = np.block([[mine, across], [across.T, theirs]])
        trusted = np.concatenate([np.full(len(mine), ridge), ridge * noise])
        self.weights = np.linalg.solve(matrix + np.diag(trusted), wanted)
        taught = [i for i, member in enumerate(self.own.members) if member.text in examples]
        strangers = noise == 1 / TRUST
        nearest = (across[taught][:, part].max(1) for part in (strangers, ~strangers))
        self.say = float(np.mean(next(nearest) > next(nearest)))

    def vote(self, it: Sketch) -> float:
        count = len(self.own.members)
        row, rest = self.own.of_all([it])[0], self.pool.of_all([it])[0]
        return float(row @ self.weights[:count] + rest @ self.weights[count:])


class _Likeness:
    """How like texts are to these, in what the jury compares and in their form."""

    def __init__(self, texts: Sequence[str], encoder: Encoder | None) -> None:
        import numpy as np  # Deferred, as above.

        self.np = np
        self.kernel = Kernel(Crowd(texts, encoder), np)
        self.members = self.kernel.crowd.members
        self.weight = FORM if encoder else FORM_ALONE
        self.forms = [_form(member) for member in self.members]

    def of_all(self, texts: Sequence[Sketch]) -> Any:
        """A row a text."""
        alike = [[_alike(_form(it), other) for other in self.forms] for it in texts]
        return self.kernel.beside_all(texts) + self.weight * self.np.array(alike)

    def matrix(self) -> Any:
        return self.of_all(self.members)


Form = tuple[str, bool, int]


def _form(it: Sketch) -> Form:
    return it.question, it.asks, min(len(it.text.split()), LONGEST) // STEP


def _alike(left: Form, right: Form) -> float:
    return (left[0] == right[0]) + (left[1] == right[1]) + 0.5 * (left[2] == right[2])


@lru_cache(2)
def _pool(encoder: Encoder | None) -> tuple[_Likeness, Any, Any]:
    """The strangers, how like each is to each, and what each is trusted less than an example."""
    if encoder:
        encode_background(encoder)
    strangers = persuasion()
    talk = [text for text in background() if text not in strangers]
    pool = _Likeness([*strangers, *talk], encoder)
    matrix = pool.matrix()
    pool.kernel.crowd.forget()
    return pool, matrix, pool.np.array([1 / TRUST] * len(strangers) + [1 / TRUST_TALK] * len(talk))
