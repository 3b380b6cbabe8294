"""What a rep's home shows: calls left open, what to play next and why, how it went so far."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from simulator.scenario.catalogue import Entry

if TYPE_CHECKING:
    from simulator.store.attempts import AttemptRow

NEXT = 3


@dataclass(frozen=True, slots=True)
class Suggestion:
    """A scenario to play next, and the reason in a few words."""

    entry: Entry
    why: str


@dataclass(frozen=True, slots=True)
class Overview:
    """`best`: of each scenario the ended attempt with the highest total. `history`: the newest first."""

    unfinished: tuple[AttemptRow, ...] = ()
    history: tuple[AttemptRow, ...] = ()
    best: Mapping[str, AttemptRow] = field(default_factory=dict)
    next_up: tuple[Suggestion, ...] = ()


def overview_of(entries: Sequence[Entry], unfinished: Sequence[AttemptRow], history: Sequence[AttemptRow]) -> Overview:
    best: dict[str, AttemptRow] = {}
    for row in history:
        if total_of(row) is not None and (
            row.scenario not in best or (row.total or 0) > (best[row.scenario].total or 0)
        ):
            best[row.scenario] = row
    return Overview(tuple(unfinished), tuple(history), best, suggested(entries, history))


def total_of(row: AttemptRow) -> int | None:
    """The total, where anything was said; a call left without a word has none to compare with."""
    return row.total if row.entries else None


def suggested(entries: Sequence[Entry], history: Sequence[AttemptRow]) -> tuple[Suggestion, ...]:
    """What was tried and not passed comes first, the latest first; then what is new, the easiest of a stage first."""
    playable = {entry.id: entry for entry in entries if not entry.broken and entry.status != "retired"}
    passed = {row.scenario for row in history if row.passed}
    tried = dict.fromkeys(row.scenario for row in history if row.scenario in playable)
    again = [Suggestion(playable[name], "not passed yet") for name in tried if name not in passed]
    new = [Suggestion(entry, "new to you") for entry in playable.values() if entry.id not in tried]
    kept = [Suggestion(playable[name], "passed; try it on hard") for name in reversed(tried) if name in passed]
    return tuple((*again[:1], *new, *again[1:], *kept)[:NEXT])
