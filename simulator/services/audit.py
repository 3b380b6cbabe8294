"""What was done by whom: writing it down, reading it, and whether it still holds."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from simulator.services.policy import Actor, Thing, demand
from simulator.store import audit

if TYPE_CHECKING:
    from simulator.store.audit import AuditRow
    from simulator.store.connection import Connection, Record


def log(record: Record, actor: Actor, *, thing: str = "", thing_id: str = "") -> list[tuple[AuditRow, str]]:
    """The newest first, each with the name of who did it. Raises Refused."""
    demand(actor, "see_audit", Thing())
    with record.read() as connection:
        return audit.listed(connection, thing=thing, thing_id=thing_id)


def verify_log(record: Record, actor: Actor) -> tuple[int | None, int, str]:
    """The first row that does not follow from the one before (None: all do), how many there are, and the last link."""
    demand(actor, "see_audit", Thing())
    with record.read() as connection:
        return (audit.broken_at(connection), *audit.head(connection))


def note(
    connection: Connection,
    actor: Actor,
    now: str,
    action: str,
    thing: str,
    thing_id: str | int,
    before: Mapping[str, object] | None = None,
    after: Mapping[str, object] | None = None,
) -> None:
    """A line in the audit, in the transaction of what it tells of."""
    audit.add(
        connection,
        at=now,
        actor=actor.person_id,
        action=action,
        thing=thing,
        thing_id=thing_id,
        before=before,
        after=after,
    )
