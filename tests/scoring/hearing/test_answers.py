"""Graded answers: what covers the point passes; the question's own words, a denial and a word list do not."""

from __future__ import annotations

import pytest

from scoring.hearing.answers import Answer
from tests.scoring.hearing.weights import encoder

QUESTION = "Why does the bulb go out when the switch is open?"
REFERENCES = ("The open switch leaves a gap in the path, so no current flows to the bulb",)
RIGHT = "There is a gap in the path, so current can't flow to the bulb."
DENIED = "The open switch leaves no gap in the path, so current flows to the bulb."
COPIED = "The bulb goes out when the switch is open."


@pytest.mark.parametrize("full", [False, True])
def test_what_covers_the_point_passes(full: bool) -> None:
    answer = Answer(REFERENCES, QUESTION, encoder=encoder() if full else None)
    assert answer.grade(RIGHT) > 0.5
    assert answer.grade(REFERENCES[0]) > 0.7


@pytest.mark.parametrize("full", [False, True])
def test_the_words_of_the_question_are_no_answer(full: bool) -> None:
    answer = Answer(REFERENCES, QUESTION, encoder=encoder() if full else None)
    assert answer.grade(COPIED) < 0.5
    assert answer.grade("I have no idea, sorry.") < 0.5
    assert answer.grade("") == 0.0


def test_marked_answers_move_the_grade() -> None:
    plain = Answer(REFERENCES, QUESTION)
    marked = Answer(
        REFERENCES, QUESTION, marked=(("The battery is empty", 0.0), ("Nothing can flow, the loop is broken", 1.0))
    )
    same = "Nothing can flow because the loop is broken"
    assert marked.grade(same) > plain.grade(same)
    assert marked.grade("The battery is empty") <= plain.grade(RIGHT)


@pytest.mark.parametrize("text", ["", "😀", "\x00", "a" * 4000, "bulb " * 700])
def test_any_text_has_a_grade(text: str) -> None:
    answer = Answer(REFERENCES, QUESTION, marked=((RIGHT, 1.0), (DENIED, 0.0)))
    assert 0.0 <= answer.grade(text) <= 1.0


def test_an_answer_without_references_is_refused() -> None:
    with pytest.raises(ValueError, match="at least one reference"):
        Answer(())
