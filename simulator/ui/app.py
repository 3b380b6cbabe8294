"""The terminal app: holds the practice and the person, and moves between the screens."""

from __future__ import annotations

import os
import threading
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any, ClassVar

from textual import work
from textual.app import App
from textual.binding import Binding

from simulator.scenario.catalogue import Entry
from simulator.services.drafts import Drafts
from simulator.services.home import Home as DataHome
from simulator.services.overview import Overview, overview_of
from simulator.services.policy import Actor
from simulator.services.practice import Practice
from simulator.services.settings import Settings, load_settings, save_settings
from simulator.ui.commands import Commands
from simulator.ui.screens.base import Page
from simulator.ui.screens.home import Home
from simulator.ui.terminal import HUNG_UP, end_soon, hung_up
from simulator.ui.themes import THEMES
from simulator.ui.widgets.keys import key_name

WATCH_TERMINAL = 1.0
"""Seconds between two looks at whether the terminal is still there."""

if TYPE_CHECKING:
    from simulator.services.call import Call
    from simulator.services.practice import Brief, Reading
    from simulator.store.connection import DamagedRecord

OPENING = "Opening the record ..."


def closed_by_age(calls: int) -> str:
    """What is said at the start of calls that were left open, offered again and never gone on with."""
    if calls == 1:
        return "A call that you did not go on with is closed now, and marked as far as it went."
    return f"{calls} calls that you did not go on with are closed now, and marked as far as they went."


class SparringApp(App[int]):
    """`play` and `resume` go straight into a call once the person is known."""

    TITLE = "Sparring"
    CSS_PATH = "app.tcss"
    COMMANDS: ClassVar[set[Any]] = {Commands}
    HORIZONTAL_BREAKPOINTS = [  # noqa: RUF012
        (0, "-narrow"),
        (70, "-normal"),
        (110, "-wide"),
    ]
    BINDINGS: ClassVar[list[Any]] = [
        Binding("f1", "help", "Help", id="app.help", tooltip="What this screen is for, and its keys", priority=True),
        Binding("ctrl+q", "leave_app", "Quit", id="app.quit", tooltip="Quit; an open call stays open", priority=True),
        Binding("ctrl+c", "copy_or_hint", show=False, id="app.copy"),
    ]

    def __init__(
        self,
        practice: Practice,
        *,
        play: str | None = None,
        mode: str | None = None,
        level: str | None = None,
        seed: int | None = None,
        resume: str | None = None,
        assigned: int | None = None,
        author: Path | None = None,
    ) -> None:
        super().__init__()
        self.practice = practice
        self.actor: Actor | None = None
        self.overview = overview_of(practice.catalogue.entries(), (), (), practice.catalogue.paths())
        self._first = (play, mode or "practice", level or "normal", seed, resume)
        self._assigned_first = assigned
        self._author_first = author
        self.drafts = Drafts(practice.home.folder)
        self._broken: str | None = None
        self._reading = self._asked_again = False
        self._reading_lock = threading.Lock()

    # Start

    def on_mount(self) -> None:
        for theme in THEMES:
            self.register_theme(theme)
        wanted = load_settings(self.practice.home.folder).theme
        self.theme = wanted if wanted in self.available_themes else Settings().theme
        self.push_screen(Home())
        for notice in self.practice.home.notices:
            self.tell(notice, "warning")
        self.call_after_refresh(self.open_record)
        if not self.is_headless:
            self.set_interval(WATCH_TERMINAL, self.watch_terminal)

    def watch_terminal(self) -> None:
        """A window that was closed ends the app; what is open can be resumed."""
        if hung_up():
            end_soon()
            self.keep_drafts()
            self.exit(return_code=HUNG_UP)

    @work(thread=True, group="record")
    def open_record(self) -> None:
        """After the first frame: the record, who is here, and what they left open."""
        from simulator.store.connection import DamagedRecord, RecordError

        try:
            actor = self.practice.people.known()
            closed = self.practice.sweep()
        except DamagedRecord as damaged:
            self.call_from_thread(self.ask_restore, damaged)
        except RecordError as error:
            self.call_from_thread(self.no_record, str(error))
        else:
            if self.practice.record.notice:
                self.call_from_thread(self.tell, self.practice.record.notice, "warning")
            if closed:
                self.call_from_thread(self.tell, closed_by_age(closed))
            self.call_from_thread(self.met, actor)

    def met(self, actor: Actor | None) -> None:
        if actor is None:
            from simulator.ui.screens.dialogs import AskName

            self.push_screen(AskName(), self.introduced)
            return
        self.actor = actor
        self.show_who()
        self.refresh_overview()
        self.back_up()
        play, mode, level, seed, resume = self._first
        self._first = (None, mode, level, None, None)
        assigned, self._assigned_first = self._assigned_first, None
        author, self._author_first = self._author_first, None
        if author is not None:
            self.open_author(author)
        elif assigned is not None:
            self.open_assigned(assigned, seed, at_once=True)
        elif resume is not None:
            self.go_on(resume or None)
        elif play is not None:
            self.prepare(play, seed, then=(mode, level))

    @work(thread=True, group="backup")
    def back_up(self) -> None:
        """The backup of the day, behind everything else."""
        from simulator.store.connection import RecordError

        try:
            self.practice.back_up_daily()
        except RecordError as error:
            self.call_from_thread(self.tell, f"No backup was made today: {error}", "warning")

    def introduced(self, name: str | None) -> None:
        if name:
            self.introduce(name)

    @work(thread=True, group="record")
    def introduce(self, name: str) -> None:
        from simulator.store.connection import RecordError

        try:
            actor = self.practice.people.introduce(name)
        except RecordError as error:
            self.call_from_thread(self.no_record, str(error))
        else:
            self.call_from_thread(self.met, actor)

    def no_record(self, sentence: str) -> None:
        """Without a record nothing can be played, for nothing would be kept; the library can still be read."""
        self._broken = sentence
        for screen in self.screen_stack:
            if isinstance(screen, Home):
                screen.trouble(sentence)
        self.tell(sentence, "error")

    def ask_restore(self, damaged: DamagedRecord) -> None:
        """Nothing is moved before this is answered."""
        from simulator.ui.screens.dialogs import Choose

        answers = [("quit", "Quit, and change nothing")]
        if damaged.backup is not None:
            answers.append(("restore", f"Go on with the backup {damaged.backup.name}"))
        answers.append(("new", "Begin a new record; what is there is kept under another name"))

        def answered(answer: str | None) -> None:
            if answer in ("restore", "new"):
                self.mend(damaged.backup if answer == "restore" else None)
            else:
                self.exit(0)

        self.push_screen(Choose(f"The record is {damaged.what}", str(damaged), answers), answered)

    @work(thread=True, group="record")
    def mend(self, backup: Path | None) -> None:
        """Put a backup in the record's place, or begin anew without one."""
        from simulator.store.connection import RecordError

        try:
            if backup is None:
                self.practice.begin_anew()
            else:
                self.practice.restore(backup)
        except RecordError as error:
            self.call_from_thread(self.no_record, str(error))
        else:
            self.call_from_thread(self.open_record)

    # What the screens ask

    def get_key_display(self, binding: Binding) -> str:
        return key_name(binding)

    @property
    def who(self) -> str:
        return self.actor.name if self.actor else ""

    def now(self) -> datetime:
        return self.practice.clock().astimezone(UTC)

    def entries(self) -> list[Entry]:
        return self.practice.catalogue.entries()

    def tell(self, sentence: str, severity: Any = "information") -> None:
        self.notify(sentence, severity=severity, markup=False, timeout=8)

    def show_who(self) -> None:
        from simulator.ui.widgets.bar import Bar

        for screen in self.screen_stack:
            for bar in screen.query(Bar):
                bar.who = self.who

    def ready(self) -> Actor | None:
        """The person, where the record is open; else says why nothing can be played yet."""
        if self.actor is None:
            self.tell(self._broken or OPENING, "error" if self._broken else "information")
        return self.actor

    def refresh_overview(self) -> None:
        """One reading at a time; what is asked for meanwhile is read once more, after it."""
        if self.actor is None:
            return
        with self._reading_lock:
            self._asked_again = self._reading
            if self._reading:
                return
            self._reading = True
        self.load_overview(self.actor)

    @work(thread=True, group="overview")
    def load_overview(self, actor: Actor) -> None:
        while True:
            self.read_overview(actor)
            with self._reading_lock:
                if not self._asked_again:
                    self._reading = False
                    return
                self._asked_again = False

    def read_overview(self, actor: Actor) -> None:
        """In a worker: what is on record, and which of the user's files cannot be played."""
        from simulator.store.connection import RecordError

        drafts = self.drafts.on_file()
        try:
            overview = self.practice.overview(actor)
            # Listed before the open calls were read: the draft of a call that was begun meanwhile is not among them.
            self.drafts.forget(set(drafts) - {attempt.uuid for attempt in overview.unfinished})
        except RecordError as error:
            self.call_from_thread(self.no_record, str(error))
            return
        self.call_from_thread(self.show_overview, overview)
        if self.practice.catalogue.examine():
            with self._reading_lock:
                self._asked_again = True

    def show_overview(self, overview: Overview) -> None:
        self.overview = overview
        for screen in self.screen_stack:
            if isinstance(screen, Page):
                screen.show_overview(overview)

    # Going somewhere

    def action_home(self) -> None:
        while not isinstance(self.screen, Home) and len(self.screen_stack) > 1:
            self.pop_screen()

    def action_library(self) -> None:
        from simulator.ui.screens.library import Library

        if self.free():
            self.push_screen(Library())

    def action_history(self) -> None:
        from simulator.ui.screens.history import History

        if self.free():
            self.push_screen(History())

    def action_inbox(self) -> None:
        from simulator.ui.screens.inbox import Inbox

        actor = self.ready()
        if actor is not None and self.free() and not isinstance(self.screen, Inbox):
            self.push_screen(Inbox(actor))

    def open_author(self, path: Path) -> None:
        """The author's bench for one file."""
        from simulator.ui.screens.authoring.author import Author

        actor = self.ready()
        if actor is not None and self.free():
            self.push_screen(Author(path, actor))

    def action_team(self) -> None:
        from simulator.ui.screens.managing.team import TeamPage

        actor = self.ready()
        if actor is not None and self.free() and not isinstance(self.screen, TeamPage):
            self.push_screen(TeamPage(actor))

    def action_queue(self) -> None:
        from simulator.ui.screens.managing.queue import QueuePage

        actor = self.ready()
        if actor is not None and self.free() and not isinstance(self.screen, QueuePage):
            self.push_screen(QueuePage(actor))

    def action_assign(self) -> None:
        from simulator.ui.screens.managing.assign import AssignPage

        actor = self.ready()
        if actor is not None and self.free() and not isinstance(self.screen, AssignPage):
            self.push_screen(AssignPage(actor))

    def action_company(self) -> None:
        from simulator.ui.screens.managing.company import CompanyPage

        actor = self.ready()
        if actor is not None and self.free() and not isinstance(self.screen, CompanyPage):
            self.push_screen(CompanyPage(actor))

    def open_board(self, number: int) -> None:
        from simulator.ui.screens.managing.board import BoardPage

        actor = self.ready()
        if actor is not None and self.free():
            self.push_screen(BoardPage(actor, number))

    def open_person(self, login: str) -> None:
        from simulator.ui.screens.managing.person import PersonPage

        actor = self.ready()
        if actor is not None and self.free():
            self.push_screen(PersonPage(actor, login))

    def open_coach(self, login: str) -> None:
        from simulator.ui.screens.managing.coach import CoachPage

        actor = self.ready()
        if actor is not None and self.free():
            self.push_screen(CoachPage(actor, login))

    def action_my_page(self) -> None:
        """The page of one's own next 1:1."""
        if self.ready() is not None:
            self.open_coach(self.practice.people.login)

    def open_review(self, attempt: str) -> None:
        from simulator.ui.screens.managing.review import ReviewPage

        actor = self.ready()
        if actor is not None and self.free():
            self.push_screen(ReviewPage(actor, attempt))

    @work(thread=True, group="news")
    def read_news(self, number: int) -> None:
        """What was told is read: it does not stand on the home again."""
        from simulator.services.assignments import read_news

        if self.actor is not None:
            read_news(self.practice, self.actor, number)
            self.call_from_thread(self.refresh_overview)

    def action_help(self) -> None:
        from simulator.ui.screens.help import Help

        if isinstance(self.screen, Help):
            self.pop_screen()
        else:
            self.push_screen(Help.of(self.screen))

    def action_rename(self) -> None:
        from simulator.ui.screens.dialogs import AskName

        if self.ready() is not None:
            self.push_screen(AskName(self.who), self.introduced)

    def action_leave_app(self) -> None:
        self.keep_drafts()
        self.exit(0)

    def keep_drafts(self) -> None:
        from simulator.ui.screens.conversation import Conversation

        for screen in self.screen_stack:
            if isinstance(screen, Conversation):
                screen.keep_draft()

    def action_copy_or_hint(self) -> None:
        self.tell("ctrl+q quits. What you said is kept.")

    def choose_theme(self, name: str) -> None:
        self.theme = name
        try:
            save_settings(self.practice.home.folder, Settings(theme=name))
        except OSError as error:
            self.tell(f"The theme is on, but could not be kept: {(error.strerror or str(error)).lower()}", "warning")

    def free(self) -> bool:
        """Whether one may go elsewhere: an open call is left with Esc, so that nobody walks out by mistake."""
        from simulator.ui.screens.conversation import Conversation

        if any(isinstance(screen, Conversation) for screen in self.screen_stack):
            self.tell("Leave the call first: Esc. It stays open.")
            return False
        return True

    def open_brief(self, scenario: str, again: tuple[str, str] | None = None) -> None:
        """`again`: the mode and the level of a call that is played once more."""
        if self.ready() is not None and self.free():
            self.prepare(scenario, None, then=None, again=again)

    @work(thread=True, group="open", exclusive=True)
    def prepare(
        self,
        scenario: str,
        seed: int | None,
        then: tuple[str, str] | None,
        again: tuple[str, str] | None = None,
    ) -> None:
        """Open a scenario, then show its brief, or begin its call at once."""
        from simulator.scenario.catalogue import UnknownScenario
        from simulator.scenario.problems import ScenarioError

        assert self.actor is not None
        try:
            brief = self.practice.brief(self.actor, scenario, seed=seed)
        except UnknownScenario as error:
            self.call_from_thread(self.tell, str(error), "error")
        except ScenarioError as error:
            self.call_from_thread(self.cannot_play, str(error))
        else:
            if then is None:
                self.call_from_thread(self.show_brief, brief, again)
            else:
                self.call_from_thread(self.start_call, brief, *then)

    @work(thread=True, group="open", exclusive=True)
    def open_assigned(self, number: int, seed: int | None = None, at_once: bool = False) -> None:
        """The brief of what comes next of an assignment, or its call at once."""
        from simulator.services.assignments import AssignError, next_brief
        from simulator.services.policy import Refused
        from simulator.store.connection import RecordError

        assert self.actor is not None
        try:
            brief = next_brief(self.practice, self.actor, number, seed=seed)
        except (AssignError, Refused, RecordError) as error:
            self.call_from_thread(self.tell, str(error), "error")
            return
        if at_once:
            self.call_from_thread(self.start_call, brief, "practice", "normal")
        else:
            self.call_from_thread(self.show_brief, brief, None)

    def cannot_play(self, problems: str) -> None:
        from simulator.ui.screens.dialogs import Choose

        text = f"{problems}\n\n`sparring check` lists this for any file."
        self.push_screen(Choose("This scenario cannot be played", text, [("back", "Back")]))

    def show_brief(self, brief: Brief, again: tuple[str, str] | None) -> None:
        from simulator.ui.screens.brief import BriefPage

        self.push_screen(BriefPage(brief, *again, again=True) if again else BriefPage(brief))

    @work(thread=True, group="open", exclusive=True)
    def start_call(self, brief: Brief, mode: str, level: str) -> None:
        from simulator.store.connection import RecordError

        assert self.actor is not None
        try:
            call = self.practice.start(self.actor, brief, mode=mode, level=level)
        except RecordError as error:
            self.call_from_thread(self.tell, str(error), "error")
        else:
            self.call_from_thread(self.enter, call)

    def go_on(self, attempt: str | None, take_over: bool = False) -> None:
        if self.ready() is not None and self.free():
            self.resume_call(attempt, take_over)

    @work(thread=True, group="open", exclusive=True)
    def resume_call(self, attempt: str | None, take_over: bool) -> None:
        from simulator.services.call import CannotGoOn
        from simulator.services.policy import Refused
        from simulator.services.practice import NothingOpen
        from simulator.store.attempts import Leased
        from simulator.store.connection import RecordError

        assert self.actor is not None
        try:
            call = self.practice.resume(self.actor, attempt, take_over=take_over)
        except Leased as error:
            self.call_from_thread(self.ask_take_over, attempt, str(error))
        except CannotGoOn as error:
            self.call_from_thread(self.ask_close, attempt, str(error))
        except (NothingOpen, Refused, RecordError) as error:
            self.call_from_thread(self.tell, str(error), "error")
        else:
            self.call_from_thread(self.enter, call)

    def ask_take_over(self, attempt: str | None, sentence: str) -> None:
        from simulator.ui.screens.dialogs import Choose

        answers = [("back", "Leave it there"), ("take", "Take it over; the other window can then only read")]

        def answered(answer: str | None) -> None:
            if answer == "take":
                self.go_on(attempt, True)

        self.push_screen(Choose("Open elsewhere", sentence, answers), answered)

    def ask_close(self, attempt: str | None, sentence: str) -> None:
        from simulator.ui.screens.dialogs import Choose

        answers = [("back", "Leave it as it is"), ("close", "Close it")]

        def answered(answer: str | None) -> None:
            if answer == "close" and attempt:
                self.discard(attempt)

        self.push_screen(Choose("It cannot be gone on with", sentence, answers), answered)

    @work(thread=True, group="open")
    def discard(self, attempt: str) -> None:
        from simulator.store.connection import RecordError

        assert self.actor is not None
        try:
            self.practice.discard(self.actor, attempt)
        except RecordError as error:
            self.call_from_thread(self.tell, str(error), "error")
        self.call_from_thread(self.refresh_overview)

    def enter(self, call: Call) -> None:
        from simulator.ui.screens.brief import BriefPage
        from simulator.ui.screens.conversation import Conversation

        if isinstance(self.screen, BriefPage):
            self.switch_screen(Conversation(call))
        else:
            self.push_screen(Conversation(call))

    @work(thread=True, group="open")
    def leave_call(self, call: Call, *, end: bool, leaving: Any) -> None:
        from simulator.store.connection import RecordError

        assert self.actor is not None
        try:
            if end:
                self.practice.discard(self.actor, call.attempt)
            else:
                call.leave()
        except RecordError as error:
            self.call_from_thread(self.tell, str(error), "error")
            return
        if end:
            self.call_from_thread(self.open_card, call.attempt, leaving)
        else:
            self.call_from_thread(self.close_page, leaving)

    def close_page(self, page: Any) -> None:
        if self.screen is page:
            self.pop_screen()

    def open_card(self, attempt: str, leaving: Any = None, by_itself: bool = False) -> None:
        """`by_itself`: the call has just ended, and the rep may still be typing."""
        if self.ready() is not None:
            self.read_card(attempt, leaving, by_itself)

    @work(thread=True, group="open", exclusive=True)
    def read_card(self, attempt: str, leaving: Any, by_itself: bool) -> None:
        from simulator.services.policy import Refused
        from simulator.services.review import ReviewError
        from simulator.store.connection import RecordError

        assert self.actor is not None
        try:
            reading = self.practice.read(self.actor, attempt)
        except (Refused, ReviewError, RecordError) as error:
            self.call_from_thread(self.tell, str(error), "error")
            if leaving is not None:
                self.call_from_thread(self.close_page, leaving)
        else:
            self.call_from_thread(self.show_card, reading, leaving, by_itself)

    def show_card(self, reading: Reading, leaving: Any, by_itself: bool) -> None:
        from simulator.ui.screens.scorecard import ScorecardPage

        page = ScorecardPage(reading, by_itself=by_itself)
        if leaving is not None and self.screen is leaving:
            self.switch_screen(page)
        else:
            self.push_screen(page)

    # What nobody foresaw

    def _handle_exception(self, error: Exception) -> None:
        """A fault of ours: a sentence and a file for whoever mends it; every reply is in the record already."""
        if self.is_headless or os.environ.get("SPARRING_DEBUG"):
            super()._handle_exception(error)
            return
        if self._exit:  # The first fault is said; what falls after it falls over it.
            return
        from textual.worker import WorkerFailed

        from simulator.services.faults import sentence_for

        cause = error.error if isinstance(error, WorkerFailed) else error
        self.exit(2, return_code=2, message=f"error: {sentence_for(cause, os.environ)}")


def run(
    home: DataHome,
    *,
    play: str | None = None,
    mode: str | None = None,
    level: str | None = None,
    seed: int | None = None,
    resume: str | None = None,
    assigned: int | None = None,
    author: Path | None = None,
) -> int:
    """Open the app; returns the exit code."""
    practice = Practice(home)
    first: dict[str, Any] = {"play": play, "resume": resume, "assigned": assigned, "author": author}
    app = SparringApp(practice, mode=mode, level=level, seed=seed, **first)
    try:
        return app.run() or app.return_code or 0
    finally:
        practice.close()
