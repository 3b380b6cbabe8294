"""Heads: what a clause does, weighed from its meaning, its form, and what the rules hear in it.

A small network with one hidden layer and a direct way beside it weighs all behaviours at once; it is fitted on our own
labelled text (`corpus/`, `python -m scoring.hearing.train`) and kept in `heads.npz`. Beside it stands one logistic head a
behaviour, by which whole texts are compared (`leanings`). They need the encoder; the reduced engine hears by the rules
alone.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files
from typing import TYPE_CHECKING, Any

from scoring.hearing.behaviours.view import ReplyView, figures
from scoring.hearing.clauses import Clause
from scoring.hearing.regression import logistic

if TYPE_CHECKING:
    from scoring.hearing.encoder import Encoder

DEAD_BAND = 0.08
"""So far below its threshold a head is unsure."""
UNLIKELY = 0.2
"""A rule is overruled below this share of the threshold."""
FORM = 22
"""How many numbers describe the form of a clause."""
TIES = 10
"""How many describe how it takes up what the customer just said."""
_OWN = frozenset("i i'm i've i'll i'd we we're we've we'll our ours us my me mine".split())  # noqa: SIM905
_THEIRS = frozenset("you you're you've you'd your yours".split())  # noqa: SIM905
_WORDS = ("i", "we", "you", "your", "our", "it", "but", "so", "if", "they", "not")


@dataclass(frozen=True, slots=True)
class Verdict:
    """A head's probability in [0, 1] and the least that it takes to be met."""

    probability: float
    threshold: float

    @property
    def met(self) -> bool:
        return self.probability >= self.threshold

    @property
    def unsure(self) -> bool:
        return self.threshold - DEAD_BAND <= self.probability < self.threshold

    @property
    def unlikely(self) -> bool:
        """So far below that what a rule heard is not believed."""
        return self.probability < self.threshold * UNLIKELY


def form_of(view: ReplyView, clause: Clause) -> list[float]:
    """What a clause looks like, beside its meaning: what it asks, whose words it shares, where it stands."""
    shared = len(view.shared(clause))
    theirs = bool(figures(clause.text) & view.told_figures)
    texts = frozenset(clause.texts)
    return [
        float(clause.question == "open"),
        float(clause.question == "closed"),
        float(clause.negated),
        float(clause.attributed),
        float(clause.hypothetical),
        float(clause.asks),
        float(clause.index == 0),
        float(clause.index == len(view.clauses) - 1),
        min(3.0, shared) / 3,
        shared / max(1, len(clause.stems)),
        float(theirs),
        min(1.5, math.log(1 + len(clause.words)) / 2),
        *(float(word in texts) for word in _WORDS[: FORM - 12]),
    ]


def ties_of(view: ReplyView, clause: Clause, nearness: float) -> list[float]:
    """How a clause takes up the customer's last line. `nearness`: the cosine of the two, 0 without a line.

    A statement that is near to it in meaning and not about oneself says it back; each of these is a feature, and their
    products are, for the heads are linear.
    """
    states = float(not clause.question)
    texts = frozenset(clause.texts)
    about_them = states * (not texts & _OWN)
    shared = len(clause.stems & view.context_stems) / max(1, len(clause.stems))
    figures_shared = float(bool(figures(clause.text) & figures(view.context)))
    return [
        nearness,
        nearness * states,
        nearness * about_them,
        about_them,
        shared * about_them,
        states * figures_shared,
        states * (clause.texts[:1] == ("so",)),
        states * bool(texts & _THEIRS),
        about_them * (len(clause.texts) <= 4),
        nearness * about_them * (clause.index == 0),
    ]


@dataclass(frozen=True, slots=True)
class Network:
    """One hidden layer (`inner`, `inner_bias`), what it says of each behaviour (`outer`, `bias`), and the direct way from
    the features (`direct`). `values(row)`: a logit a behaviour."""

    inner: Any
    inner_bias: Any
    outer: Any
    bias: Any
    direct: Any

    def values(self, rows: Any) -> Any:
        hidden = rows @ self.inner + self.inner_bias
        return hidden.clip(min=0.0) @ self.outer + self.bias + rows @ self.direct

    def only(self, columns: Sequence[int]) -> Network:
        """The same for some behaviours."""
        kept = list(columns)
        return Network(self.inner, self.inner_bias, self.outer[:, kept], self.bias[kept], self.direct[:, kept])


class Heads:
    """All heads at once. `weigh`: for a clause, each behaviour's verdict. `weights`: the logistic heads, for `leanings`."""

    def __init__(
        self,
        encoder: Encoder,
        names: Sequence[str],
        weights: Any,
        thresholds: Sequence[float],
        rules: Sequence[str] = (),
        network: Network | None = None,
    ) -> None:
        """`rules`: the behaviours whose rules are features; all of `names` where none are given."""
        self.encoder = encoder
        self.names = tuple(names)
        self.rules = tuple(rules) or self.names
        self.weights = weights
        self.thresholds = tuple(thresholds)
        self.network = network

    def row(self, view: ReplyView, clause: Clause, rules: frozenset[str]) -> Any:
        """The features of a clause. `rules`: the behaviours that the rules hear in it."""
        np = self.encoder.np
        heard = [float(name in rules) for name in self.rules]
        vector = self.encoder.encode(clause.text)
        nearness = float(vector @ self.encoder.encode(view.context)) if view.context.strip() else 0.0
        rest = np.array([1.0, *form_of(view, clause), *ties_of(view, clause, nearness), *heard])
        return np.concatenate([vector.astype(np.float64) * MEANING, rest])

    def weigh(self, view: ReplyView, clause: Clause, rules: frozenset[str]) -> Mapping[str, Verdict]:
        assert self.network is not None
        values = self.network.values(self.row(view, clause, rules)).tolist()
        return {
            name: Verdict(logistic(value), threshold)
            for name, value, threshold in zip(self.names, values, self.thresholds, strict=True)
        }

    def leanings(self, view: ReplyView, vector: Any) -> Any:
        """For each head the root of its probability, the highest of the text's clauses; without context and rules.

        Two texts that do the same lie near to each other in these, whatever they speak of. `vector`: the text's.
        """
        np, wide = self.encoder.np, len(vector)
        rows = np.array([[1.0, *form_of(view, clause)] for clause in view.clauses])
        forms = (rows @ self.weights[wide : wide + rows.shape[1]]).max(axis=0)
        values = vector.astype(np.float64) * MEANING @ self.weights[:wide] + forms
        return np.sqrt(1 / (1 + np.exp(-np.clip(values, -40, 40))))


PARTS = ("inner", "inner_bias", "outer", "bias", "direct")
MEANING = 4.0
"""What the vector of a clause, of length 1, weighs among features of 0 and 1."""


@lru_cache(2)
def trained(encoder: Encoder) -> Heads | None:
    """The heads that ship; None where they were trained with another encoder."""
    with files("scoring.hearing").joinpath("heads.npz").open("rb") as file:
        kept = encoder.np.load(file)
        if str(kept["encoder"]) != encoder.identity:
            return None
        weights = kept["weights"].astype(encoder.np.float64)
        network = Network(*(kept[part].astype(encoder.np.float64) for part in PARTS))
        names, thresholds, rules = (kept[part].tolist() for part in ("names", "thresholds", "rules"))
        return Heads(encoder, names, weights, thresholds, rules, network)
