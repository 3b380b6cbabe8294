"""`sparring scenarios new`: a scenario of one's own from a few answers."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from simulator.cli.output import one_line, prompt, say, say_json, wrapped

if TYPE_CHECKING:
    from simulator.scenario.catalogue import Catalogue
    from simulator.scenario.library import Library
    from simulator.scenario.templates import Answers

STAGES = ("cold_call", "discovery", "objection", "negotiation", "renewal", "coaching")
EXAMPLES = """\b
Examples:
  sparring scenarios new                                     question by question
  sparring scenarios new --says "We've already got somebody for that."
  sparring scenarios new --id no-budget-again --title "No budget, again" --stage objection
      --objection no_budget --says "The pot's empty." --says "Nothing left this year."
"""


@dataclass(frozen=True, slots=True)
class Question:
    """One question of the dialogue. `offered`: what an empty answer stands for, given what is known so far."""

    field: str
    text: str
    example: str
    offered: Callable[[Answers, Library], str]


QUESTIONS = (
    Question(
        "says",
        "What objection did you hear, in the customer's words?",
        "We've already got somebody for that.",
        lambda answers, library: _rule(answers, library).says[0].text,
    ),
    Question("name", "Who said it? A name, that of nobody in particular.", "Robin Hale", lambda *_: "Robin Hale"),
    Question("role", "In which role?", "Operations manager", lambda *_: "Operations manager"),
    Question("company", "At which company?", "Hale and Partners", lambda *_: "Hale and Partners"),
    Question("product", "What do you sell?", "Stayline", lambda *_: "what company.yaml says"),
    Question(
        "behind",
        "What stood behind it? In the customer's words, as they would say it once they trust you.",
        "The last one let us down, and I was the one who had picked them.",
        lambda answers, library: library.advice[_about(answers)].admits,
    ),
    Question(
        "answer",
        "What would you have liked to answer? Best with a question after what stands behind it.",
        "That makes sense. What would you miss most if they were gone?",
        lambda answers, library: library.advice[_about(answers)].strong[0],
    ),
    Question(
        "won",
        "When is it won?",
        "We agree a day for the first test, with whoever runs the desk",
        lambda *_: "Agree the next step, with a day",
    ),
)


@click.command("new", epilog=EXAMPLES)
@click.option("--id", "name", help="Small letters, digits and -; made from the title if you do not say.")
@click.option("--title", help="What the library shows.")
@click.option("--stage", type=click.Choice(STAGES), help="Where in the sale; it chooses the template.")
@click.option("--objection", metavar="FAMILY", help="A name of library/objections.yaml, such as price_high.")
@click.option("--says", multiple=True, metavar="LINE", help="What the customer says; several times for several lines.")
@click.option("--who", "who", metavar="NAME", help="The customer's name.")
@click.option("--role", help="The customer's role.")
@click.option("--company", help="The customer's company.")
@click.option("--sell", "product", metavar="PRODUCT", help="What you sell; your company.yaml if you do not say.")
@click.option("--behind", metavar="LINE", help="What stood behind it, in the customer's words.")
@click.option("--answer", metavar="LINE", help="What you would have liked to answer.")
@click.option("--won", metavar="WHEN", help="When it is won.")
@click.option("--ask/--no-ask", default=None, help="Ask what is not given; on a terminal that is the default.")
@click.option("--replace", "over", is_flag=True, help="Write over a scenario of your own with this id.")
@click.option("--json", "as_json", is_flag=True, help="Print one JSON document and nothing else.")
def command(ask: bool | None, over: bool, as_json: bool, who: str | None, **given: Any) -> None:
    """Make a scenario of your own. It can be played at once, and says in comments what to change next."""
    from simulator.cli.detect import wanted_encoder
    from simulator.cli.scenarios import catalogue
    from simulator.scenario.templates import AnswerError, Answers
    from simulator.services.authoring import AuthoringError, compose, known_objections

    shelf, encoder = catalogue(), wanted_encoder()
    answers = Answers(given.pop("name") or "", says=tuple(given.pop("says")), name=who or "")
    stage = given.pop("stage")
    rest: dict[str, Any] = {field: value or "" for field, value in given.items()}
    answers = replace(answers, **rest, stage=stage or "objection")
    try:
        if ask or (ask is None and sys.stdin.isatty() and sys.stdout.isatty() and not as_json):
            answers = _asked(answers, stage, known_objections(shelf), encoder)
        made = compose(answers, shelf, encoder)
        path = _written(shelf, made.answers.id, made.text, over)
    except (AnswerError, AuthoringError) as error:
        raise click.UsageError(str(error)) from None
    if as_json:
        problems = [str(problem) for problem in made.problems]
        say_json({**asdict(made.answers), "path": str(path), "notes": list(made.notes), "problems": problems})
        return
    say(f"Made {path}")
    about = f"{made.answers.title}. {made.answers.stage}, about the objection {made.answers.objection}."
    for row in wrapped(about):
        say(row)
    for note in made.notes:
        say("\n".join(wrapped(note, "note: ")))
    for problem in made.problems:
        say(one_line(problem))
    say(f"Play it:    sparring play {made.answers.id}")
    say(f"Check it:   sparring check {path}")
    say("Change it:  open the file; begin with the lines marked CHANGE. To undo all of it, delete the file.")


def _asked(answers: Answers, stage: str | None, library: Library, encoder: Any) -> Answers:
    """What is not given is asked for, one thing at a time; an empty answer takes what is offered."""
    from simulator.services.authoring import likely_objection

    asked = [question for question in QUESTIONS if not getattr(answers, question.field)]
    say("An empty answer takes what stands in brackets; Ctrl-C stops, and nothing is written.")
    for number, question in enumerate(asked, 1):
        say("\n".join(["", *wrapped(question.text, f"{number} of {len(asked)}  ")]))
        say("\n".join(wrapped(f"for example: {question.example}", "    ")))
        reply = _line(f"[{question.offered(answers, library)}]\n> ")
        if reply:
            given: Any = (reply,) if question.field == "says" else reply
            answers = replace(answers, **{question.field: given})
        if question.field == "says" and answers.says and not answers.objection:
            name = likely_objection(answers.says[0], library, encoder)
            say("\n".join(wrapped(f"That is nearest to {name} of the library ({library.objections[name].title}).")))
            answers = replace(answers, objection=name, stage=stage or _stage(name, library))
    return answers


def _stage(objection: str, library: Library) -> str:
    """Where in a sale an objection is mostly heard."""
    family = library.advice[objection].family
    if objection in ("discount", "procurement"):
        return "negotiation"
    return {"brushoff": "cold_call", "renewal": "renewal", "coaching": "coaching"}.get(family, "objection")


def _about(answers: Answers) -> str:
    from simulator.scenario.templates import OBJECTION_OF

    return answers.objection or OBJECTION_OF[answers.stage]


def _rule(answers: Answers, library: Library) -> Any:
    name = _about(answers)
    return library.objections[name if name in library.objections else "price_high"]


def _line(text: str) -> str:
    prompt(text)
    line = sys.stdin.readline(2000)
    if not line:
        raise click.Abort
    return line.strip()


def _written(shelf: Catalogue, name: str, text: str, over: bool) -> Path:
    """The file in the person's own folder. What stands there is written over only where they said so."""
    from simulator.services.authoring import AuthoringError, write_new
    from simulator.services.home import Home

    folder = Home.find(os.environ).folder / "scenarios"
    path = folder / f"{name}.yaml"
    elsewhere = next((e for e in shelf.entries() if e.id == name and Path(e.path) != path), None)
    if elsewhere is not None:
        raise AuthoringError(f"there is a scenario '{name}' already, in {elsewhere.path}; choose another id with --id")
    if path.exists() and not over:
        if not (sys.stdin.isatty() and sys.stdout.isatty()):
            raise AuthoringError(f"{path} is there already; choose another id with --id, or say --replace")
        if _line(f"{path} is there already. Write over it? [no]\n> ").lower() not in ("y", "yes"):
            raise AuthoringError(f"nothing was written; {path} is as it was")
        over = True
    return write_new(folder, name, text, over=over)
