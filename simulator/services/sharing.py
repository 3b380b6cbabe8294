"""Scenarios sent to others and taken from others: packed with what they use; unpacked all or not at all."""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import Literal

from simulator.check.scenarios import check_file
from simulator.scenario.catalogue import NOT_SCENARIOS, Catalogue, shipped
from simulator.scenario.document import Fields, Text, read_bytes, shown
from simulator.scenario.fields import bad_id
from simulator.scenario.packs import PARTS, SCENARIOS, PackError, place_of, read_pack, write_pack
from simulator.scenario.problems import Place, Problem, ScenarioError
from simulator.scenario.reader import read_scenario
from simulator.services.authoring import AuthoringError, not_written, put
from simulator.services.publishing import text_of, used_names

What = Literal["add", "replace", "same"]


@dataclass(frozen=True, slots=True)
class Arrival:
    """One file that would come in: where it goes and what it does there. `hides`: a scenario elsewhere with this id."""

    path: Path
    what: What
    data: bytes
    id: str = ""
    hides: str = ""


class Unfit(AuthoringError):
    """What was to come in cannot be read. `problems` says where."""

    def __init__(self, sentence: str, problems: tuple[Problem, ...]) -> None:
        super().__init__(sentence)
        self.problems = problems


def export(catalogue: Catalogue, names: Sequence[str]) -> tuple[bytes, tuple[str, ...]]:
    """A pack of these scenarios with all that they use and does not ship; and the names of the files in it.

    Raises UnknownScenario, ScenarioError, AuthoringError.
    """
    files: dict[str, bytes] = {}
    for name in dict.fromkeys(names):
        entry = catalogue.entry(name)
        if entry.broken:
            raise AuthoringError(f"{entry.broken}. Mend it first; what is broken is not sent to others")
        path = Path(entry.path)
        text = text_of(path)
        files[f"{SCENARIOS}{name}.yaml"] = text.encode()
        for part, source in _parts(catalogue, path, text).items():
            data = text_of(source).encode()
            if files.setdefault(part, data) != data:
                raise AuthoringError(
                    f"two of these scenarios use a different {part.removeprefix(PARTS)}; export them apart"
                )
    try:
        made_with = version("sparring")
    except PackageNotFoundError:
        made_with = "a checkout"
    return write_pack(files, made_with), tuple(sorted(files))


def _parts(catalogue: Catalogue, path: Path, text: str) -> dict[str, Path]:
    """The files of its own that a scenario uses, by their names in a pack. The company stays: everybody has their own."""
    used = read_scenario(path, catalogue.sources()).files
    ours = shipped().resolve()
    own = [file for file in used if file != path and not file.resolve().is_relative_to(ours)]
    out: dict[str, Path] = {}
    for name in used_names(text, shown(path)):
        for folder in (path.parent, *catalogue.roots):
            if (folder / name) in own and name != "company.yaml":
                out[f"{PARTS}{name}"] = folder / name
                break
    out |= {f"{PARTS}rubrics/{file.name}": file for file in own if file.parent.name == "rubrics"}
    return out


def arrivals(catalogue: Catalogue, data: bytes, name: str, folder: Path) -> list[Arrival]:
    """What a pack or a single scenario file would add to a folder of one's own. Raises PackError, ScenarioError."""
    zipped = data[:4] == b"PK\x03\x04" or name.lower().endswith(".zip")
    if zipped:
        files = read_pack(data, name)
    else:
        files = {f"{SCENARIOS}{_id(data, shown(name))}.yaml": data}
    out = []
    for inside, content in files.items():
        where = f"{shown(name)}:{inside}" if zipped else shown(name)
        own = ""
        if inside.startswith(SCENARIOS):
            own = _id(content, where)
            if f"{SCENARIOS}{own}.yaml" != inside:
                raise PackError(f"{where}: its id is '{own}'; a scenario stands in a pack under its id")
        else:
            read_bytes(content, where)
        out.append(_arrival(catalogue, folder, place_of(inside).as_posix(), content, own))
    places = [arrival.path for arrival in out]
    if len(set(places)) != len(places):
        raise PackError(f"{shown(name)}: two files of it would go to one place")
    return out


def _id(data: bytes, where: str) -> str:
    root = read_bytes(data, where)
    node = root.fields.get("id") if isinstance(root, Fields) else None
    if not isinstance(node, Text) or (isinstance(root, Fields) and "moments" not in root.fields):
        place = root.place
        raise ScenarioError((Problem("S110", "this is no scenario: it needs the fields 'id' and 'moments'", place),))
    name = node.value.strip()
    if (problem := bad_id(name, node.place)) is not None:
        raise ScenarioError((problem,))
    return name


def _arrival(catalogue: Catalogue, folder: Path, place: str, data: bytes, own: str) -> Arrival:
    path = folder / place
    what: What = "add"
    if path.is_file():
        what = "same" if path.read_bytes() == data else "replace"
    other = next((e.path for e in catalogue.entries() if own and e.id == own and Path(e.path) != path), "")
    return Arrival(path, what, data, own, other)


def fit(catalogue: Catalogue, coming: Sequence[Arrival], folder: Path) -> None:
    """Read what comes in as if it were in place already. Raises Unfit."""
    with tempfile.TemporaryDirectory() as temporary:
        staged = Path(temporary).resolve()
        for name in (*NOT_SCENARIOS, "company.yaml"):  # What is there already and may be used.
            with suppress(OSError):
                if (folder / name).is_dir():
                    shutil.copytree(folder / name, staged / name)
        for arrival in coming:
            target = staged / arrival.path.relative_to(folder)
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_bytes(arrival.data)
        shelf = Catalogue([*(root for root in catalogue.roots if root != folder), staged], None, catalogue.company)
        try:
            problems = [
                problem
                for arrival in coming
                if arrival.id
                for problem in check_file(shelf, staged / arrival.path.relative_to(folder), hear=False)
                if problem.severity == "error"
            ]
        except ScenarioError as error:  # Rubrics that cannot be read.
            problems = list(error.problems)
        found = tuple(_elsewhere(problem, str(staged)) for problem in problems)
    if found:
        many = f"{len(found)} error{'' if len(found) == 1 else 's'}"
        raise Unfit(f"nothing was imported: there {'is' if len(found) == 1 else 'are'} {many} in it", found)


def _elsewhere(problem: Problem, folder: str) -> Problem:
    place = problem.place
    file = place.file.removeprefix(folder).lstrip("/")
    return Problem(problem.code, problem.message.replace(f"{folder}/", ""), Place(file, place.line, place.column))


def take_in(coming: Sequence[Arrival]) -> None:
    """Write all of it, or put everything back as it was. Raises AuthoringError."""
    done: list[tuple[Path, bytes | None]] = []
    try:
        for arrival in coming:
            if arrival.what == "same":
                continue
            before = arrival.path.read_bytes() if arrival.path.is_file() else None
            done.append((arrival.path, before))
            put(arrival.path, arrival.data)
    except (AuthoringError, OSError) as error:
        for path, before in reversed(done):
            with suppress(OSError, AuthoringError):
                if before is None:
                    path.unlink(missing_ok=True)
                else:
                    put(path, before)
        if isinstance(error, OSError):
            raise AuthoringError(not_written(coming[0].path, error)) from None
        raise
