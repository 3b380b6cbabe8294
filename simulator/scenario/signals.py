"""The `signals:` of a scenario or a library."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import replace

from scoring.hearing.signals import Signal
from simulator.scenario.document import Fields, Items, Node, Text
from simulator.scenario.fields import Reading, meant
from simulator.scenario.model import Scenario
from simulator.scenario.rubrics import RubricSet

_KNOWN = {
    "behaviour": ("kind", "detector", "means", "counts_as"),
    "concept": ("kind", "means", "like", "not_like", "counts_as"),
    "claim": ("kind", "means", "like", "not_like", "counts_as"),
    "answer": ("kind", "means", "references", "marked", "question", "counts_as"),
    "number": ("kind", "means", "unit", "between", "near", "within", "fact", "counts_as"),
}
UNITS = ("money", "percent", "date", "time", "count")
AMOUNT = re.compile(r"-?[0-9][0-9,]{0,20}(?:\.[0-9]{1,9})?\Z")
DRAWN = re.compile(r"\{draw\.([a-z][a-z0-9_]*)\}\Z")


def read_signals(reading: Reading, node: Node | None, rubrics: RubricSet) -> dict[str, Signal]:
    """Name -> signal; what is wrong is noted and left out."""
    out = {}
    for name, entry, place in reading.named(node, "signals"):
        if not isinstance(entry, Fields):
            reading.wrong("S106", f"the signal {name} must be a list of `name: value` lines", place)
            continue
        kind = reading.one_of(entry.fields.get("kind"), "kind", tuple(_KNOWN), "concept")
        if "kind" not in entry.fields:
            reading.wrong("S110", f"the signal {name} needs a field 'kind'", place)
        found = reading.fields(entry, _KNOWN[kind], f"the {kind} {name}", _required(kind))
        out[name] = _READERS[kind](reading, name, found, rubrics)
        for role in out[name].counts_as:
            if role not in rubrics.roles:
                where = found.fields["counts_as"].place
                reading.wrong("S201", f"unknown role '{role}'{meant(role, rubrics.roles)}", where)
    return out


def _required(kind: str) -> tuple[str, ...]:
    return {
        "behaviour": (),
        "concept": ("means", "like"),
        "claim": ("means", "like"),
        "answer": ("means", "references"),
    }.get(kind, ("means", "unit"))


def _behaviour(reading: Reading, name: str, node: Fields, rubrics: RubricSet) -> Signal:
    detector = reading.text(node.fields.get("detector"), "detector", name)
    if detector not in rubrics.behaviours:
        where = node.fields["detector"].place if "detector" in node.fields else node.place
        reading.wrong("S201", f"unknown detector '{detector}'{meant(detector, rubrics.behaviours)}", where)
    means = reading.text(node.fields.get("means"), "means", rubrics.behaviours.get(detector, ""))
    return Signal(name, "behaviour", means, detector, counts_as=_roles(reading, node))


def _examples(reading: Reading, name: str, node: Fields, rubrics: RubricSet) -> Signal:
    del rubrics
    like = reading.texts(node.fields.get("like"), "like")
    not_like = reading.texts(node.fields.get("not_like"), "not_like")
    if not like and "like" in node.fields:
        reading.wrong("S106", f"{name} needs examples: sentences that mean it, three at least", node.keys["like"])
    elif 0 < len(like) < 3:
        reading.wrong("S303", f"{name} has {len(like)} examples; three are the least", node.keys["like"], "warning")
    if not not_like:
        reading.wrong("S304", f"{name} has no near miss (not_like)", node.place, "warning")
    kind = reading.text(node.fields.get("kind"), "kind", "concept")
    means = reading.text(node.fields.get("means"), "means")
    signal = Signal(name, "concept", means, like=like, not_like=not_like, counts_as=_roles(reading, node))
    return replace(signal, kind="claim", harmful=True) if kind == "claim" else signal


def _answer(reading: Reading, name: str, node: Fields, rubrics: RubricSet) -> Signal:
    del rubrics
    marked = []
    for item in reading.items(node.fields.get("marked"), "marked"):
        pair = reading.fields(item, ("text", "grade"), "a marked answer", ("text", "grade"))
        grade = reading.text(pair.fields.get("grade"), "grade", "0")
        if not re.fullmatch(r"0(?:\.\d+)?|1(?:\.0+)?", grade):
            reading.wrong("S106", f"a grade is from 0 to 1, not '{grade}'", item.place)
            continue
        marked.append((reading.text(pair.fields.get("text"), "text"), float(grade)))
    references = reading.texts(node.fields.get("references"), "references")
    if not references and "references" in node.fields:
        reading.wrong("S106", f"{name} needs references: what a right answer says", node.keys["references"])
    return Signal(
        name,
        "answer",
        reading.text(node.fields.get("means"), "means"),
        references=references,
        marked=tuple(marked),
        question=reading.text(node.fields.get("question"), "question"),
        counts_as=_roles(reading, node),
    )


def _number(reading: Reading, name: str, node: Fields, rubrics: RubricSet) -> Signal:
    del rubrics
    get = node.fields.get
    within = reading.percent(get("within"), "within", 10.0) / 100
    low: float | None = None
    high: float | None = None
    near = ""
    if "between" in node.fields:
        ends = [_amount(reading, item) for item in reading.items(get("between"), "between")]
        if len(ends) != 2 or ends[0] > ends[1]:
            reading.wrong("S106", "between needs two numbers, the smaller first", node.fields["between"].place)
        else:
            low, high = ends
    elif "near" in node.fields:
        value = node.fields["near"]
        if isinstance(value, Text) and DRAWN.match(value.value):
            near = value.value
        else:
            middle = _amount(reading, value)
            low, high = middle * (1 - within), middle * (1 + within)
    else:
        reading.wrong("S110", f"the number {name} needs 'near' or 'between'", node.place)
    return Signal(
        name,
        "number",
        reading.text(get("means"), "means"),
        unit=reading.one_of(get("unit"), "unit", UNITS, "count"),  # type: ignore[arg-type]
        low=low,
        high=high,
        near=near,
        within=within,
        fact=reading.text(get("fact"), "fact"),
        counts_as=_roles(reading, node),
    )


def _amount(reading: Reading, node: Node) -> float:
    if isinstance(node, Text) and AMOUNT.match(node.value.strip()):
        return amount(node.value)
    reading.wrong("S106", "this must be a number, or a placeholder such as {draw.loss}", node.place)
    return 0.0


def amount(text: str) -> float:
    """`84,000` as 84000.0."""
    return float(text.strip().replace(",", ""))


def _roles(reading: Reading, node: Fields) -> tuple[str, ...]:
    given = node.fields.get("counts_as")
    return reading.texts(given, "counts_as") if isinstance(given, Items | Text) else ()


_READERS = {"behaviour": _behaviour, "concept": _examples, "claim": _examples, "answer": _answer, "number": _number}


def signals_for(scenario: Scenario, drawn: Mapping[str, int | str]) -> tuple[Signal, ...]:
    """The scenario's signals with the figures of one call: a number near a drawn value gets its range."""
    out = []
    for signal in scenario.signals.values():
        found = DRAWN.match(signal.near)
        if found:
            middle = amount(str(drawn[found[1]]))
            ends = sorted((middle * (1 - signal.within), middle * (1 + signal.within)))
            signal = replace(signal, low=ends[0], high=ends[1])
        out.append(signal)
    return tuple(out)
