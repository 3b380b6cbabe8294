"""A call: the transcript beside the card, both marks on it, comments, knock-outs and disputes."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any, ClassVar

from textual.app import ComposeResult
from textual.binding import Binding
from textual.containers import Horizontal
from textual.content import Content
from textual.widgets import Static

from scoring.marking.rubric import Rubric
from simulator.services.policy import Actor
from simulator.ui.screens.managing.base import Acting
from simulator.ui.text import bar, lines, plain, row
from simulator.ui.widgets.hanging import Hanging
from simulator.ui.widgets.menu import Item, Menu

if TYPE_CHECKING:
    from scoring.marking.scorecard import CriterionMark
    from simulator.services.review import Review

PASSED = {True: "passed", False: "not passed", None: "waits for a ruling"}


class ReviewPage(Acting):
    """On the left what was said, on the right what it was worth. A rep sees the same, and may dispute."""

    CSS_PATH = "managing.tcss"
    BINDINGS = [  # noqa: RUF012
        Binding("escape", "app.pop_screen", "Back", id="review.back", tooltip="Back to where you were"),
        Binding(
            "c",
            "comment",
            "Comment",
            id="review.comment",
            tooltip="Write on the reply under the cursor, or on the call",
        ),
        Binding(
            "f", "finish", "Reviewed", id="review.finish", tooltip="It leaves the queue, and the rep may read the card"
        ),
        Binding(
            "r", "release", "Release", show=False, id="review.release", tooltip="Let the rep read a card that is held"
        ),
        Binding(
            "v", "void", "Void", show=False, id="review.void", tooltip="Let the call count for nothing, or count again"
        ),
        Binding("question_mark", "app.help", "Help", show=False, id="review.help", tooltip="This page"),
    ]
    ABOUT: ClassVar[str] = (
        "What was said, and the marks. Tab goes from one side to the other. Enter on a mark gives another one, with a reason: "
        "the machine's stays beside it. Enter on a knock-out or a dispute rules on it. Enter or c on a reply comments on it. "
        "On your own call Enter on a mark disputes it."
    )
    found: Review | None = None

    def __init__(self, actor: Actor, attempt: str) -> None:
        super().__init__(actor)
        self.attempt = attempt

    @property
    def mine(self) -> bool:
        """Whether it is the actor's own call."""
        return self.found is not None and self.found.attempt.person_id == self.actor.person_id

    def where(self) -> str:
        return "review"

    def body(self) -> ComposeResult:
        yield Static(plain("Reading the record ...", "$text-muted"), id="head")
        with Horizontal(id="both"):
            yield Menu("Comment", id="said")
            yield Menu("Mark it", id="marks")

    def on_mount(self) -> None:
        self.query_one("#marks", Menu).focus()
        self.load()

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        return not (self.mine and action in ("comment", "finish", "release", "void"))

    def fetch(self) -> Any:
        from simulator.services.review import look

        return look(self.sparring.practice, self.actor, self.attempt)

    def take(self, found: Any) -> None:
        if not self.query("#marks"):
            return
        self.found = found
        self.query_one("#head", Static).update(head(found))
        self.query_one("#said", Menu).show(said_items(found))
        self.query_one("#marks", Menu).show(mark_items(found))
        if self.mine:
            self.query_one("#marks", Menu).key_words = {"menu.enter": "Dispute it"}
            self.query_one("#said", Menu).key_words = {"menu.enter": ""}
        self.refresh_bindings()

    # What is under the cursor

    def on_option_list_option_highlighted(self, event: Menu.OptionHighlighted) -> None:
        """A mark brings up the reply that earned it."""
        if event.option_list.id != "marks" or self.found is None or not event.option_list.has_focus:
            return
        mark = next((one for one in self.found.card.criteria if f"mark:{one.id}" == event.option.id), None)
        turn = (mark.evidence[0].turn if mark.evidence else mark.nearest) if mark is not None else None
        if turn:
            said = self.query_one("#said", Menu)
            ids = [said.get_option_at_index(i).id for i in range(said.option_count)]
            if f"turn:{turn}" in ids:
                said.highlighted = ids.index(f"turn:{turn}")

    def on_option_list_option_selected(self, event: Menu.OptionSelected) -> None:
        kind, _, name = (event.option.id or "").partition(":")
        if self.found is None:
            return
        if kind in ("turn", "call") and not self.mine:
            self.ask_comment(int(name) if name else None)
        elif kind == "mark":
            if self.mine:
                self.ask_dispute(name)
            else:
                self.ask_mark(name)
        elif kind == "knock" and not self.mine:
            self.ask_knock_out(name)
        elif kind == "dispute" and not self.mine:
            self.ask_ruling(name)

    # What is asked

    def rubric(self) -> Rubric:
        assert self.found is not None
        return self.found.reading.scenario.rubric

    def ask_mark(self, criterion: str) -> None:
        from simulator.services.overruling import overrule
        from simulator.ui.screens.managing.ask import AskMark

        assert self.found is not None
        found = self.found
        mark = next(one for one in found.card.criteria if one.id == criterion)
        given = [one for one in found.seconds if one.row.criterion == criterion]
        seen = given[-1].row.id if given else 0
        told = "; ".join(
            f"{one.by} {'took it back' if one.row.level is None else f'gave {one.row.level}'}" for one in given
        )
        machine = next(one for one in found.machine.criteria if one.id == criterion).level
        text = f"The machine: {'no mark' if machine is None else machine}{f'. {told}' if told else ''}."
        none = "take mine back" if any(one.stands for one in given) else ""
        dialog = AskMark(mark.title, self.rubric().criterion(criterion).anchors, mark.level, text=text, none=none)

        def answered(answer: tuple[int | None, str] | None) -> None:
            if answer is not None:
                level, reason = answer
                practice = self.sparring.practice
                self.act(
                    lambda: overrule(practice, self.actor, self.attempt, criterion, level, reason, seen=seen),
                    said="Kept. The rep is told.",
                )

        self.app.push_screen(dialog, answered)

    def ask_dispute(self, criterion: str) -> None:
        from simulator.services.disputes import dispute
        from simulator.ui.screens.managing.ask import AskText

        assert self.found is not None
        mark = next(one for one in self.found.card.criteria if one.id == criterion)

        def answered(answer: tuple[str, str] | None) -> None:
            if answer is not None:
                practice = self.sparring.practice
                self.act(
                    lambda: dispute(practice, self.actor, self.attempt, criterion, answer[1]),
                    said="Your manager is told, and rules on it.",
                )

        level = "no mark" if mark.level is None else f"{mark.level} of 4"
        dialog = AskText(
            f"Dispute: {mark.title}, {level}",
            "Say what you said, and where. Your manager rules on it; both are kept.",
            placeholder="Why is this mark wrong?",
            least=10,
            verb="Dispute it",
        )
        self.app.push_screen(dialog, answered)

    def ask_ruling(self, criterion: str) -> None:
        from simulator.services.disputes import rule_dispute
        from simulator.ui.screens.managing.ask import AskMark

        assert self.found is not None
        waiting = next(
            (one for one in self.found.disputes if one.criterion == criterion and one.accepted is None), None
        )
        if waiting is None:
            return
        mark = next(one for one in self.found.card.criteria if one.id == criterion)
        anchors = self.rubric().criterion(criterion).anchors
        text = f"{self.found.rep}: “{waiting.text}”"
        dialog = AskMark(f"Disputed: {mark.title}", anchors, mark.level, text=text, none="reject it")

        def answered(answer: tuple[int | None, str] | None) -> None:
            if answer is not None:
                level, reason = answer
                practice = self.sparring.practice
                self.act(
                    lambda: rule_dispute(practice, self.actor, self.attempt, criterion, level=level, reason=reason),
                    said="Ruled. The rep is told.",
                )

        self.app.push_screen(dialog, answered)

    def ask_knock_out(self, name: str) -> None:
        from simulator.services.overruling import rule_knock_out
        from simulator.ui.screens.managing.ask import AskText

        assert self.found is not None
        knocked = next(one for one in self.found.machine.knockouts if one.id == name)
        quoted = " ".join(f"“{one.quote}” (turn {one.turn})" for one in knocked.evidence)

        def answered(answer: tuple[str, str] | None) -> None:
            if answer is not None:
                practice = self.sparring.practice
                confirm = answer[0] == "confirm"
                self.act(
                    lambda: rule_knock_out(practice, self.actor, self.attempt, name, confirm=confirm, reason=answer[1]),
                    said="Ruled. The rep is told.",
                )

        dialog = AskText(
            knocked.title,
            quoted,
            placeholder="Why? At least ten characters",
            least=10,
            choices=[("reject", "reject it"), ("confirm", "confirm it")],
            label="ruling",
            verb="Rule",
        )
        self.app.push_screen(dialog, answered)

    def ask_comment(self, turn: int | None) -> None:
        from simulator.services.comments import comment
        from simulator.ui.screens.managing.ask import AskText

        def answered(answer: tuple[str, str] | None) -> None:
            if answer is not None:
                practice = self.sparring.practice
                self.act(
                    lambda: comment(practice, self.actor, self.attempt, answer[1], turn=turn, audience=answer[0]),
                    said="Kept.",
                )

        dialog = AskText(
            "On the whole call" if turn is None else f"On reply {turn}",
            "",
            placeholder="What do you want to say?",
            choices=[("rep", "the rep"), ("managers", "managers only")],
            label="for",
        )
        self.app.push_screen(dialog, answered)

    # Keys

    def action_comment(self) -> None:
        kind, _, name = (self.query_one("#said", Menu).chosen or "").partition(":")
        self.ask_comment(int(name) if kind == "turn" and self.query_one("#said", Menu).has_focus else None)

    def action_finish(self) -> None:
        from simulator.services.overruling import finish

        practice = self.sparring.practice
        self.act(lambda: finish(practice, self.actor, self.attempt), self.left, "Reviewed.")

    def left(self, _: Any) -> None:
        if self.app.screen is self:
            self.app.pop_screen()

    def action_release(self) -> None:
        from simulator.services.overruling import release

        practice = self.sparring.practice
        self.act(lambda: release(practice, self.actor, self.attempt), said="The rep may read the card.")

    def action_void(self) -> None:
        from simulator.services.overruling import void
        from simulator.ui.screens.managing.ask import AskText

        if self.found is None:
            return
        undo = self.found.void

        def answered(answer: tuple[str, str] | None) -> None:
            if answer is not None:
                practice = self.sparring.practice
                said = "It counts again." if undo else "It counts for nothing. v lets it count again."
                self.act(lambda: void(practice, self.actor, self.attempt, answer[1], undo=undo), said=said)

        title = "Let it count again?" if undo else "Let it count for nothing?"
        text = (
            "" if undo else "Not in figures, and not as an attempt at what was assigned. It can be read all the same."
        )
        self.app.push_screen(AskText(title, text, placeholder="Why? At least ten characters", least=10), answered)


def head(found: Review) -> Content:
    machine = f" (machine {found.machine.total})" if found.machine.total != found.card.total else ""
    void = "  VOID: counts for nothing" if found.void else ""
    held = "  held: the rep does not see it yet" if found.attempt.released is None and found.attempt.item_id else ""
    return row(
        plain(f"{found.rep}: {found.attempt.title}", "bold"),
        plain(
            f"  {found.card.total} of 100{machine}, needed {found.card.pass_mark}, {PASSED[found.card.passed]}",
            "$accent",
        ),
        plain(f"{void}{held}", "$warning"),
    )


def said_items(found: Review) -> Iterator[Item]:
    transcript = found.reading.transcript
    name = found.reading.scenario.customer.name or "Customer"
    yield Item(Hanging(plain("   "), row(plain(f"{name}: ", "$text-muted"), plain(transcript.opening))))
    for turn in transcript.turns:
        parts: list[Content | str] = [
            plain(turn.rep or "(said nothing)", "bold"),
            row(plain(f"{name}: ", "$text-muted"), plain(turn.customer)),
        ]
        parts += [comment_line(found, one) for one in found.comments if one.turn == turn.n]
        yield Item(Hanging(plain(f"{turn.n:>2} "), lines(*parts)), f"turn:{turn.n}")
    parts = [comment_line(found, one) for one in found.comments if one.turn is None]
    yield Item(Hanging(plain("   "), lines(plain("On the whole call", "$text-muted"), *parts)), "call:")


def comment_line(found: Review, one: Any) -> Content:
    only = " (managers only)" if one.audience == "managers" else ""
    return plain(f"> {found.names.get(one.by, '')}{only}: {one.text}", "$accent")


def mark_items(found: Review) -> Iterator[Item]:
    for one in found.disputes:
        title = next((mark.title for mark in found.card.criteria if mark.id == one.criterion), one.criterion)
        if one.accepted is None:
            text = lines(plain(f"! Disputed: {title}", "bold $warning"), plain(f"“{one.text}”"))
            yield Item(Hanging(plain(""), text), f"dispute:{one.criterion}")
        else:
            ruled = f"{'accepted' if one.accepted else 'rejected'}: {one.reason}"
            yield Item(
                Hanging(plain(""), lines(plain(f"Disputed: {title}", "bold"), plain(f"“{one.text}”"), plain(ruled)))
            )
    for knocked in found.machine.knockouts:
        ruling = next((one for one in reversed(found.rulings) if one.name == knocked.id), None)
        state = (
            "waits for a ruling" if ruling is None else f"{'confirmed' if ruling.yes else 'rejected'}: {ruling.reason}"
        )
        yield Item(
            Hanging(plain("! ", "bold $error"), lines(plain(knocked.title, "bold $error"), plain(state))),
            f"knock:{knocked.id}",
        )
    given = {one.row.criterion: one for one in found.seconds if one.stands}
    for skill in found.card.skills:
        level = "-" if skill.level is None else f"{skill.level:.1f}"
        yield Item(plain(f"{level}  {skill.name}", "bold $primary"))
        for mark in found.card.criteria:
            if mark.skill == skill.id:
                yield Item(mark_row(mark, given.get(mark.id)), f"mark:{mark.id}")


def mark_row(mark: CriterionMark, second: Any) -> Hanging:
    level = "-" if mark.level is None else str(mark.level)
    parts: list[Content | str] = [plain(mark.title)]
    if mark.state == "unsure":
        parts[0] = row(plain(mark.title), plain("  not certain", "$text-muted"))
    if mark.advisory:
        parts[0] = row(parts[0], plain("  advisory", "$text-muted"))
    if second is not None:
        was = "-" if second.was is None else second.was
        parts.append(plain(f"machine {was} -> {second.by} {second.row.level}: {second.row.reason}", "$accent"))
    elif mark.evidence:
        parts.append(plain(f"“{mark.evidence[0].quote}” (turn {mark.evidence[0].turn})", "$text-muted"))
    return Hanging(row(f" {level} ", plain(bar(mark.level or 0, 4, 4), "$accent"), " "), lines(*parts))
