"""A scenario as values: what a YAML file says once it has been read, checked and joined with its libraries.

Nothing here knows positions, files or YAML. Conditions are parsed and resolved (roles have become their bearers).
Texts still hold their placeholders: `{draw.loss}`, `{seller.product}`, `{customer.name}`, `{said.when|then}`.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

from scoring.hearing.signals import Seller, Signal
from scoring.marking.conditions import Condition
from scoring.marking.rubric import Rubric
from scoring.marking.transcript import Outcome

LevelName = Literal["easy", "normal", "hard"]
HintRule = Literal["on_request", "when_stuck", "none"]
STAGES: tuple[str, ...] = (
    "cold_call",
    "discovery",
    "demo_value",
    "objection",
    "negotiation",
    "renewal",
    "certification",
    "coaching",
)


@dataclass(frozen=True, slots=True)
class Line:
    """Something the customer may say. `when` None: always; `levels` empty: at every level."""

    text: str
    when: Condition | None = None
    levels: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Delta:
    """`trust +1`: a feeling and how far it moves."""

    feeling: str
    by: int


@dataclass(frozen=True, slots=True)
class Feeling:
    """A feeling from 0 to 10. `start` is a number, or a placeholder such as `{draw.mood}`. `good_low`: anger and the like."""

    name: str
    start: int | str
    good_low: bool = False


@dataclass(frozen=True, slots=True)
class Fact:
    """Hidden until it is asked for (`asked_when`, now or before) while `opens_when` holds (None: always)."""

    name: str
    truth: str
    asked_when: Condition
    opens_when: Condition | None
    says: tuple[Line, ...]
    dodges: tuple[Line, ...] = ()
    counts_as: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class ObjectionRule:
    """new -> open -> resolved, and back to open. A condition that is None never holds."""

    name: str
    title: str
    says: tuple[Line, ...]
    raise_when: Condition | None
    resolve_when: Condition | None
    resolved_says: tuple[Line, ...] = ()
    reopen_when: Condition | None = None
    reopen_says: tuple[Line, ...] = ()
    counts_as: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Interruption:
    name: str
    when: Condition
    says: tuple[Line, ...]
    effect: tuple[Delta, ...] = ()
    go: str | None = None


@dataclass(frozen=True, slots=True)
class Branch:
    """A way out of a moment. `when` None is the `else`. `go` is a moment or an ending. `reply` stands for the next line."""

    when: Condition | None
    go: str
    reply: tuple[Line, ...] = ()
    effect: tuple[Delta, ...] = ()


@dataclass(frozen=True, slots=True)
class Choice:
    """One answer of the multiple choice. `hears` is an assertion about the detectors, never fed in."""

    say: str
    hears: tuple[str, ...]
    why: str
    best: bool = False
    when: Condition | None = None


@dataclass(frozen=True, slots=True)
class Moment:
    """`hints`: direction, question, wording; fewer where the author gave fewer. `seconds` None: the scenario's."""

    name: str
    goal: str
    says: tuple[Line, ...]
    next: tuple[Branch, ...]
    hints: tuple[str, ...] = ()
    guided: tuple[Choice, ...] = ()
    model_answer: str = ""
    seconds: int | None = None
    reactions: Mapping[str, tuple[Delta, ...]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Ending:
    name: str
    outcome: Outcome
    says: tuple[Line, ...]
    debrief: str


@dataclass(frozen=True, slots=True)
class LevelRule:
    """`feelings`: what is added to each start. `seconds` None: as the scenario says."""

    feelings: Mapping[str, int] = field(default_factory=dict)
    hints: HintRule = "when_stuck"
    seconds: int | None = None


@dataclass(frozen=True, slots=True)
class Customer:
    name: str
    role: str = ""
    company: str = ""
    style: str = ""
    background: str = ""


@dataclass(frozen=True, slots=True)
class Reply:
    """A scripted reply of an embedded test: words and what they must be heard as, or silence (`say` None)."""

    say: str | None
    hears: tuple[str, ...] = ()
    hears_given: bool = False


@dataclass(frozen=True, slots=True)
class Expectation:
    """What a test expects; None and empty are not looked at. `score` is the closed range of the total."""

    path: tuple[str, ...] = ()
    outcome: str | None = None
    passed: bool | None = None
    score: tuple[int, int] | None = None
    criteria: Mapping[str, tuple[int, int]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class EmbeddedTest:
    name: str
    rep: tuple[Reply, ...]
    expect: Expectation
    level: LevelName = "normal"


@dataclass(frozen=True, slots=True)
class Scenario:
    """Everything that a call needs. `hash` covers the file and all that it uses, and is stored with each attempt.

    `signals` holds the scenario's own and its libraries', by name; those that reactions punish are marked harmful.
    """

    id: str
    version: int
    title: str
    status: Literal["draft", "published", "retired"]
    language: str
    stage: str
    difficulty: int
    minutes: int
    brief: str
    goals: tuple[str, ...]
    seller: Seller
    customer: Customer
    draw: Mapping[str, tuple[int | str, ...]]
    sealed: bool
    feelings: tuple[Feeling, ...]
    every_turn: tuple[Delta, ...]
    silence: tuple[Delta, ...]
    seconds: int
    max_turns: int
    out_of_turns: str
    out_of_patience: str
    max_content: int
    unclear: tuple[Line, ...]
    signals: Mapping[str, Signal]
    reactions: Mapping[str, tuple[Delta, ...]]
    facts: Mapping[str, Fact]
    objections: Mapping[str, ObjectionRule]
    interruptions: Mapping[str, Interruption]
    start: str
    moments: Mapping[str, Moment]
    endings: Mapping[str, Ending]
    rubric: Rubric
    levels: Mapping[str, LevelRule]
    tests: tuple[EmbeddedTest, ...] = ()
    hash: str = ""
    canonical: str = ""
    """The canonical JSON of the joined scenario: what the hash is of, what the store keeps, what a receipt embeds."""
