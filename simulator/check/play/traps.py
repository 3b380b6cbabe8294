"""Where a call gets stuck: moments that lead only to each other (S409), and loops that empty replies can turn in (S410)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import NamedTuple

from scoring.marking.conditions import Level, atoms
from simulator.check.places import place_at
from simulator.check.play.bearing import conditions_in_play, counted
from simulator.check.play.points import Found, Node
from simulator.check.play.replies import EMPTY, NOTHING_HEARD, NOTHING_SAID, SILENT
from simulator.check.play.targets import Target
from simulator.check.play.verdict import Verdict
from simulator.engine.play import Play
from simulator.engine.state import Input, State
from simulator.engine.step import step
from simulator.scenario.model import Scenario
from simulator.scenario.problems import Problem
from simulator.scenario.reader import ScenarioReader

POINTS = 300
"""Points of play from which empty replies are tried."""
ROUNDS = 60
"""Empty replies in a row."""


class DeadEnd(NamedTuple):
    """`moments`: in the file's order. `shut`: branches that would lead out, and cannot be taken."""

    problem: Problem
    moments: tuple[str, ...]
    shut: tuple[Target, ...]


def dead_ends(scenario: Scenario, reader: ScenarioReader, found: Verdict) -> list[DeadEnd]:
    """Each group of moments that a call can get into and that no branch leads out of to an ending."""
    if any(event.go in scenario.endings for event in scenario.interruptions.values()):
        return []
    missing = found.missing
    ways = {
        name: {b.go for n, b in enumerate(moment.next) if Target("branch", name, n) not in found.impossible}
        for name, moment in scenario.moments.items()
    }
    leads = {event.go for event in scenario.interruptions.values() if event.go}
    out = _leading_out(ways, leads, scenario)
    stuck = [name for name in scenario.moments if name not in out and Target("moment", name) not in missing]
    groups: list[DeadEnd] = []
    for name in stuck:
        if any(name in group.moments for group in groups):
            continue
        within = _joined(name, ways, stuck)
        shut = tuple(
            target
            for target in found.impossible
            if target.kind == "branch" and target.name in within and _go(scenario, target) not in within
        )
        # A moment that leads only to itself by its own words is S308.
        if len(within) == 1 and not shut:
            continue
        groups.append(DeadEnd(_dead_end(reader, found.found, within), within, shut))
    return groups


def _dead_end(reader: ScenarioReader, found: Found, within: tuple[str, ...]) -> Problem:
    named = " and ".join((", ".join(within[:-1]), within[-1])) if len(within) > 1 else within[0]
    rest = "lead only to each other: a call" if len(within) > 1 else "leads nowhere: a call"
    message = f"{named} {rest} that gets there ends only when turns or patience run out"
    ways = [found.ways[target] for name in within if (target := Target("moment", name)) in found.ways]
    shown = min((way.conversation for way in ways), key=len, default=())
    return Problem("S409", message, place_at(reader, "moments", within[0]), conversation=shown)


def _leading_out(ways: Mapping[str, Iterable[str]], leads: Iterable[str], scenario: Scenario) -> set[str]:
    """The moments from which some branch after the other leads to an ending."""
    out: set[str] = set()
    while True:
        everywhere = any(go in out for go in leads)
        new = {
            name
            for name, goes in ways.items()
            if name not in out and (everywhere or any(go in out or go in scenario.endings for go in goes))
        }
        if not new:
            return out
        out |= new


def _joined(name: str, ways: Mapping[str, Iterable[str]], stuck: list[str]) -> tuple[str, ...]:
    """The stuck moments that hang together with one, in the file's order."""
    found, waiting = {name}, [name]
    while waiting:
        here = waiting.pop()
        beside = [other for other in stuck if other in ways[here] or here in ways[other]]
        waiting += [other for other in beside if other not in found]
        found.update(beside)
    return tuple(other for other in stuck if other in found)


def _go(scenario: Scenario, target: Target) -> str:
    return scenario.moments[target.name].next[target.number].go


# Loops


def loops(scenario: Scenario, reader: ScenarioReader, found: Found) -> Iterator[Problem]:
    """S410 for each loop of moments in which empty replies, or silence, cost no patience."""
    every = list(conditions_in_play(scenario))
    timed = any(isinstance(atom, Level) and atom.name == "turn" for c in every for atom in atoms(c))
    here = counted("here", every, scenario.max_turns)
    nodes = [cell.nodes[0] for cell in found.cells.values()][:POINTS]
    seen: set[tuple[str, ...]] = set()
    for words, given in ((NOTHING_HEARD, EMPTY.given), (NOTHING_SAID, SILENT.given)):
        for node in nodes:
            loop = _loop(node, given, here, timed)
            moments = tuple(name for name in scenario.moments if name in loop)
            if not moments or any(set(moments) & set(other) for other in seen):
                continue
            seen.add(moments)
            yield _loop_problem(reader, node, moments, loop, words)


def _loop_problem(
    reader: ScenarioReader, node: Node, moments: tuple[str, ...], loop: tuple[str, ...], words: str
) -> Problem:
    what = "replies in which nothing is heard" if words == NOTHING_HEARD else "a rep who says nothing"
    way = f"go round {' and '.join(moments)}" if len(moments) > 1 else f"stay in {moments[0]}"
    if words != NOTHING_HEARD:
        way = way.replace("go ", "goes ").replace("stay ", "stays ")
    message = f"{what} {way} without losing patience: only the turns end it"
    shown = (*node.conversation, *[words] * len(loop))
    return Problem("S410", message, place_at(reader, "moments", moments[0]), "warning", conversation=shown)


def _loop(node: Node, given: Input, here: int, timed: bool) -> tuple[str, ...]:
    """The moments that one empty reply after the other goes through until all is as it was; empty where it never is."""
    state, seen, row = node.state, dict[object, int](), list[str]()
    for n in range(ROUNDS):
        key = _stand(node.play, state, here)
        if key in seen:
            return tuple(row[seen[key] :])
        seen[key] = n
        row.append(state.moment)
        # The turns are what ends it; without them it would turn for ever.
        state, _ = step(node.play, state if timed else state._replace(turn=0), given)
        if state.ending is not None:
            break
    return ()


def _stand(play: Play, state: State, here: int) -> object:
    """All that the next empty reply can depend on."""
    return state._replace(n=0, turn=0, here=min(state.here, here), warned=False, used=(), said=(), raised=0)
