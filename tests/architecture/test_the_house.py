"""The house stands as drawn: who may import whom, and what starting up may cost."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parents[2]


def loaded_after(statement: str) -> set[str]:
    """Top-level packages in `sys.modules` after a statement, in a fresh interpreter."""
    code = f"{statement}\nimport sys\nprint(*sorted({{name.partition('.')[0] for name in sys.modules}}))"
    out = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True, cwd=ROOT)
    return set(out.stdout.split())


HEAVY = {"sqlalchemy", "alembic", "numpy", "textual", "rich", "click"}


def test_importing_scoring_loads_nothing_heavy() -> None:
    assert not loaded_after("import scoring, scoring.marking.scorecard, scoring.hearing.signals") & HEAVY


def test_importing_the_language_and_the_engine_loads_nothing_heavy() -> None:
    assert (
        not loaded_after("import simulator.scenario.model, simulator.scenario.catalogue, simulator.engine.session")
        & HEAVY
    )


def test_a_practice_opens_no_database_until_it_is_needed() -> None:
    code = "from simulator.services.practice import Practice; from simulator.services.home import Home"
    assert not loaded_after(f"{code}\nHome.find({{'SPARRING_HOME': '/tmp'}})") & HEAVY


def test_the_app_starts_without_the_database_the_encoder_or_the_command_line() -> None:
    loaded = loaded_after("import simulator.ui.app, simulator.__main__")
    assert not loaded & {"sqlalchemy", "alembic", "numpy", "click", "yaml", "transitions"}


def test_nothing_asks_transitions_for_its_slow_extensions() -> None:
    offenders = [
        str(path.relative_to(ROOT))
        for path in (ROOT / "simulator").rglob("*.py")
        if "transitions.extensions" in path.read_text(encoding="utf-8")
    ]
    assert offenders == []


def test_the_command_line_prints_through_one_door() -> None:
    offenders = [
        path.name
        for path in (ROOT / "simulator" / "cli").glob("*.py")
        if path.name != "output.py"
        and re.search(r"click\.s?echo\(|\bprint\(|stdout\.write|stderr\.write", path.read_text("utf-8"))
    ]
    assert offenders == []
