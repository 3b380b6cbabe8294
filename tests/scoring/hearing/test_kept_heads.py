"""Heads that were fitted before save time, and never show in what is heard."""

from __future__ import annotations

from scoring.hearing.hear import Ear
from scoring.hearing.signals import Signal


def signals(figure: str) -> list[Signal]:
    loss = (f"So that is {figure} a year.", f"You lose {figure} every year.", f"It adds up to {figure}.")
    who = ("Who else decides?", "Who signs that off?", "Does anybody else have a say?")
    return [
        Signal("loss", "concept", like=loss, not_like=(f"We charge {figure}.",)),
        Signal("who", "concept", like=who, not_like=("I decide that.",)),
    ]


def test_the_same_examples_are_not_fitted_anew() -> None:
    first = Ear(signals("90,000"))
    marked = {**first.heads, "weights": {name: [0.5] * len(w) for name, w in first.heads["weights"].items()}}
    assert Ear(signals("90,000"), heads=marked).heads == marked


def test_other_examples_are_fitted_as_if_nothing_had_been_kept() -> None:
    kept = Ear(signals("90,000")).heads
    assert Ear(signals("a quarter of a million"), heads=kept).heads == Ear(signals("a quarter of a million")).heads


def test_what_no_ear_wrote_is_not_used() -> None:
    fresh = Ear(signals("90,000")).heads
    for kept in ({}, {"key": fresh["key"][:-1], "weights": {"loss": [9.0]}}, {"weights": {}}, {"key": None}):
        assert Ear(signals("90,000"), heads=kept).heads == fresh
