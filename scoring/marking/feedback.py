"""What to take from a card: one thing to keep, one to change, one way to say it, and the reply at which it turned.

What is praised and what is to change never stand in the same reply, unless it is the only one that did any good; then
the change says that the reply is kept and what it could carry beside.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass, replace
from typing import Any

from scoring.marking.advice import anchor_in_full, imperative, omission, request, sentence, short, small
from scoring.marking.conditions import Situation, atoms, evaluate, names_of
from scoring.marking.fix import Fix, Trial, smallest_fix
from scoring.marking.keeping import WORTH_KEEPING, best_reply, fell, level_at, with_causes, worth
from scoring.marking.offer import marked_as_said
from scoring.marking.rubric import HIGHEST, Criterion, Rubric, could_hold
from scoring.marking.scorecard import CriterionMark, Scorecard
from scoring.marking.situation import TurnSituation, WholeSituation
from scoring.marking.transcript import Transcript, Turn
from scoring.marking.words import filled

LEAST_FALL = 2
"""So much must the feelings fall together in one turn for it to be named as the turning point."""
WORTH_AIMING_AT = 3
"""The level that advice aims at from below; above it the next one."""
LATER = frozenset({"next_step", "value_messaging"})
"""Skills that come after the customer has told something: no advice begins with them while nothing is known."""


@dataclass(frozen=True, slots=True)
class Feedback:
    """Sentences for the rep. `model_answer` and `turning_point` are empty where there is none.

    `turn` is the one that `change` speaks of, from 1; None where it speaks of the whole call. `kept_turn`: the one that
    is praised, None where nothing is. `fix`: the smallest change proven to raise the mark that `change` is about.
    """

    kept: str = ""
    change: str = ""
    model_answer: str = ""
    turning_point: str = ""
    turn: int | None = None
    kept_turn: int | None = None
    fix: Fix | None = None


def feedback(
    transcript: Transcript,
    rubric: Rubric,
    card: Scorecard,
    *,
    model_answers: Mapping[str, str] | None = None,
    low_is_good: frozenset[str] = frozenset(),
    trial: Trial | None = None,
) -> Feedback:
    """`model_answers`: moment -> what could have been said there, filled; leave it out where it must not be shown.

    `low_is_good`: the feelings that a rep wants to fall, such as anger. `trial`: where changed replies are tried.
    """
    transcript = marked_as_said(transcript, rubric)
    advice = one_change(transcript, rubric, card)
    turn = advice.turn
    keep = best_reply(transcript, rubric, card, low_is_good, but=turn)
    if keep is None and turn is not None and not advice.harm:
        keep = best_reply(transcript, rubric, card, low_is_good)
        advice = advice if keep is None else replace(advice, text=advice.kindly)
    return Feedback(
        keep.text if keep else nothing_kept(transcript, advice),
        advice.text,
        (model_answers or {}).get(turn.moment, "") if turn else "",
        turning_point(transcript, low_is_good),
        turn.n if turn else None,
        keep.turn if keep else None,
        smallest_fix(transcript, rubric, card, advice.criterion, turn.n if turn else None, trial)
        if trial is not None and advice.criterion
        else None,
    )


def as_json(given: Feedback) -> dict[str, Any]:
    return asdict(given)


def nothing_kept(transcript: Transcript, advice: Advice) -> str:
    """Said honestly and kindly, with the first thing to try."""
    if not any(turn.rep.strip() for turn in transcript.turns):
        return "You said nothing in this call. Any question to this customer is a beginning."
    first = "Nothing that you said has earned a mark worth keeping yet; that is what practice is for."
    return f"{first} Begin with this: {sentence(advice.doing)}" if advice.doing else first


@dataclass(frozen=True, slots=True)
class Advice:
    """One change in words, the turn that it speaks of, what to do as a bare request, and the criterion that it is for.

    `kindly`: the same where that very reply is the one to keep. `harm`: it is about words to leave out.
    """

    text: str
    turn: Turn | None = None
    doing: str = ""
    criterion: str = ""
    kindly: str = ""
    harm: bool = False


def one_change(transcript: Transcript, rubric: Rubric, card: Scorecard) -> Advice:
    """A knock-out first, since nothing passes beside it; else the criterion that cost most."""
    if card.knockouts:
        out = card.knockouts[0]
        words = out.evidence[0]
        text = f"Leave this out: “{short(words.quote, 160)}” (turn {words.turn}). It was heard as: {sentence(small(out.title))}"
        text += " While it stands, no call passes; a manager rules whether it does."
        return Advice(text, _turn(transcript, words.turn), f"leave out “{short(words.quote)}”", harm=True)
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
        return (best_level(rubric.criterion(mark.id)) - (mark.level or 0)) * worth(mark, card, rubric)

    open_to_change = [m for m in card.criteria if m.counts and m.state != "unsure" and lost(m) > 0]
    return max(open_to_change, key=lambda m: (not (early and _later(m, rubric)), lost(m)), default=None)


def _later(mark: CriterionMark, rubric: Rubric) -> bool:
    """Whether a criterion is about what comes after listening: a step, or an answer with what we offer."""
    named = (name for _, c in rubric.criterion(mark.id).levels for atom in atoms(c) for name in names_of(atom))
    return mark.skill in LATER or not rubric.offers.isdisjoint(named)


def best_level(criterion: Criterion) -> int:
    """The highest level that some call with this rubric could reach: what words cannot show is nobody's fault."""
    return max((level for level, condition in criterion.levels if could_hold(condition)), default=0)


def advice_on(mark: CriterionMark, transcript: Transcript, rubric: Rubric) -> Advice:
    """Where it was called for, what was said there, and what would have counted."""
    criterion, level = rubric.criterion(mark.id), mark.level or 0
    turn = place(mark, criterion, transcript, rubric)
    aim, doing = aimed_at(criterion, level, turn, transcript, rubric)
    title = sentence(mark.title)
    there, kept_there = "", ""
    if turn is not None:
        mine = "you said nothing" if turn.silent or not turn.rep.strip() else f"you said “{short(turn.rep)}”"
        asked = f"they said “{short(turn.prompt, 140)}” and " if turn.prompt.strip() and not level else ""
        place_of = "There was room for it at" if criterion.unit == "whole" and not level else "At"
        there = f"{place_of} turn {turn.n}: {asked}{mine}. "
        kept_there = f"Your reply at turn {turn.n} is worth keeping, and it had room for this too. "
    more = "What would have counted" if not level else f"That was worth {level} of {HIGHEST}; for {aim}"
    more = f"{more}: {sentence(small(anchor_in_full(criterion.anchors, aim)))}"
    if doing:
        more += f" To do so: {sentence(doing)}"
    return Advice(
        f"{title} {there}{more}",
        turn,
        doing or imperative(criterion.anchors[aim]),
        mark.id,
        f"{title} {kept_there}{more}",
        doing.startswith("leave out"),
    )


def aimed_at(
    criterion: Criterion, level: int, turn: Turn | None, transcript: Transcript, rubric: Rubric
) -> tuple[int, str]:
    """The level worth aiming at, and what to do for it."""
    higher = [name for name, condition in criterion.levels if name > level and could_hold(condition)]
    if not higher:
        return level, ""
    aim = next((name for name in higher if name >= WORTH_AIMING_AT), higher[-1])
    by_turn = criterion.unit == "turn" and turn is not None
    at: Situation = TurnSituation(turn, transcript.turns) if by_turn and turn else WholeSituation(transcript)
    conditions = dict(criterion.levels)
    doing = request(conditions[aim], at, rubric) or omission(conditions[aim], at)
    lower = (request(conditions[name], at, rubric) for name in reversed(higher) if WORTH_KEEPING <= name < aim)
    return aim, filled(doing or next(filter(None, lower), ""), transcript.drawn)


def place(mark: CriterionMark, criterion: Criterion, transcript: Transcript, rubric: Rubric) -> Turn | None:
    """The reply that the advice is about: the weakest that was judged, or where it was most called for."""
    spoken = [turn for turn in transcript.turns if turn.rep.strip()]
    fitting = [turn for turn in spoken if _applied(criterion, turn, transcript)] or spoken
    if criterion.unit == "turn":
        judged = [turn for turn in transcript.turns if not turn.unclear and _called(criterion, turn, transcript)]
        return min(judged, key=lambda turn: level_at(criterion, turn, transcript), default=None)
    if not mark.level and _later(mark, rubric) and spoken:
        informed = max((turn.n for turn in transcript.turns if turn.facts), default=spoken[-1].n)
        return spoken[-1] if mark.skill == "next_step" else next((t for t in fitting if t.n > informed), fitting[-1])
    nearest = _turn(transcript, mark.nearest or (mark.evidence[-1].turn if mark.evidence else None))
    if fitting and nearest is not None and not mark.level and nearest not in fitting:
        return fitting[0]
    return nearest


def _applied(criterion: Criterion, turn: Turn, transcript: Transcript) -> bool:
    """Whether a criterion that applies only to some calls was called for at this reply already."""
    if criterion.applies_when is None:
        return True
    return evaluate(criterion.applies_when, TurnSituation(turn, transcript.turns)).value is True


def _called(criterion: Criterion, turn: Turn, transcript: Transcript) -> bool:
    if criterion.when is None:
        return True
    return evaluate(criterion.when, TurnSituation(turn, transcript.turns)).value is True


def turning_point(transcript: Transcript, low_is_good: frozenset[str] = frozenset()) -> str:
    """The reply after which the feelings fell most, with the causes; empty where they never fell much, or all ended well."""
    if transcript.outcome == "won":
        return ""
    falls = [(turn, fell(turn, low_is_good)) for turn in transcript.turns]
    turn, down = max(falls, key=lambda item: sum(abs(c.by) for c in item[1]), default=(None, []))
    if turn is None or sum(abs(c.by) for c in down) < LEAST_FALL:
        return ""
    why = with_causes(down)
    mine = "you said nothing" if turn.silent or not turn.rep.strip() else f"“{short(turn.rep)}”"
    return f"Turn {turn.n}, {mine}. {sentence(why[:1].upper() + why[1:])}"


def _turn(transcript: Transcript, number: int | None) -> Turn | None:
    return next((turn for turn in transcript.turns if turn.n == number), None)
