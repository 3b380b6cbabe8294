from __future__ import annotations

import random

from hypothesis import given
from hypothesis import strategies as st

from scoring.hearing.signals import Heard
from scoring.marking.conditions import And, HeardIt, Knows, evaluate, parse
from simulator.engine.situation import EngineSituation, Names, Now, compile_condition, weight, why
from tests.simulator.engine.scenes import random_condition

SIGNALS, FACTS, OBJECTIONS = ["a", "b", "c"], ["f0", "f1"], ["o0", "o1"]
FEELINGS, MOMENTS = ["trust", "patience"], ["m0", "m1"]
NAMES = Names(tuple(FEELINGS), tuple(FACTS), tuple(OBJECTIONS))


def any_now(rng: random.Random) -> Now:
    opened = rng.randrange(4)
    now = Now(
        rng.choice(MOMENTS),
        rng.randrange(6),
        rng.randrange(12),
        [rng.randrange(11), rng.randrange(11)],
        rng.randrange(4),
        rng.randrange(4),
        opened,
        rng.randrange(4) & ~opened,
        rng.randrange(4),
    )
    now.silent, now.repeated = rng.random() < 0.2, rng.random() < 0.2
    now.hearings = tuple(
        Heard(name, (i * 5, i * 5 + 4), "word", 0.9, rng.choice(["met", "unsure"]), "rule")
        for i, name in enumerate(rng.choices(SIGNALS, k=rng.randrange(4)))
    )
    for heard in now.hearings:
        if heard.state == "met":
            now.heard.setdefault(heard.signal, heard)
    return now


@given(st.integers(0, 2**32))
def test_a_compiled_condition_says_what_evaluate_says(seed: int) -> None:
    rng = random.Random(seed)
    now = any_now(rng)
    text = random_condition(rng, SIGNALS, FACTS, OBJECTIONS, FEELINGS, MOMENTS, 3)
    for condition in (
        parse(text),
        parse(f"{text} and heard a in m0 and not heard b before c"),
        parse(f"count a > 0 or count b >= 1 before c or asked f0 or {text}"),
        And((HeardIt(("a", "b")), Knows(("f0", "f1")))),
        And((HeardIt(()), Knows(()))),
    ):
        verdict = evaluate(condition, EngineSituation(now, NAMES, 1))
        assert compile_condition(condition, NAMES)(now) is verdict.value


def test_why_cites_the_words_of_this_reply() -> None:
    now = Now("m0", 0, 0, [5, 5], 0, 0, 0, 0, 0)
    now.hearings = (Heard("a", (3, 7), "well", 0.9, "met", "a/rule"),)
    now.heard = {"a": now.hearings[0]}
    verdict = why(parse("heard a and trust >= 4"), now, NAMES, 2)
    assert verdict.value is True
    assert [(e.turn, e.span, e.quote, e.rule) for e in verdict.evidence] == [(2, (3, 7), "well", "a/rule")]


def test_an_unsure_hearing_meets_no_condition() -> None:
    now = Now("m0", 0, 0, [5, 5], 0, 0, 0, 0, 0)
    now.hearings = (Heard("a", (0, 1), "x", 0.5, "unsure", ""),)
    assert compile_condition(parse("heard a"), NAMES)(now) is False
    assert why(parse("heard a"), now, NAMES, 1).value is False


def test_a_condition_weighs_what_it_asks_for() -> None:
    assert weight(None) == 0
    assert weight(parse("heard a")) == 1
    assert weight(parse("not heard a and (knows f0 or trust > 2)")) == 3
