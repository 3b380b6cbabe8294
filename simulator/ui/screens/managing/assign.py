"""Assigning: what, to whom, by when, under which rules; and who gets it, before it is done."""

from __future__ import annotations

from typing import Any, ClassVar

from textual import work
from textual.app import ComposeResult
from textual.binding import Binding
from textual.containers import Horizontal, VerticalScroll
from textual.widgets import Button, Input, Static

from simulator.learning.times import in_words
from simulator.services.assigning import Preview, Wanted, assign, preview
from simulator.services.policy import Actor
from simulator.ui.screens.managing.base import Acting, sentence_of
from simulator.ui.text import lines, plain, row
from simulator.ui.widgets.chip import Chip
from simulator.ui.widgets.field import Field

NAMED = 15
"""People whom the preview calls by name."""
NUMBERS = tuple((str(n), str(n)) for n in range(1, 11))
FIELDS = (
    ("what", "What: a path (w1) or scenarios, with commas between", "w1"),
    ("who", "Who: teams or logins, with commas between", "Harbour, amara"),
    ("due", "Due", "friday, 2026-12-04 17:00, in 7 days"),
    ("release", "From when (empty: at once)", "monday"),
    ("pass_mark", "Pass mark (empty: the scenario's own)", "70"),
    ("title", "Title (empty: the path's or scenario's own)", ""),
    ("note", "A word to those who get it (may be empty)", ""),
)


class AssignPage(Acting):
    """A form with its preview below: it is read anew at every change."""

    CSS_PATH = "managing.tcss"
    BINDINGS = [  # noqa: RUF012
        Binding("escape", "app.pop_screen", "Back", id="assign.back", tooltip="Assign nothing"),
        Binding("ctrl+s", "assign", "Assign it", id="assign.do", tooltip="Give it to those who are named below"),
    ]
    ABOUT: ClassVar[str] = (
        "Tab and Shift+Tab go from line to line; Space changes a choice. Below stands who gets it. ctrl+s assigns it; it can "
        "be withdrawn on its board."
    )

    def __init__(self, actor: Actor) -> None:
        super().__init__(actor)
        self.paths: tuple[str, ...] = ()
        self.teams: tuple[str, ...] = ()

    def where(self) -> str:
        return "assign"

    def body(self) -> ComposeResult:
        yield Static(plain("Say what, who and when ...", "$text-muted"), id="plan")
        with VerticalScroll(id="form", can_focus=False):
            for name, label, example in FIELDS:
                yield Static(plain(label), classes="label")
                yield Field(verb="Assign it", placeholder=example, max_length=500, id=name)
            with Horizontal(classes="row"):
                yield Chip("mode", (("practice", "practice"), ("exam", "exam"), ("guided", "guided")), id="mode")
                yield Chip("level", (("easy", "easy"), ("normal", "normal"), ("hard", "hard")), "normal", id="level")
            with Horizontal(classes="row"):
                yield Chip("at most", (("", "any number"), *NUMBERS), id="most")
                yield Chip("attempts, passes in a row", NUMBERS, id="in_a_row")
            with Horizontal(classes="row"):
                yield Chip("order", (("", "any"), ("1", "one after the other")), id="in_order")
                yield Chip("later joiners", (("1", "get it too"), ("", "do not")), id="later_joiners")
            with Horizontal(classes="row"):
                yield Chip("cards", (("", "at once"), ("1", "held until I release them")), id="hold")
            yield Button("Assign it", variant="primary", id="go", compact=True)

    def on_mount(self) -> None:
        self.query_one("#what", Input).focus(scroll_visible=False)
        self.load()

    def fetch(self) -> Any:
        from simulator.services.teams import all_teams

        practice = self.sparring.practice
        found = tuple(view.row.name for view in all_teams(practice.record, self.actor))
        return tuple(path.id for path in practice.catalogue.paths()), found

    def take(self, found: Any) -> None:
        self.paths, self.teams = found
        if self.query("#who") and not self.query_one("#who", Input).value and len(self.teams) == 1:
            self.query_one("#who", Input).value = self.teams[0]
        self.look()

    def on_input_changed(self) -> None:
        self.look()

    def on_chip_changed(self) -> None:
        self.look()

    def on_input_submitted(self) -> None:
        self.action_assign()

    def on_button_pressed(self) -> None:
        self.action_assign()

    def wanted(self) -> Wanted:
        """What the form says now. Raises ValueError for a pass mark that is no number."""
        text = {name: self.query_one(f"#{name}", Input).value.strip() for name, _, _ in FIELDS}
        chips = {chip.id or "": chip.value for chip in self.query(Chip)}
        what, who = parts(text["what"]), parts(text["who"])
        path = what[0] if len(what) == 1 and what[0] in self.paths else ""
        names = {name.casefold(): name for name in self.teams}
        mark = text["pass_mark"]
        if (mark and not mark.isascii()) or (mark and not mark.isdigit()):
            raise ValueError("the pass mark is a number from 1 to 100")
        return Wanted(
            () if path else what,
            path,
            teams=tuple(names[one.casefold()] for one in who if one.casefold() in names),
            people=tuple(one for one in who if one.casefold() not in names),
            due=text["due"],
            release=text["release"],
            title=text["title"],
            note=text["note"],
            pass_mark=int(mark) if mark else None,
            most=int(chips["most"]) if chips["most"] else None,
            in_a_row=int(chips["in_a_row"]),
            mode=chips["mode"],
            level=chips["level"],
            in_order=bool(chips["in_order"]),
            later_joiners=bool(chips["later_joiners"]),
            hold=bool(chips["hold"]),
        )

    def look(self) -> None:
        """Read the form, and say who would get it."""
        if not self.query(Button):  # Not built yet, or being taken down.
            return
        try:
            wanted = self.wanted()
        except ValueError as error:
            self.show_plan(str(error))
        else:
            self.preview(wanted)

    @work(thread=True, group="preview", exclusive=True)
    def preview(self, wanted: Wanted) -> None:
        try:
            shown: Any = preview(self.sparring.practice, self.actor, wanted)
        except Exception as error:
            shown = sentence_of(error)
            if shown is None:
                raise
        self.app.call_from_thread(self.show_plan, shown)

    def show_plan(self, shown: Preview | str) -> None:
        if not self.query("#plan"):
            return
        plan = self.query_one("#plan", Static)
        if isinstance(shown, str):
            plan.update(plain(f"Not yet: {shown}", "$warning"))
            return
        who = ", ".join(one.name for one in shown.who[:NAMED]) or "nobody: the team is empty"
        who += f" and {len(shown.who) - NAMED} more" if len(shown.who) > NAMED else ""
        what = ", ".join(scenario.title for scenario in shown.scenarios)
        plan.update(
            lines(
                plain(f"{len(shown.who)} get “{shown.title}”: {who}", "bold $success"),
                plain(f"{in_words(shown.release, shown.zone)} to {in_words(shown.due, shown.zone)}, {shown.zone}"),
                plain(f"{shown.rules.passes} of {len(shown.scenarios)} to be passed: {what}", "$text-muted"),
                *(row(plain("note: ", "$warning"), plain(one)) for one in shown.warnings),
            )
        )

    def action_assign(self) -> None:
        try:
            wanted = self.wanted()
        except ValueError as error:
            self.sparring.tell(str(error), "error")
            return
        practice = self.sparring.practice
        self.act(lambda: assign(practice, self.actor, wanted), self.done)

    def done(self, made: Any) -> None:
        self.sparring.tell(f"Assigned: {made.title}. w on its board withdraws it.")
        if self.app.screen is self:
            self.app.pop_screen()
        self.sparring.open_board(made.id)


def parts(text: str) -> tuple[str, ...]:
    return tuple(part.strip() for part in text.split(",") if part.strip())
