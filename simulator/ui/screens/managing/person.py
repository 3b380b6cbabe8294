"""One rep: what is assigned to them, their months, their calls."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, ClassVar

from textual.binding import Binding
from textual.content import Content

from simulator.learning.assigned import WORDS
from simulator.services.board import Person, skills_in_order
from simulator.services.policy import Actor
from simulator.ui.screens.managing.base import ListPage, heading
from simulator.ui.screens.managing.team import SHORT, heat_cell
from simulator.ui.text import ago, lines, plain, row
from simulator.ui.widgets.hanging import Hanging
from simulator.ui.widgets.menu import Item, Menu


class PersonPage(ListPage):
    """Enter opens a call, with its transcript beside the card."""

    BINDINGS = [  # noqa: RUF012
        Binding("p", "prep", "1:1 page", id="person.prep", tooltip="The page before a 1:1, and the session"),
    ]
    VERB = "Review"
    ABOUT: ClassVar[str] = "One rep. Enter opens a call. Totals are those that stand, after a manager's marks."

    def __init__(self, actor: Actor, login: str) -> None:
        super().__init__(actor)
        self.login = login

    def where(self) -> str:
        return "person"

    def fetch(self) -> Any:
        from simulator.services.board import person

        return person(self.sparring.practice, self.actor, self.login)

    def head(self, found: Person) -> Content:
        count = len(found.calls)
        calls = "no calls yet" if not count else f"{count} call{'' if count == 1 else 's'}"
        return row(plain(found.row.name, "bold"), plain(f"  {found.row.login}, {calls}", "$text-muted"))

    def items(self, found: Person) -> Iterator[Item]:
        yield heading("Assigned")
        if not found.due:
            yield Item(plain("  Nothing.", "$text-muted"))
        for due in found.due:
            steps = ", ".join(f"{step.item.title}: {step.state.replace('_', ' ')}" for step in due.steps)
            left = f", {due.left} days left" if due.left >= 0 else f", {-due.left} days over"
            state = f"{WORDS[due.standing]}{'' if due.standing == 'passed' else left}"
            yield Item(
                Hanging(plain("  "), lines(plain(f"{due.row.title}: {state}", "bold"), plain(steps, "$text-muted")))
            )
        skills = skills_in_order(found.months.values())
        if skills:
            yield heading("By month")
            yield Item(
                plain(f"  {'':<10}{''.join(f'{SHORT.get(name, name)[:5]:>6}' for name in skills)}", "$text-muted")
            )
        for month in sorted(found.months, reverse=True)[:6]:
            cells = found.months[month]
            yield Item(row(plain(f"  {month:<10}"), *(heat_cell(name, cells.get(name)) for name in skills)))
        yield heading("Calls")
        if not found.calls:
            yield Item(plain("  None yet.", "$text-muted"))
        now = self.sparring.now()
        for call in found.calls:
            total = "no total" if call["stands_total"] is None else str(call["stands_total"])
            second = f" (machine {call['total']})" if call["total"] != call["stands_total"] else ""
            passed = {True: "passed", False: "not passed", None: "waits for a ruling"}[call["stands_passed"]]
            how = ", ".join(
                part
                for part in (
                    call["mode"],
                    call["level"],
                    "assigned" if call["item_id"] else "",
                    "" if call["counts"] else "does not count",
                    "reviewed" if call["reviewed"] else "",
                    ago(str(call["finished"]), now),
                )
                if part
            )
            title = row(plain(str(call["title"]), "bold"), plain(f"  {total}{second} {passed}", "$accent"))
            yield Item(Hanging(plain("  "), lines(title, plain(how, "$text-muted"))), str(call["uuid"]))

    def on_option_list_option_selected(self, event: Menu.OptionSelected) -> None:
        if event.option.id:
            self.sparring.open_review(event.option.id)

    def action_prep(self) -> None:
        self.sparring.open_coach(self.login)
