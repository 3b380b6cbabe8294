"""A scorecard: what each criterion earned, in whose words, and what would have counted. A pure function of the record.

The arithmetic. A criterion's level is the highest whose condition holds; `unit: turn` takes the mean over the replies
that called for it, rounded half up. A skill is the weighted mean of its criteria that applied. The total is the mean of
the skills that applied, by their weights, / 4 x 100, rounded half up, and compared with the pass mark only then.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from typing import Any, Literal

from scoring.marking.conditions import (
    And,
    Condition,
    Count,
    Evidence,
    HeardIt,
    Not,
    Or,
    Situation,
    Verdict,
    atoms,
    evaluate,
)
from scoring.marking.offer import marked_as_said
from scoring.marking.rubric import HIGHEST, Criterion, Rubric
from scoring.marking.situation import TurnSituation, WholeSituation, cited, whole_reply
from scoring.marking.transcript import Transcript, Turn
from scoring.marking.words import filled, missing_words, reasons_in_words

MarkState = Literal["met", "unsure", "not_shown", "not_applicable"]
LEAST_PAYING = 3
"""How many replies must have paid something before a level may be earned by what was not said."""


@dataclass(frozen=True, slots=True)
class CriterionMark:
    """`level` 0 to 4, None where not applicable or left to a manager. `possible`: what unsure hearings would make it."""

    id: str
    skill: str
    title: str
    level: int | None
    weight: int
    state: MarkState
    anchor: str
    evidence: tuple[Evidence, ...] = ()
    missing: tuple[str, ...] = ()
    explanation: str = ""
    possible: int | None = None
    advisory: bool = False
    marked_by: str = "machine"
    nearest: int | None = None
    """For a criterion not shown: the turn (from 1) at which it was most called for."""

    @property
    def counts(self) -> bool:
        return self.level is not None and not self.advisory


@dataclass(frozen=True, slots=True)
class SkillMark:
    """`level` is the weighted mean of the criteria that applied, 0 to 4; None where none did. `weight` 0: only shown."""

    id: str
    name: str
    level: float | None
    weight: int


@dataclass(frozen=True, slots=True)
class ProposedKnockOut:
    """Words that look like a knock-out. A manager rules; until then the attempt has not passed."""

    id: str
    signal: str
    title: str
    evidence: tuple[Evidence, ...]


@dataclass(frozen=True, slots=True)
class Scorecard:
    """`total` 0 to 100, None where nothing applied. `passed` None: a knock-out is proposed, or the outcome is unknown."""

    total: int | None
    passed: bool | None
    knockouts: tuple[ProposedKnockOut, ...]
    skills: tuple[SkillMark, ...]
    criteria: tuple[CriterionMark, ...]
    pass_mark: int
    hints: int = 0
    reduced: bool = False
    unknown: tuple[str, ...] = ()
    """On a bare transcript: the criteria that its words alone cannot answer."""


def mark(transcript: Transcript, rubric: Rubric) -> Scorecard:
    """Mark a conversation by a rubric."""
    transcript = marked_as_said(transcript, rubric)
    marks = tuple(_drawn(mark_criterion(transcript, criterion, rubric), transcript) for criterion in rubric.criteria)
    skills = tuple(
        SkillMark(
            skill.id, skill.name, skill_level(m for m in marks if m.skill == skill.id), rubric.weights.get(skill.id, 0)
        )
        for skill in rubric.skills
    )
    total = total_of(marks, rubric)
    knockouts = proposed(transcript, rubric)
    passed: bool | None = None
    if total is not None and not transcript.bare:
        passed = total >= rubric.pass_mark and transcript.outcome in rubric.pass_needs
        if knockouts:
            passed = None
    return Scorecard(
        total,
        passed,
        knockouts,
        skills,
        marks,
        rubric.pass_mark,
        transcript.hints,
        transcript.encoder in ("", "reduced"),
        tuple(m.id for m in marks if m.explanation == UNKNOWABLE),
    )


def _drawn(mark: CriterionMark, transcript: Transcript) -> CriterionMark:
    """With this call's names and figures in its sentences."""
    missing = tuple(filled(text, transcript.drawn) for text in mark.missing)
    return replace(mark, explanation=filled(mark.explanation, transcript.drawn), missing=missing)


UNKNOWABLE = "The words alone cannot answer this."
NO_CHANCE = "Nothing in this call asked for it."
TOO_FEW = f"Earned by what was not said, and fewer than {LEAST_PAYING} replies earned anything: it cannot be told."
BY_HAND = "A manager marks this; text alone cannot show it."


def total_of(marks: Sequence[CriterionMark], rubric: Rubric) -> int | None:
    """The total from the marks: 0 to 100, or None where nothing that counts applied."""
    parts = []
    for skill in rubric.skills:
        weight = rubric.weights.get(skill.id, 0)
        level = _exact_mean(m for m in marks if m.skill == skill.id)
        if weight and level is not None:
            parts.append((level, weight))
    if not parts:
        return None
    mean = sum((level * weight for level, weight in parts), Fraction(0)) / sum(weight for _, weight in parts)
    return half_up(mean / HIGHEST * 100)


def half_up(value: Fraction) -> int:
    """To the nearest whole number, a half upward."""
    return int((value + Fraction(1, 2)) // 1)


def _exact_mean(marks: Iterable[CriterionMark]) -> Fraction | None:
    counted = [(m.level, m.weight) for m in marks if m.counts and m.level is not None]
    weight = sum(w for _, w in counted)
    return Fraction(sum(level * w for level, w in counted), weight) if weight else None


def skill_level(marks: Iterable[CriterionMark]) -> float | None:
    """Of a skill, from the marks of its criteria: 0 to 4, to two places; None where none of them counts."""
    exact = _exact_mean(marks)
    return None if exact is None else round(float(exact), 2)


def proposed(transcript: Transcript, rubric: Rubric) -> tuple[ProposedKnockOut, ...]:
    """The knock-outs whose signal was surely heard; an unsure hearing proposes nothing."""
    out = []
    for knock_out in rubric.knock_outs:
        found = [
            cited(turn, heard)
            for turn in transcript.turns
            for heard in turn.heard
            if heard.signal == knock_out.signal and heard.state == "met"
        ]
        if found:
            out.append(ProposedKnockOut(knock_out.id, knock_out.signal, knock_out.title, tuple(found)))
    return tuple(out)


def mark_criterion(transcript: Transcript, criterion: Criterion, rubric: Rubric) -> CriterionMark:
    """One criterion's mark."""
    if criterion.marked_by == "manager":
        return _left_open(criterion, BY_HAND)
    if not criterion.bearable:
        return _left_open(criterion, NO_CHANCE)
    if criterion.applies_when is not None:
        applies = evaluate(criterion.applies_when, WholeSituation(transcript)).value
        if applies is not True:
            return _left_open(criterion, UNKNOWABLE if applies is None else NO_CHANCE)
    if criterion.unit == "turn":
        return _by_turns(transcript, criterion, rubric)
    sure = reached(criterion, WholeSituation(transcript))
    possible = reached(criterion, WholeSituation(transcript, unsure=True))
    if sure is None:
        return _left_open(criterion, UNKNOWABLE)
    return _marked(transcript, criterion, rubric, sure, possible, WholeSituation(transcript))


@dataclass(frozen=True, slots=True)
class Reached:
    """The highest level that holds, and the verdict that says why; of the next one worth going for, what kept it."""

    level: int
    why: Verdict | None
    next_level: int | None
    kept: Verdict | None


def reached(criterion: Criterion, situation: Situation) -> Reached | None:
    """None where a level above the highest that holds cannot be known."""
    best, why = 0, None
    for level, condition in criterion.levels:
        verdict = evaluate(condition, situation)
        if verdict.value:
            best, why = level, verdict
    for level, condition in criterion.levels:
        if level > best:
            verdict = evaluate(condition, situation)
            if verdict.value is None:
                return None
    higher = [(level, condition) for level, condition in criterion.levels if level > best]
    faults = forbidden(condition for _, condition in higher)
    # What a fault earns is nothing to go for, where something better is left.
    higher = [(level, condition) for level, condition in higher if not _by_fault(condition, faults)] or higher
    if not higher:
        return Reached(best, why, None, None)
    return Reached(best, why, higher[0][0], evaluate(higher[0][1], situation))


def forbidden(conditions: Iterable[Condition]) -> frozenset[str]:
    """The signals that must not be heard for one of these to hold."""
    found: set[str] = set()
    waiting = list(conditions)
    while waiting:
        match waiting.pop():
            case And(parts) | Or(parts):
                waiting += parts
            case Not(HeardIt(names, None, None, None)):
                found.update(names)
            case _:
                pass
    return frozenset(found)


def _by_fault(condition: Condition, faults: frozenset[str]) -> bool:
    """Whether a level is earned by nothing but what a better one forbids."""
    return isinstance(condition, HeardIt) and faults.issuperset(condition.names)


def _left_open(criterion: Criterion, explanation: str) -> CriterionMark:
    return CriterionMark(
        criterion.id,
        criterion.skill,
        criterion.title,
        None,
        criterion.weight,
        "not_applicable",
        "",
        explanation=explanation,
        advisory=criterion.advisory,
        marked_by=criterion.marked_by,
    )


def by_absence(condition: Condition) -> bool:
    """Whether a level rests only on what was not heard, or was heard but seldom."""
    return all(_negative(part) for part in _parts(condition))


def _parts(condition: Condition) -> list[Condition]:
    parts = getattr(condition, "parts", None)
    return [inner for part in parts for inner in _parts(part)] if parts else [condition]


def _negative(condition: Condition) -> bool:
    if isinstance(condition, Not):
        return any(isinstance(atom, HeardIt | Count) for atom in atoms(condition))
    return isinstance(condition, Count) and condition.op in ("<", "<=")


def paying(transcript: Transcript) -> list[Turn]:
    """The replies that earned something; on a bare transcript those in which something was surely heard."""
    if transcript.bare:
        return [turn for turn in transcript.turns if any(heard.state == "met" for heard in turn.heard)]
    return [turn for turn in transcript.turns if turn.paid]


def _marked(
    transcript: Transcript,
    criterion: Criterion,
    rubric: Rubric,
    sure: Reached,
    possible: Reached | None,
    situation: Situation,
) -> CriterionMark:
    evidence = sure.why.evidence if sure.why else ()
    if sure.level and by_absence(dict(criterion.levels)[sure.level]):
        earned = paying(transcript)
        if len(earned) < LEAST_PAYING:
            return _left_open(criterion, TOO_FEW)
        evidence = _called_by(criterion.applies_when, situation) or tuple(
            whole_reply(turn, "a reply that earned something") for turn in earned
        )
    could_be = possible.level if possible and possible.level != sure.level else None
    state: MarkState = "unsure" if could_be is not None else "met" if sure.level else "not_shown"
    missing = missing_words(sure.kept, rubric) if sure.kept else ()
    return CriterionMark(
        criterion.id,
        criterion.skill,
        criterion.title,
        sure.level,
        criterion.weight,
        state,
        criterion.anchors[sure.level],
        evidence,
        missing,
        _explained(sure, rubric),
        could_be,
        criterion.advisory,
        criterion.marked_by,
        None if sure.level else nearest_turn(transcript, sure.kept),
    )


def _called_by(condition: Condition | None, situation: Situation) -> tuple[Evidence, ...]:
    """The words that called for a criterion, such as the claims that have to be accurate; none where none did."""
    if condition is None:
        return ()
    return tuple(e for e in evaluate(condition, situation).evidence if e.signal and e.quote.strip())


def _explained(found: Reached, rubric: Rubric) -> str:
    if not found.level or found.why is None:
        return "Not shown in this call."
    return reasons_in_words(found.why, rubric)


def _by_turns(transcript: Transcript, criterion: Criterion, rubric: Rubric) -> CriterionMark:
    called: list[tuple[Turn, Reached, Reached | None]] = []
    unknown = False
    for turn in transcript.turns:
        if turn.unclear:
            continue
        situation = TurnSituation(turn, transcript.turns)
        calls = evaluate(criterion.when, situation).value if criterion.when is not None else True
        if calls is None:
            unknown = True
        if not calls:
            continue
        sure = reached(criterion, situation)
        if sure is None:
            unknown = True
            continue
        called.append((turn, sure, reached(criterion, TurnSituation(turn, transcript.turns, unsure=True))))
    if not called:
        return _left_open(criterion, UNKNOWABLE if unknown else NO_CHANCE)
    level = half_up(Fraction(sum(sure.level for _, sure, _ in called), len(called)))
    could = half_up(Fraction(sum((p or s).level for _, s, p in called), len(called)))
    evidence: dict[Evidence, None] = {}
    silent_levels = 0
    for turn, sure, _ in called:
        found = sure.why.evidence if sure.why else ()
        if sure.level and by_absence(dict(criterion.levels)[sure.level]):
            silent_levels += 1
            judged = (whole_reply(turn, "a reply that was judged"),) if turn.rep else ()
            found = _called_by(criterion.when, TurnSituation(turn, transcript.turns)) or judged
        evidence.update(dict.fromkeys(found))
    if level and silent_levels == sum(1 for _, s, _ in called if s.level) and len(paying(transcript)) < LEAST_PAYING:
        return _left_open(criterion, TOO_FEW)
    worst_turn, worst, _ = min(called, key=lambda item: item[1].level)
    state: MarkState = "unsure" if could != level else "met" if level else "not_shown"
    spread = ", ".join(f"turn {turn.n}: {sure.level}" for turn, sure, _ in called)
    return CriterionMark(
        criterion.id,
        criterion.skill,
        criterion.title,
        level,
        criterion.weight,
        state,
        criterion.anchors[level],
        tuple(evidence),
        missing_words(worst.kept, rubric) if worst.kept else (),
        f"The mean of the replies that called for it ({spread}).",
        could if could != level else None,
        criterion.advisory,
        criterion.marked_by,
        None if level else worst_turn.n,
    )


def nearest_turn(transcript: Transcript, kept: Verdict | None) -> int | None:
    """Where what was missing was most called for: where part of it was heard, else where patience or trust fell, else
    the first reply."""
    partly = [e.turn for reason in (kept.because if kept else ()) for e in reason.evidence]
    if partly:
        return partly[0]
    fell = [turn for turn in transcript.turns if any(change.by < 0 for change in turn.changes) and turn.rep]
    if fell:
        return min(fell, key=lambda turn: (sum(min(0, change.by) for change in turn.changes), turn.n)).n
    return next((turn.n for turn in transcript.turns if turn.rep), None)


def as_json(card: Scorecard) -> dict[str, Any]:
    """The scorecard as plain data; strengths and clocks are not in it."""

    def quoted(evidence: Iterable[Evidence]) -> list[dict[str, Any]]:
        return [{"turn": e.turn, "span": list(e.span), "quote": e.quote, "rule": e.rule} for e in evidence]

    return {
        "total": card.total,
        "passed": card.passed,
        "pass_mark": card.pass_mark,
        "hints": card.hints,
        "reduced": card.reduced,
        "unknown": list(card.unknown),
        "knockouts": [
            {"id": k.id, "signal": k.signal, "title": k.title, "evidence": quoted(k.evidence)} for k in card.knockouts
        ],
        "skills": [{"id": s.id, "name": s.name, "level": s.level, "weight": s.weight} for s in card.skills],
        "criteria": [
            {
                "id": m.id,
                "skill": m.skill,
                "title": m.title,
                "level": m.level,
                "weight": m.weight,
                "state": m.state,
                "anchor": m.anchor,
                "evidence": quoted(m.evidence),
                "missing": list(m.missing),
                "explanation": m.explanation,
                "possible": m.possible,
                "advisory": m.advisory,
                "marked_by": m.marked_by,
                "nearest": m.nearest,
            }
            for m in card.criteria
        ],
    }
