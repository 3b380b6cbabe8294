"""What a rehearsal finds wrong, in the checker's terms: S701, S702, S703."""

from __future__ import annotations

from typing import Any

from simulator.rehearsal.rehearse import CHEAT_CALLS, rehearse
from simulator.rehearsal.results import Bar, Rehearsal
from simulator.scenario.model import Scenario
from simulator.scenario.problems import Place, Problem, Severity

_SENTENCES = {
    "S701": "a simulated expert passes {found} of the calls, and should pass {wanted}",
    "S702": "the total does not tell a solid rep from a novice: {found} (AUC), and should be {wanted}",
    "S703": "{name} {found} of the calls without doing the job, and may pass {wanted}",
}
_SEVERITY: dict[str, Severity] = {"S701": "error", "S702": "warning", "S703": "error"}


def rehearsal_problems(
    scenario: Scenario,
    place: Place,
    *,
    encoder: Any = None,
    seed: int = 1,
    calls: int | None = None,
    cheats: int = CHEAT_CALLS,
) -> list[Problem]:
    """Rehearse a scenario that has no other error, at the normal level, and say what misses its bar.

    `place`: where its problems are to be reported, such as the file. Takes about 3 s, and some ten more for the cheats.
    The reduced engine hears cheats and people alike less well: with it a cheat that passes is a warning.
    """
    found = rehearse(scenario, calls=calls, seed=seed, encoder=encoder, cheats=cheats)
    return [problem for bar in found.bars if not bar.met and (problem := _problem(bar, place, found))]


def _problem(bar: Bar, place: Place, found: Rehearsal) -> Problem | None:
    if bar.code not in _SENTENCES:
        return None
    severity = "warning" if bar.code == "S703" and found.encoder == "reduced" else _SEVERITY[bar.code]
    return Problem(
        bar.code, _SENTENCES[bar.code].format(name=bar.name, found=bar.found, wanted=bar.wanted), place, severity
    )
