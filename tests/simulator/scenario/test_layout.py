"""Laying out: what is loaded is equal before and after, comments stay, a second time changes nothing."""

from __future__ import annotations

import random
import re
from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from simulator.scenario.catalogue import shipped
from simulator.scenario.document import read_bytes
from simulator.scenario.layout import WIDTH, CannotLayOut, laid_out, same
from simulator.scenario.problems import ScenarioError

DATA = Path(__file__).parents[2] / "data" / "scenarios"
FILES = sorted((*shipped().rglob("*.yaml"), *DATA.glob("*.yaml")))


def checked(text: str) -> str:
    """Laid out, with all that must hold of it."""
    out = laid_out(text, "x.yaml")
    assert same(read_bytes(text.encode(), "x.yaml"), read_bytes(out.encode(), "x.yaml"))
    assert laid_out(out, "x.yaml") == out
    return out


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_every_file_that_ships_says_the_same_in_fewer_columns(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    out = checked(text)
    comments = re.compile(r"^\s*#.*$", re.M)
    assert [c.strip() for c in comments.findall(text)] == [c.strip() for c in comments.findall(out)]
    wide = [line for line in out.splitlines() if len(line) > WIDTH and not line.lstrip().startswith("#")]
    assert wide == []


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("a:   1\n", "a:   1\n"),
        ("a:\n- b\n-   c\n", "a:\n  - b\n  - c\n"),
        ("a:\n      b: 1\n      c: 2  # two\n", "a:\n  b: 1\n  c: 2  # two\n"),
        ("a: [b,\n  c]\n", "a: [b, c]\n"),
        ("a: {b: 1,\n  c: {d: [e]}}\n", "a: {b: 1, c: {d: [e]}}\n"),
        ("a: b   \n\n\n\nc: d\n\n\n", "a: b\n\nc: d\n"),
        (
            "# one\na:\n    # two\n    b: 1\n    # three\nc: 2\n# four\n",
            "# one\na:\n  # two\n  b: 1\n  # three\nc: 2\n# four\n",
        ),
        ("a:\n    - {b: 1}   # why\n    -   b: 2\n        c: 3\n", "a:\n  - {b: 1}   # why\n  - b: 2\n    c: 3\n"),
        ("a: >\n     one\n     two\nb: |\n   x\n     y\n", "a: >\n  one\n  two\nb: |\n  x\n    y\n"),
        ("a: >\n  blanks at the end  \n", "a: >\n  blanks at the end  \n"),
        ("a: 'x\n  y'\n", "a: 'x\n  y'\n"),
        ("a:\n  b\n", "a: b\n"),
        ("\ufeffa: b\r\nc: d\r\n", "a: b\nc: d\n"),
        ("a:\n  - - b\n    - c\n", "a:\n  -\n    - b\n    - c\n"),
        ("a: []\nb: {}\nc:\n", "a: []\nb: {}\nc:\n"),
        ("- {say: Hello there, why: because}\n", None),
    ],
)
def test_small_things(before: str, after: str | None) -> None:
    out = checked(before)
    assert out == (after if after is not None else "- say: Hello there\n  why: because\n")


def test_what_does_not_fit_is_written_one_a_line_and_its_comment_goes_above() -> None:
    words = ", ".join(f'"sentence number {n}"' for n in range(12))
    out = checked(f"a:\n  like: [{words}]  # said often\nb: 1\n")
    assert out.startswith('a:\n  # said often\n  like:\n    - "sentence number 0"\n    - "sentence number 1"\n')
    choice = f'  - {{say: "{"word " * 20}end", hears: [one, two], best: true, why: "{"word " * 8}end"}}\n'
    out = checked(f"guided:\n{choice}")
    assert [line.strip().partition(" ")[0] for line in out.splitlines()] == ["guided:", "-", "hears:", "best:", "why:"]


def test_a_long_sentence_is_broken_at_a_blank() -> None:
    for quote in ('"', "'", ""):
        out = checked(f"a: {quote}{'word ' * 60}end{quote}\n")
        assert all(len(line) <= WIDTH for line in out.splitlines())
        assert len(out.splitlines()) == 3
    assert len(checked(f"a: {'x' * 300}\n").splitlines()) == 1


def test_unquoted_prose_comes_out_of_braces() -> None:
    out = checked("- {line: Hello there my friend, when: heard a or heard b}\n- {when: heard a or heard b, go: c}\n")
    assert out == "- line: Hello there my friend\n  when: heard a or heard b\n- {when: heard a or heard b, go: c}\n"


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("a: [b,  # why\n  c]\n", "x.yaml:1:4: S101 left as it is: a comment stands inside"),
        ("a: >2\n    b\n", "x.yaml:1:4: S101 left as it is: a text with an indent of its own"),
        ("? a\n: b\n", ""),
    ],
)
def test_what_had_better_be_left_alone_is_left_and_says_why(text: str, said: str) -> None:
    try:
        checked(text)
    except CannotLayOut as left:
        assert said in str(left)
        return
    assert not said


@pytest.mark.parametrize("text", ["", "a: [", "a: &x b\nc: *x\n", "\ta: b\n", "a: 1\na: 2\n"])
def test_what_cannot_be_read_is_said_and_not_laid_out(text: str) -> None:
    with pytest.raises(ScenarioError, match=r"x\.yaml"):
        laid_out(text, "x.yaml")


def edited(text: str, draw: random.Random) -> str:
    """The text as people leave it: comments, blanks, other indents, longer sentences, lines taken out."""
    lines = text.splitlines()
    for _ in range(draw.randint(1, 12)):
        at = draw.randrange(len(lines))
        line = lines[at]
        indent = line[: len(line) - len(line.lstrip())]
        match draw.randrange(7):
            case 0:
                lines.insert(at, f"{indent}# said {draw.randint(1, 99)}")
            case 1:
                lines[at] = f"{line}   # why {draw.randint(1, 99)}"
            case 2:
                lines.insert(at, "")
            case 3:
                lines[at] = line.replace(" ", "  ", 1) if not line.startswith(" ") else line + "  "
            case 4:
                lines[at] = re.sub(
                    r'"([^"\\]+)"', lambda m: f'"{m[1]} {"and on " * draw.randint(0, 25)}end"', line, count=1
                )
            case 5:
                lines[at] = "\n".join(
                    line.split(", ", 1)[0:1] + [f"{indent}      {r}" for r in line.split(", ", 1)[1:]]
                )
            case _:
                del lines[at]
                if not lines:
                    lines = ["a: b"]
    return "\n".join(lines) + "\n"


@settings(deadline=None, max_examples=25)
@given(st.sampled_from(FILES), st.integers(0, 2**32))
def test_whatever_was_edited_says_the_same_afterwards(path: Path, seed: int) -> None:
    text = edited(path.read_text(encoding="utf-8"), random.Random(seed))
    try:
        read_bytes(text.encode(), "x.yaml")
    except ScenarioError:
        return
    try:
        checked(text)
    except CannotLayOut as left:
        assert "no longer" not in str(left)  # The safety net: it has never been needed.


TEXTS = st.text(st.sampled_from("ab ,:#-'\"[]{}é🙂\n\\"), max_size=40)
VALUES = st.recursive(
    TEXTS,
    lambda inner: (
        st.lists(inner, max_size=4) | st.dictionaries(st.sampled_from(["say", "why", "when", "x"]), inner, max_size=4)
    ),
    max_leaves=12,
)


@settings(deadline=None, max_examples=150)
@given(
    st.dictionaries(st.sampled_from("abcdef"), VALUES, min_size=1),
    st.sampled_from([True, False, None]),
    st.integers(40, 200),
)
def test_any_value_says_the_same_afterwards(value: dict[str, Any], flow: bool | None, width: int) -> None:
    text = yaml.safe_dump(value, default_flow_style=flow, width=width, allow_unicode=True, sort_keys=False)
    try:
        read_bytes(text.encode(), "x.yaml")
    except ScenarioError:
        return
    try:
        checked(text)
    except CannotLayOut as left:
        assert "no longer" not in str(left)
