"""Checking files: what is known from last time is not looked at again, and two processes share the rest."""

from __future__ import annotations

import multiprocessing
import signal
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor, as_completed
from concurrent.futures.process import BrokenProcessPool
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from simulator.check import vectors
from simulator.check.kept import Shelf
from simulator.check.scenarios import Checked, Played, by_place, checked_file, files_of, played_file, twins
from simulator.rehearsal.stage import may_fork
from simulator.scenario.catalogue import Catalogue
from simulator.scenario.problems import Problem

PROCESSES = 2
WORTH_A_PROCESS = 3
"""Files; fewer are checked sooner than a second process is begun."""
Progress = Callable[[Path, int, int], None]
"""Called with a file, how many are done, and of how many."""


@dataclass(frozen=True, slots=True)
class How:
    """How to check. `encoder`: loads it, only where something has to be heard; `engine`: its name, `reduced` without."""

    hear: bool = True
    deep: bool = False
    engine: str = "reduced"
    encoder: Callable[[], Any] = lambda: None

    @property
    def name(self) -> str:
        return f"hear={self.hear} deep={self.deep} engine={self.engine if self.hear or self.deep else ''}"


def sweep(
    catalogue: Catalogue,
    paths: Sequence[Path],
    how: How,
    *,
    keep: bool = True,
    told: Progress = lambda *_: None,
) -> list[Problem]:
    """Every problem of these files or folders, or of the whole catalogue where none are given; by place.

    `keep`: use what the cache folder has of the last time, and leave there what was found.
    """
    files = files_of(catalogue, paths)
    shelf = Shelf(catalogue, how.name)
    found: dict[Path, Checked] = {}
    for file in files if keep else ():
        if (known := shelf.load(file)) is not None:
            found[file] = known
    rest = [file for file in files if file not in found]
    for file, checked in _checked(catalogue, rest, how, keep):
        found[file] = checked
        if keep:
            shelf.save(file, checked)
        told(file, len(found), len(files))
    return by_place([p for file in files for p in (*found[file].problems, *twins(catalogue, file, found[file]))])


def _checked(catalogue: Catalogue, files: list[Path], how: How, keep: bool) -> Iterator[tuple[Path, Checked]]:
    if len(files) >= WORTH_A_PROCESS and may_fork():
        catalogue.sources()  # Read once, for both.
        yield from _by_two(catalogue, files, how, how.encoder() if how.hear or how.deep else None)
    else:
        for file in files:
            yield file, _with_a_second(catalogue, file, how, keep)


def _with_a_second(catalogue: Catalogue, file: Path, how: How, keep: bool) -> Checked:
    """One file. Where there are two cores, another process plays while this one hears."""
    if not (how.hear and may_fork()):
        encoder = how.encoder() if how.hear or how.deep else None
        return checked_file(catalogue, file, hear=how.hear, encoder=encoder, deep=how.deep)
    catalogue.sources()
    cache = catalogue.cache if keep else None
    context = multiprocessing.get_context("fork")
    pool = ProcessPoolExecutor(1, context, _begin, (catalogue, how, None))
    encoder = None
    try:
        job = pool.submit(_play, file)
        encoder = how.encoder()
        if encoder is not None:
            vectors.recall(cache, file, encoder)
        checked = checked_file(catalogue, file, encoder=encoder, deep=how.deep, played=job.result)
    except BrokenProcessPool:
        checked = checked_file(catalogue, file, encoder=how.encoder(), deep=how.deep)
    finally:
        pool.shutdown(wait=False, cancel_futures=True)
    if encoder is not None:
        vectors.keep(cache, file, encoder)
    return checked


def _by_two(catalogue: Catalogue, files: list[Path], how: How, encoder: Any) -> Iterator[tuple[Path, Checked]]:
    """As they are done. Where a process was ended from outside, what it left is done here."""
    left = dict.fromkeys(files)
    # The processes go on from here, so that nothing is loaded or sent twice.
    context = multiprocessing.get_context("fork")
    pool = ProcessPoolExecutor(PROCESSES, context, _begin, (catalogue, how, encoder))
    try:
        jobs = {pool.submit(_one, file): file for file in files}
        for job in as_completed(jobs):
            checked = job.result()
            del left[jobs[job]]
            yield jobs[job], checked
    except BrokenProcessPool:
        pass
    finally:
        pool.shutdown(wait=False, cancel_futures=True)
    for file in left:
        yield file, checked_file(catalogue, file, hear=how.hear, encoder=encoder, deep=how.deep)


_given: tuple[Catalogue, How, Any] | None = None
"""What a process of `_by_two` works with; set in that process only."""


def _begin(catalogue: Catalogue, how: How, encoder: Any) -> None:
    global _given
    _given = (catalogue, how, encoder)
    signal.signal(signal.SIGINT, signal.SIG_DFL)  # Who stops the command stops both, without a word from this one.


def _one(file: Path) -> Checked:
    assert _given is not None
    catalogue, how, encoder = _given
    return checked_file(catalogue, file, hear=how.hear, encoder=encoder, deep=how.deep)


def _play(file: Path) -> Played:
    assert _given is not None
    catalogue, how, _ = _given
    return played_file(catalogue, file, deep=how.deep)
