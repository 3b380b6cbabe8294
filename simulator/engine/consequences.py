"""What a reply does to the customer: feelings, facts, objections, and the way out of the moment."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from scoring.marking.transcript import Change, Status
from simulator.engine.play import (
    HIGHEST,
    LOWEST,
    BranchPlay,
    FactPlay,
    InterruptionPlay,
    Move,
    ObjectionPlay,
    Play,
)
from simulator.engine.situation import Now
from simulator.engine.state import State


def settle(moves: Iterable[Move], feelings: list[int], changes: list[Change]) -> None:
    """Sum the moves of each feeling, clamp to 0..10, and keep each one's cause.

    What the clamp cuts off is taken from the last moves in that direction, so that the changes add up to what happened.
    """
    sums: dict[int, int] = {}
    ordered = list(moves)
    for move in ordered:
        sums[move.at] = sums.get(move.at, 0) + move.by
    excess: dict[int, int] = {}
    for at, by in sums.items():
        wanted = feelings[at] + by
        feelings[at] = max(LOWEST, min(HIGHEST, wanted))
        if wanted != feelings[at]:
            excess[at] = wanted - feelings[at]
    if not excess:
        changes.extend(move.change for move in ordered)
        return
    kept: list[Change] = []
    for move in reversed(ordered):
        over = excess.get(move.at, 0)
        cut = min(over, move.by) if over > 0 < move.by else max(over, move.by) if over < 0 > move.by else 0
        if cut:
            excess[move.at] = over - cut
        if cut != move.by:
            kept.append(replace(move.change, by=move.by - cut) if cut else move.change)
    changes.extend(reversed(kept))


def react(play: Play, state: State, now: Now, changes: list[Change]) -> tuple[int, bool, bool]:
    """Feelings answer what was heard, or silence.

    Returns the reactions credited in this stay, whether a good one paid, and whether one spares `every_turn` (an
    unsure one does, though it pays nothing).
    """
    if now.silent:
        settle(play.silence, now.feelings, changes)
        return state.credited, False, False
    credited, paid, spared = state.credited, False, False
    moves: list[Move] = []
    table = play.moments[state.moment].reactions
    for heard in now.hearings:
        reaction = table.get(heard.signal)
        if reaction is None:
            continue
        fresh = not now.repeated and not credited & reaction.bit
        if heard.state != "met":
            spared = spared or (fresh and not reaction.bad and bool(reaction.good))
        elif now.heard.get(heard.signal) is heard:
            moves += reaction.bad
            if fresh and reaction.good:
                moves += reaction.good
                credited |= reaction.bit
                paid = paid or not reaction.bad
    if moves:
        settle(moves, now.feelings, changes)
    return credited, paid, paid or spared


def open_facts(play: Play, now: Now) -> tuple[list[FactPlay], FactPlay | None]:
    """The facts told now, and the first asked for too early: all judged on one snapshot, then noted in `now`."""
    told: list[FactPlay] = []
    dodging: FactPlay | None = None
    asked = now.asked
    for fact in play.facts:
        if now.known & fact.bit:
            continue
        asks = fact.asked_when(now)
        if asks:
            asked |= fact.bit
        if asked & fact.bit:
            if fact.opens_when is None or fact.opens_when(now):
                told.append(fact)
            elif asks and dodging is None:
                dodging = fact
    now.asked = asked
    for fact in told:
        now.known |= fact.bit
    return told, dodging


def turn_objections(play: Play, now: Now) -> dict[str, Status]:
    """Each objection's one step, on one snapshot: raised, resolved or reopened; then noted in `now`."""
    turned: dict[str, Status] = {}
    opened, resolved = now.open, now.resolved
    for objection in play.objections:
        bit = objection.bit
        if now.open & bit:
            if objection.resolve_when and objection.resolve_when(now):
                turned[objection.name] = "resolved"
                opened, resolved = opened & ~bit, resolved | bit
        elif now.resolved & bit:
            if objection.reopen_when and objection.reopen_when(now):
                turned[objection.name] = "open"
                opened, resolved = opened | bit, resolved & ~bit
        elif objection.raise_when and objection.raise_when(now):
            turned[objection.name] = "open"
            opened |= bit
    now.open, now.resolved = opened, resolved
    return turned


def raised_on_arrival(play: Play, now: Now) -> list[ObjectionPlay]:
    """The objections still new that the moment arrived in raises; noted in `now`."""
    raised = [
        objection
        for objection in play.objections
        if not (now.open | now.resolved) & objection.bit and objection.raise_when and objection.raise_when(now)
    ]
    for objection in raised:
        now.open |= objection.bit
    return raised


def out_of_patience(play: Play, now: Now, opened: bool) -> bool:
    """Whether patience has run out, on a turn that opened or resolved nothing."""
    return play.patience >= 0 and not opened and now.feelings[play.patience] <= LOWEST


def interruption_of(play: Play, now: Now, interrupted: int) -> InterruptionPlay | None:
    """The first interruption whose time has come, of those that have not been yet."""
    for event in play.interruptions:
        if not interrupted & event.bit and event.when(now):
            return event
    return None


def branch_of(play: Play, now: Now) -> tuple[int | None, BranchPlay | None]:
    """The first way out of this moment that holds, with its number; none: stay."""
    for number, branch in enumerate(play.moments[now.moment].branches):
        if branch.when is None or branch.when(now):
            return number, branch
    return None, None
