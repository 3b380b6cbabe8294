"""The conversation: the rep types, the reply is recorded, the customer answers, the card opens."""

from __future__ import annotations

import gc
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING, ClassVar

from textual import work
from textual.app import ComposeResult
from textual.binding import Binding
from textual.containers import Horizontal, Vertical, VerticalScroll
from textual.message import Message
from textual.timer import Timer
from textual.widgets import Static

from simulator.services.call import LONGEST_REPLY
from simulator.ui.screens.base import Page
from simulator.ui.screens.dialogs import Choose
from simulator.ui.text import lines, plain
from simulator.ui.widgets.bubbles import Transcript
from simulator.ui.widgets.choices import Choices
from simulator.ui.widgets.panel import SidePanel, causes, summary
from simulator.ui.widgets.reply_box import ReplyBox

if TYPE_CHECKING:
    from scoring.marking.transcript import Turn
    from simulator.engine.hints import Hint
    from simulator.services.call import Call, Finished

PANEL_AFTER = 0.02
TYPING_AFTER = 0.1
"""Seconds after which a reply whose answer is not there yet is shown, with the customer typing."""
WARM_AFTER = 0.12
"""Seconds without a key after which what stands in the box is heard ahead."""
CARD_AFTER = 2.5
CARD_AFTER_WORD = 0.15
"""Seconds in which the customer's last words can be read before the card opens by itself, and more for each of them."""
DRAFT_AFTER = 1.0
"""Seconds without a key after which what stands in the box is kept as a draft."""
HEARTBEAT = 60.0
COUNTDOWN = 10
TYPING = "{name} is typing ..."


@cache
def spare_pauses() -> None:
    """Once a run: what is loaded by now stays, so the collector need not walk it again and again (some 10 ms each)."""
    gc.freeze()


class Conversation(Page):
    """One call. What is sent is in the record before the answer is on the screen."""

    CSS_PATH = "conversation.tcss"
    BINDINGS = [  # noqa: RUF012
        Binding("escape", "leave", "Leave", id="call.leave", tooltip="Leave the call, or end it now"),
        Binding("f2", "panel", "Panel", id="call.panel", tooltip="How the customer feels, what is open, what you know"),
        Binding("f3", "hint", "Hint", id="call.hint", tooltip="A hint, in three steps; it is recorded on the card"),
        Binding("f4", "silence", "Silence", id="call.silence", tooltip="Say nothing, on purpose"),
        # Priority: in the box and in a list these keys would move the cursor.
        Binding("pageup", "page(-1)", "Up", show=False, id="call.up", tooltip="Read back", priority=True),
        Binding("pagedown", "page(1)", "Down", show=False, id="call.down", tooltip="Read on", priority=True),
        Binding("ctrl+up", "side(-1)", "Panel up", show=False, id="call.side_up", tooltip="The panel's lines above"),
        Binding(
            "ctrl+down", "side(1)", "Panel down", show=False, id="call.side_down", tooltip="The panel's lines below"
        ),
    ]
    ABOUT: ClassVar[str] = (
        "Type what you would really say. The customer's mood follows from your words, and nothing you say is punished "
        "for not being understood. Every reply is kept: leave at any time and go on later."
    )

    @dataclass
    class Answered(Message):
        turn: Turn

    @dataclass
    class Hinted(Message):
        hint: Hint

    @dataclass
    class NoHint(Message):
        """Why there is no hint now."""

        sentence: str

    @dataclass
    class Refused(Message):
        """What was asked for could not be done; nothing was said, nothing is lost. `text` goes back into the box."""

        sentence: str
        text: str | None

    @dataclass
    class Marked(Message):
        finished: Finished

    def __init__(self, call: Call) -> None:
        super().__init__()
        self.call = call
        self.waiting = False
        self.finished: Finished | None = None
        self._sent: tuple[str, str] | None = None
        self._warmer: Timer | None = None
        self._drafter: Timer | None = None
        self._idle = 0

    def where(self) -> str:
        session = self.call.session
        return f"{session.mode}, {session.level}: {session.scenario.title}"

    def body(self) -> ComposeResult:
        with Horizontal():
            with Vertical(id="talk"):
                yield Static(id="summary")
                yield Transcript(id="said")
                yield Static(id="status")
                if self.call.session.mode == "guided":
                    yield Choices(id="choices")
                else:
                    yield ReplyBox(LONGEST_REPLY, id="reply")
            with VerticalScroll(id="side", can_focus=False):
                yield SidePanel(id="mind")

    def on_mount(self) -> None:
        spare_pauses()
        session = self.call.session
        said = self.query_one(Transcript)
        said.customer(self.customer, " ".join(session.opening))
        for turn in session.turns:
            self.show_turn(turn)
        self.show_standing()
        if session.turns and not session.over:
            said.note("You go on where you left.")
        self.take_up_draft()
        self.ready()
        self.seconds = self.set_interval(1.0, self.tick)
        self.set_interval(HEARTBEAT, self.hold)
        if session.over:
            self.end()

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """After the end there is nothing to ask a hint for, and nobody to say nothing to."""
        return action not in ("hint", "silence") or not self.call.session.over

    @property
    def customer(self) -> str:
        return self.call.session.scenario.customer.name or "Customer"

    @property
    def box(self) -> ReplyBox | None:
        return next(iter(self.query(ReplyBox)), None)

    # Saying something

    def on_reply_box_reply_submitted(self, event: ReplyBox.ReplySubmitted) -> None:
        if self.finished is not None:
            self.open_card()
        elif self.waiting or self.call.session.over:
            return
        elif not event.text.strip():
            self.status("Nothing was sent. F4 says nothing on purpose.")
        else:
            self.send("reply", event.text, event.text)

    def on_choices_taken(self, event: Choices.Taken) -> None:
        choices = self.call.session.choices()
        if event.index is None:
            self.open_card()
        elif not self.waiting and event.index < len(choices):
            choice = choices[event.index]
            self.send("choose", str(event.index), choice.say, choice.why)

    def action_silence(self) -> None:
        if not self.waiting and not self.call.session.over:
            self.send("silent", "", "")

    def send(self, how: str, text: str, shown: str, why: str = "") -> None:
        """Most answers are there in a few milliseconds: then question and answer are painted at once."""
        self.waiting = True
        self._idle = 0
        self._sent = (shown, why)
        self.set_timer(TYPING_AFTER, self.show_sent)
        self.say(how, text)

    def show_sent(self) -> None:
        """What was sent, in the conversation instead of in the box."""
        if self._sent is None:
            return
        shown, why = self._sent
        self._sent = None
        said = self.query_one(Transcript)
        if shown:
            said.rep("You", shown)
        else:
            said.note("You say nothing.")
        if why:
            said.note(why)
        if self.box is not None and shown:
            self.box.take(shown)
        if self.waiting:
            self.status(TYPING.format(name=self.customer))

    @work(thread=True, group="call")
    def say(self, how: str, text: str) -> None:
        """In a thread: hearing takes milliseconds, the disk and a first fitting of the ear may take longer."""
        from simulator.engine.session import NoSuchChoice
        from simulator.engine.step import CallOver
        from simulator.services.call import TooLong
        from simulator.store.connection import RecordError

        try:
            if how == "reply":
                turn = self.call.reply(text)
            elif how == "choose":
                turn = self.call.choose(int(text))
            else:
                turn = self.call.silent()
        except (TooLong, RecordError, CallOver, NoSuchChoice) as error:
            self.post_message(self.Refused(str(error) or "The call is over.", text if how == "reply" else None))
        else:
            self.post_message(self.Answered(turn))

    def on_conversation_answered(self, event: Answered) -> None:
        self.waiting = False
        self.show_sent()
        self.draft_soon()
        self.show_answer(event.turn)
        # What was said comes first; the panel beside it is laid out in a frame of its own.
        self.refresh(layout=True)
        self.set_timer(PANEL_AFTER, self.show_standing)
        if self.call.session.over:
            self.end()
        else:
            self.ready()

    def on_conversation_refused(self, event: Refused) -> None:
        self.waiting = False
        said = self.query_one(Transcript)
        painted, self._sent = self._sent is None, None
        if event.text is not None and self.box is not None and painted:
            said.children[-1].remove()
            if not self.box.text:
                self.box.text = event.text
                self.box.move_cursor(self.box.document.end)
        said.note(plain(event.sentence, "$error"))
        self.status("")

    # Showing

    def show_turn(self, turn: Turn) -> None:
        said = self.query_one(Transcript)
        if turn.silent:
            said.note("You say nothing.")
        else:
            said.rep("You", turn.rep)
        self.show_answer(turn)

    def show_answer(self, turn: Turn) -> None:
        shown = self.call.session.mode != "exam"
        notes = causes(turn.changes) if shown else ()
        if turn.unclear:
            notes = (*notes, "They did not follow. It cost you nothing: say it in other words.")
        self.query_one(Transcript).customer(self.customer, turn.customer, notes)

    def show_standing(self) -> None:
        panel = self.call.session.panel()
        turns = self.call.session.turns
        moved = turns[-1].changes if turns else ()
        self.query_one(SidePanel).show(panel, moved)
        self.query_one("#summary", Static).update(summary(panel, moved, self.has_class("-narrow")))

    def on_resize(self) -> None:
        self.call_after_refresh(self.show_standing)

    def ready(self) -> None:
        """The rep's turn."""
        self.status("")
        self.warm("")
        self._idle = 0
        if self.box is not None:
            self.box.focus()
            return
        choices = self.query_one(Choices)
        choices.offer([choice.say for choice in self.call.session.choices()])
        choices.focus()

    def status(self, text: str) -> None:
        self.query_one("#status", Static).update(plain(text, "$text-muted"), layout=False)

    # Hearing ahead, silence, holding the call

    def on_reply_box_typed(self, event: ReplyBox.Typed) -> None:
        self._idle = 0
        self.draft_soon()
        if self._warmer is not None:
            self._warmer.stop()
        if event.text.strip():
            self._warmer = self.set_timer(WARM_AFTER, lambda: self.warm(event.text))

    @work(thread=True, group="warm", exclusive=True)
    def warm(self, text: str) -> None:
        self.call.warm(text)

    # A draft

    def take_up_draft(self) -> None:
        """What stood in the box when the call was left; not what was sent in the same breath."""
        session, draft = self.call.session, self.sparring.drafts.of(self.call.attempt)
        if self.box is None or session.over or not draft or (session.turns and session.turns[-1].rep == draft):
            return
        self.box.load_text(draft)
        self.box.move_cursor(self.box.document.end)
        self.query_one(Transcript).note("What you had typed and not said stands in the box.")

    def draft_soon(self) -> None:
        if self._drafter is not None:
            self._drafter.stop()
        self._drafter = self.set_timer(DRAFT_AFTER, self.keep_draft)

    def keep_draft(self) -> None:
        """What stands in the box, for when the call is gone on with; nothing once it is over."""
        if self.box is None:
            return
        text = "" if self.call.session.over else self.box.text
        if self.waiting and self._sent is not None:
            text = text.removeprefix(self._sent[0])
        try:
            self.sparring.drafts.keep(self.call.attempt, text)
        except OSError as error:
            self.status(f"The draft is kept in this window only: {(error.strerror or str(error)).lower()}")

    def tick(self) -> None:
        """Counts silence, but only while the rep could speak: nothing runs while they type, read help or wait."""
        seconds = self.call.session.seconds
        if not seconds or self.waiting or self.finished is not None or self.app.screen is not self:
            return
        if self.box is not None and self.box.text.strip():
            return
        self._idle += 1
        left = seconds - self._idle
        if left <= 0:
            self.action_silence()
        elif left <= COUNTDOWN:
            self.status(f"{left} s, then your silence is an answer.")

    @work(thread=True, group="hold")
    def hold(self) -> None:
        from simulator.store.connection import RecordError

        try:
            self.call.hold()
        except RecordError as error:
            self.post_message(self.Refused(str(error), None))

    # Hints and the panel

    def action_hint(self) -> None:
        if not self.waiting and self.finished is None:
            self.take_hint()

    @work(thread=True, group="call")
    def take_hint(self) -> None:
        from simulator.engine.hints import HintsOff
        from simulator.engine.step import CallOver
        from simulator.store.connection import RecordError

        try:
            self.post_message(self.Hinted(self.call.hint()))
        except HintsOff as off:
            self.post_message(self.NoHint(str(off)))
        except (CallOver, RecordError) as off:
            self.post_message(self.Refused(str(off) or "The call is over.", None))

    def on_conversation_hinted(self, event: Hinted) -> None:
        hint = event.hint
        title = plain(f"Hint {hint.step} of {hint.of}", "bold $warning")
        self.query_one(Transcript).note(lines(title, plain(hint.text)))

    def on_conversation_no_hint(self, event: NoHint) -> None:
        self.status(event.sentence)

    def action_panel(self) -> None:
        """Beside the conversation where there is room; on a narrow terminal in its place, and back."""
        self.toggle_class("-panel")
        self.call_after_refresh((self.box or self.query_one(Choices)).focus)

    @property
    def panel_alone(self) -> bool:
        """Whether the panel stands in the conversation's place, and nothing can be typed."""
        return self.has_class("-panel") and not self.has_class("-wide")

    def action_page(self, by: int) -> None:
        text = self.query_one("#side", VerticalScroll) if self.panel_alone else self.query_one(Transcript)
        text.scroll_relative(y=by * max(1, text.size.height - 2), animate=False)

    def action_side(self, by: int) -> None:
        self.query_one("#side", VerticalScroll).scroll_relative(y=by * 3, animate=False)

    # The end

    def end(self) -> None:
        self.query_one(Transcript).note("The call is over.")
        self.status("Marking ...")
        if self.box is None:
            self.query_one(Choices).close()
        else:
            self.box.close()
        self.refresh_bindings()
        self.draft_soon()
        self.mark()

    @work(thread=True, group="call")
    def mark(self) -> None:
        from simulator.store.connection import RecordError

        try:
            self.post_message(self.Marked(self.call.finish()))
        except RecordError as error:
            self.post_message(self.Refused(f"{error} The call is kept; its card is made at the next start.", None))

    def on_conversation_marked(self, event: Marked) -> None:
        self.finished = event.finished
        self.status("Your card opens. Enter opens it now.")
        if self.box is not None:
            self.box.focus()
        self.set_timer(self.reading_time(), self.open_card)

    def reading_time(self) -> float:
        """Seconds until the card opens by itself: the more the customer said last, the longer."""
        words = len(self.call.session.turns[-1].customer.split()) if self.call.session.turns else 0
        return CARD_AFTER + words * CARD_AFTER_WORD

    def open_card(self) -> None:
        if self.app.screen is self and self.finished is not None:
            self.sparring.open_card(self.call.attempt, leaving=self, by_itself=True)

    def action_leave(self) -> None:
        if self.finished is not None:
            self.open_card()
            return
        if self.panel_alone:
            self.action_panel()
            return
        self.keep_draft()
        kept = "Everything you said is kept."
        if self.box is not None and self.box.text.strip():
            kept += " What stands in the box is not said: it waits there until you go on. Ending the call drops it."
        answers = [("stay", "Stay in the call")]
        answers += [("leave", "Leave: the call stays open, home offers to go on with it")]
        answers += [("end", "End it now: it is marked as far as it went, and cannot be gone on with")]
        self.sparring.push_screen(Choose("Leave the call?", kept, answers), self.left)

    def left(self, answer: str | None) -> None:
        if answer in ("leave", "end"):
            self.sparring.leave_call(self.call, end=answer == "end", leaving=self)
