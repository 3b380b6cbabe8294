"""The page before a 1:1, and the session: notes, one action, one promise."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, ClassVar

from textual.app import ComposeResult
from textual.binding import Binding
from textual.containers import VerticalScroll
from textual.content import Content
from textual.widgets import Button, Input, Static

from simulator.services.coaching import Agreed, hold, set_goal, thank
from simulator.services.policy import Actor
from simulator.services.prep import Prep
from simulator.services.prep_page import sections
from simulator.ui.screens.managing.base import Acting
from simulator.ui.text import lines, plain, row
from simulator.ui.widgets.field import Field


class CoachPage(Acting):
    """What the manager takes into the talk. A rep reads the same page of their own."""

    CSS_PATH = "managing.tcss"
    BINDINGS = [  # noqa: RUF012
        Binding("escape", "app.pop_screen", "Back", id="coach.back", tooltip="Back to where you were"),
        Binding("h", "hold", "Hold it", id="coach.hold", tooltip="Write down what is agreed"),
        Binding("o", "call", "The call", id="coach.call", tooltip="The call of the one thing, with both of you"),
        Binding("s", "goal", "Set the goal", id="coach.goal", tooltip="Make the drafted goal a goal"),
        Binding("d", "drill", "Assign the drill", id="coach.drill", tooltip="The two scenarios, for this rep"),
        Binding("t", "thank", "Thank", id="coach.thank", tooltip="Thanks for something particular"),
        Binding("down,j", "scroll(1)", "Read on", key_display="Down", id="coach.down", tooltip="Read on (j too)"),
        Binding("up,k", "scroll(-1)", "Up", show=False, id="coach.up", tooltip="Read back"),
        Binding("pagedown,space", "page(1)", "Page down", show=False, id="coach.pagedown", tooltip="A page on"),
        Binding("pageup,b", "page(-1)", "Page up", show=False, id="coach.pageup", tooltip="A page back"),
        Binding("question_mark", "app.help", "Help", show=False, id="coach.help", tooltip="This page"),
    ]
    ABOUT: ClassVar[str] = (
        "The page before a 1:1, from what is on record. Begin with the rep's own view, look at one call together, agree on one "
        "thing, and promise something yourself. The rep can read this page too."
    )
    found: Prep | None = None

    def __init__(self, actor: Actor, login: str) -> None:
        super().__init__(actor)
        self.login = login

    def where(self) -> str:
        return "1:1"

    def body(self) -> ComposeResult:
        with VerticalScroll(id="page"):
            yield Static(plain("Reading the calls ...", "$text-muted"), id="text")

    def on_mount(self) -> None:
        self.query_one("#page", VerticalScroll).focus()

    def on_screen_resume(self) -> None:
        super().on_screen_resume()
        self.load()

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """What there is nothing for, or what is not a rep's to do, is not offered."""
        page = self.found
        if action in ("hold", "thank", "goal", "drill") and (page is None or page.row.id == self.actor.person_id):
            return False
        if action in ("goal", "drill", "call"):
            thing = page.thing if page is not None else None
            return thing is not None and (action == "goal" or bool(thing.drill if action == "drill" else thing.misses))
        return True

    def fetch(self) -> Any:
        from simulator.services.prep import prepare

        return prepare(self.sparring.practice, self.actor, self.login)

    def take(self, found: Any) -> None:
        if not self.query("#text"):
            return
        self.found = found
        self.query_one("#text", Static).update(lines(*page_text(found)))
        self.refresh_bindings()

    def action_scroll(self, by: int) -> None:
        self.query_one("#page", VerticalScroll).scroll_relative(y=by * 3, animate=False)

    def action_page(self, by: int) -> None:
        page = self.query_one("#page", VerticalScroll)
        page.scroll_relative(y=by * max(1, page.size.height - 1), animate=False)

    def action_hold(self) -> None:
        if self.found is not None:
            self.app.push_screen(SessionPage(self.actor, self.login, self.found))

    def action_call(self) -> None:
        if self.found is not None and self.found.thing is not None and self.found.thing.misses:
            self.sparring.open_review(self.found.thing.misses[0].attempt)

    def action_goal(self) -> None:
        from simulator.ui.screens.managing.ask import AskText

        page = self.found
        if page is None or page.thing is None:
            return
        criterion = page.thing.criterion

        def answered(answer: tuple[str, str] | None) -> None:
            if answer is not None:
                practice = self.sparring.practice
                self.act(
                    lambda: set_goal(practice, self.actor, self.login, criterion, text=answer[1]),
                    said="The goal is set.",
                )

        text = "How far they are follows from their calls; the words are yours."
        dialog = AskText("A goal", text, placeholder="The goal, in words", verb="Set it", value=page.smart)
        self.app.push_screen(dialog, answered)

    def action_drill(self) -> None:
        from simulator.services.assigning import Wanted, assign
        from simulator.ui.screens.managing.ask import AskText

        page = self.found
        if page is None or page.thing is None:
            return
        drill, title = tuple(name for name, _ in page.thing.drill), f"Drill: {page.thing.title}"

        def answered(answer: tuple[str, str] | None) -> None:
            if answer is not None:
                practice = self.sparring.practice
                wanted = Wanted(drill, people=(self.login,), due=answer[1], title=title)
                self.act(lambda: assign(practice, self.actor, wanted), said="Assigned. They are told.")

        text = ", ".join(name for _, name in page.thing.drill)
        dialog = AskText(
            "Assign the drill: due when?", text, placeholder="friday, in 7 days", value="in 7 days", verb="Assign it"
        )
        self.app.push_screen(dialog, answered)

    def action_thank(self) -> None:
        from simulator.ui.screens.managing.ask import AskText

        page = self.found
        if page is None:
            return
        quote = page.gain.quote if page.gain is not None else None

        def answered(answer: tuple[str, str] | None) -> None:
            if answer is not None:
                practice = self.sparring.practice
                attempt, turn = (quote.attempt, quote.turn) if quote is not None else ("", None)
                self.act(
                    lambda: thank(practice, self.actor, self.login, answer[1], attempt=attempt, turn=turn),
                    said="They are told, and decide whether the team may read it.",
                )

        text = f"You could quote: “{quote.text}”" if quote is not None else "Say what it was, and what it did."
        self.app.push_screen(
            AskText("Thank them", text, placeholder="What for?", least=10, verb="Thank them"), answered
        )


class SessionPage(Acting):
    """What is agreed: a line of one's own, one action, one promise."""

    CSS_PATH = "managing.tcss"
    BINDINGS = [  # noqa: RUF012
        Binding("escape", "app.pop_screen", "Back", id="session.back", tooltip="Write nothing down"),
        Binding("ctrl+s", "keep", "Keep it", id="session.keep", tooltip="Keep what was agreed"),
    ]
    ABOUT: ClassVar[str] = "One action and one promise are enough. The next page opens with them. ctrl+s keeps it."
    FIELDS = (
        ("own_line", "One line in your own words (needed)", "What you saw them do well"),
        ("action", "The one thing they take on", ""),
        ("due", "By when", "in 14 days"),
        ("promise", "What you promise", ""),
        ("changed", "What became of the last goal", ""),
        ("blockers", "Know / can / want / blocked: by what?", ""),
        ("notes", "Notes", ""),
    )

    def __init__(self, actor: Actor, login: str, page: Prep) -> None:
        super().__init__(actor)
        self.login, self.page = login, page

    def where(self) -> str:
        return f"1:1 with {self.page.row.name}"

    def body(self) -> ComposeResult:
        with VerticalScroll(id="form", can_focus=False):
            for name, label, example in self.FIELDS:
                yield Static(plain(label), classes="label")
                value = self.action_drafted() if name == "action" else ""
                yield Field(value, verb="Keep it", placeholder=example, max_length=2000, id=name)
            yield Button("Keep it", variant="primary", id="go", compact=True)

    def action_drafted(self) -> str:
        """The rep's own words are better; this is where one begins."""
        return f"{self.page.thing.title}: {self.page.thing.anchor}" if self.page.thing is not None else ""

    def on_mount(self) -> None:
        self.query_one("#own_line", Input).focus(scroll_visible=False)

    def load(self) -> None:
        """Nothing is read: the page before has it all."""

    def on_input_submitted(self) -> None:
        self.action_keep()

    def on_button_pressed(self) -> None:
        self.action_keep()

    def action_keep(self) -> None:
        text = {name: self.query_one(f"#{name}", Input).value.strip() for name, _, _ in self.FIELDS}
        attempt = self.page.thing.misses[0].attempt if self.page.thing is not None and self.page.thing.misses else ""
        agreed = Agreed(**{**text, "due": text["due"] or "in 14 days"}, attempt=attempt)
        practice = self.sparring.practice
        self.act(
            lambda: hold(practice, self.actor, self.login, agreed), self.done, "Kept. The next page opens with it."
        )

    def done(self, _: Any) -> None:
        if self.app.screen is self:
            self.app.pop_screen()


def page_text(found: Prep) -> Iterator[Content | str]:
    for title, texts in sections(found):
        yield plain(title, "bold $primary")
        for text in texts:
            head, mark, rest = text.partition(": ")
            if mark and len(head) < 40:
                yield row(plain(f"  {head}: ", "bold"), plain(rest))
            else:
                yield plain(f"  {text}")
        yield ""
