"""What a searching rep may say: bits of talk, each a few signals heard in the same words, put together to replies.

A reply is written as its signals, `ask_gap with open_question + next_step`: what stands beside `with` was heard in the same
words. Written so it can be played again (`given_as`).
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from scoring.hearing.signals import CONTENT_KINDS, Heard, Hearing
from scoring.marking.conditions import Condition, HeardIt, atoms
from simulator.engine.state import Input, Said, Silence
from simulator.rehearsal.phrases import SLOTS, Phrase, Phrasebook, phrase
from simulator.rehearsal.reps import Reply
from simulator.scenario.model import Scenario

NOTHING_SAID = "(nothing is said)"
NOTHING_HEARD = "(nothing of use)"
SILENT = Reply(Silence())
EMPTY = Reply(Said(Hearing(understood=True, words=2)), "Well.")
"""Words in which nothing is heard that anything hangs on."""
WAYS_TO_ASK = ("open_question", "closed_question")
MOST_WORDINGS = 4
MOST_BESIDE = 40
_AND, _WITH = " + ", " with "


@dataclass(frozen=True, slots=True)
class Bit:
    """One thing to say. `names`: as what it is heard, all in the same words; `content`: how many of them are counted by
    `max_content`; `fact`: what must be known before it is heard."""

    names: tuple[str, ...]
    phrase: Phrase
    content: int
    fact: str = ""

    def __str__(self) -> str:
        return _WITH.join(self.names)


class Vocabulary:
    """All that can be said in a scenario: for each signal the bits in which it is heard."""

    def __init__(self, scenario: Scenario, book: Phrasebook, conditions: Iterable[Condition]) -> None:
        self.scenario = scenario
        self.bits: dict[str, tuple[Bit, ...]] = {
            name: self._wordings(name, book.content[name]) if name in book.content else (self._bit(book.spoken[name]),)
            for name in scenario.signals
        }
        for name, other in _beside(conditions):
            if name in self.bits and other in self.bits and name != other:
                text = self.bits[name][0].phrase.text
                self.bits[name] += (self._bit(phrase(text, [(name, 0, len(text)), (other, 0, len(text))])),)
        self.every = tuple(bit for bits in self.bits.values() for bit in bits[:1])

    def _wordings(self, name: str, phrases: Sequence[Phrase]) -> tuple[Bit, ...]:
        """The author's examples, by what else is heard in them; and the signal alone, asked openly, and asked shut."""
        found: dict[frozenset[str], Bit] = {}
        text = phrases[0].text if phrases else name.replace("_", " ")
        made = [phrase(text, [(name, 0, len(text))])]
        made += [
            phrase(text, [(name, 0, len(text)), (way, 0, len(text))])
            for way in WAYS_TO_ASK
            if way in self.scenario.signals
        ]
        for one in (*phrases, *made):
            bit = self._bit(one)
            found.setdefault(frozenset(bit.names), bit)
        bits = tuple(found.values())
        return (*bits[:MOST_WORDINGS], *bits[-3:]) if len(bits) > MOST_WORDINGS + 3 else bits

    def _bit(self, one: Phrase) -> Bit:
        names = tuple(dict.fromkeys(heard.signal for heard in one.slots[0]))
        signals = [self.scenario.signals[name] for name in names]
        content = sum(signal.kind in CONTENT_KINDS and not signal.harmful for signal in signals)
        return Bit(names, one, content, next((signal.fact for signal in signals if signal.fact), ""))

    def reply(self, bits: Sequence[Bit]) -> Reply:
        """These bits, one after the other; none: words in which nothing is heard."""
        if not bits:
            return EMPTY
        heard = tuple([h for slot, bit in enumerate(bits) for h in bit.phrase.slots[slot]])
        text = " ".join([bit.phrase.text for bit in bits])
        return Reply(Said(Hearing(heard, understood=True, words=8 * len(bits))), text)

    def fitting(self, bits: Iterable[Bit], known: Mapping[str, bool]) -> list[Bit]:
        """Those that one reply can hold: so much content, no signal twice, and no figure before it is known."""
        out: list[Bit] = []
        names: set[str] = set()
        room = self.scenario.max_content
        for bit in bits:
            fresh = bit.content <= room and names.isdisjoint(bit.names)
            if fresh and len(out) < SLOTS and (not bit.fact or known.get(bit.fact, False)):
                out.append(bit)
                names.update(bit.names)
                room -= bit.content
        return out


def _beside(conditions: Iterable[Condition]) -> list[tuple[str, str]]:
    """What some condition wants to be heard in the same words."""
    pairs: dict[tuple[str, str], None] = {}
    for condition in conditions:
        for atom in atoms(condition):
            if isinstance(atom, HeardIt) and atom.beside:
                pairs.update(dict.fromkeys((name, other) for name in atom.names for other in atom.beside))
    return list(pairs)[:MOST_BESIDE]


def written(reply: Reply) -> str:
    """A reply as its signals, in the order in which they were heard."""
    if isinstance(reply.given, Silence):
        return NOTHING_SAID
    groups: list[tuple[int, int, list[str]]] = []
    for heard in sorted(reply.heard, key=lambda h: h.span[0]):
        if groups and heard.span[0] < groups[-1][1]:
            start, end, names = groups[-1]
            groups[-1] = (start, max(end, heard.span[1]), [*names, heard.signal])
        else:
            groups.append((*heard.span, [heard.signal]))
    return _AND.join(_WITH.join(dict.fromkeys(names)) for _, _, names in groups) or NOTHING_HEARD


def given_as(words: str) -> Input:
    """What `step` is given to play a written reply again."""
    if words == NOTHING_SAID:
        return Silence()
    if words == NOTHING_HEARD:
        return EMPTY.given
    heard = [
        Heard(name, (at, at + 1), "", 1.0, "met", "given")
        for at, part in enumerate(words.split(_AND))
        for name in part.split(_WITH)
    ]
    return Said(Hearing(tuple(heard), understood=True, words=8 * len(heard)))
