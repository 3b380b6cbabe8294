"""The smallest change to one reply that would have raised a mark: found by trying, and proven by marking again.

An edit drops words, moves a question to the front, adds a sentence, or, in a reply that did harm, says one in place of
the words that did it. The moment's own words are tried first, then the scenario's, then anybody's; among these those for
the next level before those for the ones above it, and the smallest first. At most `MOST_TRIES` are tried, so that the
same call always gives the same fix in much the same time. Each try hears the changed reply anew; the other replies are
taken as they were heard. Only what raises the level, ends the call no worse, lowers no total and proposes no knock-out is
shown.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Protocol

from scoring.marking.conditions import Situation
from scoring.marking.edits import (
    OPENERS,
    Edit,
    EditKind,
    Missing,
    Wording,
    added_to,
    asked_first,
    dropped_from,
    harmful_words,
    missing_by_level,
    put_in_place,
)
from scoring.marking.offer import marked_as_said
from scoring.marking.rubric import Criterion, Rubric
from scoring.marking.scorecard import CriterionMark, Scorecard, mark, mark_criterion
from scoring.marking.situation import TurnSituation, WholeSituation
from scoring.marking.transcript import Transcript, Turn

MOST_TRIES = 10
"""Changed replies that are heard; with the encoder some 15 ms each."""
MOST_AT_ONE_TURN = 7
"""Of them at the reply that the advice is about; what is left goes to the others."""
WORTH_OF = {"lost": 0, "stalled": 1, None: 1, "progress": 2, "won": 3}
"""How good an ending is; None: the call goes on."""
FEW = 4
"""A reply of so few words may be added to although nothing was heard in it."""


@dataclass(frozen=True, slots=True)
class Fix:
    """One changed reply and what it does: `criterion` goes from level `was` to `becomes`, the total likewise.

    `turn` counts from 1; `words` are those dropped, moved or added, `dropped` those that a swap leaves out; `line` is the
    whole reply with the change made.
    """

    turn: int
    edit: EditKind
    words: str
    dropped: str
    line: str
    criterion: str
    title: str
    was: int
    becomes: int
    total_was: int | None
    total_becomes: int | None


class Trial(Protocol):
    """Where changed replies are tried."""

    def wordings(self, turn: Turn, missing: Missing) -> Sequence[Wording]:
        """What could be said at this turn for what is missing; only what the rep could know by then."""
        ...

    def again(self, turn: int, line: str) -> Transcript | None:
        """The call with this line in place of that reply; None where it cannot be tried."""
        ...


@dataclass(slots=True)
class Proof:
    """Tries edits for one criterion, and counts the tries."""

    trial: Trial
    rubric: Rubric
    card: Scorecard
    criterion: Criterion
    was: CriterionMark
    outcome: str | None
    left: int = MOST_TRIES
    tried: set[tuple[int, str]] = field(default_factory=set)

    def holds(self, turn: int, edit: Edit) -> Fix | None:
        """The fix, if this edit raises the level and does no harm beside."""
        self.left -= 1
        transcript = self.trial.again(turn, edit.line)
        if transcript is None:
            return None
        found = mark_criterion(marked_as_said(transcript, self.rubric), self.criterion, self.rubric)
        level = self.was.level or 0
        if found.level is None or found.level <= level:
            return None
        card = mark(transcript, self.rubric)
        if len(card.knockouts) > len(self.card.knockouts) or (card.total or 0) < (self.card.total or 0):
            return None
        if WORTH_OF[transcript.outcome] < WORTH_OF[self.outcome]:
            return None
        return Fix(
            turn,
            edit.kind,
            edit.words,
            edit.dropped,
            edit.line,
            self.criterion.id,
            self.was.title,
            level,
            found.level,
            self.card.total,
            card.total,
        )


def smallest_fix(
    transcript: Transcript, rubric: Rubric, card: Scorecard, criterion: str, turn: int | None, trial: Trial
) -> Fix | None:
    """The smallest proven change for a criterion, first at `turn`, then at the replies after and before it.

    None where none was found within the tries, or where marking the call again as it was does not give its marks.
    """
    was = next((m for m in card.criteria if m.id == criterion), None)
    if was is None or was.level is None:
        return None
    transcript = marked_as_said(transcript, rubric)
    proof = Proof(trial, rubric, card, rubric.criterion(criterion), was, transcript.outcome)
    places = _places(transcript, turn)
    if not places or not _same_again(places[0], proof):
        return None
    for number, place in enumerate(places):
        allowed = proof.left - MOST_TRIES + MOST_AT_ONE_TURN if number == 0 and len(places) > 1 else proof.left
        for edit in edits_at(place, transcript, proof)[: max(0, allowed)]:
            if proof.left <= 0:
                return None
            found = proof.holds(place.n, edit)
            if found is not None:
                return found
    return None


def _same_again(turn: Turn, proof: Proof) -> bool:
    """Whether the call as it was gives the level that it has: else this version hears otherwise, and proves nothing."""
    transcript = proof.trial.again(turn.n, turn.rep)
    if transcript is None:
        return False
    found = mark_criterion(marked_as_said(transcript, proof.rubric), proof.criterion, proof.rubric)
    return found.level == proof.was.level


def _places(transcript: Transcript, turn: int | None) -> list[Turn]:
    """The replies that could be changed: the one in question, those after it, those before it."""
    spoken = [t for t in transcript.turns if t.rep.strip() and not t.silent and (t.heard or len(t.rep.split()) <= FEW)]
    first = turn if turn is not None else (spoken[0].n if spoken else 0)
    return sorted(spoken, key=lambda t: (t.n < first, t.n if t.n >= first else -t.n))


def edits_at(turn: Turn, transcript: Transcript, proof: Proof) -> list[Edit]:
    """Changes to one reply that could help, the smallest first."""
    situation: Situation = (
        TurnSituation(turn, transcript.turns) if proof.criterion.unit == "turn" else WholeSituation(transcript)
    )
    own = " ".join(t.rep for t in transcript.turns).lower()
    harm = harmful_words(turn)
    says_back = any(heard.signal in OPENERS for heard in turn.heard)
    found: dict[str, tuple[int, Edit]] = {}
    for level, missing in missing_by_level(proof.criterion, proof.was.level or 0, situation):
        edits = [*dropped_from(turn, missing), *asked_first(turn, missing)]
        fitting = (w for w in proof.trial.wordings(turn, missing) if says_back or not w.checks)
        new = (w for w in fitting if w.text.strip().rstrip(".!?").lower() not in own)
        edits += [put_in_place(turn.rep, w, harm) if harm else added_to(turn.rep, w, missing.before) for w in new]
        for edit in edits:
            if edit.line != turn.rep:
                found.setdefault(edit.line, (level, edit))
    ordered = sorted(found.values(), key=lambda f: (f[1].rank, f[0], f[1].size, f[1].kind, f[1].line))
    return [edit for _, edit in ordered]


def in_words(fix: Fix) -> str:
    """The fix as sentences for the rep."""
    what = {
        "add": f"At turn {fix.turn}, say one thing more: “{fix.words}”",
        "move": f"At turn {fix.turn}, ask first: “{fix.words}”",
        "drop": f"At turn {fix.turn}, leave out “{fix.words}”",
        "swap": f"At turn {fix.turn}, in place of “{fix.dropped}” say “{fix.words}”",
    }[fix.edit]
    total = ""
    if fix.total_was is not None and fix.total_becomes is not None and fix.total_becomes != fix.total_was:
        total = f", and the total from {fix.total_was} to {fix.total_becomes}"
    proven = f"Marked again with that one change, “{fix.title}” goes from {fix.was} to {fix.becomes} of 4{total}."
    whole = "" if fix.line == fix.words else f" The whole reply: “{fix.line}”"
    return f"{what}.{whole} {proven}"
