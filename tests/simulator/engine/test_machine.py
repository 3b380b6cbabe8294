"""The machine and the step are two readings of one branch table: on random play they never differ."""

from __future__ import annotations

import random
from collections.abc import Iterable

import pytest

from simulator.engine.machine import MomentMachine, machine_of
from simulator.engine.play import compile_play
from simulator.engine.step import ask_back, finish, open_call, step, until_move
from simulator.scenario.catalogue import Catalogue, shipped
from simulator.scenario.model import Scenario
from tests.simulator.engine.scenes import random_input, scenario, wild


class Walking:
    def __init__(self, moment: str) -> None:
        self.moment = moment


def turns_in_which_they_agree(scenes: Iterable[Scenario], calls: int) -> int:
    turns = 0
    for number, scene in enumerate(scenes):
        rng = random.Random(number)
        play = compile_play(scene, rng.choice(["easy", "normal", "hard"]), number)
        machine = machine_of(compile_play(scene, "normal", 0))
        for _ in range(calls):
            state, _ = open_call(play)
            walker = Walking(state.moment)
            while not state.over:
                given = random_input(rng, scene)
                midway = until_move(play, state, given)
                if midway is None:
                    yielded = ask_back(play, state, given)
                else:
                    moment = machine.move(play, walker, state, midway)
                    yielded = finish(play, state, given, midway)
                    assert moment == yielded[1].go
                assert yielded == step(play, state, given)
                state = yielded[0]
                assert walker.moment == (state.ending or state.moment)
                turns += 1
    return turns


def test_random_play_moves_the_machine_as_it_moves_the_step() -> None:
    scenes = (wild(random.Random(number)) if number % 10 else scenario() for number in range(150))
    assert turns_in_which_they_agree(scenes, calls=20) >= 20_000


def test_every_scenario_that_ships_moves_its_machine_as_it_moves_the_step() -> None:
    catalogue = Catalogue([shipped()], None)
    scenes = [catalogue.open(entry.id) for entry in catalogue.entries()]
    assert turns_in_which_they_agree(scenes, calls=120) >= len(scenes) * 600


def test_the_machine_registers_no_model_and_no_automatic_transitions() -> None:
    machine = MomentMachine(compile_play(scenario())).machine
    assert machine.models == []
    assert sorted(machine.events) == ["expire", "reply"]


def test_two_calls_share_a_machine_and_not_a_moment() -> None:
    machine = MomentMachine(compile_play(scenario()))
    one, other = Walking("start"), Walking("start")
    machine.place(one, "middle")
    assert (one.moment, other.moment) == ("middle", "start")
    with pytest.raises(ValueError, match="nowhere"):
        machine.place(one, "nowhere")


def test_every_call_of_a_scenario_shares_one_machine() -> None:
    scene = scenario()
    assert machine_of(compile_play(scene, "easy", 1)) is machine_of(compile_play(scene, "hard", 2))
    assert machine_of(compile_play(scene)) is not machine_of(compile_play(scenario()))
