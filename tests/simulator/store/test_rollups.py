"""The sums of managers' screens are what the attempts come to, whatever is done in whatever order."""

from __future__ import annotations

import random
import uuid
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from simulator.learning.times import stamp
from simulator.store import assignments, attempts, marks, people, progress, rollups, teams
from simulator.store.connection import Connection, Record
from simulator.store.marks import Standing

SKILLS = ("discovery", "objection_handling", "tone")
CRITERIA = ("D1", "D2", "O1", "T1")
SCENARIOS = ("one", "two")


class World:
    """People who play, are marked, declared void, moved; each act is a transaction, as in the services."""

    def __init__(self, folder: Path, seed: int) -> None:
        self.random = random.Random(seed)
        self.now = datetime(2026, 1, 5, 9, 0, tzinfo=UTC)
        self.record = Record(f"sqlite:///{folder / 'r.db'}", clock=lambda: self.now)
        self.ended: list[int] = []
        self.void: set[int] = set()
        with self.record.write() as connection:
            for digest in ("s", "r"):
                attempts.keep_content(connection, "scenario", digest, "x")
            self.people = [
                people.add(
                    connection, uuid=str(uuid.uuid4()), name=name, role="rep", login=name, since=self.record.now()
                ).id
                for name in ("ada", "bo", "cy", "boss")
            ]
            self.teams = [
                teams.add(
                    connection, uuid=str(uuid.uuid4()), name=name, parent_id=None, zone="UTC", since=self.record.now()
                ).id
                for name in ("East", "West")
            ]
            self.items = [self.assigned(connection, most) for most in (None, 4)]

    def assigned(self, connection: Connection, most: int | None) -> int:
        values = {
            "uuid": str(uuid.uuid4()), "title": "T", "note": "", "path": "", "release": "2026-01-01T00:00:00Z",
            "due": "2027-01-01T00:00:00Z", "zone": "UTC", "pass_mark": None, "passes": 1, "least": 1, "most": most,
            "in_a_row": 2, "mode": "practice", "level": "normal", "in_order": False, "later_joiners": True,
            "hold": False, "made_by": self.people[-1], "made": self.record.now(),
        }  # fmt: skip
        items = [{"scenario": "one", "title": "One", "version": 1, "scenario_hash": "s"}]
        row = assignments.create(connection, values, items, team_ids=[], person_ids=self.people[:3])
        return assignments.items_of(connection, row.id)[0].id

    def act(self) -> None:
        """Something happens."""
        self.now += timedelta(hours=self.random.choice((1, 5, 40)))
        does = self.random.choices((self.play, self.mark, self.turn_void, self.move), weights=(5, 4, 1, 1))[0]
        with self.record.write() as connection:
            does(connection)

    def standing(self) -> Standing:
        draw = self.random
        total = draw.choice((None, *range(0, 101, 7)))
        return Standing(
            total,
            draw.choice((True, False, None)) if total is not None else None,
            {skill: draw.choice((None, *range(0, 401, 25))) for skill in SKILLS},
            {criterion: draw.choice((None, 0, 1, 2, 3, 4)) for criterion in CRITERIA},
        )

    def play(self, connection: Connection) -> None:
        draw, who = self.random, self.random.choice(self.people[:3])
        item = draw.choice((None, *self.items))
        row = attempts.begin(
            connection,
            {
                "uuid": str(uuid.uuid4()), "person_id": who, "scenario": draw.choice(SCENARIOS), "title": "T",
                "version": 1, "scenario_hash": "s", "rubric_hash": "r", "engine": "1", "encoder": "", "seed": 1,
                "mode": draw.choice(("practice", "practice", "guided", "exam")), "level": "normal",
                "started": self.record.now(), "touched": self.record.now(), "lease": None, "leased_until": None,
                "team_id": teams.team_of(connection, who), "item_id": item,
            },
        )  # fmt: skip
        connection.exec_driver_sql("UPDATE attempt SET entries = ? WHERE id = ?", (draw.choice((0, 5)), row.id))
        now = self.standing()
        values = {"finished": stamp(self.now), "total": now.total, "passed": now.passed, "last_moment": "m1"}
        levels = [
            {"criterion": name, "skill": "tone", "level": level, "state": "met"} for name, level in now.criteria.items()
        ]
        status = draw.choice((attempts.FINISHED, attempts.FINISHED, attempts.ABANDONED))
        attempts.finish(connection, row.uuid, values, levels, status=status)
        marks.keep_skills(connection, row.id, now.skills)
        marks.settle(connection, row.id, now)
        self.ended.append(row.id)

    def mark(self, connection: Connection) -> None:
        if self.ended:
            marks.settle(connection, self.random.choice(self.ended), self.standing())

    def turn_void(self, connection: Connection) -> None:
        if not self.ended:
            return
        number = self.random.choice(self.ended)
        before = rollups.counted(connection, number)
        marks.add_ruling(
            connection, attempt_id=number, what=marks.VOID, name="", yes=number not in self.void, reason="so",
            by=self.people[-1], at=self.record.now(),
        )  # fmt: skip
        self.void ^= {number}
        marks.recount(connection, number, before)

    def move(self, connection: Connection) -> None:
        who, team = self.random.choice(self.people[:3]), self.random.choice(self.teams)
        teams.leave(connection, who, None, None, at=self.record.now())
        teams.join(connection, who, team, teams.MEMBER, at=self.record.now())

    def check(self) -> None:
        with self.record.read() as connection:
            assert rollups.kept(connection) == rollups.totals(connection)
            kept = [assignments.people_of(connection, number) for number in (1, 2)]
        with self.record.write() as connection:
            for number in (1, 2):
                progress.refresh_all(connection, number)
            assert kept == [assignments.people_of(connection, number) for number in (1, 2)]
            before = rollups.kept(connection)
            rollups.rebuild(connection)
            assert rollups.kept(connection) == before


@pytest.mark.parametrize("seed", range(6))
def test_the_sums_equal_a_rebuild_after_random_operations(tmp_path: Path, seed: int) -> None:
    world = World(tmp_path, seed)
    for _ in range(150):
        world.act()
    world.check()
    world.record.close()


def test_a_sum_that_was_not_taken_out_is_noticed(tmp_path: Path) -> None:
    world = World(tmp_path, 3)
    for _ in range(60):
        world.act()
    with world.record.write() as connection:
        connection.exec_driver_sql(
            "UPDATE rep_month SET sum = sum + 1 WHERE rowid = (SELECT min(rowid) FROM rep_month)"
        )
    with pytest.raises(AssertionError):
        world.check()
    world.record.close()


@pytest.mark.soak
def test_the_sums_equal_a_rebuild_after_ten_thousand_operations(tmp_path: Path) -> None:
    world = World(tmp_path, 2026)
    for n in range(10_000):
        world.act()
        if n % 1000 == 999:
            world.check()
    world.record.close()
