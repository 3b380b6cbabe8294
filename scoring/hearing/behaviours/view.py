"""What a detector looks at: a reply, what the customer said before, and what the rep has to sell."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from scoring.hearing.clauses import Clause, clauses
from scoring.hearing.signals import Heard, Seller, State
from scoring.hearing.text import content_stems, spelled

_FIGURE = re.compile(r"\d[\d,.]*\d|\d")


@dataclass(frozen=True, slots=True)
class ReplyView:
    """A reply in its place. `told`: all that the customer has said so far, `context` their last line."""

    text: str
    clauses: tuple[Clause, ...]
    context: str = ""
    context_plain: str = ""
    told_stems: frozenset[str] = frozenset()
    context_stems: frozenset[str] = frozenset()
    told_figures: frozenset[str] = frozenset()
    product: str = ""

    def shared(self, clause: Clause) -> frozenset[str]:
        """The meaning words of a clause that the customer used."""
        return clause.stems & (self.told_stems | self.context_stems)


def view_of(text: str, context: str = "", told: str = "", seller: Seller | None = None) -> ReplyView:
    said = f"{told}\n{context}"
    return ReplyView(
        text,
        clauses(text),
        context,
        spelled(context),
        content_stems(said),
        content_stems(context),
        figures(said),
        seller.product.lower() if seller else "",
    )


def figures(text: str) -> frozenset[str]:
    """The figures of a text as bare digits, and number words as they stand."""
    digits = {re.sub(r"[,.]", "", found[0]) for found in _FIGURE.finditer(text)}
    return frozenset(digits | (set(spelled(text).replace("-", " ").split()) & NUMBER_WORDS))


NUMBER_WORDS = frozenset(
    """two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen eighteen
    nineteen twenty thirty forty fifty sixty seventy eighty ninety hundred thousand million half third quarter
    twice""".split()  # noqa: SIM905
)


def hit(name: str, rule: str, clause: Clause, *, strength: float = 0.9, state: State = "met") -> Heard:
    """A hearing of a whole clause."""
    return Heard(name, clause.span, clause.text, strength, state, f"{name}/{rule}")


def matching(
    name: str, rule: str, pattern: re.Pattern[str], view: ReplyView, *, negated: bool = False
) -> Iterator[Heard]:
    """The clauses in which a pattern is found; denied ones and other people's words only where asked for."""
    for clause in view.clauses:
        if pattern.search(clause.plain) and (negated or not clause.negated) and not clause.attributed:
            yield hit(name, rule, clause)
