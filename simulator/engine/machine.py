"""The moments as a `transitions` machine, built from the branch table that `step` walks.

One machine serves every call of a scenario, for its ways out know neither seed nor level. It registers no model: a call
is anything with an attribute `moment`, moved through the machine's two events. It decides each move by itself; a test
holds it and `step` equal on random play.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Protocol

from simulator.engine.consequences import interruption_of, out_of_patience
from simulator.engine.play import InterruptionPlay, Play
from simulator.engine.situation import Now, Test
from simulator.engine.state import State
from simulator.engine.step import Midway
from simulator.scenario.model import Scenario


class Walker(Protocol):
    """Whatever holds its own moment."""

    moment: str


@dataclass(slots=True)
class Decision:
    """What the ways out are asked of: the turn before its move."""

    now: Now
    interruption: int
    spent: bool


class MomentMachine:
    """Moves walkers from moment to moment, and into the endings."""

    def __init__(self, play: Play) -> None:
        # Deferred: only a call needs the library, the menu does not.
        from transitions import Machine

        endings = list(play.endings)
        self.machine: Any = Machine(
            model=None,
            states=[*play.moments, *endings],
            initial=play.scenario.start,
            transitions=_table(play),
            auto_transitions=False,
            model_attribute="moment",
        )
        self._reply = self.machine.events["reply"]
        self._expire = self.machine.events["expire"]

    def move(self, play: Play, walker: Walker, state: State, midway: Midway) -> str:
        """Move the walker as this turn of its play moves, and return where it stands."""
        now = midway.now
        spent = out_of_patience(play, now, midway.opened)
        event = None if spent else interruption_of(play, now, state.interrupted)
        self._reply.trigger(walker, Decision(now, event.bit if event else 0, spent))
        if now.turn >= play.scenario.max_turns and walker.moment not in play.endings:
            self._expire.trigger(walker)
        return walker.moment

    def place(self, walker: Walker, moment: str) -> None:
        """Put a walker where a resumed call stands. Raises ValueError where there is no such moment or ending."""
        self.machine.set_state(moment, walker)


_KEPT = 8
_built: list[tuple[Scenario, MomentMachine]] = []


def machine_of(play: Play) -> MomentMachine:
    """The machine that all calls of this scenario share, whatever their level and seed; the last few are kept."""
    for scenario, machine in _built:
        if scenario is play.scenario:
            return machine
    machine = MomentMachine(play)
    _built.insert(0, (play.scenario, machine))
    del _built[_KEPT:]
    return machine


def _table(play: Play) -> list[dict[str, Any]]:
    moments = list(play.moments)
    table: list[dict[str, Any]] = []
    for name, moment in play.moments.items():
        table.append({"trigger": "reply", "source": name, "dest": play.scenario.out_of_patience, "conditions": _spent})
        for event in play.interruptions:
            if event.go:
                table.append({"trigger": "reply", "source": name, "dest": event.go, "conditions": _is(event)})
        for branch in moment.branches:
            way: dict[str, Any] = {"trigger": "reply", "source": name, "dest": branch.go}
            if branch.when is not None:
                way["conditions"] = _when(branch.when)
            table.append(way)
    table.append({"trigger": "expire", "source": moments, "dest": play.scenario.out_of_turns})
    return table


def _spent(decision: Decision) -> bool:
    return decision.spent


def _is(event: InterruptionPlay) -> Callable[[Decision], bool]:
    bit = event.bit
    return lambda decision: decision.interruption == bit


def _when(test: Test) -> Callable[[Decision], bool]:
    return lambda decision: test(decision.now)
