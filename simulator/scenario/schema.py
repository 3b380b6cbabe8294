"""The JSON Schema of a scenario file: for editors, which then complete fields and underline what is wrong."""

from __future__ import annotations

from typing import Any

from simulator.scenario.model import STAGES
from simulator.scenario.reader import FIELDS, OUTCOMES, REQUIRED

Schema = dict[str, Any]
_TEXT: Schema = {"type": "string"}
_TEXTS: Schema = {"type": "array", "items": _TEXT}
_LINE: Schema = {
    "oneOf": [
        _TEXT,
        {
            "type": "object",
            "required": ["line"],
            "additionalProperties": False,
            "properties": {
                "line": _TEXT,
                "when": _TEXT,
                "levels": {"type": "array", "items": {"enum": ["easy", "normal", "hard"]}},
            },
        },
    ]
}
_LINES: Schema = {"oneOf": [_TEXT, {"type": "array", "items": _LINE}]}


def _whole(low: int, high: int) -> Schema:
    return {"type": "integer", "minimum": low, "maximum": high}


def _object(properties: Schema, required: tuple[str, ...] = ()) -> Schema:
    return {"type": "object", "additionalProperties": False, "properties": properties, "required": list(required)}


def _named(value: Schema) -> Schema:
    return {"type": "object", "propertyNames": {"pattern": "^[a-z][a-z0-9_]*$"}, "additionalProperties": value}


def json_schema() -> Schema:
    """The schema (draft 2020-12)."""
    signal = _object(
        {
            "kind": {"enum": ["behaviour", "concept", "answer", "number", "claim"]},
            **dict.fromkeys(("detector", "means", "question", "fact", "within"), _TEXT),
            **dict.fromkeys(("like", "not_like", "references", "counts_as"), _TEXTS),
            "marked": {"type": "array"},
            "unit": {"enum": ["money", "percent", "date", "time", "count"]},
            "between": {"type": "array", "minItems": 2, "maxItems": 2},
            "near": {"type": ["string", "number"]},
        },
        ("kind",),
    )
    fact = _object(
        {
            "truth": _TEXT,
            "asked_when": _TEXT,
            "opens_when": _TEXT,
            "says": _LINES,
            "dodges": _LINES,
            "counts_as": _TEXTS,
        },
        ("truth", "asked_when", "says"),
    )
    conditions = dict.fromkeys(("raise_when", "resolve_when", "reopen_when"), _TEXT)
    lines = dict.fromkeys(("says", "resolved_says", "reopen_says"), _LINES)
    objection = _object({"from": _TEXT, "title": _TEXT, **conditions, **lines, "counts_as": _TEXTS})
    interruption = _object({"when": _TEXT, "says": _LINES, "effect": _TEXT, "go": _TEXT}, ("when", "says"))
    branch = _object({"when": _TEXT, "go": _TEXT, "else": _TEXT, "reply": _LINES, "effect": _TEXT})
    choice = _object(
        {"say": _TEXT, "hears": _TEXTS, "why": _TEXT, "best": {"type": "boolean"}, "when": _TEXT},
        ("say", "hears", "why"),
    )
    moment = _object(
        {
            "goal": _TEXT,
            "says": _LINES,
            "next": {"type": "array", "items": branch},
            "hints": {**_TEXTS, "maxItems": 3},
            "guided": {"type": "array", "items": choice},
            "model_answer": _TEXT,
            "seconds": _whole(0, 3600),
            "reactions": _named(_TEXT),
        },
        ("goal", "says", "next"),
    )
    ending = _object(
        {"outcome": {"enum": list(OUTCOMES)}, "says": _LINES, "debrief": _TEXT}, ("outcome", "says", "debrief")
    )
    properties: Schema = {name: {} for name in FIELDS}
    properties |= {
        "format": {"const": 1},
        "id": {"type": "string", "pattern": "^[a-z0-9]+(-[a-z0-9]+)*$"},
        "version": _whole(1, 1_000_000),
        "title": _TEXT,
        "status": {"enum": ["draft", "published", "retired"]},
        "language": _TEXT,
        "stage": {"enum": list(STAGES)},
        "difficulty": _whole(1, 5),
        "minutes": _whole(1, 240),
        "brief": _TEXT,
        "goals": _TEXTS,
        "use": _TEXTS,
        "draw": _named({"type": "array", "minItems": 1}),
        "sealed": {"type": "boolean"},
        "every_turn": _TEXT,
        "silence": _TEXT,
        "seconds": _whole(0, 3600),
        "max_turns": _whole(1, 200),
        "out_of_turns": _TEXT,
        "out_of_patience": _TEXT,
        "max_content": _whole(1, 9),
        "unclear": _LINES,
        "signals": _named(signal),
        "reactions": _named(_TEXT),
        "facts": _named(fact),
        "objections": _named(objection),
        "interruptions": _named(interruption),
        "start": _TEXT,
        "moments": _named(moment),
        "endings": _named(ending),
        "customer": _object(dict.fromkeys(("name", "role", "company", "style", "background"), _TEXT), ("name",)),
    }
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "A Sparring scenario",
        "type": "object",
        "additionalProperties": False,
        "required": list(REQUIRED),
        "properties": properties,
    }
