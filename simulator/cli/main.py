"""The command line: one command a capability, each loaded only when it is called.

Exit codes: 0 done, 1 the answer is no, 2 the call was wrong or the input unusable (one line `error: ...` on stderr).
"""

from __future__ import annotations

import difflib
import os
import sys
from collections.abc import Sequence
from importlib import import_module
from importlib.metadata import PackageNotFoundError, version

import click

from simulator.cli.output import one_line, say, shown

COMMANDS = {
    "play": ("simulator.cli.play", "Talk to a customer, and read a scorecard."),
    "scenarios": ("simulator.cli.scenarios", "List and show scenarios, and make and keep your own."),
    "author": (
        "simulator.cli.author",
        "Open the author's bench: a scenario checked, tried and heard while you edit it.",
    ),
    "check": ("simulator.cli.check", "Say what is wrong in a scenario, with line and column."),
    "test": ("simulator.cli.test", "Play the tests that a scenario carries, and say what they leave out."),
    "graph": ("simulator.cli.graph", "Show the map of a scenario: its moments, its endings and the ways between."),
    "rehearse": ("simulator.cli.rehearse", "Let simulated reps and cheats play a scenario."),
    "fmt": ("simulator.cli.fmt", "Lay out scenario files; what they say stays the same."),
    "detect": ("simulator.cli.detect", "Say what the engine hears in a line."),
    "inbox": ("simulator.cli.inbox", "Keep the objections you hear, and make scenarios of them."),
    "score": ("simulator.cli.score", "Mark a transcript, that of a real call too."),
    "verify": ("simulator.cli.verify", "Derive a scorecard anew and compare."),
    "due": ("simulator.cli.due", "What is assigned to you, and what your manager wrote."),
    "assign": ("simulator.cli.assign", "Give practice to people, with dates and rules."),
    "board": ("simulator.cli.board", "How far your people are, and what they miss most."),
    "review": ("simulator.cli.review", "Read marked calls, comment, overrule, rule on disputes."),
    "coach": ("simulator.cli.coach", "The page before a 1:1, the session, and what was agreed."),
    "goals": ("simulator.cli.goals", "Goals tied to a criterion and a day."),
    "kpi": ("simulator.cli.kpi", "Figures from outside, beside practice."),
    "wins": ("simulator.cli.wins", "Thanks for something particular, and good lines to offer."),
    "report": ("simulator.cli.report", "A call, a rep, the team or the week as HTML or Markdown."),
    "export": ("simulator.cli.export", "Every mark as CSV, with both marks and the receipt."),
    "company": ("simulator.cli.company", "What reps have to sell, and may offer."),
    "people": ("simulator.cli.people", "Who is here: reps, managers, admins; import them from a list."),
    "teams": ("simulator.cli.teams", "Teams, who is in them and who manages them."),
    "demo": ("simulator.cli.demo", "A made-up team of twelve to look at."),
    "admin": ("simulator.cli.admin", "The log of who did what, and whether it holds."),
    "backup": ("simulator.cli.backup", "Copy the record to a safe place."),
    "restore": ("simulator.cli.restore", "Put a backup in the record's place."),
}
"""Name -> the module whose `command` it is, and the line that the overview shows without loading it."""
EXAMPLES = """\b
Examples:
  sparring                                            the app
  sparring play its-too-expensive                     straight into a call
  sparring play its-too-expensive --plain             line by line, for screen readers
  sparring scenarios list                             what there is to practise
  sparring score call.txt                             mark a real call
  sparring check my-scenario.yaml                     what is wrong in it
  sparring verify card.json                           whether a scorecard holds
"""


class Overview(click.Group):
    """A group that imports a command when it is called, and guesses what an unknown one was meant to be."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        if cmd_name not in COMMANDS:
            return None
        command: click.Command = import_module(COMMANDS[cmd_name][0]).command
        return command

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        if args and args[0] not in COMMANDS and not args[0].startswith("-"):
            near = difflib.get_close_matches(args[0], COMMANDS, 1, 0.5)
            hint = f"; did you mean '{near[0]}'?" if near else f"; there are: {', '.join(COMMANDS)}"
            raise click.UsageError(f"unknown command '{args[0]}'{hint}")
        return super().resolve_command(ctx, args)

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        with formatter.section("Commands"):
            formatter.write_dl([(name, line) for name, (_, line) in COMMANDS.items()])


@click.group(
    cls=Overview,
    invoke_without_command=True,
    epilog=EXAMPLES,
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100},
)
@click.option("--version", "show_version", is_flag=True, help="Print the version.")
@click.pass_context
def sparring(ctx: click.Context, show_version: bool) -> None:
    """Practise sales calls with a customer who objects."""
    if show_version:
        say(f"sparring {installed_version()}")
        ctx.exit(0)
    if ctx.invoked_subcommand is None:
        say(ctx.get_help())


def installed_version() -> str:
    try:
        return version("sparring")
    except PackageNotFoundError:
        return "(from a checkout)"


def run_command_line(arguments: Sequence[str]) -> int:
    """Runs one command and turns every failure into one sentence on stderr. Returns the exit code."""
    try:
        code = sparring.main(args=list(arguments), prog_name="sparring", standalone_mode=False)
        return code if isinstance(code, int) else 0
    except click.exceptions.Exit as done:
        return done.exit_code
    except (click.Abort, KeyboardInterrupt):
        say("stopped", err=True)
        return 130
    except BrokenPipeError:
        stop_writing()
        return 0
    except click.MissingParameter as error:
        name = error.ctx.command_path if error.ctx else "sparring"
        return refused(one_line(f"{error.format_message().rstrip('.')}; `{name} --help` has an example"))
    except click.ClickException as error:
        return refused(one_line(error.format_message()))
    except Exception as error:
        from simulator.services.faults import sentence_for

        if isinstance(error, OSError) and error.errno is not None:  # Without one it is a refusal of ours.
            stop_writing()
        sentence = sentence_for(error, os.environ)
        # A fault in scenarios has a line for each problem; a break in any other text was in an argument that it repeats.
        return refused(sentence if hasattr(error, "problems") else one_line(sentence), error)


def stop_writing() -> None:
    """What is still to be written goes nowhere: the other end is gone or full, and said so once."""
    if sys.stdout is not None:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


def refused(sentence: str, error: BaseException | None = None) -> int:
    """Prints `error: ...` in one line and returns 2. SPARRING_DEBUG=1 lets the traceback through."""
    if error is not None and os.environ.get("SPARRING_DEBUG"):
        raise error
    lines = [line.strip() for line in shown(sentence).splitlines() if line.strip()] or ["something went wrong"]
    more = f" (and {len(lines) - 1} more; `sparring check` lists all)" if len(lines) > 1 else ""
    say(f"error: {one_line(lines[0])}{more}", err=True)
    return 2
