"""Many files: two processes find what one does, and what was found is kept until something changes."""

from __future__ import annotations

import json
import os
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from simulator.check.scenarios import check
from simulator.check.sweep import How, sweep
from simulator.check.vectors import MOST, keep, recall
from simulator.scenario.cache import save
from simulator.scenario.catalogue import Catalogue, shipped
from tests.scoring.hearing.weights import encoder
from tests.simulator.check.slips import WINS, edited, whole

HOW = How(hear=False)
LIBRARY = "format: 1\nsignals:\n  weather: {kind: concept, means: Speaks of it, like: [What a day, Rain again, Sunny out], not_like: [No]}\n"


@pytest.fixture
def mine(tmp_path: Path) -> Path:
    """A folder of four scenarios, one of them with a warning, one with an error."""
    folder = tmp_path / "mine"
    folder.mkdir()
    (folder / "own.yaml").write_text(LIBRARY, encoding="utf-8")
    edits = {
        "one": ("use: [library/signals.yaml]", "use: [library/signals.yaml, own.yaml]"),
        "two": ("Finds what is behind the date", "Finds what is good"),
        "three": ("start: says_wait", "start: say_wait"),
        "four": ("minutes: 5", "minutes: 6"),
    }
    for name, edit in edits.items():
        text = edited(whole(), ("id: wait-until-next-year", f"id: {name}"), edit)
        (folder / f"{name}.yaml").write_text(text, encoding="utf-8")
    return folder


def files(mine: Path) -> list[Path]:
    return [path for path in sorted(mine.glob("*.yaml")) if path.name != "own.yaml"]


class Looked:
    """Sweeps with a cache, and says which files were looked at."""

    def __init__(self, mine: Path) -> None:
        self.mine = mine
        self.cache = mine.parent / "cache"

    def __call__(self, how: How = HOW, *, keep: bool = True) -> tuple[list[str], list[str]]:
        """The problems, and the names of the files that were not known."""
        names: list[str] = []
        catalogue = Catalogue([shipped(), self.mine], self.cache)
        found = sweep(catalogue, files(self.mine), how, keep=keep, told=lambda path, _, __: names.append(path.stem))
        return [f"{problem} {problem.consequences}" for problem in found], sorted(names)


@pytest.fixture
def looked(mine: Path) -> Looked:
    return Looked(mine)


def test_two_processes_find_what_one_does(mine: Path) -> None:
    catalogue = Catalogue([shipped(), mine], None)
    assert sweep(catalogue, files(mine), HOW) == check(catalogue, files(mine), hear=False)


def test_what_was_found_is_kept_and_what_cannot_be_read_is_read_again(looked: Looked) -> None:
    first, names = looked()
    assert names == ["four", "one", "three", "two"]
    assert looked() == (first, ["three"])
    assert len(first) == 2


@pytest.mark.parametrize(
    "change",
    [
        lambda mine: (mine / "one.yaml").write_text(
            (mine / "one.yaml").read_text().replace("minutes: 5", "minutes: 7")
        ),
        lambda mine: (mine / "own.yaml").write_text(LIBRARY + "# later\n"),
        lambda mine: (
            (mine / "library").mkdir() or shutil.copy(shipped() / "library" / "signals.yaml", mine / "library")
        ),
    ],
    ids=["the file itself", "a library of its own", "a library that now stands nearer"],
)
def test_a_change_of_what_it_rests_on_has_it_looked_at_again(looked: Looked, change: Callable[[Path], object]) -> None:
    looked()
    change(looked.mine)
    assert "one" in looked()[1]


def test_another_way_to_check_is_looked_at_anew(looked: Looked) -> None:
    looked()
    assert looked(How(hear=True))[1] == ["four", "one", "three", "two"]


def test_without_the_cache_nothing_is_taken_from_it_nor_left_there(looked: Looked) -> None:
    looked(keep=False)
    assert not list(looked.cache.glob("checked/*"))
    looked()
    assert looked(keep=False)[1] == ["four", "one", "three", "two"]


DAMAGE: dict[str, Callable[[Path], object]] = {
    "cut": lambda path: path.write_bytes(path.read_bytes()[:-20]),
    "emptied": lambda path: path.write_bytes(b""),
    "no text": lambda path: path.write_bytes(b"\xff\xfe\x00" * 50),
    "a folder": lambda path: (path.unlink(), path.mkdir()),
    "of somebody else": lambda path: save(path, 1, {"scenario": "x"}),
    "of another shape": lambda path: save(path, 1, {"key": 3, "id": [], "files": 4, "uses": None, "problems": "abc"}),
    "with odd problems": lambda path: save(
        path, 1, {"key": "", "id": "x", "files": [], "uses": [], "problems": [[1], {}]}
    ),
}


@pytest.mark.parametrize("how", DAMAGE)
def test_a_damaged_or_foreign_cache_is_as_none(looked: Looked, how: str) -> None:
    first, _ = looked()
    kept = sorted(looked.cache.glob("checked/*.json"))
    assert len(kept) == 3
    for path in kept:
        DAMAGE[how](path)
    assert looked() == (first, ["four", "one", "three", "two"])


def test_a_kept_result_whose_words_were_changed_is_not_believed(looked: Looked) -> None:
    first, _ = looked()
    for path in looked.cache.glob("checked/*.json"):
        path.write_text(path.read_text().replace("R101", "S101"))
    assert looked()[0] == first
    assert json.dumps(first).count("R101") == 1


# One file: another process plays while this one hears.

EARS = How(engine="full", encoder=encoder)
SLIPS = {
    "nothing the matter": ("minutes: 5", "minutes: 5"),
    "a call that cannot be won": (WINS, WINS.replace("heard next_step,", "heard next_step and trust >= 11,")),
    "a sentence that is not heard": ("hears: [ask_why_wait]\n        best", "hears: [one_house]\n        best"),
    "a name that is not there": ("start: says_wait", "start: say_wait"),
    "no YAML": ("minutes: 5", "minutes: [5"),
}


@pytest.fixture
def alone(tmp_path: Path) -> Path:
    return tmp_path / "wait-until-next-year.yaml"


@pytest.mark.parametrize("slip", SLIPS)
def test_a_file_that_is_played_beside_is_found_as_one_that_is_played_first(alone: Path, slip: str) -> None:
    alone.write_text(edited(whole(), SLIPS[slip]), encoding="utf-8")
    catalogue = Catalogue([shipped()], None)
    found = sweep(catalogue, [alone], EARS)
    assert found == check(catalogue, [alone], encoder=encoder())
    assert any(p.severity == "error" for p in found) == (slip != "nothing the matter"), found


class Ended(Catalogue):
    """Ends every process that reads it but the one that made it."""

    made_by = os.getpid()

    def sources(self) -> Any:
        if os.getpid() != self.made_by:
            os._exit(9)
        return super().sources()


def test_where_the_second_process_is_ended_this_one_plays_too(alone: Path) -> None:
    alone.write_text(edited(whole(), SLIPS["a call that cannot be won"]), encoding="utf-8")
    assert [p.code for p in sweep(Ended([shipped()], None), [alone], EARS) if p.severity == "error"] == ["S402"]


def test_sentences_are_encoded_once_and_found_as_before(alone: Path, tmp_path: Path) -> None:
    alone.write_text(whole(), encoding="utf-8")
    catalogue = Catalogue([shipped()], tmp_path / "cache")
    first = sweep(catalogue, [alone], EARS)
    (kept,) = (tmp_path / "cache" / "vectors").iterdir()
    size = kept.stat().st_size
    ear = encoder()
    ear._kept.clear()
    recall(tmp_path / "cache", alone, ear)
    texts, rows = ear.remembered()
    assert len(texts) > 50
    ear._kept.clear()
    ear.encode_many(texts)
    assert (abs(ear.remembered()[1] - rows) < 1e-5).all()
    alone.write_text(whole() + "# again\n", encoding="utf-8")
    assert sweep(catalogue, [alone], EARS) == first
    assert kept.stat().st_size < size * 1.2, "it is kept anew, not added to"
    for damage in DAMAGE.values():
        damage(kept)
        alone.write_text(alone.read_text() + "# and again\n", encoding="utf-8")
        assert sweep(catalogue, [alone], EARS) == first
        if kept.is_dir():
            kept.rmdir()
            kept.touch()


def test_only_what_was_used_last_is_kept(alone: Path, tmp_path: Path) -> None:
    ear = encoder()
    ear._kept.clear()
    many = [f"text {n}" for n in range(MOST + 50)]
    ear.remember(many, ear.np.zeros((len(many), ear.width), ear.np.float32))
    keep(tmp_path, alone, ear)
    ear._kept.clear()
    recall(tmp_path, alone, ear)
    assert ear.remembered()[0] == many[50:]
    ear._kept.clear()


def test_without_a_cache_no_sentence_is_left(alone: Path, tmp_path: Path) -> None:
    alone.write_text(whole(), encoding="utf-8")
    sweep(Catalogue([shipped()], tmp_path / "cache"), [alone], EARS, keep=False)
    assert not (tmp_path / "cache" / "vectors").exists()
