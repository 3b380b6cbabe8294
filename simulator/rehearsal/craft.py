"""The craft that skilled reps share: ask before you answer, answer before you close, and take up what is in the room.

It weighs what could be said next by what a person sees: the goal on the panel, the customer's last words, the objections
that are open, what was told so far, and the rep's own memory. It never looks at conditions, feelings or what is hidden.
The numbers are weights among what could be said; FROZEN together with the archetypes.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import lru_cache

from scoring.hearing.text import content_stems
from simulator.rehearsal.phrases import Phrasebook
from simulator.scenario.model import Choice, Scenario

ANSWERS = frozenset({"fit", "difference", "plan", "proof"})
LEARNT = frozenset({"need", "impact", "real_concern", "interest", "cause"})
"""Once the customer has told one of these there is something to answer."""
CLOSE = "next_step"
FEW_LEFT = 3
"""Replies left at which anybody thinks of an end."""
CLOSES = "agree agreed step day date time appointment meeting meet visit when book fix diary calendar"
_NUMBER = re.compile(r"\d|\b(?:two|three|four|five|six|seven|eight|nine|ten|dozen|hundred|thousand|half|third)\b", re.I)


@dataclass(frozen=True, slots=True)
class Sight:
    """What a person sees before a reply. `told`: names of the facts told so far; `objections`: those open, by name.

    `choices`: the guided choices on offer, for those who find what the author holds for best; `news`: a fact was just told.
    """

    goal: str
    line: str
    objections: tuple[str, ...]
    told: frozenset[str]
    news: tuple[str, ...]
    dodged: bool
    choices: tuple[Choice, ...]
    turns_left: int
    first: bool


@dataclass(slots=True)
class Memory:
    """What a rep remembers of the call. `asked`: content signal -> whether the customer then told something."""

    asked: dict[str, bool] = field(default_factory=dict)
    answered: set[str] = field(default_factory=set)
    worded: set[str] = field(default_factory=set)
    did: set[str] = field(default_factory=set)
    script: int = 0
    pending: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Craft:
    """What is worth saying in one scenario. `fit` caches how near a text is to each signal."""

    book: Phrasebook
    roles: Mapping[str, frozenset[str]]
    fact_roles: Mapping[str, frozenset[str]]
    objection_roles: Mapping[str, frozenset[str]]
    needs_fact: Mapping[str, str]
    vocabulary: Mapping[str, frozenset[str]]
    skills: frozenset[str]
    fit: dict[str, dict[str, float]] = field(default_factory=dict)

    def near(self, text: str) -> dict[str, float]:
        """How near a text is to what each signal means, from 0 to 1; the nearest has 1."""
        known = self.fit.get(text)
        if known is None:
            known = self.fit[text] = _near(meaning(text), self.vocabulary)
        return known

    def wants(self, sight: Sight, memory: Memory, rushes: float, forgets: float) -> dict[str, float]:
        """Each thing that could be said next, and how much the craft wants it."""
        learnt = roles_of(self.fact_roles, sight.told)
        ready = bool(learnt & LEARNT)
        goal, line = self.near(sight.goal), self.near(sight.line)
        out = {}
        for name in self.book.content:
            want = self._want(name, sight, memory, learnt, rushes, forgets)
            if want:
                out[name] = want * (0.25 + 0.5 * goal.get(name, 0.0) + 0.25 * line.get(name, 0.0))
        for name, want in self._behaviours(sight, memory, learnt, ready, rushes):
            if name in self.book.spoken:
                out[name] = want * (0.25 + 0.5 * goal.get(name, 0.0) + 0.25 * line.get(name, 0.0))
        return out

    def _want(
        self, name: str, sight: Sight, memory: Memory, learnt: frozenset[str], rushes: float, forgets: float
    ) -> float:
        fact = self.needs_fact.get(name)
        if fact is not None and fact not in sight.told:
            return 0.0
        if memory.asked.get(name):
            return forgets
        roles = self.roles[name]
        want = max((self._role(role, sight, memory, learnt, rushes) for role in roles), default=1.0)
        if fact is not None:
            want = max(want, 3.0)
        if name in memory.answered:
            want *= 0.15
        elif name in memory.asked:
            want *= 0.4
        return want

    def _role(self, role: str, sight: Sight, memory: Memory, learnt: frozenset[str], rushes: float) -> float:
        if role in COACHES:
            return self._coaches(role, memory, learnt)
        if role in ("concern_check", "interest"):
            return 3.0 if sight.objections and not learnt & {"real_concern", "interest"} else 0.7
        if role == "need":
            return 2.5 if "need" not in learnt else 0.9
        if role == "impact":
            return (2.5 if "need" in learnt else 1.0) if "impact" not in learnt else 0.6
        if role == "decision":
            return (2.0 if learnt & LEARNT else 0.4) if "decision" not in learnt else 0.6
        if role in ANSWERS:
            return 2.2 if learnt & LEARNT else 2.2 * rushes
        return 1.0

    def _behaviours(
        self, sight: Sight, memory: Memory, learnt: frozenset[str], ready: bool, rushes: float
    ) -> Iterable[tuple[str, float]]:
        closing = 3.0 if ready and memory.answered and not sight.objections else 1.2 if ready else 2.0 * rushes
        yield CLOSE, max(closing, 3.0 if sight.turns_left <= FEW_LEFT else 0.0)
        if "negotiation" in self.skills:
            demands = roles_of(self.objection_roles, sight.objections)
            if demands & {"demand", "price_talk"}:
                yield "trade", (2.0 if "demand" in demands else 0.8) * (1.0 if "trade" not in memory.did else 0.3)
                yield "refers_up", 0.6 if "refers_up" not in memory.did else 0.1
        if "coaching" in self.skills:
            borne = frozenset(role for name in self.book.content for role in self.roles[name])
            for name in COACHES:
                # Where the scenario has words of its own for it, they are among its content.
                if name not in borne:
                    yield name, self._coaches(name, memory, learnt) * (0.2 if name in memory.did else 1.0)

    def _coaches(self, role: str, memory: Memory, learnt: frozenset[str]) -> float:
        """A manager lets the rep look first, names what was seen, asks for ways, and says what help there will be."""
        if role == "self_review":
            return 3.0 if "cause" not in learnt else 0.5
        if role == "ask_options":
            return 2.5 if learnt & LEARNT else 0.6
        if role == "smart_goal":
            return 1.5 if learnt & LEARNT else 0.3
        if role == "support":
            asked = any(n == "ask_options" or "ask_options" in self.roles.get(n, ()) for n in memory.did)
            return 1.5 if asked else 0.3
        return 1.5 if role == "observation" else 1.0


COACHES = ("self_review", "observation", "praise", "ask_options", "smart_goal", "support")
"""Behaviours of a coaching talk, most of them roles too."""


def craft_of(scenario: Scenario, book: Phrasebook) -> Craft:
    vocabulary = {
        name: meaning(" ".join((scenario.signals[name].means, *(p.text for p in phrases))))
        for name, phrases in book.content.items()
    }
    vocabulary[CLOSE] = meaning(CLOSES)
    return Craft(
        book,
        {name: frozenset(scenario.signals[name].counts_as) for name in book.content},
        {name: frozenset(fact.counts_as) for name, fact in scenario.facts.items()},
        {name: frozenset(objection.counts_as) for name, objection in scenario.objections.items()},
        {name: scenario.signals[name].fact for name in book.content if scenario.signals[name].fact},
        vocabulary,
        frozenset(skill.id for skill in scenario.rubric.skills),
    )


def script_of(craft: Craft, goal: str) -> tuple[str, ...]:
    """A fixed order through what there is to say: introduction, questions, pitch, close."""
    ranks = (
        "",
        "concern_check",
        "interest",
        "goal",
        "need",
        "cause",
        "impact",
        "fit",
        "difference",
        "proof",
        "plan",
        "decision",
    )
    near = craft.near(goal)

    def place(name: str) -> tuple[int, float]:
        return min((ranks.index(role) for role in craft.roles[name] if role in ranks), default=0), -near.get(name, 0.0)

    names = sorted((n for n in craft.book.content if n not in craft.needs_fact), key=place)
    return (*names, CLOSE)


def roles_of(table: Mapping[str, frozenset[str]], names: Iterable[str]) -> frozenset[str]:
    return frozenset(role for name in names for role in table.get(name, ()))


def has_figure(text: str) -> bool:
    return bool(_NUMBER.search(text))


@lru_cache(4096)
def meaning(text: str) -> frozenset[str]:
    """The stems of the words that carry meaning."""
    return content_stems(text)


def _near(text: frozenset[str], vocabulary: Mapping[str, frozenset[str]]) -> dict[str, float]:
    # A word that every signal uses tells none from the other.
    spread = {stem: sum(stem in other for other in vocabulary.values()) for stem in text}
    found = {
        name: sum(1.0 / spread[stem] for stem in text & stems) for name, stems in vocabulary.items() if text & stems
    }
    most = max(found.values(), default=0.0)
    return {name: value / most for name, value in found.items()} if most else {}
