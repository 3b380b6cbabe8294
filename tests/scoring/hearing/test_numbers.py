"""Figures, however they are written; and what was proposed, in the rep's own words."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scoring.hearing.numbers import amounts, fits, proposed
from scoring.hearing.signals import Signal


@pytest.mark.parametrize(
    ("text", "values"),
    [
        ("It costs you 2,600 a week.", [2600]),
        ("ninety grand", [90_000]),
        ("48k", [48_000]),
        ("€48k", [48_000]),
        ("half a million", [500_000]),
        ("a quarter of a million", [250_000]),
        ("two and a half thousand", [2500]),
        ("thirty-six thousand", [36_000]),
        ("one hundred eighty thousand", [180_000]),
        ("a hundred and forty patients", [140]),
        ("around 58 000 pounds", [58_000]),
        ("48.000 euros", [48_000]),
        ("1.250.000", [1_250_000]),
        ("2.125", [2.125]),
        ("1.5 million", [1_500_000]),
        ("ten percent", [10]),
        ("99.9%", [99.9]),
        ("two dozen", [24]),
        ("half a dozen", [6]),
        ("between 20 and 30 thousand", [20_000, 30_000]),
        ("two to three million", [2_000_000, 3_000_000]),
        ("5-10%", [5, 10]),
        ("three or four vans", [3, 4]),
        ("one of them", []),
        ("at 14:30", []),
        ("on the 3rd of May", []),
        ("no figure at all", []),
    ],
)
def test_a_figure_is_read_however_it_is_written(text: str, values: list[float]) -> None:
    assert [amount.value for amount in amounts(text)] == values


@pytest.mark.parametrize(
    ("text", "units"),
    [
        ("€48k and $12", ["money", "money"]),
        ("10 percent of 300 euros", ["percent", "money"]),
        ("ten to twelve percent", ["percent", "percent"]),
        ("12 people and 7", ["count", ""]),
    ],
)
def test_a_figure_has_the_unit_that_stands_with_it(text: str, units: list[str]) -> None:
    assert [amount.unit for amount in amounts(text)] == units


def test_a_bare_figure_may_be_money_or_a_count_but_no_percentage() -> None:
    (bare,) = amounts("2600")
    money = Signal("loss", "number", unit="money", low=2340, high=2860)
    share = Signal("share", "number", unit="percent", low=0, high=9000)
    assert fits(bare, money)
    assert not fits(bare, share)
    assert not fits(amounts("2600 people")[0], money)
    assert not fits(amounts("2900")[0], money)
    assert fits(amounts("2900")[0], Signal("more", "number", unit="money", low=1000))


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("Let's meet Thursday at four with your partner.", {"when": "Thursday at four", "who": "your partner"}),
        ("Tuesday the 14th at half past nine, bring 3 people", {"when": "Tuesday the 14th at half past nine", "number": "3"}),
        ("On Monday, or rather next week?", {"when": "next week"}),
        ("Would you bring Delia and the 180,000?", {"who": "Delia", "number": "180,000"}),
        ("I see.", {}),
    ],
)  # fmt: skip
def test_what_was_proposed_is_echoed_in_the_reps_words(text: str, said: dict[str, str]) -> None:
    assert proposed(text) == said


@given(st.text(max_size=300))
def test_places_are_exact_in_any_text(text: str) -> None:
    last = 0
    for amount in amounts(text):
        start, end = amount.span
        assert last <= start < end <= len(text)
        last = end
    for value in proposed(text).values():
        assert value in text


@pytest.mark.parametrize(
    "text", ["Shall we say Tuesday at nine?", "Thursday at 10, and you bring it", "See you at ten then"]
)
def test_an_hour_is_no_count(text: str) -> None:
    assert {a.unit for a in amounts(text)} <= {"time"}


@pytest.mark.parametrize(
    "text", ["They go at 3,000 each", "You run at nine percent", "We sell it at 40 euros", "at ten vans"]
)
def test_a_figure_after_at_stays_one(text: str) -> None:
    assert "time" not in {a.unit for a in amounts(text)}


def test_the_day_of_the_meeting_is_proposed_not_the_deadline() -> None:
    assert proposed("Can we sit down on Thursday at nine? I'll send the sum by Tuesday.")["when"] == "Thursday at nine"
    assert proposed("I'll send it by Tuesday.")["when"] == "Tuesday"


@pytest.mark.parametrize(
    ("said", "when"),
    [
        ("Tuesday at 9.30 you, Marco and me", "Tuesday at 9.30"),
        ("Can we meet late next week? I'll send it tomorrow.", "next week"),
        ("I'd get you a draft by Friday. Shall we meet Tuesday at ten?", "Tuesday at ten"),
        ("I'll get you a draft by the 12th. Would it suit to go through it on Tuesday?", "Tuesday"),
        ("thursday 4 oclock to sit with Yvonne before the first Tuesday", "thursday 4 oclock"),
        ("you marco and me, wed 11", "wed 11"),
        ("tues 3pm ok", "tues 3pm"),
        ("Let's say the 11th at 14:00", "the 11th at 14:00"),
    ],
)
def test_the_day_of_the_meeting_is_taken_and_no_other(said: str, when: str) -> None:
    assert proposed(said)["when"] == when


def test_a_verb_is_no_day() -> None:
    assert "when" not in proposed("We sat 3 hours over it and the sun shone.")
