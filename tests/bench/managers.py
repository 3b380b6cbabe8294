"""Managers' screens over a large record, made up: `python -m tests.bench.managers` (10,000 reps, 1 M attempts, 8 M marks).

The rows are drawn, not played: what is measured is how the record answers. Two managers ask: one of a team of twelve, and one
above all. Imports are measured too. Takes some minutes and 2 GB in a temporary folder.
"""

from __future__ import annotations

import argparse
import asyncio
import sqlite3
import sys
import tempfile
import time
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path
from random import Random
from statistics import median

from simulator.learning.times import month_of, stamp, week_of
from simulator.services import board, kpis, people_csv, review
from simulator.services.policy import Actor
from simulator.services.practice import Practice
from simulator.store import people
from tests.bench.table import Row, printed
from tests.simulator.homes import home_in
from tests.simulator.ui.stage import screen_text

NOW = datetime(2026, 11, 25, 12, 0, tzinfo=UTC)
TEAM = 12
SCENARIOS = 20
CRITERIA = tuple(f"{letter}{n}" for letter in "DO" for n in range(1, 5))
SKILLS = ("discovery", "objection_handling", "tone", "next_step")
QUERY_MS, PAINT_MS, IMPORT_S = 100.0, 150.0, 10.0
ADMIN = Actor(1, "Boss", "admin")


def fill(file: Path, reps: int, attempts: int) -> None:
    """Rows straight into the tables; the sums by SQL, as a rebuild would."""
    draw = Random(7)
    db = sqlite3.connect(file)
    db.executescript("PRAGMA synchronous=OFF; PRAGMA cache_size=-400000; PRAGMA temp_store=MEMORY;")
    day0 = NOW - timedelta(days=365)
    old = stamp(day0)
    db.execute("INSERT INTO content VALUES ('s', 'scenario', '{}')")
    db.execute("INSERT INTO content VALUES ('r', 'rubric', '{}')")
    teams = reps // TEAM
    db.executemany(
        "INSERT INTO person (id, uuid, name, role, login, since) VALUES (?,?,?,?,?,?)",
        [
            (
                n,
                f"p{n}",
                f"Rep {n}" if n > teams + 1 else f"Manager {n}",
                "rep" if n > teams + 1 else "manager",
                f"l{n}",
                old,
            )
            for n in range(2, reps + teams + 2)
        ],
    )
    db.execute("INSERT INTO team (id, uuid, name, zone, since) VALUES (1, 't1', 'All', 'UTC', ?)", (old,))
    db.executemany(
        "INSERT INTO team (id, uuid, name, parent_id, zone, since) VALUES (?,?,?,1,'UTC',?)",
        [(n + 2, f"t{n + 2}", f"Team {n}", old) for n in range(teams)],
    )
    first_rep = teams + 2
    places = [(1, 1, "manager", old)]
    places += [(2 + n, n + 2, "manager", old) for n in range(teams)]
    places += [(first_rep + n, 2 + min(n // TEAM, teams - 1), "member", old) for n in range(reps)]
    db.executemany("INSERT INTO membership (person_id, team_id, kind, since) VALUES (?,?,?,?)", places)

    def attempt(n: int) -> tuple[object, ...]:
        rep = n % reps
        at = day0 + timedelta(minutes=525_600 * n // attempts)
        total = min(100, max(0, int(draw.gauss(60, 18))))
        moment = stamp(at)
        return (
            n + 1, f"a{n}", first_rep + rep, f"scenario-{n % SCENARIOS}", "Title", 1, "s", "r", "1", "", 1, "practice",
            "normal", "finished", moment, moment, moment, 8, "h", total, total >= 65, "won", "end", 0,
            2 + min(rep // TEAM, teams - 1), total, total >= 65, True, moment,
        )  # fmt: skip

    marks = ",".join("?" * 29)
    columns = (
        "id, uuid, person_id, scenario, title, version, scenario_hash, rubric_hash, engine, encoder, seed, mode, level, "
        "status, started, touched, finished, entries, head, total, passed, outcome, ending, hints, team_id, stands_total, "
        "stands_passed, counts, released"
    )
    db.executemany(f"INSERT INTO attempt ({columns}) VALUES ({marks})", map(attempt, range(attempts)))
    db.commit()
    db.executemany(
        "INSERT INTO criterion_score (attempt_id, criterion, skill, level, state, stands) VALUES (?,?,?,?,'met',?)",
        (
            (n + 1, name, "tone", level, level)
            for n in range(attempts)
            for name in CRITERIA
            if (level := draw.randrange(5)) >= 0
        ),
    )
    db.executemany(
        "INSERT INTO skill_score (attempt_id, skill, rule, stands) VALUES (?,?,?,?)",
        (
            (n + 1, name, level, level)
            for n in range(attempts)
            for name in SKILLS
            if (level := 25 * draw.randrange(17)) >= 0
        ),
    )
    db.commit()
    summed(db)
    db.executemany(
        "INSERT INTO queue (attempt_id, person_id, rank, why, at) SELECT id, person_id, ?, 'drawn', finished FROM attempt "
        "WHERE id > ? AND id % 3 = ?",
        [(rank, attempts - 60_000, n) for n, rank in enumerate((20, 30, 75))],
    )
    assignments(db, reps, first_rep)
    db.commit()
    db.close()


def summed(db: sqlite3.Connection) -> None:
    """The sums, with the same weeks and months as the store's."""
    db.create_function("week_of", 1, week_of, deterministic=True)
    db.create_function("month_of", 1, month_of, deterministic=True)
    db.executescript(
        """
        CREATE TEMP TABLE day AS SELECT DISTINCT substr(finished, 1, 10) AS d FROM attempt;
        ALTER TABLE day ADD COLUMN w TEXT; ALTER TABLE day ADD COLUMN m TEXT;
        UPDATE day SET w = week_of(d || 'T12:00:00Z'), m = month_of(d);
        CREATE UNIQUE INDEX day_d ON day (d);
        CREATE TEMP TABLE marked AS
          SELECT a.person_id AS p, a.team_id AS t, s.skill AS k, day.w AS w, day.m AS m, s.stands AS v, 0 AS passed
            FROM skill_score s JOIN attempt a ON a.id = s.attempt_id JOIN day ON day.d = substr(a.finished, 1, 10)
          UNION ALL
          SELECT a.person_id, a.team_id, 'total', day.w, day.m, a.stands_total * 100, a.stands_passed
            FROM attempt a JOIN day ON day.d = substr(a.finished, 1, 10);
        INSERT INTO rep_month SELECT p, k, m, count(*), sum(v), sum(passed) FROM marked GROUP BY p, k, m;
        INSERT INTO team_week SELECT t, k, w, count(*), sum(v), sum(passed) FROM marked GROUP BY t, k, w;
        INSERT INTO org_week SELECT k, w, count(*), sum(v), sum(passed) FROM marked GROUP BY k, w;
        DROP TABLE marked;
        INSERT INTO team_criterion
          SELECT a.team_id, c.criterion, day.m, count(*), sum(c.stands), sum(c.stands <= 1)
            FROM criterion_score c JOIN attempt a ON a.id = c.attempt_id JOIN day ON day.d = substr(a.finished, 1, 10)
            GROUP BY 1, 2, 3;
        INSERT INTO criterion_stat
          SELECT a.scenario, c.criterion, count(*), sum(c.stands), sum(c.stands * c.stands), sum(a.stands_total),
                 sum(a.stands_total * a.stands_total), sum(c.stands * a.stands_total)
            FROM criterion_score c JOIN attempt a ON a.id = c.attempt_id GROUP BY 1, 2;
        INSERT INTO scenario_stat
          SELECT scenario, count(*), sum(stands_passed), sum(stands_total), sum(stands_total * stands_total), sum(hints), 0
            FROM attempt GROUP BY 1;
        """
    )


def assignments(db: sqlite3.Connection, reps: int, first_rep: int) -> None:
    """Five of them, for everybody."""
    for number in range(1, 6):
        due = stamp(NOW + timedelta(days=number * 5 - 10))
        db.execute(
            "INSERT INTO assignment VALUES (?,?,?,'','',?,?,'UTC',NULL,1,1,NULL,1,'practice','normal',0,1,0,1,?,NULL)",
            (number, f"as{number}", f"Assignment {number}", stamp(NOW - timedelta(days=30)), due, stamp(NOW)),
        )
        db.execute("INSERT INTO assignment_item VALUES (?,?,1,'scenario-1','Title',1,'s')", (number, number))
        db.execute("INSERT INTO assignment_target (assignment_id, team_id) VALUES (?, 1)", (number,))
        states = ("not_started", "started", "passed", "failed")
        db.executemany(
            "INSERT INTO assigned VALUES (?,?,?,NULL,?,3,1,40,80,70,190,3,NULL,NULL,NULL)",
            [(number, first_rep + n, stamp(NOW), states[(n + number) % 4]) for n in range(reps)],
        )


def timed(does: Callable[[], object], times: int = 5) -> float:
    """Milliseconds, the median of some, after one to warm up."""
    does()
    spent = []
    for _ in range(times):
        start = time.perf_counter()
        does()
        spent.append((time.perf_counter() - start) * 1000)
    return median(spent)


def queries(practice: Practice, who: str, actor: Actor, rep: str) -> list[Row]:
    asks: list[tuple[str, Callable[[], object]]] = [
        ("overview", lambda: board.overview(practice, actor)),
        ("an assignment's board", lambda: board.board(practice, actor, 3, most=200)),
        ("heat map, a page", lambda: board.heat(practice, actor)),
        ("trend", lambda: board.trend(practice, actor)),
        ("missed most", lambda: board.missed_most(practice, actor)),
        ("queue, short", lambda: review.queue(practice, actor, short=True)),
        ("queue", lambda: review.queue(practice, actor)),
        ("one person", lambda: board.person(practice, actor, rep)),
        ("scenario statistics", lambda: board.scenario_statistics(practice, actor)),
        ("item statistics", lambda: board.item_statistics(practice, actor, "scenario-3")),
    ]
    return [Row(f"{who}: {name}", timed(does), QUERY_MS, "ms") for name, does in asks]


def paint(practice: Practice, actor: Actor, who: str) -> Row:
    """From the key to the figures on the screen of the team, the second time, in the app without a terminal."""
    from simulator.ui.app import SparringApp

    async def run() -> float:
        app = SparringApp(practice)
        async with app.run_test(size=(120, 40)) as pilot:
            while app.actor is None:
                await pilot.pause(0.01)
            app.actor = actor
            spent = 0.0
            for _ in range(2):
                start = time.perf_counter()
                app.action_team()
                while "Who is strong" not in screen_text(app):
                    await asyncio.sleep(0.002)  # The worker needs the processor too.
                    assert time.perf_counter() - start < 60, screen_text(app)
                spent = (time.perf_counter() - start) * 1000
                await pilot.press("escape")
                await pilot.pause()
            return spent

    return Row(f"{who}: the team's screen, warm", asyncio.run(run()), PAINT_MS, "ms")


def imports(folder: Path) -> list[Row]:
    """A fresh record: 5,000 people into 400 teams, then 50,000 rows of figures."""
    practice = Practice(home_in(folder), clock=lambda: NOW, login="boss")
    admin = practice.people.introduce("Boss")
    listed = "login,name,role,team\n" + "".join(f"l{n},Rep {n},rep,Team {n % 400}\n" for n in range(5000))
    start = time.perf_counter()
    assert not people_csv.bring_in(practice.record, admin, listed).problems
    people_s = time.perf_counter() - start
    rows = [
        f"l{n % 5000},2026-{1 + n // 5000:02}-01,2026-{1 + n // 5000:02}-28,400,60,12,9,3,4\n" for n in range(50_000)
    ]
    text = "login,start,end,calls,connects,meetings_booked,opps,won,lost\n" + "".join(rows)
    start = time.perf_counter()
    assert not kpis.bring_in(practice.record, admin, text).problems
    kpi_s = time.perf_counter() - start
    practice.close()
    return [
        Row("import of 5,000 people", people_s, IMPORT_S, "s"),
        Row("import of 50,000 KPI rows", kpi_s, IMPORT_S, "s"),
    ]


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--reps", type=int, default=10_000)
    parser.add_argument("--attempts", type=int, default=1_000_000)
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        rows = imports(Path(folder) / "imports")
        home = Path(folder) / "home"
        practice = Practice(home_in(home), clock=lambda: NOW, login="boss")
        practice.people.introduce("Boss")
        practice.close()
        start = time.perf_counter()
        fill(home / "sparring.db", asked.reps, asked.attempts)
        print(
            f"made {asked.attempts:,} attempts of {asked.reps:,} reps in {time.perf_counter() - start:.0f} s",
            file=sys.stderr,
        )
        practice = Practice(home_in(home), clock=lambda: NOW, login="boss")
        with practice.record.read() as connection:
            manager = people.by_login(connection, "l2")
            rep = people.by_id(connection, asked.reps // TEAM + 2).login
        assert manager is not None
        with practice.record.write() as connection:
            connection.exec_driver_sql("ANALYZE")
        team = Actor(manager.id, manager.name, "manager")
        rows += queries(practice, f"of {TEAM}", team, rep)
        rows += queries(practice, f"of {asked.reps:,}", ADMIN, rep)
        rows += [paint(practice, team, f"of {TEAM}"), paint(practice, ADMIN, f"of {asked.reps:,}")]
        practice.close()
    print(printed(rows))
    return 0 if all(row.held for row in rows) else 1


if __name__ == "__main__":
    sys.exit(main())
