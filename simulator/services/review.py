"""Reviewing calls: the queue, the card with both marks, comments, overruling, knock-outs, disputes, release.

Whatever a manager changes is a new row beside the machine's. Each act is one transaction that also settles the sums, tells
the rep and writes the audit, so that two managers at once lose nothing: the second is shown what the first did.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING, Any

from scoring.hearing.text import clean
from scoring.marking.rubric import Rubric
from scoring.marking.ruled import Rulings, ruled
from scoring.marking.scorecard import Scorecard, mark
from scoring.marking.transcript import Transcript
from simulator.learning.attention import KNOCK_OUT
from simulator.learning.times import stamp
from simulator.services.policy import Actor, Thing, demand
from simulator.services.roster import note
from simulator.services.standing import queue_up, rulings_on, standing_of
from simulator.store import attempts, marks, people, reviews, rollups, teams
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
REP, MANAGERS = "rep", "managers"


class ReviewError(ValueError):
    """What cannot be marked or written so. Carries a sentence."""


class Changed(ReviewError):
    """Somebody else has marked it meanwhile. Carries what they did."""


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


# Looking


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

    said = _reason(reason)
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
    if row.status != OPEN and row.released is None and row.item_id is not None:
        raise ReviewError("your manager looks at this call first; you will be told when the card is yours to read")


def _review(connection: Connection, row: AttemptRow, reading: Reading, *, for_rep: bool) -> Review:
    overrides = marks.overrides_of(connection, row.id)
    found = marks.rulings_of(connection, row.id)
    comments = reviews.comments_of(connection, row.id, for_rep=for_rep)
    disputes = reviews.disputes_of(connection, row.id)
    rubric = Rubric.load(attempts_receipt(connection, row)["rubric"])
    card = ruled(reading.scorecard, rubric, reading.transcript.outcome, rulings_on(connection, row))
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


# Marking


def overrule(
    practice: Practice,
    actor: Actor,
    uuid: str,
    criterion: str,
    level: int | None,
    reason: str,
    *,
    seen: int | None = None,
) -> Scorecard:
    """Another mark for a criterion, 0 to 4, beside the machine's; None takes an earlier one back. `seen`: the id of the last
    override of this criterion that was on screen, 0 for none; where another was given since, nothing is done.

    The card that stands now is returned. Raises Changed, ReviewError, BadRuling, NoSuchAttempt, Refused."""
    said = _reason(reason)
    with practice.record.write() as connection:
        row = _marking(connection, actor, uuid)
        given = [one for one in marks.overrides_of(connection, row.id) if one.criterion == criterion]
        last = given[-1] if given else None
        if seen is not None and (last.id if last else 0) != seen:
            assert last is not None
            who = people.named(connection, [last.by])
            name = who[last.by].name if last.by in who else "somebody"
            what = "took the mark back" if last.level is None else f"gave it {last.level}"
            raise Changed(f"{name} {what} meanwhile: “{last.reason}”. Look at it, then give yours.")
        machine, rubric, transcript = _card(connection, row)
        old = next((one for one in machine.criteria if one.id == criterion), None)
        if old is None:
            raise ReviewError(f"this card has no criterion {criterion}")
        if level is None and (last is None or last.level is None):
            raise ReviewError("there is no mark of a manager to take back")
        now = practice.record.now()
        marks.add_override(
            connection,
            attempt_id=row.id,
            criterion=criterion,
            level=level,
            reason=said,
            by=actor.person_id,
            at=now,
        )
        card = _settle(connection, row, machine, rubric, transcript)
        was = last.level if last is not None and last.level is not None else old.level
        told = f"{actor.name} changed a mark: {old.title}, {_shown(was)} to {_shown(old.level if level is None else level)}"
        reviews.tell(connection, [row.person_id], "mark", told, now, row.id)
        after = {"criterion": criterion, "level": level}
        note(connection, actor, now, "mark", "attempt", row.uuid, {"criterion": criterion, "level": was}, after)
        return card


def rule_knock_out(practice: Practice, actor: Actor, uuid: str, name: str, *, confirm: bool, reason: str) -> Scorecard:
    """Confirm a knock-out that the machine proposed, or reject it. Raises ReviewError, NoSuchAttempt, Refused."""
    said = _reason(reason)
    with practice.record.write() as connection:
        row = _marking(connection, actor, uuid)
        machine, rubric, transcript = _card(connection, row)
        proposed = next((one for one in machine.knockouts if one.id == name), None)
        if proposed is None:
            raise ReviewError(f"no knock-out {name} was proposed for this call")
        now = practice.record.now()
        _rule(connection, actor, row, marks.KNOCK_OUT, name, confirm, said, now)
        card = _settle(connection, row, machine, rubric, transcript)
        told = f"{actor.name} {'confirmed' if confirm else 'rejected'} a knock-out: {proposed.title}"
        reviews.tell(connection, [row.person_id], "knock_out", told, now, row.id)
        return card


def void(practice: Practice, actor: Actor, uuid: str, reason: str, *, undo: bool = False) -> None:
    """The call counts for nothing: not in sums, not as an attempt at what was assigned; or it counts again.

    Raises ReviewError, NoSuchAttempt, Refused."""
    said = _reason(reason)
    with practice.record.write() as connection:
        row = _marking(connection, actor, uuid)
        if marks.is_void(connection, row.id) != undo:
            raise ReviewError("it is not void" if undo else "it is void already")
        now = practice.record.now()
        before = rollups.counted(connection, row.id)
        _rule(connection, actor, row, marks.VOID, "", not undo, said, now)
        marks.recount(connection, row.id, before)
        machine, rubric, transcript = _card(connection, row)
        card = ruled(machine, rubric, transcript.outcome, rulings_on(connection, row))
        queue_up(connection, attempts.find(connection, uuid), card)
        told = f"{actor.name} lets a call count {'again' if undo else 'for nothing'}: {row.title}"
        reviews.tell(connection, [row.person_id], "void", told, now, row.id)


def _rule(
    connection: Connection, actor: Actor, row: AttemptRow, what: str, name: str, yes: bool, reason: str, now: str
) -> None:
    marks.add_ruling(
        connection, attempt_id=row.id, what=what, name=name, yes=yes, reason=reason, by=actor.person_id, at=now
    )
    note(connection, actor, now, what.replace("_", " "), "attempt", row.uuid, after={"name": name, "yes": yes})


def _marking(connection: Connection, actor: Actor, uuid: str) -> AttemptRow:
    row = attempts.find(connection, uuid)
    demand(actor, "mark", Thing(row.person_id, teams.manages(connection, actor.person_id, row.person_id)))
    if row.status == OPEN:
        raise ReviewError("this call is still open; there is no card yet")
    return row


def _card(connection: Connection, row: AttemptRow) -> tuple[Scorecard, Rubric, Transcript]:
    """The machine's card, derived from what was sealed."""
    from scoring.marking.receipt import opened

    transcript, rubric = opened(attempts_receipt(connection, row))
    return mark(transcript, rubric), rubric, transcript


def _settle(
    connection: Connection, row: AttemptRow, machine: Scorecard, rubric: Rubric, transcript: Transcript
) -> Scorecard:
    rulings: Rulings = rulings_on(connection, row)
    card = ruled(machine, rubric, transcript.outcome, rulings)
    marks.settle(connection, row.id, standing_of(card))
    queue_up(connection, attempts.find(connection, row.uuid), card)
    return card


# Saying


def comment(
    practice: Practice, actor: Actor, uuid: str, text: str, *, turn: int | None = None, audience: str = REP
) -> int:
    """On a reply (from 1), or on the whole call; its number. `audience`: rep, or managers only.

    Raises ReviewError, NoSuchAttempt, Refused."""
    said = _text(text)
    if audience not in (REP, MANAGERS):
        raise ReviewError(f"a comment is for the {REP} or for {MANAGERS}")
    with practice.record.write() as connection:
        row = attempts.find(connection, uuid)
        demand(actor, "review", Thing(row.person_id, teams.manages(connection, actor.person_id, row.person_id)))
        if turn is not None and not 1 <= turn <= len(attempts.turns_of(connection, row.id)):
            raise ReviewError(f"this call has no turn {turn}")
        now = practice.record.now()
        number = reviews.add_comment(
            connection, attempt_id=row.id, turn=turn, text=said, audience=audience, by=actor.person_id, at=now
        )
        if audience == REP and row.person_id != actor.person_id:
            where = f"turn {turn} of " if turn is not None else ""
            reviews.tell(
                connection, [row.person_id], "comment", f"{actor.name} wrote on {where}{row.title}", now, row.id
            )
        note(connection, actor, now, "comment", "attempt", row.uuid, after={"turn": turn, "audience": audience})
        return number


def withdraw_comment(practice: Practice, actor: Actor, number: int) -> None:
    """One's own. Raises NotThere, ReviewError, Refused."""
    with practice.record.write() as connection:
        row = reviews.comment_by_id(connection, number)
        owner = attempts.by_id(connection, row.attempt_id)
        demand(actor, "review", Thing(owner.person_id, teams.manages(connection, actor.person_id, owner.person_id)))
        if row.by != actor.person_id:
            raise ReviewError("only who wrote a comment can withdraw it")
        reviews.withdraw_comment(connection, number, practice.record.now())


def release(practice: Practice, actor: Actor, uuid: str) -> bool:
    """Let the rep see the card; False where they may already. Raises NoSuchAttempt, Refused."""
    with practice.record.write() as connection:
        row = _marking(connection, actor, uuid)
        now = practice.record.now()
        done = reviews.release(connection, row.id, now)
        if done:
            reviews.tell(connection, [row.person_id], "released", f"Your card is there: {row.title}", now, row.id)
            note(connection, actor, now, "release", "attempt", row.uuid)
        return done


def finish(practice: Practice, actor: Actor, uuid: str) -> None:
    """It was reviewed: it leaves the queue, and the card is released. Raises ReviewError where a dispute or a knock-out still
    waits, NoSuchAttempt, Refused."""
    with practice.record.write() as connection:
        row = _marking(connection, actor, uuid)
        if any(one.accepted is None for one in reviews.disputes_of(connection, row.id)):
            raise ReviewError("a dispute waits; rule on it first")
        machine, _, _ = _card(connection, row)
        given = {one.name for one in marks.rulings_of(connection, row.id) if one.what == marks.KNOCK_OUT}
        if left := [one.title for one in machine.knockouts if one.id not in given]:
            raise ReviewError(f"a knock-out waits: {left[0]}. Confirm or reject it first.")
        now = practice.record.now()
        reviews.reviewed(connection, row.id, actor.person_id, now)
        if reviews.release(connection, row.id, now):
            reviews.tell(connection, [row.person_id], "released", f"Your card is there: {row.title}", now, row.id)
        reviews.drop(connection, row.id)
        note(connection, actor, now, "review", "attempt", row.uuid)


def dispute(practice: Practice, actor: Actor, uuid: str, criterion: str, text: str) -> int:
    """A rep says why a mark is wrong; its number. Raises ReviewError, NoSuchAttempt, Refused."""
    said = _text(text)
    if len(said) < LEAST_REASON:
        raise ReviewError(f"say why, in at least {LEAST_REASON} characters")
    with practice.record.write() as connection:
        row = attempts.find(connection, uuid)
        demand(actor, "dispute", Thing(row.person_id))
        if row.status == OPEN:
            raise ReviewError("this call is still open; there is no card yet")
        see_released(row)
        machine, rubric, transcript = _card(connection, row)
        marked = next((one for one in machine.criteria if one.id == criterion), None)
        if marked is None:
            raise ReviewError(f"this card has no criterion {criterion}")
        if any(one.criterion == criterion and one.accepted is None for one in reviews.disputes_of(connection, row.id)):
            raise ReviewError("you have disputed this mark; your manager has not ruled yet")
        now = practice.record.now()
        number = reviews.add_dispute(
            connection, attempt_id=row.id, criterion=criterion, text=said, by=actor.person_id, at=now
        )
        card = ruled(machine, rubric, transcript.outcome, rulings_on(connection, row))
        queue_up(connection, attempts.find(connection, uuid), card)
        told = f"{actor.name} disputes a mark: {marked.title}, in {row.title}"
        reviews.tell(connection, _managers_of(connection, row.person_id), "dispute", told, now, row.id)
        note(connection, actor, now, "dispute", "attempt", row.uuid, after={"criterion": criterion})
        return number


def rule_dispute(
    practice: Practice,
    actor: Actor,
    uuid: str,
    criterion: str,
    *,
    level: int | None,
    reason: str,
) -> Scorecard:
    """Accept a dispute with a mark of one's own, or reject it (`level` None); ruling and reason are kept.

    Raises ReviewError, NotThere, BadRuling, NoSuchAttempt, Refused."""
    said = _reason(reason)
    with practice.record.write() as connection:
        row = _marking(connection, actor, uuid)
        found = [one for one in reviews.disputes_of(connection, row.id) if one.criterion == criterion]
        waiting = next((one for one in found if one.accepted is None), None)
        if waiting is None:
            raise ReviewError("nobody disputes this mark, or it was ruled on")
        machine, rubric, transcript = _card(connection, row)
        now = practice.record.now()
        if level is not None:
            marks.add_override(
                connection,
                attempt_id=row.id,
                criterion=criterion,
                level=level,
                reason=said,
                by=actor.person_id,
                at=now,
            )
        accepted = level is not None
        reviews.rule(connection, waiting.id, accepted=accepted, reason=said, by=actor.person_id, at=now)
        card = _settle(connection, row, machine, rubric, transcript)
        told = f"{actor.name} {'accepts' if accepted else 'rejects'} your dispute in {row.title}: {said}"
        reviews.tell(connection, [row.person_id], "ruling", told, now, row.id)
        after = {"criterion": criterion, "accepted": accepted, "level": level}
        note(connection, actor, now, "rule on a dispute", "attempt", row.uuid, after=after)
        return card


def example(practice: Practice, actor: Actor, uuid: str, criterion: str) -> str:
    """The call as an embedded test of its scenario that expects the level which stands: a disputed mark that was ruled on
    becomes what the detectors are held to. YAML, for the list `tests:`. Raises ReviewError, NoSuchAttempt, Refused."""
    from simulator.scenario.templates import quoted

    with practice.record.read() as connection:
        row = _marking(connection, actor, uuid)
        machine, rubric, transcript = _card(connection, row)
        card = ruled(machine, rubric, transcript.outcome, rulings_on(connection, row))
    found = next((one for one in card.criteria if one.id == criterion), None)
    if found is None or found.level is None:
        raise ReviewError(f"this card has no level for {criterion}")
    lines = [
        f"  - name: {quoted(f'{criterion} stands at {found.level}: a call of {str(row.finished)[:10]}')}",
        "    rep:",
    ]
    for turn in transcript.turns:
        lines.append("      - silence" if turn.silent else f"      - {{say: {quoted(' '.join(turn.rep.split()))}}}")
    lines.append(f"    expect: {{criteria: {{{criterion}: {found.level}}}}}")
    return "\n".join(lines)


def _managers_of(connection: Connection, person_id: int) -> list[int]:
    """Those who manage a team of this person, or one above it."""
    mine = [place.team_id for place in teams.places(connection, person_id=person_id) if place.kind == teams.MEMBER]
    return sorted(
        {
            place.person_id
            for number in teams.above(connection, mine)
            for place in teams.places(connection, team_id=number)
            if place.kind == teams.MANAGER and place.person_id != person_id
        }
    )


def _shown(level: int | None) -> str:
    return "not marked" if level is None else str(level)


def _text(text: str) -> str:
    said = clean(text).strip()
    if not said:
        raise ReviewError("write something")
    if len(said) > LONGEST:
        raise ReviewError(f"that is {len(said):,} characters; {LONGEST:,} is the most")
    return said


def _reason(text: str) -> str:
    said = " ".join(clean(text).split())
    if len(said) < LEAST_REASON:
        raise ReviewError(f"give a reason of at least {LEAST_REASON} characters; the rep reads it")
    return _text(said)
