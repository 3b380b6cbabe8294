"""The brief: who it is, what to reach, by what one is marked, and what one may offer. Then the call."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, ClassVar

from textual.app import ComposeResult
from textual.binding import Binding
from textual.containers import Horizontal, VerticalScroll
from textual.content import Content
from textual.widgets import Button, Static

from simulator.ui.screens.base import Page
from simulator.ui.text import across, lines, listed, plain, row, stage_name
from simulator.ui.widgets.chip import Chip

if TYPE_CHECKING:
    from simulator.services.practice import Brief

MODES = (("practice", "practice"), ("guided", "guided"), ("exam", "exam"))
LEVELS = (("easy", "easy"), ("normal", "normal"), ("hard", "hard"))
MODE_SAYS = {
    "practice": "You type. The panel shows how the customer feels, hints help when you are stuck.",
    "guided": "You choose from a few answers, and read why each is good or not.",
    "exam": "You type. No panel, no hints.",
}
OUTCOMES = {"won": "won", "progress": "moved on", "stalled": "stalled", "lost": "lost"}


class BriefPage(Page):
    """Reading it costs nothing: the ear is made meanwhile."""

    CSS_PATH = "brief.tcss"
    BINDINGS = [  # noqa: RUF012
        Binding("escape", "app.pop_screen", "Back", id="brief.back", tooltip="Another customer"),
        Binding("m", "turn('mode')", "Mode", id="brief.mode", tooltip="Practice, guided or exam"),
        Binding("l", "turn('level')", "Level", id="brief.level", tooltip="Easy, normal or hard"),
        Binding("s", "start", "Start", id="brief.start", tooltip="Begin the call"),
        Binding("down,j", "scroll(1)", "Read on", key_display="Down", id="brief.down", tooltip="Read on (j too)"),
        Binding("up,k", "scroll(-1)", "Up", show=False, id="brief.up", tooltip="Read back"),
        Binding("pagedown", "page(1)", "Page down", show=False, id="brief.pagedown", tooltip="A page on"),
        Binding("pageup", "page(-1)", "Page up", show=False, id="brief.pageup", tooltip="A page back"),
        Binding("question_mark", "app.help", "Help", show=False, id="brief.help", tooltip="This page"),
    ]
    ABOUT: ClassVar[str] = (
        "Read who the customer is and what you are marked on, then press Enter on Start. "
        "Easy customers trust you sooner; hard ones have less patience and you get no hints."
    )

    def __init__(self, brief: Brief, mode: str = "practice", level: str = "normal", again: bool = False) -> None:
        """`again`: the mode and the level are those of the call before, which is said."""
        super().__init__()
        self.brief = brief
        self.mode = mode
        self.level = level
        self.again = again

    def where(self) -> str:
        return self.brief.scenario.title

    def body(self) -> ComposeResult:
        with VerticalScroll(id="text"):
            yield Static(lines(*brief_parts(self.brief)))
        with Horizontal(id="start"):
            yield Button("Start the call", variant="primary", id="go", compact=True)
            modes: Sequence[tuple[str, str]] = MODES[-1:] if self.brief.scenario.sealed else MODES
            levels: Sequence[tuple[str, str]] = LEVELS
            given = self.brief.assignment
            if given is not None:
                modes, levels = ((given.mode, given.mode),), ((given.level, given.level),)
            yield Chip("mode", modes, self.mode, id="mode")
            yield Chip("level", levels, self.level, id="level")
        yield Static(id="says")

    def on_mount(self) -> None:
        self.query_one(Button).focus()
        self.say()

    def say(self) -> None:
        """What the chosen mode means; on playing again, whether it is as before."""
        mode, level = (self.query_one(f"#{name}", Chip).value for name in ("mode", "level"))
        same = self.again and (mode, level) == (self.mode, self.level)
        given = self.brief.assignment
        if given is not None:
            mark = f", pass mark {given.pass_mark}" if given.pass_mark is not None else ""
            most = f", at most {given.most} attempts" if given.most else ""
            says = f"Assigned: {given.title}{mark}{most}. {MODE_SAYS[mode]}"
            self.query_one("#says", Static).update(plain(says, "$text-muted"))
            return
        text = f"{f'As last time: {mode}, {level}. ' if same else ''}{MODE_SAYS[mode]}"
        self.query_one("#says", Static).update(plain(text, "$text-muted"))

    def on_chip_changed(self) -> None:
        self.say()

    def on_button_pressed(self) -> None:
        self.action_start()

    def action_turn(self, name: str) -> None:
        self.query_one(f"#{name}", Chip).action_turn(1)

    def action_scroll(self, by: int) -> None:
        self.query_one("#text", VerticalScroll).scroll_relative(y=by * 3, animate=False)

    def action_page(self, by: int) -> None:
        text = self.query_one("#text", VerticalScroll)
        text.scroll_relative(y=by * max(1, text.size.height - 1), animate=False)

    def action_start(self) -> None:
        mode, level = (self.query_one(f"#{name}", Chip).value for name in ("mode", "level"))
        self.sparring.start_call(self.brief, mode, level)


def brief_parts(brief: Brief) -> Iterator[Content | str]:
    scenario = brief.scenario
    customer, seller, rubric = scenario.customer, scenario.seller, scenario.rubric
    fill = brief.fill
    about = f"{stage_name(scenario.stage)}, difficulty {scenario.difficulty} of 5, about {scenario.minutes} minutes"
    yield plain(f"{about}; pass at {rubric.pass_mark} of 100", "$text-muted")
    yield plain(" ".join(fill(scenario.brief).split()))
    yield ""
    who = ", ".join(fill(part) for part in (customer.name, customer.role, customer.company) if part)
    them, sold = across(scenario.stage)
    yield row(plain(f"{them}  ", "bold $primary"), plain(who))
    if customer.style:
        yield plain(fill(customer.style))
    if customer.background:
        yield plain(" ".join(fill(customer.background).split()))
    yield ""
    yield listed("Your goals", [fill(goal) for goal in scenario.goals])
    yield ""
    yield row(
        plain("You are marked on  ", "bold $primary"),
        plain(
            f"pass at {rubric.pass_mark} of 100, and the call must be {' or '.join(OUTCOMES[o] for o in rubric.pass_needs)}"
        ),
    )
    for skill in rubric.skills:
        weight = rubric.weights.get(skill.id, 0)
        yield plain(f"{skill.name}{f', weight {weight}' if weight else ', shown beside the score'}", "bold")
        for criterion in rubric.criteria:
            if criterion.skill == skill.id and criterion.bearable:
                by_hand = " (a manager marks it)" if criterion.marked_by == "manager" else ""
                yield plain(f"- {criterion.title}{by_hand}")
    if rubric.knock_outs:
        yield listed(
            "Whatever the score, these keep you from passing until a manager has ruled",
            [k.title for k in rubric.knock_outs],
        )
    yield ""
    yield plain(sold, "bold $primary")
    for title, texts in (
        ("", (seller.product,)),
        ("Price: ", (seller.price,)),
        ("True of it: ", seller.facts),
        ("Proof: ", seller.proof),
        ("You may offer: ", seller.may),
        ("Ask first about: ", seller.ask_first),
        ("Never: ", seller.never),
    ):
        for text in texts:
            if text:
                yield row(plain(title, "bold"), plain(" ".join(fill(text).split())))
