"""Behaviours in real lines: what is there is heard with its words, and its counterfeit is not."""

from __future__ import annotations

import pytest

from scoring.hearing.behaviours import BEHAVIOURS, DETECTORS
from scoring.hearing.behaviours.view import view_of
from scoring.hearing.hear import Ear
from tests.scoring.hearing.weights import encoder

TOLD = (
    "Two people and a spreadsheet, from four in the morning. About 2,600 a week went in the bin because vans were late."
)


def heard(text: str, told: str = TOLD, context: str = "") -> set[str]:
    view = view_of(text, context, told)
    return {name for name, detector in DETECTORS.items() if any(h.state == "met" for h in detector(view))}


@pytest.mark.parametrize(
    ("text", "there"),
    [
        ("So two people plan it all again by hand, from four in the morning.", {"summarise", "reflect"}),
        ("So the late vans cost you 2,600 a week, is that right?", {"summarise", "plays_back_number", "check_back"}),
        (
            "When a van goes out late off that spreadsheet, how much does it cost you?",
            {"tied_question", "number_question"},
        ),
        ("Fair, that was quick.", {"acknowledge"}),
        ("I can see why you hesitate, that is a lot to put your name under.", {"acknowledge", "empathise"}),
        ("I understand.", {"stock_phrase"}),
        ("I completely understand your concern.", {"stock_phrase"}),
        ("Twenty minutes on Tuesday at ten?", {"next_step"}),
        ("lets meet thursday at two", {"next_step"}),
        ("Could we meet some day?", {"open_ask"}),
        ("Sure, I'll send it over. Bye.", {"vague_follow_up"}),
        ("If you sign for two years, we can look at the price.", {"trade"}),
        ("I can do ten percent off if that helps.", {"give_away"}),
        ("Fine, another five percent off.", {"give_away"}),
        (
            "Our platform is the best, it does everything, and it pays for itself.",
            {"pitch_dump", "overstatement", "claim"},
        ),
        ("You need to decide today.", {"pushy"}),
        ("Their tool is rubbish.", {"disparage"}),
        ("I can't promise you a number.", {"owns_limit"}),
        ("I would have to ask my boss about that.", {"refers_up"}),
        ("Sorry, I know it is expensive.", {"apologises_for_price"}),
        ("Thank you for your time.", {"thanks"}),
        ("Hi, how are you today?", {"small_talk"}),
    ],
)
def test_what_is_there_is_heard(text: str, there: set[str]) -> None:
    assert there <= heard(text)


@pytest.mark.parametrize(
    ("text", "absent"),
    [
        ("I understand.", {"acknowledge", "reflect", "empathise"}),
        ("I hear you, and I understand your frustration.", {"acknowledge", "reflect", "empathise"}),
        ("How was your Monday?", {"next_step"}),
        ("What happened on Monday at nine?", {"next_step"}),
        ("I won't give you a discount.", {"give_away"}),
        ("Others promise that you need to decide today.", {"pushy"}),
        ("I can send it. So that it is worth reading, how do you plan today?", {"vague_follow_up"}),
        ("We have customers like you. How do you plan the routes?", {"pitch_dump"}),
        (
            "My name is Sam, I'm calling from Queuewell. It's about the desk your shops ring when a till is stuck.",
            {"pitch_dump"},
        ),
        ("Price budget owner history cost pilot value Thursday.", {"next_step", "open_question", "summarise"}),
        ("So what?", {"summarise", "reflect"}),
    ],
)
def test_its_counterfeit_is_not(text: str, absent: set[str]) -> None:
    assert not absent & heard(text)


def test_a_request_to_stop_is_respected_or_ignored() -> None:
    asked = "Take me off your list."
    assert "opt_out_respected" in heard("Of course, I'll take you off the list now. Sorry for the trouble.", "", asked)
    assert "ignores_opt_out" in heard("Sure, but before that, one question?", "", asked)
    assert "ignores_opt_out" not in heard("Sure, but before that, one question?", "", "Send me an email.")


@pytest.mark.parametrize(
    "text", ["", "😀", "?", "a" * 4000, "we have it, " * 400, "how are you " * 300, "[@click=x]y[/]"]
)
def test_every_hearing_quotes_exact_words_whatever_is_typed(text: str) -> None:
    view = view_of(text, "What?", TOLD)
    for detector in DETECTORS.values():
        for h in detector(view):
            assert text[h.span[0] : h.span[1]] == h.quote
            assert 0 <= h.strength <= 1


@pytest.mark.parametrize(
    ("text", "asks"),
    [
        ("And what does it cost you when somebody leaves?", True),
        ("hello there, what are you comparing it with?", True),
        ("Hi Dana, how are you today?", False),
        ("How are you doing?", False),
    ],
)
def test_a_greeting_is_no_question_and_swallows_none(text: str, asks: bool) -> None:
    for with_encoder in (None, encoder()):
        heard = {h.signal for h in Ear(BEHAVIOURS.values(), encoder=with_encoder).listen(text).heard}
        assert ("open_question" in heard) == asks


@pytest.mark.parametrize(
    ("line", "reply", "there"),
    [
        ("Please stop calling our reception.", "I've struck your number from our register.", "opt_out_respected"),
        ("Remove my address.", "Removed.", "opt_out_respected"),
        ("I don't want any more calls from you.", "Nobody here will ring you again.", "opt_out_respected"),
        ("Take us off your list.", "Give me two minutes and you'll change your mind.", "ignores_opt_out"),
        ("Stop ringing me.", "But wouldn't you like to save a third of your water?", "ignores_opt_out"),
    ],
)
def test_a_request_to_stop_is_kept_or_ignored(line: str, reply: str, there: str) -> None:
    assert heard(reply, told=line, context=line) & {"opt_out_respected", "ignores_opt_out"} == {there}


@pytest.mark.parametrize(
    "line",
    [
        "Don't call me on Fridays, that's mosque and then family.",
        "Let me be exact. Moving the old records is at the back.",
        "You'd take that off just like that? Then I paid for air.",
        "Please don't call it a pain point.",
        "Which number can I forget?",
    ],
)
def test_what_is_no_request_to_stop_can_be_neither(line: str) -> None:
    said = "We could look at it together. What would you want to see?"
    assert not heard(said, told=line, context=line) & {"opt_out_respected", "ignores_opt_out"}


@pytest.mark.parametrize("said", ["What's there left to think about?", "What figure do I have to hit for you to sign?"])
def test_a_question_that_corners_leads_and_is_tied_to_nothing(said: str) -> None:
    found = heard(said, context="I need to think about the figure before I sign.")
    assert "leading_question" in found
    assert "tied_question" not in found
