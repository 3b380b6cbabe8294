"""The one record of a conversation. Everything else derives from it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

from scoring.hearing.signals import Heard

Status = Literal["new", "open", "resolved"]
Outcome = Literal["won", "progress", "stalled", "lost"]


@dataclass(frozen=True, slots=True)
class Snapshot:
    """How things stand at one point. `turn` counts replies so far; `here` replies in this moment.

    `raised`: objections raised or reopened in the customer's line just heard.
    """

    moment: str
    here: int
    turn: int
    feelings: Mapping[str, int]
    known: frozenset[str]
    asked: frozenset[str]
    objections: Mapping[str, Status]
    raised: frozenset[str]


@dataclass(frozen=True, slots=True)
class Change:
    """A feeling moved by `by` (never 0) because of `because`, a sentence for the person ("a price before a need").

    `cause` is the machine's name of it: `signal:give_away`, `silence`, `every_turn`, `effect:forklift`.
    """

    feeling: str
    by: int
    because: str
    cause: str


@dataclass(frozen=True, slots=True)
class Turn:
    """One reply and what came of it. `n` counts from 1.

    `prompt` is the customer's line before the reply, `customer` their answer to it.
    `before` and `after` are None on a bare transcript (a real call), where only the words are known.
    `facts`: told in this turn. `objections`: name -> its new status, where it changed.
    `paid`: it earned a good reaction (met), a fact or a resolution.
    `unclear`: nothing was understood; it cost nothing, moved nothing, and `here` and `turn` do not count it.
    """

    n: int
    rep: str
    prompt: str = ""
    customer: str = ""
    heard: tuple[Heard, ...] = ()
    before: Snapshot | None = None
    after: Snapshot | None = None
    changes: tuple[Change, ...] = ()
    facts: tuple[str, ...] = ()
    objections: Mapping[str, Status] = field(default_factory=dict)
    hints: int = 0
    moment: str = ""
    silent: bool = False
    repeated: bool = False
    unclear: bool = False
    paid: bool = False


@dataclass(frozen=True, slots=True)
class ScenarioRef:
    id: str
    version: int
    hash: str
    title: str = ""
    stage: str = ""


@dataclass(frozen=True, slots=True)
class Transcript:
    """A whole conversation. `scenario` is None for a bare one; then `outcome` and `ending` are unknown (None)."""

    turns: tuple[Turn, ...]
    scenario: ScenarioRef | None = None
    engine: str = ""
    encoder: str = ""
    """Which encoder heard it: a short hash, or `reduced`."""
    seed: int = 0
    mode: str = "practice"
    level: str = "normal"
    opening: str = ""
    """The customer's first line(s), before the first reply."""
    path: tuple[str, ...] = ()
    outcome: Outcome | None = None
    ending: str | None = None
    final: Snapshot | None = None
    bare: bool = False
    drawn: Mapping[str, str] = field(default_factory=dict)

    @property
    def hints(self) -> int:
        return sum(turn.hints for turn in self.turns)
