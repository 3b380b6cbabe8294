"""Changes that can be made to a reply: words dropped, a question moved to the front, a sentence added or put in place."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Literal

from scoring.hearing.clauses import clauses
from scoring.marking.conditions import (
    ALL,
    ANY,
    Asked,
    Condition,
    Count,
    Evidence,
    HeardIt,
    Knows,
    Objection,
    Reason,
    Situation,
    evaluate,
)
from scoring.marking.rubric import Criterion, could_hold
from scoring.marking.transcript import Turn

EditKind = Literal["drop", "move", "add", "swap"]
OPENERS = frozenset({"acknowledge", "reflect", "empathise", "summarise", "plays_back_number", "leaves_time"})
"""What is said before anything else in a reply."""
_STOP = re.compile(r"[.!?…][\"'”’)\]]*\s*$")
_LAST_QUESTION = re.compile(r"(?:^|(?<=[.!?…])\s+)[^.!?…]*\?\s*$")
_CHECKS = re.compile(
    r"^\W*(?:is|have|did|does) (?:that|i|this) .{0,12}\b(?:right|correctly|correct)\W*$", re.IGNORECASE
)
_JOINT = re.compile(r"^[\s,;:–—-]*(?:(?:and|but|so|or|because)\b[\s,]*)?", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Edit:
    """A reply with a change made to it. `rank`: whose words, those of the moment (0), the scenario (1), anybody (2)."""

    kind: EditKind
    words: str
    line: str
    dropped: str = ""
    rank: int = 0

    @property
    def size(self) -> int:
        """How many words it drops, moves or adds."""
        return len(self.words.split()) + len(self.dropped.split())


@dataclass(frozen=True, slots=True)
class Missing:
    """What keeps a criterion from a higher level: names not heard, facts not told, objections not settled, and the words
    that stand against it."""

    signals: tuple[str, ...] = ()
    facts: tuple[str, ...] = ()
    objections: tuple[str, ...] = ()
    harm: tuple[Evidence, ...] = ()
    before: bool = False


@dataclass(frozen=True, slots=True)
class Wording:
    """Something a rep could say. `rank` as in `Edit`.

    `opens`: it belongs at the beginning of a reply.
    """

    text: str
    opens: bool = False
    rank: int = 0

    @property
    def checks(self) -> bool:
        """Whether it asks if what stands before it in the reply was right."""
        return bool(_CHECKS.match(self.text))


def missing_by_level(criterion: Criterion, level: int, situation: Situation) -> list[tuple[int, Missing]]:
    """What each level above this one lacks, from the next one on."""
    return [
        (name, missing_of(evaluate(condition, situation).because))
        for name, condition in criterion.levels
        if name > level and could_hold(condition)
    ]


def missing_of(reasons: Iterable[Reason]) -> Missing:
    """What these reasons for a condition that does not hold come down to."""
    reasons = tuple(reasons)
    lacking = [r.atom for r in reasons if not r.negated and r.value is False]
    harm = [e for r in reasons if r.negated and r.value for e in r.evidence]
    return Missing(
        tuple(dict.fromkeys(name for atom in lacking if isinstance(atom, HeardIt | Count) for name in atom.names)),
        _named(lacking, Knows | Asked),
        _named((a for a in lacking if isinstance(a, Objection) and a.status == "resolved"), Objection),
        tuple(dict.fromkeys(harm)),
        any(isinstance(atom, HeardIt | Count) and atom.before is not None for atom in lacking),
    )


def _named(found: Iterable[Condition], kind: object) -> tuple[str, ...]:
    names = (name for atom in found if isinstance(atom, kind) for name in atom.names)  # type: ignore[arg-type, union-attr]
    return tuple(name for name in dict.fromkeys(names) if name not in (ANY, ALL))


def dropped_from(turn: Turn, missing: Missing) -> list[Edit]:
    """Without the clause that stands against it."""
    out = []
    for evidence in missing.harm:
        if evidence.turn != turn.n or not evidence.signal:
            continue
        start, end = evidence.span
        rest = f"{turn.rep[:start].rstrip(' ,;:–—-')} {_tidy(turn.rep[end:])}".strip()
        if len(rest.split()) >= 2:
            out.append(Edit("drop", evidence.quote, _sentence(rest)))
    return out


def asked_first(turn: Turn, missing: Missing) -> list[Edit]:
    """With its question asked first."""
    if not missing.before:
        return []
    parts = clauses(turn.rep)
    asked = next((clause for clause in parts if clause.question), None)
    if asked is None or asked is parts[0]:
        return []
    start, end = asked.span
    rest = f"{turn.rep[:start]} {turn.rep[end:]}"
    question = _sentence(_tidy(asked.text).rstrip(".!?, ")).rstrip(".") + "?"
    return [Edit("move", question, f"{question} {_sentence(_tidy(' '.join(rest.split())))}")]


def added_to(reply: str, wording: Wording, before: bool) -> Edit:
    """With a sentence more: openers in front, and nothing but a question after the question that ends it."""
    text, reply = _sentence(wording.text), _sentence(reply)
    last = None if text.endswith("?") and not wording.checks else _LAST_QUESTION.search(reply)
    if wording.opens or before or (last is not None and not wording.checks and not last.start()):
        line = f"{text} {reply}"
    elif last is not None and last.start():
        line = f"{reply[: last.start()]} {text} {last[0].strip()}".strip()
    else:
        line = f"{reply} {text}"
    return Edit("add", text, line, rank=wording.rank)


def put_in_place(reply: str, wording: Wording, harm: Sequence[tuple[int, int]]) -> Edit:
    """With a sentence in place of the words that did harm."""
    left: list[str] = []
    at = 0
    for start, end in (*harm, (len(reply), len(reply))):
        left.append(reply[at:start].rstrip(" ,;:–—-") if not left else _tidy(reply[at:start]).rstrip(" ,;:–—-"))
        at = end
    rest = " ".join(_sentence(part) for part in left if len(part.split()) > 1)
    dropped = " ".join(reply[start:end].strip() for start, end in harm)
    added = added_to(rest, wording, False) if rest else Edit("add", _sentence(wording.text), _sentence(wording.text))
    return Edit("swap", added.words, added.line, dropped, wording.rank)


def _tidy(text: str) -> str:
    """Without the joint that held it to what stood before, its first letter large."""
    text = _JOINT.sub("", text).strip()
    return text[:1].upper() + text[1:]


def _sentence(text: str) -> str:
    text = text.strip()
    text = text[:1].upper() + text[1:]
    return text if not text or _STOP.search(text) else f"{text.rstrip(',;:')}."


def harmful_words(turn: Turn) -> tuple[tuple[int, int], ...]:
    """The spans, in order and apart, of the words that lowered a feeling."""
    causes = {change.cause.removeprefix("signal:") for change in turn.changes if change.cause.startswith("signal:")}
    falls = {c.cause.removeprefix("signal:") for c in turn.changes if c.by < 0} & causes
    spans: list[tuple[int, int]] = []
    for start, end in sorted(h.span for h in turn.heard if h.signal in falls and h.state == "met"):
        if spans and start <= spans[-1][1]:
            spans[-1] = (spans[-1][0], max(end, spans[-1][1]))
        else:
            spans.append((start, end))
    return tuple(spans)
