"""Real calls: who said what is read from text, captions and JSON; what is no call is refused with a place."""

from __future__ import annotations

import json

import pytest

from scoring.hearing.hear import BEHAVIOURS, Ear
from scoring.marking.bare import heard_call
from scoring.marking.feedback import feedback
from scoring.marking.recording import LARGEST, NotACall, read_lines, who_sells
from scoring.marking.scorecard import CriterionMark, mark
from scoring.marking.speakers import Line
from simulator.scenario.calls import rubric_of_a_call
from simulator.scenario.catalogue import Catalogue, shipped

RUBRICS = Catalogue([shipped()], None).sources().rubrics

TEXT = b"""Customer: It's too much for us.
Rep: Fair, that's a lot of money.
What are you comparing it with?
Customer: Last year.
"""
VTT = b"""WEBVTT

NOTE made by a machine

1
00:00:01.000 --> 00:00:03.000
<v Anna Rau>It costs <i>too much</i>.

00:00:04.000 --> 00:00:06.000
<v Sam>Compared with what?
"""
SRT = b"""1
00:00:01,000 --> 00:00:03,000
Anna: It costs too much.

2
00:00:04,000 --> 00:00:06,500
Sam: Compared
with what?
"""


def test_text_lines_with_names() -> None:
    lines = read_lines(TEXT)
    assert [line.speaker for line in lines] == ["Customer", "Rep", "Customer"]
    assert lines[1].text == "Fair, that's a lot of money. What are you comparing it with?"
    assert lines[1].number == 2


@pytest.mark.parametrize("data", [VTT, SRT])
def test_captions_with_names(data: bytes) -> None:
    lines = read_lines(data)
    assert [line.text for line in lines] == ["It costs too much.", "Compared with what?"]
    assert who_sells(lines, "sam") == "Sam"


def test_json_of_a_recorder() -> None:
    data = json.dumps([{"speaker": "Buyer", "text": "Too dear."}, {"name": "Sam", "text": "Next to what?"}]).encode()
    lines = read_lines(data)
    assert who_sells(lines) == "Sam"
    assert lines[0] == Line("Buyer", "Too dear.")


def test_a_time_or_an_address_in_a_line_is_no_speaker() -> None:
    lines = read_lines(b"rep: Shall we say 10:30?\nsee https://example.org: it is there\ncustomer: Fine.")
    assert [line.speaker for line in lines] == ["rep", "customer"]
    assert "https://example.org" in lines[0].text


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (b"", "nobody says anything"),
        (b"just a note\n", "1: this line names no speaker"),
        (b"\xff\xfe\x00rep: a", "1: this is not UTF-8 text"),
        (b"rep: a\0b", "no text file"),
        (b"{", "1: this is not JSON"),
        (b'[{"text": "hello"}]', 'entry 1 lacks "speaker" or "text"'),
        (b"[" * 100_000, "nested too deeply"),
        (b"rep: " + b"a" * LARGEST, "more than 2 MB"),
        (b"WEBVTT\n\n00:01.000 --> 00:02.000\nno name here\n", "names no speaker"),
    ],
)
def test_what_is_no_call_is_refused_in_a_sentence(data: bytes, said: str) -> None:
    with pytest.raises(NotACall, match="transcript") as error:
        read_lines(data)
    assert said in str(error.value)


def test_two_strangers_need_a_word_on_who_sells() -> None:
    lines = read_lines(b"Anna: Hello.\nSam: Hello.")
    with pytest.raises(NotACall, match="--rep NAME; there are: Anna, Sam"):
        who_sells(lines)
    with pytest.raises(NotACall, match="nobody is called 'Bob'"):
        who_sells(lines, "Bob")


def test_a_heard_call_knows_words_only() -> None:
    ear = Ear(BEHAVIOURS.values())
    call, notes = heard_call(read_lines(TEXT), "Rep", ear)
    assert call.bare
    assert call.outcome is None
    assert notes == ()
    (turn,) = call.turns
    assert turn.prompt == "It's too much for us."
    assert turn.customer == "Last year."
    assert "open_question" in {h.signal for h in turn.heard}
    for heard in turn.heard:
        assert turn.rep[slice(*heard.span)] == heard.quote


ASKED = b"""customer: It's too expensive.
rep: What are you comparing it with?
customer: A survey tool.
rep: And what does it cost you when people leave?
customer: About 180,000 a year, all in.
rep: So 180,000 a year. Are you the decision maker?
customer: No, finance signs.
"""


def test_a_figure_asked_for_played_back_and_checked_is_the_highest_level_of_a_real_call() -> None:
    found = marks(ASKED.replace(b"So 180,000 a year.", b"So 180,000 a year, is that right?"))
    assert found["D3"].level == 4
    assert "So 180,000 a year," in [e.quote for e in found["D3"].evidence]
    assert marks(ASKED)["D3"].level == 3, "played back, and not put to the buyer to correct"


def test_an_open_question_about_something_else_is_no_question_about_who_decides() -> None:
    found = marks(ASKED)
    assert (found["D4"].level, [e.quote for e in found["D4"].evidence]) == (1, ["Are you the decision maker?"])
    asked = marks(ASKED + b"rep: Who in finance, and by when?\n")
    assert (asked["D4"].level, [e.quote for e in asked["D4"].evidence]) == (2, ["Who in finance, and by when?"])


def test_of_a_real_call_nothing_is_advised_that_its_words_cannot_show() -> None:
    rubric, signals = rubric_of_a_call(RUBRICS, ["discovery"])
    transcript, _ = heard_call(read_lines(ASKED), "rep", Ear(signals.values()))
    advice = feedback(transcript, rubric, mark(transcript, rubric)).change
    assert "learns who, how or by when" not in advice


def marks(data: bytes) -> dict[str, CriterionMark]:
    rubric, signals = rubric_of_a_call(RUBRICS, ["discovery"])
    transcript, _ = heard_call(read_lines(data), "rep", Ear(signals.values()))
    return {found.id: found for found in mark(transcript, rubric).criteria}


def test_a_monologue_is_cut_and_said() -> None:
    call, notes = heard_call([Line("me", "well " * 2000, 3)], "me", Ear(BEHAVIOURS.values()))
    assert len(call.turns[0].rep) <= 4000
    assert notes == ("line 3: only the first 4,000 characters are marked",)
