"""A reply as clauses: spans that are exact, questions by grammar, denials that are denials."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scoring.hearing.clauses import clauses, polarities
from scoring.hearing.text import clean, words

TEXTS = st.text(max_size=300) | st.lists(
    st.sampled_from(
        [
            "so",
            "what",
            "does",
            "it",
            "cost",
            "you",
            ",",
            ".",
            "?",
            "and",
            "we",
            "can't",
            "Thursday",
            "£90k",
            "“really”",
            "😀",
            "العربية",
            "don’t\n",
        ]
    ),
    max_size=40,
).map(" ".join)


@given(TEXTS)
def test_every_span_is_exact_and_in_order(text: str) -> None:
    text = clean(text)
    end = 0
    for clause in clauses(text):
        assert text[clause.span[0] : clause.span[1]] == clause.text
        assert clause.span[0] >= end
        end = clause.span[1]
        assert clause.words
        assert 0 <= clause.ordered <= 1
        assert all(clause.span[0] <= word.start < word.end <= clause.span[1] for word in clause.words)


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("How do you plan the routes today?", "open"),
        ("how do you plan the routes today", "open"),
        ("Tell me what the morning looked like.", "open"),
        ("Could you walk me through what happens then?", "open"),
        ("When a van still runs late, how much does that cost you?", "open"),
        ("Compared with what?", "open"),
        ("Who signs this?", "open"),
        ("Apart from the price, is anything else in the way?", "closed"),
        ("do you have thirty seconds", "closed"),
        ("Could we take twenty minutes on Tuesday at ten?", "closed"),
        ("Tuesday at ten?", "closed"),
        ("Did I get that right?", "closed"),
        ("You plan it by hand.", ""),
        ("I don't need to know how you plan.", ""),
        ("When we met you said that it was too late.", ""),
        ("What a mess that must have been.", ""),
        ("You would see your own Monday planned again?", ""),
    ],
)
def test_a_question_is_known_by_its_grammar(text: str, kind: str) -> None:
    assert clauses(text)[-1].question == kind


def test_a_question_without_punctuation_is_cut_from_what_stands_before_it() -> None:
    found = clauses("so two people do it all by hand what does a late van cost you")
    assert [c.text for c in found] == ["so two people do it all by hand", "what does a late van cost you"]


@pytest.mark.parametrize(
    ("text", "negated"),
    [
        ("I won't promise you that.", True),
        ("I cannot do anything on price.", True),
        ("dont worry about it", True),
        ("No doubt it hurts.", False),
        ("It is not only the price.", False),
        ("We can do that.", False),
    ],
)
def test_a_denial_is_heard_and_a_figure_of_speech_is_none(text: str, negated: bool) -> None:
    assert clauses(text)[0].negated is negated


@pytest.mark.parametrize(
    "heap",
    [
        "Price budget owner history cost pilot value Thursday.",
        "Isolate, compare, who signs, last rollout, six weeks, finance.",
        "Budget budget owner owner cost cost pilot pilot.",
        "Cost cost planning planning meeting meeting Tuesday Tuesday.",
    ],
)
def test_a_heap_of_words_is_no_sentence(heap: str) -> None:
    assert clauses(heap)[0].ordered < 0.5


@pytest.mark.parametrize(
    "sentence",
    [
        "Compared with what?",
        "Tuesday at ten?",
        "What does a late van cost you in a year?",
        "i can see why you hesitate",
    ],
)
def test_a_sentence_is_one(sentence: str) -> None:
    assert clauses(sentence)[0].ordered == 1


def test_contractions_are_taken_apart_and_keep_their_place() -> None:
    found = words("you can’t")
    assert [(w.text, w.start, w.end) for w in found] == [("you", 0, 3), ("can", 4, 9), ("not", 4, 9)]


def test_what_is_no_text_is_cleaned_away() -> None:
    assert clean("a\x00b\x1b]52;c;x\x07\u202ec\ud800d\ne\tf") == "ab]52;c;xcd\ne\tf"


@pytest.mark.parametrize("text", ["", "   ", "?!...", "😀😀", "a" * 4000, "what " * 800, "no, " * 1000, "(" * 4000])
def test_odd_replies_are_no_trouble(text: str) -> None:
    assert isinstance(clauses(text), tuple)


@pytest.mark.parametrize(
    "text",
    [
        "I can't tell you how many will stay.",
        "Let me show you what it does.",
        "What works well about the way you do it?",
    ],
)
def test_what_is_told_is_part_of_its_sentence(text: str) -> None:
    assert [clause.text for clause in clauses(text)] == [text]


def test_when_opens_a_side_clause_without_an_inversion_and_a_question_with_one() -> None:
    assert clauses("We warn hauliers when a truck is about to miss its slot.")[0].question == ""
    assert clauses("When a truck runs late how do you find out")[0].question == "open"
    assert clauses("when is the board meeting")[0].question == "open"


@pytest.mark.parametrize(
    ("text", "asked"),
    [
        ("ok what about", "open"),
        ("ok compared to what", "open"),
        ("how long it takes from the visit until the customer has it", "open"),
        ("How much more thinking can there be?", "open"),
        ("I know how long it took you to get here", ""),
    ],
)
def test_questions_without_their_marks_and_in_learners_order(text: str, asked: str) -> None:
    assert [clause.question for clause in clauses(text)] == [asked]


def test_sides_of_words() -> None:
    sides = polarities("The path is closed, but the bulb is not in the circuit.")
    assert (sides["path"], sides["bulb"], sides["circuit"]) == ({True}, {True}, {False})
    assert polarities("It is not true that the path is closed.")["path"] == {False}
    assert polarities("Nobody said that the bulb is not broken.")["broken"] == {True}
    assert polarities("The bulb is broken, the bulb is not broken.")["broken"] == {True, False}
