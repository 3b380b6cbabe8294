"""`sparring play`: calls that are wrong are refused before anything is begun."""

from __future__ import annotations

import copy
import io
import json
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest

from scoring.marking.receipt import verify
from simulator.cli.main import run_command_line
from tests.simulator.homes import GOOD, INTERRUPTED

SCRIPT = "\n".join([*GOOD, "", "/hint", *["I see."] * 20]) + "\n"
TURN_KEYS = {"n", "rep", "heard", "changes", "facts", "objections", "hints", "customer", "moment"}
HEARD_KEYS = {"signal", "span", "quote", "state", "rule"}
CRITERION_KEYS = {"id", "skill", "level", "weight", "state", "anchor", "evidence", "missing", "explanation"}


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("SPARRING_HOME", str(tmp_path / "home"))
    monkeypatch.setenv("SPARRING_ENCODER", "off")
    (tmp_path / "replies.txt").write_text(SCRIPT, encoding="utf-8")
    return tmp_path


def played(home: Path, capsys: pytest.CaptureFixture[str], *more: str) -> str:
    arguments = ["play", INTERRUPTED, "--seed", "7", "--answers", str(home / "replies.txt"), *more]
    assert run_command_line(arguments) == 0
    return capsys.readouterr().out


def test_the_same_words_give_the_same_bytes(home: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert played(home, capsys, "--json") == played(home, capsys, "--json")


def test_the_document_says_everything(home: Path, capsys: pytest.CaptureFixture[str]) -> None:
    document = json.loads(played(home, capsys, "--json"))
    assert set(document["scenario"]) == {"id", "version", "hash"}
    assert {"engine", "seed", "mode", "level", "outcome", "ending", "path", "turns", "scorecard"} <= set(document)
    assert document["seed"] == 7
    for turn in document["turns"]:
        assert set(turn) >= TURN_KEYS
        for heard in turn["heard"]:
            assert set(heard) == HEARD_KEYS
            start, end = heard["span"]
            assert turn["rep"][start:end] == heard["quote"]
        for change in turn["changes"]:
            assert {"feeling", "by", "because"} <= set(change)
    card = document["scorecard"]
    assert {"total", "passed", "knockouts", "skills", "criteria", "receipt"} <= set(card)
    for criterion in card["criteria"]:
        assert set(criterion) >= CRITERION_KEYS
        assert criterion["level"] in (None, 0, 1, 2, 3, 4)
        for evidence in criterion["evidence"]:
            rep = document["turns"][evidence["turn"] - 1]["rep"]
            assert rep[slice(*evidence["span"])] == evidence["quote"]
        assert "{" not in criterion["explanation"] + " ".join(criterion["missing"])


def test_its_receipt_is_accepted_and_one_changed_character_is_not(
    home: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    document = json.loads(played(home, capsys, "--json"))
    assert verify(document).ok

    def refused(change: Any) -> bool:
        other = copy.deepcopy(document)
        change(other)
        return not verify(other).ok

    def turn_changed(d: Any) -> None:
        d["scorecard"]["receipt"]["transcript"]["turns"][0]["rep"] += "!"

    def shown_turn_changed(d: Any) -> None:
        d["turns"][0]["rep"] = "x" + d["turns"][0]["rep"][1:]

    def mark_changed(d: Any) -> None:
        level = d["scorecard"]["criteria"][0]["level"]
        d["scorecard"]["criteria"][0]["level"] = 4 if level != 4 else 3

    def rubric_changed(d: Any) -> None:
        d["scorecard"]["receipt"]["rubric"]["pass_mark"] -= 1

    assert refused(turn_changed)
    assert refused(shown_turn_changed)
    assert refused(mark_changed)
    assert refused(rubric_changed)


def test_verify_says_so_and_exits_with_one(home: Path, capsys: pytest.CaptureFixture[str]) -> None:
    text = played(home, capsys, "--json")
    (home / "card.json").write_text(text, encoding="utf-8")
    assert run_command_line(["verify", str(home / "card.json")]) == 0
    (home / "card.json").write_text(text.replace("I see.", "I sea."), encoding="utf-8")
    assert run_command_line(["verify", str(home / "card.json")]) == 1


def test_answers_that_end_leave_the_call_open_and_say_how_to_resume(
    home: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (home / "replies.txt").write_text(GOOD[0] + "\n", encoding="utf-8")
    out = played(home, capsys)
    assert "The call stays open. Go on with: sparring play --resume " in out
    attempt = out.split("--resume ")[1].strip()
    (home / "replies.txt").write_text(SCRIPT.split("\n", 1)[1], encoding="utf-8")
    resumed = ["play", "--resume", attempt, "--answers", str(home / "replies.txt"), "--json"]
    assert run_command_line(resumed) == 0
    cut = capsys.readouterr().out
    (home / "replies.txt").write_text(SCRIPT, encoding="utf-8")
    assert cut == played(home, capsys, "--json")


def test_the_card_is_printed_with_quotations_and_advice(home: Path, capsys: pytest.CaptureFixture[str]) -> None:
    out = played(home, capsys)
    assert "of 100, not passed" in out
    assert "you said: “" in out
    assert "Change one thing: " in out
    assert "reduced engine" in out
    assert max(len(line) for line in out.splitlines()) <= 80


def test_an_exam_that_is_not_passed_exits_with_one(home: Path, capsys: pytest.CaptureFixture[str]) -> None:
    arguments = ["play", INTERRUPTED, "--mode", "exam", "--answers", str(home / "replies.txt")]
    (home / "replies.txt").write_text("I see.\n" * 30, encoding="utf-8")
    assert run_command_line(arguments) == 1
    capsys.readouterr()
    assert run_command_line([*arguments, "--json"]) == 1
    assert json.loads(capsys.readouterr().out)["scorecard"]["passed"] is False


def test_a_reply_that_is_too_long_is_refused_by_line(home: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (home / "replies.txt").write_text(GOOD[0] + "\n" + "x" * 4001 + "\n", encoding="utf-8")
    assert run_command_line(["play", INTERRUPTED, "--answers", str(home / "replies.txt")]) == 2
    err = capsys.readouterr().err
    assert f"{home / 'replies.txt'}:2: That is 4,001 characters" in err
    assert "--resume" in err


def test_a_fault_in_replies_from_a_pipe_names_the_pipe(
    home: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(b"Hello.\n/choose 2\n"), encoding="utf-8"))
    assert run_command_line(["play", INTERRUPTED, "--answers", "-"]) == 2
    assert capsys.readouterr().err.startswith("error: stdin:2: choices are on offer in guided mode only")


def test_an_open_call_is_printed_with_the_attempt_to_go_on_with(home: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (home / "replies.txt").write_text(GOOD[0] + "\n", encoding="utf-8")
    document = json.loads(played(home, capsys, "--json"))
    assert document["scorecard"] is None
    assert "feedback" not in document
    (home / "replies.txt").write_text(SCRIPT, encoding="utf-8")
    resumed = ["play", "--resume", document["attempt"], "--answers", str(home / "replies.txt"), "--json"]
    assert run_command_line(resumed) == 0
    assert "attempt" not in json.loads(capsys.readouterr().out)


def test_an_ended_call_is_printed_again_with_the_same_bytes(home: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (home / "replies.txt").write_text(GOOD[0] + "\n", encoding="utf-8")
    attempt = json.loads(played(home, capsys, "--json"))["attempt"]
    (home / "replies.txt").write_text(SCRIPT.split("\n", 1)[1], encoding="utf-8")
    assert run_command_line(["play", "--resume", attempt, "--answers", str(home / "replies.txt"), "--json"]) == 0
    printed = capsys.readouterr().out
    assert run_command_line(["play", "--resume", attempt, "--json"]) == 0
    assert capsys.readouterr().out == printed
    assert verify(json.loads(printed)).ok
    assert run_command_line(["play", "--resume", attempt, "--plain"]) == 2
    assert f"sparring play --resume {attempt} --json" in capsys.readouterr().err


def test_a_data_folder_that_cannot_be_used_is_one_sentence(
    home: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("SPARRING_HOME", str(home / "replies.txt"))
    assert "is a file" in refused([INTERRUPTED, "--plain"], capsys)


def refused(arguments: list[str], capsys: pytest.CaptureFixture[str]) -> str:
    assert run_command_line(["play", *arguments]) == 2
    out, err = capsys.readouterr()
    assert out == ""
    assert err.startswith("error: ")
    assert err.count("\n") == 1
    return err


def test_without_a_terminal_a_customer_must_be_named(capsys: pytest.CaptureFixture[str]) -> None:
    assert "sparring scenarios list" in refused(["--plain"], capsys)
    assert "sparring play ID" in refused(["--json"], capsys)


def test_an_open_call_goes_on_as_it_was_begun(capsys: pytest.CaptureFixture[str]) -> None:
    assert "--resume" in refused(["its-too-expensive", "--resume"], capsys)
    assert "--resume" in refused(["--resume", "7", "--seed", "3"], capsys)


def test_answers_are_read_before_a_call_is_begun(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    missing = str(tmp_path / "missing.txt")
    assert "cannot read the answers" in refused(["its-too-expensive", "--answers", missing], capsys)
    script = tmp_path / "answers.txt"
    script.write_text("Hello\n/chose 1\n", encoding="utf-8")
    err = refused(["its-too-expensive", "--answers", str(script)], capsys)
    assert f"{script}:2: unknown command '/chose 1'; did you mean '/choose'?" in err


@pytest.mark.parametrize(
    "flags", [["--level", "brutal"], ["--mode", "fun"], ["--seed", "x"], ["--seed", "-1"], ["--fast"]]
)
def test_unknown_values_and_flags_are_one_line(flags: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    refused(["its-too-expensive", *flags], capsys)


def test_a_call_that_another_window_holds_is_taken_over_when_asked(
    home: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (home / "replies.txt").write_text(GOOD[0] + "\n", encoding="utf-8")
    attempt = json.loads(played(home, capsys, "--json"))["attempt"]
    capsys.readouterr()
    with other_window(home, attempt):
        (home / "replies.txt").write_text(SCRIPT.split("\n", 1)[1], encoding="utf-8")
        resume = ["play", "--resume", attempt, "--answers", str(home / "replies.txt")]
        assert run_command_line(resume) == 2
        err = capsys.readouterr().err
        assert "open in another window" in err
        assert f"sparring play --resume {attempt} --take-over" in err
        assert run_command_line(["play", "--resume", "--plain"]) == 2
        assert "sparring play --resume --take-over" in capsys.readouterr().err
        assert run_command_line([*resume, "--take-over"]) == 0
        assert "of 100" in capsys.readouterr().out


@contextmanager
def other_window(home: Path, attempt: str) -> Iterator[None]:
    """Another process that has the call open."""
    command = [sys.executable, "-m", "simulator", "play", "--resume", attempt, "--plain"]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE) as window:
        assert window.stdin is not None
        assert window.stdout is not None
        while not window.stdout.readline().startswith(b"Dana Ruiz: "):
            pass
        try:
            yield
        finally:
            window.stdin.close()
            window.stdout.read()


def test_take_over_goes_with_resume(capsys: pytest.CaptureFixture[str]) -> None:
    assert "--take-over goes with --resume" in refused(["its-too-expensive", "--take-over"], capsys)
