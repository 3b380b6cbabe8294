"""The quick marks of a rehearsed call are those of the scorecard."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from random import Random

import pytest

from scoring.marking.scorecard import mark
from simulator.engine.play import compile_play
from simulator.rehearsal.archetypes import NOVICE, PEOPLE, RANDOM
from simulator.rehearsal.calls import Call, play_call, transcript_of
from simulator.rehearsal.craft import craft_of
from simulator.rehearsal.marks import Marker
from simulator.rehearsal.phrases import phrasebook
from simulator.rehearsal.reps import Rep
from simulator.scenario.catalogue import Catalogue, shipped
from simulator.scenario.model import Scenario

DRAFTS = Path(__file__).parents[2] / "data" / "scenarios"
CATALOGUE = Catalogue([shipped(), DRAFTS], None)
EVERY = [entry.id for entry in CATALOGUE.entries() if not entry.broken]


def calls_of(scenario: Scenario, level: str, count: int) -> list[Call]:
    craft, play = craft_of(scenario, phrasebook(scenario)), compile_play(scenario, level, 5)
    return [
        play_call(play, number, Rep(kind, craft, Random(f"{kind.name}{number}"), scenario.max_content))
        for number in range(count)
        for kind in (*PEOPLE, replace(RANDOM, name="more random"), NOVICE)
    ]


@pytest.mark.parametrize("name", EVERY)
def test_every_criterion_the_total_and_the_verdict_are_those_of_the_scorecard(name: str) -> None:
    scenario = CATALOGUE.open(name)
    for level in ("easy", "normal", "hard"):
        calls = calls_of(scenario, level, 6)
        marker = Marker(scenario.rubric, calls[0].play.names)
        for call in calls:
            quick, card = marker.mark(call), mark(transcript_of(call), scenario.rubric)
            assert quick.levels == {c.id: c.level for c in card.criteria}
            assert (quick.total, quick.passed) == (card.total, card.passed is True)


def test_a_rehearsed_call_always_ends() -> None:
    for name in EVERY:
        assert all(call.ending for call in calls_of(CATALOGUE.open(name), "normal", 3))
