"""Seeded random play that finds what a scenario can do: each find is a conversation that can be played again.

Most runs begin where play has been least: in the cell (moment, facts, objections) that was visited least often. What is
said is drawn from the conditions of what has not been found yet. Bounded by replies, never by a clock.
"""

from __future__ import annotations

import heapq
from collections.abc import Iterable, Mapping, Sequence
from random import Random

from simulator.check.play.points import Cell, Found, Node
from simulator.check.play.recipes import Recipe
from simulator.check.play.talker import TEMPERS, Talker
from simulator.check.play.targets import Target, brought, opened, targets_of
from simulator.engine.draws import cast
from simulator.engine.play import Play, compile_play
from simulator.engine.step import open_call, step
from simulator.rehearsal.archetypes import EXPERT, NOVICE, PUSHY, SOLID
from simulator.rehearsal.calls import MOST_REPLIES, Beat, play_call
from simulator.rehearsal.craft import craft_of
from simulator.rehearsal.marks import Marked, Marker
from simulator.rehearsal.phrases import phrasebook
from simulator.rehearsal.reps import Rep
from simulator.scenario.model import Scenario

REPLIES = 40_000
"""Of one search; after so many what was not found is said to be not found."""
MARKED = 12_000
"""The same, where only levels or a pass are left to be found."""
RESTARTS = 0.7
REPS = (EXPERT, SOLID, NOVICE, PUSHY)
CALLS = 12
"""Of each simulated rep, before the search goes its own ways."""
LEVELS = ("normal", "easy", "hard")
SEEDS, CASTS = 60, 8
"""How many seeds are looked through for different moods, and how many are played."""
LOOKS = 16
"""Points that are compared for the nearest one."""
NO_LEVELS: Mapping[str, int] = {}
KEPT = 4
"""States that are remembered of one cell."""


def plays_of(scenario: Scenario) -> tuple[Play, ...]:
    """The scenario at each level, with moods that differ as the draws let them."""
    drawn = [str(f.start).strip("{} ").removeprefix("draw.") for f in scenario.feelings if isinstance(f.start, str)]
    seeds: dict[tuple[object, ...], int] = {}
    for seed in range(1, SEEDS if drawn else 2):
        values = cast(scenario, seed)
        if len(seeds) < CASTS:
            seeds.setdefault(tuple(values[name] for name in drawn), seed)
    return tuple(compile_play(scenario, level, seed) for seed in seeds.values() for level in LEVELS)


class Search:
    """One search that can be gone on with. `tops`: criteria, and the level of each that is looked for."""

    def __init__(self, scenario: Scenario, tops: Mapping[str, int]) -> None:
        self.scenario = scenario
        self.chance = Random(f"{scenario.id}/flow")
        self.book = phrasebook(scenario)
        self.plays = plays_of(scenario)
        self.names = self.plays[0].names
        self.marker = Marker(scenario.rubric, self.names)
        self.found = Found()
        self.every = targets_of(scenario)
        self.left = dict.fromkeys(self.every)
        self.tops = dict(tops)
        self.talker = Talker(scenario, self.book, self.plays[0], self.chance, self.left)
        self.cells = self.found.cells
        self.heap: list[tuple[int, int, object]] = []
        self.places: dict[str, list[Cell]] = {}

    def run(self, replies: int = REPLIES) -> Found:
        """Until all is found, or so many replies were given in all. Takes some tenths of a second where all is found."""
        if not self.cells:
            self._rehearse()
        while self.found.replies < replies and not self._done():
            self._go()
        self.found.missing = tuple(self.left)
        return self.found

    def drop(self, targets: Iterable[Target]) -> None:
        """Look for these no more."""
        for target in targets:
            self.left.pop(target, None)

    def _done(self) -> bool:
        if self.left:
            return False
        best = self.found.best
        worth = not self.tops and best is not None and best >= self.scenario.rubric.pass_mark
        return worth or self.found.replies >= MARKED

    def _rehearse(self) -> None:
        """The calls of a few simulated reps: they know how a talk goes."""
        craft = craft_of(self.scenario, self.book)
        for kind in REPS if self.book.content else ():
            for number in range(CALLS):
                chance = Random(f"{self.scenario.id}/{kind.name}/{number}")
                play = self.plays[number % len(self.plays)]
                rep = Rep(kind, craft, chance, self.scenario.max_content)
                call = play_call(play, chance.getrandbits(32), rep)
                node = self._seen(Node(call.play, call.start, call.opening, None, None))
                for beat in call.beats:
                    node = self._seen(Node(call.play, beat.after, call.opening, node, beat))

    def _go(self) -> None:
        """One run: towards a branch that was never taken, from its moment; or from where play has been least."""
        branches = [target for target in self.left if target.kind == "branch" and target.name in self.places]
        if branches and self.chance.random() < 0.5:
            target = self.chance.choice(branches)
            aim = self.talker.towards(target)
            self._walk(self._nearest(target.name, aim), aim, target.name)
        else:
            self._walk(self._start(), self._aim())

    def _nearest(self, moment: str, aim: Sequence[Recipe]) -> Node:
        """Of a few points in a moment the one where most of what is aimed at holds already, and most patience is left."""
        cells = self.places[moment]
        nodes = [self.chance.choice(self.chance.choice(cells).nodes) for _ in range(LOOKS)]
        return max(nodes, key=lambda node: (self.talker.nearness(node.state, aim), self._patience(node)))

    def _patience(self, node: Node) -> int:
        at = node.play.patience
        return node.state.feelings[at] if at >= 0 else 0

    def _aim(self) -> tuple[Recipe, ...]:
        """What this run goes for: something that was not found yet, wherever it may be."""
        far = list(self.left)
        if self.tops and (not far or self.chance.random() < 0.5):
            return self.talker.towards_level(self.chance.choice(list(self.tops)))
        return self.talker.towards(self.chance.choice(far)) if far else ()

    def _walk(self, node: Node, aim: tuple[Recipe, ...], waits: str = "") -> None:
        """`waits`: a moment to stay in until what is aimed at comes about."""
        temper = self.chance.choice(TEMPERS)
        patient = self.chance.random() < 0.5
        for _ in range(MOST_REPLIES):
            if node.state.ending is not None or (waits and node.state.moment != waits):
                return
            reply = self.talker.waiting(node, aim) if waits and patient else self.talker.reply(node, temper, aim)
            after, result = step(node.play, node.state, reply.given)
            node = self._seen(Node(node.play, after, node.opening, node, Beat(node.state, reply, after, result)))

    # Where to begin, and where play has been

    def _start(self) -> Node:
        if self.cells and self.chance.random() < RESTARTS:
            while True:
                visits, order, key = heapq.heappop(self.heap)
                cell = self.cells[key]
                heapq.heappush(self.heap, (cell.visits + (cell.visits == visits), order, key))
                if cell.visits == visits:
                    cell.visits += 1
                    return self.chance.choice(cell.nodes)
        play = self.chance.choice(self.plays)
        state, opening = open_call(play)
        return self._seen(Node(play, state, opening, None, None))

    def _seen(self, node: Node) -> Node:
        """Notes what the last reply brought, and where it led."""
        state, beat = node.state, node.beat
        things = opened(self.names, state) if beat is None else brought(beat.before, beat.step, state)
        for target in things:
            if target in self.left:
                del self.left[target]
                self.found.ways[target] = node
        self.found.replies += beat is not None
        if state.ending is not None:
            self._mark(node)
            return node
        key = (state.moment, state.known, state.open, state.resolved)
        cell = self.cells.get(key)
        if cell is None:
            cell = self.cells[key] = Cell()
            self.places.setdefault(state.moment, []).append(cell)
            heapq.heappush(self.heap, (0, len(self.cells), key))
        cell.visits += 1
        if len(cell.nodes) < KEPT:
            cell.nodes.append(node)
        elif self.chance.random() < 0.1:
            cell.nodes[self.chance.randrange(KEPT)] = node
        return node

    def _mark(self, node: Node) -> None:
        call = node.call
        marked: Marked = self.marker.mark(call)
        found = self.found
        for name, level in marked.levels.items():
            if level is not None and level > found.levels.get(name, -1):
                found.levels[name] = level
                if level >= self.tops.get(name, 5):
                    del self.tops[name]
        if call.outcome not in self.scenario.rubric.pass_needs or marked.total is None:
            return
        heard = {h.signal for beat in call.beats for h in beat.reply.heard}
        if marked.total > (-1 if found.best is None else found.best) and self.marker.knock_outs.isdisjoint(heard):
            found.best, found.best_call = marked.total, node
