"""What is earned without doing the job, or by everybody, or by nobody (S504, S505, S506), played as signals."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import chain, islice, repeat
from random import Random

from scoring.hearing.signals import CONTENT_KINDS
from scoring.marking.rubric import names_in
from simulator.check.places import names_at, place_at
from simulator.check.uses import conditions_of, named_in
from simulator.engine.play import Play, compile_play
from simulator.engine.state import Silence, heard_as
from simulator.engine.step import open_call, step
from simulator.rehearsal.archetypes import EXPERT, NOVICE, PUSHY, RANDOM, SOLID
from simulator.rehearsal.calls import MOST_REPLIES, Beat, Call, play_call
from simulator.rehearsal.craft import craft_of
from simulator.rehearsal.marks import Marker
from simulator.rehearsal.phrases import phrasebook
from simulator.rehearsal.reps import Rep, Reply
from simulator.scenario.model import Scenario
from simulator.scenario.problems import Problem
from simulator.scenario.reader import ScenarioReader

SEED = 1
LEVELS = ("easy", "normal")
REPS = (EXPERT, SOLID, NOVICE, PUSHY, RANDOM)
CALLS = 24
"""Of each simulated rep."""
CASTS = 4
"""So many draws of the customer's figures take turns."""
Signals = frozenset[str]


def earning_problems(scenario: Scenario, reader: ScenarioReader) -> list[Problem]:
    """Takes some tenths of a second."""
    return [*cheap_passes(scenario, reader), *flat_criteria(scenario, reader)]


# S504, S505


def cheap_passes(scenario: Scenario, reader: ScenarioReader) -> Iterator[Problem]:
    place = place_at(reader, "rubric")
    plays = [compile_play(scenario, level, SEED) for level in LEVELS]
    marker = Marker(scenario.rubric, plays[0].names)
    for play in plays:
        if passes(play, marker, repeat(NOTHING_SAID)):
            message = f"a rep who says nothing passes ({play.level} level)"
            yield Problem("S504", message, place, conversation=("(nothing, again and again)",))
            break
    found = next((s for s in replies_of(scenario) for p in plays if passes(p, marker, again(scenario, s))), None)
    if found is not None:
        words = " + ".join(sorted(found))
        message = f"a rep who says one thing over and over passes: what is heard as {words}"
        yield Problem("S504", message, place, conversation=(words, "(the same again, to the end)"))
    every = everything(scenario)
    for play in plays:
        if passes(play, marker, repeat(Reply(heard_as(*sorted(every), words=40)))):
            message = f"a rep of whom every signal is heard at once, harm too, passes ({play.level} level)"
            yield Problem("S505", message, place, conversation=("(every signal, in every reply)",))
            break


NOTHING_SAID = Reply(Silence())


def passes(play: Play, marker: Marker, replies: Iterator[Reply]) -> bool:
    return marker.mark(call_of(play, replies)).passed


def call_of(play: Play, replies: Iterator[Reply]) -> Call:
    """The call in which a rep gives these replies."""
    state, opening = open_call(play)
    start = state
    beats: list[Beat] = []
    for reply in islice(replies, MOST_REPLIES):
        if state.over:
            break
        after, result = step(play, state, reply.given)
        beats.append(Beat(state, reply, after, result))
        state = after
    return Call(play, opening, start, tuple(beats))


def again(scenario: Scenario, signals: Signals) -> Iterator[Reply]:
    """One reply over and over: the guards leave it its behaviours only, for content that is repeated is not heard."""
    rest = [n for n in sorted(signals) if scenario.signals[n].kind not in CONTENT_KINDS or scenario.signals[n].harmful]
    return chain([Reply(heard_as(*sorted(signals)))], repeat(Reply(heard_as(*rest, repeated=True))))


def replies_of(scenario: Scenario) -> list[Signals]:
    """What one reply may be heard as: the choices, the tests' replies, and each signal alone; without twins."""
    found = [choice.hears for moment in scenario.moments.values() for choice in moment.guided]
    found += [reply.hears for test in scenario.tests for reply in test.rep]
    found += [(name,) for name in asked_for(scenario)]
    # A figure that rests on a fact is not heard before that fact was told.
    sets = (frozenset(name for name in names if not scenario.signals[name].fact) for names in found)
    return list(dict.fromkeys(names for names in sets if names))


def asked_for(scenario: Scenario) -> list[str]:
    """The signals that anything in the scenario asks for."""
    names = names_in(conditions_of(scenario)) | named_in(scenario)
    return [name for name in scenario.signals if name in names]


def everything(scenario: Scenario) -> Signals:
    """All signals but those that fail a call by themselves."""
    fatal = {knock_out.signal for knock_out in scenario.rubric.knock_outs}
    return frozenset(name for name in asked_for(scenario) if name not in fatal)


# S506


def flat_criteria(scenario: Scenario, reader: ScenarioReader) -> Iterator[Problem]:
    """S506 for each criterion of the file's own that gives everybody the same."""
    book = phrasebook(scenario)
    if not book.content:
        return
    names = names_at(reader, "rubric", "criteria")
    own = [criterion for criterion in scenario.rubric.criteria if criterion.id in names]
    craft = craft_of(scenario, book)
    plays = [compile_play(scenario, "normal", SEED * 1000 + number) for number in range(CASTS)]
    marker = Marker(scenario.rubric, plays[0].names)
    levels: dict[str, set[int]] = {criterion.id: set() for criterion in own}
    for kind in REPS:
        for number in range(CALLS):
            chance = Random(f"{scenario.id}/{kind.name}/{number}")
            rep = Rep(kind, craft, chance, scenario.max_content)
            marked = marker.mark(play_call(plays[number % CASTS], chance.getrandbits(32), rep))
            for name, seen in levels.items():
                level = marked.levels[name]
                if level is not None:
                    seen.add(level)
    for criterion in own:
        seen = levels[criterion.id]
        if criterion.marked_by == "machine" and len(seen) < 2:
            every = f"gives every simulated rep level {min(seen)}" if seen else "applies to no simulated rep's call"
            message = f"the criterion {criterion.id} {every}, from the pushy one to the expert"
            yield Problem("S506", message, place_at(reader, "rubric", "criteria", criterion.id), "warning")
