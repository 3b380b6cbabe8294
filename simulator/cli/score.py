"""`sparring score`: a transcript marked, that of a real call too."""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click

if TYPE_CHECKING:
    from scoring.hearing.hear import Ear
    from scoring.marking.bare import HeardTrial
    from scoring.marking.rubric import Rubric
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


@click.command(epilog=EXAMPLES)
@click.argument("transcript", metavar="TRANSCRIPT|-")
@click.option("--rubric", metavar="ID", help="A skill, or a scenario whose rubric and signals are used.")
@click.option("--rep", metavar="NAME", help="Which speaker is the rep, where the labels do not say so.")
@click.option("--json", "as_json", is_flag=True, help="Print one JSON document and nothing else.")
def command(transcript: str, rubric: str | None, rep: str | None, as_json: bool) -> None:
    """Mark a transcript: a real call, or a call played with Sparring."""
    data, name = _read(transcript)
    played = _played(data)
    if played is not None:
        if rubric or rep:
            raise click.UsageError(
                f"{name} was played with Sparring: its own rubric marks it; leave out --rubric and --rep"
            )
        call, marked_by = played
        notes: tuple[str, ...] = ()
        trial = None
    else:
        call, marked_by, notes, trial = _heard(data, name, rubric, rep)
    _print(call, marked_by, notes, as_json, trial)


def _read(source: str) -> tuple[bytes, str]:
    if source == "-":
        data, name = sys.stdin.buffer.read(LARGEST + 1), "stdin"
    else:
        name = source
        try:
            with Path(source).open("rb") as file:
                data = file.read(LARGEST + 1)
        except OSError as error:
            raise click.UsageError(f"cannot read {source}: {(error.strerror or str(error)).lower()}") from None
    if len(data) > LARGEST:
        raise click.UsageError(f"{name}: more than {LARGEST // 1_000_000} MB; that is no transcript")
    return data, name


def _played(data: bytes) -> tuple[Transcript, Rubric] | None:
    """The transcript and rubric of a document of `play --json`, or of a receipt; None for anything else."""
    from scoring.marking.rubric import Rubric, RubricError
    from scoring.marking.transcript_json import NotATranscript, from_json

    if data.lstrip()[:1] != b"{":
        return None
    try:
        document = json.loads(data)
        receipt = (document.get("scorecard") or {}).get("receipt") or document
        return from_json(receipt["transcript"]), Rubric.load(receipt["rubric"])
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError, NotATranscript, RubricError):
        return None


def _heard(
    data: bytes, name: str, rubric: str | None, rep: str | None
) -> tuple[Transcript, Rubric, tuple[str, ...], HeardTrial]:
    from scoring.marking.bare import HeardTrial, heard_call, read_lines, who_sells

    lines = read_lines(data, name)
    seller = who_sells(lines, rep, name)
    used, ear = _rubric_and_ear(rubric)
    transcript, notes = heard_call(lines, seller, ear)
    return transcript, used, notes, HeardTrial(transcript, ear)


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


def _print(call: Transcript, rubric: Rubric, notes: tuple[str, ...], as_json: bool, trial: HeardTrial | None) -> None:
    from scoring.marking.document import not_answered, not_called_for, score_document
    from scoring.marking.feedback import as_json as feedback_json
    from scoring.marking.feedback import feedback
    from scoring.marking.scorecard import NO_CHANCE, mark

    card = mark(call, rubric)
    advice = feedback(call, rubric, card, trial=trial)
    if as_json:
        from scoring.marking.receipt import seal

        receipt = seal(call, rubric, "", card) if call.bare else None
        document = score_document(call, card, receipt, feedback_json(advice), notes)
        click.echo(json.dumps(document, ensure_ascii=False, indent=2))
        return
    from simulator.cli.card import card_lines

    for row in card_lines(card, "", advice):
        click.echo(row)
    others = not_called_for(call, card)
    _list("Words alone cannot answer:", [m.title for m in not_answered(call, card)])
    _list("Nothing in this call asked for it:", [m.title for m in others if m.explanation == NO_CHANCE])
    _list("Not marked:", [f"{m.title}. {m.explanation}" for m in others if m.explanation != NO_CHANCE])
    for note in notes:
        click.echo(f"Note: {note}.")


def _list(heading: str, texts: list[str]) -> None:
    """Under its heading, which is left out with nothing to stand under it."""
    from simulator.cli.plain import wrapped

    if texts:
        click.echo("")
        click.echo(heading)
    for text in texts:
        for row in wrapped(text, "- "):
            click.echo(row)
