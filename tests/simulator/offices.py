"""A small office for tests: an admin, a manager, three reps in a team, a rep elsewhere; invented, all of them."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path

from simulator.services import assigning, assignments
from simulator.services.assigning import Wanted
from simulator.services.people_csv import bring_in
from simulator.services.policy import Actor
from simulator.services.practice import Practice
from simulator.store.assignments import AssignmentRow
from tests.simulator.homes import INTERRUPTED, Clock, home_in

WINS = (
    "Hi Dana, it's Alex from Tailgate, we warn hauliers when a truck is about to miss its slot. I caught you in the yard, "
    "is thirty seconds all right?",
    "When a truck runs late, how do you find out about it?",
    "How many of those did you have last month, and what did they cost you?",
    "So two fines last month and nobody told you in time. Should we look at it for fifteen minutes on Thursday at ten, "
    "with last month's list?",
)
LAZY = ("We have a great product.", "It is the best on the market.", "Can I send you an offer?", "Fine. Bye.")
LIST = """login,name,role,team,manages
ruth,Ruth Lind,manager,,Harbour
amara,Amara Okoye,rep,Harbour,
bela,Béla Kiss,rep,Harbour,
chen,Chen Wu,rep,Harbour,
otto,Otto Far,rep,Elsewhere,
vera,Vera Hall,manager,,Elsewhere
"""


@dataclass
class Office:
    """One record, and everybody who uses it."""

    practice: Practice
    clock: Clock
    admin: Actor
    played: dict[str, str] = field(default_factory=dict)

    @classmethod
    def in_(cls, folder: Path) -> Office:
        clock = Clock()
        practice = Practice(home_in(folder), clock=clock, draw_seed=lambda: 7, login="ines")
        admin = practice.people.introduce("Ines Pardo")
        assert not bring_in(practice.record, admin, LIST, zone="Europe/Vienna").problems
        return cls(practice, clock, admin)

    def who(self, login: str) -> Actor:
        from simulator.store import people

        with self.practice.record.read() as connection:
            row = people.by_login(connection, login)
        assert row is not None
        return Actor(row.id, row.name, row.role)  # type: ignore[arg-type]

    def assign(self, by: str = "ruth", **wanted: object) -> AssignmentRow:
        """Dana's call to the harbour team, due in a week, unless something else is said."""
        values: dict[str, object] = {"scenarios": (INTERRUPTED,), "due": "in 7 days"}
        if "people" not in wanted:
            values["teams"] = ("Harbour",)
        return assigning.assign(self.practice, self.who(by), Wanted(**{**values, **wanted}))  # type: ignore[arg-type]

    def play(self, login: str, *, assigned: AssignmentRow | None = None, lines: tuple[str, ...] = WINS) -> str:
        """A call of this rep to its end; the attempt's uuid."""
        actor = self.who(login)
        if assigned is None:
            call = self.practice.start(actor, INTERRUPTED, seed=7)
        else:
            due = next(one for one in assignments.due(self.practice, actor) if one.row.id == assigned.id)
            step = due.next_step
            assert step is not None
            call = self.practice.start(actor, assignments.brief(self.practice, actor, step.item.id, seed=7))
        while not call.session.over:
            turns = len(call.session.turns)
            call.reply(lines[turns] if turns < len(lines) else "I see. What happens when a truck is late?")
        call.finish()
        self.played[login] = call.attempt
        self.clock.turn(minutes=7)
        return call.attempt

    def practice_call(self, login: str) -> str:
        """The uuid of this rep's last call; the record may be closed."""
        return self.played[login]

    def close(self) -> None:
        self.practice.close()
