"""The one door to permission: who may do what to whose. Whatever is not said here is refused."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

Role = Literal["rep", "manager", "admin"]
Action = Literal["see_scenarios", "play", "see_attempt", "go_on", "rename", "keep_inbox"]


class Refused(PermissionError):
    """This person may not do this."""


@dataclass(frozen=True, slots=True)
class Actor:
    """Who is acting. Solo use has one person, named once."""

    person_id: int
    name: str
    role: Role = "rep"


@dataclass(frozen=True, slots=True)
class Thing:
    """What is acted on; `owner` is a person's id, None for what belongs to all."""

    owner: int | None = None


_OWN: frozenset[Action] = frozenset({"see_attempt", "go_on", "rename", "keep_inbox"})
_ALL: frozenset[Action] = frozenset({"see_scenarios", "play"})


def may(actor: Actor, action: Action, thing: Thing) -> bool:
    """Everybody may play; an attempt is seen and gone on with by the one who made it. Default no."""
    if action in _ALL:
        return thing.owner is None
    if action in _OWN:
        return thing.owner == actor.person_id
    return False


def demand(actor: Actor, action: Action, thing: Thing) -> None:
    """Raises Refused."""
    if not may(actor, action, thing):
        raise Refused("this call belongs to somebody else")
