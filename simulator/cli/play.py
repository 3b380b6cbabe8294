"""`sparring play`: a role-play, on the screen, line by line, or from a file of replies."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable
from typing import TYPE_CHECKING, Any

import click

from simulator.cli.answers import Answer, read_answers
from simulator.cli.output import prompt, say, say_json

if TYPE_CHECKING:
    from simulator.services.call import Call

EXAMPLES = """\b
Examples:
  sparring play                                            choose a customer in the app
  sparring play its-too-expensive --level hard             straight into a call
  sparring play its-too-expensive --plain                  line by line
  sparring play its-too-expensive --seed 7 --answers replies.txt --json
  sparring play --resume                                   go on with the last open call
  sparring play --resume --take-over                       although another window has it open

\b
In the file of --answers each line is a reply. An empty line is silence, \\n a line
break; /choose N takes a choice in guided mode, /hint asks for a hint, /quit leaves.
At the end of the file the call stays open, and you are told how to resume it.
"""


class Seed(click.ParamType):  # type: ignore[type-arg]
    """A whole number from 0 to 2^63-1."""

    name = "number"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> int:
        if isinstance(value, int):
            return value
        text = str(value)
        if not (text.isascii() and text.isdigit() and len(text) < 20 and int(text) < 2**63):
            self.fail(f"'{text[:40]}' is no whole number from 0 to {2**63 - 1}", param, ctx)
        return int(text)


@click.command(epilog=EXAMPLES)
@click.argument("scenario", metavar="[ID]", required=False)
@click.option(
    "--mode", type=click.Choice(["guided", "practice", "exam"]), help="How it is played; practice if you do not say."
)
@click.option(
    "--level", type=click.Choice(["easy", "normal", "hard"]), help="How hard the customer is; normal if you do not say."
)
@click.option("--seed", type=Seed(), help="A number: draws the same call again.")
@click.option("--plain", is_flag=True, help="Line by line, for pipes, dumb terminals and screen readers.")
@click.option("--answers", metavar="FILE|-", help="Replies from a file, one a line.")
@click.option("--json", "as_json", is_flag=True, help="Print one JSON document and nothing else.")
@click.option("--resume", metavar="[ATTEMPT]", is_flag=False, flag_value="", help="Go on with an open call.")
@click.option("--assigned", type=int, metavar="N", help="What is next of an assignment; `sparring due` lists them.")
@click.option("--take-over", is_flag=True, help="With --resume: although another window has the call open.")
def command(
    scenario: str | None,
    mode: str | None,
    level: str | None,
    seed: int | None,
    plain: bool,
    answers: str | None,
    as_json: bool,
    resume: str | None,
    assigned: int | None,
    take_over: bool,
) -> int:
    """Talk to a customer, and read a scorecard."""
    if take_over and resume is None:
        raise click.UsageError("--take-over goes with --resume, for a call that another window has open")
    if resume is not None and (scenario or mode or level or seed is not None):
        raise click.UsageError("--resume goes on with a call as it was begun; leave out ID, --mode, --level and --seed")
    if assigned is not None and (scenario or mode or level or resume is not None):
        raise click.UsageError(
            "--assigned plays what was assigned, as it was; leave out ID, --mode, --level and --resume"
        )
    by_line = plain or as_json or answers is not None or not (sys.stdin.isatty() and sys.stdout.isatty())
    by_line = by_line or os.environ.get("TERM") == "dumb"
    if not by_line:
        return in_the_app(scenario, mode, level, seed, resume, assigned)
    if scenario is None and resume is None and assigned is None:
        raise click.UsageError("say which customer: sparring play ID; `sparring scenarios list` shows them")
    script = None if answers is None else read_answers(answers)

    from simulator.services.assignments import next_brief
    from simulator.services.home import Home
    from simulator.services.people import sign_in
    from simulator.services.practice import Practice
    from simulator.store.attempts import Ended, Leased, NoSuchAttempt
    from simulator.store.connection import RecordError

    practice = Practice(Home.find(os.environ))
    actor = sign_in(practice.people)
    for notice in (*practice.home.notices, practice.record.notice):
        if notice:
            say(f"warning: {notice}", err=True)
    if resume is not None:
        try:
            call = practice.resume(actor, resume or None, take_over=take_over)
        except Ended as error:
            if as_json and script is None:
                return printed(practice.document(actor, resume))
            raise click.ClickException(f"{error} Its document: {resume_line(resume)} --json") from None
        except Leased as error:
            again = f"{resume_line(resume).rstrip()} --take-over"
            raise click.ClickException(f"{error} To take it over here: {again}") from None
    elif assigned is not None:
        call = practice.start(actor, next_brief(practice, actor, assigned, seed=seed))
    else:
        assert scenario is not None
        call = practice.start(actor, scenario, mode=mode or "practice", level=level or "normal", seed=seed)
    practice.back_up_behind()
    try:
        ended = talk(call, as_json, script, "stdin" if answers == "-" else answers or "")
        return conclude(call, ended, as_json)
    except KeyboardInterrupt:
        call.leave()
        say(f"\nThe call stays open. Go on with: {resume_line(call.attempt)}", err=True)
        return 130
    except NoSuchAttempt:
        raise
    except RecordError as error:
        call.leave()
        again = resume_line(call.attempt) + (" --take-over" if isinstance(error, Leased) else "")
        raise click.ClickException(f"{error} The call stays open. Go on with: {again}") from None


def in_the_app(
    scenario: str | None,
    mode: str | None,
    level: str | None,
    seed: int | None,
    resume: str | None,
    assigned: int | None = None,
) -> int:
    """Open the terminal app: at the library, in this call, or in the one left open."""
    from simulator.services.home import Home
    from simulator.ui.app import run

    home = Home.find(os.environ)
    return run(home, play=scenario, mode=mode, level=level, seed=seed, resume=resume, assigned=assigned)


def talk(call: Call, to_stderr: bool, script: tuple[Answer, ...] | None, name: str = "") -> bool:
    """Play the call to its end; False where it was left before. `name`: where the script was read from."""
    from simulator.cli.plain import BadAnswer, PlainCall

    conversation = PlainCall(call, _reader(to_stderr), _printer(to_stderr))
    if script is None:
        conversation.introduce()
        return conversation.run()
    try:
        return conversation.follow(script)
    except BadAnswer as error:
        call.leave()
        raise click.UsageError(f"{name}:{error.line}: {error}; resume with: {resume_line(call.attempt)}") from None


def resume_line(attempt: str) -> str:
    return f"sparring play --resume {attempt}"


def conclude(call: Call, ended: bool, as_json: bool) -> int:
    """Print the card, or how to go on; 1 where an exam was not passed."""
    if not ended:
        call.leave()
        say(f"The call stays open. Go on with: {resume_line(call.attempt)}", err=as_json)
        if as_json:
            from simulator.services.document import document_of_open

            printed(document_of_open(call))
        return 0
    finished, trouble = call.finish(), call.practice.hearings.trouble
    if as_json:
        from simulator.services.hearing import REDUCED

        code = printed(call.practice.document(call.actor, call.attempt))
        if finished.scorecard.reduced:
            say(f"{REDUCED} {trouble}".strip(), err=True)
        return code
    from simulator.cli.card import card_lines

    reading = call.practice.read(call.actor, call.attempt)
    for line in card_lines(reading.scorecard, reading.debrief, reading.feedback, trouble):
        say(line)
    say()
    say("Its document, with the receipt:")
    say(f"{resume_line(call.attempt)} --json")
    return 1 if call.session.mode == "exam" and finished.scorecard.passed is not True else 0


def printed(document: dict[str, Any]) -> int:
    """Print it; 1 where it is of an exam that has ended and was not passed."""
    say_json(document)
    card = document["scorecard"]
    return 1 if card is not None and document["mode"] == "exam" and card["passed"] is not True else 0


def _printer(to_stderr: bool) -> Callable[[str], None]:
    return lambda text: say(text, err=to_stderr)


def _reader(to_stderr: bool) -> Callable[[str], str]:
    def ask(lead: str) -> str:
        prompt(lead, err=to_stderr)
        line = sys.stdin.buffer.readline()
        if not line:
            say(err=to_stderr)
            raise EOFError
        return line.decode("utf-8", "replace").rstrip("\r\n")

    return ask
