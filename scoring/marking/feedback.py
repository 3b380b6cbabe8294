"""What to take from a card: one thing to keep, one to change, one way to say it, and the reply at which it turned."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass

from scoring.marking.advice import imperative, omission, request, sentence, short, small
from scoring.marking.conditions import Evidence, Situation, evaluate
from scoring.marking.rubric import HIGHEST, Criterion, Rubric
from scoring.marking.scorecard import CriterionMark, Scorecard
from scoring.marking.situation import TurnSituation, WholeSituation
from scoring.marking.transcript import Change, Transcript, Turn
from scoring.marking.words import filled

LEAST_FALL = 2
"""So much must the feelings fall together in one turn for it to be named as the turning point."""
WORTH_KEEPING = 2
"""The lowest level that is praised."""
WORTH_AIMING_AT = 3
"""The level that advice aims at from below; above it the next one."""
LATER = frozenset({"next_step", "value_messaging"})
"""Skills that come after the customer has told something: no advice begins with them while nothing is known."""
_QUOTABLE = range(3, 26)
"""Words of a quotation that can be taken in at a glance."""


@dataclass(frozen=True, slots=True)
class Feedback:
    """Sentences for the rep. `model_answer` and `turning_point` are empty where there is none.

    `turn` is the one that `change` speaks of, from 1; None where it speaks of the whole call.
    """

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
    advice = one_change(transcript, rubric, card)
    turn = advice.turn
    return Feedback(
        kept(transcript, rubric, card, low_is_good) or nothing_kept(transcript, card, advice),
        advice.text,
        (model_answers or {}).get(turn.moment, "") if turn else "",
        turning_point(transcript, low_is_good),
        turn.n if turn else None,
    )


def as_json(given: Feedback) -> dict[str, str | int | None]:
    return asdict(given)


def worth(mark: CriterionMark, card: Scorecard, rubric: Rubric) -> float:
    """The share of the total that hangs on a criterion, in the unit of the skills' weights; 0 where it does not count."""
    if not mark.counts:
        return 0
    beside = sum(m.weight for m in card.criteria if m.counts and m.skill == mark.skill)
    return rubric.weights.get(mark.skill, 0) * mark.weight / beside if beside else 0


def kept(transcript: Transcript, rubric: Rubric, card: Scorecard, low_is_good: frozenset[str] = frozenset()) -> str:
    """The mark that earned most, in the rep's own words, and what they did to the customer; empty where nothing did."""
    worthy = [
        m for m in card.criteria if m.state == "met" and (m.level or 0) >= WORTH_KEEPING and worth(m, card, rubric)
    ]
    found = [(mark, words) for mark in worthy if (words := quotable(mark, transcript, low_is_good))]
    if not found:
        return ""
    mark, words = max(found, key=lambda f: (heard_in_words(f[1]), (f[0].level or 0) * worth(f[0], card, rubric)))
    quote = f"“{short(words.quote, 160)}” (turn {words.turn})"
    did = effect(transcript.turns[words.turn - 1], transcript, rubric)
    return f"{mark.title}: {quote}. {sentence(mark.anchor)} {did}".strip()


def quotable(mark: CriterionMark, transcript: Transcript, low_is_good: frozenset[str]) -> Evidence | None:
    """The words of a mark that are best shown as its example: short, heard for themselves, in a reply that hurt nothing."""
    numbers = {turn.n: turn for turn in transcript.turns}
    sound = [
        e for e in mark.evidence if e.quote.strip() and e.turn in numbers and not _fell(numbers[e.turn], low_is_good)
    ]
    return max(sound, key=lambda e: (heard_in_words(e), len(e.quote.split()) in _QUOTABLE, e.turn), default=None)


def heard_in_words(evidence: Evidence) -> bool:
    """Whether the words themselves counted, or what the customer then told; not merely a reply without a fault."""
    return bool(evidence.signal) or evidence.rule.startswith(("told: ", "asked: ", "resolved: "))


def effect(turn: Turn, transcript: Transcript, rubric: Rubric) -> str:
    """What a reply did to the customer; empty on a bare transcript, or where it did nothing that shows."""
    done = []
    for name in turn.facts[:1]:
        means = short(filled(rubric.means.get(name, ""), transcript.drawn), 160).rstrip(".")
        done.append(f"you learned this from it: {means}" if means else "you learned something from it")
    done += ["it settled what stood in the way" for status in turn.objections.values() if status == "resolved"][:1]
    rose = [change for change in turn.changes if change.cause.startswith("signal:")]
    if rose and not done:
        done.append(", ".join(dict.fromkeys(moved(change) for change in rose)))
    return sentence("After that: " + "; ".join(done)) if done else ""


def nothing_kept(transcript: Transcript, card: Scorecard, advice: Advice) -> str:
    """Said honestly, with the first thing to try."""
    if not any(turn.rep.strip() for turn in transcript.turns):
        return "You said nothing in this call. Any question to this customer is a beginning."
    first = "Nothing that you said has earned a mark worth keeping yet."
    return f"{first} Begin with this: {sentence(advice.doing)}" if advice.doing else first


@dataclass(frozen=True, slots=True)
class Advice:
    """One change in words, the turn that it speaks of, and what to do as a bare request."""

    text: str
    turn: Turn | None = None
    doing: str = ""


def one_change(transcript: Transcript, rubric: Rubric, card: Scorecard) -> Advice:
    """A knock-out first, since nothing passes beside it; else the criterion that cost most."""
    if card.knockouts:
        out = card.knockouts[0]
        words = out.evidence[0]
        text = f"Leave this out: “{short(words.quote, 160)}” (turn {words.turn}). It was heard as: {sentence(small(out.title))}"
        text += " While it stands, no call passes; a manager rules whether it does."
        return Advice(text, _turn(transcript, words.turn), f"leave out “{short(words.quote)}”")
    lost = most_lost(transcript, card, rubric)
    if lost is None:
        if card.total is None:
            return Advice("Say more: nothing in this call could be marked.", doing="ask this customer a question")
        return Advice("Nothing stands out. Try the same customer on a harder level.")
    return advice_on(lost, transcript, rubric)


def most_lost(transcript: Transcript, card: Scorecard, rubric: Rubric) -> CriterionMark | None:
    """The mark that cost most points and about which the rep can do something; one that is not certain can wait."""
    early = not transcript.bare and not any(turn.facts for turn in transcript.turns)

    def lost(mark: CriterionMark) -> float:
        return (HIGHEST - (mark.level or 0)) * worth(mark, card, rubric)

    open_to_change = [m for m in card.criteria if m.counts and m.state != "unsure" and lost(m) > 0]
    return max(open_to_change, key=lambda m: (not (early and m.skill in LATER), lost(m)), default=None)


def advice_on(mark: CriterionMark, transcript: Transcript, rubric: Rubric) -> Advice:
    """Where it was called for, what was said there, and what would have counted."""
    criterion, level = rubric.criterion(mark.id), mark.level or 0
    turn = place(mark, criterion, transcript)
    aim, doing = aimed_at(criterion, level, turn, transcript, rubric)
    parts = [sentence(mark.title)]
    if turn is not None:
        mine = "you said nothing" if turn.silent or not turn.rep.strip() else f"you said “{short(turn.rep)}”"
        asked = f"they said “{short(turn.prompt, 140)}” and " if turn.prompt.strip() and not level else ""
        there = "There was room for it at" if criterion.unit == "whole" and not level else "At"
        parts.append(f"{there} turn {turn.n}: {asked}{mine}.")
    more = "What would have counted" if not level else f"That was worth {level} of {HIGHEST}; for {aim}"
    parts.append(f"{more}: {sentence(small(criterion.anchors[aim]))}")
    if doing:
        parts.append(f"To do so: {sentence(doing)}")
    return Advice(" ".join(parts), turn, doing or imperative(criterion.anchors[aim]))


def aimed_at(
    criterion: Criterion, level: int, turn: Turn | None, transcript: Transcript, rubric: Rubric
) -> tuple[int, str]:
    """The level worth aiming at, and what to do for it."""
    higher = [name for name, _ in criterion.levels if name > level]
    if not higher:
        return level, ""
    aim = next((name for name in higher if name >= WORTH_AIMING_AT), higher[-1])
    by_turn = criterion.unit == "turn" and turn is not None
    at: Situation = TurnSituation(turn, transcript.turns) if by_turn and turn else WholeSituation(transcript)
    conditions = dict(criterion.levels)
    doing = request(conditions[aim], at, rubric) or omission(conditions[aim], at)
    lower = (request(conditions[name], at, rubric) for name in reversed(higher) if WORTH_KEEPING <= name < aim)
    return aim, filled(doing or next(filter(None, lower), ""), transcript.drawn)


def place(mark: CriterionMark, criterion: Criterion, transcript: Transcript) -> Turn | None:
    """The reply that the advice is about: the weakest that was judged, or where it was most called for."""
    spoken = [turn for turn in transcript.turns if turn.rep.strip()]
    if criterion.unit == "turn":
        judged = [turn for turn in transcript.turns if not turn.unclear and _called(criterion, turn, transcript)]
        return min(judged, key=lambda turn: level_at(criterion, turn, transcript), default=None)
    if not mark.level and mark.skill in LATER and spoken:
        informed = next((turn.n for turn in transcript.turns if turn.facts), spoken[-1].n)
        return spoken[-1] if mark.skill == "next_step" else next((t for t in spoken if t.n > informed), spoken[-1])
    return _turn(transcript, mark.nearest or (mark.evidence[-1].turn if mark.evidence else None))


def _called(criterion: Criterion, turn: Turn, transcript: Transcript) -> bool:
    if criterion.when is None:
        return True
    return evaluate(criterion.when, TurnSituation(turn, transcript.turns)).value is True


def level_at(criterion: Criterion, turn: Turn, transcript: Transcript) -> int:
    """The level of one reply by a criterion that judges each."""
    situation = TurnSituation(turn, transcript.turns)
    return max((name for name, condition in criterion.levels if evaluate(condition, situation).value), default=0)


def turning_point(transcript: Transcript, low_is_good: frozenset[str] = frozenset()) -> str:
    """The reply after which the feelings fell most, with the causes; empty where they never fell much, or all ended well."""
    if transcript.outcome == "won":
        return ""
    falls = [(turn, _fell(turn, low_is_good)) for turn in transcript.turns]
    turn, down = max(falls, key=lambda item: sum(abs(c.by) for c in item[1]), default=(None, []))
    if turn is None or sum(abs(c.by) for c in down) < LEAST_FALL:
        return ""
    causes: dict[str, list[str]] = {}
    for change in down:
        causes.setdefault(change.because, []).append(moved(change))
    why = "; ".join(f"{' and '.join(feelings)}: {because}" for because, feelings in causes.items())
    mine = "you said nothing" if turn.silent or not turn.rep.strip() else f"“{short(turn.rep)}”"
    return f"Turn {turn.n}, {mine}. {sentence(why[:1].upper() + why[1:])}"


def _fell(turn: Turn, low_is_good: frozenset[str]) -> list[Change]:
    """What a reply itself cost: the turn's own price is no fall."""
    return [c for c in turn.changes if c.cause != "every_turn" and (c.by > 0 if c.feeling in low_is_good else c.by < 0)]


def moved(change: Change) -> str:
    """`trust −1`, with a true minus."""
    return f"{change.feeling} {change.by:+d}".replace("-", "−")


def _turn(transcript: Transcript, number: int | None) -> Turn | None:
    return next((turn for turn in transcript.turns if turn.n == number), None)
