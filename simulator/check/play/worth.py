"""What calls can be worth: levels that none earns (S501), a pass mark out of reach (S502), a best below a hundred (S503).

A level is looked for in a file's own criteria only. The general ones speak of roles that a scenario need not carry: one
that no call can reach shows in S503. A level between that is never given, for a higher one holds whenever it does, is none
of these: what counts is that a call can earn as much.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import NamedTuple

from scoring.marking.conditions import Condition, Not
from scoring.marking.rubric import HIGHEST, Criterion
from scoring.marking.scorecard import by_absence
from simulator.check.places import names_at, place_at
from simulator.check.play.bearing import named_in
from simulator.check.play.ever import Ever
from simulator.check.play.points import Found
from simulator.check.play.targets import Target
from simulator.check.play.verdict import Verdict
from simulator.scenario.model import Scenario
from simulator.scenario.problems import Problem
from simulator.scenario.reader import ScenarioReader

NAMED = 3
"""So many criteria that hold the total down are named."""


class Share(NamedTuple):
    """What a criterion can add at most. `needed`: it always counts."""

    name: str
    level: int
    weight: int
    needed: bool


def tops_of(scenario: Scenario, reader: ScenarioReader) -> dict[str, int]:
    """The file's own criteria that the machine marks, and their highest levels."""
    own = names_at(reader, "rubric", "criteria")
    return {
        criterion.id: criterion.levels[-1][0]
        for criterion in scenario.rubric.criteria
        if criterion.id in own and criterion.marked_by == "machine" and criterion.levels and criterion.bearable
    }


# S501


class LevelProblem(NamedTuple):
    """`after`: what is missing, where the level goes without it only."""

    problem: Problem
    after: tuple[Target, ...] = ()


def level_problems(scenario: Scenario, reader: ScenarioReader, found: Verdict) -> Iterator[LevelProblem]:
    """S501 for each level of the file's own criteria that no call earns."""
    ever, free = Ever(scenario, found.impossible), Ever(scenario, ())
    for name in tops_of(scenario, reader):
        criterion = scenario.rubric.criterion(name)
        earned = found.found.levels.get(name, 0)
        for level, condition in criterion.levels:
            place = place_at(reader, "rubric", "criteria", name, "levels", str(level))
            if not ever.holds(condition, criterion.unit):
                message = f"no call can earn level {level} of {name}: its condition cannot hold"
                named = named_in(scenario, [condition])
                after = (
                    tuple(t for t in found.impossible if t.name in named)
                    if free.holds(condition, criterion.unit)
                    else ()
                )
                yield LevelProblem(Problem("S501", message, place, conversation=_best(found.found)), after)
            elif level > earned:
                message = (
                    f"no call was marked with level {level} of {name}, {earned} at most (in {found.found.replies:,} replies of"
                    " play; whether one can be is not known)"
                )
                yield LevelProblem(Problem("S501", message, place, "warning", conversation=_best(found.found)))
                break


def _best(found: Found) -> tuple[str, ...]:
    return found.best_call.conversation if found.best_call else ()


# S502, S503


def total_problems(scenario: Scenario, reader: ScenarioReader, found: Verdict) -> Iterator[Problem]:
    """S502 where no call passes by its total; else S503 where none gets a hundred."""
    shares = shares_of(scenario, Ever(scenario, found.impossible))
    most = highest_total(scenario, shares)
    mark, best = scenario.rubric.pass_mark, found.found.best
    if most < mark:
        message = f"no call can get more than {most} of 100{_held(shares)}, and the pass mark is {mark}"
        yield Problem("S502", message, place_at(reader, "rubric", "pass_mark"), conversation=_best(found.found))
    elif best is None or best < mark:
        had = "no call ended as the rubric wants it" if best is None else f"the best call got {best} of 100"
        message = f"{had}, and the pass mark is {mark} (in {found.found.replies:,} replies of play)"
        place = place_at(reader, "rubric", "pass_mark")
        yield Problem("S502", message, place, "warning", conversation=_best(found.found))
    elif most < 100:
        message = f"no call can get more than {most} of 100{_held(shares)}"
        yield Problem("S503", message, place_at(reader, "rubric"), "note")


def _held(shares: Mapping[str, Iterable[Share]]) -> str:
    low = [share for rows in shares.values() for share in rows if share.needed and share.level < HIGHEST]
    named = ", ".join(f"{share.name} stays at {share.level} of {HIGHEST}" for share in low[:NAMED])
    return f" ({named}{', and more' if len(low) > NAMED else ''})" if low else ""


def shares_of(scenario: Scenario, ever: Ever) -> dict[str, list[Share]]:
    """For each skill that counts what its criteria can add at most."""
    rubric = scenario.rubric
    out: dict[str, list[Share]] = {}
    for skill in rubric.skills:
        if not rubric.weights.get(skill.id, 0):
            continue
        counted = [c for c in rubric.criteria if c.skill == skill.id and not c.advisory and c.marked_by == "machine"]
        rows = [share for criterion in counted if (share := _share(criterion, ever))]
        if rows:
            out[skill.id] = rows
    return out


def _share(criterion: Criterion, ever: Ever) -> Share | None:
    if not criterion.bearable or (criterion.applies_when and not ever.holds(criterion.applies_when, "whole")):
        return None
    held = [(level, condition) for level, condition in criterion.levels if ever.holds(condition, criterion.unit)]
    level = max((level for level, _ in held), default=0)
    away: list[Condition] = [Not(criterion.applies_when)] if criterion.applies_when else []
    needed = criterion.unit == "whole" and not any(by_absence(condition) for _, condition in held)
    needed = needed and not any(ever.holds(condition, "whole") for condition in away)
    return Share(criterion.id, level, criterion.weight, needed)


def highest_total(scenario: Scenario, shares: Mapping[str, Iterable[Share]]) -> int:
    """The total of a call that earns all it can, in which what can only harm does not apply. 100 where nothing counts."""
    skills: list[tuple[float, float, bool]] = []
    for name, rows in shares.items():
        parts = [(float(row.level), float(row.weight), row.needed) for row in rows]
        mean = _highest_mean(parts)
        skills.append((mean, float(scenario.rubric.weights[name]), any(needed for *_, needed in parts)))
    if not skills:
        return 100
    return int(_highest_mean(skills) * 100 / HIGHEST + 0.5 + 1e-9)


def _highest_mean(parts: Iterable[tuple[float, float, bool]]) -> float:
    """The highest weighted mean of (value, weight, needed): of what is not needed, only what raises it counts."""
    rows = [part for part in parts if part[1] > 0]
    total = sum(value * weight for value, weight, needed in rows if needed)
    base = sum(weight for _, weight, needed in rows if needed)
    for value, weight, _ in sorted((row for row in rows if not row[2]), reverse=True):
        if not base or value > total / base:
            total, base = total + value * weight, base + weight
    return total / base if base else float(HIGHEST)
