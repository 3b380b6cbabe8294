"""Learning paths: scenarios that belong together, in order, and when the path is done. One file, `paths.yaml`, a folder.

What is taken from such a file is kept in the cache, so that the menu reads no YAML. What is wrong in a file is said with
file, line and column; the paths of the other folders stay.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from simulator.scenario.document import Node
    from simulator.scenario.fields import Reading

FILE = "paths.yaml"
LEVELS = ("easy", "normal", "hard")
MODES = ("guided", "practice", "exam")
FIELDS = ("title", "able", "scenarios", "passes", "level", "mode")
REQUIRED = ("title", "able", "scenarios", "passes")
LONGEST = 100
"""Scenarios of one path."""


@dataclass(frozen=True, slots=True)
class LearningPath:
    """`scenarios`: ids, in order. Done once `passes` of them were passed at `level` or a harder one.

    `able`: what a rep can do after it. `mode`: the mode in which a pass counts; empty: in every one but guided.
    """

    id: str
    title: str
    able: str
    scenarios: tuple[str, ...]
    passes: int
    level: str = "normal"
    mode: str = ""

    def counts(self, mode: str, level: str) -> bool:
        """Whether a pass in this mode and at this level counts for the path."""
        return LEVELS.index(level) >= LEVELS.index(self.level) and (
            mode == self.mode if self.mode else mode != "guided"
        )

    def there(self, known: Collection[str]) -> LearningPath:
        """The path as it is where only these scenarios are there; no more passes are asked than there are scenarios."""
        kept = tuple(name for name in self.scenarios if name in known)
        return replace(self, scenarios=kept, passes=min(self.passes, len(kept)))

    @property
    def rule(self) -> str:
        """When it is done, in words: `3 of 5 passed, at normal or harder`."""
        level = f", at {self.level}{'' if self.level == LEVELS[-1] else ' or harder'}" if self.level != "easy" else ""
        mode = f", in {self.mode} mode" if self.mode else ""
        return f"{self.passes} of {len(self.scenarios)} passed{level}{mode}"


def read_paths(file: Path) -> tuple[LearningPath, ...]:
    """The paths of one file. Raises ScenarioError with everything that is wrong in it, OSError."""
    # Deferred: the menu reads no YAML.
    from simulator.scenario.document import Text, read_file
    from simulator.scenario.fields import Reading
    from simulator.scenario.problems import ScenarioError

    reading = Reading()
    root = reading.fields(read_file(file), ("format", "paths"), "the file", ("format", "paths"))
    number = root.fields.get("format")
    if number is not None and not (isinstance(number, Text) and number.value == "1"):
        reading.wrong("S109", "unknown format; this version reads format 1", number.place)
    named = reading.named(root.fields.get("paths"), "paths")
    found = tuple(_path(reading, name, node) for name, node, _ in named)
    if reading.problems:
        raise ScenarioError(tuple(sorted(reading.problems, key=lambda p: (p.place.line, p.place.column))))
    return found


def _path(reading: Reading, name: str, node: Node) -> LearningPath:
    from simulator.scenario.document import Items

    fields = reading.fields(node, FIELDS, f"the path {name}", REQUIRED).fields
    listed = fields.get("scenarios")
    scenarios = _scenarios(reading, name, listed)
    most = len(listed.items) if isinstance(listed, Items) else 1
    return LearningPath(
        name,
        reading.text(fields.get("title"), "title"),
        reading.text(fields.get("able"), "able"),
        scenarios,
        reading.whole(fields.get("passes"), "passes", 1, max(1, most), 1),
        reading.one_of(fields.get("level"), "level", LEVELS, "normal"),
        reading.one_of(fields.get("mode"), "mode", MODES, "") if "mode" in fields else "",
    )


def _scenarios(reading: Reading, name: str, node: Node | None) -> tuple[str, ...]:
    from simulator.scenario.fields import bad_id

    kept: dict[str, None] = {}
    items = reading.items(node, "scenarios")
    for item in items:
        scenario = reading.text(item, "a scenario of a path")
        problem = bad_id(scenario, item.place) if scenario else None
        if problem is not None:
            reading.problems.append(problem)
        elif scenario in kept:
            reading.wrong("S203", f"'{scenario}' stands twice in the path {name}", item.place)
        elif scenario:
            kept[scenario] = None
    if node is not None and not items:
        reading.wrong("S106", f"the path {name} needs at least one scenario", node.place)
    if len(items) > LONGEST and node is not None:
        reading.wrong("S106", f"the path {name} has {len(items)} scenarios; {LONGEST} is the most", node.place)
    return tuple(kept)


def joined(found: Sequence[Sequence[LearningPath]]) -> tuple[LearningPath, ...]:
    """The paths of several folders in the order of the first; a later one stands in place of one with the same name."""
    return tuple({path.id: path for paths in found for path in paths}.values())


def to_cache(paths: Sequence[LearningPath]) -> list[dict[str, Any]]:
    return [asdict(path) for path in paths]


def from_cache(data: Sequence[Mapping[str, Any]]) -> tuple[LearningPath, ...]:
    """Raises TypeError, KeyError, where it is not what was saved."""
    return tuple(LearningPath(**{**line, "scenarios": tuple(line["scenarios"])}) for line in data)
