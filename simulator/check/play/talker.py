"""What a searching rep says: drawn from the conditions of what may come about, and of what never did."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from random import Random

from scoring.marking.conditions import Condition, HeardIt, atoms
from simulator.check.play.points import Node
from simulator.check.play.recipes import Recipe, recipes
from simulator.check.play.replies import EMPTY, SILENT, Bit, Vocabulary
from simulator.check.play.targets import Target, conditions_for
from simulator.check.uses import conditions_of
from simulator.engine.play import Play
from simulator.engine.state import State
from simulator.engine.step import now_of
from simulator.rehearsal.phrases import Phrasebook
from simulator.rehearsal.reps import Reply
from simulator.scenario.model import Scenario

TEMPERS = ("kind", "kind", "plain", "plain", "rough")


class Talker:
    """One rep who tries things. `left`: what never came about, kept up to date by who owns it."""

    def __init__(
        self, scenario: Scenario, book: Phrasebook, play: Play, chance: Random, left: Collection[Target]
    ) -> None:
        self.scenario = scenario
        self.chance = chance
        self.left = left
        self.names = play.names
        self.vocabulary = Vocabulary(scenario, book, conditions_of(scenario))
        self.aims: dict[object, tuple[Recipe, ...]] = {}
        self.leads: dict[str, set[str]] = {}
        self.asks = _heard_in(fact.asked_when for fact in scenario.facts.values())
        self.harm = [name for name, signal in scenario.signals.items() if signal.harmful]
        reactions = play.moments[scenario.start].reactions
        self.paying = [name for name in self.vocabulary.bits if name in reactions and not reactions[name].bad]

    def towards(self, target: Target) -> tuple[Recipe, ...]:
        if target not in self.aims:
            conditions = conditions_for(self.scenario, target)
            self.aims[target] = tuple(r for condition in conditions for r in recipes(condition, self.names))
        return self.aims[target]

    def towards_level(self, name: str) -> tuple[Recipe, ...]:
        if name not in self.aims:
            criterion = self.scenario.rubric.criterion(name)
            wanted: list[Condition | None] = [criterion.levels[-1][1], criterion.when, criterion.applies_when]
            self.aims[name] = tuple(
                r for condition in wanted if condition is not None for r in recipes(condition, self.names, rubric=True)
            )
        return self.aims[name]

    def _here(self, state: State) -> tuple[Recipe, ...]:
        """One of the things that may come about from here, first of those that never did."""
        key = (state.moment, state.known, state.open, state.resolved)
        near = self.aims.get(key)
        if near is None:
            names, scenario = self.names, self.scenario
            moment = scenario.moments[state.moment]
            things = [Target("branch", state.moment, number) for number in range(len(moment.next))]
            things += [Target("fact", name) for name, bit in names.facts.items() if not state.known & bit]
            things += [Target("resolved", name) for name, bit in names.objections.items() if state.open & bit]
            things += [
                Target("raised", name)
                for name, bit in names.objections.items()
                if not (state.open | state.resolved) & bit
            ]
            near = self.aims[key] = tuple(r for target in things for r in self.towards(target))
        if self.left and self.chance.random() < 0.5:
            wanted = [
                Target("branch", state.moment, number)
                for number in range(len(self.scenario.moments[state.moment].next))
                if Target("branch", state.moment, number) in self.left
            ]
            if wanted:
                return self.towards(self.chance.choice(wanted))
        return near

    def reply(self, node: Node, temper: str, aim: Sequence[Recipe]) -> Reply:
        chance, state = self.chance, node.state
        roll = chance.random()
        if roll < 0.04:
            return SILENT
        if roll < 0.10:
            return EMPTY
        if roll < 0.18:
            return self._said(chance.sample(self.vocabulary.every, min(3, len(self.vocabulary.every))), state)
        now = now_of(state)
        now.here += 1
        now.turn += 1
        bits: list[Bit] = []
        never: set[str] = set()
        moods: list[tuple[str, int]] = []
        for source in (aim,) if roll < 0.4 else (self._here(state),) if roll < 0.8 else (self._here(state), aim):
            recipe = next((r for r in chance.sample(source, min(4, len(source))) if r.ready(now)), None)
            if recipe is None and source:
                recipe = chance.choice(source)
                moods += recipe.moods
            if recipe is None:
                continue
            if recipe.silent:
                return SILENT
            never |= recipe.never
            bits += self._saying(recipe.say, never)
        if not moods and chance.random() < 0.4:
            moods = [mood for recipe in aim for mood in recipe.moods]
        bits += self._besides(node, temper, never, moods)
        return self._said(bits, state)

    def nearness(self, state: State, aim: Sequence[Recipe]) -> int:
        """How much holds of what is aimed at, but for what is said: of the best way to it."""
        now = now_of(state)
        now.here += 1
        now.turn += 1
        return max((sum(test(now) for test in recipe.rest) - len(recipe.rest) for recipe in aim), default=0)

    def waiting(self, node: Node, aim: Sequence[Recipe]) -> Reply:
        """What is aimed at where it may hold now; until then what pays, and leads nowhere else."""
        chance, state = self.chance, node.state
        now = now_of(state)
        now.here += 1
        now.turn += 1
        ready = [recipe for recipe in aim if recipe.ready(now)]
        if ready and chance.random() < 0.7:
            recipe = chance.choice(ready)
            if recipe.silent:
                return SILENT
            return self._said(self._saying(recipe.say, set(recipe.never)), state)
        if aim and chance.random() < 0.2:
            recipe = chance.choice(aim)
            return self._said([*self._saying(recipe.say, set(recipe.never)), *self._opening(recipe, state)], state)
        moods = [mood for recipe in aim for mood in recipe.moods]
        leads = self._leading(state.moment) | self.asks
        pool = [name for name in self.paying if name not in leads]
        bits = self._besides(node, "plain", leads, moods) if chance.random() < 0.3 else []
        chosen = chance.sample(pool, min(len(pool), chance.randrange(3)))
        bits += [bit for name in chosen if (bit := self._clean(name, leads))]
        return self._said(bits, state)

    def _opening(self, recipe: Recipe, state: State) -> list[Bit]:
        """What opens a fact that has to be known in this very turn."""
        names = [name for name in recipe.knows if not state.known & self.names.facts[name]]
        ways = self.towards(Target("fact", self.chance.choice(names))) if names else ()
        return self._saying(self.chance.choice(ways).say, set(recipe.never)) if ways else []

    def _leading(self, moment: str) -> set[str]:
        """The signals that a moment's branches ask for."""
        if moment not in self.leads:
            conditions = [branch.when for branch in self.scenario.moments[moment].next if branch.when is not None]
            self.leads[moment] = _heard_in(conditions)
        return self.leads[moment]

    def _saying(self, groups: Iterable[tuple[str, ...]], never: set[str]) -> list[Bit]:
        out: list[Bit] = []
        for group in groups:
            names = [name for name in group if name in self.vocabulary.bits and name not in never]
            if names:
                every = self.vocabulary.bits[self.chance.choice(names)]
                clean = [bit for bit in every if never.isdisjoint(bit.names)]
                out.append(self.chance.choice(clean or every))
        return out

    def _besides(self, node: Node, temper: str, never: set[str], moods: Sequence[tuple[str, int]]) -> list[Bit]:
        """What else is said, for the mood."""
        chance = self.chance
        if moods:
            feeling, way = chance.choice(moods)
            pool = [name for name in self.vocabulary.bits if self._moves(node, name, feeling) * way > 0]
            leads = self._leading(node.state.moment)
            pool = [name for name in pool if name not in leads] or pool
            chosen = chance.sample(pool, min(2, len(pool)))
        elif temper == "kind":
            chosen = chance.sample(self.paying, min(chance.randrange(3), len(self.paying)))
        elif temper == "rough" and self.harm:
            chosen = [chance.choice(self.harm)] if chance.random() < 0.4 else []
        else:
            chosen = []
        return [bit for name in chosen if (bit := self._clean(name, never))]

    def _clean(self, name: str, never: set[str]) -> Bit | None:
        """The signal's first wording in which none of these is heard."""
        return next((bit for bit in self.vocabulary.bits[name] if never.isdisjoint(bit.names)), None)

    def _moves(self, node: Node, name: str, feeling: str) -> int:
        reaction = node.play.moments[node.state.moment].reactions.get(name)
        if reaction is None or (node.state.credited & reaction.bit and not reaction.bad):
            return 0
        at = self.names.feelings[feeling]
        return sum(move.by for move in (*reaction.good, *reaction.bad) if move.at == at)

    def _said(self, bits: Iterable[Bit], state: State) -> Reply:
        known = {name: bool(state.known & bit) for name, bit in self.names.facts.items()}
        return self.vocabulary.reply(self.vocabulary.fitting(bits, known))


def _heard_in(conditions: Iterable[Condition]) -> set[str]:
    """The signals that conditions ask to hear, or not to hear."""
    return {name for c in conditions for atom in atoms(c) if isinstance(atom, HeardIt) for name in atom.names}
