"""What is suggested next: what was not passed, then along the paths, then the rest."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, cast

from simulator.scenario.catalogue import Entry
from simulator.scenario.paths import LearningPath
from simulator.services.overview import overview_of


def entry(name: str, status: str = "published") -> Entry:
    return Entry(name, name.title(), "objection", 1, 1, 5, status, "", "", "", (), f"{name}.yaml")


class Row:
    """An ended call, as far as suggestions look at it."""

    def __init__(self, scenario: str, passed: bool, mode: str = "practice", level: str = "normal") -> None:
        self.scenario, self.passed, self.mode, self.level = scenario, passed, mode, level
        self.total, self.entries = (80 if passed else 20), 3


ENTRIES = [entry(name) for name in ("apple", "berry", "cherry", "date")]
ONE = LearningPath("one", "One, first", "Can.", ("cherry", "berry"), 1)
TWO = LearningPath("two", "Two, then", "Can.", ("date", "cherry"), 2)


def names(history: Sequence[Row], *paths: LearningPath) -> list[tuple[str, str]]:
    found = overview_of(ENTRIES, (), cast(Any, history), paths)
    return [(suggestion.entry.id, suggestion.why) for suggestion in found.next_up]


def test_a_beginner_is_led_along_the_first_path_then_the_next() -> None:
    assert names([], ONE, TWO) == [
        ("cherry", "next on the path “One, first”"),
        ("berry", "next on the path “One, first”"),
        ("date", "next on the path “Two, then”"),
    ]


def test_without_paths_the_library_is_gone_through() -> None:
    assert [name for name, _ in names([])] == ["apple", "berry", "cherry"]


def test_what_was_not_passed_comes_before_any_path() -> None:
    assert names([Row("apple", False)], ONE)[0] == ("apple", "not passed yet")


def test_a_path_that_is_done_leads_no_further() -> None:
    assert names([Row("cherry", True)], ONE, TWO)[0] == ("date", "next on the path “Two, then”")
    assert ("berry", "new to you") in names([Row("cherry", True)], ONE, TWO)


def test_a_pass_that_is_too_easy_for_the_path_does_not_end_it() -> None:
    easy = overview_of(ENTRIES, (), cast(Any, [Row("cherry", True, level="easy")]), [ONE])
    assert not easy.paths[0].done
    assert easy.next_up[0].entry.id == "berry"


def test_a_retired_or_missing_scenario_of_a_path_is_not_suggested() -> None:
    path = LearningPath("one", "One", "Can.", ("gone", "fig", "berry"), 1)
    found = overview_of([*ENTRIES, entry("fig", "retired")], (), (), [path])
    assert found.next_up[0].entry.id == "berry"
