"""Counterfeits of an answer: word heaps, copies, repeats, recitals. Honest short lines are none of these."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scoring.hearing import guards
from scoring.hearing.behaviours import BEHAVIOURS
from scoring.hearing.clauses import clauses
from scoring.hearing.guards import ReadyMade, Recited, copied, near_copy, no_sentence
from scoring.hearing.hear import Ear

LINES = (
    "What does it cost you when somebody leaves?",
    "Apart from the price, is there anything else in the way?",
    "We could start with two sites for a quarter and you count",
    "Compared with what?",
    "Who else has to agree to it?",
)


@pytest.mark.parametrize(
    "text",
    [
        "Price budget owner history cost pilot value Thursday.",
        "Time think weigh stuck missing hesitate concern.",
        "Desk desk partner partner time time.",
        "cost you does what van late a the",
    ],
)
def test_a_heap_of_words_is_no_sentence(text: str) -> None:
    assert all(no_sentence(clause) for clause in clauses(text))


@pytest.mark.parametrize(
    "text",
    [
        "Compared with what?",
        "Thursday at ten?",
        "Fair enough.",
        "lets meet thursday at two",
        "Twenty minutes on Tuesday, with your lead dispatcher?",
        "Two people, a spreadsheet, and that from four in the morning.",
        "So planning by hand and late vans cost you 3,400 a week.",
        "ok so who else would have to agree to it then",
        "No rush from my side.",
    ],
)
def test_an_honest_line_is_a_sentence_however_short(text: str) -> None:
    assert not any(no_sentence(clause) for clause in clauses(text))


def test_a_copy_is_most_of_a_text_in_the_same_runs() -> None:
    source = "We lose about two thousand a week because the vans go out late."
    (copy,) = clauses("We lose about two thousand a week because vans go out late.")
    (own,) = clauses("So the late vans come to two thousand a week.")
    (short,) = clauses("Two thousand?")
    assert copied(copy, source)
    assert not copied(own, source)
    assert not copied(short, source)
    assert not copied(copy, "")


def test_saying_it_again_in_nearly_the_same_words_is_a_near_copy() -> None:
    assert near_copy("How do you plan the routes today?", "how do you plan the routes, today")
    assert near_copy("Okay.", "okay")
    assert not near_copy("How do you plan the routes today?", "Who plans the routes on Sunday?")
    assert not near_copy("", "")


def test_several_ready_made_lines_in_one_reply_are_recited() -> None:
    lines = ReadyMade(LINES)
    assert lines.packed(" ".join(LINES[:3]))
    assert lines.packed("Okay, " + LINES[0] + " And " + LINES[1])
    assert lines.packed("Compared with what? Who else has to agree to it? What does it cost you when somebody leaves?")


def test_one_ready_made_line_is_what_anybody_may_say() -> None:
    lines = ReadyMade(LINES)
    assert not any(lines.packed(line) for line in LINES)
    assert not lines.packed("Compared with what? Who else has to agree to it?")
    assert not lines.packed("So two thousand a week. " + LINES[0])
    assert not lines.packed("")


def test_one_line_that_two_examples_share_counts_once() -> None:
    alike = ReadyMade(
        (
            "Could you spare me thirty seconds now?",
            "Could you spare me thirty seconds, please?",
            "Could you spare me thirty seconds?",
        )
    )
    assert not alike.packed("Could you spare me thirty seconds now, please?")


def test_what_the_scenario_itself_offers_to_say_is_not_recited() -> None:
    wording = LINES[0] + " " + LINES[1]
    assert ReadyMade(LINES).packed(wording)
    assert not ReadyMade(LINES, (wording,)).packed(wording)
    assert ReadyMade(LINES, (wording,)).packed(wording + " " + LINES[2])


def test_the_brief_read_out_is_recited_and_what_one_sells_said_in_half_a_sentence_is_not() -> None:
    brief = Recited(
        "You sell Tailgate, which warns hauliers when a truck is about to miss its booked slot. You are new."
    )
    own = "Alex from Tailgate. We warn hauliers when a truck is about to miss its slot."
    assert not any(brief.recited(clause, own) for clause in clauses(own))
    read = "I sell Tailgate, which warns hauliers when a truck is about to miss its booked slot."
    assert all(brief.recited(clause, read) for clause in clauses(read))


def test_every_guard_has_a_sentence_for_the_rep() -> None:
    assert all(why.endswith(".") and len(why) > 20 for why in guards.WHY.values())


@given(st.text(max_size=200), st.text(max_size=200))
def test_any_two_texts_can_be_compared(left: str, right: str) -> None:
    near_copy(left, right)
    ReadyMade((left, right), (right,)).packed(left + right)
    for clause in clauses(left):
        copied(clause, right)
        assert no_sentence(clause) in (True, False)


@pytest.mark.parametrize(
    "text", ["您好，我想知道您为什么犹豫", "ما الذي يقلقك بشأن السعر", "x" * 3_999, "😀 ما الذي يقلقك بشأن السعر"]
)
def test_what_cannot_be_read_counts_as_something_said(text: str) -> None:
    hearing = Ear([BEHAVIOURS["open_question"]]).listen(text)
    assert not hearing.understood
    assert hearing.words >= 3, "the customer asks back, and it costs nothing"
