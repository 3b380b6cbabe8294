"""Checking scenarios: the reader's problems, then the flow of what could be read, then what is heard in it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

from simulator.check.flow import flow_problems
from simulator.check.hearing import hearing_problems
from simulator.scenario.canonical import sealed
from simulator.scenario.catalogue import Catalogue
from simulator.scenario.document import read_file, shown
from simulator.scenario.paths import FILE as PATHS
from simulator.scenario.paths import read_paths
from simulator.scenario.problems import Place, Problem, ScenarioError
from simulator.scenario.reader import ScenarioReader

Progress = Callable[[Path], None]


def check(
    catalogue: Catalogue,
    paths: Sequence[Path],
    *,
    hear: bool = True,
    encoder: Any = None,
    told: Progress = lambda _: None,
) -> list[Problem]:
    """Every problem of these files or folders, or of the whole catalogue where none are given; by place.

    `hear`: also hold `hears` and the embedded tests against the detectors, which takes a second a scenario with the
    encoder. `told` is called with each file before it is looked at.
    """
    files = [file for path in paths for file in (sorted(path.rglob("*.yaml")) if path.is_dir() else [path])]
    if not paths:
        files = [Path(entry.path) for entry in catalogue.entries()]
    found: dict[Problem, None] = {}
    for file in files:
        told(file)
        found.update(dict.fromkeys(check_file(catalogue, file, hear=hear, encoder=encoder)))
    return sorted(found, key=lambda p: (p.place.file, p.place.line, p.place.column, p.code))


def check_file(catalogue: Catalogue, path: Path, *, hear: bool = True, encoder: Any = None) -> list[Problem]:
    """Every problem of one scenario file, or of a file of learning paths, warnings too."""
    try:
        if path.name == PATHS:
            read_paths(path)
            return []
        root = read_file(path)
    except ScenarioError as error:
        return list(error.problems)
    except OSError as error:
        return [Problem("S108", f"the file cannot be read: {error.strerror or error}", Place(shown(path)))]
    reader = ScenarioReader(root, path, catalogue.sources())
    scenario = reader.scenario()
    if any(problem.severity == "error" for problem in reader.problems):
        return reader.problems
    whole = sealed(scenario)
    problems = [*reader.problems, *flow_problems(whole, reader)]
    if (twin := catalogue.same_id(scenario.id, path)) is not None:
        problems.append(twin)
    if hear and not any(problem.severity == "error" for problem in problems):
        problems += hearing_problems(whole, reader, encoder)
    return problems
