"""A call on record: each reply is in the record before its answer is shown, so that a kill loses nothing."""

from __future__ import annotations

import contextlib
import os
import secrets
import uuid
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import timedelta
from typing import TYPE_CHECKING, Any

from scoring.marking.feedback import Feedback, feedback
from scoring.marking.receipt import link, seal
from scoring.marking.rubric import Rubric, canonical
from scoring.marking.scorecard import Scorecard, mark
from scoring.marking.transcript import Transcript, Turn
from scoring.marking.transcript_json import turn_json
from simulator.engine import ENGINE
from simulator.engine.hints import Hint
from simulator.engine.record import BadLog
from simulator.engine.session import Session, replay
from simulator.scenario.canonical import NotCanonical, from_canonical
from simulator.scenario.model import Scenario
from simulator.services.policy import Actor
from simulator.services.standing import conclude
from simulator.store import attempts
from simulator.store.attempts import ABANDONED, FINISHED, Appended, AttemptRow, NoSuchAttempt
from simulator.store.connection import RecordError, stamp

if TYPE_CHECKING:
    from simulator.services.practice import Brief, Practice, Reading
    from simulator.services.trial import PlayedTrial

LEASE = timedelta(minutes=10)
LONGEST_REPLY = 4000


class TooLong(ValueError):
    """A reply that nobody would say in one breath."""


class CannotGoOn(RecordError):
    """An open call that this version cannot continue as it was begun."""


@dataclass(frozen=True, slots=True)
class Finished:
    """What a call came to, and the receipt that proves it."""

    scorecard: Scorecard
    receipt: dict[str, Any]


class Call:
    """One call of one person, held against other windows by a lease. Not safe to share between threads."""

    def __init__(self, practice: Practice, actor: Actor, session: Session, row: AttemptRow, lease: str) -> None:
        self.practice = practice
        self.actor = actor
        self.session = session
        self.attempt = row.uuid
        self._lease = lease
        self._entries = row.entries
        self._head = row.head

    def reply(self, text: str) -> Turn:
        """Raises TooLong, CallOver, and RecordError: then nothing was said, and the call stands where it stood."""
        if len(text) > LONGEST_REPLY:
            raise TooLong(
                f"That is {len(text):,} characters; a reply has at most {LONGEST_REPLY:,}. Nothing was sent: shorten it."
            )
        return self._on_record(lambda: self.session.reply(text))

    def choose(self, index: int) -> Turn:
        """Take a choice, counted from 0. Raises NoSuchChoice, CallOver, RecordError."""
        return self._on_record(lambda: self.session.choose(index))

    def silent(self) -> Turn:
        """Say nothing. Raises CallOver, RecordError."""
        return self._on_record(self.session.silent)

    def hint(self) -> Hint:
        """Raises HintsOff, CallOver, RecordError."""
        before = len(self.session.log)
        hint = self.session.hint()
        if len(self.session.log) > before:
            self._append(None)
        return hint

    def warm(self, text: str) -> None:
        """Hear ahead what is finished of a reply being typed; costs nothing where the ear is not there yet."""
        self.session.warm(text)

    def hold(self) -> None:
        """Say that this window still has the call open. Raises Leased where another took it over."""
        practice = self.practice
        now = practice.clock()
        with practice.record.write() as connection:
            attempts.keep_lease(connection, self.attempt, self._lease, now=stamp(now), until=stamp(now + LEASE))

    def leave(self) -> None:
        """Let another window go on with it at once; it stays open. Where that cannot be written, the lease runs out."""
        with contextlib.suppress(RecordError), self.practice.record.write() as connection:
            attempts.drop_lease(connection, self.attempt, self._lease)

    def finish(self) -> Finished:
        """Mark the ended call and keep the card; calling again changes nothing."""
        return close(self.practice, self.session, self.attempt, FINISHED)

    def _on_record(self, act: Callable[[], Turn]) -> Turn:
        turn = act()
        self._append(turn)
        return turn

    def _append(self, turn: Turn | None) -> None:
        practice, entry = self.practice, self.session.log[-1]
        head = self._head if turn is None else link(self._head, turn)
        new = Appended(
            n=self._entries + 1,
            client_id=str(uuid.uuid4()),
            entry=entry,
            turn=None if turn is None else turn_json(turn),
            link=head,
            hints=sum(e["kind"] == "hint" for e in self.session.log),
            encoder="" if turn is None or turn.silent else str(getattr(self.session.ear, "engine", "reduced")),
        )
        now = practice.clock()
        try:
            with practice.record.write() as connection:
                attempts.append(connection, self.attempt, self._lease, new, now=stamp(now), until=stamp(now + LEASE))
        except RecordError:
            self.session = again(self.session, self.session.log[:-1])
            raise
        self._entries, self._head = new.n, head


def again(session: Session, log: list[dict[str, Any]]) -> Session:
    """The same call as its log has it."""
    return replay(session.scenario, session.ear, log, seed=session.seed, mode=session.mode, level=session.level)


def begin(practice: Practice, actor: Actor, brief: Brief, *, mode: str, level: str) -> Call:
    """A new call, on record. A sealed scenario is an exam, whatever mode was asked for, and an assigned one is played in the
    mode and at the level that was assigned."""
    from simulator.services.assignments import startable
    from simulator.store import progress, teams

    if brief.assignment is not None:
        mode, level = brief.assignment.mode, brief.assignment.level
    scenario = brief.scenario
    if scenario.sealed:
        mode = "exam"
    session = Session(scenario, brief.ear, seed=brief.seed, mode=mode, level=level)
    now = practice.clock()
    lease = new_lease()
    with practice.record.write() as connection:
        attempts.keep_content(connection, "scenario", scenario.hash, scenario.canonical)
        attempts.keep_content(connection, "rubric", scenario.rubric.hash, canonical(scenario.rubric.mapping()))
        values = {
            "uuid": str(uuid.uuid4()),
            "person_id": actor.person_id,
            "scenario": scenario.id,
            "title": scenario.title,
            "version": scenario.version,
            "scenario_hash": scenario.hash,
            "rubric_hash": scenario.rubric.hash,
            "engine": ENGINE,
            "encoder": "",
            "seed": brief.seed,
            "mode": mode,
            "level": level,
            "started": stamp(now),
            "touched": stamp(now),
            "lease": lease,
            "leased_until": stamp(now + LEASE),
            "team_id": teams.team_of(connection, actor.person_id),
            "item_id": brief.item_id,
        }
        if brief.item_id is not None:
            startable(connection, actor, brief.item_id, stamp(now))
        row = attempts.begin(connection, values)
        if brief.item_id is not None:
            progress.refresh(connection, brief.item_id, actor.person_id)
    return Call(practice, actor, session, row, lease)


def resume(practice: Practice, actor: Actor, row: AttemptRow, *, take_over: bool) -> Call:
    """Raises Leased, NoSuchAttempt, CannotGoOn."""
    now = practice.clock()
    lease = new_lease()
    with practice.record.write() as connection:
        row = attempts.take_lease(
            connection,
            row.uuid,
            lease,
            now=stamp(now),
            until=stamp(now + LEASE),
            force=take_over or not holder_lives(row.lease),
        )
    try:
        session = replayed(practice, row)
    except CannotGoOn:
        with practice.record.write() as connection:
            attempts.drop_lease(connection, row.uuid, lease)
        raise
    return Call(practice, actor, session, row, lease)


def replayed(practice: Practice, row: AttemptRow, *, deaf: bool = False) -> Session:
    """The call as it is recorded. `deaf`: only to be read, so no ear is made. Raises CannotGoOn."""
    scenario = scenario_of(practice, row)
    with practice.record.read() as connection:
        log = attempts.log_of(connection, row.id)
    ear: Any = (
        Deaf(row.encoder) if deaf else practice.hearings.begin(scenario, row.seed, reduced=row.encoder == "reduced")
    )
    try:
        session = replay(scenario, ear, log, seed=row.seed, mode=row.mode, level=row.level)
    except BadLog as error:
        raise CannotGoOn(str(error)) from error
    head = ""
    for turn in session.turns:
        head = link(head, turn)
    if head != row.head:
        raise CannotGoOn(
            "This call was begun with another version of Sparring and would go on differently. Begin it anew."
        )
    return session


def scenario_of(practice: Practice, row: AttemptRow) -> Scenario:
    """The scenario exactly as it was when the attempt began. Raises CannotGoOn."""
    with practice.record.read() as connection:
        text = attempts.content_text(connection, row.scenario_hash)
    try:
        return from_canonical(text or "")
    except NotCanonical as error:
        raise CannotGoOn(f"The scenario of this call cannot be read again: {error}") from error


def close(practice: Practice, session: Session, attempt: str, status: str) -> Finished:
    """Mark a call and keep the card with it."""
    transcript, rubric = session.transcript(), session.scenario.rubric
    card = mark(transcript, rubric)
    receipt = seal(transcript, rubric, session.scenario.canonical, card)
    values = {
        "finished": practice.record.now(),
        "last_moment": session.state.moment,
        "encoder": transcript.encoder,
        "total": card.total,
        "passed": card.passed,
        "outcome": transcript.outcome,
        "ending": transcript.ending,
        "receipt": canonical(receipt),
    }
    with practice.record.write() as connection:
        conclude(connection, attempt, values, card, rubric, status=status)
    return Finished(card, receipt)


def abandon(practice: Practice, row: AttemptRow) -> None:
    """Close an open call and mark it as far as it went; one that cannot be replayed is closed without a card."""
    try:
        close(practice, replayed(practice, row, deaf=True), row.uuid, ABANDONED)
    except CannotGoOn:
        with practice.record.write() as connection:
            attempts.finish(connection, row.uuid, {"finished": practice.record.now()}, (), status=ABANDONED)


def read(practice: Practice, row: AttemptRow) -> Reading:
    """Raises NoSuchAttempt where it has no card."""
    from scoring.marking.transcript_json import from_json
    from simulator.services.practice import Reading

    receipt = receipt_of(practice, row)
    transcript = from_json(receipt["transcript"])
    try:
        session = replayed(practice, row, deaf=True)
    except CannotGoOn:
        session = None
    rubric, scenario = Rubric.load(receipt["rubric"]), from_canonical(receipt["scenario"])
    card = mark(transcript, rubric)
    trial = None if session is None else trial_of(practice, session, transcript.encoder)
    advice = feedback_on(transcript, rubric, card, scenario, trial)
    from simulator.services.turning import where_it_was_lost  # Deferred: it brings the simulated reps.

    if session is not None and (lost := where_it_was_lost(session)):
        advice = replace(advice, turning_point=lost)
    return Reading(row, scenario, transcript, card, advice, session.debrief() if session else "")


def trial_of(practice: Practice, session: Session, engine: str) -> PlayedTrial | None:
    """Where changed replies of a call are tried; None where what heard it is not at hand."""
    from simulator.services.trial import PlayedTrial

    ear = practice.hearings.ear(session.scenario, session.seed, reduced=engine in ("", "reduced"))
    if ear.engine != (engine or "reduced"):
        return None
    return PlayedTrial(session.scenario, ear, session.log, seed=session.seed, mode=session.mode, level=session.level)


def receipt_of(practice: Practice, row: AttemptRow) -> dict[str, Any]:
    """What was sealed at the end. Raises NoSuchAttempt where there is none."""
    with practice.record.read() as connection:
        receipt = attempts.receipt_of(connection, row.uuid)
    if receipt is None:
        raise NoSuchAttempt("This call has no card: it is open, or was begun with a version that cannot be read.")
    return receipt


def feedback_on(
    transcript: Transcript, rubric: Rubric, card: Scorecard, scenario: Scenario, trial: PlayedTrial | None = None
) -> Feedback:
    """What to take from a card. A sealed scenario gives no model answers away. `trial`: where the smallest fix is sought."""
    from simulator.engine.draws import cast, fill, values_for

    values = values_for(scenario, cast(scenario, transcript.seed))
    models: dict[str, str] = {}
    for name, moment in scenario.moments.items():
        best = moment.model_answer or next((choice.say for choice in moment.guided if choice.best), "")
        if best and not scenario.sealed:
            models[name] = fill(best, values)
    low = frozenset(feeling.name for feeling in scenario.feelings if feeling.good_low)
    return feedback(transcript, rubric, card, model_answers=models, low_is_good=low, trial=trial)


class Deaf:
    """Stands for the ear where a call is only read again: nothing is heard anew."""

    def __init__(self, engine: str) -> None:
        self.engine = engine

    def listen(self, text: str, *_: object, **__: object) -> Any:
        raise BadLog("the record of this call lacks what was heard")


def new_lease() -> str:
    """Names this process, so that the lease of a killed one binds nobody."""
    return f"{os.getpid()}-{secrets.token_hex(12)}"


def holder_lives(lease: str | None) -> bool:
    """Whether another process that took a lease may still be there; this one has one call open at a time."""
    pid = (lease or "").partition("-")[0]
    if not pid.isdigit() or os.name != "posix":
        return lease is not None
    if int(pid) == os.getpid():
        return False
    try:
        os.kill(int(pid), 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        return True
    return True
