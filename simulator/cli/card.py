"""A scorecard as text: the total, and for every criterion the words that earned its level."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from scoring.marking.fix import in_words
from simulator.cli.output import wrapped
from simulator.services.hearing import REDUCED

if TYPE_CHECKING:
    from scoring.marking.feedback import Feedback
    from scoring.marking.scorecard import CriterionMark, Scorecard

STATES = {
    "met": "",
    "unsure": ", not certain: a manager decides",
    "not_shown": ", not shown",
    "not_applicable": "does not apply here",
}


MOST_QUOTES = 3
"""Of one criterion; all of them stand in the document of --json."""


def card_lines(
    card: Scorecard, debrief: str = "", feedback: Feedback | None = None, trouble: str = ""
) -> Iterator[str]:
    """The card in rows of at most 76 columns, each mark with its quotations and what would have counted.

    `trouble`: why the encoder was not used, and how to add it.
    """
    yield ""
    if debrief:
        for part in debrief.split("\n"):
            yield from wrapped(part)
        yield ""
    yield from wrapped(verdict(card))
    if card.hints:
        yield f"{card.hints} hint{'' if card.hints == 1 else 's'}"
    if card.reduced:
        yield from wrapped(f"{REDUCED} {trouble}".strip())
    for knock_out in card.knockouts:
        yield from wrapped(f"{knock_out.title}: a manager rules on it.", "Knock-out: ")
        for evidence in knock_out.evidence:
            yield from wrapped(f"“{evidence.quote}” (turn {evidence.turn})", "  said: ")
    if feedback is not None:
        yield from feedback_lines(feedback)
    for skill in card.skills:
        yield ""
        level = "does not apply here" if skill.level is None else f"{skill.level:.1f} of 4"
        yield f"{skill.name}: {level}"
        for criterion in card.criteria:
            if criterion.skill == skill.id:
                yield from criterion_lines(criterion)


def feedback_lines(feedback: Feedback) -> Iterator[str]:
    for title, text in (
        ("Keep: ", feedback.kept),
        ("Change one thing: ", feedback.change),
        ("You could have said: ", feedback.model_answer),
        ("Where it turned: ", feedback.turning_point),
    ):
        if text:
            yield ""
            yield from wrapped(text, title)
        if title.startswith("Change") and feedback.fix is not None:
            yield ""
            yield from wrapped(in_words(feedback.fix), "Smallest fix: ")


def verdict(card: Scorecard) -> str:
    total = "No total: too little was said to mark" if card.total is None else f"Total: {card.total} of 100"
    if card.passed is None and not card.knockouts:
        return f"{total} (a real call: how it ended is not known, so it neither passes nor fails)"
    passed = {True: "passed", False: "not passed", None: "not passed until a manager has ruled"}[card.passed]
    return f"{total}, {passed}"


def criterion_lines(mark: CriterionMark) -> Iterator[str]:
    level = "" if mark.level is None else f"{mark.level} of 4"
    extra = " (advisory)" if mark.advisory else " (marked by a manager)" if mark.marked_by == "manager" else ""
    yield from wrapped(f"{mark.title}: {level}{STATES[mark.state]}{extra}", "  ")
    if mark.level is not None and mark.anchor:
        yield from wrapped(mark.anchor, "    ")
    quotes = list(dict.fromkeys(f"“{evidence.quote}” (turn {evidence.turn})" for evidence in mark.evidence))
    for quote in quotes[:MOST_QUOTES]:
        yield from wrapped(quote, "    you said: ")
    if len(quotes) > MOST_QUOTES:
        yield f"    and {len(quotes) - MOST_QUOTES} more"
    for missing in mark.missing:
        yield from wrapped(missing, "    would count: ")
