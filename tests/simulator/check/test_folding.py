"""One cause is one problem; what follows from it stands under it."""

from __future__ import annotations

from pathlib import Path

import pytest

from simulator.check.scenarios import check
from simulator.scenario.catalogue import Catalogue, shipped
from simulator.scenario.problems import Problem
from tests.simulator.check.slips import edited, whole

CATALOGUE = Catalogue([shipped()], None)


def found(tmp_path: Path, *edits: tuple[str, str]) -> list[Problem]:
    path = tmp_path / "wait-until-next-year.yaml"
    path.write_text(edited(whole(), *edits), encoding="utf-8")
    return check(CATALOGUE, [path], hear=False)


CAUSES = {
    "a misspelled field": ((("max_turns: 10", "max_turn: 10"),), "S105", "S110"),
    "moments misspelled": ((("\nmoments:\n", "\nmoment:\n"),), "S105", "S201"),
    "a part that is a word": ((("use: [library/signals.yaml]", "use: library"),), "S106", "S201"),
    "a moment renamed": ((("  asks_back:\n    goal", "  ask_back:\n    goal"),), "S201", "S201"),
    "a stage that is none": ((("stage: objection", "stage: coachin"), ("discovery, next_step]", "discovery, next_step, coaching]")), "S106", "S207"),
    "a draw that is no list": ((("draw:\n  hours: [6, 14, 18]\n  house: [the rose house, house two]\n", "draw: hours\n"),), "S106", "S301"),
    "a library that is not there": (
        (("use: [library/signals.yaml]", "use: [library/objection.yaml]"), ("    title: Not before next year\n", "    from: next_year\n")),
        "S206",
        "S202",
    ),
    "a signal that is a word": (
        (("  says_hours:\n    kind: number", "  opens: open_question\n  says_hours:\n    kind: number"), ("  ask_why_wait: trust +1", "  opens: trust +1")),
        "S106",
        "S201",
    ),
}  # fmt: skip


@pytest.mark.parametrize("name", CAUSES)
def test_what_follows_stands_under_its_cause(tmp_path: Path, name: str) -> None:
    edits, code, follows = CAUSES[name]
    problems = [problem for problem in found(tmp_path, *edits) if problem.severity == "error"]
    assert [problem.code for problem in problems] == [code], "\n".join(map(str, problems))
    assert any(follows in line for line in problems[0].consequences), problems[0].consequences


def test_two_slips_are_two_problems(tmp_path: Path) -> None:
    problems = found(
        tmp_path, ("start: says_wait", "start: say_wait"), ("every_turn: patience -1", "every_turn: patients -1")
    )
    assert sorted(problem.code for problem in problems) == ["S201", "S201"]
    assert all(problem.consequences == () for problem in problems)
