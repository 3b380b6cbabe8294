"""Changing single fields in the text of a scenario file: comments, order and spacing stay as the author left them."""

from __future__ import annotations

from simulator.scenario.document import Fields, Text, read_bytes
from simulator.scenario.fields import meant
from simulator.scenario.problems import Place, Problem, ScenarioError

AFTER = ("version", "id", "format")
"""Behind which of these a field is put that is not there yet; the first that stands in the file."""


def with_fields(text: str, name: str, values: dict[str, str]) -> str:
    """The text with these top fields set. `values` are written as they are: quote what needs it.

    `name`: the file's, for messages. Raises ScenarioError where the text cannot be read, or where one of the fields
    stands in a way that cannot be changed without touching more (over several lines, in braces).
    """
    root = read_bytes(text.encode("utf-8", "replace"), name)
    if not isinstance(root, Fields) or root.flow:
        raise _cannot("a scenario must be a list of `name: value` lines", Place(name, 1, 1))
    lines = text.replace("\r\n", "\n").replace("\r", "\n").split("\n")
    ends = "\r\n" if "\r\n" in text else "\n"
    for field, value in values.items():
        if field not in root.fields:
            continue
        node = root.fields[field]
        if not isinstance(node, Text):
            raise _cannot(f"'{field}' must be text{meant(field, values)}", node.place)
        lines[node.place.line - 1] = _changed(lines[node.place.line - 1], node, field, value)
    for field, value in values.items():
        if field not in root.fields:
            before = next((root.fields[known].place.line for known in AFTER if known in root.fields), 0)
            lines.insert(before, f"{field}: {value}")
    return ends.join(lines)


def _changed(line: str, node: Text, field: str, value: str) -> str:
    """The line of a scalar with another value; what stands behind it stays."""
    start = node.place.column - 1
    end = _end(line, start, node)
    if end is None or (line[end:].strip() and not line[end:].lstrip().startswith("#")):
        raise _cannot(f"'{field}' goes over several lines; write it in one and do it again", node.place)
    return line[:start] + value + line[end:]


def _end(line: str, start: int, node: Text) -> int | None:
    """Where a scalar ends in its line; None where it does not end there."""
    if node.plain:
        found = line[start:].partition(" #")[0].rstrip()
        return start + len(found) if " ".join(found.split()) == " ".join(node.value.split()) else None
    quote = line[start]
    if quote not in "\"'":
        return None
    at = start + 1
    while at < len(line):
        if line.startswith("\\" if quote == '"' else "''", at):
            at += 2
        elif line[at] == quote:
            return at + 1
        else:
            at += 1
    return None


def _cannot(message: str, place: Place) -> ScenarioError:
    return ScenarioError((Problem("S106", message, place),))
