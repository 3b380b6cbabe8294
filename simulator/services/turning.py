"""Where a finished call was lost, in sentences for its card."""

from __future__ import annotations

from scoring.marking.advice import short
from simulator.engine.session import Session
from simulator.engine.state import State
from simulator.rehearsal.turning import ended_well, turning_point


def where_it_was_lost(session: Session) -> str:
    """Empty where it was not lost, where that was not found, or where a sealed customer keeps it back. Takes a tenth of a
    second."""
    if session.scenario.sealed or not session.turns or ended_well(session.play, session.state):
        return ""
    found = turning_point(session.play, states_of(session))
    if found is None:
        return ""
    turn = session.turns[found.reply - 1]
    said = f"“{short(turn.rep)}”" if turn.rep else "your silence"
    kept = f" This would have kept it: “{found.line}”" if found.line else ""
    return f"Up to reply {found.reply} a good ending was within reach; with {said} it was gone.{kept}"


def states_of(session: Session) -> list[State]:
    """How the call stood before its first reply, and after each."""
    again = Session(session.scenario, session.ear, seed=session.seed, mode=session.mode, level=session.level)
    states = [again.state]
    for entry in session.log:
        if again.feed(entry) is not None:
            states.append(again.state)
    return states
