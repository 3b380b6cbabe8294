"""Reps who try to pass without doing the job. They speak in words, and the real detectors hear them.

Each knows what such a rep can see or find in the scenario's file: examples, the customer's last line, or nothing.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from itertools import cycle, islice
from random import Random

from scoring.hearing.text import FUNCTION_WORDS, words
from simulator.engine.session import Session
from simulator.engine.standing import Listener
from simulator.rehearsal.archetypes import CHEATS
from simulator.rehearsal.calls import MOST_REPLIES
from simulator.rehearsal.phrases import has_use
from simulator.scenario.model import Scenario

SHORT = ("ok", "yes", "sure", "right", "I see", "hm", "why?", "how?", "what?", "when?", "who?", "no", "true", "price?")
MOST_WORDS = 12
"""Of one heap of keywords."""

Cheat = Callable[[Session, Random], Iterator[str]]


def examples(session: Session) -> list[str]:
    """The good examples of the scenario, as this call draws them."""
    useful = has_use(session.scenario)
    good = [s for s in session.scenario.signals.values() if s.kind == "concept" and not s.harmful and s.name in useful]
    return [session.fill(text) for signal in good for text in signal.like]


def stuffs(session: Session, chance: Random) -> Iterator[str]:
    """The words that carry meaning, in heaps: of one example, or of many mixed."""
    kept = [[w.text for w in words(text) if w.text not in FUNCTION_WORDS] for text in examples(session)]
    kept = [heap for heap in kept if heap] or [["price"]]
    pool = [word for heap in kept for word in heap]
    while True:
        if chance.random() < 0.5:
            yield " ".join(chance.choice(kept)).capitalize() + "."
        else:
            yield " ".join(chance.choice(pool) for _ in range(chance.randint(4, MOST_WORDS))).capitalize() + "."


def copies(session: Session, chance: Random) -> Iterator[str]:
    """What the customer just said, as it is or after `so`."""
    while True:
        line = session.turns[-1].customer if session.turns else " ".join(session.opening)
        yield f"So {line[:1].lower()}{line[1:]}" if chance.random() < 0.5 else line


def mumbles(session: Session, chance: Random) -> Iterator[str]:
    """One word or two."""
    del session
    return cycle(chance.sample(SHORT, len(SHORT)))


def recites(session: Session, chance: Random) -> Iterator[str]:
    """The examples as they come, whatever the moment: always one, or always several to a reply."""
    learnt = examples(session) or ["What do you mean?"]
    chance.shuffle(learnt)
    at_once = chance.choice((1, 2, 3, 5))
    while True:
        for at in range(0, len(learnt), at_once):
            yield " ".join(text if text[-1:] in ".!?" else f"{text}." for text in learnt[at : at + at_once])


WAYS: Mapping[str, Cheat] = dict(zip(CHEATS, (stuffs, copies, mumbles, recites), strict=True))


def cheat_call(name: str, scenario: Scenario, ear: Listener, *, seed: int, level: str, chance: Random) -> Session:
    """A whole call of one cheat."""
    session = Session(scenario, ear, seed=seed, level=level)
    for reply in islice(WAYS[name](session, chance), MOST_REPLIES):
        if session.over:
            break
        session.reply(reply)
    return session
