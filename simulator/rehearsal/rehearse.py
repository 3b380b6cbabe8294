"""A rehearsal: every simulated rep plays a scenario many times, and what came of it is held against the bars."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from itertools import pairwise
from random import Random
from typing import Any

from scoring.marking.scorecard import mark
from simulator.engine.ears import ear_for
from simulator.engine.play import Play, compile_play
from simulator.engine.session import Session
from simulator.rehearsal import archetypes as table
from simulator.rehearsal.archetypes import CHEATS, PEOPLE, SOLID, Archetype
from simulator.rehearsal.calls import play_call
from simulator.rehearsal.cheats import cheat_call
from simulator.rehearsal.craft import Craft, craft_of
from simulator.rehearsal.marks import Marker
from simulator.rehearsal.phrases import phrasebook
from simulator.rehearsal.reps import Rep
from simulator.rehearsal.statistics import auc, quartiles, reversed_order, wilson
from simulator.rehearsal.talk import Talk, Words, talk_of, text_call
from simulator.scenario.model import Scenario

CALLS = 4000
"""In all, at the level of signals."""
CHEAT_CALLS = 40
"""Of each cheat, in words: each takes a tenth of a second."""
TEXT_CALLS = 280
"""Of all people together, where they speak in words."""
CASTS = 12
"""So many draws of the customer's figures take turns."""
LEVELS = ("easy", "normal", "hard")
STEPS_OF_DIFFICULTY = ((0.75, 1), (0.60, 2), (0.45, 3), (0.30, 4))
"""The share of calls that the solid rep passes, at least, and the difficulty that this is; below them all: 5."""

Progress = Callable[[str], None]


@dataclass(frozen=True, slots=True)
class Result:
    """One rehearsed call: its total (0 where there is none to give), the verdict, how it ended, after how many replies."""

    total: int
    passed: bool
    ending: str
    replies: int


@dataclass(frozen=True, slots=True)
class Row:
    """One archetype's calls."""

    name: str
    results: tuple[Result, ...]
    in_words: bool = False
    meant: tuple[tuple[str, str, bool], ...] = ()
    """In words: each content signal that was gone for, its words, and whether it was surely heard."""

    @property
    def calls(self) -> int:
        return len(self.results)

    @property
    def passed(self) -> int:
        return sum(result.passed for result in self.results)

    @property
    def share(self) -> float:
        return self.passed / self.calls if self.results else 0.0

    @property
    def interval(self) -> tuple[float, float]:
        return wilson(self.passed, self.calls)

    @property
    def totals(self) -> list[int]:
        return [result.total for result in self.results]

    @property
    def quartiles(self) -> tuple[int, int, int]:
        return quartiles(self.totals)

    @property
    def replies(self) -> float:
        return sum(result.replies for result in self.results) / self.calls if self.results else 0.0

    @property
    def endings(self) -> dict[str, int]:
        """The most frequent first."""
        return dict(sorted(Counter(r.ending for r in self.results).items(), key=lambda item: (-item[1], item[0])))


@dataclass(frozen=True, slots=True)
class Bar:
    """A demand on the scenario, what was measured, and whether it is met. `code`: that of the checker, where it has one."""

    name: str
    wanted: str
    found: str
    met: bool
    code: str = ""


@dataclass(frozen=True, slots=True)
class Rehearsal:
    """What came of it. `levels`: the solid rep's passed and played calls at each level."""

    scenario: Scenario
    seed: int
    level: str
    encoder: str
    rows: tuple[Row, ...]
    levels: Mapping[str, tuple[int, int]]

    def row(self, name: str) -> Row | None:
        return next((row for row in self.rows if row.name == name), None)

    def auc(self, better: str, worse: str) -> float | None:
        first, second = self.row(better), self.row(worse)
        return auc(first.totals, second.totals) if first and second else None

    @property
    def meant(self) -> dict[str, tuple[int, int]]:
        """In words: content signal -> how often what those who sell well said was heard as meant, of how often."""
        out: dict[str, tuple[int, int]] = {}
        for name in ("expert", "solid"):
            row = self.row(name)
            for signal, _, heard in row.meant if row else ():
                hits, of = out.get(signal, (0, 0))
                out[signal] = hits + heard, of + 1
        return out

    @property
    def difficulty(self) -> int | None:
        """From 1 to 5, by how often the solid rep passes."""
        solid = self.row("solid")
        if solid is None or not solid.calls:
            return None
        return next((step for least, step in STEPS_OF_DIFFICULTY if solid.share >= least), 5)

    @property
    def bars(self) -> tuple[Bar, ...]:
        return tuple(_bars(self))

    @property
    def met(self) -> bool:
        return all(bar.met for bar in self.bars)


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

    `calls`: of all people together; a quarter more at the level of signals for the other levels. `words`: people speak in
    words too, with these paraphrases beside what the scenario offers; None: with what would be heard of them. `cheats`:
    calls of each cheat, in words, through the detectors (with the `encoder`, or the reduced engine); 0 leaves them out.
    Takes about 3 s, half as long again a hundred calls in words.
    """
    stage = _Stage(scenario, seed)
    calls = calls or (CALLS if words is None else TEXT_CALLS)
    ear: Any = None
    if cheats or words is not None:
        told("listening")
        ear = ear_for(scenario, seed, encoder)
    talk = None if words is None else talk_of(scenario, ear, seed, stage.craft.book, words)
    rows = []
    for kind in PEOPLE:
        if talk is None:
            each = max(1, calls * 3 // 4 // len(PEOPLE))
            told(f"{kind.name}: {each} calls")
            rows.append(Row(kind.name, tuple(stage.results(kind, level, each))))
        else:
            each = max(1, calls // len(PEOPLE))
            told(f"{kind.name}: {each} calls in words")
            rows.append(stage.in_words(kind, talk, ear, level, each))
    levels = {}
    for other in LEVELS:
        told(f"solid at {other}")
        count = max(1, (calls if talk is None else CALLS) // 8)
        found = rows[1].results if other == level and talk is None else tuple(stage.results(SOLID, other, count))
        levels[other] = (sum(r.passed for r in found), len(found))
    for name in CHEATS if cheats else ():
        told(f"{name}: {cheats} calls in words")
        rows.append(Row(name, tuple(_cheating(name, scenario, ear, seed, level, cheats)), in_words=True))
    return Rehearsal(scenario, seed, level, ear.engine if ear else "none", tuple(rows), levels)


class _Stage:
    """A scenario made ready for many calls at the level of signals."""

    def __init__(self, scenario: Scenario, seed: int) -> None:
        self.scenario = scenario
        self.seed = seed
        self.craft: Craft = craft_of(scenario, phrasebook(scenario))
        self.plays: dict[str, list[Play]] = {}
        self.markers: dict[str, Marker] = {}

    def results(self, kind: Archetype, level: str, calls: int) -> Iterator[Result]:
        if level not in self.plays:
            self.plays[level] = [compile_play(self.scenario, level, self.seed * 1000 + i) for i in range(CASTS)]
            self.markers[level] = Marker(self.scenario.rubric, self.plays[level][0].names)
        marker = self.markers[level]
        for number in range(calls):
            chance = Random(f"{self.seed}/{self.scenario.id}/{level}/{kind.name}/{number}")
            rep = Rep(kind, self.craft, chance, self.scenario.max_content)
            call = play_call(self.plays[level][number % CASTS], chance.getrandbits(32), rep)
            marked = marker.mark(call)
            yield Result(marked.total or 0, marked.passed, call.ending or "", len(call.beats))

    def in_words(self, kind: Archetype, talk: Talk, ear: Any, level: str, calls: int) -> Row:
        found: list[Result] = []
        meant: list[tuple[str, str, bool]] = []
        for number in range(calls):
            chance = Random(f"{self.seed}/{self.scenario.id}/{level}/{kind.name}/words/{number}")
            spoken = text_call(kind, self.craft, talk, self.scenario, ear, seed=self.seed, level=level, chance=chance)
            found.append(_result(spoken.session))
            meant += spoken.meant
        return Row(kind.name, tuple(found), True, tuple(meant))


def _result(session: Session) -> Result:
    card = mark(session.transcript(), session.scenario.rubric)
    return Result(card.total or 0, card.passed is True, session.state.ending or "", len(session.turns))


def _cheating(name: str, scenario: Scenario, ear: Any, seed: int, level: str, calls: int) -> Iterator[Result]:
    for number in range(calls):
        chance = Random(f"{seed}/{scenario.id}/{level}/{name}/{number}")
        # One ear hears one draw of the figures: the seed stays, the customer's lines follow what is said.
        yield _result(cheat_call(name, scenario, ear, seed=seed, level=level, chance=chance))


def _bars(found: Rehearsal) -> Iterator[Bar]:
    expert, solid, novice = found.row("expert"), found.row("solid"), found.row("novice")
    if expert:
        met = expert.share >= table.EXPERT_PASSES
        yield Bar("the expert passes", f"at least {percent(table.EXPERT_PASSES)}", percent(expert.share), met, "S701")
    if solid:
        low, high = table.SOLID_PASSES
        met = low <= solid.share <= high
        yield Bar("the solid rep passes", f"{percent(low)} to {percent(high)}", percent(solid.share), met)
    if novice:
        met = novice.share <= table.NOVICE_PASSES
        yield Bar("the novice passes", f"at most {percent(table.NOVICE_PASSES)}", percent(novice.share), met)
    for better, least, code in (("expert", table.EXPERT_NOVICE_AUC, ""), ("solid", table.SOLID_NOVICE_AUC, "S702")):
        value = found.auc(better, "novice")
        if value is not None:
            yield Bar(f"{better} above novice (AUC)", f"at least {least:.2f}", f"{value:.2f}", value >= least, code)
    for row in found.rows:
        if row.name in CHEATS:
            met = row.share <= table.CHEAT_PASSES
            wanted = f"at most {percent(table.CHEAT_PASSES)}"
            yield Bar(f"the {row.name} passes", wanted, percent(row.share), met, "S703")
    yield from _order(found.levels)


def _order(levels: Mapping[str, tuple[int, int]]) -> Iterator[Bar]:
    names = [name for name in LEVELS if name in levels]
    shares = ", ".join(f"{name} {percent(levels[name][0] / max(1, levels[name][1]))}" for name in names)
    wrong = any(reversed_order(levels[easier], levels[harder]) for easier, harder in pairwise(names))
    if len(names) > 1:
        yield Bar("harder levels are passed less often", "in order", shares, not wrong)


def percent(share: float) -> str:
    return f"{100 * share:.0f}%"
