"""What stands beside the conversation."""

from __future__ import annotations

from dataclasses import dataclass

from scoring.marking.transcript import Change
from simulator.scenario.model import HintRule


@dataclass(frozen=True, slots=True)
class FeelingNow:
    """A feeling from 0 to 10, whether low is good, and the last change with its cause."""

    name: str
    value: int
    good_low: bool
    last: Change | None


@dataclass(frozen=True, slots=True)
class Panel:
    """`objections`: titles of the open ones. `facts`: what was told, in their own words. `hints`: when they come."""

    goal: str
    feelings: tuple[FeelingNow, ...]
    objections: tuple[str, ...]
    facts: tuple[str, ...]
    turns_left: int
    hints: HintRule
