"""Points of play, and what a search has found: each find is a call that can be played again."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import NamedTuple

from simulator.check.play.replies import written
from simulator.check.play.targets import Target
from simulator.engine.play import Play
from simulator.engine.state import Part, State
from simulator.rehearsal.calls import Beat, Call


class Node(NamedTuple):
    """A point of some call: how it was reached, reply by reply."""

    play: Play
    state: State
    opening: tuple[Part, ...]
    before: Node | None
    beat: Beat | None

    @property
    def beats(self) -> tuple[Beat, ...]:
        out: list[Beat] = []
        node: Node | None = self
        while node is not None and node.beat is not None:
            out.append(node.beat)
            node = node.before
        return tuple(reversed(out))

    @property
    def call(self) -> Call:
        beats = self.beats
        return Call(self.play, self.opening, beats[0].before if beats else self.state, beats)

    @property
    def conversation(self) -> tuple[str, ...]:
        """What the rep says, reply by reply."""
        return tuple(written(beat.reply) for beat in self.beats)


@dataclass(slots=True)
class Cell:
    visits: int = 0
    nodes: list[Node] = field(default_factory=list)


@dataclass(slots=True)
class Found:
    """`ways`: the first call in which each thing was found. `missing`: what was not, in the order of `targets_of`.

    `levels`: criterion -> the highest level that some call earned. `best`: the highest total of a call that the rubric
    accepts but for its total, None where there was none.
    """

    ways: dict[Target, Node] = field(default_factory=dict)
    missing: tuple[Target, ...] = ()
    levels: dict[str, int] = field(default_factory=dict)
    best: int | None = None
    best_call: Node | None = None
    cells: dict[object, Cell] = field(default_factory=dict)
    replies: int = 0
