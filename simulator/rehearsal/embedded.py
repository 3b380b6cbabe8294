"""The tests that a scenario carries, played through the real detectors: what came out otherwise, reply by reply."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from scoring.hearing.signals import Heard
from scoring.marking.scorecard import Scorecard, mark
from simulator.engine.draws import cast
from simulator.engine.ears import ear_for
from simulator.engine.session import Session
from simulator.engine.standing import Listener
from simulator.scenario.model import EmbeddedTest, Reply, Scenario

SEED = 7
"""With which tests are played, as `check` plays them."""
MOST_DRAWS = 200


@dataclass(frozen=True, slots=True)
class Played:
    """A test that was played. `differences`: what came out otherwise, the first reply's first; none where it passed.

    `misheard`: those of them that are about what `hears` says.
    """

    test: EmbeddedTest
    session: Session
    card: Scorecard
    differences: tuple[str, ...]
    misheard: tuple[str, ...] = ()

    @property
    def passed(self) -> bool:
        return not self.differences

    @property
    def unsaid(self) -> int:
        """Replies that were not said, because the call had ended."""
        return len(self.test.rep) - len(self.session.turns)


def play_tests(scenario: Scenario, encoder: Any = None, *, every_draw: bool = False) -> Iterator[Played]:
    """Every embedded test, in the file's order; `every_draw`: once with each figure that may be drawn.

    Takes up to a second before the first, with the encoder: the scenario's signals are fitted.
    """
    first: Any = None
    for seed in seeds(scenario) if every_draw else (SEED,):
        ear = ear_for(scenario, seed, encoder, first.heads if first else None)
        first = first or ear
        for test in scenario.tests:
            yield play_test(scenario, test, ear, seed)


def seeds(scenario: Scenario) -> tuple[int, ...]:
    """The seed of tests, and as few more as it takes to draw every value of each `draw` at least once."""
    missing = {(name, value) for name, values in scenario.draw.items() for value in values}
    out: list[int] = []
    for seed in range(SEED, SEED + MOST_DRAWS):
        new = missing & set(cast(scenario, seed).items())
        if new or not out:
            out.append(seed)
            missing -= new
    return tuple(out)


def play_test(scenario: Scenario, test: EmbeddedTest, ear: Listener, seed: int = SEED) -> Played:
    """One test. Replies after the end of the call are not said."""
    session = Session(scenario, ear, seed=seed, level=test.level)
    differences: list[str] = []
    misheard: list[str] = []
    for number, reply in enumerate(test.rep, 1):
        if session.over:
            break
        if reply.say is None:
            session.silent()
        else:
            heard = session.reply(session.fill(reply.say)).heard
            found = list(heard_otherwise(scenario, number, reply, heard))
            misheard += found
            differences += found
        differences += _led_elsewhere(test, session, number)
    card = mark(session.transcript(), scenario.rubric)
    return Played(test, session, card, (*differences, *_ends_otherwise(test, session, card)), tuple(misheard))


def heard_otherwise(scenario: Scenario, number: int, reply: Reply, heard: tuple[Heard, ...]) -> Iterator[str]:
    """What `hears` lists and nobody hears, and the harm that is heard and not listed."""
    met = {h.signal: h.quote for h in heard if h.state == "met"}
    unsure = {h.signal for h in heard}
    for signal in reply.hears:
        if signal not in met:
            how = "is heard only as unsure" if signal in unsure else "is not heard"
            yield f"reply {number}: '{signal}' {how} in “{short(reply.say or '')}”"
    if reply.hears_given:
        for signal, quote in met.items():
            if scenario.signals[signal].harmful and signal not in reply.hears:
                yield f"reply {number}: '{signal}', which does harm, is heard in “{short(quote)}” and not listed"


def _led_elsewhere(test: EmbeddedTest, session: Session, number: int) -> Iterator[str]:
    """Where the path first leaves the one that is expected."""
    wanted, path = test.expect.path, session.path
    if (
        wanted
        and path[number : number + 1] != list(wanted[number : number + 1])
        and path[:number] == list(wanted[:number])
    ):
        met = ", ".join(dict.fromkeys(h.signal for h in session.turns[-1].heard if h.state == "met")) or "nothing"
        other = wanted[number] if number < len(wanted) else "the end of the path"
        yield f"reply {number} led to {path[number]}, not {other} (heard: {met})"


def _ends_otherwise(test: EmbeddedTest, session: Session, card: Scorecard) -> Iterator[str]:
    expect = test.expect
    if expect.path and len(session.path) < len(expect.path):
        yield f"the path stopped at {session.path[-1]}, before {expect.path[len(session.path)]}"
    if expect.outcome is not None and session.outcome != expect.outcome:
        yield f"the outcome was {session.outcome or 'open'}, not {expect.outcome}"
    if expect.passed is not None and (card.passed is True) != expect.passed:
        yield f"it did not pass ({card.total})" if expect.passed else f"it passed ({card.total})"
    if expect.score is not None and not (card.total is not None and expect.score[0] <= card.total <= expect.score[1]):
        yield f"the total was {card.total}, not {expect.score[0]}-{expect.score[1]}"
    levels = {criterion.id: criterion.level for criterion in card.criteria}
    for name, (low, high) in expect.criteria.items():
        level = levels.get(name)
        if level is None or not low <= level <= high:
            wanted = f"{low}" if low == high else f"{low}-{high}"
            yield f"{name} was {'not marked' if level is None else level}, not {wanted}"


def short(text: str, most: int = 60) -> str:
    """The text in one line of at most so many characters, cut between words."""
    flat = " ".join(text.split())
    return flat if len(flat) <= most else flat[: most - 4].rsplit(" ", 1)[0] + " ..."
