"""What was good in a call: the words worth keeping, and what a reply did to the customer."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from scoring.hearing.text import words as words_of
from scoring.marking.advice import anchor_in_full, sentence, short
from scoring.marking.conditions import Evidence, evaluate
from scoring.marking.rubric import Criterion, Rubric
from scoring.marking.scorecard import CriterionMark, Scorecard
from scoring.marking.situation import TurnSituation
from scoring.marking.transcript import Change, Transcript, Turn
from scoring.marking.words import filled

WORTH_KEEPING = 2
"""The lowest level that is praised."""
STEADY = "tone"
"""The skill that is mostly earned by what was not said: praised only where the reply did some good."""
COURTESIES = frozenset({"small_talk", "thanks", "stock_phrase"})
LEAST_QUOTED = 4
"""Fewer words ("is that right?") say nothing alone: then the whole reply is quoted."""
LEAST_WORDS = 3
"""A reply of fewer ("ok nice") is no example, whatever the customer told after it."""
_QUOTABLE = range(3, 26)
"""Words of a quotation that can be taken in at a glance."""
_PRICE = frozenset(
    word.stem for word in words_of("budget price cost costs pay paying spend money afford discount quote pricing")
)
_AROUND_A_PRICE = frozenset(
    word.stem
    for word in words_of(
        "much how what whats your you number figure want need have hope hoping ok okay nice yes sure expensive cheap"
    )
)
_COSTS_THEM = re.compile(r"\bcosts?\W+(?:you|them|him|her|your)\b", re.IGNORECASE)
"""What a trouble costs the customer is no question about a price."""


def worth(mark: CriterionMark, card: Scorecard, rubric: Rubric) -> float:
    """The share of the total that hangs on a criterion, in the unit of the skills' weights; 0 where it does not count."""
    if not mark.counts:
        return 0
    beside = sum(m.weight for m in card.criteria if m.counts and m.skill == mark.skill)
    return rubric.weights.get(mark.skill, 0) * mark.weight / beside if beside else 0


@dataclass(frozen=True, slots=True)
class Kept:
    """Words worth keeping, in a sentence, and the reply that they stand in (from 1)."""

    text: str
    turn: int


def best_reply(
    transcript: Transcript,
    rubric: Rubric,
    card: Scorecard,
    low_is_good: frozenset[str] = frozenset(),
    but: Turn | None = None,
) -> Kept | None:
    """The words that did most for the call, with the mark that they earned and what they did to the customer.

    None where no reply earned a mark worth keeping or did any good. `but`: the reply that is not to be praised.
    """
    numbers = {turn.n: turn for turn in transcript.turns if turn is not but and _sound(turn, low_is_good)}
    found = []
    for mark in card.criteria:
        if mark.state != "met" or (mark.level or 0) < WORTH_KEEPING or not worth(mark, card, rubric):
            continue
        for words in quotable(mark, numbers):
            turn = numbers[words.turn]
            level = _level_of(rubric.criterion(mark.id), mark, turn, transcript)
            good = good_done(turn, low_is_good)
            if level >= WORTH_KEEPING and (good or mark.skill != STEADY):
                rank = (heard_in_words(words), good, level * worth(mark, card, rubric))
                found.append((rank, len(words.quote.split()) in _QUOTABLE, words.turn, mark, words, level))
    if found:
        *_, mark, words, level = max(found, key=lambda f: f[:3])
        turn = numbers[words.turn]
        quote = turn.rep if len(words.quote.split()) < LEAST_QUOTED else words.quote
        anchor = sentence(anchor_in_full(rubric.criterion(mark.id).anchors, level))
        did = effect(turn, transcript, rubric, low_is_good)
        return Kept(f"{mark.title}: {_cited(quote, words.turn)}. {anchor} {did}".strip(), words.turn)
    moved_them = [turn for turn in numbers.values() if good_done(turn, low_is_good)]
    if not moved_them:
        return None
    turn = max(moved_them, key=lambda turn: good_done(turn, low_is_good))
    did = effect(turn, transcript, rubric, low_is_good)
    return Kept(f"{_cited(turn.rep, turn.n)}. {did}", turn.n)


def _cited(words: str, turn: int) -> str:
    return f"“{short(words, 160)}” (turn {turn})"


def _sound(turn: Turn, low_is_good: frozenset[str]) -> bool:
    """Whether a reply may be held up at all: it says something, it hurt nothing, and it asks for more than a price."""
    if fell(turn, low_is_good) or bare_price(turn.rep):
        return False
    rest = turn.rep
    for heard in turn.heard if not turn.facts else ():
        if heard.signal in COURTESIES and heard.state == "met":
            rest = rest.replace(heard.quote, " ")
    return len(rest.split()) >= LEAST_WORDS


def _level_of(criterion: Criterion, mark: CriterionMark, turn: Turn, transcript: Transcript) -> int:
    """The level that this one reply earned, where each is judged by itself; else that of the mark."""
    return level_at(criterion, turn, transcript) if criterion.unit == "turn" else mark.level or 0


def level_at(criterion: Criterion, turn: Turn, transcript: Transcript) -> int:
    """The level of one reply by a criterion that judges each."""
    situation = TurnSituation(turn, transcript.turns)
    return max((name for name, condition in criterion.levels if evaluate(condition, situation).value), default=0)


def quotable(mark: CriterionMark, numbers: Mapping[int, Turn]) -> list[Evidence]:
    """The words of a mark that may be shown as its example, from these replies: no greeting, no bare price."""
    return [
        e
        for e in mark.evidence
        if e.quote.strip() and e.turn in numbers and not bare_price(e.quote) and not _courteous(e, numbers[e.turn])
    ]


def _courteous(evidence: Evidence, turn: Turn) -> bool:
    """Whether the words are a greeting, thanks or a formula: they may be heard as something else beside."""
    if not evidence.signal:
        return False
    spans = [h.span for h in turn.heard if h.signal in COURTESIES and h.state == "met"]
    return any(evidence.span[0] < end and start < evidence.span[1] for start, end in spans)


def bare_price(text: str) -> bool:
    """Whether a reply is nothing but a question or a word about money: it is no example, whatever came of it."""
    if _COSTS_THEM.search(text):
        return False
    meant = {word.stem for word in words_of(text) if word.content and not word.text.isdigit()}
    return bool(meant & _PRICE) and meant <= _PRICE | _AROUND_A_PRICE


def heard_in_words(evidence: Evidence) -> bool:
    """Whether the words themselves counted, or what the customer then told; not merely a reply without a fault."""
    return bool(evidence.signal) or evidence.rule.startswith(("told: ", "asked: ", "resolved: "))


def good_done(turn: Turn, low_is_good: frozenset[str] = frozenset()) -> int:
    """How much good a reply did: 3 for what it opened or settled, 1 for each step that a feeling rose by."""
    opened = len(turn.facts) + sum(status == "resolved" for status in turn.objections.values())
    return 3 * min(opened, 2) + sum(abs(change.by) for change in _rose(turn, low_is_good))


def _rose(turn: Turn, low_is_good: frozenset[str]) -> list[Change]:
    """What the reply itself won."""
    signals = [c for c in turn.changes if c.cause.startswith("signal:")]
    return [c for c in signals if (c.by < 0 if c.feeling in low_is_good else c.by > 0)]


def effect(turn: Turn, transcript: Transcript, rubric: Rubric, low_is_good: frozenset[str] = frozenset()) -> str:
    """What a reply did to the customer; empty on a bare transcript, or where it did nothing that shows."""
    done = []
    for name in turn.facts[:1]:
        means = short(filled(rubric.means.get(name, ""), transcript.drawn), 160).rstrip(".")
        done.append(f"you learned this from it: {means}" if means else "you learned something from it")
    done += ["it settled what stood in the way" for status in turn.objections.values() if status == "resolved"][:1]
    if not done:
        done += [with_causes(_rose(turn, low_is_good))] if _rose(turn, low_is_good) else []
    return sentence("After that: " + "; ".join(done)) if done else ""


def with_causes(changes: Iterable[Change]) -> str:
    """`trust −2 and patience −2: pressed for an answer`, each cause once."""
    causes: dict[str, list[str]] = {}
    for change in changes:
        causes.setdefault(change.because, []).append(moved(change))
    return "; ".join(f"{' and '.join(feelings)}: {because}" for because, feelings in causes.items())


def fell(turn: Turn, low_is_good: frozenset[str]) -> list[Change]:
    """What a reply itself cost: the turn's own price is no fall."""
    return [c for c in turn.changes if c.cause != "every_turn" and (c.by > 0 if c.feeling in low_is_good else c.by < 0)]


def moved(change: Change) -> str:
    """`trust −1`, with a true minus."""
    return f"{change.feeling} {change.by:+d}".replace("-", "−")
