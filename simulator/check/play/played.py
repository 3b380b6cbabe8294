"""What play and proof say of a scenario: how far it can go, where it gets stuck, what it can be worth (S402 to S503)."""

from __future__ import annotations

from dataclasses import replace

from simulator.check.play.reach import line, reach_problems
from simulator.check.play.targets import Target
from simulator.check.play.traps import dead_ends, loops
from simulator.check.play.verdict import verdict
from simulator.check.play.worth import level_problems, tops_of, total_problems
from simulator.scenario.model import Scenario
from simulator.scenario.problems import Problem
from simulator.scenario.reader import ScenarioReader


def played_problems(scenario: Scenario, reader: ScenarioReader, *, deep: bool = False) -> list[Problem]:
    """Takes some tenths of a second where all is well, and seconds where something has to be proven.

    `deep`: the proof takes as long as it takes.
    """
    found = verdict(scenario, tops_of(scenario, reader), deep=deep)
    own: list[Problem] = []
    following: dict[Target, list[Problem]] = {}
    for end in dead_ends(scenario, reader, found):
        _sort_in(end.problem, end.shut[:1], own, following)
    for level in level_problems(scenario, reader, found):
        _sort_in(level.problem, level.after[:1], own, following)
    totals = list(total_problems(scenario, reader, found))
    reached = reach_problems(scenario, reader, found, following)
    if found.impossible and reached:
        # What a call is worth at most may rise with what is mended.
        lines = tuple(line(problem) for problem in totals if problem.severity != "note")
        reached[0] = replace(reached[0], consequences=(*reached[0].consequences, *lines))
        totals = []
    return [*reached, *own, *totals, *loops(scenario, reader, found.found)]


def _sort_in(
    problem: Problem, after: tuple[Target, ...], own: list[Problem], following: dict[Target, list[Problem]]
) -> None:
    """Beside the others, or under what it follows from."""
    if after:
        following.setdefault(after[0], []).append(problem)
    else:
        own.append(problem)
