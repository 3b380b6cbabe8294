"""What a question is after, by its wording alone: who decides, what follows, how much. Serves detectors and concepts."""

from __future__ import annotations

import re

_AGREES = (
    r"(?:decides?|signs?|approves?|agrees?|buys?|pays?|sign(?:s|ing)? (?:off|it|this)|sign off|say yes|says yes|say so|have a say|has a say|"
    r"involved|in the room|on board|be there|be asked|convinced?|persuaded?|look at it|weigh in|won over|give the (?:go|nod|green light)|"
    r"be (?:happy|fine|okay|comfortable) with|like it|see it|join|care|vote|budget|final word|last word)"
)
_DECISION = re.compile(
    rf"\bwho(?:se|m)?\b.*\b{_AGREES}\b|\bwho else\b|\bwhose (?:budget|decision|signature|call|money|table|desk)\b|"
    r"\bwho (?:holds|controls|owns|keeps|has) (?:the )?(?:budget|purse|money|pen)\b|\bapart from you\b.*\bwho\b|\bwho (?:apart from|besides|other than|beside) you\b|"
    r"\bhow (?:do|does|did|is|are|would|will|can)\b.*\b(?:decided?|decisions?|approved?|approval|purchas\w*|bought|signed off|get(?:s)? (?:through|signed|approved))\b|"
    r"\b(?:decision|buying|approval|purchasing|procurement) (?:process|steps?|path|route|maker|makers)\b|\bwhat (?:steps|process|has to happen before)\b.*\b(?:sign|decid|approv|yes|order|go ahead)\w*|"
    r"\b(?:by|until) when\b|\bwhen (?:do|does|would|will|must|is|are|should|could|can)\b.*\b(?:decid\w*|decision|sign|approv\w*|in place|go live|live|board|deadline|budget|committee|meet about)\b|"
    r"\bwhat (?:date|deadline|timeline|time frame)\b|\bhow soon\b.*\b(?:decid\w*|need|start|in place|want)\b|"
    r"\b(?:is|are) (?:there )?(?:anyone|anybody|someone|somebody|other people)\b.*\b(?:agree|say|approve|decide|ask|involve\w*|speak to|talk to|look at|convince|sign)\b|"
    r"\b(?:does|do|will|would) (?:your|the|a)\b.*\b(?:need to|have to|want to) (?:approve|agree|sign|see|decide|look)\b|"
    r"\bare you the (?:one|person)\b.*\b(?:decid|sign|approv)\w*|\b(?:can|do) you (?:decide|sign|approve)\b|\bis (?:it|that|this) your (?:decision|call)\b"
)
_CONSEQUENCE = re.compile(
    r"\bwhat (?:happens|happened|would happen|will happen)\b|\bwhat (?:do|does|did|would|will|has|could|is|are) .*\b(?:cost|mean (?:for|to)|do to|cause|lead to|lose|losing|lost)\b|"
    r"\bhow (?:much|many)\b.*\b(?:cost|costs|lose|losing|lost|goes? (?:to waste|missing)|waste)\b|\bhow (?:do|does|did|would|is) .*\b(?:affect|affected|hit|impact|hurt|show up|felt|change things)\b|"
    r"\bwhat (?:follows|comes of|comes out of|came of|gets (?:left|lost|dropped)|is left undone|suffers|goes wrong|breaks|slips)\b|"
    r"\bwhat (?:is|are|was|were) the (?:effects?|impact|consequences?|results?|damage|knock on|fallout)\b|\bwho (?:suffers|feels|pays for|carries|bears)\b|"
    r"\bhow (?:bad|costly|expensive|painful|serious) (?:is|was|does|do)\b|\bwhat (?:can|do) (?:you|they) not (?:do|get)\b|\bwhich (?:work|project|projects|orders?|customers?) .*\b(?:wait|waits|waiting|left|lost|lose|suffers?)\b|"
    r"\bwhat does (?:that|it|this) do (?:to|for|with)\b|\bwhat effect\b|\bwhat (?:would|will|does) (?:it|that|this) (?:mean|change)\b"
)
_NUMBER = re.compile(
    r"\bhow (?:much|many|often|long|big|large|high|far)\b|\bwhat (?:does|do|did|would|is|was|has) .*\bcost\b|\bwhat percentage\b|"
    r"\bwhat (?:share|number|figure|amount|volume)\b|\bput a (?:number|figure) on\b|\bin (?:euros|dollars|pounds|hours|figures)\b"
)


def asks_decision(plain: str) -> bool:
    """Of a question: whether it asks who decides, how, or by when."""
    return bool(_DECISION.search(plain))


def asks_consequence(plain: str) -> bool:
    """Of a question: whether it asks what a problem causes, costs or leads to."""
    return bool(_CONSEQUENCE.search(plain))


def asks_number(plain: str) -> bool:
    """Of a question: whether it asks how much, many, often or long."""
    return bool(_NUMBER.search(plain))


def acts_of(plain: str, question: str) -> frozenset[str]:
    """What a clause is after; empty for a statement."""
    if not question:
        return frozenset()
    tests = {"decision": asks_decision, "consequence": asks_consequence, "number": asks_number}
    return frozenset(name for name, asks in tests.items() if asks(plain))
