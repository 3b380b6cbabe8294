"""The document that `play --json` prints: the call, turn by turn, and its scorecard with the receipt."""

from __future__ import annotations

from typing import Any

from scoring.marking.scorecard import Scorecard, as_json
from scoring.marking.transcript import Transcript
from scoring.marking.transcript_json import turn_json


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
