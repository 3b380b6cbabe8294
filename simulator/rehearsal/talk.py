"""What simulated reps say in words: for each thing they go for, a wording that the real detectors have to hear.

Content comes first from wordings that are no example of its signal: paraphrases that were given, and sentences of the
guided choices and the scenario's tests. The examples themselves, which the detectors were fitted on, are the rest.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from random import Random

from scoring.marking.wordings import figures, said_back, sentences
from simulator.engine.draws import cast, fill, values_for
from simulator.engine.session import Session
from simulator.engine.standing import Listener
from simulator.rehearsal.archetypes import Archetype
from simulator.rehearsal.calls import MOST_REPLIES, sight_of
from simulator.rehearsal.craft import Craft
from simulator.rehearsal.lines import LINES
from simulator.rehearsal.phrases import SPOKEN, Phrasebook
from simulator.rehearsal.reps import Rep
from simulator.scenario.model import Scenario

OWN_WORDS = 0.7
"""Chance of a wording that is no example, where there is one."""
NEAR_MISS = 0.5
"""Of what a rep does not mean to serve with, and that has near misses: chance that one of them is said instead."""
QUESTION_LEADS = ("", "", "", "Tell me, ", "And ", "One thing: ", "Let me ask you, ", "If I may, ")
STATEMENT_LEADS = ("", "", "", "And ", "One thing: ", "You see, ")
"""Before an example, so that it is not said as it stands in the file."""
PLAYED_BACK = frozenset({"reflect", "summarise", "plays_back_number", "tied_question"})
"""What is made of the customer's own words."""
Words = Mapping[str, Sequence[str]]
"""More wordings, by signal: paraphrases."""


@dataclass(frozen=True, slots=True)
class Talk:
    """The wordings of one scenario, as one seed draws them. `own`: no examples; `examples`; `misses`: near misses."""

    own: Mapping[str, tuple[str, ...]]
    examples: Mapping[str, tuple[str, ...]]
    misses: Mapping[str, tuple[str, ...]]
    asks: frozenset[str]

    def content(self, name: str, chance: Random, said: set[str]) -> str:
        """A wording of a content signal that was not said yet, where there is one."""
        own = [text for text in self.own.get(name, ()) if text not in said]
        examples = [text for text in self.examples.get(name, ()) if text not in said]
        if own and (not examples or chance.random() < OWN_WORDS):
            text = chance.choice(own)
            said.add(text)
            return text
        text = chance.choice(examples or list(self.examples.get(name) or self.own.get(name) or ("Well.",)))
        said.add(text)
        if name in self.asks:
            return sentence(chance.choice(QUESTION_LEADS), text, "?")
        return sentence(chance.choice(STATEMENT_LEADS), text)

    def miss(self, chance: Random) -> str:
        """Something near, and not it."""
        every = [text for texts in self.misses.values() for text in texts]
        return sentence("", chance.choice(every)) if every else "I see."


def talk_of(scenario: Scenario, ear: Listener, seed: int, book: Phrasebook, words: Words) -> Talk:
    """Listens to every sentence of the choices and tests, to know as what it may serve: a second or two, with the
    encoder. `words`: paraphrases, taken as they were given."""
    values = values_for(scenario, cast(scenario, seed))
    own: dict[str, list[str]] = {name: [fill(t, values) for t in texts] for name, texts in words.items()}
    told = " ".join(fill(line.text, values) for fact in scenario.facts.values() for line in fact.says)
    examples = {name: tuple(fill(p.text, values) for p in phrases) for name, phrases in book.content.items()}
    for line, hears in _offered(scenario):
        for text in sentences([fill(line, values)]):
            for heard in ear.listen(text, told=told, known=frozenset(scenario.facts)).heard:
                signal = scenario.signals[heard.signal]
                meant = heard.state == "met" and heard.signal in hears
                # A sentence with a figure rests on what this customer told; it serves only where that figure is meant.
                if meant and heard.signal in examples and (not figures(text) or signal.kind == "number"):
                    own.setdefault(heard.signal, []).append(text)
    misses = {
        name: tuple(fill(text, values) for text in scenario.signals[name].not_like)
        for name in book.content
        if scenario.signals[name].not_like
    }
    own_words = {
        name: tuple(text for text in dict.fromkeys(texts) if text not in examples.get(name, ()))
        for name, texts in own.items()
    }
    return Talk(own_words, examples, misses, book.asks)


def _offered(scenario: Scenario) -> Iterator[tuple[str, tuple[str, ...]]]:
    """The author's wordings, and as what each of them is meant to be heard."""
    for moment in scenario.moments.values():
        yield from ((choice.say, choice.hears) for choice in moment.guided)
    for test in scenario.tests:
        yield from ((reply.say, reply.hears) for reply in test.rep if reply.say)


def sentence(lead: str, text: str, end: str = ".") -> str:
    """With its lead, a capital and an end."""
    if lead:
        text = lead + (text if text.split()[0].rstrip("',.?") in ("I", "I'm", "I'd") else text[:1].lower() + text[1:])
    text = text[:1].upper() + text[1:]
    return text if text[-1:] in ".!?…" else f"{text}{end}"


def words_of(names: list[str], talk: Talk, rep: Rep, session: Session) -> list[tuple[str, str]]:
    """One reply, as (what is meant, its words). A rep who means no service may say a near miss besides."""
    out: list[tuple[str, str]] = []
    chance, book, said = rep.chance, rep.craft.book, rep.memory.worded
    for name in names:
        if name in book.content:
            out.append((name, talk.content(name, chance, said)))
        elif name in PLAYED_BACK:
            out.append((name, played_back(name, session, chance)))
        else:
            lines = lines_of(name, session)
            text = chance.choice([line for line in lines if line not in said] or lines)
            said.add(text)
            out.append((name, text))
    idle = not any(name in book.content for name in names) and "next_step" not in names
    if idle and chance.random() < NEAR_MISS * (1.0 - rep.kind.serves):
        out.append(("", talk.miss(chance)))
    return out or [("", "I see.")]


def lines_of(name: str, session: Session) -> list[str]:
    """How a behaviour, or a harm of the scenario's own, is said."""
    signal = session.scenario.signals[name]
    lines = list(LINES.get(signal.detector or name, ()))
    lines = lines or [sentence("", session.fill(text)) for text in signal.like]
    return lines or [SPOKEN.get(name, "Well.")]


def played_back(name: str, session: Session, chance: Random) -> str:
    """What the customer told, said back: the last of it, two things for a sum, or a question that uses it."""
    told = [text for text in map(said_back, session.told_facts.values()) if text]
    if name == "summarise" and len(told) > 1:
        first, second = told[-2].rstrip("."), told[-1].removeprefix("So ").rstrip(".")
        return f"{first}, and {second[:1].lower()}{second[1:]}."
    last = said_back(session.turns[-1].customer if session.turns else " ".join(session.opening))
    if name == "tied_question":
        said = last or (told[-1] if told else "So it is as you say.")
        return f"What does it mean for you that {said.removeprefix('So ').rstrip('.')}?"
    if told and (name != "reflect" or not last):
        return told[-1]
    return last or chance.choice(("So that's what weighs on you most.", "So it isn't the thing itself."))


@dataclass(frozen=True, slots=True)
class Spoken:
    """A call in words. `meant`: each content signal that was gone for, its words, and whether it was surely heard."""

    session: Session
    meant: tuple[tuple[str, str, bool], ...]


def text_call(
    kind: Archetype,
    craft: Craft,
    talk: Talk,
    scenario: Scenario,
    ear: Listener,
    *,
    seed: int,
    level: str,
    chance: Random,
) -> Spoken:
    """A whole call of one archetype in words, through the detectors."""
    session = Session(scenario, ear, seed=seed, level=level)
    speaker = Speaker(Rep(kind, craft, chance, scenario.max_content), talk)
    meant: list[tuple[str, str, bool]] = []
    while not session.over and len(session.turns) < MOST_REPLIES:
        said = speaker.says(session)
        if said is None:
            session.silent()
            continue
        turn = session.reply(in_one(said))
        met = {heard.signal for heard in turn.heard if heard.state == "met"}
        meant += [(name, text, name in met) for name, text in said if name in craft.book.content]
    return Spoken(session, tuple(meant))


@dataclass(frozen=True, slots=True)
class Speaker:
    """A simulated rep in words, in a call that somebody else keeps."""

    rep: Rep
    talk: Talk

    def says(self, session: Session) -> list[tuple[str, str]] | None:
        """The next reply as (what is meant, its words); None is silence."""
        step = session.steps[-1] if session.steps else None
        parts, news = (step.parts, step.facts) if step else ((), ())
        dodged = step is not None and step.dodged is not None
        names = self.rep.intends(sight_of(session.play, session.state, parts, news, dodged))
        return None if names is None else words_of(names, self.talk, self.rep, session)


def in_one(said: list[tuple[str, str]]) -> str:
    """A reply's parts as one text, nothing said twice."""
    return " ".join(dict.fromkeys(text for _, text in said))
