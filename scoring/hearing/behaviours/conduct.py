"""How the rep treats the customer, other people, and a rep they coach."""

from __future__ import annotations

import re
from collections.abc import Iterator

from scoring.hearing.behaviours.view import ReplyView, hit, matching
from scoring.hearing.signals import Heard

_PUSHY = re.compile(
    r"\byou (?:need|have|must|should) (?:to )?(?:decide|sign|act|buy|commit|hurry|hear|see) ?(?:this|now|today|it|that)?\b|(?<!not have to )(?<!not need to )(?<!need not )\b(?:decide|sign) (?:now|today|right now)\b|"
    r"\b(?:you would|you will|you are|would be|you) (?:be )?(?:crazy|mad|stupid|silly|a fool|foolish)\b|\blast chance\b|\bnow or never\b|"
    r"\bwhat (?:is|are) you waiting\b|\bwhat is stopping you\b|\bi (?:am not|will not) (?:going|leav|hang|tak|accept)\w*\b.*\b(?:no|until)\b|"
    r"\bi will not take no\b|\bjust (?:sign|say yes)\b|\byou will regret\b|\btime is running out\b|\bbefore it is too late\b|"
    r"\bdo not you want to\b|\byou can not afford not\b|\bwhy not (?:now|today)\b|\bi (?:would )?rather show you now\b|\bjust give me\b|\byou do not have a choice\b|"
    r"\bi insist\b|\bcome on\b.*\b(?:sign|just|decide)\b"
)
_LEADS = r"^(?:(?:but|and|so|now|then|just|come on|ok|okay|please|quick|well|sure|no|anyway|look|only|first|kindly|let us) )*"
_CORNERED = r"\bwhat (?:is|else is) (?:there |left |there left )*to (?:think|lose|consider|discuss)\b|\bwhat have you got to lose\b|\bwhat (?:is|are you) (?:simply )?(?:stopping you|waiting for)\b|\bwhy (?:wait|put off|not now|not today)\b"
_CORNERS = re.compile(_CORNERED)
_PRESSES = re.compile(
    "|".join(
        [
            _LEADS
            + r"(?:sign|decide|renew|jump|book now|say yes|confirm|fetch|skip him|put (?:me|us) (?:down|through|first)|grab a pen|listen and|now listen)\b(?! (?:off|up to|for example))",
            r"\b(?:just|only|simply|then) (?:sign|say yes|nod)\b(?! (?:off|if))",
            r"(?<!say )(?<!says )(?<!said )(?<!with )(?<!get )\byes or (?:a )?no$|\bdeal or no deal\b|\b(?:are|is) (?:you|u) (?:in or|signing|doing this today)|\bu in or\b|\bare we doing this\b",
            r"\b(?:i|we) (?:need|want|expect) (?:your|an?|the|it|that|you|this one) ?(?:small |real )?(?:yes|answer|signature|order|po|decision|on \w+|in the next|by|now|explanation|before)\b",
            r"\b(?:prices?|offer|deal|discount|scheme)\b.*\b(?:goes? up|go up|is gone|are gone|gone|ends|expires?|closing|closes|dies|explodes|only valid|vanish\w*|at midnight|until (?:friday|tonight))\b",
            r"\bhold(?:ing)? (?:the|this|that) (?:price|slot|chair|rate)\b|\bexpires? (?:at|tonight|today|on)\b|\blast (?:one|two) (?:left|at)\b",
            r"\bif you (?:sign|decide|say yes|order|pay|commit) (?:\w+ )?(?:today|now|by|this|before|tonight)\b|\bif you do not do it now\b",
            _LEADS + r"(?:better still )?give me (?:your|his|her|the name|the number|a yes|that one|someone)\b",
            r"\b(?:i am|i will|i have|let me|can i) (?:just )?(?:book|put|lock|pencil)(?:ing|ting|ling|ed)? (?:you|u) (?:in|down)\b(?! touch)|\bget (?:you|u) (?:signed|onboarded|started (?:now|today|before))\b",
            _CORNERED,
            r"\b(?:do not|dont) (?:over ?think|hang up|think about it)\b|\bhear me out\b|\blet me finish\b|\bi am not (?:leaving|hanging)\b|\bwhether you like it\b|\btake no for\b",
            r"\b(?:i will|i could|i can|i) (?:just )?(?:ring|call|talk to|go to|speak to|phone) (?:him|her|them|your [\w ]{2,20}|[a-z]+) (?:myself|direct(?:ly)?|straight)\b",
            r"\btoday or (?:today|tomorrow)\b|\bnow or (?:later|never)\b",
            r"\byou (?:would|will) (?:regret|thank me|be glad|be thanking)\b|\byou (?:should be|ought to be) (?:buying|signing)\b|\bevery (?:day|week|month) you (?:wait|sit|hesitate)\b",
            r"\bget (?:him|her|them|your \w+) on the (?:line|phone)\b|\bstop (?:wasting|pretending|playing|stalling|worrying)\b|\byou are stalling\b",
            r"\bi (?:want|expect) you (?:on|to (?:sign|decide))\b|\bmake your mind up\b|\btime is up\b|\b(?:or|then) (?:i am|i will be) gone\b",
        ]
    )
)
"""Orders, ultimatums, deadlines, going over somebody's head; none of it where it is denied."""
_PRESSES_STILL = re.compile(
    r"leaving|hanging|hang up|think|whether|take no|yes or|stop|do not you|can not afford|do not have a choice|if you"
)
"""What presses although, or because, it has a `not` in it."""
_DISPARAGE = re.compile(
    r"\b(?:they|their|competitors?|other (?:vendors?|tools?|suppliers?)|the others?|that (?:tool|vendor|product|supplier)|your (?:current|old|present)? ?(?:tool|vendor|system|supplier|software|spreadsheet))\b"
    r".*\b(?:rubbish|garbage|terrible|awful|useless|joke|bad|worse|crap|outdated|old fashioned|never (?:deliver|work)|cheap|amateur\w*|dinosaur|a mess|dying|junk|stupid)\b"
)
_ABUSE = re.compile(
    r"\b(?:idiots?|moron\w*|stupid (?:woman|man|cow|bitch)|bitch\w*|bastards?|fuck\w*|shut up|asshole|arsehole|go to hell|screw you|retard\w*|"
    r"you people are all|women (?:can not|always)|sexy|darling|sweetheart|sugar)\b"
)
_IRRITATOR = re.compile(
    r"\b(?:generous|fair offer|be reasonable|reasonable offer|to be honest with you|trust me|with all due respect|very fair|"
    r"no brainer|do not be (?:like that|silly|coy|difficult|so \w+)|you would be (?:mad|crazy|stupid|silly|a fool)|"
    r"you are being (?:\w+ )?(?:short sighted|shortsighted|difficult|unreasonable|silly|unfair)|for heaven's sake|"
    r"best (?:\w+ ){1,2}you will (?:get|see|hear)|do not overthink)\b"
)
_HUMILIATES = re.compile(
    r"\b(?:pathetic|embarrassing|useless|hopeless|lazy|incompetent|what is wrong with you|a child could|even (?:jo|nina|alex|sam|chris)\b|"
    r"everyone else (?:can|manages)|why can not you be|you are not cut out|worst (?:rep|on the team)|or else)\b"
)
_JUDGEMENT = re.compile(
    r"\b(?:you (?:are|were|did|sounded) (?:too|not|bad\w*|poor\w*|weak|unprepared|careless|wrong|good|great)|that was (?:bad|poor|wrong|weak|not good|terrible|a mistake)|"
    r"your (?:call|close|numbers?|work|attitude) (?:is|are|was|were) (?:bad|poor|weak|not good enough|low)|you (?:always|never|should have|need to))\b"
)
_OBSERVATION = re.compile(
    r"\b(?:in (?:the|your|that|last|this) (?:call|deal|meeting|talk|role ?play|week)|when (?:he|she|they|the (?:buyer|customer))|on (?:monday|tuesday|wednesday|thursday|friday))\b.*\b(?:you|your)\b.*"
    r"\b(?:said|asked|offered|gave|wrote|answered|went|told|dropped|took|did|let|waited|moved|named)\b|\byou (?:said|wrote|answered|offered|asked|gave)\b"
)
_PRAISE = re.compile(
    r"\b(?:well done|good (?:job|work|call|question)|great (?:job|work|call|question)|nice (?:work|one)|i (?:liked|like) (?:how|that|the way)|that (?:worked|landed)|"
    r"you (?:did|handled|asked) .*(?:well|nicely)|was (?:strong|excellent|really good|spot on)|proud of)\b"
)


_SPLITS = re.compile(
    r"\b(?:split the difference|meet (?:you )?(?:half ?way|in the middle)|halfway between|go halves|somewhere in the middle)\b"
)
_ARGUES = re.compile(
    r"\b(?:that is (?:just |simply |plain )?(?:not true|wrong|nonsense|not right|not correct)|you are (?:wrong|mistaken|looking at (?:it|this) wrong|missing the point)|"
    r"i (?:disagree|beg to differ)|you have got (?:it|that) wrong)\b"
)
_ASSUMES = re.compile(
    r"\b(?:you (?:just|only|simply|clearly|obviously|really) (?:want|need|care|do not|think|are)|clearly you|obviously you|i know (?:what|why) you (?:really|actually)|"
    r"what you really (?:want|mean|need) is|you are (?:just|only|clearly|obviously) (?:afraid|scared|trying|looking))\b"
)
_CONTEMPT = re.compile(
    r"\b(?:are you (?:serious|kidding|for real)|how (?:cute|sweet|quaint)|good luck with that|welcome to the (?:21st|twenty first) century|"
    r"even a child|do i have to spell|congratulations on|brilliant idea)\b"
)
_GOAL = re.compile(
    r"\b(?:by|until|before) (?:the )?(?:mon|tues|wednes|thurs|fri)day\b|\b(?:by|until) (?:the )?(?:end of|\d|next|january|february|march|april|may|june|july|august|"
    r"september|october|november|december)|\b(?:in|over) the next (?:\w+ )?(?:calls?|weeks?|days?)\b"
)
_MEASURE = re.compile(r"\b(?:at least|one|two|three|four|five|six|eight|ten|twice|every|each|\d+|half|percent)\b")


def splits_difference(view: ReplyView) -> Iterator[Heard]:
    yield from matching("splits_difference", "meets in the middle", _SPLITS, view)


def argues(view: ReplyView) -> Iterator[Heard]:
    yield from matching("argues", "disputes what was said", _ARGUES, view, negated=True)


def assumes(view: ReplyView) -> Iterator[Heard]:
    for clause in view.clauses:
        if not clause.question and not clause.attributed and _ASSUMES.search(clause.plain):
            yield hit("assumes", "a motive that nobody gave", clause)


def contempt(view: ReplyView) -> Iterator[Heard]:
    yield from matching("contempt", "mocks", _CONTEMPT, view, negated=True)


def smart_goal(view: ReplyView) -> Iterator[Heard]:
    """One thing with a measure and a date."""
    for clause in view.clauses:
        rest = _GOAL.sub(" ", clause.plain)
        if not clause.question and not clause.negated and rest != clause.plain and _MEASURE.search(rest):
            yield hit("smart_goal", "a measure and a date", clause, strength=0.5, state="unsure")


def pushy(view: ReplyView) -> Iterator[Heard]:
    for clause in view.clauses:
        if clause.attributed or clause.reported:
            continue
        denied = clause.negated and not _PRESSES_STILL.search(clause.plain)
        if clause.question == "open":
            presses = bool(_CORNERS.search(clause.plain))
        else:
            presses = bool(_PUSHY.search(clause.plain) or (not denied and _PRESSES.search(clause.plain)))
        if presses:
            yield hit("pushy", "presses", clause)


def disparage(view: ReplyView) -> Iterator[Heard]:
    yield from matching("disparage", "runs others down", _DISPARAGE, view, negated=True)


def abuse(view: ReplyView) -> Iterator[Heard]:
    yield from matching("abuse", "insulting words", _ABUSE, view, negated=True)


def irritator(view: ReplyView) -> Iterator[Heard]:
    yield from matching("irritator", "words that grate", _IRRITATOR, view)


def humiliates(view: ReplyView) -> Iterator[Heard]:
    yield from matching("humiliates", "makes the other small", _HUMILIATES, view)


def judgement(view: ReplyView) -> Iterator[Heard]:
    for clause in view.clauses:
        if not clause.question and _JUDGEMENT.search(clause.plain):
            yield hit("judgement", "a verdict", clause)


def observation(view: ReplyView) -> Iterator[Heard]:
    for clause in view.clauses:
        if not clause.question and _OBSERVATION.search(clause.plain):
            yield hit("observation", "what was done or said", clause)


def praise(view: ReplyView) -> Iterator[Heard]:
    yield from matching("praise", "says that it was good", _PRAISE, view)
