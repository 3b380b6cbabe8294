"""`sparring inbox`: what was heard outside is kept, drafted and ticked off; what nobody understood is listed too."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from simulator.cli.main import run_command_line
from simulator.services.authoring import AuthoringError
from simulator.services.inbox import note, noted, one
from simulator.services.policy import Actor
from tests.simulator.homes import practice_in

Run = pytest.CaptureFixture[str]
HEARD = "We signed with somebody else last week."


def inbox(*arguments: str) -> int:
    return run_command_line(["inbox", *arguments])


def listed(capsys: Run, *arguments: str) -> dict[str, list[dict[str, object]]]:
    capsys.readouterr()
    assert inbox("list", "--json", *arguments) == 0
    document: dict[str, list[dict[str, object]]] = json.loads(capsys.readouterr().out)
    return document


def test_an_empty_inbox_says_how_to_fill_it(home: Path, capsys: Run) -> None:
    assert inbox("list") == 0
    assert "Nothing is noted. Add what you hear: sparring inbox add" in capsys.readouterr().out


def test_what_was_heard_is_kept_and_ticked_off(home: Path, capsys: Run) -> None:
    assert inbox("add", HEARD, "--who", "Ada Moss", "--about", "renewal") == 0
    assert "sparring inbox draft 1" in capsys.readouterr().out
    (entry,) = listed(capsys)["noted"]
    assert (entry["number"], entry["said"], entry["who"], entry["about"]) == (1, HEARD, "Ada Moss", "renewal")
    assert inbox("done", "1") == 0
    assert listed(capsys)["noted"] == []
    assert listed(capsys, "--all")["noted"][0]["done"] is not None
    assert inbox("done", "1", "--undo") == 0
    assert len(listed(capsys)["noted"]) == 1


def test_a_draft_is_a_scenario_that_says_what_was_heard(home: Path, capsys: Run) -> None:
    inbox("add", HEARD, "--who", "Ada Moss")
    assert inbox("draft", "1", "--objection", "have_vendor") == 0
    path = home / "scenarios" / "we-signed-with-somebody-else-last-week.yaml"
    assert f'- "{HEARD}"' in path.read_text()
    assert 'name: "Ada Moss"' in path.read_text()
    assert listed(capsys)["noted"][0]["scenario"] == path.stem
    assert run_command_line(["check", "--quick", str(path)]) == 0
    assert inbox("draft", "1", "--id", path.stem) == 2
    assert "choose another id with --id" in capsys.readouterr().err


def test_a_reply_that_no_customer_understood_is_listed_once(home: Path, tmp_path: Path, capsys: Run) -> None:
    (tmp_path / "replies").write_text("flibber gabble the zorp\nWhat are you comparing it with?\n/quit\n")
    for _ in range(2):
        arguments = ["--seed", "7", "--answers", str(tmp_path / "replies")]
        assert run_command_line(["play", "its-too-expensive", *arguments]) == 0
    found = listed(capsys)["not_understood"]
    assert [(reply["scenario"], reply["said"]) for reply in found] == [("its-too-expensive", "flibber gabble the zorp")]
    assert inbox("list") == 0
    assert "Not understood by the customers in your calls:" in capsys.readouterr().out


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("add", "  "), "say what the customer said"),
        (("add", "x" * 500), "has 500 characters; 400 is the most"),
        (("add", "x", "--who", "y" * 300), "200 is the most"),
        (("done", "7"), "the inbox has no number 7"),
        (("draft", "7"), "the inbox has no number 7"),
        (("done", "0"), "0"),
        (("add",), "`sparring inbox add --help` has an example"),
    ],
)
def test_what_cannot_be_kept_is_one_sentence(arguments: tuple[str, ...], said: str, home: Path, capsys: Run) -> None:
    assert inbox(*arguments) == 2
    err = capsys.readouterr().err
    assert err.startswith("error: ")
    assert err.count("\n") == 1
    assert said in err


def test_hostile_words_stay_words(home: Path, capsys: Run) -> None:
    assert inbox("add", "\x1b]52;c;aGk=\x07[@click=x]hi[/x] {draw.x}\u202e", "--who", "\x9b31m") == 0
    assert inbox("list") == 0
    out = capsys.readouterr().out
    assert "\x1b" not in out
    assert "\x9b" not in out
    assert "[@click=x]hi[/x] (draw.x)" in out


def test_the_inbox_of_somebody_else_is_closed(tmp_path: Path) -> None:
    practice, sam = practice_in(tmp_path)
    number = note(practice.record, sam, HEARD)
    stranger = Actor(sam.person_id + 1, "Eve")
    assert noted(practice.record, stranger) == []
    with pytest.raises(AuthoringError, match="has no number"):
        one(practice.record, stranger, number)
    practice.close()
