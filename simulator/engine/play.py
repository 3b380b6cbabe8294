"""A scenario made ready to be played at one level by one seed: names become places, conditions closures."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from scoring.marking.conditions import Condition
from scoring.marking.transcript import Change
from simulator.engine.causes import EVERY_TURN, SILENCE, WARNINGS, because
from simulator.engine.draws import cast, values_for
from simulator.engine.situation import Names, Test, asks_what_was_heard, compile_condition, weight
from simulator.scenario.model import Branch, Choice, Delta, LevelRule, Line, Scenario

LOWEST, HIGHEST = 0, 10
_SENTENCE_END = re.compile(r"[.!?…]+(?=[\"'”’)\]]*(?:\s|$))")


@dataclass(frozen=True, slots=True)
class Variant:
    """A line that this level may hear. `number` is its own in the whole play; `sentences` at least 1.

    `answers`: its condition asks what was heard, so that it answers this very reply.
    """

    number: int
    text: str
    sentences: int
    when: Test | None
    weight: int
    answers: bool = False


@dataclass(frozen=True, slots=True)
class Move:
    """A feeling's place, how far it moves, and the change as it will be told if nothing clamps it."""

    at: int
    by: int
    change: Change


@dataclass(frozen=True, slots=True)
class Reaction:
    """How a feeling answers a signal. The good part pays once per stay; what moves the wrong way always counts.

    A reaction with a wrong-way part is harmful as a whole: it never stands for a good one.
    """

    bit: int
    good: tuple[Move, ...]
    bad: tuple[Move, ...]


@dataclass(frozen=True, slots=True)
class FactPlay:
    name: str
    bit: int
    asked_when: Test
    opens_when: Test | None
    says: tuple[Variant, ...]
    dodges: tuple[Variant, ...]


@dataclass(frozen=True, slots=True)
class ObjectionPlay:
    name: str
    bit: int
    raise_when: Test | None
    resolve_when: Test | None
    reopen_when: Test | None
    says: tuple[Variant, ...]
    resolved_says: tuple[Variant, ...]
    reopen_says: tuple[Variant, ...]


@dataclass(frozen=True, slots=True)
class InterruptionPlay:
    name: str
    bit: int
    when: Test
    says: tuple[Variant, ...]
    effect: tuple[Move, ...]
    go: str | None


@dataclass(frozen=True, slots=True)
class BranchPlay:
    """`when` None is the `else`."""

    when: Test | None
    go: str
    reply: tuple[Variant, ...]
    effect: tuple[Move, ...]


@dataclass(frozen=True, slots=True)
class MomentPlay:
    name: str
    says: tuple[Variant, ...]
    branches: tuple[BranchPlay, ...]
    reactions: Mapping[str, Reaction]


@dataclass(frozen=True, slots=True)
class Play:
    """All that `step` looks at. `feelings` fixes the order of `State.feelings`; `patience` is a place in it, or -1."""

    scenario: Scenario
    level: str
    seed: int
    names: Names
    feelings: tuple[str, ...]
    start: tuple[int, ...]
    patience: int
    rule: LevelRule
    facts: tuple[FactPlay, ...]
    objections: tuple[ObjectionPlay, ...]
    interruptions: tuple[InterruptionPlay, ...]
    moments: Mapping[str, MomentPlay]
    endings: Mapping[str, tuple[Variant, ...]]
    every_turn: tuple[Move, ...]
    silence: tuple[Move, ...]
    unclear: tuple[Variant, ...]
    warnings: tuple[Variant, ...]
    guided: Mapping[str, tuple[tuple[Choice, Test | None], ...]]
    """Each moment's choices, beside when they are on offer."""
    drawn: Mapping[str, int | str] = field(default_factory=dict)
    values: Mapping[str, str] = field(default_factory=dict)


MOST_RECENT = 4
_recent: dict[tuple[int, str, int], Play] = {}


def compile_play(scenario: Scenario, level: str = "normal", seed: int = 0) -> Play:
    """The scenario at this level (easy, normal, hard), with what this seed draws.

    The last few are remembered: replays and tries of one call compile it once.
    """
    key = (id(scenario), level, seed)
    kept = _recent.get(key)
    if kept is not None and kept.scenario is scenario:
        return kept
    play = _Compiler(scenario, level, seed).play()
    while len(_recent) >= MOST_RECENT:
        _recent.pop(next(iter(_recent), key), None)
    _recent[key] = play
    return play


def sentences(text: str) -> int:
    """How many sentences a line says, at least 1."""
    return max(1, len(_SENTENCE_END.findall(text.strip())))


class _Compiler:
    def __init__(self, scenario: Scenario, level: str, seed: int) -> None:
        self.scenario = scenario
        self.level = level
        self.seed = seed
        self.rule = scenario.levels.get(level, LevelRule())
        self.low = {feeling.name: feeling.good_low for feeling in scenario.feelings}
        self.names = Names(tuple(self.low), tuple(scenario.facts), tuple(scenario.objections))
        self.tests: dict[Condition, Test] = {}
        self.signal_bits: dict[str, int] = {}
        self.lines = 0

    def play(self) -> Play:
        scenario, names = self.scenario, self.names
        drawn = cast(scenario, self.seed)
        base = self.reactions(scenario.reactions)
        return Play(
            scenario=scenario,
            level=self.level,
            seed=self.seed,
            names=names,
            feelings=tuple(self.low),
            start=tuple(self.start(feeling.start, feeling.name, drawn) for feeling in scenario.feelings),
            patience=names.feelings.get("patience", -1),
            rule=self.rule,
            facts=tuple(
                FactPlay(
                    fact.name,
                    names.facts[name],
                    self.sure(fact.asked_when),
                    self.test(fact.opens_when),
                    self.variants(fact.says),
                    self.variants(fact.dodges),
                )
                for name, fact in scenario.facts.items()
            ),
            objections=tuple(
                ObjectionPlay(
                    name,
                    names.objections[name],
                    self.test(objection.raise_when),
                    self.test(objection.resolve_when),
                    self.test(objection.reopen_when),
                    self.variants(objection.says),
                    self.variants(objection.resolved_says),
                    self.variants(objection.reopen_says or objection.says),
                )
                for name, objection in scenario.objections.items()
            ),
            interruptions=tuple(
                InterruptionPlay(
                    name,
                    1 << i,
                    self.sure(event.when),
                    self.variants(event.says),
                    self.moves(event.effect, f"effect:{name}"),
                    event.go,
                )
                for i, (name, event) in enumerate(scenario.interruptions.items())
            ),
            moments={
                name: MomentPlay(
                    name,
                    self.variants(moment.says),
                    tuple(self.branch(name, branch) for branch in moment.next),
                    {**base, **self.reactions(moment.reactions)} if moment.reactions else base,
                )
                for name, moment in scenario.moments.items()
            },
            endings={name: self.variants(ending.says) for name, ending in scenario.endings.items()},
            every_turn=self.moves(scenario.every_turn, EVERY_TURN),
            silence=self.moves(scenario.silence, SILENCE),
            unclear=self.variants(scenario.unclear or (Line("Sorry, I didn't follow that."), Line("Say that again?"))),
            warnings=self.variants(tuple(Line(text) for text in WARNINGS)),
            guided={
                name: tuple((choice, self.test(choice.when)) for choice in moment.guided)
                for name, moment in scenario.moments.items()
                if moment.guided
            },
            drawn=drawn,
            values=values_for(scenario, drawn),
        )

    def start(self, start: int | str, name: str, drawn: Mapping[str, int | str]) -> int:
        if isinstance(start, str):
            start = int(drawn[start.strip("{} ").removeprefix("draw.")])
        return max(LOWEST, min(HIGHEST, start + self.rule.feelings.get(name, 0)))

    def test(self, condition: Condition | None) -> Test | None:
        return None if condition is None else self.sure(condition)

    def sure(self, condition: Condition) -> Test:
        known = self.tests.get(condition)
        if known is None:
            known = self.tests[condition] = compile_condition(condition, self.names)
        return known

    def variants(self, lines: Iterable[Line]) -> tuple[Variant, ...]:
        every = tuple(lines)
        fitting = tuple(line for line in every if not line.levels or self.level in line.levels) or every
        first = self.lines
        self.lines += len(every)
        return tuple(
            Variant(
                first + i,
                line.text,
                sentences(line.text),
                self.test(line.when),
                weight(line.when),
                asks_what_was_heard(line.when),
            )
            for i, line in enumerate(fitting)
        )

    def moves(self, deltas: Iterable[Delta], cause: str) -> tuple[Move, ...]:
        sentence = because(cause, self.scenario)
        return tuple(
            Move(self.names.feelings[d.feeling], d.by, Change(d.feeling, d.by, sentence, cause)) for d in deltas if d.by
        )

    def reactions(self, table: Mapping[str, tuple[Delta, ...]]) -> dict[str, Reaction]:
        return {name: self.reaction(name, deltas) for name, deltas in table.items()}

    def reaction(self, signal: str, deltas: tuple[Delta, ...]) -> Reaction:
        moves = self.moves(deltas, f"signal:{signal}")
        bad = tuple(move for move in moves if (move.by < 0) != self.low[move.change.feeling])
        return Reaction(self.bit(signal), tuple(move for move in moves if move not in bad), bad)

    def bit(self, signal: str) -> int:
        return self.signal_bits.setdefault(signal, 1 << len(self.signal_bits))

    def branch(self, moment: str, branch: Branch) -> BranchPlay:
        return BranchPlay(
            self.test(branch.when),
            branch.go,
            self.variants(branch.reply),
            self.moves(branch.effect, f"effect:{moment}>{branch.go}"),
        )
