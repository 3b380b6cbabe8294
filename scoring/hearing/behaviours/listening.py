"""Whether the rep took up what the customer said."""

from __future__ import annotations

import re
from collections.abc import Iterator

from scoring.hearing.behaviours.view import NUMBER_WORDS, ReplyView, figures, hit, matching
from scoring.hearing.clauses import Clause
from scoring.hearing.signals import Heard
from scoring.hearing.text import FUNCTION_WORDS

_FORMULA = re.compile(
    r"^(?:and |so |well |okay |ok |yes |oh |right )*(?:i (?:do |can |really |totally |completely |fully |absolutely |certainly |"
    r"definitely |hear )*(?:understand|hear you|get (?:it|that|you)|hear that|see|appreciate (?:it|that|your \w+)|understand that|"
    r"hear what you are saying|see where you are coming from|understand your \w+|understand you|"
    r"really appreciate you sharing that|appreciate you sharing that|completely understand your concern)"
    r"|that (?:makes sense|is (?:a )?(?:great|good|fair|valid|understandable) ?(?:question|point|concern)?)|makes sense|"
    r"(?:that is )?understandable|we take (?:this|that|it) (?:very )?seriously|thank you for (?:your|the) (?:feedback|honesty|patience)|"
    r"i know (?:exactly )?how you feel|(?:totally|completely|absolutely|of course|no problem|got it|fair enough|i totally get that|understood))"
    r"(?: and i understand your frustration| and i understand| but)?$"
)
_TAKES_UP = re.compile(
    r"\b(?:i can see (?:why|how|that)|i see (?:why|how)|you are right|fair|that was quick|i was (?:too )?(?:quick|defending|selling|pitching)|"
    r"i went on|i talked too|i can (?:imagine|hear|tell) (?:why|that|how|you)|it sounds (?:like|as if|as though)|sounds like|"
    r"it makes sense that|no wonder|i would (?:hesitate|be careful|feel|want|think) (?:too|the same)|in your place|"
    r"i understand (?:that|why|how) (?:you|it|this|the|a)|that must|that can not|must have been|"
    r"you (?:have|had) (?:a lot|enough|every)|you do not know me|you did not expect|you were not expecting)\b"
)
_FEELING = re.compile(
    r"\b(?:frustrat\w+|annoy\w+|angry|worr\w+|afraid|fear\w*|nervous|stress\w*|tired|exhaust\w+|hard|tough|difficult|painful|"
    r"embarrass\w+|awkward|uncomfortable|unfair|pressure|let down|disappoint\w+|overwhelm\w+|upset|scared|burned|burnt|"
    r"carried the blame|on your (?:shoulders|plate|desk|name)|keeps? you up|put your name)\b"
)
EVERYDAY = frozenset(
    """think time like need want know show really realli look thing good get go make take say said tell work use day
    week right help come great lot sure talk give mean call see find ask let keep start way back time today""".split()  # noqa: SIM905
)
"""Stems that two people share by chance: a question with one of them is not yet about this customer."""
_OWN_VIEW = re.compile(r"^(?:and |so |but |then )*(?:i|we|my|our|let us|let me)\b")
_PLAYS_BACK = re.compile(
    r"^(?:and |okay |ok |right |well )*(?:so|in other words|if i (?:understand|hear|got)|what i (?:hear|am hearing|heard)|let me (?:sum|play|repeat|see if)|"
    r"to sum up|you (?:said|told|mentioned|are saying|have|had|lose|lost|pay|spend|need|want|find|get|run|do)|your|"
    r"that means|then|fair)\b"
)


def stock_phrase(view: ReplyView) -> Iterator[Heard]:
    for clause in view.clauses:
        if not clause.question and _FORMULA.match(clause.plain) and len(view.shared(clause)) < 2:
            yield hit("stock_phrase", "formula", clause)


def _formula(clause: Clause) -> bool:
    return bool(_FORMULA.match(clause.plain))


def acknowledge(view: ReplyView) -> Iterator[Heard]:
    """Concrete words that take up what was said, before anything else; a bare formula is none."""
    for clause in view.clauses[:3]:
        if _formula(clause) or (clause.question and not _TAKES_UP.search(clause.plain)):
            continue
        if _TAKES_UP.search(clause.plain) and not clause.attributed:
            yield hit("acknowledge", "takes it up", clause)
        elif _PLAYS_BACK.match(clause.plain) and len(view.shared(clause)) >= 2:
            yield hit("acknowledge", "plays it back", clause, strength=0.75)
        elif re.match(r"^we failed you|^you (?:were|have been) let down", clause.plain):
            yield hit("acknowledge", "owns it", clause)


def reflect(view: ReplyView) -> Iterator[Heard]:
    """The customer's concern or fact, said back as a statement in other words."""
    for clause in view.clauses:
        if (
            clause.question
            or _formula(clause)
            or (_OWN_VIEW.match(clause.plain) and not _TAKES_UP.search(clause.plain))
        ):
            continue
        shared = view.shared(clause)
        said_back = bool(_PLAYS_BACK.match(clause.plain) or _TAKES_UP.search(clause.plain))
        if said_back and len(shared) >= 2:
            yield hit("reflect", "says it back", clause)
        elif said_back and (shared or _FEELING.search(clause.plain)):
            yield hit("reflect", "says it back, loosely", clause, strength=0.5, state="unsure")


def empathise(view: ReplyView) -> Iterator[Heard]:
    for clause in view.clauses:
        if _formula(clause) or clause.question == "open":
            continue
        about_you = re.search(r"\b(?:you|your|that|it|this|anyone|anybody)\b", clause.plain)
        if _FEELING.search(clause.plain) and about_you and not _OWN_VIEW.match(clause.plain) and not clause.negated:
            yield hit("empathise", "names the load", clause, strength=0.75)
        elif re.search(
            r"\bi can see why\b.*\b(?:you|anyone|lot|hard)\b|\bno wonder\b|\bin your place i\b", clause.plain
        ):
            yield hit("empathise", "says why it makes sense", clause)


def summarise(view: ReplyView) -> Iterator[Heard]:
    """Two or more things that the customer told, played back in one breath; one point said again is none."""
    for clause in view.clauses:
        sums = bool(_SUMS_UP.match(clause.plain))
        if clause.question == "open" or _formula(clause) or (_FIRST_PERSON.search(clause.plain) and not sums):
            continue
        shared = view.shared(clause) - EVERYDAY
        points = len(shared) + len(figures(clause.text) & view.told_figures)
        several = clause.text.count(",") + len(_JOINTS.findall(clause.plain))
        opens = _SO.match(clause.plain)
        least = 2 if opens else 3 if sums or _PLAYS_BACK.match(clause.plain) else 4
        if several and points >= least:
            yield hit("summarise", "plays back " + ", ".join(sorted(shared)[:4]), clause)


_SUMS_UP = re.compile(
    r"^(?:and |okay |ok |right |well |so |then )*(?:if i|let me|what i|to sum|in short|i (?:have|heard|understand|wrote|noted)\b)"
)
_SO = re.compile(r"^(?:and |okay |ok |right |well )*so\b")
_JOINTS = re.compile(r"\b(?:and|so|plus|then|because|which|but)\b")


def plays_back_number(view: ReplyView) -> Iterator[Heard]:
    for clause in view.clauses:
        shared = figures(clause.text) & view.told_figures
        digits = {figure for figure in shared if figure not in NUMBER_WORDS and len(figure) >= 2}
        words = len(shared & NUMBER_WORDS)
        if (digits or words >= 2) and clause.question != "open":
            yield hit("plays_back_number", "their figure", clause)


_FIRST_PERSON = re.compile(r"\b(?:i|we|us|our|ours|my|me)\b")
_REPLIES = re.compile(r"(?:yes|no|yeah|nope|correct|exactly)\b")
"""An answer to what was asked: it may use the asker's words."""
MOSTLY = 0.75
"""The share of a clause's meaning words that the customer used, for it to be theirs and not the rep's."""


def plays_back(plain: str) -> bool:
    """Whether a clause opens as one does that says back what was heard: `so`, `you said`, `in other words`."""
    return bool(_PLAYS_BACK.match(plain))


def said_back(view: ReplyView, clause: Clause) -> bool:
    """Whether a statement says the customer's words back, and nothing of the rep's own beside them."""
    if clause.question or _FIRST_PERSON.search(clause.plain) or _REPLIES.match(clause.plain):
        return False
    shared = view.shared(clause)
    if len(shared) >= 2 and len(shared) >= MOSTLY * len(clause.stems):
        return True
    return any(h.span == clause.span for h in summarise(view))


def courtesy(clause: Clause) -> bool:
    """Whether a clause greets, thanks or takes leave, and does nothing else."""
    rest, found = _SMALL_TALK.subn(" ", clause.plain)
    rest, more = _THANKS.subn(" ", rest)
    if clause.question and _ASKED.search(rest):
        return False
    return bool(found or more) and sum(w not in _IDLE for w in rest.split()) < 2


_IDLE = FUNCTION_WORDS | {"today", "morning", "afternoon", "evening", "much", "again", "mr", "mrs", "ms"}
_ASKED = re.compile(r"\b(?:what|which|who|whose|when|where|why|how)\b")
_THANKS = re.compile(r"\b(?:thank you|thanks|cheers|much appreciated|appreciate (?:it|that|your time))\b")
_SMALL_TALK = re.compile(
    r"^(?:hi|hello|hey|good (?:morning|afternoon|evening|day)|morning|afternoon)\b|\bhow are you\b|\bhow is it going\b|"
    r"\bhow have you been\b|\bnice to (?:meet|see|talk)\b|\bgood to (?:see|meet|talk|hear)\b|\b(?:weather|weekend|holiday)\b|"
    r"\bhope you (?:are|had)\b|\bhave a (?:nice|good|great)\b|^(?:bye|goodbye|see you)\b"
)


def thanks(view: ReplyView) -> Iterator[Heard]:
    yield from matching("thanks", "thanks", _THANKS, view)


def small_talk(view: ReplyView) -> Iterator[Heard]:
    yield from matching("small_talk", "small talk", _SMALL_TALK, view, negated=True)


_LEGITIMATE = re.compile(
    r"\b(?:any(?:one|body)|every(?:one|body)|most (?:people|firms|buyers|customers)|lots of people|any \w+|a good \w+) (?:would|in your (?:place|seat|shoes|chair)|"
    r"who|with your)\b|\b(?:you|it) (?:would be|are|is) (?:right|reasonable|sensible|wise|natural|only natural) to\b|\bi would (?:ask|want|be|feel|hesitate|wonder|worry|check|think)\b"
    r".*\b(?:too|as well|in your|if i were|the same)\b|\b(?:makes sense|understandable|reasonable|fair)\b.*\b(?:because|given|after|when|with|since)\b"
)


def legitimises(view: ReplyView) -> Iterator[Heard]:
    """Says that a concern is reasonable, and why."""
    for clause in view.clauses:
        if not clause.question and not clause.attributed and _LEGITIMATE.search(clause.plain):
            yield hit("legitimises", "says why it is reasonable", clause)


_ASSENT = re.compile(
    r"^(?:and |well |okay |ok |yes |yeah |oh |right |sure )*(?:i (?:totally |completely |fully |do |can |really )*(?:understand|hear you|get (?:it|that|you)|see|appreciate|agree|respect)"
    r"|(?:that is )?(?:fair|true|understood|understandable|right|okay|sure|fine|great|makes sense)|sorry|no offen[cs]e|with (?:all due )?respect)\b.{0,60}?\bbut\b"
)


def formula_but(view: ReplyView) -> Iterator[Heard]:
    """A nod of assent and then `but`: in one clause, or a formula with the `but` behind it."""
    for clause in view.clauses:
        after = view.clauses[clause.index + 1].plain if clause.index + 1 < len(view.clauses) else ""
        formula = _formula(clause) and (clause.plain.endswith(" but") or after.startswith("but "))
        if not clause.question and (formula or (_ASSENT.search(clause.plain) and len(view.shared(clause)) < 2)):
            yield hit("formula_but", "assent, then but", clause)
