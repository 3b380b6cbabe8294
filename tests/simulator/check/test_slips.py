"""Each slip of the table gets its code at its line, and no other error."""

from __future__ import annotations

from pathlib import Path

import pytest

from simulator.check.scenarios import check
from simulator.scenario.catalogue import Catalogue, shipped
from tests.scoring.hearing.weights import encoder
from tests.simulator.check.slips import CASES, Case, whole

CATALOGUE = Catalogue([shipped()], None)


def test_the_scenario_of_the_manual_is_whole(tmp_path: Path) -> None:
    path = tmp_path / "wait-until-next-year.yaml"
    path.write_text(whole(), encoding="utf-8")
    found = check(CATALOGUE, [path], encoder=encoder())
    assert [str(p) for p in found if p.severity != "note"] == []


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_a_slip_gets_its_code_at_its_line_and_no_other_error(tmp_path: Path, case: Case) -> None:
    path = tmp_path / "wait-until-next-year.yaml"
    path.write_text(case.text(), encoding="utf-8")
    ear = encoder() if case.heard else None
    found = check(CATALOGUE, [path], hear=case.heard or case.played, encoder=ear, deep=case.deep)
    line = 0 if not case.at else case.line()
    told = "\n".join(map(str, found))
    assert (case.code, line) in {(problem.code, problem.place.line) for problem in found}, told
    assert {problem.code for problem in found if problem.severity == "error"} <= {case.code}, told
