from __future__ import annotations

import json
import random
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scoring.hearing.signals import Blocked, Heard, Hearing
from scoring.marking.conditions import parse
from simulator.engine.hints import HintsOff
from simulator.engine.record import BadLog, hearing_from, hearing_json
from simulator.engine.session import NoSuchChoice, Session, replay
from simulator.engine.step import CallOver
from simulator.scenario.model import Scenario
from tests.simulator.engine.scenes import ScriptedEar, lines, moment, scenario


def call(scene: Scenario | None = None, **more: Any) -> Session:
    return Session(scene or scenario(), ScriptedEar(), **{"seed": 1, **more})


def record(session: Session) -> str:
    """Everything that a call holds and says, in one text."""
    return repr((session.transcript(), session.opening, session.state, session.log, session.path, session.debrief()))


class NoEar:
    engine = "scripted"

    def listen(self, *_: Any, **__: Any) -> Hearing:
        raise AssertionError("a replay hears nothing again")


WORDS = [
    "ask please",
    "ack now",
    "value on:Friday_noon",
    "step",
    "pushy",
    "what is this about",
    "small_talk",
    "ask?",
    "/hint",
    "",
    "1",
]


def played(seed: int, mode: str, level: str, turns: int) -> Session:
    rng = random.Random(seed)
    session = call(seed=seed, mode=mode, level=level)
    for _ in range(turns):
        if session.over:
            break
        word = rng.choice(WORDS)
        try:
            if word == "/hint":
                session.hint()
            elif word == "1" and session.choices():
                session.choose(rng.randrange(len(session.choices())))
            elif word:
                session.reply(word)
            else:
                session.silent()
        except HintsOff:
            continue
    return session


@given(
    st.integers(0, 10_000), st.sampled_from(["guided", "practice", "exam"]), st.sampled_from(["easy", "normal", "hard"])
)
def test_a_call_replayed_from_its_log_equals_it_to_the_byte(seed: int, mode: str, level: str) -> None:
    session = played(seed, mode, level, 12)
    log = json.loads(json.dumps(session.log))
    again = replay(scenario(), NoEar(), log, seed=seed, mode=mode, level=level)
    assert record(again) == record(session)
    assert again.log == session.log


@given(st.integers(0, 2_000), st.integers(0, 10))
def test_a_call_resumed_in_the_middle_goes_on_as_if_it_had_never_stopped(seed: int, cut: int) -> None:
    whole = played(seed, "practice", "easy", 10)
    begun = replay(scenario(), ScriptedEar(), whole.log[:cut], seed=seed, level="easy")
    for entry in whole.log[cut:]:
        if entry["kind"] == "hint":
            begun.hint()
        elif entry["kind"] == "silent":
            begun.silent()
        else:
            begun.reply(entry["text"])
    assert record(begun) == record(whole)


def test_the_ear_is_given_the_whole_of_what_was_said() -> None:
    session = call(mode="exam")
    first = session.line
    session.reply("ask ack")
    session.reply("value")
    heard = session.ear.calls  # type: ignore[attr-defined]
    assert heard[0]["context"] == first
    assert heard[0]["exam"]
    assert heard[1]["context"] == session.turns[0].customer
    assert heard[1]["own"] == ("ask ack",)
    assert heard[1]["known"] == {"cost"}
    assert heard[1]["told"] == f"{first}\n{session.turns[0].customer}"


def test_after_asking_back_the_rep_still_answers_the_line_before() -> None:
    session = call()
    first = session.line
    session.reply("mumble mumble mumble")
    assert session.turns[0].unclear
    assert session.line != first
    session.reply("ask")
    assert session.turns[1].prompt == first


def test_a_turn_records_how_things_stood_before_and_after() -> None:
    session = call()
    turn = session.reply("ask ack")
    assert (turn.n, turn.moment, turn.rep) == (1, "start", "ask ack")
    assert turn.before
    assert turn.after
    assert (turn.before.moment, turn.after.moment) == ("start", "middle")
    assert turn.before.feelings["trust"] + 2 == turn.after.feelings["trust"]
    assert turn.after.raised == {"price"}
    assert turn.after.known == {"cost"}
    assert [h.quote for h in turn.heard] == ["ask", "ack"]
    assert session.path == ["start", "middle"]


def test_the_customer_speaks_with_this_calls_figures() -> None:
    session = call(seed=4)
    loss = session.transcript().drawn["loss"]
    assert loss in session.reply("ask ack").customer
    assert "{" not in session.line
    assert session.choices() == ()


def test_the_ending_echoes_what_was_proposed() -> None:
    session = call()
    for text in ("ask ack", "value", "step on:Friday_noon"):
        session.reply(text)
    assert (session.ending, session.outcome, session.over) == ("won", "won", True)
    assert session.line == "Friday noon, then."
    with pytest.raises(CallOver):
        session.reply("ask")
    with pytest.raises(CallOver):
        session.silent()
    with pytest.raises(CallOver):
        session.hint()


def test_a_reply_of_blanks_is_silence() -> None:
    session = call()
    assert session.reply(" \n\t ").silent
    assert session.log == [{"kind": "silent"}]


@pytest.mark.parametrize(
    "text",
    [
        "\x00ask\x1b[31m",
        "🙂 ask 🙂",
        "ask " * 1250,
        "مرحبا ask",
        "[@click=app.quit]ask[/]",
        "\u202eask",
        "{draw.loss} ask",
    ],
)
def test_hostile_and_strange_replies_are_played_like_any_other(text: str) -> None:
    session = call()
    turn = session.reply(text)
    assert "\x00" not in turn.rep
    assert "\x1b" not in turn.rep
    assert all(turn.rep[a:b] == h.quote for h in turn.heard for a, b in [h.span])
    assert json.loads(json.dumps(session.log)) == session.log
    assert record(replay(scenario(), NoEar(), session.log, seed=1)) == record(session)


# Guided mode


def test_choices_are_filtered_ordered_by_the_seed_and_hold_a_best_one() -> None:
    orders = {tuple(c.say for c in call(seed=seed, mode="guided").choices()) for seed in range(30)}
    assert len({frozenset(text.replace("York", "Leeds") for text in order) for order in orders}) == 1
    assert len({order[0].split()[0] for order in orders}) == 2
    assert all(any(c.best for c in call(seed=seed, mode="guided").choices()) for seed in range(5))


def test_a_best_choice_is_there_even_where_none_fits() -> None:
    moments = dict(scenario().moments)
    guided = tuple(replace(c, when=parse("knows cost")) if c.best else c for c in moments["start"].guided)
    session = call(scenario(moments={**moments, "start": replace(moments["start"], guided=guided)}), mode="guided")
    assert [c.best for c in session.choices()].count(True) == 1


def test_a_choice_goes_through_the_same_ear() -> None:
    session = call(mode="guided")
    index = next(i for i, c in enumerate(session.choices()) if c.best)
    turn = session.choose(index)
    assert turn.rep == next(c for c in ["I see why Acme Leeds asks.", "I see why Acme York asks."] if c == turn.rep)
    assert session.log[0]["kind"] == "choose"
    with pytest.raises(NoSuchChoice, match="take 1 to"):
        session.choose(9)
    with pytest.raises(NoSuchChoice):
        session.choose(-1)
    with pytest.raises(NoSuchChoice, match="guided mode only"):
        call().choose(0)


# Hints


def test_hints_come_in_three_steps_and_are_recorded_on_the_turn() -> None:
    session = call(level="easy")
    hints = [session.hint() for _ in range(4)]
    assert [(h.step, h.text.split()[0]) for h in hints] == [(1, "Listen."), (2, "Ask"), (3, "I"), (3, "I")]
    assert session.reply("ask").hints == 3
    assert session.reply("value").hints == 0
    assert session.hint().step == 3
    session.reply("ack")
    assert session.hint().step == 1
    assert session.transcript().hints == 3


def test_hints_keep_to_the_level_and_the_mode() -> None:
    session = call()
    with pytest.raises(HintsOff, match="stuck"):
        session.hint()
    session.reply("ask")
    session.reply("value")
    assert session.hint().step == 1
    with pytest.raises(HintsOff, match="level"):
        call(level="hard").hint()
    for off in (call(mode="exam", level="easy"), call(scenario(sealed=True), level="easy")):
        with pytest.raises(HintsOff, match="exam"):
            off.hint()


# The rest of the screen


def test_the_panel_shows_what_the_rep_may_know() -> None:
    session = call()
    session.reply("ask ack")
    panel = session.panel()
    assert panel
    assert panel.goal == "Get through middle"
    assert [(f.name, f.value, f.good_low) for f in panel.feelings] == [
        ("trust", 5, False),
        ("patience", 6, False),
        ("anger", 3, True),
    ]
    assert panel.feelings[0].last
    assert panel.feelings[0].last.because == "does ack"
    assert panel.feelings[1].last is None
    assert panel.objections == ("It is too expensive",)
    assert len(panel.facts) == 1
    assert panel.turns_left == 9
    assert call(mode="exam").panel() is None


def test_timers_are_the_moments_else_the_levels_else_the_scenarios() -> None:
    assert call().seconds == 30
    assert call(level="hard").seconds == 15
    assert call(level="easy").seconds == 0
    session = call(level="hard")
    session.reply("ack")
    assert session.seconds == 10
    easy = call(level="easy")
    easy.reply("ack")
    assert easy.seconds == 0


def test_the_debrief_names_the_facts_never_found() -> None:
    session = call(seed=2)
    session.reply("pushy")
    loss = session.transcript().drawn["loss"]
    assert session.debrief() == f"It ended as lost.\n\nWhat you did not find out:\n- It costs them {loss}."
    sealed = call(scenario(sealed=True))
    sealed.reply("pushy")
    assert sealed.debrief() == "It ended as lost.\n\nOne thing stayed hidden."
    assert call().debrief() == ""


def test_an_opening_may_have_several_parts() -> None:
    objections = {"price": replace(scenario().objections["price"], raise_when=parse("in start"))}
    session = call(scenario(objections=objections))
    assert len(session.opening) == 2
    assert session.transcript().opening == " ".join(session.opening)


def test_a_mode_or_level_that_does_not_exist_is_refused() -> None:
    with pytest.raises(ValueError, match="guided, practice or exam"):
        call(mode="fun")
    with pytest.raises(ValueError, match="easy, normal or hard"):
        call(level="brutal")


def test_a_failing_ear_leaves_the_call_as_it_was() -> None:
    session = call()
    before = record(session)
    session.ear, ear = NoEar(), session.ear
    with pytest.raises(AssertionError):
        session.reply("ask")
    assert record(session) == before
    session.ear = ear
    assert session.reply("ask").n == 1


# The record


def test_a_hearing_survives_json_exactly() -> None:
    hearing = Hearing(
        (Heard("ask", (0, 3), "ask", 0.1 + 0.2, "met", 'rule: "x"'),),
        (Blocked("value", (4, 9), "copy", "it repeats the customer"),),
        True,
        True,
        3,
        {"when": "Tuesday"},
    )
    assert hearing_from(json.loads(json.dumps(hearing_json(hearing)))) == hearing


@pytest.mark.parametrize(
    "log",
    [
        [{"kind": "sing"}],
        [{}],
        [{"kind": "say"}],
        [{"kind": "say", "text": "ask", "hearing": {"heard": 1}}],
        [{"kind": "say", "text": "ask", "hearing": {}}],
        [{"kind": "choose", "index": 99}],
        [{"kind": "say", "text": "pushy"}, {"kind": "say", "text": "ask"}],
    ],
)
def test_a_log_that_is_no_record_is_refused_in_a_sentence(log: list[dict[str, Any]]) -> None:
    with pytest.raises(BadLog, match="record"):
        replay(scenario(), ScriptedEar(), log, seed=1)


def test_a_customer_with_one_line_says_it_again_rather_than_nothing() -> None:
    session = call(scenario(moments={**scenario().moments, "start": moment("start", says=lines("Only this."))}))
    assert [session.reply("ask").customer.endswith("Only this.") for _ in range(3)] == [True] * 3


class ReadyEar(ScriptedEar):
    """Is there at once, and counts how often it listens."""

    ready = True

    def __init__(self) -> None:
        super().__init__()
        self.listened = 0

    def listen(self, *given: Any, **more: Any) -> Hearing:
        self.listened += 1
        return super().listen(*given, **more)


def test_what_was_heard_ahead_is_what_is_heard_and_not_heard_twice() -> None:
    ear = ReadyEar()
    ahead, plain = Session(scenario(), ear, seed=3), call(seed=3)
    for words in ("ask please", "ack now", "ask please"):
        ahead.warm(words[:5])
        ahead.warm(words)
        before = ear.listened
        ahead.reply(words)
        plain.reply(words)
        assert ear.listened == before
    assert record(ahead) == record(plain)


def test_what_was_heard_ahead_of_another_turn_is_heard_anew() -> None:
    ear = ReadyEar()
    session = Session(scenario(), ear, seed=3)
    session.warm("ask please")
    session.reply("ack now")
    before = ear.listened
    assert session.reply("ask please").heard == call(seed=3).reply("ask please").heard
    assert ear.listened == before + 1


def test_an_authors_call_begins_where_it_is_put() -> None:
    scene = scenario()
    elsewhere = next(name for name in scene.moments if name != scene.start)
    session = call(scene)
    moods = dict.fromkeys(session.play.feelings, 9)
    session.begin_at(elsewhere, moods)
    assert (session.moment, session.path, session.snapshot().moment) == (elsewhere, [elsewhere], elsewhere)
    assert session.snapshot().feelings == moods
    turn = session.reply("ask please")
    assert turn.moment == elsewhere
    with pytest.raises(ValueError, match="has begun"):
        session.begin_at(scene.start, moods)
    with pytest.raises(ValueError, match="nowhere"):
        call(scene).begin_at("nowhere", moods)
