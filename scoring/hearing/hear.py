"""Hearing a reply: clauses, behaviours, content, claims, then the guards; each hearing with its exact words."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from functools import lru_cache
from typing import TYPE_CHECKING, Any

from scoring.hearing import guards
from scoring.hearing.behaviours import BEHAVIOURS, DETECTORS
from scoring.hearing.behaviours.listening import courtesy
from scoring.hearing.behaviours.questions import never
from scoring.hearing.behaviours.view import ReplyView, view_of
from scoring.hearing.claims import beyond_limit, pressure, promises, prospective, said_by_rep
from scoring.hearing.clauses import Clause
from scoring.hearing.collection import no_collection
from scoring.hearing.concepts import Concept
from scoring.hearing.content import HARMFUL_MET, HARMFUL_UNSURE, Content, state_of
from scoring.hearing.heads import trained
from scoring.hearing.numbers import proposed
from scoring.hearing.screen import Screen
from scoring.hearing.signals import Blocked, Heard, Hearing, Seller, Signal, State
from scoring.hearing.sketches import sketch
from scoring.hearing.text import clean, spelled, unread, words

if TYPE_CHECKING:
    from scoring.hearing.encoder import Encoder

__all__ = ["BEHAVIOURS", "Ear", "hear"]

KNOCK_OUT_MET, KNOCK_OUT_UNSURE = 0.97, 0.9
"""For knock-outs that no rule heard, higher still."""
KNOCK_OUTS = frozenset(
    {"invented_fact", "beyond_authority", "deception", "confidential", "private_details", "pay_or_job", "others_scores"}
)
LEAST_WEIGHED = 3
"""In fewer words there is too little to weigh; what the rules hear in them stands."""
_UNSCORED = frozenset({"small_talk", "thanks", "stock_phrase"})


class Ear:
    """Hears replies as a scenario's signals. Made once a call (fitting concepts may take a second); thread-safe.

    `heads`: those of an earlier ear, used where its examples and engine were the same.
    """

    def __init__(
        self,
        signals: Iterable[Signal],
        *,
        encoder: Encoder | None = None,
        seller: Seller | None = None,
        brief: str = "",
        model_answers: Sequence[str] = (),
        max_content: int = 2,
        heads: Mapping[str, Any] | None = None,
    ) -> None:
        self.encoder = encoder
        self.seller = seller or Seller()
        self.signals = tuple(signals)
        self.behaviours = [(s, DETECTORS[s.detector or s.name]) for s in self.signals if s.kind == "behaviour"]
        self.heads_of_behaviours = trained(encoder) if encoder else None
        wanted = {s.detector or s.name for s, _ in self.behaviours}
        self.listened = tuple(name for name in DETECTORS if name in wanted or self.heads_of_behaviours)
        with no_collection():
            self.content = Content(self.signals, encoder, heads or {})
        self.by_name = {s.name: s for s in self.signals}
        self.promised = "guarantee" if "guarantee" in self.by_name else "beyond_authority"
        """What a promise in so many words is; a real call knows no scenario's own claim."""
        self.screen = Screen(self.by_name, brief=brief, model_answers=model_answers, max_content=max_content)

    @property
    def engine(self) -> str:
        """`reduced` without the encoder, else its identity."""
        return self.encoder.identity if self.encoder else "reduced"

    @property
    def heads(self) -> dict[str, Any]:
        """The fitted heads, for a cache."""
        return self.content.heads

    def warm(self, text: str, context: str = "") -> None:
        """Hear ahead what is there of a text that is still being typed, and the customer's line before it."""
        if self.encoder and context.strip():
            self.encoder.encode(context)
        self.content.warm(view_of(clean(text), context))

    def foresee(self, texts: Iterable[str]) -> None:
        """Encode ahead the clauses of texts that are all going to be heard, in a third of the time that they take one by
        one. For a check: a played reply is encoded alone, so that its numbers never hang on what it was encoded with."""
        if self.encoder:
            views = (view_of(clean(text)) for text in texts)
            self.encoder.encode_many([clause.text for view in views for clause in view.clauses])

    def listen(
        self,
        text: str,
        context: str = "",
        *,
        own: tuple[str, ...] = (),
        told: str = "",
        known: frozenset[str] = frozenset(),
        exam: bool = False,
    ) -> Hearing:
        """What is heard in a reply. `context`: the customer's last line; `own`: the rep's earlier replies; `told`: all
        that the customer said; `known`: facts told, for numbers that rest on one."""
        text = clean(text)
        view = view_of(text, context, told, self.seller)
        repeated = any(guards.near_copy(text, earlier) for earlier in own)
        blocked: list[Blocked] = []
        heard = self.screen.behaviours(view, self._behaviours(view), blocked)
        heard += self.screen.content(view, self.content.found(view, known), own, exam, blocked)
        heard = self.screen.packed(view, heard, blocked)
        heard += self._claims(view)
        heard.sort(key=lambda h: (h.span, h.signal))
        understood = bool(heard) or any(clause.question for clause in view.clauses) or self._polite(view)
        count = max(len(words(text)), unread(text))
        return Hearing(tuple(heard), tuple(blocked), repeated, understood, count, proposed(text))

    def taught(self, text: str) -> frozenset[str]:
        """The scenario's own content that is surely heard in a text said by itself, as `listen` hears it."""
        view = view_of(clean(text), "", "", self.seller)
        refused: list[Blocked] = []
        heard = self.screen.content(view, self.content.found(view, frozenset()), (), False, refused)
        heard = [*self.screen.packed(view, heard, refused), *self._claims(view)]
        return frozenset(h.signal for h in heard if h.state == "met")

    def nearness(self, text: str) -> list[tuple[str, float, str]]:
        """For each concept and claim its strength in [0, 1] in the whole of a text, and the example that is nearest to it:
        for an author who asks why something was not heard."""
        it = sketch(clean(text), self.encoder)
        if not it.weights:
            return []
        found = [
            (signal.name, strength, concept.nearest(it)) for signal, concept, strength in self.content.strengths(it)
        ]
        claims = self.content.claims
        return found + [(signal.name, concept.strength(it.text), concept.nearest(it)) for signal, concept in claims]

    def _polite(self, view: ReplyView) -> bool:
        names = _UNSCORED - {s.detector or s.name for s, _ in self.behaviours}
        return any(True for name in names for _ in DETECTORS[name](view))

    def _behaviours(self, view: ReplyView) -> Iterable[Heard]:
        """What the rules hear, as far as the heads believe it, and what the heads hear beside them."""
        heard: dict[str, list[Heard]] = {}
        for name in self.listened:
            heard[name] = list(DETECTORS[name](view))
        if self.heads_of_behaviours:
            for clause in view.clauses:
                if not courtesy(clause) and len(clause.words) >= LEAST_WEIGHED:
                    self._weighed(view, clause, heard)
        for signal, _ in self.behaviours:
            for h in heard[signal.detector or signal.name]:
                yield h if h.signal == signal.name else replace(h, signal=signal.name)

    def _weighed(self, view: ReplyView, clause: Clause, heard: dict[str, list[Heard]]) -> None:
        heads = self.heads_of_behaviours
        assert heads is not None
        ruled = frozenset(
            name for name in heads.rules for h in heard.get(name, ()) if h.state == "met" and h.span == clause.span
        )
        for name, verdict in heads.weigh(view, clause, ruled).items():
            there = heard.get(name)
            if there is None or never(name, clause):
                continue
            if name in ruled:
                if verdict.unlikely:
                    heard[name] = [h for h in there if h.span != clause.span]
            elif verdict.met or verdict.unsure:
                state: State = "met" if verdict.met else "unsure"
                rule = f"{name}/weighed by meaning and form"
                there[:] = [h for h in there if h.span != clause.span]
                there.append(Heard(name, clause.span, clause.text, verdict.probability, state, rule))

    def _claims(self, view: ReplyView) -> Iterable[Heard]:
        for signal, concept in self.content.claims:
            found = self._claimed(signal, concept, view)
            if found:
                yield found

    def _claimed(self, signal: Signal, concept: Concept, view: ReplyView) -> Heard | None:
        name = signal.name
        best: Heard | None = None
        foretells = all(prospective(spelled(example)) for example in signal.like)
        for clause in view.clauses:
            direct: Iterable[Heard] = ()
            if "seller.discount_limit" in signal.against and not promises(clause):
                direct = beyond_limit(clause, self.seller, name)
            elif name == "deception":
                direct = pressure(clause, name)
            elif promises(clause) and name == self.promised:
                direct = (Heard(name, clause.span, clause.text, 0.9, "met", f"{name}/a promise in so many words"),)
            for h in direct:
                return h
            if not said_by_rep(clause) or (name == "invented_fact" and self._agrees(clause)):
                continue
            if foretells and not prospective(clause.plain):
                continue
            strength = concept.strength(clause.text)
            met, unsure = (KNOCK_OUT_MET, KNOCK_OUT_UNSURE) if name in KNOCK_OUTS else (HARMFUL_MET, HARMFUL_UNSURE)
            if strength >= unsure and (best is None or strength > best.strength):
                state = state_of(strength, met)
                best = Heard(
                    name,
                    clause.span,
                    clause.text,
                    strength,
                    state,
                    f'like: "{concept.nearest(sketch(clause.text, self.encoder))}"',
                )
        return best

    def _agrees(self, clause: Clause) -> bool:
        """Whether a statement shares most of its meaning words with something the seller block holds."""
        mine = clause.stems
        for held in (*self.seller.facts, *self.seller.proof, self.seller.price, *self.seller.may):
            other = frozenset(w.stem for w in words(held) if w.content)
            if mine and len(mine & other) >= 0.5 * len(mine):
                return True
        return False


@lru_cache(32)
def _ear(
    signals: tuple[Signal, ...], encoder: Encoder | None, seller: Seller, brief: str, models: tuple[str, ...], most: int
) -> Ear:
    return Ear(signals, encoder=encoder, seller=seller, brief=brief, model_answers=models, max_content=most)


def hear(
    text: str,
    signals: Iterable[Signal],
    context: str = "",
    *,
    own: Sequence[str] = (),
    told: str = "",
    brief: str = "",
    model_answers: Sequence[str] = (),
    seller: Seller | None = None,
    known: frozenset[str] = frozenset(),
    exam: bool = False,
    max_content: int = 2,
    encoder: Encoder | None = None,
) -> list[Heard]:
    """What is heard in a reply, by place. `text[h.span[0]:h.span[1]] == h.quote` for a text without control characters.

    `context` is the customer's last line. Without an `encoder` this is the reduced engine.
    """
    ear = _ear(tuple(signals), encoder, seller or Seller(), brief, tuple(model_answers), max_content)
    return list(ear.listen(text, context, own=tuple(own), told=told, known=known, exam=exam).heard)
