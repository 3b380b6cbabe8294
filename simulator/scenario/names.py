"""Looking names up: what a condition speaks of must exist, and a role becomes those that carry it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from scoring.marking.conditions import (
    ALL,
    ANY,
    Asked,
    Atom,
    Bearers,
    Condition,
    Count,
    Ends,
    HeardIt,
    In,
    Knows,
    Level,
    Objection,
    atoms,
    resolve,
)
from simulator.scenario.fields import meant


@dataclass(frozen=True, slots=True)
class Names:
    """Everything that a scenario names, and the roles that all scenarios share."""

    signals: frozenset[str]
    facts: frozenset[str]
    objections: frozenset[str]
    feelings: frozenset[str]
    moments: frozenset[str]
    endings: frozenset[str]
    roles: frozenset[str]
    bearers: Bearers = Bearers()  # noqa: RUF009

    def unknown(self, condition: Condition) -> list[str]:
        """A sentence for each name that does not exist, once."""
        return list(dict.fromkeys(sentence for atom in atoms(condition) for sentence in self._unknown(atom)))

    def _unknown(self, atom: Atom) -> list[str]:
        match atom:
            case HeardIt(names, moment, before, beside):
                lost = self._lost("signal", (*names, *(before or ()), *(beside or ())), self.signals | self.roles)
                return lost + (self._lost("moment", (moment,), self.moments) if moment else [])
            case Count(names, _, _, before):
                return self._lost("signal", (*names, *(before or ())), self.signals | self.roles)
            case Knows(names) | Asked(names):
                return self._lost("fact", names, self.facts | self.roles)
            case Objection(names, _):
                return self._lost("objection", names, self.objections | self.roles)
            case Level(name, _, _):
                return self._lost("feeling", (name,), self.feelings | {"here", "turn"})
            case In(name):
                return self._lost("moment", (name,), self.moments)
            case Ends(name):
                return self._lost("ending", (name,), self.endings)
            case _:
                return []

    def _lost(self, kind: str, names: Iterable[str], known: frozenset[str]) -> list[str]:
        return [
            f"unknown {kind} '{n}'{meant(n, sorted(known))}" for n in names if n not in known and n not in (ANY, ALL)
        ]

    def resolved(self, condition: Condition) -> Condition:
        return resolve(
            condition,
            self.bearers,
            signals=self.signals,
            facts=self.facts,
            objections=self.objections,
            roles=self.roles,
        )


def bearers(
    signals: Mapping[str, tuple[str, ...]],
    facts: Mapping[str, tuple[str, ...]],
    objections: Mapping[str, tuple[str, ...]],
) -> Bearers:
    """Turns name -> roles into role -> names."""

    def turned(of: Mapping[str, tuple[str, ...]]) -> dict[str, tuple[str, ...]]:
        out: dict[str, tuple[str, ...]] = {}
        for name, roles in of.items():
            for role in roles:
                out[role] = (*out.get(role, ()), name)
        return out

    return Bearers(turned(signals), turned(facts), turned(objections))
