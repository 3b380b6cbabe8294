"""A scenario as a map: its moments and endings, and every way from one to the other."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from scoring.marking.conditions import write
from simulator.scenario.model import Scenario

OUT_OF_PATIENCE, OUT_OF_TURNS = "patience has run out", "turns have run out"


@dataclass(frozen=True, slots=True)
class Arrow:
    """One way. `number`: of the branch in its moment, from 1; 0 for what can happen anywhere (`start` is then empty).

    `when` is the condition as its author writes it, or `else`.
    """

    start: str
    go: str
    number: int
    when: str


@dataclass(frozen=True, slots=True)
class Place:
    """A moment (`outcome` empty) or an ending. `text`: a moment's goal. `rank`: steps from the start; endings stand last."""

    name: str
    text: str
    outcome: str
    rank: int


@dataclass(frozen=True, slots=True)
class Map:
    """`places`: by rank, then in the file's order. `anywhere`: patience, turns and interruptions that lead somewhere."""

    start: str
    places: Mapping[str, Place]
    arrows: tuple[Arrow, ...]
    anywhere: tuple[Arrow, ...]

    def ways(self, name: str) -> tuple[Arrow, ...]:
        """A moment's branches, in order."""
        return tuple(arrow for arrow in self.arrows if arrow.start == name)

    def joined(self) -> dict[tuple[str, str], tuple[Arrow, ...]]:
        """The branches that lead from one place to the same other, together."""
        out: dict[tuple[str, str], tuple[Arrow, ...]] = {}
        for arrow in self.arrows:
            key = (arrow.start, arrow.go)
            out[key] = (*out.get(key, ()), arrow)
        return out


def map_of(scenario: Scenario) -> Map:
    arrows = tuple(
        Arrow(name, branch.go, number, "else" if branch.when is None else write(branch.when))
        for name, moment in scenario.moments.items()
        for number, branch in enumerate(moment.next, 1)
    )
    anywhere = [
        Arrow("", scenario.out_of_patience, 0, OUT_OF_PATIENCE),
        Arrow("", scenario.out_of_turns, 0, OUT_OF_TURNS),
        *(Arrow("", e.go, 0, f"{name}: {write(e.when)}") for name, e in scenario.interruptions.items() if e.go),
    ]
    ranks = _ranks(scenario, arrows)
    last = max(ranks.values(), default=0) + 1
    moments = sorted(scenario.moments, key=lambda name: ranks.get(name, last))
    places = [Place(name, scenario.moments[name].goal, "", ranks.get(name, last - 1)) for name in moments]
    places += [Place(name, "", ending.outcome, last) for name, ending in scenario.endings.items()]
    return Map(scenario.start, {place.name: place for place in places}, arrows, tuple(anywhere))


def _ranks(scenario: Scenario, arrows: tuple[Arrow, ...]) -> dict[str, int]:
    """How few steps it is from the start to each moment that can be reached by branches."""
    ranks, waiting = {scenario.start: 0}, [scenario.start]
    while waiting:
        name = waiting.pop(0)
        for arrow in arrows:
            if arrow.start == name and arrow.go in scenario.moments and arrow.go not in ranks:
                ranks[arrow.go] = ranks[name] + 1
                waiting.append(arrow.go)
    return ranks


@dataclass(frozen=True, slots=True)
class Twig:
    """A place in the map as a tree. `more`: for each depth whether something follows there. `also`: where it leads
    besides, to places that hang elsewhere."""

    name: str
    more: tuple[bool, ...]
    also: tuple[str, ...]


def tree(found: Map) -> Iterator[Twig]:
    """Each place once, under the first of the nearest places that lead to it; what no branch leads to stands last."""
    below: dict[str, list[str]] = {name: [] for name in found.places}
    hung, waiting = {found.start}, [found.start]
    while waiting:
        name = waiting.pop(0)
        for arrow in found.ways(name):
            if arrow.go not in hung:
                hung.add(arrow.go)
                below[name].append(arrow.go)
                waiting.append(arrow.go)

    def walk(name: str, more: tuple[bool, ...]) -> Iterator[Twig]:
        ways = dict.fromkeys(arrow.go for arrow in found.ways(name))
        yield Twig(name, more, tuple(go for go in ways if go not in below[name]))
        for at, go in enumerate(below[name], 1):
            yield from walk(go, (*more, at < len(below[name])))

    for name in (found.start, *(name for name in found.places if name not in hung)):
        yield from walk(name, ())
