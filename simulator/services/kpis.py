"""Figures from outside, beside practice: brought in from a CSV, shown as counts and rates with their interval, and without
the claim that one caused the other.

Columns: login, start, end (days), and any of calls, connects, meetings_booked, meetings_held, opps, won, lost, amount.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal, InvalidOperation
from typing import TYPE_CHECKING, Any

from simulator.rehearsal.statistics import wilson
from simulator.services.audit import note
from simulator.services.people_csv import rows_of
from simulator.services.policy import Actor, Thing, demand, may
from simulator.store import kpis, people, teams
from simulator.store.kpis import COUNTS, KpiRow

if TYPE_CHECKING:
    from simulator.store.connection import Connection, Record

NEEDED = ("login", "start", "end")
COLUMNS = (*NEEDED, *COUNTS, "amount", "territory", "tenure_days")
MOST = 1_000_000_000
LEAST_TO_SAY = 20
"""Of the larger number of a rate; below it there is too little to say."""
RATES = (
    ("connects", "calls", "calls that reached somebody"),
    ("meetings_booked", "connects", "of those, meetings booked"),
    ("meetings_held", "meetings_booked", "meetings held"),
    ("won", "closed", "deals won, of those decided"),
)


@dataclass(frozen=True, slots=True)
class Rate:
    """A share with its 95% interval (Wilson). `said` False: too few to say."""

    name: str
    part: int
    of: int
    low: float
    high: float

    @property
    def said(self) -> bool:
        return self.of >= LEAST_TO_SAY

    def __str__(self) -> str:
        if not self.of:
            return "not given"
        if not self.said:
            return f"{self.part} of {self.of}: too few to say"
        return f"{self.part} of {self.of}, {self.part / self.of:.0%} ({self.low:.0%} to {self.high:.0%})"


@dataclass(frozen=True, slots=True)
class Figures:
    """One rep's sums over the periods from `start` to `end`, and the rates that follow."""

    start: str
    end: str
    periods: int
    sums: Mapping[str, int]
    rates: tuple[Rate, ...]


@dataclass(frozen=True, slots=True)
class KpiPlan:
    """What a file would do. `problems`: each with its line; where there are some, nothing is done."""

    rows: tuple[Mapping[str, Any], ...]
    replaced: int
    problems: tuple[str, ...]


class KpiError(ValueError):
    """A row that cannot be used. Carries a sentence."""


def plan(record: Record, actor: Actor, text: str) -> KpiPlan:
    """Changes nothing. Raises NotACsv, Refused."""
    with record.read() as connection:
        return _plan(connection, actor, text)


def bring_in(record: Record, actor: Actor, text: str) -> KpiPlan:
    """All or nothing. Raises NotACsv, Refused."""
    with record.write() as connection:
        found = _plan(connection, actor, text)
        if not found.problems and found.rows:
            now = record.now()
            kpis.put(connection, [{**row, "imported": now} for row in found.rows])
            after = {"rows": len(found.rows), "replaced": found.replaced}
            note(connection, actor, now, "import", "kpi", len(found.rows), after=after)
        return found


def _plan(connection: Connection, actor: Actor, text: str) -> KpiPlan:
    mine = set(teams.managed_people(connection, actor.person_id))
    everybody = may(actor, "change_people", Thing())
    if not everybody:
        demand(actor, "coach", Thing(managed=bool(mine)))
    known = {row.login: row.id for row in people.listed(connection, also_left=True)}
    there: dict[int, list[tuple[str, str, int]]] = {}
    kept = set()
    for person_id, start, end in kpis.every(connection):
        there.setdefault(person_id, []).append((start, end, 0))
        kept.add((person_id, start, end))
    rows, problems, replaced = [], [], 0
    for number, cells in rows_of(text, COLUMNS, NEEDED):
        try:
            row = _row(cells, known)
            if not everybody and row["person_id"] not in mine:
                raise KpiError(f"{cells['login']} is none of your people")
            same = (row["person_id"], row["start"], row["end"])
            replaced += same in kept
            for start, end, line in there.get(row["person_id"], ()):
                again = (row["start"], row["end"]) == (start, end) and line == 0
                if not again and row["start"] <= end and start <= row["end"]:
                    where = f"line {line}" if line else "a period on record"
                    raise KpiError(f"{row['start']} to {row['end']} overlaps {where}, {start} to {end}")
        except KpiError as error:
            problems.append(f"line {number}: {error}")
            continue
        there.setdefault(row["person_id"], []).append((row["start"], row["end"], number))
        rows.append(row)
    return KpiPlan(tuple(rows), replaced, tuple(problems))


def _row(cells: Mapping[str, str], known: Mapping[str, int]) -> dict[str, Any]:
    login = cells.get("login", "")
    if login not in known:
        raise KpiError(f"there is nobody with the login {login or '(empty)'}")
    start, end = (_day(cells.get(name, ""), name) for name in ("start", "end"))
    if end < start:
        raise KpiError(f"it ends on {end}, before it starts on {start}")
    row: dict[str, Any] = {"person_id": known[login], "start": start, "end": end}
    for name in COUNTS:
        row[name] = _count(cells.get(name, ""), name)
    row["amount"] = _amount(cells.get("amount", ""))
    if row["connects"] is not None and row["calls"] is not None and row["connects"] > row["calls"]:
        raise KpiError(f"{row['connects']} connects of {row['calls']} calls cannot be")
    closed = (row["won"] or 0) + (row["lost"] or 0)
    if row["opps"] is not None and closed > row["opps"]:
        raise KpiError(f"{closed} decided deals of {row['opps']} opportunities cannot be")
    return row


def _day(text: str, name: str) -> str:
    try:
        if len(text) != 10:
            raise ValueError
        return date.fromisoformat(text).isoformat()
    except ValueError:
        raise KpiError(f"{name} {text!r} is no day; write 2026-11-30") from None


def _count(text: str, name: str) -> int | None:
    if not text:
        return None
    if not (text.isascii() and text.isdigit()) or int(text[:12]) > MOST:
        raise KpiError(f"{name} {text[:20]!r} is no count")
    return int(text)


def _amount(text: str) -> int | None:
    if not text:
        return None
    try:
        value = Decimal(text)
    except InvalidOperation:
        raise KpiError(f"amount {text[:20]!r} is no number; write 1200.50") from None
    if not value.is_finite() or not 0 <= value <= MOST:
        raise KpiError(f"amount {text[:20]!r} cannot be")
    return int(value * 100)


def figures(record: Record, actor: Actor, who: str) -> Figures | None:
    """One rep's figures; None where there are none. Raises NoSuchPerson, Refused."""
    with record.read() as connection:
        row = people.find(connection, who)
        managed = teams.manages(connection, actor.person_id, row.id)
        demand(actor, "see_progress", Thing(row.id, managed))
        return summed(kpis.of(connection, [row.id]))


def summed(rows: Sequence[KpiRow]) -> Figures | None:
    """The sums and rates of some periods of one rep; None where there are none."""
    if not rows:
        return None
    sums = {name: sum(getattr(row, name) or 0 for row in rows) for name in (*COUNTS, "amount")}
    sums["closed"] = sums["won"] + sums["lost"]
    rates = []
    given = {name for row in rows for name in COUNTS if getattr(row, name) is not None}
    given |= {"closed"} if given & {"won", "lost"} else set()
    for part, whole, name in RATES:
        known = {part, whole} <= given
        hits, of = (min(sums[part], sums[whole]), sums[whole]) if known else (0, 0)
        rates.append(Rate(name, hits, of, *wilson(hits, of)))
    return Figures(rows[0].start, max(row.end for row in rows), len(rows), sums, tuple(rates))
