"""The conversation that comes nearest to what cannot be reached: it shows what is missing."""

from __future__ import annotations

from collections.abc import Iterable

from scoring.marking.conditions import Condition
from simulator.check.play.points import Found, Node
from simulator.check.play.recipes import Recipe, recipes
from simulator.check.play.replies import NOTHING_SAID
from simulator.engine.situation import Names
from simulator.engine.step import now_of
from simulator.scenario.model import Scenario

MOST = 2000
"""Points of play that are looked through."""


def attempt(scenario: Scenario, found: Found, condition: Condition | None, moment: str = "") -> tuple[str, ...]:
    """What a rep does to bring a condition about, in a moment or anywhere; the last reply says what it asks to hear.

    Of all points of play one where most of what it asks for besides holds, reached in the fewest replies. Empty where the
    moment was never reached.
    """
    nodes = [node for node in points(found) if not moment or node.state.moment == moment]
    if not nodes:
        return ()
    names = nodes[0].play.names
    best: tuple[int, int, int, int] | None = None
    chosen: tuple[Node, Recipe | None] = (nodes[0], None)
    for rank, recipe in enumerate(recipes(condition, names) if condition is not None else (None,)):
        for order, node in enumerate(nodes):
            key = (-_holding(recipe, node, names), node.state.n, rank, order)
            if best is None or key < best:
                best, chosen = key, (node, recipe)
    node, recipe = chosen
    shown = (*node.conversation, *((said,) if recipe and (said := _words(recipe)) else ()))
    return shown or _long(found)


def _long(found: Found) -> tuple[str, ...]:
    """The best call there was: that it has not what is looked for says something, too."""
    return found.best_call.conversation if found.best_call else ()


def points(found: Found) -> Iterable[Node]:
    """Points of play at which a reply can be given, of each kind one or a few."""
    nodes = [node for cell in found.cells.values() for node in cell.nodes]
    return nodes[:MOST]


def _holding(recipe: Recipe | None, node: Node, names: Names) -> int:
    if recipe is None:
        return 0
    now = now_of(node.state)
    now.here += 1
    now.turn += 1
    return sum(test(now) for test in recipe.rest)


def _words(recipe: Recipe) -> str:
    if recipe.silent:
        return NOTHING_SAID
    return " + ".join(dict.fromkeys(group[0] for group in recipe.say if group and group[0] not in recipe.never))
