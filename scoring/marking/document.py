"""The documents that `play --json` and `score --json` print: the call, and its scorecard with the receipt."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from scoring.marking.scorecard import CriterionMark, Scorecard, as_json
from scoring.marking.transcript import Transcript
from scoring.marking.transcript_json import to_json, turn_json


def play_document(transcript: Transcript, card: Scorecard | None, receipt: dict[str, Any] | None) -> dict[str, Any]:
    """All of it as plain data; `card` None: the scorecard is null (an attempt still open, or only to be compared)."""
    ref = transcript.scenario
    turns = []
    for turn in transcript.turns:
        data = turn_json(turn, strengths=False)
        keys = ("n", "rep", "heard", "changes", "facts", "objections", "hints", "customer", "moment")
        flags = ("silent", "repeated", "unclear")
        turns.append({key: data[key] for key in (*keys, *flags)})
    return {
        "scenario": None if ref is None else {"id": ref.id, "version": ref.version, "hash": ref.hash},
        "engine": transcript.engine,
        "encoder": transcript.encoder,
        "seed": transcript.seed,
        "mode": transcript.mode,
        "level": transcript.level,
        "opening": transcript.opening,
        "outcome": transcript.outcome,
        "ending": transcript.ending,
        "path": list(transcript.path),
        "turns": turns,
        "scorecard": None if card is None else {**as_json(card), "receipt": receipt},
    }


def score_document(
    transcript: Transcript,
    card: Scorecard,
    receipt: Mapping[str, Any] | None,
    feedback: Mapping[str, Any],
    notes: Iterable[str],
) -> dict[str, Any]:
    """What `score --json` prints. `receipt` None: the call was played here, and its own document holds it."""
    return {
        "transcript": to_json(transcript, strengths=False),
        "scorecard": {**as_json(card), "receipt": receipt},
        "feedback": feedback,
        "not_answered": [m.id for m in not_answered(transcript, card)],
        "not_called_for": [m.id for m in not_called_for(transcript, card)],
        "notes": list(notes),
    }


def not_answered(transcript: Transcript, card: Scorecard) -> list[CriterionMark]:
    """Of a real call: what its words alone cannot answer."""
    return [m for m in card.criteria if transcript.bare and m.id in card.unknown]


def not_called_for(transcript: Transcript, card: Scorecard) -> list[CriterionMark]:
    """Of a real call: the others without a level; `explanation` says why, mostly that nothing asked for it."""
    return [m for m in card.criteria if transcript.bare and m.level is None and m.id not in card.unknown]
