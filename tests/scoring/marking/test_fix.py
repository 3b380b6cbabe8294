"""The smallest fix: found by trying, proven by marking again, shown only then, and within a number of tries."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import Any

import pytest

from scoring.hearing.hear import BEHAVIOURS, Ear
from scoring.hearing.signals import Heard
from scoring.marking.bare import HeardTrial, heard_call
from scoring.marking.edits import Missing, Wording
from scoring.marking.fix import MOST_TRIES, Fix, in_words, smallest_fix
from scoring.marking.recording import read_lines
from scoring.marking.rubric import Rubric
from scoring.marking.scorecard import mark
from scoring.marking.transcript import Change, Transcript, Turn
from scoring.marking.wordings import said_back, supported
from tests.scoring.marking.test_feedback import call, criterion, rubric, turn

ASKED = {3: "heard ask"}


def hears(line: str) -> tuple[Heard, ...]:
    """An ear of single words: `cost` asks, `day` is a step, `best` a claim, `now` presses, `lie` is a lie."""
    table = {"cost": "ask", "day": "step", "best": "claim", "now": "pushy", "lie": "lie"}
    found = [(word, line.lower().find(word)) for word in table]
    return tuple(
        Heard(table[word], (at, at + len(word)), line[at : at + len(word)], 1.0, "met", "word")
        for word, at in sorted(found, key=lambda f: f[1])
        if at >= 0
    )


class Words:
    """A trial whose calls are heard by `hears`. `after`: what else a changed call comes to."""

    def __init__(
        self, transcript: Transcript, *texts: str, after: Callable[[Transcript], Transcript] = lambda t: t
    ) -> None:
        self.transcript = transcript
        self.texts = texts
        self.after = after
        self.tries: list[str] = []

    def wordings(self, turn: Turn, missing: Missing) -> Sequence[Wording]:
        return [Wording(text) for text in self.texts]

    def again(self, turn: int, line: str) -> Transcript:
        self.tries.append(line)
        turns = list(self.transcript.turns)
        turns[turn - 1] = replace(turns[turn - 1], rep=line, heard=hears(line))
        changed = replace(self.transcript, turns=tuple(turns))
        return changed if line == self.transcript.turns[turn - 1].rep else self.after(changed)


def said(*lines: str, **rest: Any) -> Transcript:
    return call(*(replace(turn(n, line), heard=hears(line)) for n, line in enumerate(lines, 1)), **rest)


def fix(transcript: Transcript, used: Rubric, trial: Words, at: int | None = 1) -> Fix | None:
    return smallest_fix(transcript, used, mark(transcript, used), "cost", at, trial)


def test_the_shortest_sentence_that_raises_the_level_is_added() -> None:
    talk = said("We are here.")
    trial = Words(talk, "What does all of that cost you in a year?", "What is the cost?", "How are you?")
    found = fix(talk, rubric(criterion("cost", levels=ASKED)), trial)
    assert found is not None
    assert (found.edit, found.words, found.was, found.becomes) == ("add", "What is the cost?", 0, 3)
    assert found.line == "We are here. What is the cost?"
    assert (found.total_was, found.total_becomes) == (0, 75)


def test_a_statement_stands_before_the_question_that_ends_the_reply() -> None:
    talk = said("I see. How so?")
    found = fix(talk, rubric(criterion("cost", levels=ASKED)), Words(talk, "It has its cost."))
    assert found is not None
    assert found.line == "I see. It has its cost. How so?"


def test_words_that_stand_against_it_are_dropped() -> None:
    talk = said("Tell me the cost, and decide now please")
    used = rubric(criterion("cost", levels={2: "heard ask", 4: "heard ask and not heard pushy"}))
    found = fix(talk, used, Words(talk))
    assert found is not None
    assert (found.edit, found.words, found.was, found.becomes) == ("drop", "now", 2, 4)
    assert "now" not in found.line


def test_a_question_is_moved_before_the_claim() -> None:
    talk = said("We are the best, what is the cost?")
    used = rubric(criterion("cost", levels={2: "heard ask", 4: "heard ask before claim"}))
    found = fix(talk, used, Words(talk))
    assert found is not None
    assert (found.edit, found.was, found.becomes) == ("move", 2, 4)
    assert found.line == "What is the cost? We are the best."


def test_harm_is_not_added_to_but_replaced() -> None:
    pressed = said("Good morning to you. Sign now.")
    fell = (Change("trust", -2, "pressed for an answer", "signal:pushy"),)
    talk = replace(pressed, turns=(replace(pressed.turns[0], changes=fell, heard=(span_of(pressed, "Sign now."),)),))
    found = fix(talk, rubric(criterion("cost", levels=ASKED)), Words(talk, "What is the cost?"))
    assert found is not None
    assert (found.edit, found.dropped, found.words) == ("swap", "Sign now.", "What is the cost?")
    assert found.line == "Good morning to you. What is the cost?"
    assert "in place of “Sign now.” say “What is the cost?”" in in_words(found)


def span_of(transcript: Transcript, words: str) -> Heard:
    at = transcript.turns[0].rep.index(words)
    return Heard("pushy", (at, at + len(words)), words, 1.0, "met", "pushy/given")


def test_nothing_is_shown_that_marking_again_does_not_prove() -> None:
    talk = said("We are here.")
    assert fix(talk, rubric(criterion("cost", levels=ASKED)), Words(talk, "How are you?", "Well, well.")) is None


@pytest.mark.parametrize(
    "after",
    [
        lambda t: replace(t, outcome="lost"),
        lambda t: replace(t, turns=(*t.turns, replace(turn(9, "A lie."), heard=hears("A lie.")))),
    ],
)
def test_what_ends_the_call_worse_or_proposes_a_knock_out_is_no_fix(after: Callable[[Transcript], Transcript]) -> None:
    talk = said("We are here.")
    used = rubric(
        criterion("cost", levels=ASKED), knock_outs=[{"id": "x", "signal": "lie", "title": "An invented fact"}]
    )
    assert fix(talk, used, Words(talk, "What is the cost?", after=after)) is None
    assert fix(talk, used, Words(talk, "What is the cost?")) is not None


def test_what_would_lower_the_total_is_no_fix() -> None:
    used = rubric(
        criterion("cost", levels=ASKED, weight=1), criterion("calm", weight=30, levels={4: "not heard claim"})
    )
    talk = call(*(replace(t, paid=True) for t in said("We.", "Are.", "Here, yes.").turns))
    assert mark(talk, used).total is not None
    assert fix(talk, used, Words(talk, "The best has its cost.")) is None


def test_a_call_that_is_not_marked_again_as_it_was_proves_nothing() -> None:
    talk = said("We are here.")
    other = replace(talk, turns=(replace(talk.turns[0], rep="What is the cost?", heard=()),))
    assert fix(other, rubric(criterion("cost", levels=ASKED)), Words(other, "What a cost.")) is None


def test_the_tries_are_counted_and_no_more_than_so_many() -> None:
    talk = said(*("We are here." for _ in range(9)))
    trial = Words(talk, *(f"How are you number {n}?" for n in range(40)))
    assert fix(talk, rubric(criterion("cost", levels=ASKED)), trial, at=3) is None
    assert len(trial.tries) == MOST_TRIES + 1  # One of them is the call as it was.


def test_the_replies_after_the_one_in_question_are_tried_too() -> None:
    talk = said("", "We are here.", "Right, yes.")
    found = fix(talk, rubric(criterion("cost", levels=ASKED)), Words(talk, "What is the cost?"))
    assert found is not None
    assert found.turn == 2


def test_nobody_is_told_to_check_what_was_not_said_back() -> None:
    used = rubric(criterion("cost", levels={3: "heard ask"}))
    for line, shown in (("The best there is.", False), ("So it is ten.", True)):
        talk = said(line)
        if shown:
            back = Heard("reflect", (0, len(line)), line, 1.0, "met", "x")
            talk = replace(talk, turns=(replace(talk.turns[0], heard=(back,)),))
        trial = Words(talk, "Is that cost right?")
        found = fix(talk, used, trial)
        assert (found is not None) is shown


def test_the_words_say_the_change_the_reply_and_the_proof() -> None:
    found = Fix(2, "add", "What is the cost?", "", "Hi. What is the cost?", "cost", "Asks", 0, 3, 10, 30)
    assert in_words(found) == (
        "At turn 2, say one thing more: “What is the cost?”. The whole reply: “Hi. What is the cost?” "
        "Marked again with that one change, “Asks” goes from 0 to 3 of 4, and the total from 10 to 30."
    )
    assert "and the total" not in in_words(replace(found, total_becomes=10))


def test_a_real_call_is_tried_with_what_anybody_could_say() -> None:
    ear = Ear(BEHAVIOURS.values())
    talk, _ = heard_call(read_lines(b"customer: It costs us 180,000.\nrep: So 180,000 a year it is."), "rep", ear)
    used = rubric(
        criterion("cost", levels={2: "heard reflect or heard plays_back_number", 4: "heard check_back"}),
        signals=["reflect", "plays_back_number", "check_back"],
    )
    found = smallest_fix(talk, used, mark(talk, used), "cost", 1, HeardTrial(talk, ear))
    assert found is not None
    assert (found.words, found.becomes) == ("Did I get that right?", 4)


@pytest.mark.parametrize(
    ("told", "back"),
    [
        ("The depot rings me. That's how I find out.", "So the depot rings you."),
        ("Two fines last month. 2,400, both from Eastfield.", "So two fines last month."),
        ("Honestly, my people leave.", ""),
        ("Well, Helen owns a third of it, and I haven't said a word.", "So Helen owns a third of it, and you haven't said a word."),
        ("Is that so?", ""),
        ("Not now, in the middle of the season.", "So not now, in the middle of the season."),
        ("Last winter it took us nine days.", "So last winter it took you nine days."),
        ("Marta signs what is above ten thousand.", "So Marta signs what is above ten thousand."),
    ],
)  # fmt: skip
def test_what_was_told_is_turned_round(told: str, back: str) -> None:
    assert said_back(told) == back


def test_a_sentence_is_supported_by_what_was_told() -> None:
    told = "The depot rings me. We paid 2,400 in fines last month."
    assert supported("So the depot rings you and you paid 2,400 in fines.", told)
    assert not supported("So you paid 9,000 in fines.", told)
    assert not supported("So two jobs went elsewhere while they waited.", told)
