"""What a reply says of a scenario's own content: concepts, answers and figures, each wherever it may stand."""

from __future__ import annotations

import hashlib
import json
from collections import OrderedDict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from threading import Lock
from typing import TYPE_CHECKING, Any

from scoring.hearing.answers import Answer
from scoring.hearing.behaviours import DETECTORS
from scoring.hearing.behaviours.listening import courtesy, plays_back, said_back
from scoring.hearing.behaviours.view import ReplyView
from scoring.hearing.claims import prospective
from scoring.hearing.concepts import Concept
from scoring.hearing.jury import Jury
from scoring.hearing.numbers import amounts, fits
from scoring.hearing.signals import Heard, Signal, State
from scoring.hearing.sketches import Crowd, Sketch, joined, sketch
from scoring.hearing.text import spelled

if TYPE_CHECKING:
    from scoring.hearing.encoder import Encoder

MET, UNSURE = 0.55, 0.45
"""A content signal is met from the first, unsure in the dead band between, else not heard."""
HARMFUL_MET, HARMFUL_UNSURE = 0.65, 0.55
"""Blaming a rep wrongly is worse than missing a slip: for what costs something the bar is higher."""
PAIR_WORDS = 30
"""Two clauses are heard as one thought up to so many words."""
MOST_REMEMBERED = 256
"""So many texts' strengths are remembered."""
CHECK_WORDS = 7
"""A clause of so many words that asks whether something was right says nothing else."""


@dataclass(frozen=True, slots=True)
class Window:
    """A clause, or two neighbours: some thoughts take two breaths. `played`: it says the customer's words back;
    `asked`: it is a question, or one follows in the reply.
    """

    text: str
    span: tuple[int, int]
    played: bool
    asked: bool
    parts: tuple[str, ...] = ()

    def sketch(self, encoder: Encoder | None) -> Sketch:
        if not self.parts:
            return sketch(self.text, encoder)
        left, right = (sketch(part, encoder) for part in self.parts)
        return joined(self.text, left, right)


def windows(view: ReplyView) -> list[Window]:
    """Where content may be: not in greetings, thanks, formulas, or in asking whether one was right."""
    formulas = {h.span for h in DETECTORS["stock_phrase"](view)}
    checks = {h.span for h in DETECTORS["check_back"](view)}
    found = [
        (clause, said_back(view, clause))
        for clause in view.clauses
        if clause.span not in formulas
        and not courtesy(clause)
        and not (clause.span in checks and len(clause.words) <= CHECK_WORDS)
    ]
    last = max((clause.index for clause, _ in found if clause.question), default=-1)
    out = [Window(clause.text, clause.span, played, clause.index <= last) for clause, played in found]
    for (left, played), (right, after) in pairwise(found):
        if not played and not after and len(left.words) + len(right.words) <= PAIR_WORDS:
            span = (left.span[0], right.span[1])
            out.append(Window(view.text[span[0] : span[1]], span, False, left.index <= last, (left.text, right.text)))
    return out


class Content:
    """The content signals of a scenario, ready to be heard. `kept`: the `heads` of an earlier one, used where they were
    fitted on the same texts by the same engine, and not otherwise: what was fitted before must not show in a mark."""

    def __init__(self, signals: Sequence[Signal], encoder: Encoder | None, kept: Mapping[str, Any]) -> None:
        self.encoder = encoder
        self._lately: OrderedDict[tuple[str, bool, bool], list[tuple[Signal, Concept, float]]] = OrderedDict()
        self._lock = Lock()
        taught = [s for s in signals if s.kind in ("concept", "claim") and s.like]
        self.key = _key(taught, encoder)
        heads: Mapping[str, Sequence[float]] = kept["weights"] if kept.get("key") == self.key else {}
        crowd = Crowd([text for s in taught for text in (*s.like, *s.not_like)], encoder)
        self.taught: dict[str, Concept] = {
            s.name: Concept(
                s.like,
                s.not_like,
                rivals=[text for other in taught if other.name != s.name for text in other.like],
                encoder=encoder,
                head=heads.get(s.name),
                crowd=crowd,
            )
            for s in taught
        }
        self.concepts = [(s, self.taught[s.name]) for s in taught if s.kind == "concept"]
        self.foretold = {s.name for s in taught if s.harmful and all(prospective(spelled(text)) for text in s.like)}
        """What does harm by what it promises or threatens: it is not heard in words about what is or was."""
        self.claims = [(s, self.taught[s.name]) for s in taught if s.kind == "claim"]
        self.jury: Jury | None = None
        if encoder and len(self.concepts) > 1:
            self.jury = Jury(crowd, {name: concept.examples for name, concept in self.taught.items()}, encoder)
        crowd.forget()
        self.answers = [
            (s, Answer(s.references, s.question, s.marked, encoder=encoder)) for s in signals if s.kind == "answer"
        ]
        self.numbers = [s for s in signals if s.kind == "number"]

    @property
    def heads(self) -> dict[str, Any]:
        """The fitted heads by signal name, and what they were fitted on."""
        return {"key": self.key, "weights": {name: list(concept.head) for name, concept in self.taught.items()}}

    def found(self, view: ReplyView, known: frozenset[str]) -> list[Heard]:
        """Every hearing above the thresholds, several of one signal too; `known`: the facts told."""
        among = windows(view)
        return [*self._meant(among), *self._answered(among), *self._counted(view, known)]

    def warm(self, view: ReplyView) -> None:
        """Compare what is there of a reply, so that less is left to do when all of it is."""
        for window in windows(view):
            self.strengths(window.sketch(self.encoder), window.asked)

    def strengths(self, it: Sketch, asked: bool = False) -> list[tuple[Signal, Concept, float]]:
        """Each concept's strength in a text, after they have competed for it. `asked`: a question goes with it.

        Remembered for the texts of late: a reply is heard while it is typed, when it is sent, and for its card.
        """
        key = (it.text, it.joined, asked)
        with self._lock:
            known = self._lately.get(key)
        if known is None:
            known = self._compete(it, asked)
            with self._lock:
                self._lately[key] = known
                if len(self._lately) > MOST_REMEMBERED:
                    self._lately.popitem(last=False)
        return known

    def _compete(self, it: Sketch, asked: bool) -> list[tuple[Signal, Concept, float]]:
        weighed = [(signal, concept, concept.weigh(it, asked)) for signal, concept in self.concepts]
        if self.jury:
            votes = self.jury.votes(it)
            weighed = [(s, c, w.voted(votes[s.name])) for s, c, w in weighed]
        order = sorted((w.closeness for _, _, w in weighed), reverse=True)[:2]
        return [(s, c, w.strength(order[0] if w.closeness < order[0] else order[-1])) for s, c, w in weighed]

    def _meant(self, among: Sequence[Window]) -> Iterator[Heard]:
        """The concepts compete for each window."""
        for window in among:
            it = window.sketch(self.encoder)
            if not it.weights:
                continue
            for signal, concept, strength in self.strengths(it, window.asked):
                met, unsure = (HARMFUL_MET, HARMFUL_UNSURE) if signal.harmful else (MET, UNSURE)
                if strength < unsure or (signal.name in self.foretold and not prospective(spelled(window.text))):
                    continue
                nearest = concept.nearest(it)
                if not window.played or plays_back(spelled(nearest)):
                    yield _hit(signal, window, strength, met, f'like: "{nearest}"')

    def _answered(self, among: Sequence[Window]) -> Iterator[Heard]:
        for signal, answer in self.answers:
            for window in among:
                grade = answer.grade(window.text)
                if grade >= UNSURE:
                    yield _hit(signal, window, grade, MET, "answer/covers the point")

    def _counted(self, view: ReplyView, known: frozenset[str]) -> Iterator[Heard]:
        for signal in self.numbers:
            if signal.fact and signal.fact not in known:
                continue
            for clause in view.clauses:
                figure = next((a for a in amounts(clause.text) if fits(a, signal)), None)
                if figure and clause.question != "open" and not clause.negated:
                    quote = clause.text[figure.span[0] : figure.span[1]]
                    yield Heard(signal.name, clause.span, clause.text, 1.0, "met", f"number/{quote.strip()}")
                    break


def state_of(strength: float, met: float) -> State:
    return "met" if strength >= met else "unsure"


def _hit(signal: Signal, window: Window, strength: float, met: float, rule: str) -> Heard:
    return Heard(signal.name, window.span, window.text, strength, state_of(strength, met), rule)


def _key(taught: Sequence[Signal], encoder: Encoder | None) -> str:
    texts = [[s.name, s.like, s.not_like] for s in taught]
    engine = encoder.identity if encoder else "reduced"
    return hashlib.sha256(json.dumps([engine, texts]).encode()).hexdigest()
