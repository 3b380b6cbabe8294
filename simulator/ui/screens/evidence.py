"""The conversation again, with the words that counted for one criterion marked where they were said."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, ClassVar

from textual.app import ComposeResult
from textual.binding import Binding
from textual.containers import VerticalScroll
from textual.content import Content
from textual.widgets import Static

from simulator.ui.screens.base import Page
from simulator.ui.text import lines, plain, row
from simulator.ui.widgets.panel import causes

if TYPE_CHECKING:
    from scoring.marking.conditions import Evidence
    from scoring.marking.transcript import Turn
    from simulator.services.practice import Reading


class EvidencePage(Page):
    """`n` and `p` go from one passage to the next."""

    CSS_PATH = "evidence.tcss"
    BINDINGS = [  # noqa: RUF012
        Binding("escape", "app.pop_screen", "Back", id="evidence.back", tooltip="Back to the card"),
        Binding("n", "jump(1)", "Next", id="evidence.next", tooltip="The next passage that counted"),
        Binding("p", "jump(-1)", "Before", id="evidence.before", tooltip="The passage before"),
        Binding("j,down", "scroll(1)", "Read on", key_display="Down", id="evidence.down", tooltip="Read on (j too)"),
        Binding("k,up", "scroll(-1)", "Up", show=False, id="evidence.up", tooltip="Read back"),
        Binding("g", "edge(0)", "Start", show=False, id="evidence.start", tooltip="The start of the call"),
        Binding("G", "edge(1)", "End", show=False, id="evidence.end", tooltip="The end of the call"),
        Binding("question_mark", "app.help", "Help", show=False, id="evidence.help", tooltip="This page"),
    ]
    ABOUT: ClassVar[str] = "Marked words are those that counted, between [ and ]. Under them stands the rule they met."

    def __init__(
        self,
        reading: Reading,
        title: str,
        evidence: Sequence[Evidence],
        nearest: int | None = None,
        missing: Sequence[str] = (),
    ) -> None:
        """`missing`: what would have counted; it stands under the turn `nearest`, where it was most called for."""
        super().__init__()
        self.reading = reading
        self.title_shown = title
        self.evidence = tuple(dict.fromkeys(evidence))
        self.nearest = None if self.evidence else nearest
        self.missing = tuple(missing)
        self.at = -1

    def where(self) -> str:
        return self.title_shown

    def body(self) -> ComposeResult:
        transcript = self.reading.transcript
        name = self.reading.scenario.customer.name or "Customer"
        with VerticalScroll(id="said"):
            if not self.evidence:
                yield Static(plain(self.nothing(), "$text-muted"), classes="note")
            yield Static(lines(plain(name, "bold"), plain(transcript.opening)), classes="customer")
            for turn in transcript.turns:
                mine = [e for e in self.evidence if e.turn == turn.n]
                classes = "rep -counted" if mine or turn.n == self.nearest else "rep"
                yield Static(
                    turn_text(
                        turn,
                        mine,
                        [rule_of(e, self.reading) for e in mine],
                        self.missing if turn.n == self.nearest else None,
                    ),
                    classes=classes,
                    id=f"turn-{turn.n}",
                )
                yield Static(lines(plain(name, "bold"), plain(turn.customer), *notes(turn)), classes="customer")

    def nothing(self) -> str:
        if self.nearest is not None:
            return f"No words of yours count for this. It was most called for at turn {self.nearest}."
        return "The whole conversation, as it was recorded."

    def on_mount(self) -> None:
        self.query_one(VerticalScroll).focus()
        self.refresh_bindings()
        self.call_after_refresh(self.action_jump, 1)

    @property
    def stops(self) -> list[tuple[int, int]]:
        """The passages in order, each by its turn and its first character there."""
        passages = sorted({(e.turn, e.span[0]) for e in self.evidence})
        return passages or ([(self.nearest, 0)] if self.nearest is not None else [])

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Where nothing counted there is nothing to go to."""
        return action != "jump" or bool(self.stops)

    def action_jump(self, by: int) -> None:
        if self.stops:
            self.at = (self.at + by) % len(self.stops) if self.at >= 0 else 0
            self.bring_up(*self.stops[self.at])

    def bring_up(self, number: int, start: int) -> None:
        """A passage to the top of the screen with the line before it, however far into a long reply it stands."""
        said = next(turn.rep for turn in self.reading.transcript.turns if turn.n == number)
        shown = self.query_one(f"#turn-{number}", Static)
        before = plain(said[:start]).get_height({}, max(1, shown.content_size.width)) if start else 1
        self.query_one(VerticalScroll).scroll_to(y=shown.virtual_region.y + before - 1, animate=False)

    def action_scroll(self, by: int) -> None:
        self.query_one(VerticalScroll).scroll_relative(y=by * 2, animate=False)

    def action_edge(self, end: int) -> None:
        scroll = self.query_one(VerticalScroll)
        scroll.scroll_end(animate=False) if end else scroll.scroll_home(animate=False)


def rule_of(evidence: Evidence, reading: Reading) -> str:
    """What a quotation counted as, in words."""
    from scoring.marking.words import filled, rule_in_words

    return filled(rule_in_words(evidence, reading.scenario.rubric), reading.transcript.drawn)


def turn_text(turn: Turn, evidence: Sequence[Evidence], rules: Sequence[str], missing: Sequence[str] | None) -> Content:
    """What was said, what counted in it and as what. `missing`: nothing did, and here this would have."""
    head = plain(f"You, turn {turn.n}{'' if missing is None else ', where it was most called for'}", "bold")
    said = plain("(said nothing)", "$text-muted") if turn.silent else marked(turn.rep, [e.span for e in evidence])
    counted = [plain(f"= {rule}", "$success") for rule in dict.fromkeys(rules)]
    lacked = [plain("! not shown. What would have counted:", "$warning")] if missing else []
    return lines(head, said, *counted, *lacked, *(plain(f"  - {text}", "$warning") for text in missing or ()))


def marked(text: str, spans: Sequence[tuple[int, int]]) -> Content:
    """The text with the spans between brackets and in another style: seen without colour too."""
    parts, at = [], 0
    for start, end in merged(spans, len(text)):
        parts += [plain(text[at:start]), plain(f"[{text[start:end]}]", "bold $success")]
        at = end
    return row(*parts, plain(text[at:]))


def merged(spans: Sequence[tuple[int, int]], length: int) -> list[tuple[int, int]]:
    """In order, without overlaps, inside the text."""
    out: list[tuple[int, int]] = []
    for start, end in sorted((max(0, s), min(e, length)) for s, e in spans):
        if start >= end:
            continue
        if out and start <= out[-1][1]:
            out[-1] = (out[-1][0], max(end, out[-1][1]))
        else:
            out.append((start, end))
    return out


def notes(turn: Turn) -> list[Content]:
    return [plain(note, "$text-muted") for note in causes(turn.changes)]
