"""`sparring scenarios export` and `import`: whole, or not at all."""

from __future__ import annotations

import json
import zipfile
from pathlib import Path

import pytest

from simulator.cli.main import run_command_line
from simulator.scenario.catalogue import shipped
from simulator.scenario.packs import write_pack

Run = pytest.CaptureFixture[str]
PRICE = "its-too-expensive"
SOURCE = (shipped() / "objection" / f"{PRICE}.yaml").read_text(encoding="utf-8")


def scenarios(*arguments: str) -> int:
    return run_command_line(["scenarios", *arguments])


def own(home: Path, name: str, **parts: str) -> Path:
    """A scenario of one's own that uses a library of its own."""
    folder = home / "scenarios"
    (folder / "library").mkdir(parents=True, exist_ok=True)
    (folder / "library" / "mine.yaml").write_text(parts.get("library", "format: 1\nunclear: [What?, Sorry?]\n"))
    path = folder / f"{name}.yaml"
    path.write_text(SOURCE.replace(f"id: {PRICE}", f"id: {name}").replace("use: [lib", "use: [library/mine.yaml, lib"))
    return path


def pack(path: Path, **files: str) -> Path:
    path.write_bytes(write_pack({name: text.encode() for name, text in files.items()}, "1.0"))
    return path


def test_a_pack_holds_what_is_used_and_not_what_ships(home: Path, tmp_path: Path, capsys: Run) -> None:
    own(home, "mine")
    assert scenarios("export", "mine", "-o", str(tmp_path / "a.zip")) == 0
    with zipfile.ZipFile(tmp_path / "a.zip") as made:
        assert made.namelist() == ["manifest.yaml", "parts/library/mine.yaml", "scenarios/mine.yaml"]
    assert "To take it in: sparring scenarios import a.zip" in capsys.readouterr().out


def test_what_was_exported_is_the_same_somewhere_else(
    home: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: Run
) -> None:
    path = own(home, "mine")
    scenarios("export", "mine", PRICE, "-o", str(tmp_path / "a.zip"))
    monkeypatch.setenv("SPARRING_HOME", str(tmp_path / "other"))
    assert scenarios("import", str(tmp_path / "a.zip"), "--dry-run") == 0
    out = capsys.readouterr().out
    assert "mine.yaml: new" in out
    assert "library/mine.yaml: new" in out
    assert f"{PRICE}.yaml: new\n    stands in place of " in out
    assert "Nothing was changed" in out
    assert not (tmp_path / "other" / "scenarios").exists()
    assert scenarios("import", str(tmp_path / "a.zip")) == 2  # One of them would hide what ships.
    assert "its-too-expensive.yaml is there already; look with --dry-run" in capsys.readouterr().err
    assert not (tmp_path / "other" / "scenarios").exists()
    assert scenarios("import", str(tmp_path / "a.zip"), "--replace") == 0
    assert (tmp_path / "other" / "scenarios" / "mine.yaml").read_bytes() == path.read_bytes()
    capsys.readouterr()
    assert run_command_line(["check", "--quick", str(tmp_path / "other" / "scenarios" / "mine.yaml")]) == 0


def test_what_is_there_is_replaced_only_where_that_was_said(home: Path, tmp_path: Path, capsys: Run) -> None:
    path = own(home, "mine")
    scenarios("export", "mine", "-o", str(tmp_path / "a.zip"))
    changed = path.read_text().replace("pass_mark: 65", "pass_mark: 70")
    path.write_text(changed)
    capsys.readouterr()
    assert scenarios("import", str(tmp_path / "a.zip")) == 2
    assert "mine.yaml is there already; look with --dry-run, then add --replace" in capsys.readouterr().err
    assert path.read_text() == changed
    assert scenarios("import", str(tmp_path / "a.zip"), "--replace") == 0
    out = capsys.readouterr().out
    assert "mine.yaml: replaces what is there" in out
    assert "library/mine.yaml: is there already, the same" in out
    assert "pass_mark: 65" in path.read_text()


def test_a_single_file_is_taken_in_under_its_id(home: Path, tmp_path: Path, capsys: Run) -> None:
    (tmp_path / "some name.yaml").write_text(SOURCE.replace(f"id: {PRICE}", "id: from-a-friend"))
    assert scenarios("import", str(tmp_path / "some name.yaml"), "--json") == 0
    document = json.loads(capsys.readouterr().out)
    assert document["files"] == [
        {"path": str(home / "scenarios" / "from-a-friend.yaml"), "what": "add", "id": "from-a-friend", "hides": ""}
    ]
    assert (home / "scenarios" / "from-a-friend.yaml").is_file()


def test_one_broken_scenario_keeps_all_of_a_pack_out(home: Path, tmp_path: Path, capsys: Run) -> None:
    good = SOURCE.replace(f"id: {PRICE}", "id: good-one")
    bad = SOURCE.replace(f"id: {PRICE}", "id: bad-one").replace("go: walks_away", "go: nowhere")
    both = pack(tmp_path / "a.zip", **{"scenarios/good-one.yaml": good, "scenarios/bad-one.yaml": bad})
    assert scenarios("import", str(both)) == 1
    out = capsys.readouterr().out
    assert "bad-one.yaml:" in out
    assert "S201 unknown moment or ending 'nowhere'" in out
    assert "Nothing was imported: there is 1 error" in out
    assert not list(home.glob("scenarios/**/*.yaml"))


@pytest.mark.parametrize(
    ("files", "said"),
    [
        ({"scenarios/a.yaml": SOURCE}, "a.zip:"),
        ({"scenarios/a.yaml": "id: a\n"}, "this is no scenario: it needs the fields 'id' and 'moments'"),
        ({"scenarios/a.yaml": "id: [a"}, "a.zip:scenarios/a.yaml:2:1: S101"),
        ({"scenarios/a.yaml": "id: &x a\nmoments: *x\n"}, "anchors (&) and aliases (*) are not used here"),
        ({f"scenarios/{PRICE}.yaml": SOURCE, "parts/rubrics/common.yaml": "format: 1\n"}, "add --with-rubrics"),
        ({f"scenarios/{PRICE}.yaml": SOURCE, f"parts/{PRICE}.yaml": "format: 1\n"}, "would go to one place"),
    ],
)
def test_what_is_no_scenario_is_refused(
    files: dict[str, str], said: str, home: Path, tmp_path: Path, capsys: Run
) -> None:
    code = scenarios("import", str(pack(tmp_path / "a.zip", **files)))
    out, err = capsys.readouterr()
    assert code in (1, 2)
    assert "Traceback" not in out + err
    assert said in out + err
    assert not list(home.glob("scenarios/**/*.yaml"))


def test_a_folder_that_cannot_take_it_all_takes_none_of_it(home: Path, tmp_path: Path, capsys: Run) -> None:
    own(home, "mine")
    scenarios("export", "mine", "-o", str(tmp_path / "a.zip"))
    (home / "scenarios" / "mine.yaml").unlink()
    (home / "scenarios" / "library" / "mine.yaml").unlink()
    (home / "scenarios" / "mine.yaml").mkdir()  # Nothing can be put in its place.
    capsys.readouterr()
    assert scenarios("import", str(tmp_path / "a.zip")) == 2
    assert "Nothing was changed" in capsys.readouterr().err
    assert not (home / "scenarios" / "library" / "mine.yaml").exists()


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("export", "its-too-expensiv", "-o", "x.zip"), "did you mean"),
        (("export", PRICE, "-o", "/nowhere/x.zip"), "error: "),
        (("export", PRICE), "'-o'"),
        (("import", "nothing.zip"), "there is no such file"),
        (("import", "/"), "it is a folder"),
    ],
)
def test_a_wrong_call_is_one_sentence(arguments: tuple[str, ...], said: str, home: Path, capsys: Run) -> None:
    assert scenarios(*arguments) == 2
    err = capsys.readouterr().err
    assert err.startswith("error: ")
    assert err.count("\n") == 1
    assert said in err


def test_a_pack_is_not_written_over_another(home: Path, tmp_path: Path, capsys: Run) -> None:
    (tmp_path / "a.zip").write_text("mine")
    assert scenarios("export", PRICE, "-o", str(tmp_path / "a.zip")) == 2
    assert "choose another name, or say --replace" in capsys.readouterr().err
    assert (tmp_path / "a.zip").read_text() == "mine"
    assert scenarios("export", PRICE, "-o", str(tmp_path / "a.zip"), "--replace") == 0
