"""`sparring score`: a transcript marked, that of a real call too."""

from __future__ import annotations

import codecs
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import click

from scoring.marking.labels import key_of
from scoring.marking.speakers import Line
from simulator.cli.files import name_of, read_file
from simulator.cli.output import one_line, say, say_json, wrapped

if TYPE_CHECKING:
    from scoring.hearing.hear import Ear
    from scoring.marking.bare import HeardTrial
    from scoring.marking.feedback import Feedback
    from scoring.marking.rubric import Rubric
    from scoring.marking.scorecard import Scorecard
    from scoring.marking.transcript import Transcript

EXAMPLES = """\b
Examples:
  sparring score call.txt                            lines such as `rep: ...`, `customer: ...`
  sparring score call.vtt --rep "Sam Abara"          captions with the speakers' names
  sparring score call.txt --rubric discovery         one skill only
  sparring score call.txt --rubric its-too-expensive a scenario's rubric and signals
  sparring score card.json                           a document of `play --json`, marked again

\b
Of a real call only the words are known. Criteria that need more (what the customer felt,
what they had kept back, how it ended) are named and left out.
"""
LARGEST = 20_000_000
MOST_SPEAKERS = 8
"""That are named; there are calls with whole rooms."""


@click.command(epilog=EXAMPLES)
@click.argument("transcript", metavar="TRANSCRIPT|-")
@click.option("--rubric", metavar="ID", help="A skill, or a scenario whose rubric and signals are used.")
@click.option("--rep", metavar="NAME", help="Which speaker is the rep, where the labels do not say so.")
@click.option("--json", "as_json", is_flag=True, help="Print one JSON document and nothing else.")
def command(transcript: str, rubric: str | None, rep: str | None, as_json: bool) -> None:
    """Mark a transcript: a real call, or a call played with Sparring."""
    data, name = read_file(transcript, LARGEST, "transcript"), name_of(transcript)
    document = _played(data, name)
    if document is None:
        _print(_marked(*_heard(data, name, rubric, rep, as_json)), as_json)
        return
    if rubric or rep:
        raise click.UsageError(
            f"{name} is a document of Sparring: its own rubric marks it; leave out --rubric and --rep"
        )
    _print(_marked_again(document, name), as_json)


def _played(data: bytes, name: str) -> dict[str, Any] | None:
    """A document of `play --json` or `score --json`, or a receipt; None for anything else.

    Raises click.UsageError where it is one of ours that holds no receipt, unless only its words can be taken from it.
    """
    from scoring.marking.receipt import OURS
    from scoring.marking.strict_json import NotJSON, read_json

    if data.removeprefix(codecs.BOM_UTF8).lstrip()[:1] != b"{":
        return None
    try:
        document = read_json(data)
    except NotJSON as error:
        raise click.UsageError(f"{name}{f':{error.line}' if error.line else ''}: {error}") from None
    if not isinstance(document, dict) or not OURS & document.keys() or isinstance(document.get("attempt"), str):
        return None
    if not isinstance(_receipt_of(document), dict):
        raise click.UsageError(f"{name} holds no receipt; mark the document that `sparring play --json` printed")
    return document


def _receipt_of(document: dict[str, Any]) -> Any:
    if "scorecard" in document:
        card = document["scorecard"]
        return card.get("receipt") if isinstance(card, dict) else None
    return document.get("receipt", document)


def _marked_again(document: dict[str, Any], name: str) -> Marked:
    """A document's call under its own rubric. Raises click.UsageError where it was damaged."""
    from scoring.marking.receipt import DAMAGE, Damaged, opened, verify

    found = verify(document)
    notes = () if found.ok else (f"`sparring verify` refuses this document: {one_line(found.why)}",)
    try:
        call, rubric = opened(_receipt_of(document))
        return _marked(call, rubric, notes)
    except Damaged as error:
        raise click.UsageError(f"{name}: {error}") from None
    except DAMAGE:
        raise click.UsageError(
            f"{name}: the receipt is damaged: something in it is of another kind than it was"
        ) from None


def _heard(
    data: bytes, name: str, rubric: str | None, rep: str | None, to_stderr: bool
) -> tuple[Transcript, Rubric, tuple[str, ...], HeardTrial]:
    from scoring.marking.bare import HeardTrial, heard_call
    from scoring.marking.recording import read_recording, who_sells

    recording = read_recording(data, name, rep)
    seller = who_sells(recording.lines, rep, name)
    used, ear = _rubric_and_ear(rubric)
    transcript, notes = heard_call(recording.lines, seller, ear)
    for line in who_spoke(recording.lines, seller, named=rep is not None):
        say(line, err=to_stderr)
    return transcript, used, (*recording.notes, *notes), HeardTrial(transcript, ear)


def who_spoke(lines: Sequence[Line], seller: str, *, named: bool) -> Iterator[str]:
    """Who was taken to be the rep, and who else spoke, with how often. `named`: the person said who the rep is."""
    counts = Counter(line.speaker for line in lines)
    others = [f"{who} ({times(n)})" for who, n in counts.items() if who != seller]
    guessed = "" if named or key_of(seller) == "rep" else "; if that is wrong, say --rep NAME"
    yield from wrapped(f"{seller} ({times(counts[seller])}){guessed}", "Rep: ")
    yield from wrapped(", ".join(others[:MOST_SPEAKERS]) or "nobody", "Others: ")
    if len(others) > MOST_SPEAKERS:
        yield f"    and {len(others) - MOST_SPEAKERS} more"


def times(count: int) -> str:
    return "1 turn" if count == 1 else f"{count} turns"


def _rubric_and_ear(name: str | None) -> tuple[Rubric, Ear]:
    """Raises click.UsageError where there is neither a skill nor a scenario of this name."""
    import difflib

    from scoring.hearing.hear import Ear
    from simulator.cli.detect import wanted_encoder
    from simulator.cli.scenarios import catalogue
    from simulator.engine.ears import ear_for
    from simulator.scenario.calls import rubric_of_a_call

    library = catalogue()
    rubrics = library.sources().rubrics
    if name is None or name in rubrics.skills:
        rubric, signals = rubric_of_a_call(rubrics, [name] if name else [])
        return rubric, Ear(signals.values(), encoder=wanted_encoder())
    known = [entry.id for entry in library.entries()]
    if name not in known:
        every = [*rubrics.skills, *known]
        near = difflib.get_close_matches(name, every, 1, 0.5)
        hint = f"did you mean '{near[0]}'?" if near else f"skills are: {', '.join(rubrics.skills)}"
        raise click.UsageError(f"there is no skill or scenario '{name}'; {hint}")
    scenario = library.open(name)
    return scenario.rubric, ear_for(scenario, 0, wanted_encoder())


@dataclass(frozen=True, slots=True)
class Marked:
    """A call, its card, and what to take from it."""

    call: Transcript
    rubric: Rubric
    card: Scorecard
    advice: Feedback
    document: dict[str, Any]


def _marked(call: Transcript, rubric: Rubric, notes: tuple[str, ...], trial: HeardTrial | None = None) -> Marked:
    from scoring.marking.document import score_document
    from scoring.marking.feedback import as_json, feedback
    from scoring.marking.receipt import seal
    from scoring.marking.scorecard import mark

    card = mark(call, rubric)
    advice = feedback(call, rubric, card, trial=trial)
    receipt = seal(call, rubric, "", card) if call.bare else None
    return Marked(call, rubric, card, advice, score_document(call, card, receipt, as_json(advice), notes))


def _print(marked: Marked, as_json: bool) -> None:
    if as_json:
        say_json(marked.document)
        return
    from scoring.marking.document import not_answered, not_called_for
    from scoring.marking.scorecard import NO_CHANCE
    from simulator.cli.card import card_lines

    call, card = marked.call, marked.card
    for row in card_lines(card, "", marked.advice):
        say(row)
    others = not_called_for(call, card)
    _list("Words alone cannot answer:", [m.title for m in not_answered(call, card)])
    _list("Nothing in this call asked for it:", [m.title for m in others if m.explanation == NO_CHANCE])
    _list("Not marked:", [f"{m.title}. {m.explanation}" for m in others if m.explanation != NO_CHANCE])
    for note in marked.document["notes"]:
        for row in wrapped(f"{note}.", "Note: "):
            say(row)


def _list(heading: str, texts: list[str]) -> None:
    """Under its heading, which is left out with nothing to stand under it."""
    if texts:
        say()
        say(heading)
    for text in texts:
        for row in wrapped(text, "- "):
            say(row)
