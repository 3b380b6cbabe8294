"""Claims that must not be made, heard with polarity and speaker; offers beyond what the seller may give."""

from __future__ import annotations

import re
from collections.abc import Iterator

from scoring.hearing.clauses import Clause
from scoring.hearing.numbers import amounts
from scoring.hearing.signals import Heard, Seller

_PROMISE = re.compile(
    r"\b(?:i|we) (?:can |will |do )?(?:guarantee|promise|assure)\b|\b(?:you have|you have got) my word\b|\bguaranteed?\b|"
    r"\byou (?:will|are going to) (?:definitely|certainly|never|always|surely)\b"
)
_OWN_WORD = re.compile(
    r"\b(?:guarantee|promise|assure|my word)(?: you)?(?: that)? (?:i\b|to\b)|\bhear from (?:me|us)\b|"
    r"^(?:and |so |then |but )*i (?:will|am going to|would)\b.*\b(?:promise|my word)\b"
)
"""Giving one's word for what one will do oneself: no promise of a result."""
_PROSPECT = re.compile(
    r"(?<!\bi )\b(?:will|shall)\b|\b(?:going to|guarante\w*|promise\w*|assure\w*|never|my word|any ?more|from (?:then|now) on)\b"
)
_DISCOUNT = re.compile(r"\b(?:discount|off|lower|down|reduction|reduce|cut|rebate|credit)\b")
_OFFERS = re.compile(
    r"\b(?:i|we) (?:can|could|will|would|do)\b|\blet me\b|\bwhat if\b|^(?:fine|okay|ok|another)\b|\bhow about\b|\bput\b"
)
_PRESSURE = re.compile(
    r"\bonly (?:two|three|a few|one|\d+)\b.*\bleft\b|\b(?:price|offer|deal|discount)\b.*\b(?:doubles?|ends?|expires?|gone|runs out)\b.*"
    r"\b(?:today|tonight|midnight|tomorrow|now)\b|\byour (?:boss|director|manager|ceo|colleague) (?:asked|told|wanted) me\b|"
    r"\bwe (?:talked|spoke|met) (?:last|before)\b.*\b(?:do not you )?remember\b"
)


def said_by_rep(clause: Clause) -> bool:
    """A statement of the rep's own: not denied, not somebody else's words, not only imagined, not a question."""
    return not (clause.negated or clause.attributed or clause.hypothetical or clause.question)


def prospective(plain: str) -> bool:
    """Whether something is said of what is to come, or promised."""
    return bool(_PROSPECT.search(plain))


def promises(clause: Clause) -> bool:
    """A promise in so many words. `You will never have a problem` is one, though it denies something."""
    if clause.attributed or clause.hypothetical or clause.question:
        return False
    found = _PROMISE.search(clause.plain)
    if not found or _OWN_WORD.search(clause.plain):
        return False
    return not re.search(r"\b(?:not|never|nobody|no one|can not)\b[^.]*\b(?:guarantee|promise|assure)", clause.plain)


def beyond_limit(clause: Clause, seller: Seller, name: str) -> Iterator[Heard]:
    """A discount over the seller's limit, offered as the rep's own to give."""
    if not said_by_rep(clause) or not _DISCOUNT.search(clause.plain) or not _OFFERS.search(clause.plain):
        return
    if re.search(r"\b(?:ask|check|approval|approve|would have to)\b", clause.plain):
        return
    for amount in amounts(clause.text):
        if amount.unit == "percent" and amount.value > seller.discount_limit:
            rule = f"{name}/{amount.value:g} percent, and {seller.discount_limit:g} may be given"
            yield Heard(name, clause.span, clause.text, 0.9, "met", rule)
            return


def pressure(clause: Clause, name: str) -> Iterator[Heard]:
    """An invented shortage, deadline or contact."""
    if not clause.attributed and _PRESSURE.search(clause.plain):
        yield Heard(name, clause.span, clause.text, 0.85, "met", f"{name}/a shortage, a deadline or a contact")
