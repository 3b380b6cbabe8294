"""A receipt: all that is needed to derive a scorecard anew, sealed so that a changed character shows.

It carries the transcript, the rubric, the scenario, the versions and the card. The turns form a chain: each link is the
SHA-256 of the link before and of the turn without its strengths. No clock and no row of a database is in it.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from scoring.marking.rubric import Rubric, RubricError, canonical
from scoring.marking.scorecard import Scorecard, as_json, mark
from scoring.marking.transcript import Transcript, Turn
from scoring.marking.transcript_json import NotATranscript, from_json, to_json, turn_json

RECEIPT_FORMAT = 1
NOT_SEALED = ("scorecard", "feedback", "notes")
"""Keys of a document that are not held against its receipt; the scorecard is compared by itself."""
SEALED = ("format", "transcript", "rubric", "rubric_hash", "scenario", "scenario_hash", "chain", "card", "seal")
"""The keys of a receipt."""
OURS = frozenset({"scorecard", "receipt", "rubric_hash", "scenario_hash", "chain", "seal"})
"""Data with one of these keys was a document of Sparring, however it was changed since."""
DAMAGE = (LookupError, TypeError, ValueError, AttributeError, ArithmeticError, RecursionError)
"""What data of another kind than expected makes the code that reads it raise."""


class Damaged(ValueError):
    """A document of Sparring that cannot be read any more. Carries a sentence."""


@dataclass(frozen=True, slots=True)
class Verification:
    """Whether a receipt holds, and in a sentence why or why not. `ours`: it is a document of Sparring at all."""

    ok: bool
    why: str
    ours: bool = True


def link(before: str, turn: Turn) -> str:
    """The next link of the chain, in hex."""
    return hashlib.sha256((before + canonical(turn_json(turn, strengths=False))).encode()).hexdigest()


def chain(turns: Iterable[Turn], start: str = "") -> list[str]:
    """A link for each turn."""
    links = []
    for turn in turns:
        start = link(start, turn)
        links.append(start)
    return links


def seal(transcript: Transcript, rubric: Rubric, scenario: str, card: Scorecard) -> dict[str, Any]:
    """The receipt. `scenario` is the canonical text of the scenario that was played; empty on a bare transcript."""
    body = {
        "format": RECEIPT_FORMAT,
        "transcript": to_json(transcript, strengths=False),
        "rubric": rubric.mapping(),
        "rubric_hash": rubric.hash,
        "scenario": scenario,
        "scenario_hash": _hash(scenario) if scenario else "",
        "chain": chain(transcript.turns),
        "card": as_json(card),
    }
    return {**body, "seal": _hash(canonical(body))}


def verify(document: Any) -> Verification:
    """Derive the card anew from a receipt, or a document of `play --json` or `score --json`, and compare everything.

    Takes any data that JSON can hold, and never raises.
    """
    if not isinstance(document, Mapping) or not OURS & document.keys():
        return Verification(False, "this is no document of Sparring with a scorecard, and no receipt", ours=False)
    try:
        return _verify_any(document)
    except Damaged as error:
        return Verification(False, str(error))
    except DAMAGE:
        return Verification(False, "the document is damaged: something in it is of another kind than it was")


def opened(receipt: Mapping[str, Any]) -> tuple[Transcript, Rubric]:
    """What a receipt was sealed over. Raises Damaged."""
    try:
        transcript = from_json(receipt["transcript"])
    except (NotATranscript, *DAMAGE):
        raise Damaged("the receipt is damaged: its transcript cannot be read") from None
    try:
        return transcript, Rubric.load(receipt["rubric"])
    except RubricError as error:
        raise Damaged(f"the receipt is damaged: its rubric cannot be used: {error}") from None
    except DAMAGE:
        raise Damaged("the receipt is damaged: its rubric cannot be read") from None


def _verify_any(document: Mapping[str, Any]) -> Verification:
    card = document.get("scorecard")
    if "scorecard" not in document:
        receipt = document.get("receipt")
        return _verify(receipt if isinstance(receipt, Mapping) else document)
    if isinstance(card, Mapping) and isinstance(card.get("receipt"), Mapping):
        return _verify_document(document, card, card["receipt"])
    if isinstance(card, Mapping) and "transcript" in document:
        return Verification(
            False, "no receipt is in it: the call was played here, and `play --json` prints it with one"
        )
    if card is None and "attempt" in document:
        return Verification(False, "no receipt is in it: the call is still open")
    return Verification(False, "no receipt is in it")


def _verify_document(document: Mapping[str, Any], card: Mapping[str, Any], receipt: Mapping[str, Any]) -> Verification:
    inner = _verify(receipt)
    if not inner.ok:
        return inner
    shown = {key: value for key, value in card.items() if key != "receipt"}
    if canonical(shown) != canonical(receipt["card"]):
        return Verification(False, f"a mark was changed: {_first_difference(shown, receipt['card'])}")
    from scoring.marking.document import play_document, score_document

    transcript, rubric = opened(receipt)
    if "transcript" in document:
        again = score_document(transcript, mark(transcript, rubric), receipt, {}, ())
    else:
        again = play_document(transcript, None, dict(receipt))
    for key, value in again.items():
        if key not in NOT_SEALED and canonical(value) != canonical(document.get(key)):
            return Verification(False, f"'{key}' does not say what the receipt says")
    more = [key for key in document if key not in again and key not in NOT_SEALED]
    if more:
        return Verification(False, f"'{more[0]}' was put in; the receipt knows nothing of it")
    return inner


def _verify(receipt: Mapping[str, Any]) -> Verification:
    lost = [name for name in SEALED if name not in receipt]
    if lost:
        return Verification(False, f"the receipt is damaged: '{lost[0]}' is missing")
    more = [name for name in receipt if name not in SEALED]
    if more:
        return Verification(False, f"'{more[0]}' was put into the receipt")
    if receipt["format"] != RECEIPT_FORMAT:
        return Verification(False, "this receipt is of a format that this version does not know")
    if not (isinstance(receipt["chain"], list) and isinstance(receipt["scenario"], str)):
        return Verification(False, "the receipt is damaged: its chain or its scenario is of another kind")
    transcript, rubric = opened(receipt)
    changed = _changed_turn(transcript, receipt["chain"])
    if changed:
        return Verification(False, changed)
    if rubric.hash != receipt["rubric_hash"]:
        return Verification(False, "the rubric was changed")
    if receipt["scenario"] and _hash(receipt["scenario"]) != receipt["scenario_hash"]:
        return Verification(False, "the scenario was changed")
    reference = receipt["transcript"]["scenario"]
    if reference is not None and reference["hash"] != receipt["scenario_hash"]:
        return Verification(False, "the transcript is not of this scenario")
    card = as_json(mark(transcript, rubric))
    if canonical(card) != canonical(receipt["card"]):
        return Verification(False, f"a mark was changed: {_first_difference(receipt['card'], card)}")
    body = {key: value for key, value in receipt.items() if key != "seal"}
    if _hash(canonical(body)) != receipt["seal"]:
        return Verification(False, "something beside the turns, the rubric and the marks was changed")
    total = card["total"]
    return Verification(True, f"the card follows from the transcript: {total if total is not None else 'no'} of 100")


def _changed_turn(transcript: Transcript, links: list[Any]) -> str:
    """A sentence on the first turn that does not stand where the chain has it, or an empty one."""
    try:
        mine = chain(transcript.turns)
    except DAMAGE:
        return "a turn was changed: something in it is of another kind than it was"
    for n, (derived, given) in enumerate(zip(mine, links, strict=False), 1):
        if derived != given:
            return f"turn {n} was changed"
    return "" if len(mine) == len(links) else "turns were added or taken away"


def _first_difference(given: Any, derived: Any, at: str = "card") -> str:
    if isinstance(given, Mapping) and isinstance(derived, Mapping):
        for key in {**given, **derived}:
            if canonical(given.get(key)) != canonical(derived.get(key)):
                return _first_difference(given.get(key), derived.get(key), f"{at}.{key}")
    if isinstance(given, list) and isinstance(derived, list):
        for i, (left, right) in enumerate(zip(given, derived, strict=False)):
            if canonical(left) != canonical(right):
                name = left.get("id", i) if isinstance(left, Mapping) else i
                return _first_difference(left, right, f"{at}.{name}")
        return f"{at} has {len(given)} entries, not {len(derived)}"
    return f"{at} says {json.dumps(given)[:60]}, not {json.dumps(derived)[:60]}"


def _hash(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()
