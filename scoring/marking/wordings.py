"""Short things that anybody could say, for the behaviours that no scenario gives examples of; and what was told, said back."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from scoring.hearing.signals import Signal
from scoring.hearing.text import FUNCTION_WORDS, words
from scoring.marking.edits import OPENERS, Missing, Wording

MOST_OF_ONE = 3
"""Examples of one signal that are tried, the shortest first."""
PHRASES: dict[str, tuple[str, ...]] = {
    "check_back": ("Did I get that right?",),
    "next_step": ("Shall we say Thursday at ten?",),
    "joint_step": ("Would you bring your own figures?",),
    "open_question": ("What makes you say that?",),
    "consequence_question": ("What happens because of that?",),
    "number_question": ("How much is that in a year?",),
    "decision_question": ("Who else has to agree to it?",),
    "owns_limit": ("I can't promise you a figure.",),
    "refers_up": ("I would have to ask my manager about that.",),
}
_SWAPPED = {
    "i": "you",
    "me": "you",
    "my": "your",
    "mine": "yours",
    "we": "you",
    "us": "you",
    "our": "your",
    "ours": "yours",
    "i'm": "you're",
    "i've": "you've",
    "i'd": "you'd",
    "i'll": "you'll",
    "we're": "you're",
    "we've": "you've",
    "we'd": "you'd",
    "we'll": "you'll",
    "am": "are",
    "myself": "yourself",
}
_LEADS = re.compile(r"^(?:(?:well|oh|honestly|hm|to be frank|i'll be honest|look|yes|no)\b[,.]?\s*)+", re.IGNORECASE)
_SENTENCE = re.compile(r"[^.!?…]+[.!?…]+")
_WORD = re.compile(r"[A-Za-z']+")
_NAMED_OR_COUNTED = re.compile(r"\d[\d,.]*\d|\d|\{[^}]*\}")
SAID_BACK = range(4, 17)
"""Words of a sentence that can be said back in one breath."""


def said_back(told: str) -> str:
    """The first sentence of what the customer told, turned round: "The depot rings me." -> "So the depot rings you."."""
    for sentence in _SENTENCE.findall(told):
        text = _LEADS.sub("", sentence.strip()).rstrip(".!… ")
        if "?" in text or len(text.split()) not in SAID_BACK:
            continue
        turned = _WORD.sub(lambda found: _turned(found[0]), text.replace("’", "'"))
        first = turned.split()[0]
        lowered = turned if first[0].isupper() and first.lower() not in _SMALL else turned[:1].lower() + turned[1:]
        return f"So {lowered}."
    return ""


_SMALL = FUNCTION_WORDS | frozenset(
    "it's one two three four five six ten some every people half most both all last next once now nobody nothing then".split()  # noqa: SIM905
)
"""What is written small within a sentence; anything else with a capital may be a name."""


def _turned(word: str) -> str:
    other = _SWAPPED.get(word.lower())
    return word if other is None else other


def examples(signals: Iterable[Signal], missing: Missing) -> list[Wording]:
    """The examples of the missing signals, the shortest of each; those that name a figure or a placeholder are left out."""
    out = []
    by_name = {signal.name: signal for signal in signals}
    for name in missing.signals:
        signal = by_name.get(name)
        if signal is None or signal.harmful or signal.kind == "claim":
            continue
        fitting = [line for line in signal.like if not _NAMED_OR_COUNTED.search(line)]
        out += [
            Wording(line, name in OPENERS, 1) for line in sorted(fitting, key=lambda s: len(s.split()))[:MOST_OF_ONE]
        ]
    return out


def phrases(missing: Missing) -> list[Wording]:
    """What anybody could say for the missing behaviours."""
    return [Wording(text, rank=2) for name in missing.signals for text in PHRASES.get(name, ())]


def figures(text: str) -> frozenset[str]:
    """The figures in a text, as they stand there."""
    return frozenset(re.findall(r"\d[\d,]*", text))


def supported(text: str, told: str, least: float = 0.6) -> bool:
    """Whether a sentence rests on what was told: its figures all stand there, and most of its meaning words."""
    if figures(text) - figures(told):
        return False
    mine = {word.stem for word in words(text) if word.content}
    return not mine or len(mine & {word.stem for word in words(told)}) >= least * len(mine)


def sentences(texts: Sequence[str]) -> list[str]:
    """Each text's sentences."""
    return [found.strip() for text in texts for found in _SENTENCE.findall(text if text[-1:] in ".!?" else f"{text}.")]
