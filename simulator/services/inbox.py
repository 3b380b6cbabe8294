"""The author's inbox: objections heard outside, and what customers in calls did not understand."""

from __future__ import annotations

from textwrap import shorten
from typing import TYPE_CHECKING

from simulator.scenario.templates import Answers, sentence
from simulator.services.authoring import AuthoringError
from simulator.services.policy import Actor, Thing, demand

if TYPE_CHECKING:
    from simulator.store.connection import Record
    from simulator.store.inbox import Noted, Unclear

LONGEST = 200
"""Characters of who said it, and about what."""


def note(record: Record, actor: Actor, said: str, *, who: str = "", about: str = "") -> int:
    """Keep what a customer said; its number. Raises AuthoringError, AnswerError, RecordError."""
    from simulator.store import inbox

    demand(actor, "keep_inbox", Thing(actor.person_id))
    kept = sentence(said, "what the customer said")
    if not kept:
        raise AuthoringError("say what the customer said, in their words")
    by, on = sentence(who, "who said it", LONGEST), sentence(about, "what it was about", LONGEST)
    with record.write() as connection:
        return inbox.add(connection, actor.person_id, said=kept, who=by, about=on, at=record.now())


def noted(record: Record, actor: Actor, *, also_done: bool = False) -> list[Noted]:
    """What this person noted, the newest first."""
    from simulator.store import inbox

    demand(actor, "keep_inbox", Thing(actor.person_id))
    with record.read() as connection:
        return inbox.of(connection, actor.person_id, also_done=also_done)


def not_understood(record: Record, actor: Actor) -> list[Unclear]:
    """This person's replies that no customer understood, the newest first."""
    from simulator.store import inbox

    demand(actor, "keep_inbox", Thing(actor.person_id))
    with record.read() as connection:
        return inbox.unclear_of(connection, actor.person_id)


def one(record: Record, actor: Actor, number: int) -> Noted:
    """Raises AuthoringError where there is none with this number, or it is somebody else's."""
    from simulator.store import inbox

    with record.read() as connection:
        found = inbox.find(connection, number)
    if found is None or found.person_id != actor.person_id:
        raise AuthoringError(f"the inbox has no number {number}; `sparring inbox list` shows what there is")
    return found


def answers_of(entry: Noted, *, name: str = "", stage: str = "", objection: str = "") -> Answers:
    """What is known of a scenario that is to be made of it."""
    title = shorten(entry.said, 60, placeholder=" ...")
    return Answers(name, title, stage or "objection", objection, (entry.said,), name=entry.who[:80])


def drafted(record: Record, actor: Actor, number: int, scenario: str) -> None:
    """Note which scenario was made of it."""
    from simulator.store import inbox

    one(record, actor, number)
    with record.write() as connection:
        inbox.set_draft(connection, number, scenario)


def tick_off(record: Record, actor: Actor, number: int, *, undo: bool = False) -> None:
    """Take it off the list, or put it back."""
    from simulator.store import inbox

    one(record, actor, number)
    with record.write() as connection:
        inbox.set_done(connection, number, None if undo else record.now())
