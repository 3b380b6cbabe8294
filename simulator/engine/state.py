"""Where a call stands, what comes in, and what one turn yields. All values, compared by content."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Literal, NamedTuple

from scoring.hearing.signals import Heard, Hearing
from scoring.marking.transcript import Change, Status

PartKind = Literal["interruption", "objection", "fact", "dodge", "warning", "reply", "moment", "ending", "unclear"]


class State(NamedTuple):
    """A call between two replies. Sets of facts, objections, signals and interruptions are bits of whole numbers.

    (A tuple, as all that each turn makes anew: a frozen dataclass takes three times as long to make.)

    `n` counts every reply, `turn` those that were understood, `here` those in this moment.
    `credited`: good reactions already paid in this stay. `used`: line numbers, the least recently said first.
    `said`: what the rep last proposed (`when`, `who`, `number`). `warned`: the customer said that patience is short.
    """

    moment: str
    feelings: tuple[int, ...]
    ending: str | None = None
    n: int = 0
    turn: int = 0
    here: int = 0
    known: int = 0
    asked: int = 0
    open: int = 0
    resolved: int = 0
    raised: int = 0
    credited: int = 0
    interrupted: int = 0
    unclear: int = 0
    warned: bool = False
    used: tuple[int, ...] = ()
    said: tuple[tuple[str, str], ...] = ()

    @property
    def over(self) -> bool:
        return self.ending is not None


@dataclass(frozen=True, slots=True)
class Said:
    """A reply, as it was heard."""

    hearing: Hearing


@dataclass(frozen=True, slots=True)
class Silence:
    """No reply came."""


Input = Said | Silence


def heard_as(*signals: str, unsure: tuple[str, ...] = (), repeated: bool = False, words: int = 8) -> Said:
    """A reply that is heard as exactly these signals: for searches and simulated reps, which speak in signals."""
    heard = [Heard(name, (i, i + 1), "", 1.0, "met", "given") for i, name in enumerate(signals)]
    heard += [Heard(name, (i, i + 1), "", 0.5, "unsure", "given") for i, name in enumerate(unsure, len(heard))]
    return Said(Hearing(heard=tuple(heard), repeated=repeated, understood=bool(heard), words=words))


class Part(NamedTuple):
    """One thing that the customer says, its placeholders unfilled. `name`: the fact, objection, moment … it is of."""

    kind: PartKind
    name: str
    text: str


class Step(NamedTuple):
    """What one reply did. `go` is the moment or ending it led to, the same as `moment` where it stayed.

    `branch`: the number of the branch taken, None where none was. `objections`: name -> new status, in order.
    """

    moment: str
    go: str
    changes: tuple[Change, ...] = ()
    facts: tuple[str, ...] = ()
    dodged: str | None = None
    objections: Mapping[str, Status] = MappingProxyType({})
    interruption: str | None = None
    branch: int | None = None
    parts: tuple[Part, ...] = ()
    paid: bool = False
    silent: bool = False
    repeated: bool = False
    unclear: bool = False
