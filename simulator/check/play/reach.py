"""What no conversation brings about: facts, objections, branches, endings, and a call that is won (S402 to S407)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from scoring.marking.rubric import could_hold
from simulator.check.places import place_at
from simulator.check.play.attempts import attempt
from simulator.check.play.points import Found
from simulator.check.play.roots import roots
from simulator.check.play.targets import Target, conditions_for
from simulator.check.play.verdict import Verdict, ways_to
from simulator.scenario.model import Scenario
from simulator.scenario.problems import Place, Problem
from simulator.scenario.reader import ScenarioReader

CODES = {"fact": "S404", "raised": "S405", "resolved": "S405", "branch": "S402", "moment": "S407", "ending": "S403"}
WON = "won"
NONE: Mapping[Target, Sequence[Problem]] = {}


def reach_problems(
    scenario: Scenario, reader: ScenarioReader, found: Verdict, following: Mapping[Target, Sequence[Problem]] = NONE
) -> list[Problem]:
    """One problem for each root, with what goes away with it. `following`: what else is so because a thing is missing."""
    behind = roots(scenario, found)
    under: dict[Target, list[str]] = {}
    for target, root in behind.items():
        if target != root:
            under.setdefault(root, []).append(line(_problem(scenario, reader, found, target)))
    for target, others in following.items():
        under.setdefault(behind[target], []).extend(map(line, others))
    lost = _lost(scenario, found.missing)
    head: Target | None = None
    if lost:
        head = behind[lost[0]]
        if head.kind != "ending":
            under.setdefault(head, []).append(line(_unwon(scenario, reader, found, lost)))
    problems = []
    for root in dict.fromkeys(behind.values()):
        problem = _problem(scenario, reader, found, root)
        more = under.get(root, [])
        if root == head and root.kind == "ending":
            more = [*(line(_problem(scenario, reader, found, target)) for target in lost), *more]
            problem = _unwon(scenario, reader, found, lost)
        elif root in lost and head is not None and head.kind == "ending":
            continue
        shown = _shown(scenario, found.found, root)
        problems.append(
            Problem(
                problem.code,
                problem.message,
                problem.place,
                problem.severity,
                conversation=shown,
                consequences=tuple(dict.fromkeys(more)),
            )
        )
    return problems


def _problem(scenario: Scenario, reader: ScenarioReader, found: Verdict, target: Target) -> Problem:
    sure = target in found.impossible
    message = _sentence(scenario, target, sure)
    if not sure:
        message += _in_play(found.found)
    place = place_of(reader, target)
    return Problem(CODES[target.kind], message, place, "error" if sure else "warning")


def _unwon(scenario: Scenario, reader: ScenarioReader, found: Verdict, lost: Sequence[Target]) -> Problem:
    sure = all(target in found.impossible for target in lost)
    message = "no call can be won" if sure else f"no call was won{_in_play(found.found)}"
    return Problem("S406", message, place_of(reader, lost[0]), "error" if sure else "warning")


def _in_play(found: Found) -> str:
    return f" (in {found.replies:,} replies of play; whether it can be is not known)"


def line(problem: Problem) -> str:
    return f"line {problem.place.line}: {problem.code} {problem.message}"


def _lost(scenario: Scenario, missing: Iterable[Target]) -> list[Target]:
    """The won endings, where none of them is ever reached."""
    won = [Target("ending", name) for name, ending in scenario.endings.items() if ending.outcome == WON]
    return won if set(won) <= set(missing) else []


def _sentence(scenario: Scenario, target: Target, sure: bool) -> str:
    """What is the matter. `sure`: it cannot be; else it was not found."""
    can, was = ("can never be", "") if sure else ("was not", "")
    match target.kind:
        case "fact":
            return f"the fact {target.name} {can} told"
        case "raised":
            return f"the objection {target.name} {can} raised"
        case "resolved":
            return f"the objection {target.name} {can} resolved"
        case "branch":
            return f"branch {target.number + 1} of {target.name} {can} taken{_why(scenario, target) if sure else was}"
        case "moment" if not ways_to(scenario, target.name):
            return f"no branch leads to the moment {target.name}"
        case "moment":
            return f"the moment {target.name} {can} reached"
        case _ if not ways_to(scenario, target.name):
            return f"nothing leads to the ending {target.name}"
    return f"the ending {target.name} {can} reached"


def _why(scenario: Scenario, target: Target) -> str:
    branches = scenario.moments[target.name].next
    own, before = branches[target.number].when, [branch.when for branch in branches[: target.number]]
    if own is not None and not could_hold(own):
        return ": its condition cannot hold"
    if own is not None and own in before:
        return ": an earlier one has the same condition"
    return ""


def place_of(reader: ScenarioReader, target: Target) -> Place:
    match target.kind:
        case "fact":
            return place_at(reader, "facts", target.name)
        case "raised" | "resolved":
            return place_at(reader, "objections", target.name)
        case "branch":
            return place_at(reader, "moments", target.name, "next", target.number)
        case "moment":
            return place_at(reader, "moments", target.name)
    return place_at(reader, "endings", target.name)


def _shown(scenario: Scenario, found: Found, target: Target) -> tuple[str, ...]:
    """The conversation that comes nearest to it."""
    conditions = conditions_for(scenario, target)
    if target.kind == "fact" and len(conditions) > 1:
        # Asked for, and not told: what it waits for is what is wrong with it.
        asked, waits = conditions
        return (*attempt(scenario, found, waits), *attempt(scenario, found, asked)[-1:])
    if target.kind in ("moment", "ending"):
        ways = [way for way in ways_to(scenario, target.name) if way.kind == "branch"]
        return _shown(scenario, found, ways[0]) if ways else attempt(scenario, found, None)
    return attempt(
        scenario, found, conditions[0] if conditions else None, target.name if target.kind == "branch" else ""
    )
