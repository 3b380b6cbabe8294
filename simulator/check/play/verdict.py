"""What a scenario can do, cannot do, and was not found to do: play first, then proof, then more play for the rest."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from simulator.check.play.bearing import Named, behind, conditions_in_play, named_in
from simulator.check.play.points import Found
from simulator.check.play.proof import MOST, Reach, reach
from simulator.check.play.recipes import recipes
from simulator.check.play.search import NO_LEVELS, REPLIES, Search
from simulator.check.play.targets import Target, conditions_for
from simulator.engine.situation import Names
from simulator.scenario.model import Scenario

FIRST = 5_000
"""Replies of play before the first proof: what cannot be is looked for no longer."""
NEAR, FAR = 60_000, 400_000
"""Turns worked through for what stands directly before a thing, and for all that it may hang on."""
ALL = 900_000
"""Turns worked through in all, some ten seconds."""


Shut = frozenset[Target]


@dataclass(frozen=True, slots=True)
class Verdict:
    """`impossible`: proven; `unknown`: neither found nor proven; both in the order of `targets_of`. `prover` may be asked why."""

    found: Found
    prover: Prover
    impossible: tuple[Target, ...] = ()
    unknown: tuple[Target, ...] = ()

    @property
    def missing(self) -> frozenset[Target]:
        return frozenset((*self.impossible, *self.unknown))


def verdict(scenario: Scenario, tops: Mapping[str, int] = NO_LEVELS, *, deep: bool = False) -> Verdict:
    """Some tenths of a second where everything is found; seconds where not. `deep`: the proof takes as long as it takes."""
    search = Search(scenario, tops)
    found = search.run(FIRST)
    prover = Prover(scenario, deep)
    impossible = prover.impossible(found.missing)
    search.drop(impossible)
    found = search.run(REPLIES)
    if found.missing:
        impossible |= prover.impossible(found.missing, far=True, known=impossible)
        search.drop(impossible)
    every = (*impossible, *search.left)
    order = {target: n for n, target in enumerate(search.every)}
    ordered = sorted(every, key=lambda target: order[target])
    return Verdict(
        found,
        prover,
        tuple(target for target in ordered if target in impossible),
        tuple(target for target in ordered if target not in impossible),
    )


@dataclass(slots=True)
class Prover:
    """Shows what cannot be. It remembers what it has worked through."""

    scenario: Scenario
    deep: bool = False
    spent: int = 0
    made: dict[tuple[Named, Shut, int], Reach] = field(default_factory=dict)
    most: int = field(init=False)

    def __post_init__(self) -> None:
        scenario = self.scenario
        names = Names(tuple(f.name for f in scenario.feelings), tuple(scenario.facts), tuple(scenario.objections))
        says = [len(r.say) for condition in conditions_in_play(scenario) for r in recipes(condition, names)]
        self.most = max((MOST, *says))

    def impossible(
        self, missing: Sequence[Target], *, far: bool = False, known: Iterable[Target] = ()
    ) -> dict[Target, None]:
        """Those of what is missing that cannot come about. `far`: all that a thing hangs on is looked at, too."""
        out = dict.fromkeys(known)
        for target in missing:
            if target not in out and target.kind not in ("moment", "ending"):
                self._prove(target, missing, far, out)
        self._unreached(missing, out)
        if far and any(target not in out for target in missing):
            every = frozenset((*self.scenario.facts, *self.scenario.objections))
            self._note(self.reach(every, turns=FAR), missing, out)
            self._unreached(missing, out)
        return out

    def _prove(self, target: Target, missing: Sequence[Target], far: bool, out: dict[Target, None]) -> None:
        near = self.near(target)
        views = [near, behind(self.scenario, near)] if far else [near]
        for view in dict.fromkeys(views):
            self._note(self.reach(view), missing, out)
            if target in out:
                return

    def _note(self, found: Reach, missing: Iterable[Target], out: dict[Target, None]) -> None:
        if found.whole:
            out.update(dict.fromkeys(t for t in missing if t in found.looked and t not in found.met))

    def near(self, target: Target) -> Named:
        """What stands directly before a thing."""
        own = (target.name,) if target.kind in ("fact", "raised", "resolved") else ()
        return named_in(self.scenario, conditions_for(self.scenario, target)) | frozenset(own)

    def reach(self, exact: Named, shut: Shut = frozenset(), turns: int = NEAR) -> Reach:
        """What can come about as far as these facts and objections decide it; not whole where too much was spent."""
        key = (exact, shut, turns)
        if key not in self.made:
            left = ALL - self.spent
            if left <= 0 and not self.deep:
                return Reach(whole=False)
            limit = None if self.deep else min(turns, left)
            self.made[key] = found = reach(self.scenario, exact, exact, shut=shut, most=self.most, turns=limit)
            self.spent += found.turns
        return self.made[key]

    def _unreached(self, missing: Sequence[Target], out: dict[Target, None]) -> None:
        """Moments and endings to which only branches lead that cannot be taken; and the branches of such moments."""
        while True:
            new = [t for t in missing if t not in out and self._shut_off(t, out)]
            if not new:
                return
            out.update(dict.fromkeys(new))

    def _shut_off(self, target: Target, out: Mapping[Target, None]) -> bool:
        if target.kind == "branch":
            return Target("moment", target.name) in out
        return target.kind in ("moment", "ending") and all(way in out for way in ways_to(self.scenario, target.name))


def ways_to(scenario: Scenario, name: str) -> list[Target]:
    """The branches that lead to a moment or an ending from another one; itself where something else may lead there."""
    ways = [
        Target("branch", moment, number)
        for moment, rules in scenario.moments.items()
        for number, branch in enumerate(rules.next)
        if branch.go == name and moment != name
    ]
    elsewhere = {scenario.start, scenario.out_of_patience, scenario.out_of_turns}
    elsewhere |= {event.go for event in scenario.interruptions.values() if event.go}
    return [*ways, Target("moment", name)] if name in elsewhere else ways
