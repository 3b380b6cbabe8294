"""A transcript as conditions ask it: as a whole, or at one reply. What cannot be known on a bare one is unknown (None)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from scoring.hearing.signals import Heard
from scoring.marking.conditions import (
    ANY,
    OPS,
    Asked,
    Atom,
    Count,
    Ends,
    Evidence,
    Finding,
    HasOutcome,
    HeardIt,
    In,
    Knows,
    Level,
    Objection,
    Repeated,
    Silent,
)
from scoring.marking.transcript import Snapshot, Transcript, Turn

UNKNOWN = Finding(None)


def cited(turn: Turn, heard: Heard) -> Evidence:
    """The words of one hearing, as evidence."""
    return Evidence(turn.n, heard.span, heard.quote, heard.rule, heard.signal)


def whole_reply(turn: Turn, rule: str) -> Evidence:
    """A whole reply as evidence: for what it brought about, where no single words did."""
    return Evidence(turn.n, (0, len(turn.rep)), turn.rep, rule)


def said_with(found: Iterable[Heard], others: Iterable[Heard]) -> list[Heard]:
    """Those of one reply's hearings that share words with one of the others."""
    spans = [other.span for other in others]
    return [h for h in found if any(h.span[0] < end and start < h.span[1] for start, end in spans)]


@dataclass(frozen=True, slots=True)
class WholeSituation:
    """The whole conversation: signals anywhere in it, facts, objections and feelings as they stand at its end.

    `unsure`: hearings that are unsure count too; what could be, beside what is.
    """

    transcript: Transcript
    unsure: bool = False

    def find(self, atom: Atom) -> Finding:
        final = self.transcript.final
        match atom:
            case HeardIt(names, moment, before, beside):
                return self._heard(names, moment, before, beside)
            case Count(names, op, value, before):
                limit = self._first(before) if before is not None else None
                found = [(t, h) for t, h in self._all(names) if limit is None or (t.n, h.span[0]) < limit]
                return Finding(OPS[op](len(found), value), tuple(cited(t, h) for t, h in found))
            case Silent():
                silent = [turn for turn in self.transcript.turns if turn.silent]
                return Finding(bool(silent), tuple(whole_reply(turn, "silence") for turn in silent))
            case Repeated():
                again = [turn for turn in self.transcript.turns if turn.repeated]
                return Finding(bool(again), tuple(whole_reply(turn, "repeated") for turn in again))
            case Ends(ending):
                return UNKNOWN if self.transcript.ending is None else Finding(self.transcript.ending == ending)
            case HasOutcome(outcome):
                return UNKNOWN if self.transcript.outcome is None else Finding(self.transcript.outcome == outcome)
            case _:
                return standing(atom, final, self.transcript.turns)

    def _heard(
        self,
        names: tuple[str, ...],
        moment: str | None,
        before: tuple[str, ...] | None,
        beside: tuple[str, ...] | None,
    ) -> Finding:
        if moment is not None and self.transcript.bare:
            return UNKNOWN
        found = [(t, h) for t, h in self._all(names) if moment is None or t.moment == moment]
        if before is not None:
            limit = self._first(before)
            found = [(t, h) for t, h in found if limit is None or (t.n, h.span[0]) < limit]
        if beside is not None:
            others: dict[int, list[Heard]] = {}
            for turn, heard in self._all(beside):
                others.setdefault(turn.n, []).append(heard)
            found = [(t, h) for t, h in found if said_with([h], others.get(t.n, ()))]
        return Finding(bool(found), tuple(cited(t, h) for t, h in found))

    def _all(self, names: tuple[str, ...]) -> Iterator[tuple[Turn, Heard]]:
        for turn in self.transcript.turns:
            for heard in turn.heard:
                if heard.signal in names and (self.unsure or heard.state == "met"):
                    yield turn, heard

    def _first(self, names: tuple[str, ...]) -> tuple[int, int] | None:
        return min(((t.n, h.span[0]) for t, h in self._all(names)), default=None)


@dataclass(frozen=True, slots=True)
class TurnSituation:
    """One reply: its own signals, and facts, objections and feelings as they stood before it."""

    turn: Turn
    turns: tuple[Turn, ...]
    unsure: bool = False

    def find(self, atom: Atom) -> Finding:
        turn = self.turn
        match atom:
            case HeardIt(names, moment, before, beside):
                if moment is not None:
                    if not turn.moment:
                        return UNKNOWN
                    if turn.moment != moment:
                        return Finding(False)
                found = self._found(names, before)
                if beside is not None:
                    found = said_with(found, self._found(beside, None))
                return Finding(bool(found), tuple(cited(turn, heard) for heard in found))
            case Count(names, op, value, before):
                found = self._found(names, before)
                return Finding(OPS[op](len(found), value), tuple(cited(turn, heard) for heard in found))
            case Silent():
                return Finding(turn.silent)
            case Repeated():
                return Finding(turn.repeated)
            case Ends() | HasOutcome():
                return Finding(False)
            case _:
                return standing(atom, turn.before, self.turns[: turn.n - 1])

    def _found(self, names: tuple[str, ...], before: tuple[str, ...] | None) -> list[Heard]:
        heard = [h for h in self.turn.heard if self.unsure or h.state == "met"]
        found = [h for h in heard if h.signal in names]
        if before is not None:
            limit = min((h.span[0] for h in heard if h.signal in before), default=None)
            found = [h for h in found if limit is None or h.span[0] < limit]
        return found


def standing(atom: Atom, at: Snapshot | None, turns: Iterable[Turn]) -> Finding:
    """Facts, objections and feelings at one point; unknown where there is no snapshot. The words that brought them."""
    match atom:
        case Knows(names) | Asked(names) | Objection(names, _) if not names:
            return Finding(False)
        case _:
            pass
    if at is None:
        return UNKNOWN
    match atom:
        case Knows(names):
            wanted = at.known if names == (ANY,) else at.known & set(names)
            return Finding(bool(wanted), _told(turns, wanted))
        case Asked(names):
            return Finding(bool(at.asked & set(names)), _asked(turns, frozenset(names)))
        case Objection(names, status):
            chosen = set(at.objections) if names == (ANY,) else set(names)
            if status == "raised":
                return Finding(bool(at.raised & chosen))
            holding = {name for name in chosen if at.objections.get(name) == status}
            return Finding(bool(holding), _turned(turns, holding) if status == "resolved" else ())
        case Level(name, op, value):
            number = {"here": at.here, "turn": at.turn}.get(name, at.feelings.get(name))
            return UNKNOWN if number is None else Finding(OPS[op](number, value))
        case In(moment):
            return Finding(at.moment == moment)
        case _:
            return UNKNOWN


def _told(turns: Iterable[Turn], facts: Iterable[str]) -> tuple[Evidence, ...]:
    wanted = set(facts)
    return tuple(
        whole_reply(turn, f"told: {name}") for turn in turns for name in turn.facts if name in wanted and turn.rep
    )


def _asked(turns: Iterable[Turn], facts: frozenset[str]) -> tuple[Evidence, ...]:
    out = []
    known: frozenset[str] = frozenset()
    for turn in turns:
        now = turn.after.asked if turn.after else frozenset()
        out += [whole_reply(turn, f"asked: {name}") for name in sorted((now - known) & facts) if turn.rep]
        known = now
    return tuple(out)


def _turned(turns: Iterable[Turn], objections: set[str]) -> tuple[Evidence, ...]:
    return tuple(
        whole_reply(turn, f"resolved: {name}")
        for turn in turns
        for name, status in turn.objections.items()
        if name in objections and status == "resolved" and turn.rep
    )
