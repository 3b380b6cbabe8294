"""Checking scenarios: what cannot be read first, then the flow and the wording, then how it plays and what is heard in it."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from simulator.check.earnings import earning_problems
from simulator.check.flow import flow_problems
from simulator.check.folding import folded
from simulator.check.hearing import hearing_problems
from simulator.check.overlaps import overlap_problems
from simulator.check.play.played import played_problems
from simulator.check.telling import telling_problems
from simulator.check.uses import use_problems
from simulator.check.wording import wording_problems
from simulator.scenario.canonical import sealed
from simulator.scenario.catalogue import Catalogue
from simulator.scenario.document import read_file, shown
from simulator.scenario.model import Scenario
from simulator.scenario.paths import FILE as PATHS
from simulator.scenario.paths import read_paths
from simulator.scenario.problems import Place, Problem, ScenarioError
from simulator.scenario.reader import ScenarioReader

Progress = Callable[[Path], None]


@dataclass(frozen=True, slots=True)
class Checked:
    """What was found in one file. `id`: the scenario's, empty where it cannot be read. `files`: all that it was read from."""

    problems: tuple[Problem, ...]
    id: str = ""
    files: tuple[Path, ...] = ()
    uses: tuple[str, ...] = ()
    """The names under `use` and of the seller's file, as they are written."""


def check(
    catalogue: Catalogue,
    paths: Sequence[Path],
    *,
    hear: bool = True,
    encoder: Any = None,
    deep: bool = False,
    told: Progress = lambda _: None,
) -> list[Problem]:
    """Every problem of these files or folders, or of the whole catalogue where none are given; by place.

    `hear`: also hold `hears` and the embedded tests against the detectors, which takes a second a scenario with the
    encoder; `deep`: rehearse it too, some ten seconds more. `told` is called with each file before it is looked at.
    """
    found: list[Problem] = []
    for file in files_of(catalogue, paths):
        told(file)
        found += check_file(catalogue, file, hear=hear, encoder=encoder, deep=deep)
    return by_place(found)


def files_of(catalogue: Catalogue, paths: Sequence[Path]) -> list[Path]:
    """The files that are meant: a folder stands for its YAML files, nothing for the whole catalogue."""
    if not paths:
        return [Path(entry.path) for entry in catalogue.entries()]
    named = [file for path in paths for file in (sorted(path.rglob("*.yaml")) if path.is_dir() else [path])]
    return list(dict.fromkeys(named))


def by_place(problems: Sequence[Problem]) -> list[Problem]:
    """Without twins, in the order of the files."""
    return sorted(dict.fromkeys(problems), key=lambda p: (p.place.file, p.place.line, p.place.column, p.code))


def check_file(
    catalogue: Catalogue, path: Path, *, hear: bool = True, encoder: Any = None, deep: bool = False
) -> list[Problem]:
    """Every problem of one scenario file, or of a file of learning paths, warnings too."""
    checked = checked_file(catalogue, path, hear=hear, encoder=encoder, deep=deep)
    return [*checked.problems, *twins(catalogue, path, checked)]


def twins(catalogue: Catalogue, path: Path, checked: Checked) -> list[Problem]:
    """What is wrong with the id beside the other files there are."""
    twin = catalogue.same_id(checked.id, path) if checked.id else None
    return [] if twin is None else [twin]


Played = tuple[tuple[Problem, ...], tuple[Problem, ...]]
"""What play says of a scenario, and what it earns; the second is looked at only where nothing else is wrong."""


def checked_file(
    catalogue: Catalogue,
    path: Path,
    *,
    hear: bool = True,
    encoder: Any = None,
    deep: bool = False,
    played: Callable[[], Played] | None = None,
) -> Checked:
    """What is wrong in a file by itself, whatever other scenarios there are.

    `played`: brings what `played_file` finds, from wherever it is found meanwhile; else it is found here.
    """
    try:
        if path.name == PATHS:
            read_paths(path)
            return Checked(())
        root = read_file(path)
    except ScenarioError as error:
        return Checked(error.problems)
    except OSError as error:
        problem = Problem("S108", f"the file cannot be read: {error.strerror or error}", Place(shown(path)))
        return Checked((problem,))
    reader = ScenarioReader(root, path, catalogue.sources())
    scenario = reader.scenario()
    if faulty(reader.problems):
        return Checked(tuple(folded(reader.problems)))
    whole = sealed(scenario)
    problems = [*reader.problems, *static_problems(whole, reader)]
    if not hear:
        problems += flow_problems(whole, reader)
    else:
        problems += _played_and_heard(whole, reader, encoder, deep, played, faulty(problems))
    if deep and not faulty(problems):
        from simulator.rehearsal.problems import rehearsal_problems  # Deferred: it brings hundreds of calls with it.

        problems += rehearsal_problems(whole, Place(shown(path)), encoder=encoder)
    return Checked(tuple(folded(problems)), whole.id, tuple(reader.files), reader.uses())


def _played_and_heard(
    whole: Scenario,
    reader: ScenarioReader,
    encoder: Any,
    deep: bool,
    played: Callable[[], Played] | None,
    wrong: bool,
) -> list[Problem]:
    """`wrong`: something is the matter already, so that what is heard is not looked at."""
    if played is None:
        flow = played_problems(whole, reader, deep=deep)
        if wrong or faulty(flow):
            return flow
        return [*flow, *earning_problems(whole, reader), *hearing_problems(whole, reader, encoder)]
    # Heard while the other process plays; for nothing where that finds a fault.
    heard = [] if wrong else hearing_problems(whole, reader, encoder)
    found, earned = played()
    return list(found) if wrong or faulty(found) else [*found, *earned, *heard]


def played_file(catalogue: Catalogue, path: Path, *, deep: bool = False) -> Played:
    """What play finds in a file; nothing in one that cannot be played."""
    try:
        reader = ScenarioReader(read_file(path), path, catalogue.sources())
    except (ScenarioError, OSError):
        return (), ()
    scenario = reader.scenario()
    if faulty(reader.problems):
        return (), ()
    whole = sealed(scenario)
    found = tuple(played_problems(whole, reader, deep=deep))
    return found, () if faulty(found) else tuple(earning_problems(whole, reader))


def faulty(problems: Sequence[Problem]) -> bool:
    return any(problem.severity == "error" for problem in problems)


def static_problems(scenario: Scenario, reader: ScenarioReader) -> Iterator[Problem]:
    """What can be seen without playing or hearing anything."""
    yield from use_problems(scenario, reader)
    yield from overlap_problems(scenario, reader)
    yield from telling_problems(scenario, reader)
    yield from wording_problems(scenario, reader)
