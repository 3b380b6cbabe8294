"""Whether words speak of what the rep offers: praise, and what the customer said played back, are no answer to a need.

A scenario's examples of an offer lie near the customer's own words ("your prices stay yours"), so that a compliment or a
playback may be heard as one. For the marks it then counts only where the words bring something of ours, a change or the
other side, or stand in a reply that does and are neither praise nor a playback.
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
        r"\bnothing (?:is|gets) taken\b|\b(?:has|have) the last word\b|"
        r"\bstill (?:yours|theirs|his|hers|decides?|sets?|sees?|judges?|chooses?)\b",
        re.IGNORECASE,
    ),
    re.compile(r"\b(?:the difference|theirs|the (?:other|cheaper) one|they collect)\b", re.IGNORECASE),
)

_PLAYED_BACK = re.compile(r"^\W*(?:(?:ok|okay|right|well|fine)\W+)?so\b", re.IGNORECASE)
"""What begins so says back what the customer told."""
_ABOUT_THEM = re.compile(
    r"^\W*(?:(?:ok|okay|right|well|fine)\W+)?so\W+"
    r"(?:it|you|your|they|their|there|he|she|people|nobody|half)\b[^?]*$",
    re.IGNORECASE,
)
_OURS = re.compile(
    r"\b(?:we|us|our|ours|mine|let(?:'s| us| me)|would|could|stays? (?:yours|his|hers|theirs)|i(?:'d|'ll| will))\b|\w'(?:d|ll)\b",
    re.IGNORECASE,
)
_PRAISES = re.compile(
    r"\b(?:lovely|impressive|impressed|great|wonderful|fantastic|amazing|admire|proud|lucky|good at|well done|congratulations|"
    r"(?:love|like) (?:how|what|that|your)|better than any\w*|nicest)\b",
    re.IGNORECASE,
)
_OF_THEM = re.compile(
    r"^\W*(?:and |but |well,? |okay,? )*(?:you|your|they|their|he|she|it(?:'s| is) your)\b", re.IGNORECASE
)
"""What begins so may speak of the customer alone."""
AS_WRITTEN = 0.85
"""From this strength words are as good as one of the author's own examples."""
LEAST_WORDS = 4
"""Fewer are no offer, whatever stands beside them."""
_INTRODUCES = re.compile(
    r"^\W*(?:(?:good (?:morning|afternoon|evening|day)|hello|hi|hey)\b[^,.!?]*[,.!]?\s*)?"
    r"(?:it(?:'s| is)|this is|my name(?:'s| is)|i(?:'m| am))\s+\w+(?:\s+\w+)?(?:\s+(?:here|calling))?"
    r"(?:,?\s+(?:from|with|at|of)\s+[\w& ]{1,30})?\W*$",
    re.IGNORECASE,
)


def marked_as_said(transcript: Transcript, rubric: Rubric) -> Transcript:
    """The transcript as its marks read it: an offer only in words that offer something, and no claim in a greeting."""
    turns = tuple(_as_said(turn, rubric) for turn in transcript.turns)
    return transcript if turns == transcript.turns else replace(transcript, turns=turns)


def _as_said(turn: Turn, rubric: Rubric) -> Turn:
    kept = tuple(
        heard
        for heard in turn.heard
        if (heard.signal not in rubric.offers or offered(heard, turn))
        and (heard.signal not in rubric.plans or not told_back(heard.quote.replace("’", "'")))
        and (heard.signal != "claim" or claimed(heard.quote.replace("’", "'")))
    )
    return turn if len(kept) == len(turn.heard) else replace(turn, heard=kept)


def told_back(words: str) -> bool:
    """Whether words only say back what the customer told about themselves."""
    return bool(_ABOUT_THEM.match(words)) and not _OURS.search(words)


def claimed(words: str) -> bool:
    """Whether a claim is one about what we sell: no name, and nothing that the customer told said back."""
    if _PLAYED_BACK.match(words):
        return bool(_OURS.search(words))
    return not _INTRODUCES.match(words)


def offered(heard: Heard, turn: Turn) -> bool:
    """Whether the words of a hearing, or what else was heard in them, speak of an offer."""
    words = heard.quote.replace("’", "'")
    if _PLAYED_BACK.match(words):
        return bool(_OURS.search(words))
    if any(pattern.search(words) for pattern in _OFFERED):
        return True
    stands = heard.strength >= AS_WRITTEN or not _OF_THEM.match(words) or _OURS.search(turn.rep.replace("’", "'"))
    if stands and not _PRAISES.search(words) and len(words.split()) >= LEAST_WORDS:
        return True
    start, end = heard.span
    return any(other.signal in BESIDE and other.span[0] < end and start < other.span[1] for other in turn.heard)
