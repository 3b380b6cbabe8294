"""A scenario made ready for thousands of calls at the level of signals; on two cores, where there are two."""

from __future__ import annotations

import multiprocessing
import os
import sys
import threading
from collections.abc import Iterable, Sequence
from multiprocessing.connection import Connection
from random import Random

from simulator.engine.play import Play, compile_play
from simulator.rehearsal.archetypes import Archetype
from simulator.rehearsal.calls import play_call
from simulator.rehearsal.craft import Craft, craft_of
from simulator.rehearsal.marks import Marker
from simulator.rehearsal.phrases import phrasebook
from simulator.rehearsal.reps import Rep
from simulator.rehearsal.results import Result
from simulator.scenario.model import Scenario

CASTS = 12
"""So many draws of the customer's figures take turns."""
WORTH_A_PROCESS = 400
"""Calls; fewer are played sooner than a process is begun."""
Job = tuple[Archetype, str, int]
"""Who plays, at which level, and how many calls."""


class Stage:
    """Plays calls. What a call is drawn from: the seed, the scenario, the archetype and its number."""

    def __init__(self, scenario: Scenario, seed: int) -> None:
        self.scenario = scenario
        self.seed = seed
        self.craft: Craft = craft_of(scenario, phrasebook(scenario))
        self._plays: dict[str, list[Play]] = {}
        self._markers: dict[str, Marker] = {}

    def chance(self, *of: object) -> Random:
        return Random("/".join(map(str, (self.seed, self.scenario.id, *of))))

    def results(self, kind: Archetype, level: str, numbers: Iterable[int]) -> list[Result]:
        """The calls of these numbers."""
        self.ready(level)
        plays, marker, out = self._plays[level], self._markers[level], []
        for number in numbers:
            # The same at every level, so that levels are compared by the same reps and not by their luck.
            chance = self.chance(kind.name, number)
            rep = Rep(kind, self.craft, chance, self.scenario.max_content)
            call = play_call(plays[number % CASTS], chance.getrandbits(32), rep)
            marked = marker.mark(call)
            out.append(Result(marked.total or 0, marked.passed, call.ending or "", len(call.beats)))
        return out

    def ready(self, level: str) -> None:
        if level not in self._plays:
            self._plays[level] = [compile_play(self.scenario, level, self.seed * 1000 + i) for i in range(CASTS)]
            self._markers[level] = Marker(self.scenario.rubric, self._plays[level][0].names)

    def play(self, jobs: Sequence[Job], *, alone: bool = False) -> list[tuple[Result, ...]]:
        """The calls of each job, in order of their numbers; unless `alone`, a second process plays every other call
        where it may."""
        if alone or sum(calls for _, _, calls in jobs) < WORTH_A_PROCESS or not may_fork():
            return [tuple(self.results(kind, level, range(calls))) for kind, level, calls in jobs]
        for _, level, _ in jobs:
            self.ready(level)
        context = multiprocessing.get_context("fork")
        here, there = context.Pipe(duplex=False)
        other = context.Process(target=self._odd, args=(jobs, there), daemon=True)
        other.start()
        there.close()
        even = [self.results(kind, level, range(0, calls, 2)) for kind, level, calls in jobs]
        try:
            odd: list[list[Result]] = here.recv()
        except EOFError:  # It was ended: its share is played here.
            odd = [self.results(kind, level, range(1, calls, 2)) for kind, level, calls in jobs]
        other.join()
        return [_woven(one, two) for one, two in zip(even, odd, strict=True)]

    def _odd(self, jobs: Sequence[Job], there: Connection) -> None:
        there.send([self.results(kind, level, range(1, calls, 2)) for kind, level, calls in jobs])


def _woven(even: Sequence[Result], odd: Sequence[Result]) -> tuple[Result, ...]:
    return tuple(odd[at // 2] if at % 2 else even[at // 2] for at in range(len(even) + len(odd)))


def may_fork() -> bool:
    """Whether a second process can go on from here: two cores, and no thread that could hold a lock in it."""
    return sys.platform == "linux" and (os.cpu_count() or 1) > 1 and threading.active_count() == 1
