"""A rehearsal: every simulated rep plays a scenario many times, and what came of it is held against the bars."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from random import Random
from typing import Any

from scoring.marking.scorecard import mark
from simulator.engine.ears import ear_for
from simulator.engine.session import Session
from simulator.rehearsal.archetypes import CHEATS, PEOPLE, SOLID, Archetype
from simulator.rehearsal.cheats import cheat_call
from simulator.rehearsal.results import LEVELS, Rehearsal, Result, Row
from simulator.rehearsal.stage import Stage
from simulator.rehearsal.talk import Talk, Words, talk_of, text_call
from simulator.scenario.model import Scenario

CALLS = 4000
"""In all, at the level of signals."""
CHEAT_CALLS = 40
"""Of each cheat, in words: each takes a tenth of a second."""
TEXT_CALLS = 280
"""Of all people together, where they speak in words."""
Progress = Callable[[str], None]


def rehearse(
    scenario: Scenario,
    *,
    calls: int | None = None,
    seed: int = 1,
    level: str = "normal",
    encoder: Any = None,
    cheats: int = CHEAT_CALLS,
    words: Words | None = None,
    told: Progress = lambda _: None,
) -> Rehearsal:
    """Every archetype plays; the same seed gives the same result.

    `calls`: of all people together; where they are played as signals, a quarter of them goes to the other levels. `words`:
    people speak in words too, with these paraphrases beside what the scenario offers; None: with what would be heard of
    them. `cheats`: calls of each cheat, in words, through the detectors (with the `encoder`, or the reduced engine); 0
    leaves them out. Takes two or three seconds, and some ten more for the cheats, or for a hundred calls in words.
    """
    stage = Stage(scenario, seed)
    in_words = words is not None
    calls = calls or (TEXT_CALLS if in_words else CALLS)
    each = max(1, calls * (4 if in_words else 3) // 4 // len(PEOPLE))
    others = [other for other in LEVELS if in_words or other != level]
    jobs = [(SOLID, other, max(1, (CALLS if in_words else calls) // 8)) for other in others]
    if not in_words:
        jobs += [(kind, level, each) for kind in PEOPLE]
    told(f"{sum(count for *_, count in jobs):,} calls as signals")
    played = stage.play(jobs)
    found = dict(zip(others, played, strict=False))
    rows = [Row(kind.name, results) for kind, results in zip(PEOPLE, played[len(others) :], strict=in_words is False)]
    ear: Any = None
    if cheats or in_words:
        told("listening")
        ear = ear_for(scenario, seed, encoder)
    if words is not None:
        talk = talk_of(scenario, ear, seed, stage.craft.book, words)
        for kind in PEOPLE:
            told(f"{kind.name}: {each} calls in words")
            rows.append(_in_words(stage, kind, talk, ear, level, each))
    else:
        found[level] = rows[PEOPLE.index(SOLID)].results
    for name in CHEATS if cheats else ():
        told(f"{name}: {cheats} calls in words")
        rows.append(Row(name, tuple(_cheating(stage, name, ear, level, cheats)), in_words=True))
    levels = {name: (sum(r.passed for r in found[name]), len(found[name])) for name in LEVELS}
    return Rehearsal(scenario, seed, level, ear.engine if ear else "none", tuple(rows), levels)


def _in_words(stage: Stage, kind: Archetype, talk: Talk, ear: Any, level: str, calls: int) -> Row:
    found: list[Result] = []
    meant: list[tuple[str, str, bool]] = []
    for number in range(calls):
        chance = stage.chance(level, kind.name, "words", number)
        # One ear hears one draw of the figures: the seed stays, the customer's lines follow what is said.
        how: dict[str, Any] = {"seed": stage.seed, "level": level, "chance": chance}
        spoken = text_call(kind, stage.craft, talk, stage.scenario, ear, **how)
        found.append(_result(spoken.session))
        meant += spoken.meant
    return Row(kind.name, tuple(found), True, tuple(meant))


def _cheating(stage: Stage, name: str, ear: Any, level: str, calls: int) -> Iterator[Result]:
    for number in range(calls):
        chance: Random = stage.chance(level, name, number)
        yield _result(cheat_call(name, stage.scenario, ear, seed=stage.seed, level=level, chance=chance))


def _result(session: Session) -> Result:
    card = mark(session.transcript(), session.scenario.rubric)
    return Result(card.total or 0, card.passed is True, session.state.ending or "", len(session.turns))
