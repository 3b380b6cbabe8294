"""An assignment's board: who stands how, filtered, searched and sorted."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, ClassVar

from textual.app import ComposeResult
from textual.binding import Binding
from textual.content import Content
from textual.widgets import Input

from simulator.learning.assigned import STANDINGS, WORDS
from simulator.learning.times import in_words
from simulator.services.board import SORTS, Board, BoardRow
from simulator.services.policy import Actor
from simulator.ui.screens.managing.base import ListPage
from simulator.ui.text import lines, plain, row
from simulator.ui.widgets.field import Field
from simulator.ui.widgets.menu import Item, Menu

MOST = 200
"""Rows of a board."""
COLOURS = {
    "past_due": "$error",
    "did_not_pass": "$error",
    "not_started": "$warning",
    "in_progress": "$text",
    "passed": "$success",
    "not_yet": "$text-muted",
}
SIGNS = {"past_due": "!", "did_not_pass": "x", "not_started": "-", "in_progress": "~", "passed": "+", "not_yet": "."}


class BoardPage(ListPage):
    """Enter opens a person with their calls."""

    BINDINGS = [  # noqa: RUF012
        Binding("f", "filter", "Filter", id="board.filter", tooltip="Only those who stand so"),
        Binding("s", "sort", "Sort", id="board.sort", tooltip="By state, name, latest, best, lift or attempts"),
        Binding("slash", "search", "Search", id="board.search", tooltip="Only names with this in them"),
        Binding("e", "extend", "Extend", id="board.extend", tooltip="Another due date, for one or for all"),
        Binding("w", "withdraw", "Withdraw", id="board.withdraw", tooltip="Nobody has to do it any more"),
    ]
    ABOUT: ClassVar[str] = (
        "One assignment. Lift is the best total less the first. ! past due, x did not pass, - not started, ~ in progress, "
        "+ passed. Attempts count once they have begun."
    )

    def __init__(self, actor: Actor, number: int) -> None:
        super().__init__(actor)
        self.number = number
        self.only: Any = None
        self.order = "state"
        self.wanted = ""

    def where(self) -> str:
        return "board"

    def body(self) -> ComposeResult:
        yield from super().body()
        yield Field(verb="Search", placeholder="Name or login", max_length=80, id="search")

    def fetch(self) -> Any:
        from simulator.services.board import board

        practice = self.sparring.practice
        asked = {"only": self.only, "search": self.wanted, "sort": self.order, "most": MOST}
        return board(practice, self.actor, self.number, **asked)

    def head(self, found: Board) -> Content:
        stands = [plain(f"{count} {WORDS[name]}", COLOURS[name]) for name, count in found.counts.items() if count]
        parts: list[Content | str] = []
        for part in stands:
            parts += [", ", part] if parts else [part]
        how = f"{'all' if self.only is None else WORDS[self.only]}, by {self.order}"
        how += f", with “{self.wanted}”" if self.wanted else ""
        withdrawn = " (withdrawn)" if found.row.withdrawn else ""
        return lines(
            row(
                plain(f"{found.row.title}{withdrawn}", "bold"),
                plain(f"  due {in_words(found.row.due, found.row.zone)}"),
            ),
            row(*(parts or ["Nobody has it."])),
            plain(f"shown: {how}", "$text-muted"),
        )

    def items(self, found: Board) -> Iterator[Item]:
        yield Item(plain(f"  {'':<22}{'':<15}tries first  best latest  lift", "$text-muted"))
        for one in found.rows:
            yield Item(board_row(one), one.person.login)
        if len(found.rows) == MOST:
            yield Item(plain(f"  The first {MOST}; f, s and / find the others.", "$text-muted"))
        if not found.rows:
            yield Item(plain("  Nobody stands so.", "$text-muted"))

    def on_option_list_option_selected(self, event: Menu.OptionSelected) -> None:
        if event.option.id:
            self.sparring.open_person(event.option.id)

    def action_filter(self) -> None:
        choices = [None, *STANDINGS]
        self.only = choices[(choices.index(self.only) + 1) % len(choices)]
        self.load()

    def action_sort(self) -> None:
        self.order = SORTS[(SORTS.index(self.order) + 1) % len(SORTS)]
        self.load()

    def action_search(self) -> None:
        field = self.query_one("#search", Input)
        field.add_class("-open")
        field.focus()

    def on_input_submitted(self, event: Input.Submitted) -> None:
        self.wanted = event.value.strip()
        event.input.remove_class("-open")
        self.query_one(Menu).focus()
        self.load()

    def action_extend(self) -> None:
        from simulator.services.assigning import extend
        from simulator.ui.screens.managing.ask import AskText

        login = self.query_one("#rows", Menu).chosen
        choices = [("all", "for all"), *([(login, f"only {login}")] if login else [])]

        def answered(answer: tuple[str, str] | None) -> None:
            if answer is not None:
                who = () if answer[0] == "all" else (answer[0],)
                practice = self.sparring.practice
                self.act(
                    lambda: extend(practice, self.actor, self.number, answer[1], who=who), said="The date is moved."
                )

        text = "In the assignment's time zone. A day ends at midnight."
        place = "2026-12-04, friday, in 7 days"
        dialog = AskText("When is it due?", text, placeholder=place, choices=choices, label="for", verb="Move it")
        self.app.push_screen(dialog, answered)

    def action_withdraw(self) -> None:
        from simulator.services.assigning import withdraw
        from simulator.ui.screens.dialogs import Choose

        if self.found is None:
            return
        gone = self.found.row.withdrawn is not None

        def answered(answer: str | None) -> None:
            if answer == "do":
                practice = self.sparring.practice
                said = "Assigned again." if gone else "Withdrawn. w gives it again."
                self.act(lambda: withdraw(practice, self.actor, self.number, undo=gone), said=said)

        title = "Assign it again?" if gone else "Withdraw it?"
        text = "" if gone else "Nobody has to do it any more. What was done stays, and you can give it again."
        answers = [("back", "Leave it as it is"), ("do", "Assign it again" if gone else "Withdraw it")]
        self.app.push_screen(Choose(title, text, answers), answered)


def board_row(one: BoardRow) -> Content:
    cells = "".join(f"{'·' if value is None else value:>6}" for value in (one.first, one.best, one.latest))
    lift = "·" if one.lift is None else f"+{one.lift}"
    state = f"{SIGNS[one.standing]} {WORDS[one.standing]}"
    return row(
        plain(f"  {one.person.name[:21]:<22}"),
        plain(f"{state:<15}", COLOURS[one.standing]),
        plain(f"{one.attempts:>5}{cells} {lift:>6}"),
    )
