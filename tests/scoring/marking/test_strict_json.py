"""JSON from people's files is read one way only."""

from __future__ import annotations

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scoring.marking.strict_json import DEEPEST, NotJSON, TwiceTheSame, read_json

ANY_JSON = st.recursive(
    st.none()
    | st.booleans()
    | st.integers(-(2**70), 2**70)
    | st.floats(allow_nan=False, allow_infinity=False)
    | st.text(),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(), inner, max_size=4),
    max_leaves=20,
)


@given(ANY_JSON)
def test_what_was_written_is_read(value: object) -> None:
    text = json.dumps(value)
    assert read_json(text) == value
    assert read_json(text.encode()) == value
    assert read_json(b"\xef\xbb\xbf" + text.encode()) == value


@given(st.binary(max_size=60))
def test_any_bytes_are_a_value_or_a_sentence(data: bytes) -> None:
    try:
        read_json(data)
    except NotJSON as error:
        assert "it " in f"{error} "


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("", "it is not JSON"),
        ("{", "it is not JSON"),
        ("[NaN]", "NaN is no number"),
        ("[-Infinity]", "-Infinity is no number"),
        ("9" * 5000, "a number in it is too long"),
        ("[" * 100_000, "nested too deeply"),
        ("[" * (DEEPEST + 2) + "]" * (DEEPEST + 2), "nested too deeply"),
    ],
)
def test_what_is_no_json_is_told_in_words(text: str, said: str) -> None:
    with pytest.raises(NotJSON, match=said):
        read_json(text)


def test_a_key_that_stands_twice_is_told() -> None:
    with pytest.raises(TwiceTheSame, match="the key 'a' stands twice"):
        read_json('{"x": [{"a": 1, "b": 2, "a": 1}]}')
