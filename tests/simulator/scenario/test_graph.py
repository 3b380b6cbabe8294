"""The map of a scenario: every branch is an arrow, and the tree holds each place once."""

from __future__ import annotations

import pytest

from simulator.scenario.catalogue import Catalogue, shipped
from simulator.scenario.graph import OUT_OF_PATIENCE, OUT_OF_TURNS, map_of, tree

CATALOGUE = Catalogue([shipped()], None)
EVERY = [entry.id for entry in CATALOGUE.entries()]


@pytest.mark.parametrize("name", EVERY)
def test_every_branch_moment_and_ending_is_on_the_map(name: str) -> None:
    scenario = CATALOGUE.open(name)
    found = map_of(scenario)
    assert set(found.places) == {*scenario.moments, *scenario.endings}
    assert len(found.arrows) == sum(len(moment.next) for moment in scenario.moments.values())
    for arrow in found.arrows:
        assert scenario.moments[arrow.start].next[arrow.number - 1].go == arrow.go
    assert {arrow.when for arrow in found.anywhere} >= {OUT_OF_PATIENCE, OUT_OF_TURNS}


@pytest.mark.parametrize("name", EVERY)
def test_the_tree_holds_each_place_once_and_every_way(name: str) -> None:
    found = map_of(CATALOGUE.open(name))
    twigs = list(tree(found))
    hung = [twig.name for twig in twigs]
    reached = {found.start, *(arrow.go for arrow in found.arrows)}
    assert sorted(hung) == sorted({*hung})
    assert set(hung) >= reached
    assert hung[0] == found.start
    depth = {twig.name: len(twig.more) for twig in twigs}
    ways = {(arrow.start, arrow.go) for arrow in found.arrows}
    also = {(twig.name, go) for twig in twigs for go in twig.also}
    below = ways - also
    assert all(depth[go] == depth[start] + 1 for start, go in below)
    assert also <= ways


def test_the_start_comes_first_and_endings_come_last() -> None:
    found = map_of(CATALOGUE.open("its-too-expensive"))
    ranks = [place.rank for place in found.places.values()]
    assert ranks == sorted(ranks)
    assert found.places[found.start].rank == 0
    last = max(ranks)
    assert all((place.rank == last) == bool(place.outcome) for place in found.places.values())


def test_ways_to_the_same_place_are_joined() -> None:
    found = map_of(CATALOGUE.open("its-too-expensive"))
    joined = found.joined()
    assert [arrow.number for arrow in joined["the_line", "behind_it"]] == [3, 4, 6]
    assert sum(len(arrows) for arrows in joined.values()) == len(found.arrows)
