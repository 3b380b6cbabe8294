"""Why a manager should look at an attempt, and which first."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from statistics import mean

FAR = 25
"""Points from the rep's own recent mean from which a total is odd."""
FEWEST = 3
"""Recent totals that such a mean needs."""
RECENT = 5
DISPUTED, KNOCK_OUT, BELOW, WAITING, ODD, UNSURE, UNREVIEWED = 10, 20, 30, 40, 50, 60, 70
"""Ranks: the lowest first. An attempt that was assigned goes before one that was not (`FREE`)."""
FREE = 5
KINDS = {
    DISPUTED: "disputed",
    KNOCK_OUT: "proposed knock-out",
    BELOW: "below pass",
    WAITING: "waits for release",
    ODD: "unlike the others",
    UNSURE: "unsure marks",
    UNREVIEWED: "not reviewed",
}


@dataclass(frozen=True, slots=True)
class Look:
    """What speaks for looking at an attempt. `disputed`: how many disputes nobody ruled on. `recent`: the totals before it,
    the newest first. `held`: the rep waits for the card."""

    total: int
    pass_mark: int
    passed: bool | None
    assigned: bool
    held: bool
    disputed: int = 0
    knock_outs: Sequence[str] = ()
    unsure: Sequence[str] = ()
    recent: Sequence[int] = ()


def attention(look: Look) -> tuple[int, str]:
    """The rank, and every reason in words, the weightiest first."""
    found: list[tuple[int, str]] = []
    if look.disputed:
        found.append((DISPUTED, f"{_count(look.disputed, 'mark')} disputed"))
    if look.knock_outs:
        found.append((KNOCK_OUT, f"proposed knock-out: {', '.join(look.knock_outs)}"))
    if look.total < look.pass_mark:
        found.append((BELOW, f"{look.total}, needed {look.pass_mark}"))
    elif look.passed is False:
        found.append((BELOW, f"{look.total}, but the call was not won"))
    if look.held:
        found.append((WAITING, "the rep waits for the card"))
    if len(look.recent) >= FEWEST:
        usual = round(mean(look.recent[:RECENT]))
        if abs(look.total - usual) >= FAR:
            found.append((ODD, f"{look.total}, usually about {usual}"))
    if look.unsure:
        found.append((UNSURE, f"{_count(len(look.unsure), 'mark')} not certain"))
    if not found:
        found.append((UNREVIEWED, "not reviewed yet"))
    rank = found[0][0] + (0 if look.assigned else FREE)
    return rank, "; ".join(why for _, why in found)


def kind_of(rank: int) -> str:
    """The name of a rank's kind."""
    return KINDS[rank - rank % 10]


def _count(number: int, what: str) -> str:
    return f"{number} {what}{'' if number == 1 else 's'}"
