"""What is asked, and how."""

from __future__ import annotations

import re
from collections.abc import Iterator

from scoring.hearing.acts import asks_consequence, asks_decision, asks_number
from scoring.hearing.behaviours.listening import EVERYDAY, courtesy, plays_back
from scoring.hearing.behaviours.view import ReplyView, figures, hit, matching
from scoring.hearing.clauses import Clause
from scoring.hearing.signals import Heard

_LEADING = re.compile(
    r"\b(?:would not you|do not you|is not it|are not you|surely|obviously|you (?:do|would) want|who would not|"
    r"would you not agree|you would agree|do you not think|(?:does|is|would) not (?:that|this|it) (?:sound|look|seem|feel|be|a|an|just|great))\b"
)
_CORNERS = re.compile(
    r"\b(?:what (?:else )?is (?:there )?(?:left|still) to (?:think|talk|discuss|decide|know)|what is there (?:left )?to (?:think|lose|discuss)|"
    r"how much (?:more|longer) (?:thinking|time|convincing|do you)|(?:what|who) is (?:stopping|holding) (?:you|us)|"
    r"what (?:figure|number|price|discount) (?:do|would) (?:i|we) (?:have to|need to) (?:hit|give|do)|"
    r"what (?:would|will|does) it take to (?:get|sign|close|win)|how would you know|why would you (?:let|not|want to (?:wait|lose|keep)))\b"
)
"""Asked to corner, not to learn: it says what the answer ought to be."""
_CHECK = re.compile(
    r"\b(?:did i (?:get|understand|hear|catch) (?:that|it|this|you)|have i (?:got|understood)|is that (?:right|correct|fair|so|how|about)|"
    r"does (?:that|this) (?:sound|make sense|match|help|answer|fit|work|cover|sit|seem)|am i (?:right|hearing|reading)|"
    r"would that (?:help|work|be fair|do)|is (?:this|it) (?:right|fair) (?:so far|to say)|a fair way to put|"
    r"what did i (?:miss|leave out|forget)|anything i (?:missed|left out|got wrong)|correct me|tell me if i am wrong|"
    r"did i miss (?:anything|something)|how does that (?:sound|sit|land)|would you put it (?:that way|like that))\b"
)
_ALL_RIGHT = re.compile(
    r"\b(?:it|that|this) is (?:ok|okay|good|right|fine|fair)(?: (?:so|like that|(?:for|with|by) you))?$"
)
_TAG_CHECK = re.compile(r"\b(?:right|correct|is that it|is it not|yes)$")
_SELF_REVIEW = re.compile(
    r"\bhow (?:do|did|would) you (?:think|feel|rate|see|find|say|judge)\b.*\b(?:it|that|call|went|did|yourself|your)\b|"
    r"\bwhat (?:do|did|would) you (?:think|feel) (?:went|worked|you did|of (?:it|your|that)|about your)\b|"
    r"\bhow did (?:it|that|the call) (?:go|feel)\b|\bwhat (?:went well|would you do differently)\b"
)
_OPTIONS = re.compile(
    r"\bwhat (?:could|can|might|would) (?:you|we) (?:do|try|say|change|ask)\b|\bwhat else (?:could|can|might)\b|"
    r"\bwhat (?:are|do you see as) (?:the|your) options\b|\bhow (?:could|might|would) you (?:do|handle|approach|say|tackle)\b|"
    r"\bwhat ideas\b|\bwhat would you (?:try|suggest)\b"
)
_WH = re.compile(r"\b(?:what|which|who|whose|when|where|why|how)\b")
_PRAISES = re.compile(
    r"\b(?:is|does|would|are) not (?:that|this|it|they|these) (?:[a-z]+ ){0,3}?(?:great|good|nice|amazing|wonderful|fantastic|"
    r"lovely|brilliant|cheap|easy|helpful|useful|worth)\b|\byou (?:will|would) (?:love|like) it\b"
)


def never(name: str, clause: Clause) -> bool:
    """What grammar rules out, however a clause is weighed: a question tied to somebody's words asks, and does not
    corner; whether something was right is not asked by praising it (`isn't that great?`)."""
    if name == "tied_question":
        asks = clause.question or clause.asks or _WH.search(clause.plain)
        return not asks or bool(_CORNERS.search(clause.plain)) or clause.plain.endswith(("to know", "to ask"))
    return name == "check_back" and bool(_PRAISES.search(clause.plain))


def open_question(view: ReplyView) -> Iterator[Heard]:
    """`How are you today?` is a greeting."""
    for clause in view.clauses:
        if clause.question == "open" and not courtesy(clause):
            yield hit("open_question", "grammar", clause)


def closed_question(view: ReplyView) -> Iterator[Heard]:
    for clause in view.clauses:
        if clause.question == "closed" and not courtesy(clause):
            yield hit("closed_question", "grammar", clause)


def tied_question(view: ReplyView) -> Iterator[Heard]:
    """An open question with a word of the customer's in it, or one that follows their words in the same reply."""
    tied = False
    for clause in view.clauses:
        if _CORNERS.search(clause.plain):
            continue
        shared = view.shared(clause) - EVERYDAY
        if clause.question == "open" and (shared or tied):
            yield hit(
                "tied_question", "shares " + ", ".join(sorted(shared)) if shared else "follows their words", clause
            )
        tied = tied or (not clause.question and len(shared) >= 2)


def number_question(view: ReplyView) -> Iterator[Heard]:
    for clause in view.clauses:
        if clause.question and asks_number(clause.plain):
            yield hit("number_question", "asks a size", clause)


def consequence_question(view: ReplyView) -> Iterator[Heard]:
    for clause in view.clauses:
        if clause.question and asks_consequence(clause.plain):
            yield hit("consequence_question", "asks what follows", clause)


def decision_question(view: ReplyView) -> Iterator[Heard]:
    for clause in view.clauses:
        if clause.question and asks_decision(clause.plain):
            yield hit("decision_question", "asks who, how or by when", clause)


def leading_question(view: ReplyView) -> Iterator[Heard]:
    for clause in view.clauses:
        if (clause.question or clause.asks) and (_LEADING.search(clause.plain) or _CORNERS.search(clause.plain)):
            yield hit("leading_question", "carries its answer", clause)


def check_back(view: ReplyView) -> Iterator[Heard]:
    """Whether what was understood or answered is right; a tag (`…, right?`) only behind what the customer told."""
    yield from matching("check_back", "asks whether it was right", _CHECK, view, negated=True)
    for clause in view.clauses:
        if clause.asks and _ALL_RIGHT.search(clause.plain) and not _CHECK.search(clause.plain):
            yield hit("check_back", "asks whether it is all right", clause)
            continue
        theirs = plays_back(clause.plain) or figures(clause.text) & view.told_figures
        if clause.asks and theirs and _TAG_CHECK.search(clause.plain) and not _CHECK.search(clause.plain):
            yield hit("check_back", "tag", clause, strength=0.6)


def self_review(view: ReplyView) -> Iterator[Heard]:
    for clause in view.clauses:
        if clause.question and _SELF_REVIEW.search(clause.plain):
            yield hit("self_review", "asks for the own view", clause)


def ask_options(view: ReplyView) -> Iterator[Heard]:
    for clause in view.clauses:
        if clause.question and _OPTIONS.search(clause.plain):
            yield hit("ask_options", "asks for ideas", clause)
