"""The graph of moments: what can never be reached or taken, whatever is said (S402, S403, S407)."""

from __future__ import annotations

from scoring.marking.conditions import Condition
from scoring.marking.rubric import could_hold
from simulator.check.places import place_at
from simulator.scenario.model import Scenario
from simulator.scenario.problems import Problem
from simulator.scenario.reader import ScenarioReader


def flow_problems(scenario: Scenario, reader: ScenarioReader) -> list[Problem]:
    """Found by walking the branches as if every condition that can hold did."""
    reached = reachable(scenario)
    problems = []
    for name, moment in scenario.moments.items():
        if name not in reached:
            problems.append(Problem("S407", f"no branch leads to the moment {name}", place_at(reader, "moments", name)))
        earlier: list[Condition] = []
        for number, branch in enumerate(moment.next, 1):
            if branch.when is None:
                continue
            if not could_hold(branch.when):
                message = f"branch {number} of {name} can never be taken: its condition cannot hold"
                problems.append(Problem("S402", message, place_at(reader, "moments", name)))
            elif branch.when in earlier:
                message = f"branch {number} of {name} can never be taken: an earlier one has the same condition"
                problems.append(Problem("S402", message, place_at(reader, "moments", name)))
            earlier.append(branch.when)
    for name in scenario.endings:
        if name not in reached:
            problems.append(Problem("S403", f"nothing leads to the ending {name}", place_at(reader, "endings", name)))
    return problems


def reachable(scenario: Scenario) -> set[str]:
    """The moments and endings that some branch, interruption or running out leads to."""
    seen = {scenario.start, scenario.out_of_patience, scenario.out_of_turns}
    seen |= {event.go for event in scenario.interruptions.values() if event.go}
    waiting = [name for name in seen if name in scenario.moments]
    while waiting:
        for branch in scenario.moments[waiting.pop()].next:
            if branch.go not in seen and (branch.when is None or could_hold(branch.when)):
                seen.add(branch.go)
                if branch.go in scenario.moments:
                    waiting.append(branch.go)
    return seen
