"""The author's bench: one scenario file watched while it is edited elsewhere, checked, tried out and listened to.

Nothing here is put on record, and nothing is written to the author's file.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from scoring.marking.transcript import Turn
from simulator.check.scenarios import check_file
from simulator.engine.ears import ear_for
from simulator.engine.record import Entry
from simulator.engine.session import LEVELS, Session
from simulator.scenario.catalogue import Catalogue
from simulator.scenario.model import Scenario
from simulator.scenario.problems import Problem, ScenarioError

if TYPE_CHECKING:
    from scoring.hearing.hear import Ear

Stamp = tuple[int, int, int] | None
MOST_FEELING = 10


class Watched:
    """A file, and whether it is another than when it was last asked about: written over, replaced, gone or back."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self._stamp: Stamp | str = "never looked at"

    def changed(self) -> bool:
        before, self._stamp = self._stamp, _stamp(self.path)
        return before != self._stamp


def _stamp(path: Path) -> Stamp:
    try:
        found = path.stat()
    except OSError:
        return None
    return found.st_mtime_ns, found.st_size, found.st_ino


@dataclass(frozen=True, slots=True)
class Looked:
    """What is wrong in a file as it is now, and the scenario that it holds; None where it cannot be played.

    `source`: its lines, so that a problem can be shown beside what is written there.
    """

    problems: tuple[Problem, ...]
    scenario: Scenario | None
    source: tuple[str, ...]

    def line(self, problem: Problem) -> str:
        """What stands in the line of a problem; empty where the problem is another file's, or the file's own."""
        number = problem.place.line
        return self.source[number - 1].strip() if 0 < number <= len(self.source) else ""


def look(catalogue: Catalogue, path: Path, *, hear: bool, encoder: Any = None) -> Looked:
    """Milliseconds without `hear`; with it the file is played and heard too, which takes some seconds."""
    catalogue.forget()
    problems = tuple(check_file(catalogue, path, hear=hear, encoder=encoder))
    try:
        scenario: Scenario | None = catalogue.read(path)
    except (ScenarioError, OSError):
        scenario = None
    try:
        source = tuple(path.read_text(encoding="utf-8", errors="replace").splitlines())
    except OSError:
        source = ()
    return Looked(problems, scenario, source)


# Trying out


class CannotBegin(ValueError):
    """A sentence that says what is wrong with where a try-out should begin."""


@dataclass(frozen=True, slots=True)
class Beginning:
    """Where a try-out begins. `feelings`: those that stand elsewhere than at the start of a call."""

    moment: str
    feelings: Mapping[str, int]
    level: str = "normal"
    seed: int = 1

    def __str__(self) -> str:
        moods = "".join(f" {name}={value}" for name, value in self.feelings.items())
        return f"{self.moment}{moods} level={self.level} seed={self.seed}"


def beginning(text: str, scenario: Scenario) -> Beginning:
    """Read from a line such as `says_wait trust=7 level=hard seed=3`; empty: as a call begins. Raises CannotBegin."""
    moment, feelings, level, seed = scenario.start, dict[str, int](), "normal", 1
    names = [feeling.name for feeling in scenario.feelings]
    for part in text.replace(",", " ").split():
        name, equals, value = part.partition("=")
        if not equals:
            if name not in scenario.moments:
                raise CannotBegin(f"there is no moment '{name}'; there are: {', '.join(scenario.moments)}")
            moment = name
        elif name == "level":
            if value not in LEVELS:
                raise CannotBegin(f"a level is {', '.join(LEVELS)}, not '{value}'")
            level = value
        elif name != "seed" and name not in names:
            raise CannotBegin(f"there is no feeling '{name}'; there are: {', '.join((*names, 'level', 'seed'))}")
        elif not value.isdecimal() or len(value) > 9:
            raise CannotBegin(f"{name} is a whole number, as in {name}=5, not '{value}'")
        elif name == "seed":
            seed = int(value)
        elif int(value) > MOST_FEELING:
            raise CannotBegin(f"{name} goes from 0 to {MOST_FEELING}, not {value}")
        else:
            feelings[name] = int(value)
    return Beginning(moment, feelings, level, seed)


class Tryout:
    """A conversation from any moment, heard and played as a real one, and kept nowhere."""

    def __init__(self, scenario: Scenario, ear: Ear, begins: Beginning, log: tuple[Entry, ...] = ()) -> None:
        self.scenario = scenario
        self.ear = ear
        self.begins = begins
        self.session = Session(scenario, ear, seed=begins.seed, level=begins.level)
        feelings = dict(zip(self.session.play.feelings, self.session.state.feelings, strict=True))
        if begins.moment != scenario.start or feelings != {**feelings, **begins.feelings}:
            self.session.begin_at(begins.moment, {**feelings, **begins.feelings})
        for entry in log:
            self.session.feed(entry)

    def say(self, text: str) -> Turn:
        """Raises CallOver."""
        return self.session.reply(text)

    def taken_back(self) -> Tryout:
        """The same without the last reply."""
        return Tryout(self.scenario, self.ear, self.begins, tuple(self.session.log[:-1]))

    @property
    def branch(self) -> int | None:
        """The number of the branch that the last reply took, from 1."""
        taken = self.session.steps[-1].branch if self.session.steps else None
        return None if taken is None else taken + 1


# Hearing


@dataclass(frozen=True, slots=True)
class Weighed:
    """How a sentence stands to one signal. `strength` in [0, 1], or None where it is no matter of degree.

    `state`: met, unsure, not counted, or not heard. `why`: the rule or the nearest example, or the guard that refused it.
    """

    signal: str
    state: str
    strength: float | None
    why: str


def weighed(ear: Ear, text: str, context: str = "") -> list[Weighed]:
    """Every signal that was heard or refused, then what the scenario teaches, the strongest first, with what it was nearest
    to: why it was not heard."""
    hearing = ear.listen(text, context, known=frozenset(s.fact for s in ear.signals if s.fact))
    out: dict[str, Weighed] = {}
    for heard in hearing.heard:
        out.setdefault(
            heard.signal, Weighed(heard.signal, heard.state, heard.strength, f"“{heard.quote}”: {heard.rule}")
        )
    for refused in hearing.blocked:
        out.setdefault(refused.signal, Weighed(refused.signal, "not counted", None, refused.why))
    rest = [
        Weighed(name, "not heard", strength, f'nearest: "{nearest}"')
        for name, strength, nearest in ear.nearness(text)
        if name not in out
    ]
    return [*out.values(), *sorted(rest, key=lambda one: -(one.strength or 0.0))]


def as_example(text: str) -> str:
    """The line to paste under `like:`."""
    words = text.replace("\\", "\\\\").replace('"', '\\"')
    return f'- "{words}"'


def ear_of(scenario: Scenario, seed: int, encoder: Any) -> Ear:
    """Takes up to a second with the encoder."""
    return ear_for(scenario, seed, encoder)
