"""Why a feeling moved, as a sentence for the person: about the line, never about who said it."""

from __future__ import annotations

from collections.abc import Iterable

from scoring.marking.advice import past
from simulator.scenario.model import Scenario

SILENCE = "silence"
EVERY_TURN = "every_turn"

WARNINGS = (
    "I haven't got much longer.",
    "I'll have to go in a minute.",
    "I'm running out of time here.",
)
"""What a customer says when patience falls to 2, at every customer's tone: plain and short."""

SENTENCES = {
    SILENCE: "nothing was said",
    EVERY_TURN: "nothing in it moved the talk on",
    "acknowledge": "took up what was just said before anything else",
    "reflect": "said it back in own words",
    "empathise": "named what it is like on the other side",
    "summarise": "played back what the customer had told",
    "check_back": "asked whether that was right",
    "open_question": "asked a question that leaves room to answer",
    "closed_question": "asked a question that yes or no would answer",
    "tied_question": "asked about something the customer had said",
    "leading_question": "asked a question that carried its own answer",
    "number_question": "asked for a figure",
    "plays_back_number": "used the customer's own figure",
    "next_step": "asked for a step with a day or a time",
    "joint_step": "gave the customer a part in the next step",
    "open_ask": "asked for a meeting without a day",
    "vague_follow_up": "left it at being in touch",
    "trade": "asked for something in return",
    "give_away": "gave something away for nothing",
    "proof": "gave something that can be checked",
    "pitch_dump": "one claim after the other, and no question",
    "pushy": "pressed for an answer",
    "jargon": "used words the customer had not used",
    "hedge": "took back half of what was said",
    "disparage": "ran somebody down",
    "overstatement": "claimed more than anybody can know",
    "irritator": "praised the own offer",
    "owns_limit": "said openly what it cannot do",
    "opt_out_respected": "respected the wish to end it",
    "ignores_opt_out": "went on after a clear no",
    "apologises_for_price": "said sorry for the price",
    "guarantee": "promised what nobody can promise",
    "abuse": "was abusive",
    "humiliates": "made the other small",
}


def because(cause: str, scenario: Scenario) -> str:
    """The sentence for a cause such as `signal:give_away`, `silence`, `every_turn`, `effect:forklift`."""
    kind, _, name = cause.partition(":")
    if kind == "effect":
        if name in scenario.interruptions:
            return "something came in between"
        return "what was said led there"
    key = name or kind
    signal = scenario.signals.get(key)
    if key in SENTENCES and (signal is None or signal.kind in ("behaviour", "claim")):
        return SENTENCES[key]
    means = past(signal.means) if signal else ""
    return means or key.replace("_", " ")


IDLE = (
    (frozenset({"vague_follow_up"}), "left it at being in touch"),
    (frozenset({"claim", "proof", "pitch_dump"}), "told about the offer, and asked nothing new"),
    (frozenset({"open_question", "closed_question"}), "asked something that led no further"),
    (frozenset({"acknowledge", "reflect", "summarise", "empathise"}), "took the same thing up once more"),
    (frozenset({"small_talk", "thanks", "stock_phrase", "praise"}), "kind words, and nothing to go on with"),
)
"""What a reply that earned nothing was, by what was heard in it; the first that fits."""


def idle(heard: Iterable[str], repeated: bool) -> str:
    """Why a turn cost what every turn costs: what was said, that it earned nothing."""
    if repeated:
        return "said much the same as before"
    names = frozenset(heard)
    fitting = (sentence for signals, sentence in IDLE if not signals.isdisjoint(names))
    return next(fitting, SENTENCES[EVERY_TURN])
