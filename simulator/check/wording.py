"""How a file's own criteria are worded and built: what nobody could mark by (R101 to R104)."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import combinations

from scoring.marking.conditions import HeardIt
from scoring.marking.rubric import Criterion
from simulator.check.places import names_at, place_at, text_at
from simulator.scenario.model import Scenario
from simulator.scenario.problems import Problem
from simulator.scenario.reader import ScenarioReader

VAGUE = frozenset(
    """good better best well nice nicely great excellent proper properly appropriate appropriately adequate adequately
    effective effectively professional professionally reasonable reasonably suitable suitably quality somehow
    etc""".split()  # noqa: SIM905
)
"""Words that say that something is liked, and not what it is."""
_NO_JUDGEMENT = re.compile(
    r"\b(?:as well|well (?:above|below|before|after)|as (?:good|well) as|(?:at|the|her|his|their) best)\b"
)
_WORD = re.compile(r"[a-z']+")
_VERB = re.compile(r"^[a-z]+s\b(?:(?!\bbetween\b).)*\sand\s+([a-z]+s)\s+[a-z]")
_NO_VERBS = frozenset({"his", "its", "others", "this", "as", "less"})
ENOUGH = 3
"""From this level on one sentence must not be enough."""


def wording_problems(scenario: Scenario, reader: ScenarioReader) -> Iterator[Problem]:
    """Of the file's own criteria. Whether a wording is clear is for a person to say, so all but R104 are no errors."""
    names = names_at(reader, "rubric", "criteria")
    own = [criterion for criterion in scenario.rubric.criteria if criterion.id in names]
    for criterion in own:
        yield from vague(criterion, reader)
        yield from double(criterion, reader)
        yield from one_keyword(criterion, scenario, reader)
    for one, other in combinations(own, 2):
        if one.levels and overlap(one, other):
            message = f"the criteria {one.id} and {other.id} are earned by the same: one of them is enough"
            yield Problem("R103", message, place_at(reader, "rubric", "criteria", other.id), "warning")


def vague(criterion: Criterion, reader: ScenarioReader) -> Iterator[Problem]:
    texts = [(criterion.title, ("title",)), *((a, ("anchors", n)) for n, a in enumerate(criterion.anchors))]
    for text, way in texts:
        words = _WORD.findall(_NO_JUDGEMENT.sub(" ", text.lower()))
        found = next((word for word in words if word in VAGUE), None)
        if found:
            message = f"“{text}”: '{found}' says that it is liked, not what is done; say what can be heard"
            place = text_at(reader, "rubric", "criteria", criterion.id, *way)
            yield Problem("R101", message, place, "warning")


def double(criterion: Criterion, reader: ScenarioReader) -> Iterator[Problem]:
    """A title that names two doings."""
    found = _VERB.match(criterion.title.lower())
    if found and found[1] not in _NO_VERBS:
        message = f"“{criterion.title}” is two things (“and {found[1]}”): what gets a rep who does one of them?"
        yield Problem("R102", message, text_at(reader, "rubric", "criteria", criterion.id, "title"), "warning")


def one_keyword(criterion: Criterion, scenario: Scenario, reader: ScenarioReader) -> Iterator[Problem]:
    """The highest mark there is for one concept of the file's own, heard anywhere, whatever else was said or learnt."""
    level, condition = criterion.levels[-1] if criterion.levels else (0, None)
    match condition:
        case HeardIt((name,), None, None, None) if level >= ENOUGH and name in names_at(reader, "signals"):
            if scenario.signals[name].kind in ("concept", "answer"):
                message = (
                    f"one sentence is enough for level {level} of {criterion.id}: what is heard as {name}, anywhere"
                )
                place = text_at(reader, "rubric", "criteria", criterion.id, "levels", str(level))
                yield Problem("R104", message, place)


def overlap(one: Criterion, other: Criterion) -> bool:
    """Whether their highest levels ask for the same."""
    if not other.levels or one.unit != other.unit or one.when != other.when:
        return False
    same = one.levels[-1][1] == other.levels[-1][1]
    return same or [c for _, c in one.levels] == [c for _, c in other.levels]
