"""Scenarios broken by hand, one edit each: each gets its code, on the right line, and nothing else is an error."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
import yaml

from simulator.check.scenarios import checked_file
from simulator.check.sweep import How, sweep
from simulator.scenario.catalogue import Catalogue, shipped
from tests.scoring.hearing.weights import encoder

DATA = Path(__file__).parents[2] / "data"
BASE = DATA / "scenarios" / "cold_call_brush_off.yaml"
BROKEN: list[dict[str, Any]] = yaml.safe_load((DATA / "broken.yaml").read_text(encoding="utf-8"))


def broken(case: dict[str, Any]) -> str:
    """The text of `base`, a scenario that ships, or of BASE, with the edit made."""
    path = next(shipped().rglob(f"{case['base']}.yaml")) if "base" in case else BASE
    source = path.read_text(encoding="utf-8")
    assert case["old"] in source, case["old"]
    return source.replace(case["old"], case["new"], -1 if case.get("all") else 1)


def line_of(text: str, at: str, nth: int) -> int:
    start = -1
    for _ in range(nth):
        start = text.index(at, start + 1)
    return text[:start].count("\n") + 1


@pytest.mark.parametrize("case", BROKEN, ids=[f"{n}-{case['code']}" for n, case in enumerate(BROKEN)])
def test_what_is_broken_is_found_where_it_is(tmp_path: Path, case: dict[str, Any]) -> None:
    text = broken(case)
    path = tmp_path / "scenario.yaml"
    path.write_text(text, encoding="utf-8")
    hear = bool(case.get("hear"))
    catalogue = Catalogue([shipped(), DATA / "scenarios"], None)
    found = checked_file(catalogue, path, hear=hear, encoder=encoder() if hear else None).problems
    lines = [problem.place.line for problem in found if problem.code == case["code"]]
    assert line_of(text, case["at"], case.get("nth", 1)) in lines, [str(p) for p in found if p.code != "S603"]
    allowed = {case["code"], *case.get("also", ())}
    assert [str(p) for p in found if p.severity == "error" and p.code not in allowed] == []


def test_the_whole_one_has_none_of_it(tmp_path: Path) -> None:
    found = checked_file(Catalogue([shipped()], None), BASE, hear=False).problems
    assert [str(p) for p in found if p.severity == "error"] == []


def test_there_are_enough_of_them() -> None:
    assert len(BROKEN) >= 60


def test_what_ships_is_clean() -> None:
    found = sweep(Catalogue([shipped()], None), [], How(encoder=encoder), keep=False)
    assert [str(p) for p in found if p.severity != "note"] == []
