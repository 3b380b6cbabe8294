"""Learning paths: what a file of them says, what is wrong in one, and what is left of a path where scenarios are missing."""

from __future__ import annotations

from pathlib import Path

import pytest

from simulator.check.scenarios import check
from simulator.scenario.catalogue import Catalogue, shipped
from simulator.scenario.paths import LearningPath, read_paths
from simulator.scenario.problems import ScenarioError
from tests.simulator.homes import INTERRUPTED

PRICE = "its-too-expensive"
GOOD = f"""format: 1
paths:
  first:
    title: First week, gates
    able: Opens a call.
    scenarios: [{PRICE}, not-written-yet, {INTERRUPTED}]
    passes: 3
"""


def file_with(folder: Path, text: str) -> Path:
    path = folder / "paths.yaml"
    path.write_text(text, encoding="utf-8")
    return path


def wrong(folder: Path, text: str) -> list[str]:
    path = file_with(folder, text)
    with pytest.raises(ScenarioError) as caught:
        read_paths(path)
    return [str(problem).removeprefix(f"{path}:") for problem in caught.value.problems]


def test_a_path_is_read_as_it_stands(tmp_path: Path) -> None:
    (path,) = read_paths(file_with(tmp_path, GOOD))
    names = (PRICE, "not-written-yet", INTERRUPTED)
    assert path == LearningPath("first", "First week, gates", "Opens a call.", names, 3, "normal", "")
    assert path.rule == "3 of 3 passed, at normal or harder"


def test_what_is_not_there_is_left_out_and_no_more_is_asked_than_there_is(tmp_path: Path) -> None:
    file_with(tmp_path, GOOD)
    path = Catalogue([shipped(), tmp_path], None).paths()[-1]
    assert path.scenarios == (PRICE, INTERRUPTED)
    assert path.rule == "2 of 2 passed, at normal or harder"


def test_every_problem_is_said_with_its_place(tmp_path: Path) -> None:
    text = GOOD.replace("passes: 3", "passes: 4\n    level: hardest\n    mod: exam").replace("not-written-yet", PRICE)
    assert wrong(tmp_path, text) == [
        f"6:36: S203 '{PRICE}' stands twice in the path first",
        "7:13: S106 passes must be from 1 to 3, not 4",
        "8:12: S106 level is easy, normal, hard, not 'hardest'; did you mean 'hard'?",
        "9:5: S105 unknown field 'mod' in the path first; did you mean 'mode'?",
    ]


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("format: 2\npaths: {}\n", "1:9: S109 unknown format; this version reads format 1"),
        ("format: 1\n", "1:1: S110 the file needs a field 'paths'"),
        (GOOD.replace("title: First week, gates\n    ", ""), "4:5: S110 the path first needs a field 'title'"),
        (GOOD.replace("not-written-yet", "Not Written"), "6:36: S106 'Not Written' is no id: use small letters"),
        (
            GOOD.split("    scenarios")[0] + "    scenarios: []\n    passes: 1\n",
            "6:16: S106 the path first needs at least",
        ),
    ],
)
def test_one_thing_wrong_is_one_sentence(tmp_path: Path, text: str, said: str) -> None:
    (found,) = wrong(tmp_path, text)
    assert found.startswith(said)


def test_a_pass_counts_at_the_level_or_a_harder_one_and_not_with_choices_to_pick() -> None:
    path = LearningPath("a", "A", "Can.", (PRICE,), 1, "normal")
    assert path.counts("practice", "normal")
    assert path.counts("exam", "hard")
    assert not path.counts("practice", "easy")
    assert not path.counts("guided", "hard")
    sealed = LearningPath("a", "A", "Can.", (PRICE,), 1, "normal", "exam")
    assert sealed.counts("exam", "normal")
    assert not sealed.counts("practice", "hard")


def test_the_paths_that_ship_name_each_scenario_that_ships_once() -> None:
    catalogue = Catalogue([shipped()], None)
    assert catalogue.path_problems() == ()
    named = [name for path in catalogue.paths() for name in path.scenarios]
    assert sorted(named) == sorted(entry.id for entry in catalogue.entries())
    assert catalogue.paths()[0].scenarios[0] == INTERRUPTED


def test_a_file_with_a_fault_leaves_the_other_paths_and_says_so(tmp_path: Path) -> None:
    path = file_with(tmp_path, GOOD.replace("passes", "pases"))
    catalogue = Catalogue([shipped(), tmp_path], tmp_path / "cache")
    assert next(one.id for one in catalogue.paths()) == "w1"
    assert "first" not in {one.id for one in catalogue.paths()}
    assert any("unknown field 'pases'" in str(problem) for problem in catalogue.path_problems())
    assert check(catalogue, [path]) == list(catalogue.path_problems())


def test_an_own_path_stands_in_place_of_one_that_ships(tmp_path: Path) -> None:
    file_with(tmp_path, GOOD.replace("  first:", "  w1:"))
    paths = Catalogue([shipped(), tmp_path], None).paths()
    assert paths[0].title == "First week, gates"
    assert [path.id for path in paths].count("w1") == 1


def test_the_cache_gives_the_same_and_a_changed_file_is_read_again(tmp_path: Path) -> None:
    file = file_with(tmp_path, GOOD)
    roots, cache = [shipped(), tmp_path], tmp_path / "cache"
    first = Catalogue(roots, cache).paths()
    assert Catalogue(roots, cache).paths() == first
    file.write_text(GOOD.replace("gates", "open gates"), encoding="utf-8")
    assert Catalogue(roots, cache).paths()[-1].title == "First week, open gates"
    (cache / "paths.json").write_text("[[[", encoding="utf-8")
    assert Catalogue(roots, cache).paths()[-1].title == "First week, open gates"


def test_a_file_of_paths_is_no_scenario(tmp_path: Path) -> None:
    file_with(tmp_path, GOOD)
    assert not [entry for entry in Catalogue([tmp_path], None).entries() if entry.path.endswith("paths.yaml")]
