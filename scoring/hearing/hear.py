"""Hearing a reply: clauses, behaviours, content, claims, then the guards; each hearing with its exact words."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from functools import lru_cache
from itertools import pairwise
from typing import TYPE_CHECKING

from scoring.hearing import guards
from scoring.hearing.answers import Answer
from scoring.hearing.behaviours import BEHAVIOURS, DETECTORS
from scoring.hearing.behaviours.view import ReplyView, view_of
from scoring.hearing.claims import beyond_limit, pressure, promises, said_by_rep
from scoring.hearing.clauses import Clause, clauses
from scoring.hearing.concepts import Concept
from scoring.hearing.numbers import amounts, fits, proposed
from scoring.hearing.signals import Blocked, Heard, Hearing, Seller, Signal, State
from scoring.hearing.text import clean, words

if TYPE_CHECKING:
    from scoring.hearing.encoder import Encoder

__all__ = ["BEHAVIOURS", "Ear", "hear"]

MET, UNSURE = 0.55, 0.45
"""A content signal is met from the first, unsure in the dead band between, else not heard."""
HARMFUL_MET, HARMFUL_UNSURE = 0.65, 0.55
"""Blaming a rep wrongly is worse than missing a slip: for what costs something the bar is higher."""
KNOCK_OUT_MET, KNOCK_OUT_UNSURE = 0.97, 0.9
"""For knock-outs that no rule heard, higher still."""
KNOCK_OUTS = frozenset(
    {"invented_fact", "beyond_authority", "deception", "confidential", "private_details", "pay_or_job", "others_scores"}
)
PACKED = 3
"""So many near-verbatim examples of the scenario in one reply, and none of them counts."""
_UNSCORED = frozenset({"small_talk", "thanks", "stock_phrase"})


class Ear:
    """Hears replies as a scenario's signals. Made once a call (fitting concepts may take a second); thread-safe.

    `heads`: fitted heads of an earlier ear with the same examples and engine, by signal name.
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
        heads: Mapping[str, Sequence[float]] | None = None,
    ) -> None:
        self.encoder = encoder
        self.seller = seller or Seller()
        self.brief = brief
        self.model_answers = tuple(model_answers)
        self.max_content = max_content
        self.signals = tuple(signals)
        self.behaviours = [(s, DETECTORS[s.detector or s.name]) for s in self.signals if s.kind == "behaviour"]
        kept = heads or {}
        self.concepts = [
            (s, Concept(s.like, s.not_like, encoder=encoder, head=kept.get(s.name)))
            for s in self.signals
            if s.kind in ("concept", "claim") and s.like
        ]
        self.answers = [
            (s, Answer(s.references, s.question, s.marked, encoder=encoder)) for s in self.signals if s.kind == "answer"
        ]
        self.numbers = [s for s in self.signals if s.kind == "number"]
        self.by_name = {s.name: s for s in self.signals}

    @property
    def engine(self) -> str:
        """`reduced` without the encoder, else its identity."""
        return self.encoder.identity if self.encoder else "reduced"

    @property
    def heads(self) -> dict[str, list[float]]:
        """The fitted heads, for a cache."""
        return {signal.name: list(concept.head) for signal, concept in self.concepts}

    def warm(self, text: str) -> None:
        """Encode the finished clauses of a text that is still being typed."""
        if self.encoder:
            for clause in clauses(clean(text))[:-1]:
                self.encoder.encode(clause.text)

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
        heard = list(self._behaviours(view, blocked))
        content = self._content(view, known)
        content = self._guarded(view, content, own, exam, blocked)
        heard += content
        heard += self._claims(view)
        heard.sort(key=lambda h: (h.span, h.signal))
        understood = bool(heard) or any(clause.question for clause in view.clauses) or self._polite(view)
        count = len(words(text))
        return Hearing(tuple(heard), tuple(blocked), repeated, understood, count, proposed(text))

    def _polite(self, view: ReplyView) -> bool:
        names = _UNSCORED - {s.detector or s.name for s, _ in self.behaviours}
        return any(True for name in names for _ in DETECTORS[name](view))

    def _behaviours(self, view: ReplyView, blocked: list[Blocked]) -> Iterable[Heard]:
        heaps = {clause.span for clause in view.clauses if guards.no_sentence(clause)}
        only_copies = bool(view.clauses) and all(
            guards.copied(clause, view.context) or len(clause.words) < 4 for clause in view.clauses
        )
        only_copies = only_copies and any(guards.copied(clause, view.context) for clause in view.clauses)
        for signal, detector in self.behaviours:
            for h in detector(view):
                if h.span in heaps and not signal.harmful:
                    blocked.append(Blocked(signal.name, h.span, "order", guards.WHY["order"]))
                elif only_copies and not signal.harmful:
                    blocked.append(Blocked(signal.name, h.span, "copy_customer", guards.WHY["copy_customer"]))
                else:
                    yield (
                        h
                        if h.signal == signal.name
                        else Heard(signal.name, h.span, h.quote, h.strength, h.state, h.rule)
                    )

    def _content(self, view: ReplyView, known: frozenset[str]) -> list[Heard]:
        idle = {h.span for name in ("small_talk", "stock_phrase") for h in DETECTORS[name](view)}
        windows = _windows(view.text, tuple(clause for clause in view.clauses if clause.span not in idle))
        out: list[Heard] = []
        for signal, concept in self.concepts:
            if signal.kind == "concept":
                best = max(
                    ((concept.strength(text), -(span[1] - span[0]), span, text) for text, span in windows), default=None
                )
                met, unsure = (HARMFUL_MET, HARMFUL_UNSURE) if signal.harmful else (MET, UNSURE)
                if best and best[0] >= unsure:
                    rule = f'like: "{concept.nearest(best[3])}"'
                    out.append(Heard(signal.name, best[2], best[3], best[0], _state(best[0], met), rule))
        for signal, answer in self.answers:
            found = max(((answer.grade(text), span, text) for text, span in windows), default=None)
            if found and found[0] >= UNSURE:
                out.append(
                    Heard(signal.name, found[1], found[2], found[0], _state(found[0], MET), "answer/covers the point")
                )
        for signal in self.numbers:
            if signal.fact and signal.fact not in known:
                continue
            for clause in view.clauses:
                figure = next((a for a in amounts(clause.text) if fits(a, signal)), None)
                if figure and clause.question != "open" and not clause.negated:
                    quote = clause.text[figure.span[0] : figure.span[1]]
                    out.append(Heard(signal.name, clause.span, clause.text, 1.0, "met", f"number/{quote.strip()}"))
                    break
        return out

    def _guarded(
        self, view: ReplyView, content: list[Heard], own: tuple[str, ...], exam: bool, blocked: list[Blocked]
    ) -> list[Heard]:
        by_span = {clause.span: clause for clause in view.clauses}
        passed: list[Heard] = []
        for h in content:
            parts = [c for span, c in by_span.items() if span[0] >= h.span[0] and span[1] <= h.span[1]]
            guard = self._guard(view, parts, own, exam, self.by_name[h.signal])
            if guard:
                blocked.append(Blocked(h.signal, h.span, guard, guards.WHY[guard]))
            else:
                passed.append(h)
        verbatim = {
            (clause.span, example)
            for clause in view.clauses
            for signal, concept in self.concepts
            if signal.kind == "concept"
            for example in (e.text for e in concept.examples)
            if guards.near_copy(clause.text, example)
        }
        if len({span for span, _ in verbatim}) >= PACKED:
            blocked += [
                Blocked(h.signal, h.span, "packed", guards.WHY["packed"])
                for h in passed
                if not self.by_name[h.signal].harmful
            ]
            passed = [h for h in passed if self.by_name[h.signal].harmful]
        return self._capped(passed, blocked)

    def _guard(self, view: ReplyView, parts: list[Clause], own: tuple[str, ...], exam: bool, signal: Signal) -> str:
        if signal.harmful or not parts:
            return ""
        if any(guards.no_sentence(clause) for clause in parts):
            return "order"
        if all(guards.copied(clause, view.context) for clause in parts) and signal.kind != "number":
            return "copy_customer"
        if all(guards.copied(clause, self.brief) for clause in parts):
            return "copy_brief"
        if exam and all(any(guards.copied(clause, model) for model in self.model_answers) for clause in parts):
            return "copy_model"
        if all(any(guards.near_copy(clause.text, c.text) for e in own for c in clauses(e)) for clause in parts):
            return "repeat" if all(len(clause.words) >= 4 for clause in parts) else ""
        return ""

    def _capped(self, content: list[Heard], blocked: list[Blocked]) -> list[Heard]:
        """One clause carries one content signal (a number beside it), a reply `max_content`: the clearest first."""
        order = sorted(content, key=lambda h: (h.state != "met", -h.strength, h.span, h.signal))
        out: list[Heard] = []
        taken: list[tuple[tuple[int, int], str]] = []
        for h in order:
            kind = "number" if self.by_name[h.signal].kind == "number" else "concept"
            harmful = self.by_name[h.signal].harmful
            clash = any(kind == k and h.span[0] < s[1] and s[0] < h.span[1] for s, k in taken)
            counting = sum(1 for other in out if not self.by_name[other.signal].harmful)
            if not harmful and (clash or counting >= self.max_content):
                blocked.append(Blocked(h.signal, h.span, "capped", guards.WHY["capped"]))
                continue
            out.append(h)
            taken.append((h.span, kind))
        return out

    def _claims(self, view: ReplyView) -> Iterable[Heard]:
        for signal, concept in self.concepts:
            if signal.kind != "claim":
                continue
            found = self._claimed(signal, concept, view)
            if found:
                yield found

    def _claimed(self, signal: Signal, concept: Concept, view: ReplyView) -> Heard | None:
        name = signal.name
        best: Heard | None = None
        for clause in view.clauses:
            direct: Iterable[Heard] = ()
            if "seller.discount_limit" in signal.against:
                direct = beyond_limit(clause, self.seller, name)
            elif name == "deception":
                direct = pressure(clause, name)
            elif name == "guarantee" and promises(clause):
                direct = (Heard(name, clause.span, clause.text, 0.9, "met", f"{name}/a promise in so many words"),)
            for h in direct:
                return h
            if not said_by_rep(clause) or (name == "invented_fact" and self._agrees(clause)):
                continue
            strength = concept.strength(clause.text)
            met, unsure = (KNOCK_OUT_MET, KNOCK_OUT_UNSURE) if name in KNOCK_OUTS else (HARMFUL_MET, HARMFUL_UNSURE)
            if strength >= unsure and (best is None or strength > best.strength):
                state = _state(strength, met)
                best = Heard(name, clause.span, clause.text, strength, state, f'like: "{concept.nearest(clause.text)}"')
        return best

    def _agrees(self, clause: Clause) -> bool:
        """Whether a statement shares most of its meaning words with something the seller block holds."""
        mine = clause.stems
        for held in (*self.seller.facts, *self.seller.proof, self.seller.price, *self.seller.may):
            other = frozenset(w.stem for w in words(held) if w.content)
            if mine and len(mine & other) >= 0.5 * len(mine):
                return True
        return False


def _state(strength: float, met: float) -> State:
    return "met" if strength >= met else "unsure"


def _windows(text: str, found: tuple[Clause, ...]) -> list[tuple[str, tuple[int, int]]]:
    """Each clause, and each two neighbours: some thoughts take two breaths."""
    out = [(clause.text, clause.span) for clause in found]
    for left, right in pairwise(found):
        if len(left.words) + len(right.words) <= 30:
            out.append((text[left.span[0] : right.span[1]], (left.span[0], right.span[1])))
    return out


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
