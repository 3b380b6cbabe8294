"""What a simulated rep can say in a scenario: phrases, and as what each would be heard.

The wordings of its content are the author's examples, those of behaviours are fixed lines of talk. What else is in an
example (an open question, a claim ...) the real rules say. Whether a content signal is heard in its own example is taken
for granted here; at the level of words the detectors judge that.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from scoring.hearing.behaviours import DETECTORS
from scoring.hearing.behaviours.view import view_of
from scoring.hearing.signals import CONTENT_KINDS, Heard, Signal
from simulator.scenario.model import Scenario

SLOTS = 8
"""Phrases that one reply can be put together from."""
_APART = 1000
QUESTIONS = ("open_question", "closed_question", "tied_question", "leading_question")
SPOKEN: Mapping[str, str] = {
    "acknowledge": "That is a fair point to raise.",
    "reflect": "So that is what weighs on you most.",
    "empathise": "I can see why that is hard from where you sit.",
    "summarise": "So you told me two things, and the one follows from the other.",
    "check_back": "Did I get that right?",
    "plays_back_number": "So it is the figure that you just named.",
    "open_question": "What else is on your mind there?",
    "closed_question": "Is that how it is?",
    "tied_question": "What does that mean for the people you just spoke of?",
    "leading_question": "Surely you would agree with that, wouldn't you?",
    "consequence_question": "What follows from that?",
    "decision_question": "Who decides on that, and by when?",
    "number_question": "How many is that?",
    "next_step": "Shall we sit down on Tuesday at nine?",
    "joint_step": "You bring your figures, and I bring mine.",
    "open_ask": "Shall we meet about it some time?",
    "vague_follow_up": "I'll send you something and we'll be in touch.",
    "trade": "If you commit to two years, we can move on the start.",
    "give_away": "I could take something off for you.",
    "claim": "Our product does that for our customers.",
    "proof": "Our customers counted it for themselves.",
    "pitch_dump": "Our product does that. It does all the rest as well. It is quick and easy.",
    "overstatement": "It always works and it is the best there is.",
    "hedge": "It might sort of help, I would hope.",
    "owns_limit": "There is one part that we cannot do.",
    "refers_up": "That I would have to ask my manager.",
    "apologises_for_price": "I'm sorry that it costs so much.",
    "irritator": "That is a generous offer, be reasonable.",
    "pushy": "You need to decide today.",
    "disparage": "What the others sell is no good.",
    "jargon": "We leverage synergies end to end.",
    "small_talk": "How are you today?",
    "thanks": "Thank you.",
    "stock_phrase": "I hear you.",
    "opt_out_respected": "Then I won't call you again.",
    "guarantee": "I promise that it will pay for itself.",
    "deception": "The price doubles at midnight.",
    "self_review": "How did you see that call yourself?",
    "observation": "In that call you spoke for two minutes before the first question.",
    "ask_options": "What could you do otherwise next time?",
    "support": "I'll sit in with you on Thursday.",
    "praise": "The way you opened that call was good.",
    "smart_goal": "Two open questions in each of the next five calls, until Friday.",
}
"""How a behaviour is said where no example of the scenario's says it."""


@dataclass(frozen=True, slots=True)
class Phrase:
    """One wording. `slots[i]`: as what it is heard where it is the i-th phrase of a reply, so that spans keep order."""

    text: str
    slots: tuple[tuple[Heard, ...], ...]
    signals: frozenset[str]

    @property
    def opens(self) -> bool:
        return "open_question" in self.signals

    @property
    def asks(self) -> bool:
        return not self.signals.isdisjoint(QUESTIONS)


def phrase(text: str, spans: list[tuple[str, int, int]]) -> Phrase:
    """`spans`: (signal, start, end) into the text."""
    slots = tuple(
        tuple(
            Heard(name, (at + i * _APART, end + i * _APART), text[at:end], 1.0, "met", "given")
            for name, at, end in spans
        )
        for i in range(SLOTS)
    )
    return Phrase(text, slots, frozenset(name for name, _, _ in spans))


@dataclass(frozen=True, slots=True)
class Phrasebook:
    """`content`: the wordings of each content signal; `spoken`: of behaviours and harm. Only what can be heard there."""

    content: Mapping[str, tuple[Phrase, ...]]
    spoken: Mapping[str, Phrase]
    harm: tuple[str, ...]
    """The harm that this author wrote down."""
    asks: frozenset[str] = field(default_factory=frozenset)
    """The content signals that are mostly questions."""


def phrasebook(scenario: Scenario) -> Phrasebook:
    """Takes some hundredths of a second."""
    content: dict[str, tuple[Phrase, ...]] = {}
    spoken: dict[str, Phrase] = {}
    useful = has_use(scenario)
    for name, signal in scenario.signals.items():
        examples = wordings(signal)
        if signal.kind in CONTENT_KINDS and not signal.harmful and name in useful:
            content[name] = tuple(worded(text, name, scenario) for text in examples)
        else:
            text = SPOKEN.get(signal.detector or name) or (examples[0] if examples else name.replace("_", " ") + ".")
            spoken[name] = phrase(text, [(name, 0, len(text))])
    harm = tuple(
        name
        for name, signal in scenario.signals.items()
        if signal.harmful and signal.kind in ("concept", "claim") and name in scenario.reactions and name not in SPOKEN
    )
    asks = frozenset(n for n, phrases in content.items() if sum(p.asks for p in phrases) * 2 > len(phrases))
    return Phrasebook(content, spoken, harm, asks)


def has_use(scenario: Scenario) -> frozenset[str]:
    """The signals to which their author gave a use: a role, a reaction, or a place in a best choice.

    A library's harm to which this customer does not react has none, nor has a question that is only answered.
    """
    reactions = (scenario.reactions, *(moment.reactions for moment in scenario.moments.values()))
    best = {name for moment in scenario.moments.values() for c in moment.guided if c.best for name in c.hears}
    roles = {name for name, signal in scenario.signals.items() if signal.counts_as}
    return frozenset(best | roles | {name for table in reactions for name in table})


def wordings(signal: Signal) -> tuple[str, ...]:
    if signal.kind == "number":
        return (f"So it comes to {figure(signal)}.",)
    return signal.like or signal.references


def figure(signal: Signal) -> str:
    """A figure in a number signal's range, or its placeholder, with its unit."""
    if signal.near:
        return signal.near
    low, high = signal.low, signal.high
    middle = (low + high) / 2 if low is not None and high is not None else low if low is not None else high or 0.0
    return f"{middle:,.0f} percent" if signal.unit == "percent" else f"{middle:,.0f}"


def worded(text: str, name: str, scenario: Scenario) -> Phrase:
    """An example, as its signal and as the behaviours that the rules hear in it. What it would do harm by is left out:
    it is an example of something good."""
    spans = [(name, 0, len(text))]
    view = view_of(text, "", "", scenario.seller)
    for other, signal in scenario.signals.items():
        if signal.kind == "behaviour" and not signal.harmful:
            spans += [
                (other, *heard.span) for heard in DETECTORS[signal.detector or other](view) if heard.state == "met"
            ]
    return phrase(text, spans)
