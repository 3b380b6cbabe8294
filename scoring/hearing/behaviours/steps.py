"""What the rep asks for, offers and gives."""

from __future__ import annotations

import re
from collections.abc import Iterator

from scoring.hearing.behaviours.view import ReplyView, hit, matching
from scoring.hearing.clauses import Clause
from scoring.hearing.signals import Heard
from scoring.hearing.when import A_DAY, A_DAY_OR_HOUR, BEGINS_WITH_A_DAY, DAY_AND_HOUR

_ACTION = re.compile(
    r"\b(?:meet|meeting|call|ring|phone|talk|speak|see|visit|demo|go through|look at|review|sit down|join|show|send|bring|book|"
    r"schedule|set up|put (?:in|it)|start|run|plan|test|sign|minutes|half an hour|hour|slot|session|appointment|coffee|catch up|"
    r"come (?:by|over|back)|drop by|pencil|get together|try|work|suit|do)\b"
)
_ASKS = re.compile(
    r"\b(?:could|can|shall|should|would|will|may|let us|how about|what about|i (?:will|would|suggest|propose|can)|we (?:will|could|can|should)|"
    r"does|is|are you (?:free|around)|you (?:get|have|bring)|then)\b"
)
_TOGETHER = re.compile(r"\b(?:let us|shall we|could we|can we|should we|how about|what about)\b")
_US = re.compile(r"\b(?:me|us|you and i|both of us)\b")
_PAST = re.compile(r"\b(?:was|were|did|happened|had|went|last|yesterday|ago)\b")
_JOINT = re.compile(
    r"\b(?:you (?:bring|prepare|send me|ask|pick|choose|say|invite|get|have|show)|bring (?:your|along|the|whoever)|with (?:your|whoever|him|her)|"
    r"(?:together|both of you|the three of us)|could you (?:bring|prepare|send|ask|invite|pick)|can you (?:bring|prepare|send|ask|invite|pick)|"
    r"would you (?:bring|prepare|send|ask|invite|pick)|your (?:lead|boss|partner|board|team|colleague)[a-z ]* (?:join|sit|there|too))\b"
)
_VAGUE = re.compile(
    r"\b(?:i (?:will|can|would|shall)|let me|we (?:will|can)) (?:just )?(?:send|email|mail|forward|leave you|try you|put (?:that|it|this) (?:in|into)|follow up|be in touch|get back|reach out|"
    r"circle back|drop|check back|touch base|keep in touch|call you (?:some time|sometime|again|later|back)$)|"
    r"\b(?:just )?forward (?:her|him|them|it|my)\b|\blet me know\b|\bkeep in touch\b|\bget back to me\b|\bthink it over and\b|"
    r"\btalk soon\b|\bcall me (?:when|if)\b|\bsome ?time (?:soon|next|later)\b|\bsend (?:you|it|over) (?:some|the|a|an|our)?\b.*\b(?:email|brochure|information|info|slides|material|over)\b"
)
_OPEN_ASK = re.compile(
    r"\b(?:could|can|shall|should|would|may|let us|how about|i would (?:like|love) to|we (?:could|should)|are you open to|would you be open)\b"
    r".*\b(?:meet|meeting|talk|call|demo|show you|sit down|see you|visit|get together|next step|trial|pilot|sign|go ahead)\b"
)
_GIVES = re.compile(
    r"\b(?:(?:i|we) (?:can|could|will|would|am happy to|are happy to|might)|let me|what if (?:i|we)|fine|okay|happy to) .*?"
    r"(?:(?:take|make it) (?:another )?(?:[\w,.]+ ){0,3}(?:percent|%|thousand|hundred|euros|dollars|pounds|a bit|something|\d+) ?off|give you (?:a |an |another )?[\w% ]*(?:discount|off|percent|free)|knock [\w% ]*off|"
    r"(?:do|go|come) (?:down |another )?[\w% ]*(?:percent|%|off|lower|down)|lower the price|drop the price|reduce the price|waive|"
    r"throw in|for free|free of charge|at no (?:extra )?cost|extend (?:it|the trial)|match (?:their|that|the) (?:price|offer|quote)|meet you half ?way|"
    r"split the difference|cut the price|sharpen the price)|"
    r"\banother [\w]+ percent off\b|\b[\w]+ (?:percent|%) (?:off|discount)\b.*\b(?:if that helps|for you|no problem|today|fine|okay)\b|"
    r"^(?:fine|okay|ok|all right) (?:another )?[\w]+ percent\b"
)
_TRADE = re.compile(
    r"\bif (?!you (?:need|want|like|prefer|have to|ask me|wish|are (?:busy|unsure|not sure))\b)(?:you|we|your|they|both)\b.*\b(?:i|we) (?:can|could|will|would|may|look|am able|might)\b|"
    r"\b(?:i|we) (?:can|could|will|would)\b.*\bif (?:you|we|your)\b.*\b(?:sign|agree|commit|pay|take|move|start|bring|give|go|extend|"
    r"introduce|let|prepay|years?|months)\b|\bin (?:return|exchange)\b|\bagainst a (?:two|three|longer)\b|\bprovided (?:that )?you\b"
)


def _dated(clause: Clause) -> bool:
    return bool(A_DAY_OR_HOUR.search(clause.plain))


def _is_step(clause: Clause) -> bool:
    proposes = bool(re.search(r"\b(?:how|what) about\b", clause.plain))
    if clause.attributed or (clause.question == "open" and not proposes) or not _dated(clause):
        return False
    plain = clause.plain
    if _TOGETHER.search(plain) or (clause.asks and re.search(r"\b(?:we|i)\b", plain)):
        return True
    if clause.negated or _PAST.search(plain):
        return False
    short = len(clause.words) <= 6 and (clause.asks or clause.question == "closed") and bool(A_DAY.search(plain))
    agreed = (len(clause.words) <= 5 and bool(BEGINS_WITH_A_DAY.match(plain))) or (
        len(clause.words) <= 8 and bool(_US.search(plain)) and bool(DAY_AND_HOUR.search(plain))
    )
    return short or agreed or (bool(_ACTION.search(plain)) and (bool(_ASKS.search(plain)) or clause.asks))


def next_step(view: ReplyView) -> Iterator[Heard]:
    for clause in view.clauses:
        if _is_step(clause):
            yield hit("next_step", "an action with a day or a time", clause)


def joint_step(view: ReplyView) -> Iterator[Heard]:
    steps = [clause for clause in view.clauses if _is_step(clause)]
    for clause in view.clauses:
        near = any(abs(clause.index - step.index) <= 1 for step in steps)
        if near and _JOINT.search(clause.plain) and not clause.negated:
            yield hit("joint_step", "the customer has a part in it", clause)


def open_ask(view: ReplyView) -> Iterator[Heard]:
    for clause in view.clauses:
        if _OPEN_ASK.search(clause.plain) and not _dated(clause) and clause.question != "open" and not clause.negated:
            yield hit("open_ask", "an action without a day", clause)


def vague_follow_up(view: ReplyView) -> Iterator[Heard]:
    for clause in view.clauses:
        asks = any(other.question for other in view.clauses[clause.index :])
        if (
            _VAGUE.search(clause.plain)
            and not _dated(clause)
            and not clause.negated
            and not clause.question
            and not asks
        ):
            yield hit("vague_follow_up", "no day in it", clause)


def trade(view: ReplyView) -> Iterator[Heard]:
    yield from matching("trade", "if you, then we", _TRADE, view)


def give_away(view: ReplyView) -> Iterator[Heard]:
    for clause in view.clauses:
        if (
            _GIVES.search(clause.plain)
            and not clause.negated
            and not clause.attributed
            and not _TRADE.search(clause.plain)
        ):
            yield hit("give_away", "a concession for nothing", clause)


_SUPPORT = re.compile(
    r"\bi (?:will|can|am going to) (?:help|sit (?:in|with)|listen|join|prepare|practise|role ?play|support|be there|go through|"
    r"show you|set up|clear|take .* off|look at)\b"
)


def support(view: ReplyView) -> Iterator[Heard]:
    yield from matching("support", "what the speaker will do", _SUPPORT, view)
