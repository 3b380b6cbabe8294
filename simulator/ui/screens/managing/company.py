"""The company's file in an editor, with what is wrong in it below, at every change."""

from __future__ import annotations

from typing import Any, ClassVar

from textual.app import ComposeResult
from textual.binding import Binding
from textual.widgets import Static, TextArea

from simulator.services.company import Company, check, read, save
from simulator.ui.screens.managing.base import Acting
from simulator.ui.text import lines, plain


class CompanyPage(Acting):
    """Everybody may read it; a manager keeps it with ctrl+s."""

    CSS_PATH = "managing.tcss"
    BINDINGS = [  # noqa: RUF012
        Binding(
            "escape", "leave", "Back", id="company.back", tooltip="Back; what was changed and not kept is asked about"
        ),
        Binding(
            "ctrl+s",
            "keep",
            "Keep it",
            id="company.keep",
            tooltip="Put it in place of what stands there",
            priority=True,
        ),
    ]
    ABOUT: ClassVar[str] = (
        "What your firm sells: product, facts, proof, price, discount_limit, may, ask_first, never. Scenarios that say "
        "`from: company.yaml` sell this. It is kept only where nothing is wrong in it; what stood there stays beside it."
    )
    found: Company | None = None

    def where(self) -> str:
        return "company"

    def body(self) -> ComposeResult:
        yield TextArea(id="file", show_line_numbers=True, tab_behavior="focus")
        yield Static(id="wrong")

    def on_mount(self) -> None:
        self.query_one(TextArea).focus()
        self.load()

    def fetch(self) -> Any:
        return read(self.sparring.practice)

    def take(self, found: Any) -> None:
        if not self.query("#file"):
            return
        area = self.query_one(TextArea)
        if self.found is None or area.text == self.found.text:
            area.text = found.text
        self.found = found
        self.look()

    def on_text_area_changed(self) -> None:
        self.look()

    def look(self) -> None:
        """What is wrong, by line; it takes a millisecond."""
        problems = check(self.query_one(TextArea).text)
        if problems:
            rows = [plain(f"line {one.place.line}: {one.message}", "$warning") for one in problems[:3]]
        else:
            own = "yours" if self.found is not None and self.found.own else "the one that ships; ctrl+s makes it yours"
            rows = [plain(f"Nothing is wrong in it. This is {own}.", "$text-muted")]
        self.query_one("#wrong", Static).update(lines(*rows))

    def action_keep(self) -> None:
        text, practice = self.query_one(TextArea).text, self.sparring.practice
        self.act(
            lambda: save(practice, self.actor, text), self.kept, "Kept. Customers talk about it from the next call on."
        )

    def kept(self, found: Any) -> None:
        self.found = found
        self.query_one(TextArea).text = found.text

    def action_leave(self) -> None:
        from simulator.ui.screens.dialogs import Choose

        if self.found is None or self.query_one(TextArea).text == self.found.text:
            self.app.pop_screen()
            return

        def answered(answer: str | None) -> None:
            if answer == "drop":
                self.app.pop_screen()

        answers = [("stay", "Stay"), ("drop", "Leave, and drop what was changed")]
        self.app.push_screen(
            Choose("It was changed", "What you changed is not kept yet: ctrl+s keeps it.", answers), answered
        )
