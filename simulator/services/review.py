"""Reviewing calls: the queue, and a call with all that was said of it, both marks among it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING, Any

from scoring.hearing.text import clean
from scoring.marking.rubric import Rubric
from scoring.marking.scorecard import Scorecard
from simulator.learning.attention import KNOCK_OUT
from simulator.learning.times import stamp
from simulator.services.audit import note
from simulator.services.policy import Actor, Thing, demand
from simulator.services.standing import standing_card
from simulator.store import attempts, marks, people, reviews, teams
from simulator.store.attempts import OPEN, AttemptRow
from simulator.store.marks import OverrideRow, RulingRow
from simulator.store.reviews import CommentRow, DisputeRow, Waiting

if TYPE_CHECKING:
    from simulator.services.practice import Practice, Reading
    from simulator.store.connection import Connection


LEAST_REASON = 10
"""Characters of why a mark was changed."""

LONGEST = 2000

SHORT = 10
"""Attempts of the short form of the queue."""

MOST_OF_ONE = 3
"""Of these, how many of one rep."""


class ReviewError(ValueError):
    """What cannot be marked or written so. Carries a sentence."""


@dataclass(frozen=True, slots=True)
class Second:
    """A manager's mark beside the machine's. `now` None: taken back. `stands`: it is the last word on its criterion."""

    row: OverrideRow
    by: str
    title: str
    was: int | None
    stands: bool


@dataclass(frozen=True, slots=True)
class Review:
    """All that is said of a call. `machine`: the machine's card; `card`: what stands. `names`: id -> who wrote."""

    reading: Reading
    rep: str
    machine: Scorecard
    card: Scorecard
    seconds: tuple[Second, ...]
    rulings: tuple[RulingRow, ...]
    comments: tuple[CommentRow, ...]
    disputes: tuple[DisputeRow, ...]
    names: dict[int, str]
    void: bool

    @property
    def attempt(self) -> AttemptRow:
        return self.reading.attempt


def queue(practice: Practice, actor: Actor, *, short: bool = False) -> list[Waiting]:
    """What waits: disputes first, then proposed knock-outs, below pass, cards that wait for release, the odd, the unsure,
    the rest. `short`: the ten that matter most: disputes, then this week's, then older ones; at most three of one rep.
    Raises Refused."""
    with practice.record.read() as connection:
        demand(actor, "see_board", Thing(managed=teams.manages_anybody(connection, actor.person_id)))
        rows = reviews.waiting(connection, teams.scope(connection, actor.person_id))
    if not short:
        return rows
    week = stamp(practice.clock() - timedelta(days=7))
    rows = sorted(rows, key=lambda row: (row.at < week and row.rank >= KNOCK_OUT, row.rank))
    kept: list[Waiting] = []
    for row in rows:
        if sum(other.person_id == row.person_id for other in kept) < MOST_OF_ONE:
            kept.append(row)
    return kept[:SHORT]


def look(practice: Practice, actor: Actor, uuid: str) -> Review:
    """A call with all that was said of it; a rep sees their own, without what is for managers only.

    Raises NoSuchAttempt, ReviewError where it is still open, Refused."""
    from simulator.services.call import read

    with practice.record.read() as connection:
        row = attempts.find(connection, uuid)
        managed = _see(connection, actor, row)
    if row.status == OPEN:
        raise ReviewError("this call is still open; there is no card yet")
    if not managed:
        see_released(row)
    reading = read(practice, row)
    with practice.record.read() as connection:
        return _review(connection, row, reading, for_rep=not managed)


def open_transcript(practice: Practice, actor: Actor, uuid: str, reason: str) -> Review:
    """For an admin who manages nobody in it: a call with a reason that stands in the log, and of which the rep is told.

    Raises NoSuchAttempt, ReviewError, Refused."""
    from simulator.services.call import read

    said = tidy_reason(reason)
    with practice.record.write() as connection:
        demand(actor, "open_transcript", Thing())
        row = attempts.find(connection, uuid)
        if row.status == OPEN:
            raise ReviewError("this call is still open; there is no card yet")
        now = practice.record.now()
        note(connection, actor, now, "open transcript", "attempt", row.uuid, after={"reason": said})
        told = f"{actor.name} read a call of yours, {row.title}: {said}"
        reviews.tell(connection, [row.person_id], "opened", told, now, row.id)
    reading = read(practice, row)
    with practice.record.read() as connection:
        return _review(connection, row, reading, for_rep=False)


def _see(connection: Connection, actor: Actor, row: AttemptRow) -> bool:
    """Whether this person looks at it as its manager. Raises Refused."""
    managed = teams.manages(connection, actor.person_id, row.person_id)
    demand(actor, "see_attempt", Thing(row.person_id, managed))
    return managed


def see_released(row: AttemptRow) -> None:
    """Raises ReviewError where the rep may not see the card yet."""
    if not row.may_be_read:
        raise ReviewError("your manager looks at this call first; you will be told when the card is yours to read")


def _review(connection: Connection, row: AttemptRow, reading: Reading, *, for_rep: bool) -> Review:
    overrides = marks.overrides_of(connection, row.id)
    found = marks.rulings_of(connection, row.id)
    comments = reviews.comments_of(connection, row.id, for_rep=for_rep)
    disputes = reviews.disputes_of(connection, row.id)
    rubric = Rubric.load(attempts_receipt(connection, row)["rubric"])
    card = standing_card(connection, row, reading.scorecard, rubric, reading.transcript.outcome)
    rows: list[OverrideRow | RulingRow | CommentRow | DisputeRow] = [*overrides, *found, *comments, *disputes]
    writers = {one.by for one in rows}
    writers |= {one.ruled_by for one in disputes if one.ruled_by is not None} | {row.person_id}
    names = {number: one.name for number, one in people.named(connection, sorted(writers)).items()}
    titles = {one.id: one for one in reading.scorecard.criteria}
    last = marks.latest(overrides)
    seconds = tuple(
        Second(
            one,
            names.get(one.by, ""),
            titles[one.criterion].title if one.criterion in titles else one.criterion,
            titles[one.criterion].level if one.criterion in titles else None,
            last.get(one.criterion) is one,
        )
        for one in overrides
    )
    return Review(
        reading,
        names.get(row.person_id, ""),
        reading.scorecard,
        card,
        seconds,
        tuple(found),
        tuple(comments),
        tuple(disputes),
        names,
        marks.is_void(connection, row.id),
    )


def attempts_receipt(connection: Connection, row: AttemptRow) -> dict[str, Any]:
    """Raises ReviewError where a call has none."""
    receipt = attempts.receipt_of(connection, row.uuid)
    if receipt is None:
        raise ReviewError("this call has no card: its words are gone, or nobody ended it")
    return receipt


def tidy_text(text: str) -> str:
    said = clean(text).strip()
    if not said:
        raise ReviewError("write something")
    if len(said) > LONGEST:
        raise ReviewError(f"that is {len(said):,} characters; {LONGEST:,} is the most")
    return said


def tidy_reason(text: str) -> str:
    said = " ".join(clean(text).split())
    if len(said) < LEAST_REASON:
        raise ReviewError(f"give a reason of at least {LEAST_REASON} characters; the rep reads it")
    return tidy_text(said)
