"""What changed between two versions is said in words."""

from __future__ import annotations

from itertools import pairwise
from pathlib import Path

import pytest

from simulator.scenario.catalogue import Catalogue, shipped
from simulator.scenario.difference import counted, differences, substance

NAME = "its-too-expensive"
SOURCE = (shipped() / "objection" / f"{NAME}.yaml").read_text(encoding="utf-8")


@pytest.fixture
def shelf() -> Catalogue:
    return Catalogue([shipped()], None)


@pytest.mark.parametrize(
    ("before", "after", "said"),
    [
        ("pass_mark: 65", "pass_mark: 70", "pass mark 65 -> 70"),
        ("difficulty: 2", "difficulty: 3", "difficulty 2 -> 3"),
        ("feelings: {trust: 5,", "feelings: {trust: 4,", "feeling trust: 5 -> 4"),
        ("runs_down: trust -1", "runs_down: trust -2", "runs_down now earns trust -2 (was trust -1)"),
        ('      - "against what"\n      - "beside what"\n', "", "signal ask_gap: 2 examples taken out"),
        ('"Then we\'ll leave it there. Thank you for your time.", ', "", "ending walks_away: 1 line taken out"),
        (
            "  hard:   {trust: -1, patience: -1",
            "  hard:   {trust: -2, patience: -1",
            "level hard feelings trust: -1 -> -2",
        ),
        (
            "        2: knows turnover_cost\n",
            "        2: heard ask_cost\n",
            "now is level 2 when heard ask_cost (was knows",
        ),
        ("  - name: polite, and waits", "  - name: polite", "test polite: added"),
        ("max_turns: 14", "max_turns: 15", "max turns 14 -> 15"),
    ],
)
def test_a_change_is_named(before: str, after: str, said: str, tmp_path: Path, shelf: Catalogue) -> None:
    assert before in SOURCE
    (tmp_path / "new.yaml").write_text(SOURCE.replace(before, after, 1), encoding="utf-8")
    changes = [str(change) for change in differences(shelf.open(NAME), shelf.read(tmp_path / "new.yaml"))]
    assert [change for change in changes if said in change], changes


def test_a_branch_that_moved_is_named_with_what_it_was(tmp_path: Path, shelf: Catalogue) -> None:
    line = next(line for line in SOURCE.splitlines() if line.startswith("      - {when:") and "trust >=" in line)
    changed = SOURCE.replace(line, line.replace("trust >= ", "trust >= 1", 1), 1)
    (tmp_path / "new.yaml").write_text(changed, encoding="utf-8")
    (change,) = differences(shelf.open(NAME), shelf.read(tmp_path / "new.yaml"))
    assert change.where.startswith("moment ")
    assert change.what.startswith("now when ")
    assert "(was when " in change.what


def test_comments_and_spacing_are_no_difference(tmp_path: Path, shelf: Catalogue) -> None:
    (tmp_path / "new.yaml").write_text("# a comment\n" + SOURCE.replace("format: 1", "format:   1  # one"))
    assert differences(shelf.open(NAME), shelf.read(tmp_path / "new.yaml")) == []


def test_status_and_version_are_no_substance(tmp_path: Path, shelf: Catalogue) -> None:
    changed = SOURCE.replace("status: published", "status: draft").replace("version: 3", "version: 9")
    (tmp_path / "new.yaml").write_text(changed, encoding="utf-8")
    old, new = shelf.open(NAME), shelf.read(tmp_path / "new.yaml")
    assert [str(change) for change in differences(old, new)] == ["version 3 -> 9", "status published -> draft"]
    assert substance(old) == substance(new)


def test_any_two_scenarios_can_be_compared(shelf: Catalogue) -> None:
    names = [entry.id for entry in shelf.entries() if not entry.broken][:6]
    for one, other in pairwise(names):
        for change in differences(shelf.open(one), shelf.open(other)):
            assert str(change).strip()
            assert "\n" not in str(change)


def test_things_are_counted_as_people_say_it() -> None:
    said = [
        counted(1, "line"),
        counted(2, "near miss"),
        counted(3, "line for when it comes back"),
        counted(2, "criterion"),
    ]
    assert said == ["1 line", "2 near misses", "3 lines for when it comes back", "2 criteria"]
