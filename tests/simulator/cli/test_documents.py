"""Documents that were changed, damaged, or are none: `verify` and `score` say so in one sentence."""

from __future__ import annotations

import copy
import itertools
import json
import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from scoring.marking.receipt import NOT_SEALED, verify
from simulator.cli.main import run_command_line
from tests.simulator.homes import GOOD, INTERRUPTED

Path_ = tuple[str | int, ...]
PRINTED: dict[str, dict[str, Any]] = {}
CALL = """Customer: Your price is too high. We lose two people a month and it costs us 4,000 each.
Rep: So you lose two a month at 4,000 each. Did I get that right?
Customer: That's right.
Rep: Shall we look at it on Tuesday at ten, and you bring your figures?
"""


@pytest.fixture(autouse=True)
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("SPARRING_HOME", str(tmp_path / "home"))
    monkeypatch.setenv("SPARRING_ENCODER", "off")
    return tmp_path


def sparring(*arguments: str, data: str = "") -> subprocess.CompletedProcess[str]:
    """The real command line in a process of its own."""
    command = [sys.executable, "-m", "simulator", *arguments]
    return subprocess.run(command, input=data, capture_output=True, text=True, check=False, env=dict(os.environ))


@pytest.fixture
def printed(home: Path) -> dict[str, Any]:
    """What `play --json` printed; played once for all tests."""
    if not PRINTED:
        answers = "\n".join([*GOOD, "Could we meet on Tuesday at ten?", *["I see."] * 20])
        run = sparring("play", INTERRUPTED, "--seed", "7", "--answers", "-", "--json", data=answers)
        assert run.returncode == 0, run.stderr
        PRINTED["document"] = json.loads(run.stdout)
    return copy.deepcopy(PRINTED["document"])


def leaves(value: Any, at: Path_ = ()) -> Iterator[Path_]:
    """The place of every value that holds no other."""
    items: Any = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    if not items or not value:
        yield at
        return
    for key, part in items:
        yield from leaves(part, (*at, key))


def put(document: Any, at: Path_, value: Any) -> None:
    for key in at[:-1]:
        document = document[key]
    document[at[-1]] = value


def there(document: Any, at: Path_) -> Any:
    for key in at:
        document = document[key]
    return document


def one_character_on(value: Any) -> Any:
    """The value, changed as little as can be."""
    if isinstance(value, bool):
        return not value
    if isinstance(value, int | float):
        return value + 1
    if isinstance(value, str):
        return value[:-1] + ("x" if value[-1:] != "x" else "y")
    return "x" if value is None else [*value, "x"] if isinstance(value, list) else {**value, "x": 1}


NAMED = {"feelings", "means", "roles", "objections", "weights", "skill_weights", "drawn", "levels"}
"""Objects whose keys are names of the scenario's own."""


def kinds(document: Any) -> list[Path_]:
    """One leaf of each kind: of those that differ in a number or a name only, the last."""

    def kind(at: Path_) -> Path_:
        return tuple("*" if isinstance(k, int) or (n and at[n - 1] in NAMED) else k for n, k in enumerate(at))

    return list({kind(at): at for at in leaves(document)}.values())


def sealed(document: dict[str, Any]) -> dict[str, Any]:
    return {key: value for key, value in document.items() if key not in ("feedback", "notes")}


def test_a_changed_character_of_every_kind_of_value_is_refused(printed: dict[str, Any]) -> None:
    assert verify(printed).ok
    places = kinds(sealed(printed))
    assert len(places) > 100
    odd = itertools.cycle(([[]], {}, None, "", 10**40, "\ud800", {"x": []}))
    for at in places:
        before = there(printed, at)
        for value in (one_character_on(before), next(odd)):
            if value == before and type(value) is type(before):
                continue
            put(printed, at, value)
            found = verify(printed)
            assert not found.ok, at
            assert found.ours
            assert_is_a_sentence(found.why)
        put(printed, at, before)


@pytest.mark.soak
def test_a_changed_character_of_every_value_is_refused(printed: dict[str, Any]) -> None:
    for at in leaves(sealed(printed)):
        before = there(printed, at)
        put(printed, at, one_character_on(before))
        assert not verify(printed).ok, at
        put(printed, at, before)
    assert verify(printed).ok


def test_every_turn_and_every_mark_is_held_by_the_command_line(
    home: Path, printed: dict[str, Any], capsys: pytest.CaptureFixture[str]
) -> None:
    path = home / "card.json"
    places: list[Path_] = [("turns", n, "rep") for n in range(len(printed["turns"]))]
    places += [("turns", n, "customer") for n in range(len(printed["turns"]))]
    places += [("scorecard", "criteria", n, "level") for n in range(len(printed["scorecard"]["criteria"]))]
    for at in places:
        other = copy.deepcopy(printed)
        put(other, at, one_character_on(there(printed, at)))
        path.write_text(json.dumps(other), encoding="utf-8")
        assert run_command_line(["verify", str(path)]) == 1, at
        assert capsys.readouterr().out.startswith("does not hold: ")


RECEIPT: Path_ = ("scorecard", "receipt")


@pytest.mark.parametrize(
    "at",
    [
        ("turns", 0, "rep"),
        ("turns", 1, "customer"),
        ("outcome",),
        ("seed",),
        ("scenario", "version"),
        ("scorecard", "total"),
        ("scorecard", "passed"),
        ("scorecard", "criteria", 0, "level"),
        (*RECEIPT, "transcript", "turns", 0, "rep"),
        (*RECEIPT, "rubric", "pass_mark"),
        (*RECEIPT, "rubric", "criteria", 0, "title"),
        (*RECEIPT, "rubric_hash"),
        (*RECEIPT, "scenario"),
        (*RECEIPT, "chain", 0),
        (*RECEIPT, "seal"),
    ],
)
def test_the_installed_command_refuses_a_changed_document(home: Path, printed: dict[str, Any], at: Path_) -> None:
    put(printed, at, one_character_on(there(printed, at)))
    (home / "card.json").write_text(json.dumps(printed), encoding="utf-8")
    run = sparring("verify", str(home / "card.json"))
    assert (run.returncode, run.stderr) == (1, "")
    assert run.stdout.startswith("does not hold: ")


def test_the_same_call_twice_gives_the_same_bytes_and_is_accepted(home: Path) -> None:
    (home / "replies.txt").write_text("\n".join([*GOOD, *["I see."] * 20]), encoding="utf-8")
    play = ("play", INTERRUPTED, "--seed", "7", "--answers", str(home / "replies.txt"), "--json")
    first, second = sparring(*play), sparring(*play)
    assert first.returncode == second.returncode == 0
    assert first.stdout == second.stdout
    (home / "card.json").write_text(first.stdout, encoding="utf-8")
    run = sparring("verify", str(home / "card.json"))
    assert (run.returncode, run.stderr) == (0, "")
    assert run.stdout.startswith("holds: the card follows from the transcript: ")
    assert sparring("verify", "-", data=first.stdout).returncode == 0


def test_what_was_put_in_or_taken_out_is_refused(printed: dict[str, Any]) -> None:
    receipt = printed["scorecard"]["receipt"]
    for holder in (printed, printed["scorecard"], receipt, printed["turns"][0], receipt["transcript"]):
        holder["more"] = 1
        assert not verify(printed).ok
        del holder["more"]
    for holder in (printed, printed["scorecard"], receipt):
        for key in [key for key in holder if key not in (*NOT_SEALED, "receipt")]:
            kept = holder.pop(key)
            assert not verify(printed).ok, key
            holder[key] = kept
    assert verify(printed).ok


def assert_is_a_sentence(text: str) -> None:
    assert text.strip()
    assert "\n" not in text.strip()
    for python in (
        "Traceback",
        "unhashable",
        "NoneType",
        "object is not",
        "indices must",
        "codec",
        "Exceeds",
        "recursion",
        "fault of its own",
    ):
        assert python not in text


ODD = {
    "null": b"null",
    "empty object": b"{}",
    "empty list": b"[]",
    "a number": b"3",
    "a text": b'"x"',
    "nothing": b"",
    "no JSON": b"no json",
    "half": b'{"scorecard": {',
    "deep list": b"[" * 100_000,
    "deep object": b'{"a":' * 100_000,
    "deep and closed": b"[" * 900 + b"]" * 900,
    "not a number": b'{"scorecard": NaN}',
    "huge number": b'{"scorecard": ' + b"9" * 10_000 + b"}",
    "lone surrogate": b'{"\\ud800": "\\udfff"}',
    "twice": b'{"a": 1, "a": 2}',
    "binary": bytes(range(256)),
    "zeros": b"\0" * 100,
    "list of lists": b"[[[]]]",
    "list of texts": b'["rep", "hi"]',
    "list of nulls": b"[null]",
    "lines of nothing": b'{"lines": []}',
    "turns of nothing": b'{"turns": []}',
    "turns of lists": b'{"turns": [{"rep": []}]}',
    "speaker of lists": b'[{"speaker": [], "text": {}}]',
}


@pytest.mark.parametrize("name", list(ODD))
@pytest.mark.parametrize("command", ["verify", "score"])
def test_what_is_no_document_is_told_in_one_sentence(
    home: Path, command: str, name: str, capsys: pytest.CaptureFixture[str]
) -> None:
    path = home / "odd.json"
    path.write_bytes(ODD[name])
    for flags in ([], ["--json"]):
        assert run_command_line([command, str(path), *flags]) == 2
        out, err = capsys.readouterr()
        assert out == ""
        assert err.startswith("error: ")
        assert_is_a_sentence(err)


ALTERED = {
    "empty card": b'{"scorecard": {}}',
    "no card": b'{"scorecard": null}',
    "a list for a card": b'{"scorecard": [[]]}',
    "an empty receipt": b'{"receipt": {}}',
    "a receipt that is none": b'{"receipt": 3}',
    "half a receipt": b'{"format": 1, "seal": "x"}',
    "a key twice": b'{"scorecard": {"total": 99, "total": 1}}',
}


@pytest.mark.parametrize("name", list(ALTERED))
def test_what_was_a_document_is_refused(home: Path, name: str, capsys: pytest.CaptureFixture[str]) -> None:
    path = home / "odd.json"
    path.write_bytes(ALTERED[name])
    assert run_command_line(["verify", str(path), "--json"]) == 1
    out, err = capsys.readouterr()
    assert err == ""
    found = json.loads(out)
    assert found["ok"] is False
    assert_is_a_sentence(found["why"])
    assert run_command_line(["score", str(path)]) == 2
    assert_is_a_sentence(capsys.readouterr().err)


ANYTHING = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=8),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner, max_size=3),
    max_leaves=6,
)


@settings(max_examples=60, deadline=None, suppress_health_check=list(HealthCheck))
@given(data=st.data())
def test_a_document_with_anything_anywhere_is_refused_and_marked_or_told(
    home: Path, printed: dict[str, Any], capsys: pytest.CaptureFixture[str], data: st.DataObject
) -> None:
    document = copy.deepcopy(printed)
    at = data.draw(st.sampled_from(kinds(sealed(document))))
    at = at[: data.draw(st.integers(1, len(at)))]
    value = data.draw(ANYTHING)
    put(document, at, value)
    found = verify(document)
    assert found.ok == (json.dumps(document, sort_keys=True) == json.dumps(printed, sort_keys=True))
    assert_is_a_sentence(found.why)
    path = home / "changed.json"
    path.write_text(json.dumps(document), encoding="utf-8")
    code = run_command_line(["score", str(path)])
    out, err = capsys.readouterr()
    if code == 2:
        assert out == ""
        assert_is_a_sentence(err)
    else:
        assert code == 0
        assert err == ""


def test_score_says_that_a_changed_document_does_not_hold(
    home: Path, printed: dict[str, Any], capsys: pytest.CaptureFixture[str]
) -> None:
    put(printed, ("scorecard", "criteria", 0, "level"), one_character_on(printed["scorecard"]["criteria"][0]["level"]))
    (home / "card.json").write_text(json.dumps(printed), encoding="utf-8")
    assert run_command_line(["score", str(home / "card.json"), "--json"]) == 0
    (note,) = json.loads(capsys.readouterr().out)["notes"]
    assert note.startswith("`sparring verify` refuses this document: a mark was changed: ")
