"""What was put in and what was heard, as JSON: enough to play a call again without hearing it again."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from scoring.hearing.signals import Blocked, Heard, Hearing

Entry = dict[str, Any]
"""One input: {"kind": "say", "text", "hearing"}, {"kind": "choose", "index", "text", "hearing"}, {"kind": "silent"} or
{"kind": "hint"}. `hearing` may be missing: then the reply is heard anew."""


class BadLog(ValueError):
    """A log that is no record of a call."""


def hearing_json(hearing: Hearing) -> dict[str, Any]:
    """Exact: `hearing_from(hearing_json(h)) == h`."""
    return {
        "heard": [[h.signal, h.span[0], h.span[1], h.quote, h.strength, h.state, h.rule] for h in hearing.heard],
        "blocked": [[b.signal, b.span[0], b.span[1], b.guard, b.why] for b in hearing.blocked],
        "repeated": hearing.repeated,
        "understood": hearing.understood,
        "words": hearing.words,
        "said": dict(hearing.said),
    }


def hearing_from(document: Mapping[str, Any]) -> Hearing:
    """Raises BadLog."""
    try:
        return Hearing(
            heard=tuple(Heard(s, (int(a), int(b)), q, float(x), st, r) for s, a, b, q, x, st, r in document["heard"]),
            blocked=tuple(Blocked(s, (int(a), int(b)), g, w) for s, a, b, g, w in document["blocked"]),
            repeated=bool(document["repeated"]),
            understood=bool(document["understood"]),
            words=int(document["words"]),
            said={str(k): str(v) for k, v in document["said"].items()},
        )
    except (KeyError, TypeError, ValueError, AttributeError) as error:
        raise BadLog(f"the record of this call is damaged: {error}") from error
