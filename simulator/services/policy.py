"""The one door to permission: who may do what to whose. Whatever is not said here is refused.

A thing has an owner (a person), or belongs to all. `managed` says that the actor manages a team that the owner is in now,
or one above it; a person who is alone in the record manages their own practice.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal, get_args

Role = Literal["rep", "manager", "admin"]
ROLES: tuple[Role, ...] = get_args(Role)

ForAll = Literal["see_scenarios", "play"]
OwnOnly = Literal["go_on", "rename", "keep_inbox", "dispute", "read_news"]
OwnOrManaged = Literal["see_attempt", "see_progress"]
ManagedOnly = Literal["assign", "see_board", "review", "mark", "coach"]
ByManagers = Literal["edit_company", "see_statistics"]
ByAdmins = Literal["see_people", "change_people", "change_teams", "see_audit", "open_transcript"]
Action = ForAll | OwnOnly | OwnOrManaged | ManagedOnly | ByManagers | ByAdmins

_FOR_ALL = frozenset(get_args(ForAll))
_OWN_ONLY = frozenset(get_args(OwnOnly))
_OWN_OR_MANAGED = frozenset(get_args(OwnOrManaged))
_MANAGED_ONLY = frozenset(get_args(ManagedOnly))
_BY_MANAGERS = frozenset(get_args(ByManagers))
_BY_ADMINS = frozenset(get_args(ByAdmins))
ACTIONS: tuple[str, ...] = tuple(
    sorted(_FOR_ALL | _OWN_ONLY | _OWN_OR_MANAGED | _MANAGED_ONLY | _BY_MANAGERS | _BY_ADMINS)
)


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
    """What is acted on; `owner` is a person's id, None for what belongs to all. `managed`: by the actor, now."""

    owner: int | None = None
    managed: bool = False


def may(actor: Actor, action: Action, thing: Thing) -> bool:
    """Default no. Being a team's manager counts only with the role of a manager or an admin."""
    own = thing.owner is not None and thing.owner == actor.person_id
    managed = thing.managed and actor.role in ("manager", "admin")
    if action in _FOR_ALL:
        return thing.owner is None
    if action in _OWN_ONLY:
        return own
    if action in _OWN_OR_MANAGED:
        return own or managed
    if action in _MANAGED_ONLY:
        return managed
    if action in _BY_MANAGERS:
        return thing.owner is None and actor.role in ("manager", "admin")
    if action in _BY_ADMINS:
        return actor.role == "admin"
    return False


_WHY: dict[str, str] = {
    "see_attempt": "this call belongs to somebody else",
    "go_on": "this call belongs to somebody else",
    "dispute": "only the one who made a call may dispute its marks",
    "see_progress": "this is somebody else's practice",
    "read_news": "this is for somebody else",
}


def why_not(action: Action) -> str:
    """What somebody is told who may not."""
    if action in _WHY:
        return _WHY[action]
    if action in _MANAGED_ONLY:
        return "only who manages their team now may do this"
    if action in _BY_MANAGERS:
        return "only a manager may do this"
    if action in _BY_ADMINS:
        return "only an admin may do this; `sparring people list` says who is one"
    return "this belongs to somebody else"


def demand(actor: Actor, action: Action, thing: Thing) -> None:
    """Raises Refused."""
    if not may(actor, action, thing):
        raise Refused(why_not(action))
