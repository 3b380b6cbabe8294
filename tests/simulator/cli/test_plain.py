"""The conversation line by line, on a call whose ear is scripted."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from typing import Any, cast

import pytest

from scoring.marking.transcript import Turn
from simulator.cli.answers import parse_answers
from simulator.cli.plain import BadAnswer, PlainCall, wrapped
from simulator.engine.hints import Hint
from simulator.engine.session import Session
from simulator.scenario.calls import rubric_of_a_call
from simulator.scenario.catalogue import Catalogue, shipped
from tests.simulator.engine.scenes import ScriptedEar, scenario

RUBRIC, _ = rubric_of_a_call(Catalogue([shipped()], None).sources().rubrics)


class OpenCall:
    """A call that keeps no record."""

    attempt = "7"

    def __init__(self, **more: Any) -> None:
        self.session = Session(replace(scenario(), rubric=RUBRIC), ScriptedEar(), **{"seed": 1, **more})

    def reply(self, text: str) -> Turn:
        return self.session.reply(text)

    def choose(self, index: int) -> Turn:
        return self.session.choose(index)

    def silent(self) -> Turn:
        return self.session.silent()

    def hint(self) -> Hint:
        return self.session.hint()


def talked(lines: Iterable[str], **more: Any) -> tuple[bool, str, Session]:
    waiting, out = list(lines), []
    call = OpenCall(**more)

    def ask(prompt: str) -> str:
        if not waiting:
            raise EOFError
        return waiting.pop(0)

    conversation = PlainCall(cast(Any, call), ask, out.append)
    conversation.introduce()
    return conversation.run(), "\n".join(out), call.session


def followed(text: str, **more: Any) -> tuple[bool, str, Session]:
    out: list[str] = []
    call = OpenCall(**more)
    conversation = PlainCall(cast(Any, call), lambda _: "", out.append)
    return conversation.follow(parse_answers(text)), "\n".join(out), call.session


def test_a_call_is_played_to_its_end() -> None:
    ended, out, session = talked(["ask ack", "value", "step on:Friday_noon"])
    assert ended
    assert session.outcome == "won"
    assert "Customer: Ada, Lead, Acme" in out
    assert "You sell: Lumen" in out
    assert "[trust +1: does ask]" in out
    assert "Ada: Friday noon, then." in out


def test_a_manager_who_coaches_meets_a_rep_and_sells_nothing() -> None:
    out: list[str] = []
    call = OpenCall()
    call.session = Session(replace(scenario(), rubric=RUBRIC, stage="coaching"), ScriptedEar(), seed=1)
    PlainCall(cast(Any, call), lambda _: "", out.append).introduce()
    text = "\n".join(out)
    assert "Your rep: Ada, Lead, Acme" in text
    assert "Your team sells: Lumen" in text
    assert "Customer: Ada" not in text


def test_the_end_of_the_input_leaves_the_call_open() -> None:
    ended, _, session = talked(["ask"])
    assert not ended
    assert not session.over


def test_commands_do_what_help_says() -> None:
    ended, out, session = talked(
        ["/help", "/hint", "/panel", "", "/silence", "/again", "/dance", "/choose", "/choose 1", "/quit", "ask"]
    )
    assert not ended
    assert "/silence   say nothing" in out
    assert "/choose N" not in out
    assert "A hint comes when you are stuck" in out
    assert "Open objections: none" in out
    assert "Nothing was sent" in out
    assert "There is no command /dance" in out
    assert "choices are on offer in guided mode only" in out
    assert [turn.silent for turn in session.turns] == [True]


def test_choices_are_numbered_and_a_number_takes_one() -> None:
    _, out, session = talked(["9", "/choose 8", "1"], mode="guided")
    assert "1. " in out
    assert "there is no choice 9" in out
    assert "Why: " in out
    assert session.log[0]["kind"] == "choose"


def test_a_number_that_no_list_has_is_told() -> None:
    _, out, session = talked(["9" * 5000, "/choose " + "9" * 5000, "/choose ²", "0"], mode="guided")
    assert out.count("(Say which: /choose 1)") == 4
    assert not session.turns


def test_a_number_is_a_reply_where_nothing_is_on_offer() -> None:
    _, _, session = talked(["1"])
    assert session.turns[0].rep == "1"


def test_hints_are_read_out_with_their_step() -> None:
    _, out, session = talked(["/hint", "/hint", "ask"], level="easy")
    assert "Hint 1 of 3: Listen." in out
    assert session.turns[0].hints == 2


def test_an_exam_shows_no_causes_no_panel_and_no_hints() -> None:
    _, out, _ = talked(["ask ack", "/panel", "/hint"], mode="exam")
    assert "[trust" not in out
    assert "There is no panel in exam mode" in out
    assert "Hints are off in exam mode" in out


def test_what_is_marked_and_how_it_is_played_is_said_before_the_call() -> None:
    for mode, said in (("exam", "Exam: you type. There are no hints and no panel."), ("guided", "by its number")):
        _, out, _ = talked([], mode=mode)
        assert f"You are marked on: pass at {RUBRIC.pass_mark} of 100, and the call must be won or" in out
        assert "- Discovery, weight " in out
        assert "Open and relevant questions; " in out
        assert said in " ".join(out.split())


def test_help_offers_what_the_mode_has() -> None:
    _, exam, _ = talked(["/help"], mode="exam")
    assert "/silence   say nothing" in exam
    assert "/hint" not in exam
    assert "/panel" not in exam
    _, guided, _ = talked(["/help"], mode="guided")
    assert "/choose N  take choice N" in guided


def test_a_reply_may_begin_with_a_slash() -> None:
    _, _, session = talked(["//ask"])
    assert session.turns[0].rep == "/ask"


def test_hostile_lines_reach_the_terminal_as_plain_text() -> None:
    _, out, _ = talked(["\x1b]0;gone\x07 ask [@click=app.quit]x[/]", "on:\x1b[31mFriday ask"])
    assert "\x1b" not in out
    assert "\x07" not in out


def test_a_script_plays_choices_silence_and_hints() -> None:
    ended, out, session = followed("/hint\n\nask ack\n/quit\nvalue\n", level="easy")
    assert not ended
    assert [turn.silent for turn in session.turns] == [True, False]
    assert session.turns[0].hints == 1
    assert "You: (silence)" in out


def test_a_script_stops_when_the_call_does() -> None:
    ended, _, session = followed("pushy\nask\nask\n")
    assert ended
    assert len(session.turns) == 1


def test_a_choice_that_is_not_there_is_told_with_its_line() -> None:
    with pytest.raises(BadAnswer) as caught:
        followed("ask\n/choose 9\n", mode="guided")
    assert caught.value.line == 2


def test_rows_are_no_wider_than_a_narrow_terminal() -> None:
    rows = wrapped("word " * 100 + "\n\nx" + "y" * 200, "Lead: ")
    assert all(len(row) <= 76 for row in rows)
    assert wrapped("") == [""]
