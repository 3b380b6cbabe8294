"""A call is on record at every moment: begun, killed, resumed, finished, read again."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from scoring.marking.receipt import verify
from scoring.marking.transcript_json import to_json
from simulator.scenario.catalogue import UnknownScenario
from simulator.services import call as calls
from simulator.services.call import Call, TooLong
from simulator.services.policy import Actor, Refused
from simulator.services.practice import NothingOpen, Practice
from simulator.store.attempts import Conflict, Leased, NoSuchAttempt
from simulator.store.connection import RecordError
from tests.simulator.homes import GOOD, INTERRUPTED, Clock, practice_in

SEALED = "sealed-a-full-call-mid-size-distributor"


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def practice(tmp_path: Path, clock: Clock) -> Iterator[Practice]:
    opened, _ = practice_in(tmp_path, clock)
    yield opened
    opened.close()


@pytest.fixture
def sam(practice: Practice) -> Actor:
    known = practice.people.known()
    assert known is not None
    return known


def to_the_end(call: Call) -> Call:
    while not call.session.over:
        call.reply("I see. What happens when a truck is late?")
    return call


def test_a_name_is_asked_once_and_can_be_changed(practice: Practice, sam: Actor) -> None:
    assert sam.name == "Sam"
    practice.people.introduce("  Sam \x1b[31m Abara ")
    again = practice.people.known()
    assert again == Actor(sam.person_id, "Sam [31m Abara", "admin")


def test_a_call_is_resumed_where_it_was_left(practice: Practice, sam: Actor) -> None:
    call = practice.start(sam, INTERRUPTED, seed=7)
    for line in GOOD:
        call.reply(line)
    resumed = practice.resume(sam)
    assert resumed.attempt == call.attempt
    assert to_json(resumed.session.transcript()) == to_json(call.session.transcript())
    assert resumed.session.line == call.session.line


def test_a_sealed_scenario_is_an_exam_whatever_mode_is_asked_for(practice: Practice, sam: Actor) -> None:
    for mode in ("guided", "practice", "exam"):
        call = practice.start(sam, SEALED, mode=mode, seed=7)
        assert call.session.mode == "exam"
        assert call.session.panel() is None
        call.leave()
    assert {row.mode for row in practice.unfinished(sam)} == {"exam"}


def test_resuming_after_every_reply_gives_the_bytes_of_the_uninterrupted_call(practice: Practice, sam: Actor) -> None:
    straight = practice.start(sam, INTERRUPTED, seed=7)
    straight.reply(GOOD[0])
    straight.silent()
    straight.reply(GOOD[1])
    straight.hint()
    straight.reply(GOOD[2])
    cut = practice.start(sam, INTERRUPTED, seed=7)
    cut.reply(GOOD[0])
    cut = practice.resume(sam, cut.attempt)
    cut.silent()
    cut = practice.resume(sam, cut.attempt)
    cut.reply(GOOD[1])
    cut = practice.resume(sam, cut.attempt)
    cut.hint()
    cut = practice.resume(sam, cut.attempt)
    cut.reply(GOOD[2])
    assert to_json(cut.session.transcript()) == to_json(straight.session.transcript())
    assert to_the_end(cut).finish().receipt == to_the_end(straight).finish().receipt


def test_a_finished_call_is_read_with_the_same_card_and_a_receipt_that_holds(practice: Practice, sam: Actor) -> None:
    call = to_the_end(practice.start(sam, INTERRUPTED, seed=7))
    finished = call.finish()
    reading = practice.read(sam, call.attempt)
    assert reading.scorecard == finished.scorecard
    assert reading.debrief == call.session.debrief()
    assert reading.attempt.total == finished.scorecard.total
    assert verify(finished.receipt).ok
    assert [row.uuid for row in practice.history(sam)] == [call.attempt]
    assert practice.unfinished(sam) == []


def test_finishing_twice_changes_nothing(practice: Practice, sam: Actor, clock: Clock) -> None:
    call = to_the_end(practice.start(sam, INTERRUPTED, seed=7))
    first = call.finish()
    clock.turn(hours=1)
    assert call.finish() == first
    assert practice.history(sam)[0].finished == "2026-03-02T09:00:00Z"


def test_a_reply_that_cannot_be_recorded_was_not_said(practice: Practice, sam: Actor) -> None:
    call = practice.start(sam, INTERRUPTED, seed=7)
    call.reply(GOOD[0])
    before = call.session.transcript()
    assert practice.home.database is not None
    other = practice.resume(sam, call.attempt)
    other.reply(GOOD[1])
    with pytest.raises(Leased):
        call.reply(GOOD[1])
    assert call.session.transcript() == before


def test_a_reply_of_five_thousand_characters_stays_unsent(practice: Practice, sam: Actor) -> None:
    call = practice.start(sam, INTERRUPTED, seed=7)
    with pytest.raises(TooLong, match="5,000 characters; a reply has at most 4,000"):
        call.reply("x" * 5000)
    assert call.session.turns == []


def test_another_process_that_lives_holds_its_call_and_a_dead_one_does_not(
    practice: Practice, sam: Actor, monkeypatch: pytest.MonkeyPatch
) -> None:
    call = practice.start(sam, INTERRUPTED, seed=7)
    alive = subprocess.Popen([sys.executable, "-c", "input()"], stdin=subprocess.PIPE)
    try:
        relabel(practice, call, f"{alive.pid}-other")
        with pytest.raises(Leased, match="another window"):
            practice.resume(sam)
        assert practice.resume(sam, take_over=True).attempt == call.attempt
        relabel(practice, call, f"{alive.pid}-other")
    finally:
        alive.communicate(b"\n")
    assert practice.resume(sam).attempt == call.attempt


def relabel(practice: Practice, call: Call, lease: str) -> None:
    """As if another process had taken the call."""
    from simulator.store import attempts

    with practice.record.write() as connection:
        attempts.take_lease(
            connection, call.attempt, lease, now=practice.record.now(), until="2099-01-01T00:00:00Z", force=True
        )


def test_the_lease_of_a_window_that_hangs_runs_out(practice: Practice, sam: Actor, clock: Clock) -> None:
    from simulator.store import attempts

    call = practice.start(sam, INTERRUPTED, seed=7)
    with practice.record.write() as connection:
        attempts.take_lease(
            connection, call.attempt, "1-init", now=practice.record.now(), until="2026-03-02T09:10:00Z", force=True
        )
    with pytest.raises(Leased):
        practice.resume(sam)
    clock.turn(minutes=11)
    assert practice.resume(sam).attempt == call.attempt


def test_a_resent_reply_is_recorded_once(practice: Practice, sam: Actor) -> None:
    from simulator.store import attempts
    from simulator.store.attempts import Appended

    call = practice.start(sam, INTERRUPTED, seed=7)
    call.reply(GOOD[0])
    new = Appended(2, "the-same-id", {"kind": "hint"}, None, "link", 1, "")
    with practice.record.write() as connection:
        lease = attempts.find(connection, call.attempt).lease
        assert lease is not None
        sent = [attempts.append(connection, call.attempt, lease, new, now="2026", until="2027") for _ in range(1000)]
    assert sent == [True, *[False] * 999]
    with practice.record.write() as connection, pytest.raises(Conflict):
        attempts.append(
            connection,
            call.attempt,
            lease,
            Appended(2, "another", {"kind": "hint"}, None, "l", 1, ""),
            now="2",
            until="3",
        )


def test_what_was_left_for_a_week_and_offered_for_another_is_closed_and_marked_from_its_log(
    practice: Practice, sam: Actor, clock: Clock
) -> None:
    call = practice.start(sam, INTERRUPTED, seed=7)
    for line in GOOD:
        call.reply(line)
    clock.turn(days=6)
    assert practice.sweep() == 0
    clock.turn(days=2)
    assert practice.sweep() == 0
    clock.turn(days=6)
    assert practice.sweep() == 0
    clock.turn(days=2)
    assert practice.sweep() == 1
    (row,) = practice.history(sam)
    assert (row.status, row.passed, row.ending) == ("abandoned", False, None)
    assert len(practice.read(sam, call.attempt).transcript.turns) == 3
    with pytest.raises(RecordError):
        call.reply("Still there?")


@pytest.mark.parametrize("days", [9, 400, 9000])
def test_a_clock_that_jumps_ahead_closes_nothing(practice: Practice, sam: Actor, clock: Clock, days: int) -> None:
    call = practice.start(sam, INTERRUPTED, seed=7)
    call.reply(GOOD[0])
    clock.turn(days=days)
    assert [practice.sweep() for _ in range(5)] == [0] * 5
    clock.turn(days=-days)
    assert practice.sweep() == 0
    clock.turn(days=days)
    assert practice.sweep() == 0  # The first jump was forgotten when the clock was set right.
    assert practice.resume(sam).attempt == call.attempt


def test_a_call_that_was_gone_on_with_is_offered_for_a_week_anew(practice: Practice, sam: Actor, clock: Clock) -> None:
    call = practice.start(sam, INTERRUPTED, seed=7)
    clock.turn(days=8)
    practice.sweep()
    call.reply(GOOD[0])
    clock.turn(days=8)
    assert practice.sweep() == 0
    clock.turn(days=8)
    assert practice.sweep() == 1


def test_a_clock_that_jumps_back_closes_nothing(practice: Practice, sam: Actor, clock: Clock) -> None:
    call = practice.start(sam, INTERRUPTED, seed=7)
    clock.turn(days=-400)
    assert practice.sweep() == 0
    call.reply(GOOD[0])
    assert practice.resume(sam).session.turns


def test_nobody_sees_or_goes_on_with_the_call_of_another(practice: Practice, sam: Actor, tmp_path: Path) -> None:
    call = to_the_end(practice.start(sam, INTERRUPTED, seed=7))
    call.finish()
    mine = practice.start(sam, INTERRUPTED, seed=7)
    other, kim = practice_in(tmp_path, login="kim")
    with pytest.raises(Refused):
        other.read(kim, call.attempt)
    with pytest.raises(Refused):
        other.document(kim, call.attempt)
    with pytest.raises(Refused):
        other.resume(kim, mine.attempt)
    with pytest.raises(NothingOpen):
        other.resume(kim)
    assert other.history(kim) == []
    other.close()


def test_unknown_names_are_answered_with_a_sentence(practice: Practice, sam: Actor) -> None:
    with pytest.raises(UnknownScenario, match="did you mean 'its-too-expensive'"):
        practice.start(sam, "its-to-expensive")
    with pytest.raises(NoSuchAttempt):
        practice.resume(sam, "nothing")


def test_a_call_goes_on_with_the_scenario_it_was_begun_with(practice: Practice, sam: Actor, tmp_path: Path) -> None:
    own = tmp_path / "scenarios"
    own.mkdir()
    source = Path(practice.catalogue.entry(INTERRUPTED).path)
    for folder in ("library", "rubrics"):
        (own / folder).symlink_to(source.parents[1] / folder)
    (own / "mine.yaml").write_text(source.read_text(encoding="utf-8"), encoding="utf-8")
    fresh, actor = practice_in(tmp_path)
    call = fresh.start(actor, INTERRUPTED, seed=7)
    begun = call.session.scenario.hash
    text = (own / "mine.yaml").read_text(encoding="utf-8")
    (own / "mine.yaml").write_text(text.replace("\nversion: ", "\nversion: 9", 1), encoding="utf-8")
    fresh.catalogue.forget()
    assert fresh.brief(actor, INTERRUPTED).scenario.hash != begun
    assert fresh.resume(actor, call.attempt).session.scenario.hash == begun
    fresh.close()


def test_a_record_of_another_engine_is_not_gone_on_with(practice: Practice, sam: Actor) -> None:
    import sqlalchemy as sa

    from simulator.store.tables import attempt

    call = practice.start(sam, INTERRUPTED, seed=7)
    call.reply(GOOD[0])
    with practice.record.write() as connection:
        connection.execute(sa.update(attempt).values(head="0" * 64))
    with pytest.raises(calls.CannotGoOn, match="another version"):
        practice.resume(sam)
    practice.discard(sam, call.attempt)
    assert practice.history(sam)[0].total is None


def test_an_ended_call_has_a_document_that_holds(practice: Practice, sam: Actor) -> None:
    call = practice.start(sam, INTERRUPTED, seed=7)
    with pytest.raises(NoSuchAttempt):
        practice.document(sam, call.attempt)
    finished = to_the_end(call).finish()
    document = practice.document(sam, call.attempt)
    assert verify(document).ok
    assert document["scorecard"]["receipt"] == finished.receipt
    assert document["feedback"]["change"]
    assert "attempt" not in document


def test_a_call_that_was_ended_early_has_a_document_too(practice: Practice, sam: Actor) -> None:
    call = practice.start(sam, INTERRUPTED, seed=7)
    call.reply(GOOD[0])
    practice.discard(sam, call.attempt)
    document = practice.document(sam, call.attempt)
    assert (document["ending"], document["scorecard"]["passed"]) == (None, False)
    assert verify(document).ok


def test_a_call_of_another_version_is_handed_out_as_it_was_sealed(practice: Practice, sam: Actor) -> None:
    import json

    import sqlalchemy as sa

    from simulator.store.tables import attempt

    call = to_the_end(practice.start(sam, INTERRUPTED, seed=7))
    sealed = call.finish().receipt
    whole = practice.document(sam, call.attempt)
    with practice.record.write() as connection:
        connection.execute(sa.update(attempt).values(head="0" * 64))
    again = practice.document(sam, call.attempt)
    # What is advised comes from playing on, which another version does not do.
    assert {**again, "feedback": None} == {**whole, "feedback": None}
    other = {**sealed, "card": {**sealed["card"], "pass_mark": 99}, "seal": "another version's"}
    with practice.record.write() as connection:
        connection.execute(sa.update(attempt).values(receipt=json.dumps(other)))
    card = practice.document(sam, call.attempt)["scorecard"]
    assert card["pass_mark"] == 99
    assert card["receipt"] == other
