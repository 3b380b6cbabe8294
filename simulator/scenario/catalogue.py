"""The scenarios there are: a list that costs a look at the folders, and opening one from the compiled cache.

Two files in the cache folder: `index.json` (what the menu shows, by path, size and time of change) and
`compiled/KEY.json` (a whole scenario; the key is the hash of every file it was read from and of the engine's version).
Both may be missing, stale, damaged or unwritable: then the files are read.
"""

from __future__ import annotations

import difflib
import hashlib
import json
import os
from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from simulator.scenario.model import Scenario
from simulator.scenario.problems import Place, Problem, ScenarioError

INDEX_FORMAT = 1
COMPILED_FORMAT = 1
NOT_SCENARIOS = ("library", "rubrics", "paths")


@dataclass(frozen=True, slots=True)
class Entry:
    """A line of the menu. `broken`: the first problem of a file that cannot be played, else empty."""

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
    """The scenarios of some folders. A later folder's scenario stands in place of an earlier one with the same id."""

    def __init__(self, roots: Sequence[Path], cache: Path | None, company: Path | None = None) -> None:
        self.roots = tuple(root for root in roots if root.is_dir())
        self.cache = cache
        self._company = company
        self._entries: dict[str, Entry] | None = None
        self._sources: Any = None

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
        try:
            kept = self._compiled(path)
            if kept is not None:
                return kept
            return self._read(path)
        except OSError as error:
            message = f"the file cannot be read: {error.strerror or error}"
            raise ScenarioError((Problem("S108", message, Place(entry.path)),)) from error

    def read(self, path: Path) -> Scenario:
        """A scenario by its file, in a folder of this catalogue or not. Raises ScenarioError, OSError."""
        return self._read(path)

    def forget(self) -> None:
        """Look at the folders anew next time."""
        self._entries = None
        self._sources = None

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

    def _rubrics(self) -> Path:
        for root in reversed(self.roots):
            if (root / "rubrics" / "common.yaml").is_file():
                return root / "rubrics"
        return shipped() / "rubrics"

    # The index

    def _look(self) -> dict[str, Entry]:
        known = self._load("index.json", INDEX_FORMAT)
        kept: dict[str, Any] = {}
        entries: dict[str, Entry] = {}
        changed = False
        for path, stamp in self._files():
            line = known.get(path)
            if isinstance(line, dict) and line.get("stamp") == stamp:
                data = line["entry"]
            else:
                data, changed = asdict(peek(Path(path))), True
            kept[path] = {"stamp": stamp, "entry": data}
            entry = Entry(**{**data, "skills": tuple(data["skills"])})
            entries[entry.id] = entry
        if changed or len(kept) != len(known):
            self._save("index.json", INDEX_FORMAT, kept)
        return entries

    def _files(self) -> Iterator[tuple[str, str]]:
        for root in self.roots:
            yield from _scan(str(root), 0)

    # The compiled cache

    def _compiled(self, path: Path) -> Scenario | None:
        if self.cache is None:
            return None
        listed = self._load(f"compiled/{_short(str(path))}.json", COMPILED_FORMAT)
        if not listed or listed.get("key") != self._key(listed.get("files", [])):
            return None
        from simulator.scenario.canonical import NotCanonical, from_canonical

        try:
            return from_canonical(listed["scenario"])
        except NotCanonical:
            return None

    def _read(self, path: Path) -> Scenario:
        from simulator.scenario.reader import read_scenario

        loaded = read_scenario(path, self.sources())
        if self.cache is not None:
            files = [str(file) for file in loaded.files]
            document = {"files": files, "key": self._key(files), "scenario": loaded.scenario.canonical}
            self._save(f"compiled/{_short(str(path))}.json", COMPILED_FORMAT, document)
        return loaded.scenario

    def _key(self, files: Sequence[str]) -> str:
        digest = hashlib.sha256(f"{COMPILED_FORMAT}:{self.company}".encode())
        for name in files:
            try:
                digest.update(hashlib.sha256(Path(name).read_bytes()).digest())
            except OSError:
                digest.update(b"missing")
        return digest.hexdigest()

    def _load(self, name: str, number: int) -> dict[str, Any]:
        if self.cache is None:
            return {}
        try:
            document = json.loads((self.cache / name).read_text(encoding="utf-8"))
        except (OSError, ValueError):
            return {}
        if not isinstance(document, dict) or document.get("format") != number:
            return {}
        data = document.get("data")
        return data if isinstance(data, dict) else {}

    def _save(self, name: str, number: int, data: dict[str, Any]) -> None:
        """Whole or not at all; a cache that cannot be written is a slower start, no error."""
        if self.cache is None:
            return
        path = self.cache / name
        part = path.with_name(f"{path.name}.{os.getpid()}.part")
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
            part.write_text(json.dumps({"format": number, "data": data}), encoding="utf-8")
            os.replace(part, path)
        except OSError:
            part.unlink(missing_ok=True) if part.exists() else None


def _short(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()[:24]


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
        elif item.name.endswith((".yaml", ".yml")) and not (depth == 0 and item.name == "company.yaml"):
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
    from simulator.scenario.document import Fields, Items, Text, read_file

    try:
        root = read_file(path)
    except ScenarioError as error:
        return _broken(path, str(error.problems[0]))
    except OSError as error:
        return _broken(path, f"{path}: the file cannot be read: {error.strerror or error}")
    if not isinstance(root, Fields):
        return _broken(path, f"{path}:1:1: S106 a scenario must be a list of `name: value` lines")

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
    return Entry(
        id=text("id", default=path.stem),
        title=text("title", default=path.stem),
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
        broken="" if "moments" in root.fields else f"{path}:1:1: S110 a scenario needs a field 'moments'",
    )


def _broken(path: Path, problem: str) -> Entry:
    return Entry(path.stem, path.stem, "", 0, 0, 0, "draft", "", "", "", (), str(path), problem)
