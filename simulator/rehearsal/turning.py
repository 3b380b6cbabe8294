"""Where a call was lost: the last reply before which a pass was still within reach, and one that would have kept it.

Found by playing on from where the call stood before each reply: a simulated expert tries to bring it to an ending that the
rubric accepts. What was found is proven, for it was played; that nothing is left is what so many tries did not find.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from random import Random

from simulator.engine.draws import fill
from simulator.engine.play import Play
from simulator.engine.state import Said, State, heard_as
from simulator.engine.step import now_of, step
from simulator.rehearsal.archetypes import EXPERT
from simulator.rehearsal.calls import Beat, go_on
from simulator.rehearsal.craft import Craft, craft_of
from simulator.rehearsal.phrases import phrasebook
from simulator.rehearsal.reps import Rep

TRIES = 24
"""From one state; an expert who is as likely to fail as not from there is missed once in 16 million."""


@dataclass(frozen=True, slots=True)
class Turning:
    """`reply`: the number, from 1, of the reply that lost the call. `line`: what would have kept it, in words."""

    reply: int
    line: str


def turning_point(play: Play, states: Sequence[State]) -> Turning | None:
    """`states`: how the call stood before its first reply, and after each. None where it ended as the rubric wants, is not
    over, or was never within reach of these tries.

    That what can be reached from a state can be reached from all before it is taken for granted: half of what is left is
    looked at each time.
    """
    final = states[-1]
    if final.ending is None or ended_well(play, final):
        return None
    reach = _Reach(play)
    first, last, found = 0, len(states) - 2, -1
    way: tuple[Beat, ...] = ()
    while first <= last:
        middle = (first + last) // 2
        beats = reach.way_from(states[middle], middle)
        if beats:
            found, way, first = middle, beats, middle + 1
        else:
            last = middle - 1
    if found < 0:
        return None
    return Turning(found + 1, reach.line_at(states[found], found, way))


@dataclass(slots=True)
class _Reach:
    play: Play
    craft: Craft = field(init=False)

    def __post_init__(self) -> None:
        scenario = self.play.scenario
        self.craft = craft_of(scenario, phrasebook(scenario))

    def way_from(self, state: State, place: int) -> tuple[Beat, ...]:
        """The replies that lead from here to an ending that is accepted; empty where none was found."""
        for number in range(TRIES):
            rep = Rep(EXPERT, self.craft, Random(f"{place}/{number}"), self.play.scenario.max_content)
            beats = go_on(self.play, state, (), rep)
            if beats and ended_well(self.play, beats[-1].after):
                return beats
        return ()

    def line_at(self, state: State, place: int, way: tuple[Beat, ...]) -> str:
        """The moment's own best choice where it keeps the way open, else what the expert said first."""
        now = now_of(state)
        for choice, test in self.play.guided.get(state.moment, ()):
            if choice.best and (test is None or test(now)):
                after, _ = step(self.play, state, heard_as(*choice.hears))
                if ended_well(self.play, after) or (after.ending is None and self.way_from(after, place + 1)):
                    return fill(choice.say, self.play.values)
        first = way[0].reply
        return fill(first.text, self.play.values) if isinstance(first.given, Said) else ""


def ended_well(play: Play, state: State) -> bool:
    needs = play.scenario.rubric.pass_needs
    return state.ending is not None and play.scenario.endings[state.ending].outcome in needs
