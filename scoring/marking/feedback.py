"""What to take from a card: one thing to keep, one to change, one way to say it, and the reply at which it turned."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass

from scoring.marking.rubric import HIGHEST, Rubric
from scoring.marking.scorecard import CriterionMark, Scorecard
from scoring.marking.transcript import Transcript, Turn

LEAST_FALL = 2
"""So much must the feelings fall together in one turn for it to be named as the turning point."""


@dataclass(frozen=True, slots=True)
class Feedback:
    """Sentences for the rep, empty where there is nothing to say. `turn` is the one that `change` speaks of, from 1."""

    kept: str = ""
    change: str = ""
    model_answer: str = ""
    turning_point: str = ""
    turn: int | None = None


def feedback(
    transcript: Transcript,
    rubric: Rubric,
    card: Scorecard,
    *,
    model_answers: Mapping[str, str] | None = None,
    low_is_good: frozenset[str] = frozenset(),
) -> Feedback:
    """`model_answers`: moment -> what could have been said there, filled; leave it out where it must not be shown.

    `low_is_good`: the feelings that a rep wants to fall, such as anger.
    """
    lost = most_lost(card, rubric)
    turn = turn_for(lost, transcript) if lost else None
    return Feedback(
        kept(card, rubric),
        change(lost, turn) if lost else nothing_lost(card),
        model_answer(turn, transcript, model_answers or {}),
        turning_point(transcript, low_is_good),
        turn.n if turn else None,
    )


def as_json(given: Feedback) -> dict[str, str | int | None]:
    return asdict(given)


def worth(mark: CriterionMark, rubric: Rubric) -> int:
    """How much of the total hangs on a criterion: its share of its skill, times the skill's weight."""
    return mark.weight * rubric.weights.get(mark.skill, 0)


def kept(card: Scorecard, rubric: Rubric) -> str:
    """The mark that earned most, in the rep's own words."""
    earned = [m for m in card.criteria if m.counts and m.level and m.evidence and m.state == "met" and worth(m, rubric)]
    if not earned:
        return ""
    best = max(earned, key=lambda m: (m.level or 0, worth(m, rubric)))
    words = best.evidence[0]
    for evidence in best.evidence:
        if 3 <= len(evidence.quote.split()) <= 25:
            words = evidence
            break
    return f"{best.title}: “{words.quote}” (turn {words.turn}). {sentence(best.anchor)}"


def most_lost(card: Scorecard, rubric: Rubric) -> CriterionMark | None:
    """The mark that cost most and about which the rep can do something."""
    open_to_change = [
        m for m in card.criteria if m.counts and m.missing and (m.level or 0) < HIGHEST and worth(m, rubric)
    ]
    if not open_to_change:
        return None
    return max(open_to_change, key=lambda m: ((HIGHEST - (m.level or 0)) * worth(m, rubric), m.nearest is not None))


def turn_for(mark: CriterionMark, transcript: Transcript) -> Turn | None:
    """The reply that the advice is about: where it was most called for, or the last that counted for less."""
    number = mark.nearest or (mark.evidence[-1].turn if mark.evidence else None)
    return next((turn for turn in transcript.turns if turn.n == number), None)


def change(mark: CriterionMark, turn: Turn | None) -> str:
    better = sentence(mark.missing[0])
    if turn is None:
        return f"{mark.title}. {better}"
    if turn.prompt and not mark.level:
        customer = f"they said “{last_sentence(turn.prompt)}”"
        mine = "you said nothing" if turn.silent or not turn.rep.strip() else f"you said “{shortened(turn.rep)}”"
        return f"{mark.title}. At turn {turn.n} {customer} and {mine}. What would have counted: {lower(better)}"
    here = f"At turn {turn.n} you were at level {mark.level} of {HIGHEST}"
    return f"{mark.title}. {here}. What would have counted for more: {lower(better)}"


def nothing_lost(card: Scorecard) -> str:
    if card.total is None:
        return "Say more: nothing in this call could be marked."
    return "Nothing stands out. Try the same customer on a harder level."


def model_answer(turn: Turn | None, transcript: Transcript, answers: Mapping[str, str]) -> str:
    """What could have been said at that turn, or at the first moment that has a model answer."""
    if turn is not None and turn.moment in answers:
        return answers[turn.moment]
    return next((answers[moment] for moment in transcript.path if moment in answers), "")


def turning_point(transcript: Transcript, low_is_good: frozenset[str]) -> str:
    """The reply after which the feelings fell most, with the causes; empty where they never fell much."""
    worst, fall = None, 0
    for turn in transcript.turns:
        down = [c for c in turn.changes if c.cause != "every_turn" and hurts(c.feeling, c.by, low_is_good)]
        total = sum(abs(c.by) for c in down)
        if total > fall:
            worst, fall = (turn, down), total
    if worst is None or fall < LEAST_FALL:
        return ""
    turn, down = worst
    causes = "; ".join(dict.fromkeys(f"{c.feeling} {c.by:+d}: {c.because}" for c in down))
    mine = "your silence" if turn.silent or not turn.rep.strip() else f"“{shortened(turn.rep)}”"
    return f"Turn {turn.n}, {mine}: {causes}."


def hurts(feeling: str, by: int, low_is_good: frozenset[str]) -> bool:
    """A fall hurts; of feelings that are good when low, a rise does."""
    return by > 0 if feeling in low_is_good else by < 0


def sentence(text: str) -> str:
    text = text.strip()
    return text if not text or text[-1] in ".!?" else f"{text}."


def lower(text: str) -> str:
    """The first letter small, unless it begins a name or a quotation."""
    first = text.split(" ", 1)[0]
    return text if not text or first.isupper() or not text[0].isalpha() else text[0].lower() + text[1:]


def shortened(text: str, most: int = 90) -> str:
    """At most so many characters, cut at a word."""
    flat = " ".join(text.split())
    if len(flat) <= most:
        return flat
    return flat[:most].rsplit(" ", 1)[0] + " ..."


def last_sentence(text: str) -> str:
    """The end of what the customer said: that is what the rep answered."""
    flat = " ".join(text.split())
    parts = flat.replace("? ", "?\n").replace(". ", ".\n").replace("! ", "!\n").split("\n")
    return shortened(parts[-1] if len(parts[-1]) > 12 or len(parts) == 1 else " ".join(parts[-2:]))
