"""A simulated rep at the level of signals: what to go for in this reply, and how it comes out."""

from __future__ import annotations

from dataclasses import dataclass, field
from random import Random

from scoring.hearing.signals import Heard, Hearing
from simulator.engine.state import Input, Said, Silence
from simulator.rehearsal.archetypes import MISSED, OWN_HARM, Archetype, Weights
from simulator.rehearsal.craft import ANSWERS, CLOSE, Craft, Memory, Sight, has_figure, script_of
from simulator.rehearsal.phrases import SLOTS, Phrase

Targets = tuple[str, ...]
LISTENS = (("acknowledge",), ("acknowledge", "reflect"), ("acknowledge", "empathise"), ("reflect", "empathise"))
"""The ways to take up what was said; each is as likely."""
WAYS_TO_ASK = ("open_question", "closed_question")


@dataclass(frozen=True, slots=True)
class Reply:
    """What a rep says, and as what it is heard: what `step` is given."""

    given: Input
    text: str = ""

    @property
    def heard(self) -> tuple[Heard, ...]:
        return self.given.hearing.heard if isinstance(self.given, Said) else ()


NOTHING = Reply(Silence())


@dataclass(slots=True)
class Rep:
    """One rep in one call; the same seed says the same."""

    kind: Archetype
    craft: Craft
    chance: Random
    most: int
    """Content signals that count in one reply."""
    memory: Memory = field(default_factory=Memory)
    script: Targets = ()

    def reply(self, sight: Sight) -> Reply:
        """What to say now, at the level of signals."""
        names = self.intends(sight)
        return NOTHING if names is None else self._spoken(names, sight)

    def intends(self, sight: Sight) -> list[str] | None:
        """What to say now, as names of signals in the order in which they are said; None is silence.

        Learns from the sight what the last reply brought.
        """
        if self.kind.plays == "silence":
            return None
        self._learn(sight)
        if self.kind.plays == "random":
            names = (*self.craft.book.content, *self.craft.book.spoken)
            names = tuple(self.chance.sample(names, min(len(names), 1 + self.chance.randrange(3))))
            return self._put_together(list(names), sight, bare=True)
        return self._put_together(self._targets(sight), sight)

    def _learn(self, sight: Sight) -> None:
        for name in self.memory.pending:
            self.memory.asked[name] = bool(sight.news) or self.memory.asked.get(name, False)
        self.memory.pending = ()

    def _chance(self, of: float) -> bool:
        return self.chance.random() < of

    def _drawn(self, weights: Weights) -> str:
        return self.chance.choices([name for name, _ in weights], [weight for _, weight in weights])[0]

    def _targets(self, sight: Sight) -> list[str]:
        kind, roll = self.kind, self.chance.random()
        if roll < kind.serves:
            return self._scripted(sight) if kind.plays == "script" else self._serving(sight)
        if self._chance(kind.tempted):
            wrong = [choice for choice in sight.choices if not choice.best]
            if wrong:
                return list(self.chance.choice(wrong).hears) or ["small_talk"]
        if roll < kind.serves + kind.harms:
            sin = self._drawn(kind.sins)
            if sin == OWN_HARM:
                sin = self.chance.choice(self.craft.book.harm or ("pushy",))
            return [sin]
        return [self._drawn(kind.habits)]

    def _scripted(self, sight: Sight) -> list[str]:
        if not self.script:
            self.script = script_of(self.craft, sight.goal)
        at = min(self.memory.script, len(self.script) - 1)
        self.memory.script += 1
        return [self.script[at]]

    def _serving(self, sight: Sight) -> list[str]:
        kind, memory = self.kind, self.memory
        if self._chance(kind.insight):
            best = [c.hears for c in sight.choices if c.best and c.hears and not self._settled(c.hears)]
            if best:
                return list(self.chance.choice(best))
        wants = self.craft.wants(sight, memory, kind.rushes, kind.forgets)
        targets = [self._taken(wants)]
        if targets[0] != CLOSE and self._chance(kind.second):
            more = {n: w for n, w in wants.items() if n in self.craft.book.content and n not in targets}
            if more:
                targets.append(self._taken(more))
        return targets

    def _settled(self, hears: Targets) -> bool:
        """Whether all that a choice would ask was answered already."""
        content = [name for name in hears if name in self.craft.book.content]
        return bool(content) and len(content) == len(hears) and all(self.memory.asked.get(name) for name in content)

    def _taken(self, wants: dict[str, float]) -> str:
        names = list(wants)
        if not names:
            return "open_question"
        return self.chance.choices(names, [wants[name] ** self.kind.attunement for name in names])[0]

    def _put_together(self, targets: list[str], sight: Sight, bare: bool = False) -> list[str]:
        """A whole reply: what takes up the customer's words, what it is about, a sum before a step, a check."""
        kind, book = self.kind, self.craft.book
        content = [name for name in targets if name in book.content][: self.most]
        others = [name for name in targets if name not in book.content]
        names: list[str] = []
        harmful = any(name in book.harm or name in _HARMFUL for name in others)
        if not bare and not harmful:
            if self._chance(kind.listens):
                names += self.chance.choice(LISTENS)
            if sight.news and has_figure(sight.line) and self._chance(kind.figures):
                names.append("plays_back_number")
            if CLOSE in others:
                names += self._sum(others)
                others = [name for name in others if name != CLOSE] + self._step()
            if any(self.craft.roles[name] & ANSWERS for name in content):
                names += ["owns_limit"] if self._chance(kind.owns) else []
                others += ["check_back"] if self._chance(kind.checks) else []
        early = [name for name in others if name in ("acknowledge", "reflect", "empathise", "summarise")]
        late = [name for name in others if name not in early and not (content and name in WAYS_TO_ASK)]
        whole = [
            name
            for name in dict.fromkeys((*names, *early, *content, *late))
            if name in book.content or name in book.spoken
        ][:SLOTS]
        self._remember(whole)
        return whole

    def _remember(self, names: list[str]) -> None:
        for name in names:
            self.memory.did.add(name)
            if name in self.craft.book.asks:
                self.memory.pending += (name,)
            elif name in self.craft.book.content:
                self.memory.answered.add(name)

    def _sum(self, others: list[str]) -> list[str]:
        if "summarise" not in others and not self._chance(self.kind.sums_up):
            return []
        return ["summarise", *(["check_back"] if "check_back" in others or self._chance(self.kind.checks) else [])]

    def _step(self) -> list[str]:
        if not self._chance(self.kind.dates):
            return ["open_ask" if self._chance(0.5) else "vague_follow_up"]
        return [CLOSE, *(["joint_step"] if self._chance(self.kind.joins) else [])]

    def _spoken(self, names: list[str], sight: Sight) -> Reply:
        """As it is heard. A reply is repeated where all of it is content whose every wording was used already; lines of
        talk have many wordings, of which one stands for all."""
        texts: list[str] = []
        heard: list[Heard] = []
        repeated = True
        for name in names:
            phrase, again = self._phrase(name)
            repeated = repeated and again
            texts.append(phrase.text)
            if not again or name not in self.craft.book.content:
                heard += self._heard(name, phrase, len(texts) - 1, sight)
        if not texts:
            return Reply(Said(Hearing(understood=True, words=3)), "And so on.")
        text = " ".join(texts)
        hearing = Hearing(tuple(heard), repeated=repeated, understood=True, words=8 * len(texts))
        return Reply(Said(hearing), text)

    def _phrase(self, name: str) -> tuple[Phrase, bool]:
        """A wording not used yet, asked openly or not as the rep is wont to; and whether it was said before."""
        book, memory = self.craft.book, self.memory
        if name not in book.content:
            return book.spoken[name], False
        fresh = [p for p in book.content[name] if p.text not in memory.worded]
        if not fresh:
            return self.chance.choice(book.content[name]), True
        fitting = [p for p in fresh if p.opens] or fresh
        chosen = self.chance.choice(fitting)
        memory.worded.add(chosen.text)
        return chosen, False

    def _heard(self, name: str, phrase: Phrase, slot: int, sight: Sight) -> list[Heard]:
        """What the ear hears of it: now and then it misses one; a question not asked openly is one for yes or no."""
        closed = phrase.opens and name in self.craft.book.content and not self._chance(self.kind.opens)
        out = []
        for heard in phrase.slots[slot]:
            if self._chance(MISSED):
                continue
            if closed and heard.signal in ("open_question", "tied_question"):
                if "closed_question" in self.craft.book.spoken:
                    out.append(_as(heard, "closed_question"))
                continue
            out.append(heard)
            if heard.signal == "open_question" and not sight.first and self._chance(self.kind.ties):
                out.append(_as(heard, "tied_question"))
        return out


_HARMFUL = frozenset(
    {"pushy", "pitch_dump", "give_away", "guarantee", "overstatement", "deception", "disparage", "irritator", "argues"}
)
_TWINS: dict[tuple[Heard, str], Heard] = {}


def _as(heard: Heard, signal: str) -> Heard:
    """The same words, heard as something else."""
    key = (heard, signal)
    if key not in _TWINS:
        _TWINS[key] = Heard(signal, heard.span, heard.quote, 1.0, "met", "given")
    return _TWINS[key]
