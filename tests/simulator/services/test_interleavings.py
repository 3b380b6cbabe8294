"""Two managers and a rep at the same calls, in any order: no mark is lost, and totals and board are right."""

from __future__ import annotations

import random
from pathlib import Path

import pytest

from scoring.marking.ruled import Rulings, ruled
from simulator.services import board, disputes, overruling, review, teams
from simulator.services.overruling import Changed
from simulator.services.policy import Actor
from simulator.services.review import ReviewError
from simulator.store import assignments, rollups
from tests.simulator.offices import LAZY, Office

WHY = "because I heard it otherwise"


class Table:
    """Around one table: what everybody last saw, and what was truly done, in order."""

    def __init__(self, office: Office) -> None:
        self.office = office
        teams.join(office.practice.record, office.admin, "vera", "Harbour", kind="manager")
        self.row = office.assign(pass_mark=60)
        self.calls = [office.play("amara", assigned=self.row, lines=LAZY), office.play("amara", assigned=self.row)]
        self.managers = [office.who("ruth"), office.who("vera")]
        self.rep = office.who("amara")
        first = review.look(office.practice, self.managers[0], self.calls[0])
        self.criteria = [mark.id for mark in first.machine.criteria][:3]
        self.machine = {call: review.look(office.practice, self.managers[0], call) for call in self.calls}
        self.seen: dict[tuple[int, str, str], int] = {}
        self.done: dict[tuple[str, str], list[tuple[int, int | None]]] = {}
        self.disputed: set[tuple[str, str]] = set()
        self.rulings = 0

    def step(self, draw: random.Random) -> None:
        call, criterion = draw.choice(self.calls), draw.choice(self.criteria)
        manager = draw.choice(self.managers)
        does = draw.choice(("look", "mark", "mark", "back", "dispute", "rule"))
        practice = self.office.practice
        if does == "look":
            found = review.look(practice, manager, call)
            for name in self.criteria:
                given = [one.row.id for one in found.seconds if one.row.criterion == name]
                self.seen[manager.person_id, call, name] = given[-1] if given else 0
        elif does in ("mark", "back"):
            self.mark(manager, call, criterion, None if does == "back" else draw.randint(0, 4))
        elif does == "dispute":
            expected = (call, criterion) not in self.disputed
            assert self.happens(lambda: disputes.dispute(practice, self.rep, call, criterion, WHY)) == expected
            self.disputed.add((call, criterion))
        else:
            level = draw.choice((None, 1, 3))
            expected = (call, criterion) in self.disputed
            ruling = lambda: disputes.rule_dispute(practice, manager, call, criterion, level=level, reason=WHY)  # noqa: E731
            assert self.happens(ruling) == expected
            if expected:
                self.disputed.discard((call, criterion))
                self.rulings += 1
                if level is not None:
                    self.note(call, criterion, manager, level)

    def mark(self, manager: Actor, call: str, criterion: str, level: int | None) -> None:
        """Succeeds just where nobody has marked since this manager last looked."""
        before = self.done.get((call, criterion), [])
        seen = self.seen.get((manager.person_id, call, criterion), 0)
        last = self.last_id(call, criterion)
        try:
            overruling.overrule(self.office.practice, manager, call, criterion, level, WHY, seen=seen)
        except Changed:
            assert seen != last
            return
        except ReviewError:
            assert level is None
            assert not before or before[-1][1] is None
            return
        assert seen == last
        self.note(call, criterion, manager, level)
        self.seen[manager.person_id, call, criterion] = self.last_id(call, criterion)

    def note(self, call: str, criterion: str, manager: Actor, level: int | None) -> None:
        self.done.setdefault((call, criterion), []).append((manager.person_id, level))

    def last_id(self, call: str, criterion: str) -> int:
        from simulator.store import attempts, marks

        with self.office.practice.record.read() as connection:
            row = attempts.find(connection, call)
            given = [one.id for one in marks.overrides_of(connection, row.id) if one.criterion == criterion]
        return given[-1] if given else 0

    def happens(self, does: object) -> bool:
        try:
            does()  # type: ignore[operator]
        except ReviewError:
            return False
        return True

    def check(self) -> None:
        practice, ruth = self.office.practice, self.managers[0]
        totals = []
        for call in self.calls:
            found = review.look(practice, ruth, call)
            kept = [(one.row.criterion, (one.row.by, one.row.level)) for one in found.seconds]
            for criterion in self.criteria:
                assert [what for name, what in kept if name == criterion] == self.done.get((call, criterion), [])
            levels = {
                criterion: self.done[call, criterion][-1][1]
                for criterion in self.criteria
                if self.done.get((call, criterion)) and self.done[call, criterion][-1][1] is not None
            }
            reading = self.machine[call].reading
            rulings = Rulings(levels, {}, 60)  # type: ignore[arg-type]
            stands = ruled(self.machine[call].machine, reading.scenario.rubric, reading.transcript.outcome, rulings)
            assert (found.card.total, found.card.passed) == (stands.total, stands.passed)
            assert (found.attempt.stands_total, found.attempt.stands_passed) == (stands.total, stands.passed)
            totals.append(stands)
        (shown,) = [one for one in board.board(practice, ruth, self.row.id).rows if one.person.login == "amara"]
        assert (shown.first, shown.latest) == (totals[0].total, totals[1].total)
        assert (shown.standing == "passed") == any(one.passed for one in totals)
        with practice.record.read() as connection:
            assert rollups.kept(connection) == rollups.totals(connection)
            rows = assignments.people_of(connection, self.row.id)
        assert len(rows) == 3


@pytest.mark.parametrize("seed", range(4))
def test_nothing_is_lost_whoever_comes_first(tmp_path: Path, seed: int) -> None:
    table = Table(Office.in_(tmp_path))
    draw = random.Random(seed)
    for _ in range(25):
        table.step(draw)
    table.check()
    table.office.close()


@pytest.mark.soak
def test_nothing_is_lost_in_a_thousand_interleavings(tmp_path: Path) -> None:
    """One after the other at the same table: a thousand times some acts, then everything is looked at."""
    table = Table(Office.in_(tmp_path))
    draw = random.Random(2026)
    for _ in range(1000):
        for _ in range(draw.randint(2, 6)):
            table.step(draw)
        table.check()
    table.office.close()
