"""Every scenario that ships, at the level of signals: its embedded tests walk the path that they say."""

from __future__ import annotations

import pytest

from simulator.engine.draws import values_for
from simulator.engine.ears import model_wordings
from simulator.engine.play import compile_play
from simulator.engine.state import Silence, heard_as
from simulator.engine.step import open_call, step
from simulator.scenario.catalogue import Catalogue, shipped
from simulator.scenario.model import EmbeddedTest, Scenario

CATALOGUE = Catalogue([shipped()], None)
SCENARIOS = [CATALOGUE.open(entry.id) for entry in CATALOGUE.entries()]
TESTS = [(scenario, test) for scenario in SCENARIOS for test in scenario.tests]


@pytest.mark.parametrize(("scenario", "test"), TESTS, ids=[f"{s.id}: {t.name}" for s, t in TESTS])
def test_what_an_embedded_test_should_be_heard_as_leads_where_it_says(scenario: Scenario, test: EmbeddedTest) -> None:
    for seed in range(3):
        play = compile_play(scenario, test.level, seed)
        state, _ = open_call(play)
        path = [state.moment]
        for reply in test.rep:
            if state.over:
                break
            state, result = step(play, state, Silence() if reply.say is None else heard_as(*reply.hears))
            path.append(result.go)
        if test.expect.path:
            assert tuple(path) == test.expect.path
        if test.expect.outcome and state.ending:
            assert scenario.endings[state.ending].outcome == test.expect.outcome


@pytest.mark.parametrize("scenario", SCENARIOS, ids=[s.id for s in SCENARIOS])
def test_no_line_is_left_with_a_placeholder(scenario: Scenario) -> None:
    play = compile_play(scenario, "normal", 3)
    values = values_for(scenario, play.drawn)
    assert not any("{" in text for text in model_wordings(scenario, values))
