"""How a condition can be made true: which signals to say and which not, taken from one of its alternatives."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from itertools import islice
from random import Random

from scoring.marking.conditions import OPS, And, Condition, Count, HeardIt, Knows, Level, Not, Or, Silent, atoms
from simulator.engine.situation import Names, Now, Test, compile_condition

TRIES, KEPT = 48, 12
"""So many alternatives of one condition are drawn, and those are kept that want the fewest signals; most have fewer."""
LONGEST = 400
"""Atoms of a condition that is looked into."""
NUMBERS = range(201)
"""Of replies and feelings."""
Literal = tuple[Condition, bool]
_MORE = (">", ">=")
_LESS = ("<", "<=")


@dataclass(frozen=True, slots=True)
class Recipe:
    """`say`: one of each group; `never`: none of these; `moods`: feelings that should be higher (+1) or lower (-1);
    `knows`: facts that may have to be told in the same turn.

    `rest`: what must hold besides, of facts, objections and the like, one by one.
    """

    say: tuple[tuple[str, ...], ...]
    never: frozenset[str]
    silent: bool
    moods: tuple[tuple[str, int], ...]
    knows: tuple[str, ...]
    rest: tuple[Test, ...]

    def ready(self, now: Now) -> bool:
        """Whether saying it is all that is left."""
        return all(test(now) for test in self.rest)


def recipes(condition: Condition, names: Names, *, rubric: bool = False) -> tuple[Recipe, ...]:
    """The alternatives of a condition, always in the same order. `rubric`: what else it asks for is not looked at."""
    if len(list(islice(atoms(condition), LONGEST))) == LONGEST:
        return ()
    chance = Random(1)
    drawn = (tuple(dict.fromkeys(_drawn(condition, True, chance))) for _ in range(TRIES))
    found = sorted((literals for literals in dict.fromkeys(drawn) if _possible(literals)), key=_asked)[:KEPT]
    return tuple(_recipe(literals, names, rubric) for literals in found)


def _possible(literals: tuple[Literal, ...]) -> bool:
    """Whether nothing in it speaks against something else in it."""
    every = set(literals)
    denied = [atom for atom, wanted in literals if isinstance(atom, HeardIt) and not wanted and not atom.moment]
    never = {name for atom in denied if atom.before is None and atom.beside is None for name in atom.names}
    numbers: dict[str, range | list[int]] = {}
    for atom, wanted in literals:
        if (atom, not wanted) in every:
            return False
        if isinstance(atom, HeardIt) and wanted and never.issuperset(atom.names):
            return False
        if isinstance(atom, Level):
            left = numbers.get(atom.name, NUMBERS)
            numbers[atom.name] = [n for n in left if OPS[atom.op](n, atom.value) == wanted]
    return all(numbers.values())


def _asked(literals: Iterable[Literal]) -> int:
    """How much has to be said."""
    return sum(wanted and isinstance(atom, HeardIt | Count) for atom, wanted in literals)


def _drawn(condition: Condition, wanted: bool, chance: Random, taken: Collection[Literal] = ()) -> list[Literal]:
    """One way in which it holds, that does not speak against what was taken already where there is such a one."""
    match condition:
        case Not(part):
            return _drawn(part, not wanted, chance, taken)
        case And(parts) | Or(parts) if isinstance(condition, And) == wanted:
            out: list[Literal] = []
            for part in parts:
                out += _drawn(part, wanted, chance, [*taken, *out])
            return out
        case And(parts) | Or(parts):
            found: list[Literal] = []
            for part in chance.sample(parts, len(parts)):
                found = _drawn(part, wanted, chance, taken)
                if not any((atom, not holds) in taken for atom, holds in found):
                    break
            return found
    return [(condition, wanted)]


def _recipe(literals: Iterable[Literal], names: Names, rubric: bool) -> Recipe:
    say: list[tuple[str, ...]] = []
    never: set[str] = set()
    moods: list[tuple[str, int]] = []
    knows: list[str] = []
    rest: list[Condition] = []
    silent = False
    for atom, wanted in literals:
        match atom:
            case HeardIt(signals, _, before, _) if wanted:
                say.append(signals)
                never.update(before or ())
            case HeardIt(signals):
                never.update(signals)
            case Count(signals, op, value) if (op in _MORE or (op == "==" and value > 0)) == wanted:
                say.append(signals)
            case Count(signals):
                never.update(signals)
            case Silent():
                silent = silent or wanted
            case Level(name, op, _) if name in names.feelings:
                up = 1 if op in _MORE else -1 if op in _LESS else 0
                moods += [(name, up if wanted else -up)] if up else []
                rest.append(atom if wanted else Not(atom))
            case _:
                rest.append(atom if wanted else Not(atom))
                knows += (
                    [name for name in atom.names if name in names.facts] if wanted and isinstance(atom, Knows) else []
                )
    tests = () if rubric else tuple(compile_condition(condition, names) for condition in rest)
    return Recipe(tuple(say), frozenset(never), silent, tuple(moods), tuple(knows), tests)
