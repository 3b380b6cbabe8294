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


RIGHTS = (
    (RIGHT, 1.0),
    ("The gap keeps the current from the bulb, so it is dark", 1.0),
    ("No current reaches the bulb", 1.0),
)


@pytest.mark.parametrize("full", [False, True])
@pytest.mark.parametrize(
    "text",
    [
        "It is not true that the open switch leaves a gap in the path, so no current flows to the bulb.",
        "The open switch does not leave a gap in the path, so current flows to the bulb.",
        "The open switch leaves a gap in the path, so not no current flows to the bulb.",
        "There is not a gap in the path, so the current flows to the bulb.",
    ],
)
def test_what_denies_what_right_answers_say_is_none(full: bool, text: str) -> None:
    answer = Answer(REFERENCES, QUESTION, RIGHTS, encoder=encoder() if full else None)
    assert answer.grade(text) < 0.5, answer.grade(text)


@pytest.mark.parametrize("full", [False, True])
def test_a_denial_that_right_answers_share_costs_nothing(full: bool) -> None:
    answer = Answer(REFERENCES, QUESTION, RIGHTS, encoder=encoder() if full else None)
    assert answer.grade("No current can flow through the gap, so it does not reach the bulb.") > 0.5


def test_what_marks_speak_against_is_little_and_not_nothing() -> None:
    answer = Answer(REFERENCES, QUESTION, (("The switch is open", 0.0), ("The open switch leaves a gap", 0.0)))
    assert 0.0 < answer.grade("The open switch leaves a gap in the path") < 0.5


@pytest.mark.parametrize("text", ["", "😀", "\x00", "a" * 4000, "bulb " * 700])
def test_any_text_has_a_grade(text: str) -> None:
    answer = Answer(REFERENCES, QUESTION, marked=((RIGHT, 1.0), (DENIED, 0.0)))
    assert 0.0 <= answer.grade(text) <= 1.0


def test_an_answer_without_references_is_refused() -> None:
    with pytest.raises(ValueError, match="at least one reference"):
        Answer(())
