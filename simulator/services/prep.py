"""The page before a 1:1: it writes itself from what is on record (craft/ASSESSMENT.md, 5.2).

One gain, one thing, words about the line typed and never about the person. Where there is too little to say, it says so.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import timedelta
from math import sqrt
from statistics import mean, stdev
from typing import TYPE_CHECKING

from scoring.marking.receipt import opened
from scoring.marking.rubric import Rubric
from scoring.marking.scorecard import CriterionMark, Scorecard, mark
from scoring.marking.transcript import Transcript, Turn
from simulator.learning import goals
from simulator.learning.goals import GoalProgress
from simulator.learning.times import in_words, read_time, stamp
from simulator.services.kpis import Figures, summed
from simulator.services.policy import Actor, Thing, demand
from simulator.services.standing import standing_card
from simulator.store import attempts, coaching, kpis, people, reviews, teams
from simulator.store.attempts import AttemptRow
from simulator.store.coaching import ActionRow, GoalRow, SessionRow

if TYPE_CHECKING:
    from simulator.services.practice import Practice
    from simulator.store.connection import Connection
    from simulator.store.people import PersonRow

LAST = 12
"""Calls that are read."""
LEAST = 3
"""Calls that a level needs before it is said."""
GOAL_DAYS = 14
GOAL_CALLS, GOAL_HITS = 3, 2
Z90 = 1.645


@dataclass(frozen=True, slots=True)
class Quote:
    """Words in a call. `turn` 0: the whole call."""

    attempt: str
    scenario: str
    turn: int
    text: str
    prompt: str = ""
    after: str = ""
    """What the customer did then, in words; may be empty."""


@dataclass(frozen=True, slots=True)
class Ready:
    """A skill over the last calls: mean with a 90% interval, 0 to 4; `before`: of the calls before those. None: too few."""

    skill: str
    n: int
    now: float | None
    low: float | None
    high: float | None
    before: float | None


@dataclass(frozen=True, slots=True)
class OneThing:
    """The criterion to work on: where it was missed, where it was done, what would be a good answer, what to play."""

    criterion: str
    title: str
    missed: int
    of: int
    anchor: str
    misses: tuple[Quote, ...]
    done: Quote | None
    model: str
    drill: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Gain:
    """A criterion that went up, with the words of its last good mark."""

    criterion: str
    title: str
    before: float
    now: float
    quote: Quote | None


@dataclass(frozen=True, slots=True)
class Prep:
    """All of the page. `calls`: since the last session; `fresh`: scenarios not played before, among them."""

    row: PersonRow
    now: str
    since: str | None
    calls: int
    fresh: int
    minutes: int
    last: SessionRow | None
    actions: tuple[ActionRow, ...]
    goal: GoalRow | None
    progress: GoalProgress | None
    ready: tuple[Ready, ...]
    gain: Gain | None
    thing: OneThing | None
    asks: tuple[str, ...]
    sbi: str
    smart: str
    due: str
    disputed: tuple[str, ...]
    unreviewed: int
    figures: Figures | None
    names: dict[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class _Read:
    row: AttemptRow
    transcript: Transcript
    card: Scorecard
    rubric: Rubric
    scenario: str

    def mark(self, criterion: str) -> CriterionMark | None:
        found = next((one for one in self.card.criteria if one.id == criterion), None)
        return found if found is not None and found.level is not None and not found.advisory else None


def prepare(practice: Practice, actor: Actor, who: str) -> Prep:
    """Reads the last twelve calls again: a tenth of a second or two. A rep sees their own page. Raises Refused."""
    now = practice.clock()
    with practice.record.read() as connection:
        row = people.find(connection, who)
        managed = teams.manages(connection, actor.person_id, row.id)
        demand(actor, "see_progress", Thing(row.id, managed))
        sessions = coaching.sessions_of(connection, row.id, 1)
        last = sessions[0] if sessions else None
        actions = coaching.actions_of(connection, last.id) if last else []
        found_goals = coaching.goals_of(connection, row.id)
        goal = found_goals[0] if found_goals else None
        progress = goal_progress(connection, goal, stamp(now)) if goal is not None else None
        rows = [one for one in attempts.finished_of(connection, row.id, 200) if one.stands_total is not None]
        if not managed:  # A card that is held is not the rep's to read, here neither.
            rows = [one for one in rows if one.may_be_read]
        read = list(_calls(connection, rows[:LAST]))
        disputed, unreviewed = _open_questions(connection, rows[:LAST])
        figures = summed(kpis.of(connection, [row.id]))
        team = teams.team_of(connection, row.id)
        zone = teams.by_id(connection, team).zone if team is not None else "UTC"
    since = last.held if last else None
    new = [one for one in rows if since is None or (one.finished or "") > since]
    old = {one.scenario for one in rows if one not in new}
    thing = one_thing(practice, read)
    due = stamp(read_time(f"in {GOAL_DAYS} days", zone, now, end=True))
    smart = goals.smart(thing.title, 3, GOAL_HITS, GOAL_CALLS, in_words(due, zone).rsplit(" ", 1)[0]) if thing else ""
    return Prep(
        row,
        stamp(now),
        since,
        len(new),
        len({one.scenario for one in new} - old),
        sum(_minutes(one) for one in new),
        last,
        tuple(actions),
        goal,
        progress,
        readiness(read),
        gain(read),
        thing,
        _asks(thing),
        _sbi(thing),
        smart,
        due,
        tuple(disputed),
        unreviewed,
        figures,
        {skill.id: skill.name for one in read for skill in one.rubric.skills},
    )


def _calls(connection: Connection, rows: Sequence[AttemptRow]) -> Iterator[_Read]:
    for row in rows:
        receipt = attempts.receipt_of(connection, row.uuid)
        if receipt is None or row.mode == "guided" or row.status != attempts.FINISHED:
            continue
        transcript, rubric = opened(receipt)
        card = standing_card(connection, row, mark(transcript, rubric), rubric, transcript.outcome)
        yield _Read(row, transcript, card, rubric, str(receipt["scenario"]))


def _open_questions(connection: Connection, rows: Sequence[AttemptRow]) -> tuple[list[str], int]:
    disputed = []
    for row in rows:
        disputed += [
            f"{one.criterion} in {row.title}: “{one.text}”"
            for one in reviews.disputes_of(connection, row.id)
            if one.accepted is None
        ]
    return disputed, sum(row.reviewed is None for row in rows)


def _minutes(row: AttemptRow) -> int:
    from datetime import datetime

    if row.finished is None:
        return 0
    spent = datetime.fromisoformat(row.finished) - datetime.fromisoformat(row.started)
    return max(0, min(60, round(spent / timedelta(minutes=1))))


def goal_progress(connection: Connection, goal: GoalRow, now: str) -> GoalProgress:
    levels = [level for _, level in coaching.levels_since(connection, goal.person_id, goal.criterion, goal.made)]
    return goals.progress(levels, goal.least, goal.hits, goal.calls, over=now > goal.due)


def readiness(read: Sequence[_Read]) -> tuple[Ready, ...]:
    """Of each skill: the last five calls beside the calls before them."""
    out = []
    for skill in sorted({skill.id for one in read for skill in one.card.skills if skill.weight}):
        levels = [
            found.level for one in read for found in one.card.skills if found.id == skill and found.level is not None
        ]
        new, old = levels[:5], levels[5:]
        before = mean(old) if len(old) >= LEAST else None
        if len(new) < LEAST:
            out.append(Ready(skill, len(new), None, None, None, before))
            continue
        middle, half = mean(new), Z90 * stdev(new) / sqrt(len(new))
        out.append(Ready(skill, len(new), middle, max(0.0, middle - half), min(4.0, middle + half), before))
    return tuple(out)


def gain(read: Sequence[_Read]) -> Gain | None:
    """The criterion that rose most: its last three marks beside the three before; at least half a level."""
    best: Gain | None = None
    for criterion, title in _criteria(read).items():
        marks = [(one, found) for one in read if (found := one.mark(criterion)) is not None]
        if len(marks) < 4:
            continue
        size = min(3, len(marks) // 2)
        now = mean(found.level or 0 for _, found in marks[:size])
        before = mean(found.level or 0 for _, found in marks[size : 2 * size])
        if now - before >= 0.5 and (best is None or now - before > best.now - best.before):
            words = next((_best_words(one, found) for one, found in marks[:size] if (found.level or 0) >= 2), None)
            best = Gain(criterion, title, before, now, words)
    return best


def one_thing(practice: Practice, read: Sequence[_Read]) -> OneThing | None:
    """The criterion that costs most: missed most often, weighed by its skill; in the last calls."""
    worst: tuple[float, str, str] | None = None
    for criterion, title in _criteria(read).items():
        marks = [(one, found) for one in read if (found := one.mark(criterion)) is not None]
        if len(marks) < 2:
            continue
        lost = mean(4 - (found.level or 0) for _, found in marks)
        weight = max(one.rubric.weights.get(found.skill, 0) for one, found in marks)
        missed = sum((found.level or 0) <= 1 for _, found in marks)
        if weight and missed and (worst is None or lost * weight * missed > worst[0]):
            worst = (lost * weight * missed, criterion, title)
    if worst is None:
        return None
    _, criterion, title = worst
    marks = [(one, found) for one in read if (found := one.mark(criterion)) is not None]
    low = [(one, found) for one, found in marks if (found.level or 0) <= 1]
    misses = [quote for one, found in low if (quote := _where_missed(one, found)) is not None]
    misses.sort(key=lambda quote: quote.turn == 1)  # A first line answers a greeting, which says little.
    done = next((_best_words(one, found) for one, found in marks if (found.level or 0) >= 3), None)
    anchor = low[0][0].rubric.criterion(criterion).anchors[3] if low else ""
    shown = next((one for one, _ in low if misses and one.row.uuid == misses[0].attempt), None)
    model = _model(shown, misses[0].turn) if shown is not None else ""
    drill = _drill(practice, criterion, [one.row.scenario for one, _ in low])
    return OneThing(criterion, title, len(low), len(marks), anchor, tuple(misses[:3]), done, model, drill)


def _criteria(read: Sequence[_Read]) -> dict[str, str]:
    return {
        criterion.id: criterion.title
        for one in read
        for criterion in one.rubric.criteria
        if criterion.marked_by == "machine" and not criterion.advisory
    }


def _best_words(one: _Read, found: CriterionMark) -> Quote | None:
    if not found.evidence:
        return None
    evidence = max(found.evidence, key=lambda cited: len(cited.quote))
    turn = one.transcript.turns[evidence.turn - 1]
    return Quote(one.row.uuid, one.row.title, evidence.turn, evidence.quote, turn.prompt, _came_of(turn))


def _where_missed(one: _Read, found: CriterionMark) -> Quote | None:
    turns = one.transcript.turns
    if not turns:
        return None
    number = found.nearest or (found.evidence[0].turn if found.evidence else 1)
    turn = turns[number - 1]
    return Quote(one.row.uuid, one.row.title, number, turn.rep or "(silence)", turn.prompt, _came_of(turn))


def _came_of(turn: Turn) -> str:
    """`trust +1, patience -1`."""
    sums: dict[str, int] = {}
    for change in turn.changes:
        sums[change.feeling] = sums.get(change.feeling, 0) + change.by
    return ", ".join(f"{feeling} {by:+d}" for feeling, by in sums.items() if by)


def _model(one: _Read, turn: int) -> str:
    """The author's answer for the moment where it was missed."""
    from simulator.engine.draws import cast, fill, values_for
    from simulator.scenario.canonical import NotCanonical, from_canonical

    try:
        scenario = from_canonical(one.scenario)
    except NotCanonical:
        return ""
    moment = scenario.moments.get(one.transcript.turns[turn - 1].moment)
    if moment is None or scenario.sealed or not moment.model_answer:
        return ""
    return fill(moment.model_answer, values_for(scenario, cast(scenario, one.transcript.seed)))


def _drill(practice: Practice, criterion: str, missed: Sequence[str]) -> tuple[tuple[str, str], ...]:
    """Two scenarios that mark this criterion: where it was missed last, and one that is new to it."""
    skill = criterion[:1]
    entries = {
        entry.id: entry for entry in practice.catalogue.entries() if not entry.broken and entry.status == "published"
    }
    again = [name for name in dict.fromkeys(missed) if name in entries][:1]
    like = [entry for entry in entries.values() if entry.id not in missed and skill and entry.stage != "certification"]
    skills = set(entries[again[0]].skills) if again else set()
    like.sort(key=lambda entry: (-len(skills & set(entry.skills)), entry.difficulty, entry.id))
    chosen = [*again, *(entry.id for entry in like[: 2 - len(again)])]
    return tuple((name, entries[name].title) for name in chosen)


def _asks(thing: OneThing | None) -> tuple[str, ...]:
    """Two open questions: the rep speaks first."""
    first = "What do you want to take from today?"
    if thing is None or not thing.misses or not thing.misses[0].prompt:
        return (first, "Which call of the last days would you play again, and what would you say?")
    said = _short(thing.misses[0].prompt)
    return (
        f"When they said “{said}”, what did you hear in it?",
        "What would you try there the next time, and what do you think they would say?",
    )


def _sbi(thing: OneThing | None) -> str:
    """Situation, behaviour, impact; about the line, and open at the end."""
    if thing is None or not thing.misses:
        return ""
    miss = thing.misses[0]
    when = f"when they said “{_short(miss.prompt)}”, " if miss.prompt else ""
    impact = f" Then: {miss.after}." if miss.after else ""
    return f"In “{miss.scenario}”, {when}you wrote “{_short(miss.text)}”.{impact} How did you see it?"


def _short(text: str, most: int = 120) -> str:
    from scoring.marking.advice import short

    return short(text, most)
