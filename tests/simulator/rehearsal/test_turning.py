"""Where a lost call turned: the last reply before which a good ending could be reached, and one that would have kept it."""

from __future__ import annotations

import pytest

from simulator.engine.session import Session
from simulator.engine.state import heard_as
from simulator.engine.step import step
from simulator.rehearsal.turning import turning_point
from simulator.scenario.catalogue import Catalogue, shipped
from simulator.scenario.model import Scenario
from simulator.services.turning import states_of, where_it_was_lost
from tests.simulator.engine.scenes import ScriptedEar

CATALOGUE = Catalogue([shipped()], None)
IDS = [entry.id for entry in CATALOGUE.entries()]


def said(scenario: Scenario, *replies: tuple[str, ...]) -> Session:
    """A call of which each reply is heard as these signals."""
    session = Session(scenario, ScriptedEar(), seed=3)
    for signals in replies:
        if not session.over:
            session._take(" ".join(signals), {"kind": "say", "text": " ".join(signals)}, heard_as(*signals))
    return session


def states(scenario: Scenario, *replies: tuple[str, ...]) -> list[object]:
    session = Session(scenario, ScriptedEar(), seed=3)
    out: list[object] = [session.state]
    state = session.state
    for signals in replies:
        if state.over:
            break
        state, _ = step(session.play, state, heard_as(*signals))
        out.append(state)
    return out


@pytest.mark.parametrize("name", IDS)
def test_a_call_that_was_pushed_away_turned_at_a_reply_that_can_be_named(name: str) -> None:
    scenario = CATALOGUE.open(name)
    play = Session(scenario, ScriptedEar(), seed=3).play
    pushed = states(scenario, *[("pushy", "disparage")] * 20)
    if not pushed[-1].over:  # type: ignore[attr-defined]
        pytest.fail("the call does not end")
    found = turning_point(play, pushed)  # type: ignore[arg-type]
    assert found is not None
    assert 1 <= found.reply < len(pushed)
    assert found.line
    assert "{" not in found.line


@pytest.mark.parametrize("name", IDS[:4])
def test_before_the_turn_the_call_could_be_kept_and_the_same_is_found_each_time(name: str) -> None:
    scenario = CATALOGUE.open(name)
    play = Session(scenario, ScriptedEar(), seed=3).play
    pushed = states(scenario, *[("pushy", "disparage")] * 20)
    assert turning_point(play, pushed) == turning_point(play, pushed)  # type: ignore[arg-type]


def test_a_call_that_is_not_over_has_not_turned() -> None:
    scenario = CATALOGUE.open(IDS[0])
    session = Session(scenario, ScriptedEar(), seed=3)
    assert turning_point(session.play, [session.state]) is None


def test_a_sealed_customer_does_not_say_where_it_turned() -> None:
    sealed = next(s for s in map(CATALOGUE.open, IDS) if s.sealed)
    session = said(sealed, *[("pushy", "disparage")] * 20)
    assert session.over
    assert where_it_was_lost(session) == ""


def test_the_states_of_a_call_are_those_it_went_through() -> None:
    scenario = CATALOGUE.open(IDS[0])
    session = Session(scenario, ScriptedEar(), seed=3)
    seen = [session.state]
    for words in ("hello there", "what is this about", "one more thing"):
        session.reply(words)
        seen.append(session.state)
    assert states_of(session) == seen
