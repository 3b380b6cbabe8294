"""No customer says the same thing twice in one breath: random play over every scenario that ships."""

from __future__ import annotations

import random
import re
from collections.abc import Iterator
from itertools import combinations

import pytest

from scoring.hearing.text import words
from simulator.engine.draws import fill
from simulator.engine.play import Play, compile_play
from simulator.engine.state import Part, Silence, heard_as
from simulator.engine.step import open_call, step
from simulator.scenario.catalogue import Catalogue, shipped
from simulator.scenario.model import Scenario

CATALOGUE = Catalogue([shipped()], None)
SCENARIOS = [CATALOGUE.open(entry.id) for entry in CATALOGUE.entries()]
SEEDS = 40
CALLS = 4
"""Of each seed at each level."""


def answers(scenario: Scenario) -> Iterator[tuple[Play, tuple[Part, ...]]]:
    """What the customer says, turn by turn, in calls whose replies are drawn from all that can be heard."""
    names = [name for name, signal in scenario.signals.items() if signal.kind != "behaviour"]
    names += ["acknowledge", "open_question", "next_step", "summarise", "vague_follow_up", "pushy", "pitch_dump"]
    for seed in range(SEEDS):
        chance = random.Random(seed)
        for level in ("easy", "normal", "hard"):
            play = compile_play(scenario, level, seed)
            for _ in range(CALLS):
                state, parts = open_call(play)
                yield play, parts
                while not state.over:
                    heard = chance.sample(names, chance.choice([1, 2, 2, 3]))
                    state, result = step(play, state, Silence() if chance.random() < 0.03 else heard_as(*heard))
                    yield play, result.parts


def sentences(play: Play, parts: tuple[Part, ...]) -> list[str]:
    texts = [fill(part.text, play.values) for part in parts]
    return [sentence for text in texts for sentence in re.split(r"(?<=[.!?…])\s+", text) if sentence]


def stems(text: str) -> frozenset[str]:
    return frozenset(word.stem for word in words(text) if word.content)


def again(first: str, second: str, drawn: frozenset[str]) -> bool:
    """Whether two sentences say the same: one within the other, or most of one's meaning words in the other.

    People say `Right.` twice; a word or two within a longer sentence ("With what?") repeat nothing.
    """
    plain = sorted((" ".join(word.text for word in words(text)) for text in (first, second)), key=len)
    if " " not in plain[0]:
        return False
    if first == second or (plain[0].count(" ") > 1 and f" {plain[0]} " in f" {plain[1]} "):
        return True
    mine, other = stems(first) - drawn, stems(second) - drawn
    shared = len(mine & other)
    return shared >= 2 and shared * 2 >= min(len(mine), len(other))


@pytest.mark.parametrize("scenario", SCENARIOS, ids=[s.id for s in SCENARIOS])
def test_no_answer_says_a_sentence_or_a_fact_twice(scenario: Scenario) -> None:
    twice: set[tuple[str, str]] = set()
    for play, parts in answers(scenario):
        facts = [part.name for part in parts if part.kind == "fact"]
        assert len(facts) == len(set(facts))
        drawn = stems(" ".join(str(value) for value in play.drawn.values()))
        said = sentences(play, parts)
        twice |= {pair for pair in combinations(said, 2) if again(*pair, drawn)}
        figures = [figure for text in said for figure in set(re.findall(r"\d[\d,]*", text))]
        twice |= {(figure, " ".join(said)) for figure in figures if figures.count(figure) > 1}
    assert not twice
