"""Where real calls went: how often each branch of a scenario was taken by a person's ended calls."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from simulator.services.policy import Actor, Thing, demand

if TYPE_CHECKING:
    from simulator.rehearsal.coverage import Coverage
    from simulator.scenario.model import Scenario
    from simulator.services.practice import Practice


@dataclass(frozen=True, slots=True)
class Visits:
    """`coverage` counts the calls that were played with the scenario as it stands now; `others` were not."""

    coverage: Coverage
    others: int


def visits_of(practice: Practice, actor: Actor, scenario: Scenario) -> Visits:
    """The actor's own ended calls. Nothing is heard again: what was recorded is played. Raises RecordError, Refused."""
    from simulator.rehearsal.coverage import Coverage
    from simulator.services.call import CannotGoOn, replayed
    from simulator.store import attempts

    with practice.record.read() as connection:
        rows = [row for row in attempts.finished_of(connection, actor.person_id) if row.scenario == scenario.id]
    coverage, others = Coverage(scenario), 0
    for row in rows:
        demand(actor, "see_attempt", Thing(row.person_id))
        try:
            session = replayed(practice, row, deaf=True) if row.scenario_hash == scenario.hash else None
        except CannotGoOn:
            session = None
        if session is None:
            others += 1
        else:
            coverage.add(session)
    return Visits(coverage, others)
