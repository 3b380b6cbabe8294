"""Copy, compare, publish and retire: what an author does with scenarios of their own, and what is refused."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from simulator.cli.main import run_command_line
from simulator.scenario.catalogue import Catalogue, shipped
from simulator.scenario.model import Scenario
from simulator.scenario.problems import Place, Problem
from simulator.services.practice import Practice
from simulator.services.publishing import Refused, publish
from tests.simulator.homes import home_in

Run = pytest.CaptureFixture[str]
PRICE = "its-too-expensive"


def scenarios(*arguments: str) -> int:
    return run_command_line(["scenarios", *arguments])


def nobody_minds(scenario: Scenario, path: Path, encoder: Any) -> list[Problem]:
    return []


def a_cheat_passes(scenario: Scenario, path: Path, encoder: Any) -> list[Problem]:
    return [Problem("S703", "the parrot passes 40% of the calls", Place(str(path)))]


def published(home: Path, name: str, **more: Any) -> Any:
    practice = Practice(home_in(home))
    actor = practice.people.introduce("Ada")
    more.setdefault("rehearse", nobody_minds)
    try:
        return publish(practice.catalogue, practice.record, actor, name, **more)
    finally:
        practice.close()


def test_a_copy_is_a_draft_of_ones_own_with_its_comments(home: Path, capsys: Run) -> None:
    assert scenarios("copy", PRICE, "my-price", "--title", "My price") == 0
    path = home / "scenarios" / "my-price.yaml"
    assert f"Made {path}" in capsys.readouterr().out
    made = Catalogue([shipped()], None).read(path)
    assert (made.id, made.version, made.title, made.status) == ("my-price", 1, "My price", "draft")
    before = (shipped() / "objection" / f"{PRICE}.yaml").read_text().splitlines()
    after = path.read_text().splitlines()
    assert len(before) == len(after)
    assert sum(a != b for a, b in zip(before, after, strict=True)) == 4


def test_a_copy_takes_along_what_lay_beside_the_original(
    home: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: Run
) -> None:
    mine = tmp_path / "mine"
    mine.mkdir()
    text = (shipped() / "objection" / f"{PRICE}.yaml").read_text().replace(PRICE, "one")
    (mine / "one.yaml").write_text(text.replace("use: [library/s", "use: [lib/words.yaml, library/s"))
    (mine / "lib").mkdir()
    (mine / "lib" / "words.yaml").write_text("format: 1\nunclear: [What?, Sorry?]\n")
    monkeypatch.setenv("SPARRING_SCENARIOS", str(mine))
    assert scenarios("copy", "one", "two") == 0
    assert run_command_line(["check", "--quick", str(home / "scenarios" / "two.yaml")]) == 0
    assert not (home / "scenarios" / "lib").exists()  # It is found from the folder that it lies in.
    (mine / "deep").mkdir()
    (mine / "one.yaml").rename(mine / "deep" / "one.yaml")
    (mine / "lib").rename(mine / "deep" / "lib")
    assert scenarios("copy", "one", "three") == 0
    assert (home / "scenarios" / "lib" / "words.yaml").is_file()
    capsys.readouterr()
    assert run_command_line(["check", "--quick", str(home / "scenarios" / "three.yaml")]) == 0


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("copy", "its-too-expensiv", "x"), "did you mean 'its-too-expensive'"),
        (("copy", PRICE, "No Id"), "is no id"),
        (("copy", PRICE, "were-fine-as-we-are"), "there is a scenario 'were-fine-as-we-are' already"),
        (("copy", PRICE, "x", "--title", "t" * 99), "80 is the most"),
        (("publish", PRICE), "ships with Sparring and cannot be published; make it your own first"),
        (("retire", PRICE), "sparring scenarios copy its-too-expensive my-its-too-expensive"),
        (("diff", f"{PRICE}@4", PRICE), "it has none: nobody played or published it yet"),
        (("diff", PRICE), "say what its-too-expensive is to be compared with"),
        (("diff", "nothing.yaml", PRICE), "nothing.yaml cannot be read"),
    ],
)
def test_what_cannot_be_done_is_one_sentence(arguments: tuple[str, ...], said: str, home: Path, capsys: Run) -> None:
    assert scenarios(*arguments) == 2
    err = capsys.readouterr().err
    assert err.startswith("error: ")
    assert err.count("\n") == 1
    assert said in err


def test_a_copy_does_not_write_over_another(home: Path, capsys: Run) -> None:
    assert scenarios("copy", PRICE, "mine") == 0
    (home / "scenarios" / "mine.yaml").write_text("my words")
    assert scenarios("copy", PRICE, "mine") == 2
    assert "say --replace" in capsys.readouterr().err
    assert (home / "scenarios" / "mine.yaml").read_text() == "my words"
    assert scenarios("copy", PRICE, "mine", "--replace") == 0


def test_a_difference_is_said_in_words_and_exits_1(home: Path, capsys: Run) -> None:
    scenarios("copy", PRICE, "mine")
    path = home / "scenarios" / "mine.yaml"
    path.write_text(path.read_text().replace("pass_mark: 65", "pass_mark: 70"))
    capsys.readouterr()
    assert scenarios("diff", PRICE, "mine") == 1
    assert "  pass mark 65 -> 70\n" in capsys.readouterr().out
    assert scenarios("diff", PRICE, "mine", "--json") == 1
    document = json.loads(capsys.readouterr().out)
    assert {"where": "", "what": "pass mark 65 -> 70", "old": "65", "new": "70"} in document["changes"]
    assert scenarios("diff", "mine", str(path)) == 0
    assert "nothing that a call would show" in capsys.readouterr().out


def test_publishing_sets_the_status_and_keeps_the_version(home: Path, capsys: Run) -> None:
    scenarios("copy", PRICE, "mine")
    path = home / "scenarios" / "mine.yaml"
    before = path.read_text()
    done = published(home, "mine")
    assert (done.version, done.before) == (1, None)
    assert path.read_text() == before.replace("status: draft", "status: published")
    capsys.readouterr()
    assert scenarios("diff", "mine@1", "mine") == 0
    assert scenarios("list", "--status", "published") == 0
    assert "mine " in capsys.readouterr().out


def test_a_changed_scenario_needs_a_higher_version(home: Path) -> None:
    scenarios("copy", PRICE, "mine")
    path = home / "scenarios" / "mine.yaml"
    published(home, "mine")
    path.write_text(path.read_text().replace("pass_mark: 65", "pass_mark: 70"))
    before = path.read_text()
    with pytest.raises(Refused, match=r"has changed since version 1 was published; give it a higher one"):
        published(home, "mine")
    assert path.read_text() == before
    assert published(home, "mine", raise_version=True).version == 2
    assert "version: 2\n" in path.read_text()
    assert published(home, "mine").version == 2  # Again, unchanged: nothing stands against it.


def test_what_check_refuses_is_not_published(home: Path) -> None:
    scenarios("copy", PRICE, "mine")
    path = home / "scenarios" / "mine.yaml"
    path.write_text(path.read_text().replace("go: walks_away", "go: walks_aways", 1))
    before = path.read_text()
    with pytest.raises(Refused, match=r"was not published: check finds 1 error\. The file is as it was") as refused:
        published(home, "mine")
    assert "S201" in str(refused.value.problems[0])
    assert path.read_text() == before


def test_what_a_cheat_passes_is_not_published(home: Path) -> None:
    scenarios("copy", PRICE, "mine")
    before = (home / "scenarios" / "mine.yaml").read_text()
    with pytest.raises(Refused, match="the rehearsal finds 1 error") as refused:
        published(home, "mine", rehearse=a_cheat_passes)
    assert refused.value.problems[0].code == "S703"
    assert (home / "scenarios" / "mine.yaml").read_text() == before


def test_retiring_is_said_and_can_be_undone(home: Path, capsys: Run) -> None:
    scenarios("copy", PRICE, "mine")
    capsys.readouterr()
    assert scenarios("retire", "mine") == 0
    assert "To undo it:   sparring scenarios publish mine" in capsys.readouterr().out
    assert "status: retired" in (home / "scenarios" / "mine.yaml").read_text()
    assert scenarios("list", "--status", "retired", "--json") == 0
    assert [entry["id"] for entry in json.loads(capsys.readouterr().out)["scenarios"]] == ["mine"]
    assert published(home, "mine").version == 1
    assert "status: published" in (home / "scenarios" / "mine.yaml").read_text()


def test_a_field_over_several_lines_is_refused_with_its_place(home: Path, capsys: Run) -> None:
    scenarios("copy", PRICE, "mine")
    path = home / "scenarios" / "mine.yaml"
    path.write_text(path.read_text().replace("status: draft", "status: >\n  draft"))
    before = path.read_text()
    capsys.readouterr()
    assert scenarios("retire", "mine") == 2
    assert "mine.yaml:6:9: S106 'status' goes over several lines" in capsys.readouterr().err
    assert path.read_text() == before
