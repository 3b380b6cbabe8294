"""Hostile and careless files: each gets a sentence with its place, quickly, and never a traceback."""

from __future__ import annotations

import pytest

from simulator.scenario.document import Fields, Text, read_bytes
from simulator.scenario.problems import ScenarioError


def problem(text: str | bytes) -> str:
    data = text if isinstance(text, bytes) else text.encode()
    with pytest.raises(ScenarioError) as caught:
        read_bytes(data, "a.yaml")
    return str(caught.value.problems[0])


BOMB = "a: &a [x, x]\n" + "".join(
    f"{chr(98 + i)}: &{chr(98 + i)} [*{chr(97 + i)}, *{chr(97 + i)}]\n" for i in range(20)
)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("", "a.yaml:1:1: S101 the file is empty"),
        ("a: [1, 2", "S101"),
        ("a: 1\nb: 2\na: 3\n", "a.yaml:3:1: S102 'a' is written twice; the first is on line 1"),
        (BOMB, "a.yaml:1:4: S103"),
        ("a: *b\n", "S103"),
        ("a: !!python/object:os.system x\n", "S104"),
        ("[" * 20_000, "S108 nested deeper than 30 levels"),
        ("a:\n\tb: 1\n", "a.yaml:2:1: S108 this line is indented with a tab"),
        ("a: 1\n---\nb: 2\n", "a.yaml:2:1: S101 a second document"),
        ("x: {say: Yes, of course, why: because}\n", "a.yaml:1:15: S107"),
        ("? [1, 2]\n: 3\n", "S106 a key must be a word"),
        (b"a: \xff\xfe\n", "a.yaml:1:1: S108 the file is not UTF-8"),
        (b"x" * 2_000_001, "a.yaml: S108 the file is larger than 2 MB"),
    ],
)
def test_a_file_that_cannot_be_read_says_where_and_why(text: str | bytes, expected: str) -> None:
    assert expected in problem(text)


def test_plain_words_stay_words() -> None:
    root = read_bytes(b"a: no\nb: 12:30\nc: 007\nd: null\n", "a.yaml")
    assert isinstance(root, Fields)
    assert [node.value for _, node in root if isinstance(node, Text)] == ["no", "12:30", "007", "null"]


def test_line_ends_of_other_systems_and_a_byte_order_mark_do_not_matter() -> None:
    root = read_bytes(b"\xef\xbb\xbfa: 1\r\nb: 2\r\n", "a.yaml")
    assert isinstance(root, Fields)
    assert list(root.fields) == ["a", "b"]
    assert root.keys["b"].line == 2


def test_control_characters_are_taken_out_and_markup_is_only_text() -> None:
    root = read_bytes("a: \"x\u202ey [@click=app.quit]z[/]\"\nb: 'q\x1b]52;c;AA\x07'\n".encode(), "a.yaml")
    assert isinstance(root, Fields)
    values = [node.value for _, node in root if isinstance(node, Text)]
    assert values == ["xy [@click=app.quit]z[/]", "q]52;c;AA"]


def test_escapes_written_in_letters_are_stripped_too() -> None:
    root = read_bytes(b'title: "\\e[31mred \\u202e\\a"', "a.yaml")
    assert root.fields["title"].value == "[31mred "
