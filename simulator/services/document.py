"""The JSON document of a call, open or ended: the same bytes on the day it ended and on any later one."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from scoring.marking.document import play_document
from scoring.marking.feedback import as_json as feedback_json
from scoring.marking.receipt import seal
from simulator.services.call import CannotGoOn, read, receipt_of, replayed

if TYPE_CHECKING:
    from simulator.services.call import Call
    from simulator.services.practice import Practice
    from simulator.store.attempts import AttemptRow


def document_of_open(call: Call) -> dict[str, Any]:
    """A call as far as it went. `attempt`, with which it is gone on with, is random and stands in open calls only."""
    return {**play_document(call.session.transcript(), None, None), "attempt": call.attempt}


def document_of_ended(practice: Practice, row: AttemptRow) -> dict[str, Any]:
    """An ended call with its card and the receipt that was sealed at its end. Raises NoSuchAttempt without a card."""
    reading, receipt = read(practice, row), receipt_of(practice, row)
    transcript, rubric = reading.transcript, reading.scenario.rubric
    try:
        # Played again from its log, the names in it stand in their first order; the store keeps them sorted.
        session = replayed(practice, row, deaf=True)
        transcript, rubric = session.transcript(), session.scenario.rubric
    except CannotGoOn:
        pass  # Another version's call: it can be read, not played again.
    made = seal(transcript, rubric, receipt["scenario"], reading.scorecard)
    document = play_document(transcript, reading.scorecard, made)
    if made["seal"] != receipt["seal"]:  # Marked otherwise by this version: what was sealed is what is handed out.
        document["scorecard"] = {**receipt["card"], "receipt": receipt}
    return {**document, "feedback": feedback_json(reading.feedback)}
