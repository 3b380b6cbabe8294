"""The moments as a `transitions` machine, built from the branch table that `step` walks.

One machine serves every call of a scenario: it registers no model. A call is anything with an attribute `moment`, moved
through the machine's two events. It decides each move by itself; a test holds it and `step` equal on random play.
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


class Walker(Protocol):
    """Whatever holds its own moment."""

    moment: str


@dataclass(slots=True)
class Decision:
    """What the ways out are asked of: the turn before its move."""

    now: Now
    interruption: InterruptionPlay | None
    spent: bool


class MomentMachine:
    """Moves walkers from moment to moment, and into the endings."""

    def __init__(self, play: Play) -> None:
        # Deferred: only a call needs the library, the menu does not.
        from transitions import Machine

        self.play = play
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

    def move(self, walker: Walker, state: State, midway: Midway) -> str:
        """Move the walker as this turn moves, and return where it stands."""
        now = midway.now
        spent = out_of_patience(self.play, now, midway.opened)
        event = None if spent else interruption_of(self.play, now, state.interrupted)
        self._reply.trigger(walker, Decision(now, event, spent))
        if now.turn >= self.play.scenario.max_turns and walker.moment not in self.play.endings:
            self._expire.trigger(walker)
        return walker.moment

    def place(self, walker: Walker, moment: str) -> None:
        """Put a walker where a resumed call stands. Raises ValueError where there is no such moment or ending."""
        self.machine.set_state(moment, walker)


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
    return lambda decision: decision.interruption is event


def _when(test: Test) -> Callable[[Decision], bool]:
    return lambda decision: test(decision.now)
