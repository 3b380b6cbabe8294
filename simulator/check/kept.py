"""What a check found, kept in the cache folder until anything changes that it may depend on.

The key: the file itself, every file that it uses or would use if it were there, the rubrics, the company; how it was
checked; the engine's version, the encoder's, and the code of the checker itself. A kept result that is missing, damaged or
was written by something else is as if there were none.
"""

from __future__ import annotations

import hashlib
import os
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any

from simulator.check.scenarios import Checked
from simulator.engine import ENGINE
from simulator.scenario import cache as caches
from simulator.scenario.catalogue import Catalogue, shipped
from simulator.scenario.problems import Place, Problem

FORMAT = 1
FOLDER = "checked"
CODE = ("scoring", "simulator/scenario", "simulator/engine", "simulator/rehearsal", "simulator/check")
"""What has a say in what is found."""


@dataclass(slots=True)
class Shelf:
    """The kept results of one way to check: `how` names it, with the encoder."""

    catalogue: Catalogue
    how: str
    _hashes: dict[str, str] = field(default_factory=dict)

    def load(self, path: Path) -> Checked | None:
        """What was found in this file as it is now; None where that is not known."""
        if self.catalogue.cache is None:
            return None
        kept = caches.load(self._file(path), FORMAT)
        try:
            checked = Checked(
                tuple(_problem(line) for line in kept["problems"]),
                str(kept["id"]),
                tuple(Path(name) for name in kept["files"]),
                tuple(str(name) for name in kept["uses"]),
            )
            return checked if kept["key"] == self._key(path, checked) else None
        except (LookupError, TypeError, ValueError, AttributeError):
            return None

    def save(self, path: Path, checked: Checked) -> None:
        """Only of what could be read: the rest is found again in milliseconds."""
        if self.catalogue.cache is None or not checked.id:
            return
        document = {
            "key": self._key(path, checked),
            "id": checked.id,
            "files": [str(file) for file in checked.files],
            "uses": list(checked.uses),
            "problems": [_data(problem) for problem in checked.problems],
        }
        caches.save(self._file(path), FORMAT, document)

    def _file(self, path: Path) -> Path:
        assert self.catalogue.cache is not None
        name = hashlib.sha256(os.fsencode(f"{self.how}\n{path}\n{path.absolute()}")).hexdigest()[:32]
        return self.catalogue.cache / FOLDER / f"{name}.json"

    def _key(self, path: Path, checked: Checked) -> str:
        digest = hashlib.sha256(f"{FORMAT}:{ENGINE}:{code_hash()}:{self.how}:{self.catalogue.company}".encode())
        for file in sorted({str(file) for file in (path, *checked.files, *self._candidates(path, checked))}):
            digest.update(os.fsencode(f"\n{file}:{self._hash(file)}"))
        return digest.hexdigest()

    def _candidates(self, path: Path, checked: Checked) -> Iterator[Path]:
        """Files that would be read in place of others, were they there."""
        roots = (*self.catalogue.roots, shipped())
        for name in checked.uses:
            yield from (folder / name for folder in (path.parent, *roots))
        for root in roots:
            yield root / "rubrics" / "common.yaml"
        for folder in {file.parent for file in checked.files if file.name == "common.yaml"}:
            yield from folder.glob("*.yaml")

    def _hash(self, file: str) -> str:
        if file not in self._hashes:
            try:
                self._hashes[file] = hashlib.sha256(Path(file).read_bytes()).hexdigest()
            except (OSError, ValueError):
                self._hashes[file] = "missing"
        return self._hashes[file]


def _data(problem: Problem) -> dict[str, Any]:
    place = problem.place
    return {
        "code": problem.code,
        "message": problem.message,
        "place": [place.file, place.line, place.column],
        "severity": problem.severity,
        "conversation": list(problem.conversation),
        "consequences": list(problem.consequences),
    }


def _problem(data: Mapping[str, Any]) -> Problem:
    """Raises TypeError, LookupError, ValueError where it is not what was saved."""
    conversation, consequences = (tuple(map(str, data[name])) for name in ("conversation", "consequences"))
    severity = data["severity"]
    if severity not in ("error", "warning", "note"):
        raise ValueError(severity)
    file, line, column = data["place"]
    place = Place(str(file), int(line), int(column))
    code, message = str(data["code"]), str(data["message"])
    return Problem(code, message, place, severity, conversation=conversation, consequences=consequences)


@cache
def code_hash() -> str:
    """The hash of the code that finds problems, with its data: another version of it may find others."""
    top = Path(__file__).parents[2]
    digest = hashlib.sha256()
    for folder in CODE:
        for file in sorted((top / folder).rglob("*")):
            if file.suffix in (".py", ".npz", ".json", ".txt") and file.is_file():
                digest.update(os.fsencode(f"\n{file.relative_to(top)}\n"))
                digest.update(file.read_bytes())
    return digest.hexdigest()
