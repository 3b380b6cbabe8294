"""Every key is named, explained and free of what terminals and browsers keep for themselves."""

from __future__ import annotations

import importlib
import pkgutil

import pytest
from textual.binding import Binding
from textual.dom import DOMNode

import simulator.ui

KEPT = {"ctrl+h", "ctrl+i", "ctrl+m", "ctrl+n", "ctrl+t", "ctrl+w"}


def classes() -> list[type[DOMNode]]:
    found: dict[str, type[DOMNode]] = {}
    for module in pkgutil.walk_packages(simulator.ui.__path__, "simulator.ui."):
        for thing in vars(importlib.import_module(module.name)).values():
            if isinstance(thing, type) and issubclass(thing, DOMNode) and thing.__module__.startswith("simulator.ui"):
                found[f"{thing.__module__}.{thing.__name__}"] = thing
    return list(found.values())


@pytest.mark.parametrize("owner", classes(), ids=lambda c: c.__name__)
def test_every_binding_has_an_id_and_a_tooltip_and_a_free_key(owner: type[DOMNode]) -> None:
    for binding in vars(owner).get("BINDINGS", []):
        assert isinstance(binding, Binding)
        assert binding.id
        assert binding.tooltip or not binding.description
        assert not set(binding.key.split(",")) & KEPT


def test_ids_of_bindings_are_unique() -> None:
    ids = [binding.id for owner in classes() for binding in vars(owner).get("BINDINGS", [])]
    assert len(ids) == len(set(ids))
