"""What a turn, a machine, the menu and opening a scenario cost. In one process, one thread."""

from __future__ import annotations

import gc
import random
import shutil
import tempfile
import time
from dataclasses import replace
from pathlib import Path

from simulator.engine.machine import MomentMachine
from simulator.engine.play import Play, compile_play
from simulator.engine.state import heard_as
from simulator.engine.step import open_call, step
from simulator.scenario.catalogue import Catalogue
from simulator.scenario.model import Branch, Scenario
from tests.bench.table import Row, median

SCENARIOS = Path(__file__).parents[2] / "scenarios"


def every_play() -> list[Play]:
    catalogue = Catalogue([SCENARIOS], None)
    return [compile_play(catalogue.open(entry.id), "normal", 7) for entry in catalogue.entries()]


def turn(turns: int = 4000) -> Row:
    """A step on hearings drawn at random, over every scenario that ships; the median of batches, a turn."""
    batches = []
    for play in every_play():
        chance = random.Random(7)
        names = list(play.scenario.signals)
        inputs = [heard_as(*chance.sample(names, 2)) for _ in range(200)]
        state, _ = open_call(play)
        for _ in range(turns // 200):
            began = time.perf_counter()
            for given in inputs:
                state, _ = step(play, state, given)
                if state.over:
                    state, _ = open_call(play)
            batches.append((time.perf_counter() - began) / len(inputs))
    return Row("a turn of the engine without scoring", median(batches) * 1e6, 25.0, "us")


def machine(moments: int = 2000) -> Row:
    play = compile_play(_long(every_play()[0].scenario, moments))
    times = []
    _as_after_a_start()
    for _ in range(5):
        began = time.perf_counter()
        MomentMachine(play)
        times.append(time.perf_counter() - began)
    return Row(f"a machine of {moments} moments", median(times) * 1e3, 100.0, "ms")


def _long(scenario: Scenario, moments: int) -> Scenario:
    """The scenario with a chain of so many moments in place of its own."""
    pattern = scenario.moments[scenario.start]
    ending = next(iter(scenario.endings))
    names = [f"m{i}" for i in range(moments)]
    return replace(
        scenario,
        start="m0",
        moments={
            name: replace(pattern, name=name, next=(Branch(None, after),), reactions={})
            for name, after in zip(names, [*names[1:], ending], strict=True)
        },
    )


def _as_after_a_start() -> None:
    """What the rows before left behind is none of the next one's: the collector does not go through it again."""
    gc.collect()
    gc.freeze()


def menu(files: int = 1000) -> Row:
    """The list of 1,000 scenarios from a warm index, over the list of an empty folder."""
    source = next(path for path in sorted(SCENARIOS.rglob("*.yaml")) if path.parent.name == "cold_call")
    text = source.read_text(encoding="utf-8")
    with tempfile.TemporaryDirectory() as folder:
        full, empty = Path(folder) / "full", Path(folder) / "empty"
        shutil.copytree(SCENARIOS / "library", full / "library")
        (full / "cold_call").mkdir()
        empty.mkdir()
        for number in range(files):
            (full / "cold_call" / f"s{number}.yaml").write_text(
                text.replace(f"id: {source.stem}", f"id: s{number}"), encoding="utf-8"
            )
        times = {}
        for name, root in (("full", full), ("empty", empty)):
            cache = Path(folder) / f"cache-{name}"
            cache.mkdir()
            Catalogue([root], cache).entries()
            runs = []
            for _ in range(5):
                began = time.perf_counter()
                Catalogue([root], cache).entries()
                runs.append(time.perf_counter() - began)
            times[name] = median(runs)
    return Row(f"the menu of {files} scenarios over an empty one", (times["full"] - times["empty"]) * 1e3, 50.0, "ms")


def opening() -> list[Row]:
    """Opening a scenario for the first time, and from the compiled cache; medians over those that ship."""
    cold, warm = [], []
    _as_after_a_start()
    for _ in range(3):
        with tempfile.TemporaryDirectory() as folder:
            ids = [entry.id for entry in Catalogue([SCENARIOS], Path(folder)).entries()]
            for times in (cold, warm):
                for scenario in ids:
                    catalogue = Catalogue([SCENARIOS], Path(folder))
                    catalogue.entries()
                    began = time.perf_counter()
                    catalogue.open(scenario)
                    times.append(time.perf_counter() - began)
    return [
        Row("opening a scenario, cold", median(cold) * 1e3, 25.0, "ms"),
        Row("opening a scenario from the cache", median(warm) * 1e3, 5.0, "ms"),
    ]


def fixes() -> list[Row]:
    """Finding the smallest fix of a card, over every scripted call that ships, with the encoder, in time of one core."""
    from scoring.hearing.encoder import load
    from scoring.marking.feedback import feedback
    from scoring.marking.scorecard import mark
    from simulator.engine.ears import ear_for
    from simulator.engine.session import Session
    from simulator.services.trial import PlayedTrial

    times = []
    encoder = load(None)
    for play in every_play():
        scenario = play.scenario
        ear = ear_for(scenario, 7, encoder)
        for test in scenario.tests:
            session = Session(scenario, ear, seed=7, level=test.level)
            for reply in test.rep:
                if not session.over:
                    session.silent() if reply.say is None else session.reply(session.fill(reply.say))
            transcript, rubric = session.transcript(), scenario.rubric
            card = mark(transcript, rubric)
            trial = PlayedTrial(scenario, ear, session.log, seed=7, mode="practice", level=test.level)
            began = time.process_time()
            feedback(transcript, rubric, card, trial=trial)
            times.append(time.process_time() - began)
    return [
        Row("the smallest fix of a card, median", median(times) * 1e3, 300.0, "ms"),
        Row("the smallest fix of a card, the slowest", max(times) * 1e3, 300.0, "ms"),
    ]


def heads() -> list[Row]:
    """Fitting a scenario's heads with the encoder, cold; the slowest of those that ship."""
    from scoring.hearing.encoder import load
    from scoring.hearing.hear import Ear
    from simulator.scenario.signals import signals_for

    encoder = load(None)
    if encoder is None:
        return []
    times = []
    plays = every_play()
    _as_after_a_start()
    for play in plays:
        encoder._kept.clear()  # The rows before had it read these examples.
        began = time.perf_counter()
        Ear(signals_for(play.scenario, play.drawn), encoder=encoder)
        times.append(time.perf_counter() - began)
    return [Row("a scenario's heads fitted, cold, the slowest", max(times), 1.0, "s")]
