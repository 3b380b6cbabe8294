"""What a rep's home shows: calls left open, what to play next and why, how it went so far."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from simulator.scenario.catalogue import Entry
from simulator.scenario.paths import LearningPath

if TYPE_CHECKING:
    from simulator.services.assignments import Due
    from simulator.store.attempts import AttemptRow
    from simulator.store.reviews import NewsRow

NEXT = 3


def in_people(number: int) -> str:
    return "1 person" if number == 1 else f"{number} people"


def in_calls(number: int) -> str:
    """That so many calls wait."""
    return "1 call waits" if number == 1 else f"{number} calls wait"


@dataclass(frozen=True, slots=True)
class Suggestion:
    """A scenario to play next, and the reason in a few words."""

    entry: Entry
    why: str


@dataclass(frozen=True, slots=True)
class Progress:
    """How far somebody is on a learning path. `passed`: its scenarios with a pass that counts for it."""

    path: LearningPath
    passed: frozenset[str] = frozenset()

    @property
    def done(self) -> bool:
        return len(self.passed) >= self.path.passes


@dataclass(frozen=True, slots=True)
class Overview:
    """`best`: of each scenario the ended attempt with the highest total. `history`: the newest first."""

    unfinished: tuple[AttemptRow, ...] = ()
    history: tuple[AttemptRow, ...] = ()
    best: Mapping[str, AttemptRow] = field(default_factory=dict)
    next_up: tuple[Suggestion, ...] = ()
    paths: tuple[Progress, ...] = ()
    due: tuple[Due, ...] = ()
    news: tuple[NewsRow, ...] = ()
    manages: int = 0
    """How many people this person manages."""


def overview_of(
    entries: Sequence[Entry],
    unfinished: Sequence[AttemptRow],
    history: Sequence[AttemptRow],
    paths: Sequence[LearningPath] = (),
) -> Overview:
    best: dict[str, AttemptRow] = {}
    for row in history:
        if total_of(row) is not None and (
            row.scenario not in best or (row.total or 0) > (best[row.scenario].total or 0)
        ):
            best[row.scenario] = row
    on_the_way = tuple(progress(path, history) for path in paths)
    return Overview(tuple(unfinished), tuple(history), best, suggested(entries, history, on_the_way), on_the_way)


def progress(path: LearningPath, history: Sequence[AttemptRow]) -> Progress:
    """How far these ended calls lead on a path."""
    counted = (row.scenario for row in history if row.passed and path.counts(row.mode, row.level))
    return Progress(path, frozenset(counted) & frozenset(path.scenarios))


def total_of(row: AttemptRow) -> int | None:
    """The total, where anything was said; a call left without a word has none to compare with."""
    return row.total if row.entries else None


def suggested(
    entries: Sequence[Entry], history: Sequence[AttemptRow], paths: Sequence[Progress] = ()
) -> tuple[Suggestion, ...]:
    """What was tried and not passed comes first, the latest first; then what is new: along the paths that are not done,
    in their order, then the rest, the easiest of a stage first."""
    playable = {entry.id: entry for entry in entries if not entry.broken and entry.status != "retired"}
    passed = {row.scenario for row in history if row.passed}
    tried = dict.fromkeys(row.scenario for row in history if row.scenario in playable)
    again = [Suggestion(playable[name], "not passed yet") for name in tried if name not in passed]
    open_paths = [one.path for one in paths if not one.done]
    along = {
        name: f"next on the path “{path.title}”" for path in reversed(open_paths) for name in reversed(path.scenarios)
    }
    ahead = [name for path in open_paths for name in path.scenarios]
    order = dict.fromkeys((*(name for name in ahead if name in playable), *playable))
    new = [Suggestion(playable[name], along.get(name, "new to you")) for name in order if name not in tried]
    kept = [Suggestion(playable[name], "passed; try it on hard") for name in reversed(tried) if name in passed]
    return tuple((*again[:1], *new, *again[1:], *kept)[:NEXT])
