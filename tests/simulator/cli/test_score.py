"""`sparring score` and `sparring detect`: a real call marked, a line heard, a wrong call refused."""

from __future__ import annotations

import io
import json
import sys
from pathlib import Path
from typing import Any

import pytest

from simulator.cli.main import run_command_line
from tests.simulator.homes import GOOD, INTERRUPTED

CALL = """customer: Your price is too high. We lose two people a month and it costs us 4,000 each.
rep: So you lose two a month at 4,000 each, I can see why money is tight. Did I get that right?
customer: That's right.
rep: What would it change for you if one of them stayed? Shall we look at it on Tuesday at ten, and you bring your figures?
"""


@pytest.fixture(autouse=True)
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("SPARRING_HOME", str(tmp_path / "home"))
    monkeypatch.setenv("SPARRING_ENCODER", "off")
    (tmp_path / "call.txt").write_text(CALL, encoding="utf-8")
    return tmp_path


def test_a_real_call_is_marked_and_says_what_words_cannot_answer(
    home: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run_command_line(["score", str(home / "call.txt")]) == 0
    said = capsys.readouterr().out
    assert "a real call: how it ended is not known" in " ".join(said.split())
    assert "“Shall we look at it on Tuesday at ten, and you bring your figures?”" in " ".join(said.split())
    assert "Words alone cannot answer:" in said
    assert "something this scenario does not have" not in said.lower()


def test_what_words_cannot_answer_and_what_nothing_asked_for_stand_apart(
    home: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run_command_line(["score", str(home / "call.txt"), "--json"]) == 0
    document = json.loads(capsys.readouterr().out)
    card = document["scorecard"]
    titles = {criterion["id"]: criterion["title"] for criterion in card["criteria"]}
    unmarked = [criterion["id"] for criterion in card["criteria"] if criterion["level"] is None]
    assert document["not_answered"] == card["unknown"]
    assert document["not_answered"]
    assert document["not_called_for"] == [name for name in unmarked if name not in card["unknown"]]
    assert document["not_called_for"]
    assert run_command_line(["score", str(home / "call.txt")]) == 0
    rest = capsys.readouterr().out.split("Words alone cannot answer:\n")[1]
    unanswered, uncalled = rest.split("\nNothing in this call asked for it:\n")
    assert unanswered.splitlines() == [f"- {titles[name]}" for name in document["not_answered"]]
    assert uncalled.splitlines() == [f"- {titles[name]}" for name in document["not_called_for"]]


def test_a_document_of_a_real_call_is_accepted_as_it_was_printed_and_not_otherwise(
    home: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run_command_line(["score", str(home / "call.txt"), "--json"]) == 0
    text = capsys.readouterr().out
    path = home / "card.json"

    def verified(document: dict[str, Any]) -> tuple[int, str]:
        path.write_text(json.dumps(document), encoding="utf-8")
        code = run_command_line(["verify", str(path)])
        return code, capsys.readouterr().out

    path.write_text(text, encoding="utf-8")
    assert run_command_line(["verify", str(path)]) == 0
    assert capsys.readouterr().out.startswith("holds: the card follows from the transcript: ")
    document = json.loads(text)
    document["feedback"]["kept"] = "Everything."
    assert verified(document)[0] == 0
    document["transcript"]["turns"][0]["rep"] += "!"
    assert verified(document) == (1, "does not hold: 'transcript' does not say what the receipt says\n")
    document = json.loads(text)
    document["scorecard"]["criteria"][0]["level"] = 4
    assert verified(document)[0] == 1
    document = json.loads(text)
    document["not_answered"].pop()
    assert verified(document) == (1, "does not hold: 'not_answered' does not say what the receipt says\n")


def test_one_skill_only(home: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run_command_line(["score", str(home / "call.txt"), "--rubric", "next_step", "--json"]) == 0
    document = json.loads(capsys.readouterr().out)
    skills = {criterion["skill"] for criterion in document["scorecard"]["criteria"]}
    assert skills == {"next_step", "compliance"}
    assert document["scorecard"]["total"] is not None
    assert document["scorecard"]["receipt"]


def test_a_call_played_here_is_marked_again_as_it_was(home: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (home / "replies.txt").write_text("\n".join([*GOOD, *["I see."] * 20]), encoding="utf-8")
    arguments = ["play", INTERRUPTED, "--seed", "7", "--answers", str(home / "replies.txt"), "--json"]
    assert run_command_line(arguments) == 0
    played = capsys.readouterr().out
    (home / "card.json").write_text(played, encoding="utf-8")
    assert run_command_line(["score", str(home / "card.json"), "--json"]) == 0
    again = json.loads(capsys.readouterr().out)["scorecard"]
    first = json.loads(played)["scorecard"]
    assert again["total"] == first["total"]
    assert again["criteria"] == first["criteria"]
    assert run_command_line(["score", str(home / "card.json"), "--json"]) == 0
    (home / "score.json").write_text(capsys.readouterr().out, encoding="utf-8")
    assert run_command_line(["verify", str(home / "score.json")]) == 1
    assert "`play --json` prints it" in capsys.readouterr().out


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["missing.txt"], "cannot read the transcript missing.txt: there is no such file"),
        (["{call}", "--rubric", "discovry"], "did you mean 'discovery'?"),
        (["{call}", "--rep", "Bob"], "nobody is called 'Bob'"),
        (["{call}", "--rep", "Costumer"], "did you mean 'customer'?"),
        (["{call}", "--wrong"], "wrong"),
    ],
)
def test_a_wrong_call_is_one_line(
    home: Path, capsys: pytest.CaptureFixture[str], arguments: list[str], said: str
) -> None:
    assert run_command_line(["score", *(a.replace("{call}", str(home / "call.txt")) for a in arguments)]) == 2
    out, err = capsys.readouterr()
    assert out == ""
    assert err.startswith("error: ")
    assert said in err
    assert err.count("\n") == 1


def stdin(monkeypatch: pytest.MonkeyPatch, data: bytes) -> None:
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(data), encoding="utf-8"))


def test_detect_says_what_is_heard_with_spans(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    stdin(monkeypatch, b"How do you plan today?\n\nNo idea\n")
    assert run_command_line(["detect", "--json"]) == 0
    first, second = json.loads(capsys.readouterr().out)["lines"]
    (heard,) = [h for h in first["heard"] if h["signal"] == "open_question"]
    assert first["text"][slice(*heard["span"])] == heard["quote"]
    assert second["text"] == "No idea"


def test_detect_hears_a_scenarios_own_signals(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    stdin(monkeypatch, b"How do you find out that a truck is running late?\n")
    assert run_command_line(["detect", "--scenario", INTERRUPTED]) == 0
    assert "ask_how" in capsys.readouterr().out


@pytest.mark.parametrize(
    ("data", "said"), [(b"a" * 4001 + b"\n", "4,001 characters"), (b"a\n" * 1_100_000, "more than 2 MB")]
)
def test_detect_refuses_what_is_too_long(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], data: bytes, said: str
) -> None:
    stdin(monkeypatch, data)
    assert run_command_line(["detect"]) == 2
    assert said in capsys.readouterr().err


def test_who_was_taken_for_the_rep_and_who_else_spoke_is_told(home: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (home / "call.txt").write_text(
        "Weekly call\n\nSam Abara   0:05\nWhat do you use?\n\nAnna Rau   0:12\nHere's the thing: nothing.\n\n"
        "Tom Okafor   0:15\nYes.\n\nSam   0:20\nWhy not?\n",
        encoding="utf-8",
    )
    call = str(home / "call.txt")
    assert run_command_line(["score", call, "--rep", "Sam"]) == 0
    said = capsys.readouterr().out
    assert said.startswith("Rep: Sam Abara (2 turns)\nOthers: Anna Rau (1 turn), Tom Okafor (1 turn)\n\n")
    assert "Note: line 1 passed over: nobody had been named yet." in said
    assert run_command_line(["score", call, "--rep", "Sam", "--json"]) == 0
    out, err = capsys.readouterr()
    assert json.loads(out)["notes"] == ["line 1 passed over: nobody had been named yet"]
    assert err == "Rep: Sam Abara (2 turns)\nOthers: Anna Rau (1 turn), Tom Okafor (1 turn)\n"
    assert "Sam Abara" not in out
    (home / "call.txt").write_text("Speaker 1: What do you use?\nSpeaker 2: Nothing.\n", encoding="utf-8")
    assert run_command_line(["score", call]) == 0
    assert capsys.readouterr().out.startswith("Rep: Speaker 1 (1 turn); if that is wrong, say --rep NAME\n")


def test_detect_with_nothing_to_read_says_so(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    stdin(monkeypatch, b"\n")
    assert run_command_line(["detect"]) == 0
    assert "nothing on standard input" in capsys.readouterr().err
