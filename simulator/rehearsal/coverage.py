"""What of a scenario some calls have visited: branches, endings, facts, objections, levels of the rubric; and what not."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field

from scoring.marking.conditions import write
from scoring.marking.rubric import could_hold
from scoring.marking.scorecard import Scorecard
from simulator.engine.session import Session
from simulator.engine.state import Step
from simulator.scenario.model import Branch, Scenario

BranchKey = tuple[str, int]
"""The moment, and the branch's number from 0."""


@dataclass(slots=True)
class Coverage:
    """Counted visits. `levels`: (criterion, level) -> calls; the others count turns, endings calls."""

    scenario: Scenario
    calls: int = 0
    branches: Counter[BranchKey] = field(default_factory=Counter)
    moves: Counter[tuple[str, str]] = field(default_factory=Counter)
    moments: Counter[str] = field(default_factory=Counter)
    endings: Counter[str] = field(default_factory=Counter)
    facts: Counter[str] = field(default_factory=Counter)
    raised: Counter[str] = field(default_factory=Counter)
    resolved: Counter[str] = field(default_factory=Counter)
    interruptions: Counter[str] = field(default_factory=Counter)
    levels: Counter[tuple[str, int]] = field(default_factory=Counter)

    def add(self, session: Session, card: Scorecard | None = None) -> None:
        """Count a call; its levels too where it has a card."""
        self.calls += 1
        self.moments[session.path[0]] += 1
        for name in session.play.names.objections:
            # What is raised at the start is in no step.
            opened = session.turns[0].before if session.turns else session.snapshot()
            self.raised[name] += opened is not None and opened.objections[name] == "open"
        for step in session.steps:
            self.step(step)
        if session.over:
            self.endings[session.path[-1]] += 1
        for criterion in card.criteria if card else ():
            if criterion.level is not None:
                self.levels[criterion.id, criterion.level] += 1

    def step(self, step: Step) -> None:
        if step.branch is not None:
            self.branches[step.moment, step.branch] += 1
        self.moves[step.moment, step.go] += 1
        if step.go != step.moment and step.go in self.scenario.moments:
            self.moments[step.go] += 1
        self.facts.update(step.facts)
        for name, status in step.objections.items():
            (self.raised if status == "open" else self.resolved)[name] += 1
        if step.interruption:
            self.interruptions[step.interruption] += 1

    @property
    def counted(self) -> Mapping[str, tuple[int, int]]:
        """How many of how many were visited, by what."""
        scenario = self.scenario
        every = list(branches_of(scenario))
        levels = list(levels_of(scenario))
        settled = [name for name, rule in scenario.objections.items() if rule.resolve_when is not None]
        return {
            "branches": (sum(key in self.branches for key, _ in every), len(every)),
            "endings": (sum(name in self.endings for name in scenario.endings), len(scenario.endings)),
            "facts": (sum(name in self.facts for name in scenario.facts), len(scenario.facts)),
            "objections raised": (sum(self.raised[name] > 0 for name in scenario.objections), len(scenario.objections)),
            "objections settled": (sum(name in self.resolved for name in settled), len(settled)),
            "levels": (sum(key in self.levels for key in levels), len(levels)),
        }

    def missing_branches(self) -> list[tuple[str, int, Branch]]:
        """Moment, number from 1, branch."""
        return [(k[0], k[1] + 1, branch) for k, branch in branches_of(self.scenario) if k not in self.branches]

    def missing(self) -> Mapping[str, list[str]]:
        """Names of the endings, facts and objections that no call has reached."""
        scenario = self.scenario
        settled = [name for name, rule in scenario.objections.items() if rule.resolve_when is not None]
        return {
            "endings": [name for name in scenario.endings if name not in self.endings],
            "facts": [name for name in scenario.facts if name not in self.facts],
            "objections raised": [name for name in scenario.objections if not self.raised[name]],
            "objections settled": [name for name in settled if name not in self.resolved],
        }

    def missing_levels(self) -> Mapping[str, list[int]]:
        """Criterion -> the levels that no call has earned; criteria without such are left out."""
        out: dict[str, list[int]] = {}
        for criterion, level in levels_of(self.scenario):
            if (criterion, level) not in self.levels:
                out.setdefault(criterion, []).append(level)
        return out


def branches_of(scenario: Scenario) -> Iterator[tuple[BranchKey, Branch]]:
    for name, moment in scenario.moments.items():
        for number, branch in enumerate(moment.next):
            yield (name, number), branch


def levels_of(scenario: Scenario) -> Iterator[tuple[str, int]]:
    """Every level that a criterion can have in this scenario: 0, and those whose condition can hold."""
    for criterion in scenario.rubric.criteria:
        if criterion.marked_by == "machine" and criterion.bearable:
            for level in (0, *(level for level, condition in criterion.levels if could_hold(condition))):
                yield criterion.id, level


def in_words(branch: Branch) -> str:
    """A branch's condition as an author writes it; `else` where it has none."""
    return "else" if branch.when is None else write(branch.when)


def covered(scenario: Scenario, calls: Iterable[tuple[Session, Scorecard | None]]) -> Coverage:
    found = Coverage(scenario)
    for session, card in calls:
        found.add(session, card)
    return found
