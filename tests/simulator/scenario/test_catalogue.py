"""The list of scenarios: whatever stands in a cache, ids that two files have, and ids that are none."""

from __future__ import annotations

import hashlib
import json
import os
from pathlib import Path

import pytest

from simulator.check.scenarios import check
from simulator.scenario.catalogue import Catalogue, shipped
from simulator.scenario.problems import ScenarioError
from tests.simulator.homes import INTERRUPTED, home_in, practice_in

DATA = Path(__file__).parents[2] / "data" / "scenarios"
SOURCE = (DATA / "cold_call_brush_off.yaml").read_text(encoding="utf-8")
BRUSH_OFF = "cold-call-brush-off"


def write(path: Path, **changes: str) -> Path:
    """The cold call at this path; `changes` replace the value of a field of the top."""
    text = SOURCE
    for field, value in changes.items():
        old = next(line for line in text.splitlines() if line.startswith(f"{field}:"))
        text = text.replace(old, f"{field}: {value}", 1)
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")
    return path


SHAPES = {
    "null": "null",
    "a list": "[]",
    "a number": "7",
    "a text": '"x"',
    "no data": '{"format": 1}',
    "no entry": '{"format": 1, "data": {"PATH": {"stamp": "STAMP", "entry": null}}}',
    "an entry of the wrong kind": '{"format": 1, "data": {"PATH": {"stamp": "STAMP", "entry": [1, 2]}}}',
    "an entry without skills": '{"format": 1, "data": {"PATH": {"stamp": "STAMP", "entry": {"id": 7}}}}',
    "numbers for lines": '{"format": 1, "data": {"PATH": 7, "files": 3, "key": [], "scenario": {}}}',
    "nested": "[" * 100_000 + "]" * 100_000,
    "nested data": '{"format": 1, "data": ' + "[" * 100_000 + "]" * 100_000 + "}",
    "a long number": "9" * 10_000,
    "half of a letter": '{"format": 1, "data": {"PATH": "\\ud800"}}',
    "nothing": "",
}


@pytest.mark.parametrize("shape", SHAPES.values(), ids=SHAPES)
def test_a_cache_is_made_anew_whatever_is_in_it(tmp_path: Path, shape: str) -> None:
    practice, sam = practice_in(tmp_path)
    practice.start(sam, INTERRUPTED).reply("How do you find out that a truck is late?")
    known = practice.catalogue.entries()
    practice.close()
    caches = [path for path in (tmp_path / "cache").rglob("*") if path.is_file()]
    assert {path.parent.name for path in caches} == {"cache", "compiled", "heads"}
    path = Path(next(entry.path for entry in known if entry.id == INTERRUPTED))
    status = path.stat()
    stamp = f"{status.st_size}:{status.st_mtime_ns}"
    for cache in caches:
        cache.write_text(shape.replace("PATH", str(path)).replace("STAMP", stamp), encoding="utf-8")
    again, sam = practice_in(tmp_path)
    assert again.catalogue.entries() == known
    again.start(sam, INTERRUPTED).reply("How do you find out that a truck is late?")
    again.close()
    assert all(len(cache.read_text(encoding="utf-8")) > len("sparring-cache") for cache in caches)


def test_a_cache_of_the_wrong_shape_with_the_right_hash_is_made_anew(tmp_path: Path) -> None:
    known = Catalogue([shipped()], tmp_path).entries()
    index = tmp_path / "index.json"
    head, _, body = index.read_text(encoding="utf-8").partition("\n")
    data = {path: {**line, "entry": None} for path, line in json.loads(body)["data"].items()}
    body = json.dumps({"data": data})
    digest = hashlib.sha256(body.encode()).hexdigest()
    index.write_text(f"{head.rpartition(' ')[0]} {digest}\n{body}", encoding="utf-8")
    assert Catalogue([shipped()], tmp_path).entries() == known


def test_a_pipe_or_a_folder_where_a_cache_should_be_holds_nothing_up(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "index.json")
    (tmp_path / "compiled").write_text("", encoding="utf-8")
    assert Catalogue([shipped()], tmp_path).open("its-too-expensive")
    assert Catalogue([shipped()], tmp_path).entries()
    (tmp_path / "folder" / "index.json").mkdir(parents=True)
    assert Catalogue([shipped()], tmp_path / "folder").entries()
    assert not list((tmp_path / "folder").glob("*.part"))


def test_two_files_of_one_folder_with_one_id_are_both_named(tmp_path: Path) -> None:
    first, second = write(tmp_path / "a.yaml"), write(tmp_path / "deeper" / "b.yaml", minutes="9")
    catalogue = Catalogue([shipped(), DATA / "library", tmp_path], None)
    entries = {entry.id: entry for entry in catalogue.entries() if entry.path.startswith(str(tmp_path))}
    assert entries[BRUSH_OFF].path == str(first)
    assert not entries[BRUSH_OFF].broken
    (other,) = (entry for entry in entries.values() if entry.id != BRUSH_OFF)
    assert str(first) in other.broken
    assert str(second) in other.broken
    with pytest.raises(ScenarioError, match=f"that of {first} too"):
        catalogue.open(other.id)


def test_check_names_the_other_file_with_the_same_id(tmp_path: Path) -> None:
    first, second = write(tmp_path / "a.yaml"), write(tmp_path / "b.yaml")
    catalogue = Catalogue([shipped(), DATA, tmp_path], None)
    found = [p for p in check(catalogue, [first, second], hear=False) if p.code == "S203"]
    assert [(p.place.file, p.severity) for p in found] == [(str(first), "error"), (str(second), "error")]
    assert str(second) in found[0].message
    assert str(first) in found[1].message


def test_one_that_stands_in_place_of_another_says_so(tmp_path: Path) -> None:
    own = write(tmp_path / "mine.yaml", minutes="9")
    catalogue = Catalogue([DATA, tmp_path], None)
    entry = catalogue.entry(BRUSH_OFF)
    assert (entry.path, entry.instead) == (str(own), str(DATA / "cold_call_brush_off.yaml"))
    (note,) = (p for p in check(catalogue, [own], hear=False) if p.code == "S209")
    assert note.severity == "note"
    assert entry.instead in note.message


def test_a_folder_named_twice_and_a_link_to_a_file_are_no_second_file(tmp_path: Path) -> None:
    path = write(tmp_path / "mine.yaml")
    (tmp_path / "same.yaml").symlink_to(path)
    (entry,) = Catalogue([tmp_path, tmp_path / ".." / tmp_path.name], None).entries()
    assert not entry.broken
    assert not entry.instead


@pytest.mark.parametrize("name", ["My Call", "my_call", "''", "[a]", "a" * 81, "../etc", "é"])
def test_an_id_that_is_none_cannot_be_played(tmp_path: Path, name: str) -> None:
    write(tmp_path / "mine.yaml", id=name)
    (entry,) = Catalogue([tmp_path], None).entries()
    assert entry.id == "mine"
    assert "S106" in entry.broken
    assert ":2:" in entry.broken or "mine.yaml" in entry.broken


def test_a_file_that_cannot_be_played_hides_nothing(tmp_path: Path) -> None:
    (tmp_path / "one" / f"{INTERRUPTED}.yaml").parent.mkdir()
    for folder in ("one", "two"):
        (tmp_path / folder).mkdir(exist_ok=True)
        (tmp_path / folder / f"{INTERRUPTED}.yaml").write_text("a: [", encoding="utf-8")
    entries = Catalogue([shipped(), tmp_path], None).entries()
    named = {entry.id: bool(entry.broken) for entry in entries if entry.id.startswith(INTERRUPTED)}
    assert named == {INTERRUPTED: False, f"{INTERRUPTED} (2)": True, f"{INTERRUPTED} (3)": True}


def test_the_name_of_a_file_is_printed_without_what_a_terminal_would_obey(tmp_path: Path) -> None:
    (tmp_path / "a\x1b]0;owned\x07\nb.yaml").write_text("a: [", encoding="utf-8")
    (entry,) = Catalogue([tmp_path], None).entries()
    assert entry.id == "a]0;owned b"
    assert entry.broken.isprintable()


def test_settings_of_any_shape_are_the_defaults(tmp_path: Path) -> None:
    from simulator.services.settings import Settings, load_settings

    home_in(tmp_path)
    for text in ("[]", "7", "[" * 100_000, '{"theme": 7}', "\ud800x"):
        (tmp_path / "settings.json").write_bytes(text.encode("utf-8", "surrogatepass"))
        assert load_settings(tmp_path) == Settings()
    (tmp_path / "settings.json").unlink()
    os.mkfifo(tmp_path / "settings.json")
    assert load_settings(tmp_path) == Settings()
