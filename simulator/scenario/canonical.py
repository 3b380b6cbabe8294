"""A scenario as canonical JSON and back, exactly: what the hash is of, what the store keeps, what a receipt carries."""

from __future__ import annotations

import hashlib
import json
import types
from collections.abc import Callable, Mapping
from dataclasses import fields, is_dataclass, replace
from functools import cache
from typing import Any, Literal, Union, get_args, get_origin, get_type_hints

from scoring.marking import conditions
from scoring.marking.rubric import Rubric, canonical
from simulator.scenario.model import Scenario

_NODES: Mapping[str, type] = {
    node.__name__: node for node in (*get_args(conditions.Atom), conditions.Not, conditions.And, conditions.Or)
}
_CONDITION = conditions.Condition
_LEFT_OUT = ("hash", "canonical")


class NotCanonical(ValueError):
    """Text that is no canonical scenario."""


def sealed(scenario: Scenario) -> Scenario:
    """The scenario with its canonical text and the SHA-256 of it, in hex."""
    text = write(scenario)
    return replace(scenario, canonical=text, hash=hashlib.sha256(text.encode()).hexdigest())


def write(scenario: Scenario) -> str:
    data = {
        "format": 1,
        **{f.name: _plain(getattr(scenario, f.name)) for f in fields(scenario) if f.name not in _LEFT_OUT},
    }
    return canonical(data)


def from_canonical(text: str) -> Scenario:
    """Raises NotCanonical. `from_canonical(s.canonical) == s`."""
    try:
        data = json.loads(text)
        if data.get("format") != 1:
            raise NotCanonical("this scenario was kept in a format that this version does not know")
        scenario: Scenario = _reader(Scenario)(data)
    except (KeyError, TypeError, AttributeError, ValueError, RecursionError) as error:
        raise NotCanonical(f"this is no kept scenario: {error}") from error
    return replace(scenario, canonical=text, hash=hashlib.sha256(text.encode()).hexdigest())


def _plain(value: Any) -> Any:
    kind: Any = type(value)
    if kind is str or kind is int or kind is bool or value is None:
        return value
    if isinstance(value, tuple | list):
        return [_plain(item) for item in value]
    if isinstance(value, Rubric):
        return value.mapping()
    names = _fields_of(kind)
    if names is not None:
        out = {name: _plain(getattr(value, name)) for name in names}
        return {"~": kind.__name__, **out} if kind.__name__ in _NODES else out
    if isinstance(value, Mapping):
        return [[str(key), _plain(item)] for key, item in value.items()]
    return value


@cache
def _fields_of(kind: Any) -> tuple[str, ...] | None:
    """The names of a dataclass's fields; None for what is none."""
    return tuple(f.name for f in fields(kind)) if is_dataclass(kind) else None


@cache
def _reader(kind: Any) -> Callable[[Any], Any]:
    """How to read a value of this type; a mapping stands as a list of pairs, to keep its order."""
    if kind is Rubric:
        return Rubric.load
    if kind == _CONDITION or kind in _NODES.values():
        return _condition
    origin, inside = get_origin(kind), get_args(kind)
    if origin in (Union, types.UnionType):
        if type(None) in inside:
            rest = tuple(a for a in inside if a is not type(None))
            whole = set(rest) >= set(get_args(_CONDITION))
            read = _condition if whole else _reader(rest[0]) if len(rest) == 1 else _as_it_is
            return lambda data: None if data is None else read(data)
        if set(inside) >= set(get_args(_CONDITION)):
            return _condition
        return _as_it_is
    if origin is tuple:
        if len(inside) == 2 and inside[1] is Ellipsis:
            item = _reader(inside[0])
            return lambda data: tuple([item(one) for one in data])
        parts = [_reader(part) for part in inside]
        return lambda data: tuple([read(one) for read, one in zip(parts, data, strict=True)])
    if origin is not None and origin is not Literal and issubclass(origin, Mapping):
        item = _reader(inside[1])
        return lambda data: {key: item(value) for key, value in data}
    if is_dataclass(kind):
        hints = get_type_hints(kind)
        names = [f.name for f in fields(kind) if f.name not in _LEFT_OUT or kind is not Scenario]
        readers = [(name, None if (read := _reader(hints[name])) is _as_it_is else read) for name in names]
        maker: Any = kind
        return lambda data: maker(*[data[name] if read is None else read(data[name]) for name, read in readers])
    return _as_it_is


def _as_it_is(data: Any) -> Any:
    return data


_MAKERS: Mapping[str, tuple[Any, tuple[str, ...]]] = {
    name: (node, tuple(f.name for f in fields(node))) for name, node in _NODES.items()
}


def _condition(data: Any) -> Any:
    node, names = _MAKERS[data["~"]]
    return node(*[_part(data[name]) for name in names])


def _part(value: Any) -> Any:
    """A list holds conditions, or names."""
    kind = type(value)
    if kind is list:
        return tuple([_condition(item) for item in value]) if value and type(value[0]) is dict else tuple(value)
    return _condition(value) if kind is dict else value
