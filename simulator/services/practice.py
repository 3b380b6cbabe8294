"""Practising: choose a customer, read the brief, talk, read the card, and find all of it again later."""

from __future__ import annotations

import contextlib
import secrets
import threading
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Any

from simulator.scenario.catalogue import Catalogue, Entry
from simulator.services.hearing import Hearings, LaterEar
from simulator.services.home import Home
from simulator.services.overview import Overview, overview_of
from simulator.services.people import People
from simulator.services.policy import Actor, Thing, demand

if TYPE_CHECKING:
    from scoring.marking.feedback import Feedback
    from scoring.marking.scorecard import Scorecard
    from scoring.marking.transcript import Transcript
    from simulator.scenario.model import Scenario
    from simulator.services.call import Call
    from simulator.store.assignments import AssignmentRow
    from simulator.store.attempts import AttemptRow
    from simulator.store.connection import Record

ABANDONED_AFTER = timedelta(days=7)
"""An open call that nobody touched for so long is offered for as long again, then closed and marked as far as it went."""


class NothingOpen(LookupError):
    """There is no call to go on with."""


@dataclass(frozen=True, slots=True)
class Brief:
    """What a rep reads before a call. The same `seed` given to `start` makes the same call; `ear` is being made."""

    scenario: Scenario
    seed: int
    ear: LaterEar
    values: Mapping[str, str]
    item_id: int | None = None
    """What of an assignment it is for."""
    assignment: AssignmentRow | None = None

    def fill(self, text: str) -> str:
        """A text of the scenario with this call's names and figures."""
        from simulator.engine.draws import fill

        return fill(text, self.values)


@dataclass(frozen=True, slots=True)
class Reading:
    """A finished attempt as it can be read: what was said, what it is worth, and what the ending had to say."""

    attempt: AttemptRow
    scenario: Scenario
    transcript: Transcript
    scorecard: Scorecard
    feedback: Feedback
    debrief: str


class Practice:
    """The use cases of a rep. Opens the record when something first needs it, which may be in a worker."""

    def __init__(
        self,
        home: Home,
        *,
        clock: Callable[[], datetime] = lambda: datetime.now(UTC),
        draw_seed: Callable[[], int] = lambda: secrets.randbelow(1 << 32),
        login: str | None = None,
    ) -> None:
        self.home = home
        self.clock = clock
        self.draw_seed = draw_seed
        self.catalogue = Catalogue(home.roots, home.cache, home.company)
        self.hearings = Hearings(home.cache, encoder=home.encoder)
        self.people = People(lambda: self.record, login)
        self._record: Record | None = None
        self._lock = threading.Lock()

    @property
    def record(self) -> Record:
        """The record, opened at the first use. Raises RecordError, DamagedRecord."""
        with self._lock:
            if self._record is None:
                # Deferred: SQLAlchemy costs 130 ms, and the first screen needs no record.
                from simulator.store.connection import Record

                self._record = Record(self.home.database_url, clock=self.clock)
            return self._record

    def renew(self) -> None:
        """Look at the scenarios anew, after a file that they use was changed."""
        self.catalogue = Catalogue(self.home.roots, self.home.cache, self.home.company)

    def close(self) -> None:
        with self._lock:
            if self._record is not None:
                self._record.close()
                self._record = None

    def library(self, actor: Actor) -> list[Entry]:
        """What there is to practise, drafts and files that cannot be read among it."""
        demand(actor, "see_scenarios", Thing())
        return self.catalogue.entries()

    def brief(self, actor: Actor, scenario: str, *, seed: int | None = None) -> Brief:
        """Open a scenario and begin to make its ear. Raises UnknownScenario, ScenarioError."""
        demand(actor, "see_scenarios", Thing())
        from simulator.engine.draws import cast, values_for

        opened = self.catalogue.open(scenario)
        number = self.draw_seed() if seed is None else seed
        return Brief(opened, number, self.hearings.begin(opened, number), values_for(opened, cast(opened, number)))

    def start(
        self,
        actor: Actor,
        scenario: str | Brief,
        *,
        mode: str = "practice",
        level: str = "normal",
        seed: int | None = None,
    ) -> Call:
        """Begin a call; it is on record before it returns. What was assigned is played as it was assigned.

        Raises UnknownScenario, ScenarioError, AssignError, RecordError.
        """
        demand(actor, "play", Thing())
        from simulator.services.call import begin

        brief = scenario if isinstance(scenario, Brief) else self.brief(actor, scenario, seed=seed)
        return begin(self, actor, brief, mode=mode, level=level)

    def resume(self, actor: Actor, attempt: str | None = None, *, take_over: bool = False) -> Call:
        """Go on with an open call, the last touched where none is named.

        `take_over`: although another window has it open. Raises NothingOpen, Leased, NoSuchAttempt, CannotGoOn, Refused.
        """
        from simulator.services.call import resume
        from simulator.store import attempts

        with self.record.read() as connection:
            if attempt is None:
                rows = attempts.open_of(connection, actor.person_id)
                if not rows:
                    raise NothingOpen("There is no open call. `sparring play ID` begins one.")
                row = rows[0]
            else:
                row = attempts.find(connection, attempt)
        demand(actor, "go_on", Thing(row.person_id))
        return resume(self, actor, row, take_over=take_over)

    def unfinished(self, actor: Actor) -> list[AttemptRow]:
        """Open calls, the last touched first."""
        from simulator.store import attempts

        with self.record.read() as connection:
            return attempts.open_of(connection, actor.person_id)

    def history(self, actor: Actor) -> list[AttemptRow]:
        """Ended calls, the newest first."""
        from simulator.store import attempts

        with self.record.read() as connection:
            return attempts.finished_of(connection, actor.person_id)

    def overview(self, actor: Actor) -> Overview:
        """What the home shows."""
        from simulator.services.assignments import due, managed, news

        seen = overview_of(self.library(actor), self.unfinished(actor), self.history(actor), self.catalogue.paths())
        return replace(seen, due=tuple(due(self, actor)), news=tuple(news(self, actor)), manages=managed(self, actor))

    def read(self, actor: Actor, attempt: str) -> Reading:
        """A finished call with its card, derived again from what was recorded. Raises NoSuchAttempt, Refused."""
        from simulator.services.call import read
        from simulator.services.review import see_released
        from simulator.store import attempts

        with self.record.read() as connection:
            row = attempts.find(connection, attempt)
        demand(actor, "see_attempt", Thing(row.person_id))
        see_released(row)
        return read(self, row)

    def document(self, actor: Actor, attempt: str) -> dict[str, Any]:
        """An ended call as the JSON document of `play --json`. Raises NoSuchAttempt, Refused."""
        from simulator.services.document import document_of_ended
        from simulator.services.review import see_released
        from simulator.store import attempts

        with self.record.read() as connection:
            row = attempts.find(connection, attempt)
        demand(actor, "see_attempt", Thing(row.person_id))
        see_released(row)
        return document_of_ended(self, row)

    def discard(self, actor: Actor, attempt: str) -> None:
        """Close an open call and mark it as far as it went. Raises NoSuchAttempt, Refused."""
        from simulator.services.call import abandon
        from simulator.store import attempts

        with self.record.read() as connection:
            row = attempts.find(connection, attempt)
        demand(actor, "go_on", Thing(row.person_id))
        abandon(self, row)

    def sweep(self) -> int:
        """Close what was left open and offered in vain; how many. Nobody's leave is asked: it marks what was said.

        A week without a touch closes nothing yet: a clock that jumps looks the same, and closing is for good. The start
        that finds it notes it, home goes on offering the call, and a start another week later closes it. Setting the
        clock right, or a touch, forgets the note.
        """
        from simulator.services.call import abandon
        from simulator.store import attempts
        from simulator.store.connection import stamp

        now = self.clock()
        before = stamp(now - ABANDONED_AFTER)
        with self.record.write() as connection:
            attempts.offer(connection, before=before, now=stamp(now))
            rows = attempts.offered_in_vain(connection, before)
        for row in rows:
            abandon(self, row)
        return len(rows)

    def back_up_daily(self) -> None:
        """The backup of the first start of a day, once something was said. Raises RecordError."""
        from simulator.services.keeping import daily

        daily(self.record)

    def back_up_behind(self) -> None:
        """The same in the background. It costs nobody their call: where it fails, the next start tries again."""

        def make() -> None:
            with contextlib.suppress(Exception):
                self.back_up_daily()

        # Not a daemon: a short command waits for it at its end.
        threading.Thread(target=make, name="backup").start()

    # A record that is damaged, empty or gone

    def restore(self, backup: Path) -> None:
        """Put a backup in the record's place; what stood there is kept. Raises RecordError."""
        from simulator.services.keeping import restore

        self.close()
        restore(self.home, backup, self.clock())

    def begin_anew(self) -> None:
        """A new record; what stood in its place is kept. Raises RecordError."""
        from simulator.services.keeping import begin_anew

        self.close()
        begin_anew(self.home, self.clock())
