"""Laying out the text of a YAML file: even indents, nothing wider than 120 columns, comments kept, nothing put in order.

What is written on one line and fits stays as it is, blanks for alignment too. A list or a mapping in `[ ]` or `{ }` that
does not fit is written one entry a line, and so is one that holds unquoted prose in `{ }`. Long sentences are broken at
blanks. What is loaded is the same before and after: that is checked each time, and so are the comments.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from simulator.scenario.document import Fields, Items, Node, Text, read_bytes
from simulator.scenario.problems import Place, Problem, ScenarioError

WIDTH = 120
STEP = 2
PROSE = frozenset(
    ("say", "why", "line", "debrief", "title", "goal", "means", "truth", "says", "brief", "wording", "model_answer")
)
"""Fields whose text is prose: unquoted inside `{ }` the next comma cuts it."""
_NO_START = "#-?:&*!|>%@`,[]{}\"'"
"""What no line of an unquoted text may begin with."""


@dataclass(slots=True)
class _Part:
    """A node with where it stands: characters [start, end) of the text."""

    kind: str
    start: int
    end: int
    style: str = ""
    value: str = ""
    flow: bool = False
    items: list[_Part] = field(default_factory=list)
    keys: list[_Part] = field(default_factory=list)


class CannotLayOut(ScenarioError):
    """A text that is left as it is. Its one problem says why, and where."""


def laid_out(text: str, name: str) -> str:
    """The text laid out. Raises ScenarioError where it cannot be read, CannotLayOut where it had better be left alone."""
    before = read_bytes(text.encode("utf-8", "surrogatepass"), name)
    source = text.removeprefix("\ufeff").replace("\r\n", "\n").replace("\r", "\n")
    out = _Printer(source, name).printed()
    try:
        after = read_bytes(out.encode("utf-8", "surrogatepass"), name)
    except ScenarioError:
        raise _left(name, source, 0, "it would no longer be read as it is") from None
    if not same(before, after) or Counter(_comments(source)) != Counter(_comments(out)):
        raise _left(name, source, 0, "it would no longer say the same")
    return out


def same(one: Node, other: Node) -> bool:
    """Whether two trees say the same, wherever it stands."""
    if isinstance(one, Text) and isinstance(other, Text):
        return one.value == other.value and one.plain == other.plain
    if isinstance(one, Items) and isinstance(other, Items):
        return len(one.items) == len(other.items) and all(map(same, one.items, other.items))
    if isinstance(one, Fields) and isinstance(other, Fields):
        return list(one.fields) == list(other.fields) and all(
            same(node, other.fields[name]) for name, node in one.fields.items()
        )
    return False


def _left(name: str, text: str, at: int, why: str) -> CannotLayOut:
    line = text.count("\n", 0, at) + 1
    place = Place(name, line, at - text.rfind("\n", 0, at))
    return CannotLayOut((Problem("S101", f"left as it is: {why}", place, "warning"),))


def _comments(text: str) -> Iterator[str]:
    """The comments of a text, by its tokens: what is between them and begins with #."""
    at = 0
    for start, end in sorted(_scalars(_parsed(text))):
        yield from (found[1].rstrip() for found in re.finditer(r"(?:^|(?<=\s))(#.*)", text[at:start], re.M))
        at = max(at, end)
    yield from (found[1].rstrip() for found in re.finditer(r"(?:^|(?<=\s))(#.*)", text[at:], re.M))


def _scalars(part: _Part) -> Iterator[tuple[int, int]]:
    if part.kind == "scalar":
        yield part.start, part.end
    for child in (*part.keys, *part.items):
        yield from _scalars(child)


def _parsed(text: str) -> _Part:
    """The tree with where each node stands. The text has been read before: no anchors, no tags, one document."""
    import yaml  # Deferred: nothing else of the menu needs it.

    events = iter(yaml.parse(text, Loader=getattr(yaml, "CSafeLoader", yaml.SafeLoader)))

    def node(event: Any) -> _Part:
        start, end = event.start_mark.index, event.end_mark.index
        if isinstance(event, yaml.ScalarEvent):
            if event.style in ("|", ">"):
                end = _block_end(text, start)
            return _Part("scalar", start, end, event.style or "", event.value)
        kind = "seq" if isinstance(event, yaml.SequenceStartEvent) else "map"
        part = _Part(kind, start, end, flow=bool(event.flow_style))
        while not isinstance(inner := next(events), yaml.SequenceEndEvent | yaml.MappingEndEvent):
            if kind == "map":
                part.keys.append(node(inner))
                inner = next(events)
            part.items.append(node(inner))
        closing: Any = inner
        part.end = closing.end_mark.index if part.flow else part.items[-1].end if part.items else end
        return part

    for event in events:
        if isinstance(event, yaml.DocumentStartEvent):
            return node(next(events))
    raise AssertionError("a text that was read has a document")


def _block_end(text: str, start: int) -> int:
    """Where the last line with words of a block scalar ends."""
    at = text.find("\n", start)
    if at < 0:
        return len(text)
    inside, end = 0, at
    while at < len(text):
        line_end = text.find("\n", at + 1)
        line_end = len(text) if line_end < 0 else line_end
        line = text[at + 1 : line_end]
        depth = len(line) - len(line.lstrip(" "))
        if line.strip():
            inside = inside or depth
            if depth < inside or (depth == 0 and inside == 0):
                break
            end = line_end
        at = line_end
    return end


class _Printer:
    def __init__(self, text: str, name: str) -> None:
        self.text = text
        self.name = name
        self.at = 0
        """How far the text has been used."""
        self.lines: list[str] = []
        self.depths: dict[int, int] = {}
        """Columns of the source, and where they go."""

    def printed(self) -> str:
        root = _parsed(self.text)
        self.between(root.start, 0)
        self.value(root, 0, root_of_file=True)
        self.between(len(self.text), 0)
        while self.lines and not self.lines[-1].strip():
            self.lines.pop()
        return "\n".join(self.lines) + "\n"

    def left(self, at: int, why: str) -> CannotLayOut:
        return _left(self.name, self.text, at, why)

    # Between two nodes

    def between(self, upto: int, indent: int) -> None:
        """Comments and blank lines up to the next node; what belongs to the grammar (`:`, `-`) is not printed."""
        first, *rest = self.text[self.at : upto].split("\n")
        self.trailing(first)
        last = len(rest) - 1
        column = upto - self.text.rfind("\n", 0, upto) - 1
        for number, line in enumerate(rest):
            stripped = line.strip()
            if stripped.startswith("#"):
                depth = len(line) - len(line.lstrip())
                self.lines.append(" " * self.depth(depth, column, indent) + stripped)
            elif not stripped and number < last:
                if self.lines and self.lines[-1].strip():
                    self.lines.append("")
            elif stripped in ("---", "..."):
                self.lines.append(stripped)
            elif stripped:
                head, _, comment = stripped.partition("#")
                if head.strip().strip("-?: "):
                    raise self.left(upto, "something stands here that is not understood")
                if comment:
                    raise self.left(upto, "a comment stands between a name and what belongs to it; move it up a line")
        self.at = upto

    def trailing(self, rest: str) -> None:
        """What stands behind a node on its line: a comment, and how far from it."""
        head, mark, comment = rest.partition("#")
        if head.strip().strip("-?:, "):
            raise self.left(self.at, "something stands here that is not understood")
        if mark:
            if self.lines and self.lines[-1].strip():
                gap = max(len(head) - len(head.rstrip(" ")), 1)
                self.lines[-1] = f"{self.lines[-1].rstrip()}{' ' * gap}#{comment.rstrip()}"
            else:
                self.lines.append(f"#{comment.rstrip()}")

    def depth(self, column: int, next_column: int, indent: int) -> int:
        """Where a comment that stood in this column goes: to the node after it, or to the deeper one before."""
        if column <= next_column:
            return indent
        known = [source for source in self.depths if source <= column]
        return self.depths[max(known)] if known else indent

    def begin(self, text: str, *, joined: bool) -> None:
        """A new line, or more of the one that ends in `- `."""
        if joined:
            self.lines[-1] += text
        else:
            self.lines.append(text)

    # Nodes

    def value(self, part: _Part, indent: int, *, root_of_file: bool = False) -> None:
        """A node that stands in lines of its own, from this indent on."""
        if part.flow and not root_of_file:
            raise AssertionError("a flow node is written behind its key or dash")
        if part.kind == "map":
            self.mapping(part, indent, joined=False)
        elif part.kind == "seq":
            self.sequence(part, indent)
        else:
            self.lines.append("")
            self.scalar(part, indent, 0)

    def mapping(self, part: _Part, indent: int, *, joined: bool) -> None:
        for key, value in zip(part.keys, part.items, strict=True):
            if not joined:
                self.between(key.start, indent)
                self.depths[self.column(key.start)] = indent
            self.at = key.start
            raw = self.text[key.start : key.end]
            if "\n" in raw:
                raise self.left(key.start, "a name goes over two lines")
            self.begin(" " * (0 if joined else indent) + raw + ":", joined=joined)
            self.at = key.end
            self.entry(value, indent)
            joined = False
        if part.flow:
            self.at = part.end

    def sequence(self, part: _Part, indent: int) -> None:
        for item in part.items:
            self.between(item.start, indent)
            self.depths[self.column(item.start)] = indent + STEP
            self.lines.append(" " * indent + "-")
            self.entry(item, indent, dash=True)
        if part.flow:
            self.at = part.end

    def column(self, at: int) -> int:
        return at - self.text.rfind("\n", 0, at) - 1

    def entry(self, part: _Part, indent: int, *, dash: bool = False) -> None:
        """What stands behind `name:` or `-`, which is the end of the last line."""
        if part.kind == "scalar":
            if not dash:
                self.between(part.start, indent + STEP) if "\n" in self.text[self.at : part.start] else None
            gap = self.gap(part, dash)
            self.scalar(part, indent + STEP, gap)
            return
        if part.flow and self.fits(part, dash):
            self.flow_line(part, self.gap(part, dash))
            return
        if part.flow:
            self.lift_comment(part)
        elif not dash:
            head = self.text[self.at : part.start].split("\n")[0]
            self.trailing(head)
            self.at += len(head)
        inner = indent + STEP
        if part.kind == "map" and dash:
            self.lines[-1] += " "
            self.at = part.keys[0].start if part.keys else part.start
            if part.keys:
                self.depths[self.column(part.keys[0].start)] = inner
            self.mapping(part, inner, joined=True)
        elif part.kind == "map":
            self.enter(part)
            self.mapping(part, inner, joined=False)
        else:
            self.enter(part)
            self.sequence(part, inner)

    def enter(self, part: _Part) -> None:
        """Past the bracket of a flow node that is taken apart."""
        if part.flow:
            first = part.keys[0] if part.keys else part.items[0] if part.items else None
            self.at = first.start if first else part.end

    def gap(self, part: _Part, dash: bool) -> int:
        """Blanks between `name:` and what stands behind it: as many as there were."""
        before = self.text[self.at : part.start]
        return 1 if dash or "\n" in before else max(len(before.lstrip(":")), 1)

    # Flow nodes

    def fits(self, part: _Part, dash: bool) -> bool:
        if "#" in _between_scalars(self.text, part):
            raise self.left(part.start, "a comment stands inside [ ] or { }; move it out")
        if not part.items:
            return True
        if _has_plain_prose(part) or any(map(_paragraphs, self.raws(part))):
            return False
        return len(self.lines[-1]) + self.gap(part, dash) + len(self.one_line(part)) <= WIDTH

    def raws(self, part: _Part) -> Iterator[str]:
        return (self.text[start:end] for start, end in _scalars(part))

    def one_line(self, part: _Part) -> str:
        raw = self.text[part.start : part.end]
        if "\n" not in raw:
            return raw
        if part.kind == "scalar":
            return " ".join(line.strip() for line in raw.split("\n"))
        if part.kind == "seq":
            return f"[{', '.join(map(self.one_line, part.items))}]"
        pairs = (
            f"{self.one_line(key)}: {self.one_line(value)}" for key, value in zip(part.keys, part.items, strict=True)
        )
        return f"{{{', '.join(pairs)}}}"

    def flow_line(self, part: _Part, gap: int) -> None:
        self.lines[-1] += " " * gap + self.one_line(part)
        self.at = part.end

    def lift_comment(self, part: _Part) -> None:
        """The comment behind a node that is taken apart goes into the line above it."""
        end = self.text.find("\n", part.end)
        rest = self.text[part.end : end if end >= 0 else len(self.text)]
        if rest.strip().startswith("#"):
            line = self.lines.pop()
            self.lines.append(" " * (len(line) - len(line.lstrip())) + rest.strip())
            self.lines.append(line)
            self.text = self.text[: part.end] + " " * len(rest) + self.text[part.end + len(rest) :]

    # Scalars

    def scalar(self, part: _Part, indent: int, gap: int) -> None:
        raw = self.text[part.start : part.end]
        self.at = part.end
        if part.style in ("|", ">"):
            self.block(raw, part, indent, gap)
            return
        if not raw:
            return
        start = len(self.lines[-1]) + gap
        kept = [line.strip() for line in raw.split("\n")]
        fits = start + len(kept[0]) <= WIDTH and all(indent + len(line) <= WIDTH for line in kept[1:])
        whole = fits or _paragraphs(raw)
        rows = kept if whole else _broken(" ".join(kept), start, indent, part.style)
        self.lines[-1] += " " * gap + rows[0]
        self.lines += [" " * indent + row if row else "" for row in rows[1:]]

    def block(self, raw: str, part: _Part, indent: int, gap: int) -> None:
        head, *body = raw.split("\n")
        if re.search(r"\d", head.partition("#")[0]):
            raise self.left(part.start, "a text with an indent of its own (such as >2) is left to its author")
        inside = min((len(line) - len(line.lstrip(" ")) for line in body if line.strip()), default=0)
        self.lines[-1] += " " * gap + head.rstrip()
        for line in body:
            rest = line[inside:]  # Blanks at its end are a part of the text.
            if part.style == ">" and indent + len(rest) > WIDTH and not rest.startswith(" "):
                self.lines += [" " * indent + row for row in _broken(rest, indent, indent, ">")]
            else:
                self.lines.append(" " * indent + rest if rest.strip() else "")


def _between_scalars(text: str, part: _Part) -> str:
    """What stands in a node outside its scalars."""
    out, at = [], part.start
    for start, end in sorted(_scalars(part)):
        out.append(text[at:start])
        at = end
    return "".join((*out, text[at : part.end]))


def _paragraphs(raw: str) -> bool:
    """Whether a scalar has paragraphs, or breaks that are no blank: then it stays as the author broke it."""
    first, *rest = raw.split("\n")
    return bool(rest) and (first.endswith("\\") or any(not line.strip() or line.endswith("\\") for line in rest))


def _has_plain_prose(part: _Part) -> bool:
    """Whether prose stands unquoted inside braces."""
    for key, value in zip(part.keys, part.items, strict=False):
        if part.flow and key.value in PROSE and value.kind == "scalar" and not value.style and " " in value.value:
            return True
    return any(_has_plain_prose(item) for item in part.items)


def _broken(raw: str, start: int, indent: int, style: str) -> list[str]:
    """A scalar in rows: the first begins in column `start`, the others at `indent`. Broken at single blanks only."""
    if start + len(raw) <= WIDTH:
        return [raw]
    rows, room = [], WIDTH - start
    rest = raw
    while len(rest) > room:
        cut = _cut(rest, room, style)
        if cut < 0:
            break
        rows.append(rest[:cut])
        rest, room = rest[cut + 1 :], WIDTH - indent
    return [*rows, rest]


def _cut(text: str, room: int, style: str) -> int:
    """The last blank that fits and at which a break is read as a blank; the first behind it where none fits; else -1."""
    good = [found.start() for found in re.finditer(r"(?<=\S) (?=\S)", text) if _may_break(text, found.start(), style)]
    fitting = [at for at in good if at <= room]
    return fitting[-1] if fitting else good[0] if good else -1


def _may_break(text: str, at: int, style: str) -> bool:
    if style == '"':
        slashes = len(text[:at]) - len(text[:at].rstrip("\\"))
        return slashes == 0 and text[at + 1] != "\\"
    if style == "'":
        return True
    if style == ">":
        return True
    return text[at + 1] not in _NO_START
