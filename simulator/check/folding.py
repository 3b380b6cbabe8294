"""One cause, and what follows from it: what goes away by itself once the cause is mended stands under it (`consequences`).

What follows from what:
- a name that does not exist: every later use of it
- a misspelled field: that the field it was meant for is missing
- a signal that is no signal: every use of it
- a part that cannot be read, is missing or misspelled (`moments`, `draw`, `use` ...): every name that it would have held
- a library that is not there: its signals and objections
- a stage that is none: the weights of its skills
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from simulator.scenario.problems import Problem

_NAMED = re.compile(r"(?:.*: )?unknown (signal|fact|objection|moment or ending|moment|ending|feeling) '([^']*)'")
_PLACEHOLDER = re.compile(r"unknown placeholder '\{draw\.")
_MISSPELLED = re.compile(r"unknown field '([^']*)' in (.+); did you mean '([^']*)'\?")
_MISSING = re.compile(r"(.+) needs a field '([^']*)'")
_LIBRARY = re.compile(r"the library '|'[^']*' must be a path inside")
_NO_SIGNAL = re.compile(r"the signal (\w+) must be a list")
_PART = re.compile(r"'?(signals|facts|objections|moments|endings|feelings|draw|use)'?\b")
_HELD = {
    "signals": ("signal",),
    "facts": ("fact",),
    "objections": ("objection",),
    "moments": ("moment", "moment or ending"),
    "endings": ("ending", "moment or ending"),
    "feelings": ("feeling",),
    "use": ("signal", "objection"),
}
"""The part of a scenario, and the kinds of names that it holds."""


def folded(problems: Sequence[Problem]) -> list[Problem]:
    """The causes, in the order in which they were given, each with what follows from it."""
    causes: list[Problem] = []
    under: dict[int, list[Problem]] = {}
    ordered = sorted(problems, key=_rank)
    for problem in dict.fromkeys(ordered):
        cause = next((n for n, other in enumerate(causes) if _follows(problem, other)), None)
        if cause is None:
            causes.append(problem)
        else:
            under.setdefault(cause, []).append(problem)
    kept = {
        cause: replace(cause, consequences=(*cause.consequences, *(_line(p, cause) for p in under.get(n, ()))))
        for n, cause in enumerate(causes)
    }
    return [kept[problem] for problem in dict.fromkeys(problems) if problem in kept]


def _rank(problem: Problem) -> tuple[int, int, int]:
    """Causes before what may follow from them, then by place."""
    first = problem.code not in ("S110", "S201", "S202", "S207", "S301")
    return (0 if first else 1 if problem.code == "S110" else 2, problem.place.line, problem.place.column)


def _line(problem: Problem, cause: Problem) -> str:
    where = f"line {problem.place.line}" if problem.place.file == cause.place.file else str(problem.place)
    return f"{where}: {problem.code} {problem.message}"


def _follows(problem: Problem, cause: Problem) -> bool:
    """Whether the problem goes away with the cause."""
    if problem.severity != "error" or cause.severity != "error":
        return False
    if problem.code == "S110":
        return _is_meant(problem, cause)
    named = _NAMED.match(problem.message) if problem.code == "S201" else None
    if named:
        same = _NAMED.match(cause.message) if cause.code == "S201" else None
        if same and same[2] == named[2]:
            return True
        broken = _NO_SIGNAL.match(cause.message)
        if broken and broken[1] == named[2]:
            return True
        return named[1] in _lost_with(cause)
    if problem.code == "S202":
        return "objection" in _lost_with(cause)
    if problem.code == "S207":
        return cause.code == "S106" and cause.message.startswith("stage is ")
    if problem.code == "S301":
        return bool(_PLACEHOLDER.match(problem.message)) and _part_of(cause) == "draw"
    return False


def _is_meant(problem: Problem, cause: Problem) -> bool:
    """Whether a field is missing because it was misspelled."""
    missing = _MISSING.match(problem.message)
    wrong = _MISSPELLED.match(cause.message) if cause.code == "S105" else None
    return bool(missing and wrong and missing[1] == wrong[2] and missing[2] == wrong[3])


def _lost_with(cause: Problem) -> tuple[str, ...]:
    """The kinds of names that are not known because of this."""
    if cause.code == "S206" and _LIBRARY.match(cause.message):
        return _HELD["use"]
    return _HELD.get(_part_of(cause), ())


def _part_of(cause: Problem) -> str:
    """The part of the scenario that could not be read because of this; empty where it is another problem."""
    if cause.code == "S105":
        wrong = _MISSPELLED.match(cause.message)
        return wrong[3] if wrong and wrong[2] == "a scenario" else ""
    if cause.code == "S110":
        missing = _MISSING.match(cause.message)
        return missing[2] if missing and missing[1] == "a scenario" else ""
    if cause.code == "S106":
        found = _PART.match(cause.message)
        return found[1] if found and " must be a list" in cause.message else ""
    return ""
