"""The scenarios there are: a list that costs a look at the folders, and opening one from the compiled cache.

In the cache folder: `index.json` (what the menu shows, by path, size and time of change), `paths.json` (the learning
paths, likewise) and `compiled/KEY.json` (a whole scenario; the key is the hash of every file it was read from and of the
engine's version). Each may be missing, stale, damaged or unwritable: then the files are read.
"""

from __future__ import annotations

import difflib
import hashlib
import os
from collections.abc import Collection, Iterator, Sequence
from dataclasses import asdict, dataclass, replace
from itertools import chain, count
from pathlib import Path
from typing import TYPE_CHECKING, Any

from scoring.hearing.collection import no_collection
from simulator.scenario import cache as caches
from simulator.scenario import paths as learning
from simulator.scenario.model import Scenario
from simulator.scenario.paths import LearningPath
from simulator.scenario.problems import Place, Problem, ScenarioError

if TYPE_CHECKING:
    from simulator.scenario.document import Fields

INDEX_FORMAT = 2
COMPILED_FORMAT = 3
PATHS_FORMAT = 1
NOT_SCENARIOS = ("library", "rubrics", "paths", "templates")
"""Folders at the top of a root that hold none."""
NO_SCENARIO = ("company.yaml", learning.FILE)
"""Files at the top of a root that are none."""


@dataclass(frozen=True, slots=True)
class Entry:
    """A line of the menu. `broken`: the first problem of a file that cannot be played, else empty.

    `instead`: the file with the same id, in an earlier folder, in whose place this one stands; else empty.
    """

    id: str
    title: str
    stage: str
    difficulty: int
    version: int
    minutes: int
    status: str
    customer: str
    role: str
    company: str
    skills: tuple[str, ...]
    path: str
    broken: str = ""
    instead: str = ""


class UnknownScenario(LookupError):
    """No scenario has this id."""

    def __init__(self, name: str, known: Sequence[str]) -> None:
        near = difflib.get_close_matches(name, known, 1, 0.5)
        hint = f"; did you mean '{near[0]}'?" if near else "; `sparring scenarios list` shows what there is"
        super().__init__(f"there is no scenario '{name}'{hint}")


def shipped() -> Path:
    """The folder of the scenarios that ship with Sparring, wherever it was started from."""
    from importlib.resources import files

    return Path(str(files("scenarios")))


class Catalogue:
    """The scenarios of some folders. A later folder's scenario stands in place of an earlier one with the same id.

    Within one folder an id belongs to the first file, by path; the other stands in the menu as one that cannot be played.
    """

    def __init__(self, roots: Sequence[Path], cache: Path | None, company: Path | None = None) -> None:
        # A folder named twice is looked at once, in its last place.
        self.roots = tuple(reversed({os.path.realpath(r): r for r in reversed(tuple(roots)) if r.is_dir()}.values()))
        self.cache = cache
        self._company = company
        self._entries: dict[str, Entry] | None = None
        self._claims: dict[str, list[str]] = {}
        self._taken: dict[str, Problem] = {}
        self._sources: Any = None
        self._examined = False
        self._paths: tuple[tuple[LearningPath, ...], tuple[Problem, ...]] | None = None

    @property
    def company(self) -> Path | None:
        """The company that scenarios sell for: the user's file where there is one, else the one that ships."""
        if self._company is not None and self._company.is_file():
            return self._company
        for root in self.roots:
            if (root / "company.yaml").is_file():
                return root / "company.yaml"
        return None

    def entries(self) -> list[Entry]:
        """By stage, difficulty and title. Files that cannot be read stand there too, with what is wrong in them."""
        if self._entries is None:
            self._entries = self._look()
        from simulator.scenario.model import STAGES

        order = {stage: number for number, stage in enumerate(STAGES)}
        return sorted(self._entries.values(), key=lambda e: (order.get(e.stage, 99), e.difficulty, e.title, e.id))

    def entry(self, name: str) -> Entry:
        """Raises UnknownScenario."""
        if self._entries is None:
            self._entries = self._look()
        if name not in self._entries:
            raise UnknownScenario(name, list(self._entries))
        return self._entries[name]

    def open(self, name: str) -> Scenario:
        """Raises UnknownScenario, and ScenarioError with everything that is wrong in it."""
        entry = self.entry(name)
        path = Path(entry.path)
        if name in self._taken:
            raise ScenarioError((self._taken[name],))
        try:
            with no_collection():
                return self._compiled(path) or self._read(path)
        except OSError as error:
            message = f"the file cannot be read: {error.strerror or error}"
            raise ScenarioError((Problem("S108", message, Place(str(error.filename or entry.path))),)) from error

    def read(self, path: Path) -> Scenario:
        """A scenario by its file, in a folder of this catalogue or not. Raises ScenarioError, OSError."""
        return self._read(path)

    def examine(self) -> list[Entry]:
        """Read every file of the user's whole, not only its head, and mark those that cannot be played; which they are.

        Once, until `forget`: the second time there is nothing new to say.
        """
        found: list[Entry] = []
        if self._examined:
            return found
        self._examined = True
        for entry in self.entries():
            if entry.broken or Path(entry.path).is_relative_to(shipped()):
                continue
            try:
                self.open(entry.id)
            except (ScenarioError, UnknownScenario) as error:
                found.append(replace(entry, broken=str(error).partition("\n")[0]))
        if self._entries is not None:
            self._entries.update({entry.id: entry for entry in found})
        return found

    def forget(self) -> None:
        """Look at the folders anew next time."""
        self._entries = None
        self._sources = None
        self._examined = False
        self._paths = None

    def paths(self) -> tuple[LearningPath, ...]:
        """The learning paths, each with the scenarios of it that are there; a path without any is left out."""
        known = {entry.id for entry in self.entries() if not entry.broken and entry.status != "retired"}
        here = [path.there(known) for path in self._learning()[0]]
        return tuple(path for path in here if path.scenarios)

    def path_problems(self) -> tuple[Problem, ...]:
        """What is wrong in the files of paths. A file with something wrong in it gives no path."""
        return self._learning()[1]

    def _learning(self) -> tuple[tuple[LearningPath, ...], tuple[Problem, ...]]:
        if self._paths is None:
            files = [(root / learning.FILE, stamp) for root in self.roots if (stamp := _stamp(root / learning.FILE))]
            key = [[str(file), stamp] for file, stamp in files]
            kept = self._load("paths.json", PATHS_FORMAT)
            try:
                if kept["files"] != key:
                    raise LookupError
                self._paths = learning.from_cache(kept["paths"]), ()
            except (LookupError, TypeError):
                self._paths = self._read_paths([file for file, _ in files])
                if not self._paths[1]:
                    self._save("paths.json", PATHS_FORMAT, {"files": key, "paths": learning.to_cache(self._paths[0])})
        return self._paths

    def _read_paths(self, files: Sequence[Path]) -> tuple[tuple[LearningPath, ...], tuple[Problem, ...]]:
        found: list[tuple[LearningPath, ...]] = []
        problems: list[Problem] = []
        for file in files:
            try:
                found.append(learning.read_paths(file))
            except ScenarioError as error:
                problems += error.problems
            except OSError as error:
                problems.append(
                    Problem("S108", f"the file cannot be read: {error.strerror or error}", Place(str(file)))
                )
        return learning.joined(found), tuple(problems)

    def sources(self) -> Any:
        """What reading a file needs; loaded once."""
        if self._sources is None:
            # Deferred: the menu reads no scenario.
            from simulator.scenario.library import Libraries
            from simulator.scenario.reader import Sources
            from simulator.scenario.rubrics import load_rubric_set

            rubrics = load_rubric_set(self._rubrics())
            self._sources = Sources(Libraries((*self.roots, shipped()), rubrics), rubrics, self.company)
        return self._sources

    def criteria(self) -> dict[str, str]:
        """The general criteria: id -> title. Reads the rubrics, which takes some milliseconds. Raises ScenarioError."""
        from simulator.scenario.rubrics import load_rubric_set

        found = load_rubric_set(self._rubrics())
        return {one["id"]: one["title"] for skill in found.skills.values() for one in skill["criteria"]}

    def _rubrics(self) -> Path:
        for root in reversed(self.roots):
            if (root / "rubrics" / "common.yaml").is_file():
                return root / "rubrics"
        return shipped() / "rubrics"

    # Ids

    def same_id(self, name: str, path: Path) -> Problem | None:
        """What to say of a file whose id another has too: S203 in one folder, the note S209 in another, else None."""
        if self._entries is None:
            self._entries = self._look()
        others = [other for other in self._claims.get(name, ()) if not _same(other, path)]
        root = self._root_of(str(path))
        here = [other for other in others if root is not None and self._root_of(other) == root]
        if here:
            return _twice(name, str(path), here[0])
        return _elsewhere(name, str(path), others[0]) if others else None

    def _root_of(self, path: str) -> Path | None:
        """The last folder of this catalogue that a file lies in."""
        whole = Path(path).absolute()
        return next((root for root in reversed(self.roots) if whole.is_relative_to(root.absolute())), None)

    # The index

    def _look(self) -> dict[str, Entry]:
        known = self._load("index.json", INDEX_FORMAT)
        kept: dict[str, Any] = {}
        playable: dict[str, Entry] = {}
        broken: list[tuple[Entry, Problem | None]] = []
        self._claims, self._taken = {}, {}
        changed = False
        for root in self.roots:
            own: dict[str, Entry] = {}
            for path, stamp in _scan(str(root), 0):
                entry = _kept(known.get(path), stamp)
                if entry is None:
                    entry, changed = peek(Path(path)), True
                kept[path] = {"stamp": stamp, "entry": asdict(entry)}
                if entry.broken:
                    broken.append((entry, None))
                    continue
                if entry.id in own and _same(own[entry.id].path, path):
                    continue
                self._claims.setdefault(entry.id, []).append(path)
                if entry.id in own:
                    taken = _twice(entry.id, path, own[entry.id].path)
                    broken.append((replace(entry, broken=str(taken)), taken))
                else:
                    own[entry.id] = entry
            for name, entry in own.items():
                playable[name] = replace(entry, instead=playable[name].path) if name in playable else entry
        if changed or len(kept) != len(known):
            self._save("index.json", INDEX_FORMAT, kept)
        # What cannot be played hides nothing: its id may be anybody's.
        for entry, problem in broken:
            name = _free(entry.id, playable)
            playable[name] = replace(entry, id=name)
            if problem is not None:
                self._taken[name] = problem
        return playable

    # The compiled cache

    def _compiled(self, path: Path) -> Scenario | None:
        if self.cache is None:
            return None
        listed, text = caches.load_with_text(self._compiled_at(path), COMPILED_FORMAT)
        from simulator.scenario.canonical import NotCanonical, from_canonical

        try:
            return from_canonical(text) if listed["key"] == self._key(listed["files"]) else None
        except (NotCanonical, LookupError, TypeError):
            return None

    def _read(self, path: Path) -> Scenario:
        from simulator.scenario.reader import read_scenario

        loaded = read_scenario(path, self.sources())
        if self.cache is not None:
            files = [str(file) for file in loaded.files]
            listed = {"files": files, "key": self._key(files)}
            caches.save(self._compiled_at(path), COMPILED_FORMAT, listed, loaded.scenario.canonical)
        return loaded.scenario

    def _compiled_at(self, path: Path) -> Path:
        assert self.cache is not None
        return self.cache / "compiled" / f"{_short(str(path))}.json"

    def _key(self, files: Sequence[str]) -> str:
        digest = hashlib.sha256(os.fsencode(f"{COMPILED_FORMAT}:{self.company}"))
        for name in files:
            try:
                digest.update(hashlib.sha256(Path(name).read_bytes()).digest())
            except OSError:
                digest.update(b"missing")
        return digest.hexdigest()

    def _load(self, name: str, number: int) -> dict[str, Any]:
        return {} if self.cache is None else caches.load(self.cache / name, number)

    def _save(self, name: str, number: int, data: dict[str, Any]) -> None:
        if self.cache is not None:
            caches.save(self.cache / name, number, data)


def _kept(line: Any, stamp: str) -> Entry | None:
    """The entry of a line of the index; None where it is not of this file as it is now."""
    try:
        return Entry(**{**line["entry"], "skills": tuple(line["entry"]["skills"])}) if line["stamp"] == stamp else None
    except (TypeError, LookupError):
        return None


def _twice(name: str, path: str, other: str) -> Problem:
    from simulator.scenario.document import shown

    message = f"the id '{name}' is that of {shown(other)} too; give one of the two another"
    return Problem("S203", message, Place(shown(path)))


def _elsewhere(name: str, path: str, other: str) -> Problem:
    from simulator.scenario.document import shown

    message = f"the id '{name}' is that of {shown(other)} too: the one in the later folder stands in place of the other"
    return Problem("S209", message, Place(shown(path)), "note")


def _free(name: str, taken: Collection[str]) -> str:
    """The name, or the name with the first number from 2 that nobody has."""
    numbered = (f"{name} ({number})" for number in count(2))
    return next(free for free in chain((name,), numbered) if free not in taken)


def _stamp(file: Path) -> str:
    """Size and time of change; empty where there is no such file."""
    try:
        status = file.stat()
    except OSError:
        return ""
    return f"{status.st_size}:{status.st_mtime_ns}" if file.is_file() else ""


def _same(one: str, other: str | Path) -> bool:
    return os.path.realpath(one) == os.path.realpath(other)


def _short(text: str) -> str:
    return hashlib.sha256(os.fsencode(text)).hexdigest()[:24]


def _scan(folder: str, depth: int) -> Iterator[tuple[str, str]]:
    try:
        with os.scandir(folder) as found:
            items = sorted(found, key=lambda item: item.name)
    except OSError:
        return
    for item in items:
        if not _sound(item):
            continue
        if item.is_dir():
            if depth < 3 and not item.name.startswith(".") and not (depth == 0 and item.name in NOT_SCENARIOS):
                yield from _scan(item.path, depth + 1)
        elif item.name.endswith((".yaml", ".yml")) and not (depth == 0 and item.name in NO_SCENARIO):
            try:
                status = item.stat()
            except OSError:
                yield item.path, "gone"
                continue
            yield item.path, f"{status.st_size}:{status.st_mtime_ns}"


def _sound(item: os.DirEntry[str]) -> bool:
    """A folder or a regular file with a name that is text: no link that leads to itself, no pipe, no odd bytes."""
    try:
        item.name.encode()
        return item.is_dir() or item.is_file()
    except (OSError, UnicodeEncodeError):
        return False


def peek(path: Path) -> Entry:
    """What the menu shows of a file, without joining it with its libraries; never raises."""
    from simulator.scenario.document import Fields, Items, Text, read_file, shown

    name = shown(path)
    try:
        root = read_file(path)
    except ScenarioError as error:
        return _broken(path, str(error.problems[0]))
    except OSError as error:
        return _broken(path, f"{name}: S108 the file cannot be read: {error.strerror or error}")
    if not isinstance(root, Fields):
        return _broken(path, f"{name}:1:1: S106 a scenario must be a list of `name: value` lines")

    def text(name: str, of: Fields = root, default: str = "") -> str:
        node = of.fields.get(name)
        return node.value.strip() if isinstance(node, Text) else default

    def whole(name: str) -> int:
        value = text(name)
        return int(value) if value.isdecimal() and len(value) < 10 else 0

    customer = root.fields.get("customer")
    person = customer if isinstance(customer, Fields) else Fields({}, root.place)
    rubric = root.fields.get("rubric")
    use = rubric.fields.get("use") if isinstance(rubric, Fields) else None
    broken = _unplayable(root, text("id"))
    return Entry(
        id=shown(path.stem) if broken else text("id"),
        title=text("title") or shown(path.stem),
        stage=text("stage"),
        difficulty=whole("difficulty"),
        version=whole("version"),
        minutes=whole("minutes"),
        status=text("status", default="draft"),
        customer=text("name", person),
        role=text("role", person),
        company=text("company", person),
        skills=tuple(item.value for item in use.items if isinstance(item, Text)) if isinstance(use, Items) else (),
        path=str(path),
        broken=str(broken or ""),
    )


def _unplayable(root: Fields, name: str) -> Problem | None:
    """What can be seen at once: a file without moments, without an id, or with one that is none."""
    from simulator.scenario.fields import bad_id

    for field in ("moments", "id"):
        if field not in root.fields:
            return Problem("S110", f"a scenario needs a field '{field}'", root.place)
    return bad_id(name, root.fields["id"].place)


def _broken(path: Path, problem: str) -> Entry:
    from simulator.scenario.document import shown

    name = shown(path.stem)
    return Entry(name, name, "", 0, 0, 0, "draft", "", "", "", (), str(path), problem)
