"""The scorecard: a total, and for every criterion the words that earned its level and what would have counted."""

from __future__ import annotations

from collections.abc import Iterator
from time import monotonic
from typing import TYPE_CHECKING, ClassVar

from textual import events
from textual.app import ComposeResult
from textual.binding import Binding
from textual.containers import Horizontal, VerticalScroll
from textual.content import Content
from textual.widgets import Static

from scoring.marking.fix import in_words
from simulator.services.hearing import ADD_WEIGHTS, REDUCED
from simulator.ui.screens.base import Page
from simulator.ui.screens.evidence import EvidencePage, rule_of
from simulator.ui.text import bar, closed_by_age, lines, listed, plain, row
from simulator.ui.widgets.hanging import Hanging
from simulator.ui.widgets.menu import Item, Menu

if TYPE_CHECKING:
    from scoring.marking.scorecard import CriterionMark, Scorecard
    from simulator.services.practice import Reading

OUTCOMES = {
    "won": "the call was won",
    "progress": "the call moved on",
    "stalled": "the call stalled",
    "lost": "the call was lost",
}
STATES = {
    "met": "",
    "unsure": "not certain: a manager decides",
    "not_shown": "not shown",
    "not_applicable": "does not apply",
}


STILL_TYPING = 0.8
"""Seconds: letters that follow each other faster were begun before the card came, and are meant for the customer."""


class ScorecardPage(Page):
    """On the left what was marked, on the right the line under the cursor; Enter shows it in the conversation.

    A card that opens by itself comes while a rep may be typing: letters are left alone until they pause once, so that
    the "a" of a sentence does not begin another call.
    """

    CSS_PATH = "scorecard.tcss"
    BINDINGS = [  # noqa: RUF012
        Binding("escape", "app.pop_screen", "Back", id="card.back", tooltip="Back to where you were"),
        Binding("space", "detail(1)", "More", id="card.on", tooltip="What stands beside the line, further down"),
        Binding("b", "detail(-1)", "Back up", show=False, id="card.up", tooltip="What stands beside the line, back up"),
        Binding("t", "transcript", "Transcript", id="card.transcript", tooltip="The whole conversation"),
        Binding(
            "a",
            "again",
            "Again",
            id="card.again",
            tooltip="The same customer once more, in the same mode and on the same level",
        ),
        Binding(
            "d", "dispute", "Dispute", show=False, id="card.dispute", tooltip="Your manager's marks; dispute a mark"
        ),
        Binding("question_mark", "app.help", "Help", show=False, id="card.help", tooltip="This page"),
    ]
    ABOUT: ClassVar[str] = (
        "Move through the criteria with the arrows; beside them stand the words that counted and what would have "
        "counted for more. Enter shows the words in the conversation. Levels run from 0 (not shown) to 4."
    )

    def __init__(self, reading: Reading, *, by_itself: bool = False) -> None:
        super().__init__()
        self.reading = reading
        self.by_itself = by_itself
        self.typing_until = 0.0

    def where(self) -> str:
        return f"scorecard, {self.reading.attempt.title}"

    def body(self) -> ComposeResult:
        yield Static(summary(self.reading), id="total")
        with Horizontal(id="card"):
            yield Menu("Why", id="marks")
            with VerticalScroll(id="detail"):
                yield Static(id="text")

    def on_mount(self) -> None:
        menu = self.query_one(Menu)
        menu.show(card_items(self.reading.scorecard))
        menu.focus()
        if self.by_itself:
            self.typing_until = monotonic() + STILL_TYPING

    async def on_key(self, event: events.Key) -> None:
        if event.is_printable and event.time < self.typing_until:
            self.typing_until = event.time + STILL_TYPING
            event.stop()

    def on_option_list_option_highlighted(self, event: Menu.OptionHighlighted) -> None:
        if event.option.id:
            self.query_one("#text", Static).update(lines(*detail(self.reading, event.option.id)))
            self.query_one("#detail", VerticalScroll).scroll_home(animate=False)

    def on_option_list_option_selected(self, event: Menu.OptionSelected) -> None:
        name = event.option.id or ""
        mark = next((m for m in self.reading.scorecard.criteria if m.id == name), None)
        if mark is not None:
            level = "" if mark.level is None else f": level {mark.level} of 4"
            title = f"{mark.title}{level}"
            self.app.push_screen(EvidencePage(self.reading, title, mark.evidence, mark.nearest, mark.missing))
        else:
            knocked = next((k for k in self.reading.scorecard.knockouts if f"knock:{k.id}" == name), None)
            self.app.push_screen(
                EvidencePage(
                    self.reading, knocked.title if knocked else "The whole call", knocked.evidence if knocked else ()
                )
            )

    def action_detail(self, by: int) -> None:
        detail = self.query_one("#detail", VerticalScroll)
        detail.scroll_relative(y=by * max(1, detail.size.height - 1), animate=False)

    def action_transcript(self) -> None:
        self.app.push_screen(EvidencePage(self.reading, "The whole call", ()))

    def action_dispute(self) -> None:
        """The call as its manager sees it: comments, both marks, and where a mark is disputed."""
        self.sparring.open_review(self.reading.attempt.uuid)

    def action_again(self) -> None:
        attempt = self.reading.attempt
        self.sparring.open_brief(attempt.scenario, (attempt.mode, attempt.level))


def summary(reading: Reading) -> Content:
    card, attempt = reading.scorecard, reading.attempt
    if card.total is None:
        total = plain("No total: too little was said to mark.", "bold")
    else:
        style = "bold $success" if card.passed else "bold $warning"
        word = {True: "passed", False: "not passed", None: "waits for a manager's ruling"}[card.passed]
        total = row(
            plain(f"{card.total} of 100 ", style), plain(bar(card.total, 100, 20), "$accent"), plain(f" {word}", style)
        )
    early = "the call was left open, and closed" if closed_by_age(attempt) else "the call was ended early"
    how = OUTCOMES.get(reading.transcript.outcome or "", early)
    parts = [f"needed: {card.pass_mark}", how, attempt.mode, attempt.level]
    if card.hints:
        parts.append(f"{card.hints} hint{'' if card.hints == 1 else 's'}")
    if card.reduced:
        parts.append("reduced engine")
    return lines(total, plain(", ".join(parts), "$text-muted"), *second_word(reading))


def second_word(reading: Reading) -> Iterator[Content]:
    """Where a manager's marks, or the assignment's pass mark, make it another total or another result."""
    attempt, card = reading.attempt, reading.scorecard
    if (attempt.stands_total, attempt.stands_passed) != (card.total, card.passed):
        word = {True: "passed", False: "not passed", None: "waits for a ruling"}[attempt.stands_passed]
        yield plain(f"What stands: {attempt.stands_total} of 100, {word}. d shows why.", "bold $accent")


def card_items(card: Scorecard) -> Iterator[Item]:
    yield Item(plain("What to take from it", "bold"), "feedback")
    yield Item(plain("How it went", "bold"), "debrief")
    for knocked in card.knockouts:
        yield Item(plain(f"! {knocked.title}", "bold $error"), f"knock:{knocked.id}")
    for skill in card.skills:
        level = "-       " if skill.level is None else f"{skill.level:.1f} of 4"
        weight = "" if skill.weight else "  (not in the total)"
        yield Item(Hanging(plain(f"{level}  ", "bold $primary"), plain(f"{skill.name}{weight}", "bold $primary")))
        for mark in card.criteria:
            if mark.skill == skill.id:
                yield Item(criterion_row(mark), mark.id)


def criterion_row(mark: CriterionMark) -> Hanging:
    level = "-" if mark.level is None else str(mark.level)
    cells = bar(mark.level or 0, 4, 4)
    state = f"  {STATES[mark.state]}" if mark.state in ("unsure", "not_applicable") else ""
    extra = "  advisory" if mark.advisory else ""
    return Hanging(
        row(f"  {level} ", plain(cells, "$accent"), " "), row(plain(mark.title), plain(state + extra, "$text-muted"))
    )


def detail(reading: Reading, name: str) -> Iterator[Content | str]:
    card = reading.scorecard
    if name == "feedback":
        yield from feedback_text(reading)
    elif name == "debrief":
        yield plain("How it went", "bold")
        yield plain(reading.debrief or "The call was ended before it came to an end of its own.")
        if card.reduced:
            yield ""
            yield plain(REDUCED, "$warning")
            yield plain(ADD_WEIGHTS, "$text-muted")
    elif name.startswith("knock:"):
        knocked = next(k for k in card.knockouts if f"knock:{k.id}" == name)
        yield plain(knocked.title, "bold $error")
        yield plain("These words look like it. A manager rules on it; until then the call is not passed.")
        for evidence in knocked.evidence:
            yield plain(f"Turn {evidence.turn}: “{evidence.quote}”")
    else:
        yield from criterion_text(next(m for m in card.criteria if m.id == name), reading)


def feedback_text(reading: Reading) -> Iterator[Content | str]:
    feedback = reading.feedback
    for title, text in (
        ("Keep", feedback.kept),
        ("Change one thing", feedback.change),
        ("You could have said", feedback.model_answer),
        ("Where it turned", feedback.turning_point),
    ):
        if text:
            yield plain(title, "bold $primary")
            yield plain(text)
            yield ""
        if title.startswith("Change") and feedback.fix is not None:
            yield plain("Smallest fix", "bold $primary")
            yield plain(in_words(feedback.fix))
            yield ""


def criterion_text(mark: CriterionMark, reading: Reading) -> Iterator[Content | str]:
    yield plain(mark.title, "bold")
    if mark.level is None:
        yield plain(STATES[mark.state] if mark.state != "not_applicable" else "Does not apply here.", "$text-muted")
    else:
        yield plain(f"Level {mark.level} of 4{': ' if mark.anchor else ''}{mark.anchor}")
    if mark.state == "unsure" and mark.possible is not None:
        yield plain(f"Not certain: it may be {mark.possible}. A manager decides.", "$warning")
    if mark.explanation:
        yield plain(mark.explanation, "$text-muted")
    if mark.evidence:
        yield ""
        yield plain("Your words", "bold $primary")
        for evidence in dict.fromkeys(mark.evidence):
            yield row(plain(f"turn {evidence.turn} ", "$text-muted"), plain(f"“{evidence.quote}”", "$success"))
            yield plain(f"  {rule_of(evidence, reading)}", "$text-muted")
    elif mark.nearest is not None:
        yield ""
        yield plain(f"It was most called for at turn {mark.nearest}.")
    if mark.missing:
        yield ""
        yield listed("What would have counted", mark.missing)
