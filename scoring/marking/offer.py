"""Whether words speak of what the rep offers: praise, and what the customer said played back, are no answer to a need.

A scenario's examples of an offer lie near the customer's own words ("your prices stay yours"), so that a compliment or a
playback may be heard as one. For the marks it then counts only where something of ours, a change, or the other side
stands in the words.
"""

from __future__ import annotations

import re
from dataclasses import replace

from scoring.hearing.signals import Heard
from scoring.marking.rubric import Rubric
from scoring.marking.transcript import Transcript, Turn

BESIDE = frozenset({"claim", "proof", "owns_limit", "next_step", "trade"})
"""Heard in the same words, these say that it is about the offer."""
_OFFERED = (
    re.compile(  # We who speak, and what we bring.
        r"\b(?:we|us|our|ours|mine|let(?:'s| us| me)|with me|i(?:'d|'ll| would| will| can| could| bring| show))\b|"
        r"\b(?:it|this|the (?:thing|tool|software|system|paper|warning))(?:'d|'ll)? (?:only |just |still |never |also )*"
        r"(?:does|takes? (?!you\b)|keeps?|leaves?|lets?|gives?|sends?|shows?|reads?|writes?|types?|warns?|puts?|turns?|"
        r"answers?|sorts?|copies|would|will|could|can|decides?|comes|fits?)",
        re.IGNORECASE,
    ),
    re.compile(  # What would be otherwise, and what would stay.
        r"\b(?:would|could|will|stays?|keeps?|instead|afterwards|from then on|no longer|less|fewer|sooner|faster)\b|"
        r"\b(?:for you|(?:is|are) ready)\b|\w'(?:d|ll)\b|"
        r"\bno(?:body|[ -]one| gadget| machine| computer) (?:takes?|touches|prices|decides|replaces)\b|"
        r"\bstill (?:yours|theirs|his|hers|decides?|sets?|sees?|judges?|chooses?)\b",
        re.IGNORECASE,
    ),
    re.compile(r"\b(?:the difference|theirs|the (?:other|cheaper) one|they collect)\b", re.IGNORECASE),
)


def marked_as_said(transcript: Transcript, rubric: Rubric) -> Transcript:
    """The transcript as its marks read it: without hearings of an offer in words that offer nothing."""
    if not rubric.offers:
        return transcript
    turns = tuple(_as_said(turn, rubric.offers) for turn in transcript.turns)
    return transcript if turns == transcript.turns else replace(transcript, turns=turns)


def _as_said(turn: Turn, offers: frozenset[str]) -> Turn:
    if not any(heard.signal in offers for heard in turn.heard):
        return turn
    kept = tuple(heard for heard in turn.heard if heard.signal not in offers or offered(heard, turn))
    return turn if len(kept) == len(turn.heard) else replace(turn, heard=kept)


def offered(heard: Heard, turn: Turn) -> bool:
    """Whether the words of a hearing, or what else was heard in them, speak of an offer."""
    if any(pattern.search(heard.quote.replace("’", "'")) for pattern in _OFFERED):
        return True
    start, end = heard.span
    return any(other.signal in BESIDE and other.span[0] < end and start < other.span[1] for other in turn.heard)
