"""A call line by line: for pipes, dumb terminals and screen readers. No colour, no cursor movement, nothing redrawn."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING

from scoring.hearing.text import clean
from simulator.cli.answers import choice_number
from simulator.cli.output import wrapped
from simulator.engine.hints import HintsOff
from simulator.engine.session import NoSuchChoice

if TYPE_CHECKING:
    from scoring.marking.transcript import Turn
    from simulator.cli.answers import Answer
    from simulator.services.call import Call

HELP = (
    ("/choose N", "take choice N; the number alone does too"),
    ("/hint", "a hint; it is recorded on the card"),
    ("/panel", "how the customer feels, what is open, what you know"),
    ("/silence", "say nothing"),
    ("/again", "repeat the customer's last line"),
    ("/quit", "leave; the call stays open and can be resumed"),
    ("//", "begins a reply that starts with a slash"),
)
NOT_IN = {"practice": ("/choose N",), "exam": ("/choose N", "/hint", "/panel"), "guided": ()}
"""Commands that do nothing in a mode, and are not offered there."""
MODES = {
    "practice": "Practice: you type, and /panel shows how the customer feels.",
    "guided": "Guided: you take one of a few answers by its number, and read why it is good or not.",
    "exam": "Exam: you type. There are no hints and no panel.",
}
OUTCOMES = {"won": "won", "progress": "moved on", "stalled": "stalled", "lost": "lost"}


class BadAnswer(ValueError):
    """A scripted reply that cannot be played. `line` counts from 1."""

    def __init__(self, line: int, problem: str) -> None:
        super().__init__(problem)
        self.line = line


class PlainCall:
    """Reads replies with `ask`, says things with `say`. Ends when the call does, or when the rep leaves."""

    def __init__(self, call: Call, ask: Callable[[str], str], say: Callable[[str], None]) -> None:
        self.call = call
        self.ask = ask
        self.say = say

    def introduce(self) -> None:
        """What the rep reads before the call; on a resumed one, only where it stood."""
        session, scenario = self.call.session, self.call.session.scenario
        if session.turns:
            self.say(f"Going on with: {clean(scenario.title)}")
            self.say("")
            return
        customer, seller = scenario.customer, scenario.seller
        self.say(clean(scenario.title))
        self.say("")
        self.paragraph(session.fill(scenario.brief))
        self.say("")
        who = ", ".join(session.fill(part) for part in (customer.name, customer.role, customer.company) if part)
        coaching = scenario.stage == "coaching"
        self.paragraph(who, "Your rep: " if coaching else "Customer: ")
        if customer.background:
            self.paragraph(session.fill(customer.background), "What you know of them: ")
        self.listing("Your goals", [session.fill(goal) for goal in scenario.goals])
        self.say("")
        self.introduce_rubric()
        self.say("")
        for title, parts in (
            ("Your team sells" if coaching else "You sell", (seller.product,)),
            ("Price", (seller.price,)),
            ("What is true of it", seller.facts),
            ("Proof", seller.proof),
            ("You may offer", seller.may),
            ("Ask first about", seller.ask_first),
            ("Never", seller.never),
        ):
            if any(parts):
                self.paragraph("; ".join(session.fill(part) for part in parts), f"{title}: ")
        self.say("")
        self.paragraph(MODES[session.mode])
        self.paragraph("Type what you would say and press Enter. /help lists the commands.")
        self.say("")

    def introduce_rubric(self) -> None:
        """What the call is marked on, and what passes."""
        rubric = self.call.session.scenario.rubric
        ends = " or ".join(OUTCOMES[outcome] for outcome in rubric.pass_needs)
        self.paragraph(f"pass at {rubric.pass_mark} of 100, and the call must be {ends}", "You are marked on: ")
        for skill in rubric.skills:
            weight = rubric.weights.get(skill.id)
            titles = [c.title for c in rubric.criteria if c.skill == skill.id and c.bearable]
            lead = f"- {skill.name}, {f'weight {weight}' if weight else 'shown beside the score'}: "
            self.paragraph("; ".join(titles), lead)
        if rubric.knock_outs:
            self.paragraph("Whatever the score, these keep you from passing until a manager has ruled:")
        for knock_out in rubric.knock_outs:
            self.paragraph(knock_out.title, "- ")

    def run(self) -> bool:
        """Talk until the end; False where the rep left before it."""
        self.show_customer(self.call.session.line)
        while not self.call.session.over:
            self.show_choices()
            try:
                line = self.ask("You: ")
            except EOFError:
                return False
            if not self.take(line):
                return False
        return True

    def follow(self, script: Iterable[Answer]) -> bool:
        """Play scripted replies; False where they end before the call. Raises BadAnswer where one cannot be played."""
        self.show_customer(self.call.session.line)
        for answer in script:
            if self.call.session.over:
                break
            self.show_choices()
            match answer.kind:
                case "quit":
                    return False
                case "hint":
                    self.show_hint()
                case "silence":
                    self.say("You: (silence)")
                    self.show_turn(self.call.silent())
                case "choose":
                    if (problem := self.choose(str(answer.number))) is not None:
                        raise BadAnswer(answer.line, problem)
                case "say":
                    from simulator.services.call import TooLong

                    self.paragraph(answer.text, "You: ")
                    try:
                        self.show_turn(self.call.reply(answer.text))
                    except TooLong as error:
                        raise BadAnswer(answer.line, str(error)) from None
        return self.call.session.over

    @property
    def customer(self) -> str:
        return self.call.session.scenario.customer.name or "Customer"

    def take(self, line: str) -> bool:
        """One line of the rep's; False: leave. What cannot be recorded is said, and the call stands where it stood."""
        # Deferred: the call, and with it the record, is there by now.
        from simulator.services.call import TooLong
        from simulator.store.connection import RecordError

        try:
            return self.heed(line)
        except (TooLong, RecordError) as error:
            self.say(f"({error})")
            return True

    def heed(self, line: str) -> bool:
        command, _, rest = line.strip().partition(" ")
        if command.startswith("/") and not command.startswith("//"):
            return self.obey(command, rest.strip())
        if command.isdigit() and not rest and self.call.session.choices():
            return self.obey("/choose", command)
        if not line.strip():
            self.paragraph("(Nothing was sent. /silence lets the moment pass.)")
            return True
        self.show_turn(self.call.reply(line.strip().removeprefix("/") if command.startswith("//") else line))
        return True

    def obey(self, command: str, rest: str) -> bool:
        match command:
            case "/quit" | "/q":
                return False
            case "/hint":
                self.show_hint()
            case "/silence":
                self.show_turn(self.call.silent())
            case "/choose":
                if (problem := self.choose(rest)) is not None:
                    self.say(f"({problem})")
            case "/panel":
                self.show_panel()
            case "/again":
                self.show_customer(self.call.session.line)
            case "/help":
                self.say("Type what you would say and press Enter.")
                for name, does in HELP:
                    if name not in NOT_IN[self.call.session.mode]:
                        self.paragraph(does, f"{name:<11}")
            case _:
                self.paragraph(f"There is no command {command[:40]}. /help lists them.")
        return True

    def choose(self, number: str) -> str | None:
        """Take a choice by its number; what is wrong with it, else None."""
        place = choice_number(number)
        if place is None:
            return "Say which: /choose 1"
        choices = self.call.session.choices()
        try:
            turn = self.call.choose(place - 1)
        except NoSuchChoice as error:
            return str(error)
        taken = choices[place - 1]
        self.paragraph(taken.say, "You: ")
        self.paragraph(taken.why, "Why: ")
        self.show_turn(turn)
        return None

    def show_turn(self, turn: Turn) -> None:
        for change in turn.changes if self.call.session.mode != "exam" else ():
            self.paragraph(f"[{change.feeling} {change.by:+d}: {change.because}]")
        self.show_customer(turn.customer)

    def show_customer(self, text: str) -> None:
        self.paragraph(text, f"{clean(self.customer)}: ")

    def show_choices(self) -> None:
        for number, choice in enumerate(self.call.session.choices(), 1):
            self.paragraph(choice.say, f"{number}. ")

    def show_hint(self) -> None:
        try:
            hint = self.call.hint()
        except HintsOff as off:
            self.say(f"({off})")
            return
        self.paragraph(hint.text, f"Hint {hint.step} of {hint.of}: ")

    def show_panel(self) -> None:
        panel = self.call.session.panel()
        if panel is None:
            self.say("(There is no panel in exam mode.)")
            return
        self.paragraph(panel.goal, "Now: ")
        for feeling in panel.feelings:
            last = f", {feeling.last.by:+d}: {clean(feeling.last.because)}" if feeling.last else ""
            good = " (low is good)" if feeling.good_low else ""
            self.paragraph(f"{feeling.name} {feeling.value} of 10{good}{last}")
        self.listing("Open objections", panel.objections)
        self.listing("What you know", panel.facts)
        self.say(f"Turns left: {panel.turns_left}")

    def listing(self, title: str, texts: Iterable[str]) -> None:
        texts = tuple(texts)
        self.say(f"{title}: {'none' if not texts else ''}".rstrip())
        for text in texts:
            self.paragraph(text, "- ")

    def paragraph(self, text: str, lead: str = "") -> None:
        for row in wrapped(text, lead):
            self.say(row)
