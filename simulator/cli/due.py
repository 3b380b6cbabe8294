"""`sparring due`: what is assigned to you, and what you should know."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

import click

from simulator.cli.output import say, say_json, wrapped
from simulator.cli.own import practice

if TYPE_CHECKING:
    from simulator.services.assignments import Due


@click.command(epilog="\b\nExample:\n  sparring due\n  sparring play --assigned 2\n")
@click.option("--json", "as_json", is_flag=True, help="Print one JSON document and nothing else.")
def command(as_json: bool) -> None:
    """What is assigned to you and by when, and what your manager wrote."""
    from simulator.services.assignments import due, news, read_news

    found, actor = practice()
    rows, told = due(found, actor), news(found, actor)
    if as_json:
        said = [{"kind": one.kind, "text": one.text, "at": one.at, "attempt": one.attempt} for one in told]
        say_json({"due": [due_json(row) for row in rows], "news": said})
        return
    for one in told:
        again = f"   sparring review show {one.attempt[:8]}" if one.attempt else ""
        say("\n".join(wrapped(f"{one.text}{again}", "* ")))
    if not rows:
        say("Nothing is assigned to you.")
    for row in rows:
        say("\n".join(due_lines(row)))
    read_news(found, actor)


def due_json(row: Due) -> dict[str, Any]:
    steps = [
        {"scenario": step.item.scenario, "title": step.item.title, "state": step.state, "why_not": step.why_not or None}
        for step in row.steps
    ]
    return {
        "number": row.row.id,
        "title": row.row.title,
        "due": row.due,
        "days_left": row.left,
        "standing": row.standing,
        "steps": steps,
    }


def due_lines(row: Due) -> Iterator[str]:
    yield ""
    yield from wrapped(f"{row.row.title} ({row.row.id}): {state_in_words(row)}")
    for step in row.steps:
        sign = {"passed": "+", "failed": "x", "started": "~"}.get(step.state, "-")
        tried = step.progress
        told = f", {tried.attempts} attempts, best {tried.best}" if tried and tried.best is not None else ""
        blocked = f", {step.why_not}" if step.why_not and step.state != "passed" else ""
        yield from wrapped(f"{step.item.title}{told}{blocked}", f"  {sign} ")
    if row.next_step is not None:
        yield f"  Play it:   sparring play --assigned {row.row.id}"


def state_in_words(row: Due) -> str:
    """`in progress, due in 3 days`."""
    from simulator.learning.assigned import WORDS

    words = WORDS[row.standing]
    if row.standing in ("passed", "did_not_pass", "not_yet"):
        return words
    if row.left < 0:
        return f"{words} by {-row.left} day{'' if row.left == -1 else 's'}"
    when = "today" if row.left == 0 else "tomorrow" if row.left == 1 else f"in {row.left} days"
    return f"{words}, due {when}"
