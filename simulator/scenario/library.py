"""Libraries: signals, objections and lines that scenarios share through `use`."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path, PurePosixPath

from scoring.hearing.signals import Signal
from simulator.scenario.document import Fields, read_shared
from simulator.scenario.fields import Reading
from simulator.scenario.model import Line, ObjectionRule
from simulator.scenario.problems import Place, ScenarioError
from simulator.scenario.rubrics import RubricSet
from simulator.scenario.signals import read_signals

ADVICE = ("family", "behind", "admits", "strong", "weak")
_OBJECTION = ("title", "says", "resolved_says", "reopen_says", "counts_as", "means", *ADVICE)


@dataclass(frozen=True, slots=True)
class Advice:
    """What a library tells an author of an objection. Calls know nothing of it, and nothing is marked by it.

    `behind`: what may stand behind it; `admits`: one such reason in a customer's words; `strong` and `weak`: what a rep
    may answer, in a rep's words.
    """

    family: str = ""
    behind: str = ""
    admits: str = ""
    strong: tuple[str, ...] = ()
    weak: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Library:
    """What one or several library files hold. Objections have lines and a title; when they come is the scenario's."""

    signals: Mapping[str, Signal] = field(default_factory=dict)
    objections: Mapping[str, ObjectionRule] = field(default_factory=dict)
    advice: Mapping[str, Advice] = field(default_factory=dict)
    unclear: tuple[Line, ...] = ()
    files: tuple[Path, ...] = ()

    def joined(self, other: Library) -> Library:
        return Library(
            {**self.signals, **other.signals},
            {**self.objections, **other.objections},
            {**self.advice, **other.advice},
            other.unclear or self.unclear,
            (*self.files, *other.files),
        )


class Libraries:
    """Finds libraries: beside the file that uses them, then in each root. Each file is read once."""

    def __init__(self, roots: Sequence[Path], rubrics: RubricSet) -> None:
        self.roots = tuple(roots)
        self.rubrics = rubrics
        self._read: dict[Path, tuple[Library, Reading]] = {}

    def open(self, name: str, user: Path, reading: Reading, place: Place) -> Library:
        """The library of this name; what is wrong in it, or S206 if it is not there, is noted in `reading`."""
        parts = PurePosixPath(name)
        if parts.is_absolute() or ".." in parts.parts:
            reading.wrong("S206", f"'{name}' must be a path inside a scenario folder", place)
            return Library()
        for folder in (user.parent, *self.roots):
            path = folder / name
            if path.is_file():
                return self._open(path, reading)
        reading.wrong("S206", f"the library '{name}' is not there, beside this file or in a scenario folder", place)
        return Library()

    def _open(self, path: Path, reading: Reading) -> Library:
        if path not in self._read:
            own = Reading()
            try:
                self._read[path] = (self._library(path, own), own)
            except ScenarioError as error:
                own.problems += error.problems
                self._read[path] = (Library(files=(path,)), own)
        library, own = self._read[path]
        reading.problems += own.problems
        return library

    def _library(self, path: Path, reading: Reading) -> Library:
        root = reading.fields(
            read_shared(path), ("format", "signals", "objections", "unclear"), "a library", ("format",)
        )
        nodes = {
            name: node
            for name, node, _ in reading.named(root.fields.get("objections"), "objections")
            if isinstance(node, Fields)
        }
        return Library(
            read_signals(reading, root.fields.get("signals"), self.rubrics),
            {name: self._objection(reading, name, node) for name, node in nodes.items()},
            {name: _advice(reading, node) for name, node in nodes.items()},
            tuple(line for line, _, _ in reading.lines(root.fields.get("unclear"), "unclear")),
            (path,),
        )

    def _objection(self, reading: Reading, name: str, node: Fields) -> ObjectionRule:
        found = reading.fields(node, _OBJECTION, f"the objection {name}", ("title", "says"))
        get = found.fields.get

        def said(what: str) -> tuple[Line, ...]:
            return tuple(line for line, _, _ in reading.lines(get(what), what))

        return ObjectionRule(
            name,
            reading.text(get("title"), "title"),
            said("says"),
            None,
            None,
            said("resolved_says"),
            None,
            said("reopen_says"),
            reading.texts(get("counts_as"), "counts_as"),
        )


def _advice(reading: Reading, node: Fields) -> Advice:
    get = node.fields.get
    return Advice(
        reading.text(get("family"), "family"),
        reading.text(get("behind"), "behind"),
        reading.text(get("admits"), "admits"),
        reading.texts(get("strong"), "strong"),
        reading.texts(get("weak"), "weak"),
    )
