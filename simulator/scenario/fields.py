"""Reading single fields: the right type at the right place, or a problem that says where and what was meant."""

from __future__ import annotations

import difflib
import re
from collections.abc import Collection, Iterable

from scoring.marking.conditions import Condition, ConditionError, parse
from simulator.scenario.document import Fields, Items, Node, Text
from simulator.scenario.model import Delta, Line
from simulator.scenario.problems import Place, Problem, Severity

NAME = re.compile(r"[a-z][a-z0-9_]*\Z")
SLUG = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*\Z")
_WHOLE = re.compile(r"[+-]?\d{1,9}\Z")
_DELTA = re.compile(r"([a-z][a-z0-9_]*)\s+([+-]\d{1,2})\Z")


LONGEST_ID = 80


def bad_id(name: str, place: Place) -> Problem | None:
    """S106 where a scenario cannot be called that."""
    if SLUG.match(name) and len(name) <= LONGEST_ID:
        return None
    return Problem("S106", f"'{name[:LONGEST_ID]}' is no id: use small letters, digits and -", place)


def meant(word: str, known: Iterable[str]) -> str:
    """`; did you mean 'goal'?`, or nothing where nothing is near."""
    near = difflib.get_close_matches(word, list(known), 1, 0.6)
    return f"; did you mean '{near[0]}'?" if near else ""


class Reading:
    """Collects what is wrong in one file while it is read. A reader that fails returns a harmless value and goes on."""

    def __init__(self) -> None:
        self.problems: list[Problem] = []

    def wrong(self, code: str, message: str, place: Place, severity: Severity = "error") -> None:
        self.problems.append(Problem(code, message, place, severity))

    def fields(self, node: Node | None, allowed: Collection[str], what: str, required: Collection[str] = ()) -> Fields:
        """A mapping with only these fields. S106 for anything else, S105 for an unknown field, S110 for a missing one."""
        if not isinstance(node, Fields):
            if node is not None:
                self.wrong("S106", f"{what} must be a list of `name: value` lines", node.place)
            return Fields({}, node.place if node else Place(""))
        for name in node.fields:
            if name not in allowed:
                self.wrong("S105", f"unknown field '{name}' in {what}{meant(name, allowed)}", node.keys[name])
        for name in required:
            if name not in node.fields:
                self.wrong("S110", f"{what} needs a field '{name}'", node.place)
        return node

    def named(self, node: Node | None, what: str) -> list[tuple[str, Node, Place]]:
        """The entries of a mapping whose keys are names of the author's own."""
        if node is None:
            return []
        if not isinstance(node, Fields):
            self.wrong("S106", f"{what} must be a list of `name: value` lines", node.place)
            return []
        for name in node.fields:
            if not NAME.match(name):
                self.wrong("S106", f"'{name}' is no name: use small letters, digits and _", node.keys[name])
        return [(name, value, node.keys[name]) for name, value in node]

    def items(self, node: Node | None, what: str) -> tuple[Node, ...]:
        if node is None:
            return ()
        if isinstance(node, Items):
            return node.items
        self.wrong("S106", f"{what} must be a list", node.place)
        return ()

    def text(self, node: Node | None, what: str, default: str = "") -> str:
        if node is None:
            return default
        if isinstance(node, Text):
            if not node.value.strip():
                self.wrong("S106", f"{what} is empty", node.place)
            return node.value.strip()
        self.wrong("S106", f"{what} must be text; put quotation marks round it", node.place)
        return default

    def texts(self, node: Node | None, what: str) -> tuple[str, ...]:
        """A list of texts; a single text counts as a list of one."""
        if isinstance(node, Text):
            return (self.text(node, what),)
        return tuple(self.text(item, what) for item in self.items(node, what))

    def whole(self, node: Node | None, what: str, low: int, high: int, default: int = 0) -> int:
        """A whole number in [low, high]."""
        if node is None:
            return default
        if not isinstance(node, Text) or not node.plain or not _WHOLE.match(node.value):
            self.wrong("S106", f"{what} must be a whole number from {low} to {high}", node.place)
            return default
        value = int(node.value)
        if not low <= value <= high:
            self.wrong("S106", f"{what} must be from {low} to {high}, not {value}", node.place)
            return default
        return value

    def percent(self, node: Node | None, what: str, default: float) -> float:
        """`10%`, as 10.0."""
        if node is None:
            return default
        found = re.fullmatch(r"(\d{1,3}(?:\.\d+)?)\s*%", node.value) if isinstance(node, Text) else None
        if not found:
            self.wrong("S106", f"{what} must be a percentage, such as 10%", node.place)
            return default
        return float(found[1])

    def flag(self, node: Node | None, what: str, default: bool = False) -> bool:
        if node is None:
            return default
        if isinstance(node, Text) and node.plain and node.value in ("true", "false"):
            return node.value == "true"
        self.wrong("S106", f"{what} must be true or false", node.place)
        return default

    def one_of(self, node: Node | None, what: str, known: Collection[str], default: str) -> str:
        word = self.text(node, what, default)
        if node is not None and word not in known:
            self.wrong("S106", f"{what} is {', '.join(known)}, not '{word}'{meant(word, known)}", node.place)
            return default
        return word

    def deltas(self, node: Node | None, what: str, feelings: Collection[str]) -> tuple[Delta, ...]:
        """`trust +1, patience -1`."""
        if node is None:
            return ()
        out = []
        for part in self.text(node, what).split(","):
            found = _DELTA.match(part.strip())
            if not found:
                self.wrong("S204", f"'{part.strip()}' is no change; write `trust +1, patience -1`", node.place)
            elif found[1] not in feelings:
                self.wrong("S201", f"unknown feeling '{found[1]}'{meant(found[1], feelings)}", node.place)
            elif int(found[2]):
                out.append(Delta(found[1], int(found[2])))
        return tuple(out)

    def condition(self, node: Node | None, what: str) -> Condition | None:
        """Parsed, names not yet looked up. S205 points at the word inside the condition."""
        if node is None:
            return None
        text = node.value if isinstance(node, Text) else self.text(node, what)
        if not text:
            return None
        try:
            return parse(text)
        except ConditionError as error:
            quoted = 0 if isinstance(node, Text) and node.plain else 1
            place = Place(node.place.file, node.place.line, node.place.column + error.at + quoted)
            self.wrong("S205", f"{what}: {error.sentence}", place)
            return None

    def lines(self, node: Node | None, what: str) -> list[tuple[Line, Condition | None, Place]]:
        """What a customer may say: texts, or {line, when, levels}. Conditions come apart, to be looked up."""
        if node is None:
            return []
        nodes = node.items if isinstance(node, Items) else (node,)
        out: list[tuple[Line, Condition | None, Place]] = []
        for item in nodes:
            if isinstance(item, Text):
                out.append((Line(self.text(item, what)), None, item.place))
                continue
            found = self.fields(item, ("line", "when", "levels"), what, ("line",))
            levels = self.texts(found.fields.get("levels"), "levels")
            for level in levels:
                if level not in ("easy", "normal", "hard"):
                    self.wrong("S106", f"a level is easy, normal or hard, not '{level}'", item.place)
            when = self.condition(found.fields.get("when"), "when")
            out.append((Line(self.text(found.fields.get("line"), what), None, levels), when, item.place))
        return out
