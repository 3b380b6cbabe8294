"""A made-up team to look at: twelve reps over eight weeks, played by simulated reps through the real engine.

It stands in a data folder of its own, beside the real record and never in it, is called a demo on every screen, and goes
away with its folder. Names and people are invented. The same version of Sparring makes the same team.
"""

from __future__ import annotations

import shutil
from collections.abc import Callable
from dataclasses import dataclass, fields, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from random import Random
from typing import Any

from simulator.rehearsal.archetypes import EXPERT, NOVICE, PUSHY, SOLID, Archetype
from simulator.rehearsal.craft import Craft, craft_of
from simulator.rehearsal.phrases import phrasebook
from simulator.rehearsal.reps import Rep
from simulator.rehearsal.talk import Speaker, Talk, in_one, talk_of
from simulator.services import assigning, assignments, comments, disputes, overruling, review, teams
from simulator.services.assigning import Wanted
from simulator.services.home import DEMO, Home
from simulator.services.people import system_user
from simulator.services.people_csv import bring_in
from simulator.services.policy import Actor
from simulator.services.practice import Practice
from simulator.store import people
from simulator.whole import write_whole

WEEKS = 8
TEAM = "Demo team"
MOST_REPLIES = 24
Told = Callable[[int, int, str], None]
"""Of the progress: how many calls are played, of how many, and what goes on."""


@dataclass(frozen=True, slots=True)
class DemoRep:
    """`starts` and `ends`: how they sell in the first week and in the last. `calls`: a week, on average."""

    login: str
    name: str
    starts: Archetype
    ends: Archetype
    calls: float


REPS = (
    DemoRep("d-amara", "Amara Okoye", NOVICE, EXPERT, 2.0),
    DemoRep("d-bela", "Béla Kiss", NOVICE, SOLID, 2.0),
    DemoRep("d-chen", "Chen Wu", SOLID, EXPERT, 1.5),
    DemoRep("d-dora", "Dóra Novák", NOVICE, NOVICE, 1.0),
    DemoRep("d-emil", "Emil Strand", SOLID, SOLID, 1.0),
    DemoRep("d-fay", "Fay Morgan", PUSHY, SOLID, 1.5),
    DemoRep("d-goran", "Goran Ilić", EXPERT, EXPERT, 1.0),
    DemoRep("d-hana", "Hana Sato", NOVICE, SOLID, 1.5),
    DemoRep("d-ivo", "Ivo Lang", SOLID, SOLID, 0.4),
    DemoRep("d-jude", "Jude Adeyemi", NOVICE, EXPERT, 2.5),
    DemoRep("d-kim", "Kim Larsen", PUSHY, PUSHY, 1.0),
    DemoRep("d-lea", "Lea Moreau", NOVICE, NOVICE, 0.0),
)
SCENARIOS = (
    "the-interrupted-operations-lead",
    "just-send-me-an-email",
    "first-discovery-with-a-friendly-buyer",
    "its-too-expensive",
    "need-to-think-about-it",
)


class DemoError(RuntimeError):
    """The demo cannot be made here. Carries a sentence."""


def folder_of(home: Home) -> Path:
    """Where the demo stands."""
    return home.folder / "demo"


def home_of(home: Home) -> Home:
    """The demo as a data folder; the scenarios are those of the real one."""
    folder = folder_of(home)
    return replace(home, folder=folder, database_url=f"sqlite:///{folder / 'sparring.db'}", demo=True)


def is_there(home: Home) -> bool:
    """Whether it was made whole."""
    return (folder_of(home) / DEMO).is_file()


def remove(home: Home) -> bool:
    """Take it away; False where there was none. Raises DemoError for a folder that is no demo."""
    folder = folder_of(home)
    if not folder.exists():
        return False
    strange = {path.name for path in folder.iterdir()} - {
        DEMO,
        "sparring.db",
        "sparring.db-wal",
        "sparring.db-shm",
        "cache",
    }
    strange -= {"backups", "settings.json", "drafts", "company.yaml", "scenarios"}
    if strange:
        raise DemoError(f"{folder} has a file that no demo makes, {min(strange)}; nothing was deleted")
    shutil.rmtree(folder)
    return True


def make(
    home: Home, now: datetime, told: Told = lambda *_: None, *, login: str = "", name: str = "You, the manager"
) -> Home:
    """Make it, in place of one that is there, for its manager. Takes half a minute with the encoder."""
    remove(home)
    demo = home_of(home)
    demo.folder.mkdir(mode=0o700, parents=True)
    clock = Clock(monday(now) - timedelta(weeks=WEEKS - 1))
    practice = Practice(replace(demo, cache_folder=home.cache), clock=clock, login=login or system_user())
    try:
        _Maker(practice, clock, now, told).run(name)
        write_whole(demo.folder / DEMO, "A made-up team to look at. `sparring demo --remove` takes it away.\n")
    finally:
        practice.close()
    return demo


def monday(now: datetime) -> datetime:
    """Nine in the morning of this week's Monday, in UTC."""
    day = now.astimezone(UTC).replace(hour=9, minute=0, second=0, microsecond=0)
    return day - timedelta(days=day.weekday())


class Clock:
    """Stands where it is put."""

    def __init__(self, time: datetime) -> None:
        self.time = time

    def __call__(self) -> datetime:
        return self.time


def between(starts: Archetype, ends: Archetype, part: float) -> Archetype:
    """Somebody on the way from one way of selling to another. `part` from 0 to 1."""
    numbers: dict[str, Any] = {
        field.name: (1 - part) * getattr(starts, field.name) + part * getattr(ends, field.name)
        for field in fields(Archetype)
        if isinstance(getattr(starts, field.name), float)
    }
    nearer = starts if part < 0.5 else ends
    return replace(nearer, **numbers)


class _Maker:
    """Eight weeks, call by call."""

    def __init__(self, practice: Practice, clock: Clock, now: datetime, told: Told) -> None:
        self.practice, self.clock, self.now, self.told = practice, clock, now, told
        self.random = Random(8)
        self.admin: Actor
        self.crafts: dict[str, tuple[Craft, Talk]] = {}
        self.calls: list[tuple[str, str]] = []

    def run(self, name: str) -> None:
        self.admin = self.practice.people.introduce(name)
        rows = "".join(f"{rep.login},{rep.name},rep,{TEAM}\n" for rep in REPS)
        bring_in(self.practice.record, self.admin, f"login,name,role,team\n{rows}")
        teams.join(self.practice.record, self.admin, self.practice.people.login, TEAM, kind="manager")
        self.assigned = self.assign(SCENARIOS[:2], "in 14 days", "First week: the opening", passes=2, most=4)
        plan = list(self.plan())
        for n, (rep, scenario, at, part) in enumerate(plan):
            self.told(n, len(plan), f"{rep.name}: {scenario}")
            if self.later is None and at >= self.clock_start + timedelta(weeks=3):
                self.clock.time = at
                self.later = self.assign(SCENARIOS[2:4], "in 21 days", "Discovery and price", passes=2, most=5)
            self.clock.time = at
            self.play(rep, scenario, part)
        self.told(len(plan), len(plan), "the manager reads")
        self.clock.time = max(self.clock.time, self.now - timedelta(hours=20))
        self.assign(SCENARIOS[4:], "in 9 days", "This week: thinking it over", hold=True)
        self.manage()

    later: Any = None

    @property
    def clock_start(self) -> datetime:
        return monday(self.now) - timedelta(weeks=WEEKS - 1)

    def assign(self, scenarios: tuple[str, ...], due: str, title: str, **rules: Any) -> Any:
        wanted = Wanted(scenarios, teams=(TEAM,), due=due, title=title, **rules)
        return assigning.assign(self.practice, self.admin, wanted)

    def plan(self) -> list[tuple[DemoRep, str, datetime, float]]:
        """Who calls whom, when, and how far on the way they are by then."""
        out = []
        for week in range(WEEKS):
            for rep in REPS:
                count = int(rep.calls) + (self.random.random() < rep.calls % 1)
                for _ in range(count):
                    # What is new comes in the order of the weeks; what was played comes again.
                    most = min(len(SCENARIOS), 2 + week // 2)
                    scenario = self.random.choice(SCENARIOS[:most])
                    at = self.clock_start + timedelta(
                        weeks=week, days=self.random.randrange(5), minutes=self.random.randrange(480)
                    )
                    if at < self.now - timedelta(hours=1):
                        out.append((rep, scenario, at, week / (WEEKS - 1)))
        return sorted(out, key=lambda call: call[2])

    def craft(self, scenario: str) -> tuple[Craft, Talk]:
        if scenario not in self.crafts:
            opened = self.practice.catalogue.open(scenario)
            book = phrasebook(opened)
            ear = self.practice.hearings.ear(opened, 8)
            self.crafts[scenario] = craft_of(opened, book), talk_of(opened, ear, 8, book, {})
        return self.crafts[scenario]

    def who(self, login: str) -> Actor:
        with self.practice.record.read() as connection:
            row = people.find(connection, login)
        return Actor(row.id, row.name, row.role)  # type: ignore[arg-type]

    def play(self, rep: DemoRep, scenario: str, part: float) -> None:
        actor = self.who(rep.login)
        craft, talk = self.craft(scenario)
        call = self.practice.start(actor, self.brief(actor, scenario))
        chance = Random(f"{rep.login}/{len(self.calls)}")
        kind = between(rep.starts, rep.ends, part)
        speaker = Speaker(Rep(kind, craft, chance, call.session.scenario.max_content), talk)
        while not call.session.over and len(call.session.turns) < MOST_REPLIES:
            said = speaker.says(call.session)
            self.clock.time += timedelta(seconds=20 + self.random.randrange(40))
            if said is None:
                call.silent()
            else:
                call.reply(in_one(said))
            if chance.random() < 0.015:  # Now and then somebody gives up.
                call.leave()
                self.practice.discard(actor, call.attempt)
                return
        if not call.session.over:
            self.practice.discard(actor, call.attempt)
            return
        call.finish()
        self.calls.append((rep.login, call.attempt))

    def brief(self, actor: Actor, scenario: str) -> Any:
        """As an attempt at what is assigned, where it is; else in their own time. All with the same draw, which is quick."""
        for due in assignments.due(self.practice, actor):
            for step in due.steps:
                if step.item.scenario == scenario and not step.why_not and step.state != "passed":
                    return assignments.brief(self.practice, actor, step.item.id, seed=8)
        return self.practice.brief(actor, scenario, seed=8)

    # What was said about it

    def manage(self) -> None:
        """Most of what is older was reviewed; of what is left some is disputed, marked and commented on."""
        fresh = self.calls[-18:]
        for _, attempt in self.calls[:-18]:
            if self.random.random() < 0.7:
                self.quietly(lambda attempt=attempt: overruling.finish(self.practice, self.admin, attempt))  # type: ignore[misc]
        for number, (login, attempt) in enumerate(fresh[::4]):
            seen = review.look(self.practice, self.admin, attempt)
            low = next((mark for mark in seen.machine.criteria if mark.level in (0, 1, 2) and not mark.advisory), None)
            if low is None:
                continue
            if number % 2:
                why = "I did do this, in my second reply; please read it again."
                disputes.dispute(self.practice, self.who(login), attempt, low.id, why)
            else:
                level = min(4, (low.level or 0) + 1)
                reason = "I read the reply as a question of hers, not as small talk."
                overruling.overrule(self.practice, self.admin, attempt, low.id, level, reason)
                comments.comment(
                    self.practice, self.admin, attempt, "Good that you let her finish before you asked.", turn=1
                )
        self.clock.time = self.now

    def quietly(self, does: Callable[[], object]) -> None:
        """What cannot be reviewed yet, a knock-out among it, is left in the queue."""
        try:
            does()
        except review.ReviewError:
            return
