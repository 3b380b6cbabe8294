"""What can be heard: a signal, and one hearing of it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

Kind = Literal["behaviour", "concept", "answer", "number", "claim"]
Unit = Literal["money", "percent", "date", "time", "count", ""]
State = Literal["met", "unsure"]

CONTENT_KINDS: frozenset[str] = frozenset({"concept", "answer", "number"})
"""Kinds of which only so many count in one reply (`max_content`). Behaviours are free; claims always count."""


@dataclass(frozen=True, slots=True)
class Signal:
    """Something the engine can hear in a reply.

    `name` is what conditions call it. By kind:
    behaviour: `detector` names a detector of `scoring.hearing.behaviours` (empty: the same as `name`).
    concept, claim: `like` and `not_like` are examples and near misses.
    answer: `references` (what a right answer says), `question`, `marked` pairs of (text, grade in [0, 1]).
    number: `unit`, and the closed range [`low`, `high`] in that unit; None is open. `fact` must be known for it to count.
    `near` is a placeholder such as `{draw.loss}` that becomes the range once it is drawn, give or take `within`.
    `harmful`: the scenario reacts badly to it; harmful signals are never capped.
    `against`: for the compliance claims, the parts of the seller block they are checked with.
    """

    name: str
    kind: Kind
    means: str = ""
    detector: str = ""
    like: tuple[str, ...] = ()
    not_like: tuple[str, ...] = ()
    references: tuple[str, ...] = ()
    marked: tuple[tuple[str, float], ...] = ()
    question: str = ""
    unit: Unit = ""
    low: float | None = None
    high: float | None = None
    near: str = ""
    within: float = 0.1
    fact: str = ""
    counts_as: tuple[str, ...] = ()
    harmful: bool = False
    against: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Heard:
    """One hearing: `text[span[0]:span[1]] == quote`. `strength` in [0, 1] is never stored in a hash.

    `rule` names what matched: `open_question/wh-inversion`, or `like: "Compared with what?"`.
    """

    signal: str
    span: tuple[int, int]
    quote: str
    strength: float
    state: State
    rule: str


@dataclass(frozen=True, slots=True)
class Blocked:
    """A hearing that a guard refused, and why in words: shown to the rep as a reason, never paid."""

    signal: str
    span: tuple[int, int]
    guard: str
    why: str


@dataclass(frozen=True, slots=True)
class Hearing:
    """Everything heard in one reply.

    `understood`: at least one signal or small talk was heard (met or unsure).
    `repeated`: the reply is a near copy of an own earlier one.
    `words`: number of words. `said`: what the rep proposed, under `when`, `who`, `number`; only what was found.
    """

    heard: tuple[Heard, ...] = ()
    blocked: tuple[Blocked, ...] = ()
    repeated: bool = False
    understood: bool = False
    words: int = 0
    said: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Seller:
    """What the rep truly has to sell and may offer. Claims and offers are checked against it."""

    product: str = ""
    facts: tuple[str, ...] = ()
    proof: tuple[str, ...] = ()
    price: str = ""
    discount_limit: float = 0.0
    """Percent."""
    may: tuple[str, ...] = ()
    ask_first: tuple[str, ...] = ()
    never: tuple[str, ...] = ()
