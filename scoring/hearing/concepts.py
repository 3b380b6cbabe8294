"""Concepts: what an author means, learned from a few examples, near misses and a pool of everyday sales talk.

A text is compared with the examples by meaning, by words, by the kind of sentence and by polarity, and with what it
might rather be: a near miss, or an example of a rival concept. A small logistic head weighs the comparisons. The head
starts from weights that hold for concepts in general (`PRIOR_FULL`, `PRIOR_REDUCED`, fitted by
`python -m scoring.hearing.fit`) and is moved by the concept's own examples, each compared with the others and not with
itself. Everything is deterministic.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Any

from scoring.hearing.jury import Bystanders
from scoring.hearing.regression import fit, logistic
from scoring.hearing.sketches import Crowd, Likeness, Sketch, background, encode_background, sketch
from scoring.hearing.strangers import Strangers

if TYPE_CHECKING:
    from scoring.hearing.encoder import Encoder

FEATURES = (
    "bias",
    "meaning",
    "meaning3",
    "apart",
    "words",
    "words_apart",
    "letters",
    "kind",
    "form",
    "denied",
)
PRIOR_FULL = (-4.78, 2.95, 7.18, -2.48, -1.20, -0.23, 0.86, 2.08, 0.47, -1.23)
PRIOR_REDUCED = (-3.08, 0.00, 0.00, 0.00, 2.06, -0.95, 5.18, 1.91, 0.82, -1.48)
PARAPHRASE = 0.75
"""A near miss counts as no nearer than this: what is to be told apart are its paraphrases, not itself."""
MARGIN = 0.1
"""What is nearer than the examples, or so much less near, counts against a text."""
MOST_CONTRARY = 0.3
"""The strength that a text can have at most which denies what the examples affirm, or asks nothing where they ask."""
DENIED = 0.6
"""The share of the nearest examples that a text must deny for it to be a denial."""
RIVALRY = 10.0
"""What it costs a concept that another one is closer to the text: a clause says one thing."""
FRAGMENT = 2.0
"""What it costs a text that it is no sentence where the nearest example is one."""
STIFFNESS = 8.0
"""How strongly a head is held to the prior: the weight of the squared distance from it."""


JURY_RIVALRY, JURY_SAYS, JURY_NEUTRAL = 1.5, 9.0, 0.3
"""What a whole vote of the jury weighs as closeness, and as evidence from a vote that says nothing."""

ALONE_SAYS, ALONE_MOST, ALONE_NEUTRAL, FEW = 0.5, 20.0, 0.6, 3
"""The same for a concept without rivals, once the bystanders have voted: their vote weighs more with every example and
near miss, up to a most; and with few examples a vote is smaller."""

STRANGERS_SAY, STRANGERS_NEUTRAL, STRANGERS_NEUTRAL_ALONE = 60.0, 0.15, 0.12
"""What a whole vote of strangers weighs, and the vote that says nothing, with vectors and without."""

_CLOSE = tuple(FEATURES.index(name) for name in ("meaning", "meaning3", "words", "letters", "kind"))


@dataclass(frozen=True, slots=True)
class Weighed:
    """A concept's weight of a text as a logit; how close its examples are; whether the text cannot mean the same.

    `contrary`: it denies what they affirm, or it asks nothing where they ask.
    """

    value: float
    closeness: float
    contrary: bool

    def voted(self, vote: float) -> Weighed:
        """The same once a jury has voted (see `jury`)."""
        return Weighed(self.value + JURY_SAYS * (vote - JURY_NEUTRAL), JURY_RIVALRY * vote, self.contrary)

    def beside_talk(self, vote: float, examples: int, near_misses: int) -> Weighed:
        """The same of a concept without rivals, taught by so many texts, weighed against everyday talk."""
        says = min(ALONE_MOST, ALONE_SAYS * (examples + near_misses))
        neutral = ALONE_NEUTRAL * examples / (examples + FEW)
        return Weighed(self.value + says * (vote - neutral), self.closeness, self.contrary)

    def among_strangers(self, vote: float, say: float, *, full: bool) -> Weighed:
        """The same once strangers have voted, as far as they have a say. `full`: with vectors."""
        neutral = STRANGERS_NEUTRAL if full else STRANGERS_NEUTRAL_ALONE
        return Weighed(self.value + say * STRANGERS_SAY * (vote - neutral), self.closeness, self.contrary)

    def strength(self, nearest_rival: float = 0.0) -> float:
        """In [0, 1]. `nearest_rival`: how close the closest other concept is to the same text."""
        found = logistic(self.value - RIVALRY * max(0.0, nearest_rival - self.closeness))
        return min(found, MOST_CONTRARY) if self.contrary else found


class Concept:
    """What an author means. `strength(text)` in [0, 1]; .5 is the threshold.

    `rivals`: examples of what else may be said in the same scenario. `head`: fitted weights of a cache, for the same
    examples and the same kind of engine. `crowd`: texts that hold all of these, shared by the concepts of an ear.
    """

    def __init__(
        self,
        examples: Sequence[str],
        near_misses: Sequence[str] = (),
        *,
        rivals: Sequence[str] = (),
        encoder: Encoder | None = None,
        head: Sequence[float] | None = None,
        crowd: Crowd | None = None,
    ) -> None:
        if not examples:
            raise ValueError("a concept needs at least one example")
        self.encoder = encoder
        self.crowd = crowd or Crowd([*examples, *near_misses, *rivals], encoder)
        places = self.crowd.places
        self.examples = [places[text] for text in sorted(dict.fromkeys(examples))]
        self.near_misses = [places[text] for text in dict.fromkeys(near_misses)]
        own = {*self.examples, *self.near_misses}
        self.rivals = [places[text] for text in dict.fromkeys(rivals) if places[text] not in own]
        self._questions = Counter(self.crowd.members[i].question for i in self.examples)
        self.head = list(head) if head is not None and len(head) == len(FEATURES) else self._fitted()

    def strength(self, text: str) -> float:
        it = sketch(text, self.encoder)
        if not it.weights:
            return 0.0
        weighed = self.weigh(it)
        if self.bystanders:
            weighed = weighed.beside_talk(self.bystanders.vote(it), len(self.examples), len(self.near_misses))
        if self.strangers and self.strangers.say:
            weighed = weighed.among_strangers(
                self.strangers.vote(it), self.strangers.say, full=self.encoder is not None
            )
        return weighed.strength()

    @cached_property
    def strangers(self) -> Strangers | None:
        """Talk from elsewhere as rivals, where there are no others."""
        return None if self.rivals else Strangers(*self._taught(), self.encoder)

    def _taught(self) -> tuple[list[str], list[str]]:
        members = self.crowd.members
        return [members[i].text for i in self.examples], [members[i].text for i in self.near_misses]

    @cached_property
    def bystanders(self) -> Bystanders | None:
        """Everyday talk as rivals, where there are no others; None without vectors."""
        if self.encoder is None or self.rivals:
            return None
        return Bystanders(*self._taught(), self.encoder)

    def weigh(self, it: Sketch, asked: bool = False) -> Weighed:
        """How the examples weigh a text, before rivals are asked. `asked`: a question goes with it."""
        close = [self.crowd.members[i] for i in self._closest(it, self.examples)]
        asked = asked and close[0].mixed
        features = self.features(it, asked=asked)
        value = sum(t * x for t, x in zip(self.head, features, strict=True))
        meaning, meaning3, nearest, letters, kind = (features[i] for i in _CLOSE)
        contrary = features[-1] >= DENIED or (not (asked or it.asks) and all(example.asks for example in close))
        if it.fragment and not close[0].fragment:
            value -= FRAGMENT
        if it.vector is None:
            return Weighed(value, 1.5 * letters + 0.5 * nearest + 0.3 * kind, contrary)
        return Weighed(value, meaning + meaning3 + 0.5 * letters, contrary)

    def _closest(self, it: Sketch, among: Sequence[int]) -> list[int]:
        return self._nearest(self.crowd.beside(it), among)

    def _nearest(self, like: Likeness, among: Sequence[int]) -> list[int]:
        """The three nearest in meaning; `among` is in the order of the texts, which decides between equals."""
        return sorted(among, key=like.meaning.__getitem__, reverse=True)[:3]

    def nearest(self, it: Sketch) -> str:
        """The example that a text is most like."""
        return self.crowd.members[self._closest(it, self.examples)[0]].text

    def features(self, it: Sketch, without: int = -1, asked: bool = False) -> list[float]:
        """The comparisons, in the order of FEATURES; `without` leaves out the member of the crowd that it is itself."""
        like = self.crowd.beside(it)
        members = self.crowd.members
        examples = self.examples if without < 0 else [i for i in self.examples if i != without]
        close = self._nearest(like, examples)
        meaning = meaning3 = apart = 0.0
        if it.vector is not None:
            meaning = like.meaning[close[0]]
            meaning3 = sum(like.meaning[i] for i in close) / len(close)
            apart = _nearer(self.near_misses, like.meaning, meaning, without)
        nearest = max(map(like.words.__getitem__, examples))
        own = members[without].question if len(examples) < len(self.examples) else None
        alike = self._questions[it.question] - (own == it.question)
        statements = self._questions[""] - (own == "")
        kind = (len(examples) - statements if it.question else statements) / len(examples)
        if asked and not it.question:
            kind = max(kind, 1 - kind)
        form = alike / len(examples)
        denied = 0.0
        if it.negated and _denies(it, members[close[0]]):
            denied = sum(_denies(it, members[i]) for i in close) / len(close)
        return [
            1.0,
            meaning,
            meaning3,
            apart,
            nearest,
            _nearer(self.near_misses, like.words, nearest, without),
            max(map(like.letters.__getitem__, examples)),
            kind,
            form,
            denied,
        ]

    def rows(self) -> tuple[Any, list[float], list[float]]:
        """What the head is fitted on: each example beside the others, near misses, rivals, and the background."""
        rows: list[Sequence[float]] = []
        labels: list[float] = []
        weights: list[float] = []

        def add(made: Sequence[Sequence[float]], label: float, total: float) -> None:
            rows.extend(made)
            labels.extend([label] * len(made))
            weights.extend([total / max(1, len(made))] * len(made))

        members = self.crowd.members
        if self.encoder:
            encode_background(self.encoder)
        if len(self.examples) > 1:
            add([self.features(members[i], i) for i in self.examples], 1.0, 6.0)
        add(self.features_of(members, self.near_misses), 0.0, 2.0)
        add(self.features_of(members, self.rivals), 0.0, 4.0)
        talk = [sketch(text, self.encoder) for text in background()]
        add(self.features_of(talk, range(len(talk))), 0.0, 6.0 if self.rivals else 30.0)
        return rows, labels, weights

    def features_of(self, texts: Sequence[Sketch], wanted: Sequence[int]) -> Sequence[Sequence[float]]:
        """`features` of those texts that are wanted, none of them an example; with numpy in a tenth of the time."""
        if self.encoder is None or not wanted:
            return [self.features(texts[i]) for i in wanted]
        np, members = self.encoder.np, self.crowd.members
        table, places = self.crowd.table(texts, np, keep=True), list(wanted)
        meaning, letters = table.meaning[places], table.letters[places][:, self.examples].max(1)
        near = meaning[:, self.examples]
        order = np.argsort(-near, axis=1, kind="stable")[:, :3]
        best = np.take_along_axis(near, order, 1)
        words = table.words[places]
        nearest = words[:, self.examples].max(1)
        count, statements = len(self.examples), self._questions[""]
        rows = np.stack(
            [
                np.ones(len(places)),
                best[:, 0],
                sum(best[:, i] for i in range(best.shape[1])) / best.shape[1],
                self._nearer_of(meaning, best[:, 0]),
                nearest,
                self._nearer_of(words, nearest),
                letters,
                np.array([(count - statements if texts[i].question else statements) / count for i in places]),
                np.array([self._questions[texts[i].question] / count for i in places]),
                np.zeros(len(places)),
            ],
            axis=1,
        )
        for row, i in enumerate(places):
            if texts[i].negated:
                close = [members[self.examples[n]] for n in order[row]]
                if _denies(texts[i], close[0]):
                    rows[row, -1] = sum(_denies(texts[i], example) for example in close) / len(close)
        found: Sequence[Sequence[float]] = rows
        return found

    def _nearer_of(self, like: Any, own: Any) -> Any:
        """`_nearer` for a row a text."""
        assert self.encoder is not None
        np = self.encoder.np
        if not self.near_misses:
            return np.zeros(len(own))
        near = like[:, self.near_misses].max(1)
        return np.where(near != 0, np.maximum(0.0, np.minimum(PARAPHRASE, near) - own + MARGIN), 0.0)

    def _fitted(self) -> list[float]:
        rows, labels, weights = self.rows()
        if self.encoder is None:
            return fit(rows, labels, weights, PRIOR_REDUCED, STIFFNESS)
        return fit(rows, labels, weights, PRIOR_FULL, STIFFNESS, self.encoder.np)


def _nearer(others: Sequence[int], like: Sequence[float], own: float, without: int) -> float:
    if without >= 0 and without in others:
        others = [i for i in others if i != without]
    near = max(map(like.__getitem__, others), default=0.0)
    return max(0.0, min(PARAPHRASE, near) - own + MARGIN) if near else 0.0


def _denies(it: Sketch, other: Sketch) -> bool:
    """Whether a denial denies what an example affirms: not if all that they share stands outside the negation."""
    if other.negated:
        return False
    shared = it.content & other.content
    return not shared or bool(shared & it.denied)
