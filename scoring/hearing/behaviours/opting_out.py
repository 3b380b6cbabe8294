"""A customer who asks to be left alone, and what the rep does then."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache

from scoring.hearing.behaviours.view import ReplyView, hit
from scoring.hearing.clauses import Clause
from scoring.hearing.signals import Heard
from scoring.hearing.text import spelled

_CONTACT = r"(?:call|ring|phone|contact|mail|email|e mail|write|message|text|follow up|disturb)"
_OPENS = r"^(?:(?:and|please|kindly|just|so|no|look|listen|enough|now|then|sir|hey|oh|for god's sake|i said|i say|again|once more|thank you|thanks|not interested|both of you|you people)[, ]*)*"
_ASKED = re.compile(
    _OPENS
    + r"(?:stop|quit|cease) (?:all )?(?:this |the |these |your |with (?:the|these|your) )?(?:calls?|mails?|emails?|messages?|calling|ringing|phoning|contacting|"
    r"mailing|emailing|texting|writing (?:to )?(?:me|us)|messaging|bothering|pestering|spamming|harassing|pushing|sending)\b|"
    r"\b(?:asked|told|want|asking|telling) (?:you|your \w+|them|the last one)\b.{0,30}\b(?:to stop|to take|to remove|no more|never to|not to (?:call|ring|phone|contact|write|mail))\b|"
    r"\b(?:asked|told) (?:you|your \w+|them) (?:\w+ ){0,2}(?:not to|to leave)\b|"
    rf"\b(?:do not|never) (?:you dare |you ever |ever |even )?{_CONTACT}\b(?! (?:it|this|that|him|her|them)\b)"
    rf".*\b(?:again|any ?more|any longer|ever)\b|{_OPENS}(?:do not|never) (?:ever )?{_CONTACT}(?: (?:me|us|here|this number|my \w+))?(?: again| any ?more| please)?$|"
    r"\b(?:take|get|cross|strike|scratch|keep) (?:me|us|him|her|my \w+|our \w+|this (?:number|one|line)|the (?:number|name)|that (?:number|name))"
    r" (?:off|out of)(?: (?:your|the|that|this|all) \w+|$| (?:please|now|right|then|it)\b)|"
    r"\b(?:strike|remove|delete|wipe|erase) \w+.{0,20} from (?:your|the)\b|"
    rf"(?:{_OPENS}|\b(?:please |and ))(?:remove|unsubscribe|delete|wipe|erase)(?: (?:me|us|my|our|this number|the number|that number|it)\b|$)|\bunsubscribe me\b|^unsubscribe|"
    r"\bdo not call list\b|\brobinson list\b|\bopt(?:ed|ing)? out\b|\boff (?:your|the) lists?\b|\bnot to be (?:called|contacted)\b|"
    r"\bno (?:more|further) (?:calls?|e ?mails?|mails?|contact|messages?|letters?|visits?)\b|\b(?:leave|let) (?:me|us) (?:alone\b|be$|in peace\b)|"
    r"\bleft (?:alone|in peace)\b|\bnever (?:ring|call|contact) (?:me|us|here|this)\b|"
    r"\bif you (?:call|ring|phone|write) (?:me |us |here )?again\b|\bwant (?:you to stop|no more (?:calls?|mails?|emails?|contact)|nothing more from you)\b|"
    r"\bdo not want (?:any (?:more|further)|to hear)\b.*\b(?:calls?|contact|mails?|messages?|from you (?:again|any ?more))\b"
)
_SENTENCE = re.compile(r"(?<=[.!?])\s+")
_WHEN_ONLY = re.compile(
    r"\bdo not (?:call|ring|phone|write)(?: me| us)? (?:on|before|after|at|until|during|it|a|i|between)\b"
)
"""`Don't call me on Fridays` asks for another time, not for an end."""
_STRIKES = r"(?:remov\w+|delet\w+|wip\w+|eras\w+|struck|strik\w+|cross\w+|scratch\w+|block\w+|unsubscrib\w+|clear\w+|clos\w+|tak\w+|took|put\w*|mark\w*|stop\w*|not(?:e|ed|ing))"
_OF_IT = r"(?:both |all )?(?:you|your|it|this|that|the|my|our|name|number|a|an|everything|them|him|her)"
_DONE = re.compile(
    rf"\b(?:i|we) (?:(?:am|are|have|will|shall|did|do|can) )?(?:just |now |hereby |also |already |immediately |gladly )*{_STRIKES} {_OF_IT}\b(?!.*\b(?:through|diary|down for|call|visit|meeting|offer)\b)|"
    r"\b(?:number|name|address|data|details|entry|record|file|company|card|everything|you|it|that|they|line|depot|shop) (?:is|are|was|comes?|goes|go|will be|has been|"
    r"have been|gets?) (?:\w+ ){0,4}?(?:off|out|gone|removed|deleted|wiped|struck|blocked|erased|cleared|closed|done|noted|marked)\b|"
    r"\b(?:nobody|no one|none of us|not one of us) (?:here |else |from here |in the \w+ )?(?:will |is going to |calls?|rings?|tries|contacts?|writes?|bothers?)|"
    r"\b(?:i|we|they|it) (?:will|shall|are|am) (?:not|never) (?:be )?(?:call\w*|ring\w*|writ\w*|contact\w*|bother\w*|phon\w*|mail\w*|disturb\w*)\b|\bnever (?:call|ring|contact|write)\b|"
    r"\byou (?:will|shall) (?:not|never) (?:hear|be|get)\b|\b(?:is|was|be|makes? it) (?:the|my|our) last (?:call|message|msg|mail|email|time|one|letter)\b|\blast (?:call|message|msg|mail) from (?:us|me)\b|"
    r"\bno (?:more|further|other|follow up|new) ?(?:calls?|mails?|emails?|messages?|letters?|contact|visits?)?\b(?!.*\bbut\b)|\bthere will not be (?:any|another)\b|"
    r"^(?:(?:ok|okay|right|understood|sure|of course|sorry|you are|yes|fine|done|all right)[ ,]*)*(?:removed|deleted|stopped|gone|off|wiped|struck off|taken off|out|unsubscribed|done)\b|"
    r"\b(?:out|off|gone|blocked|deleted|removed|wiped) (?:for good|as of now|as of today|from today|today|already|right now|just now|straight away|this minute)\b|"
    r"\bi (?:have |will |am )?(?:stop\w*|hang\w* up|go(?:ing)?|leav\w+ (?:you|it) (?:alone|there|in peace|at that))\b|\bconsider it (?:done|gone)\b|"
    r"\b(?:do not|no) (?:call|contact) (?:list|note|flag|mark)\b|\bcomes? off\b|\bgoes? on (?:our|the) (?:own )?(?:block|do not)\b"
)
_SELLS = re.compile(
    r"\b(?:but|anyway|before (?:i|you|that|we)|just (?:one|two|a|give|sixty|listen)|only (?:one|two|a)|one (?:last|more|quick)|let me|let us|give me|you have not|"
    r"try you|i will (?:try|call|ring|send|get back|leave you in peace until)|send (?:you|the|a)|offer|price|deal|discount|our|ours|we (?:are|have|do|can|offer|help|save)|"
    r"you will (?:change|regret|see|thank)|they will|your (?:in house|supplier|vendor|lawyer)|nobody in the|save)\b"
)
_ABOUT_IT = re.compile(r"\b(?:number|address|list|name|remove|delete|off|which|spell|confirm|sorry|apolog\w+)\b")


@lru_cache(maxsize=256)
def asked_to_stop(line: str) -> bool:
    """Whether a customer's line asks for an end of all contact. (Kept: several behaviours ask it of the same line.)"""
    lines = [spelled(part) for part in _SENTENCE.split(line)]
    return any(_ASKED.search(line) and not _WHEN_ONLY.search(line) for line in lines)


def _confirms(clause: Clause) -> bool:
    return not clause.question and not clause.hypothetical and bool(_DONE.search(clause.plain))


def opt_out_respected(view: ReplyView) -> Iterator[Heard]:
    """Says that it is done, or that there will be no other call."""
    if not view.clauses or not asked_to_stop(view.context):
        return
    for clause in view.clauses:
        if _confirms(clause):
            yield hit("opt_out_respected", "confirms it", clause)


def ignores_opt_out(view: ReplyView) -> Iterator[Heard]:
    """Asks, offers or argues on, and confirms nothing."""
    if not view.clauses or not asked_to_stop(view.context) or any(_confirms(clause) for clause in view.clauses):
        return
    for clause in view.clauses:
        if (clause.question and not _ABOUT_IT.search(clause.plain)) or (
            not clause.question and _SELLS.search(clause.plain)
        ):
            yield hit("ignores_opt_out", "goes on after a clear request to stop", clause)
            return
