"""What the rep states about what they sell, and how."""

from __future__ import annotations

import re
from collections.abc import Iterator

from scoring.hearing.behaviours.view import NUMBER_WORDS, ReplyView, figures, hit, matching
from scoring.hearing.clauses import Clause
from scoring.hearing.signals import Heard

_OURS = re.compile(
    r"\b(?:we|our|us|it|the (?:platform|product|software|tool|system|app|service|solution|reports?|support|team))\b"
)
_STATES = re.compile(
    r"\b(?:is|are|has|have|does|do|makes?|sorts?|drafts?|plans?|reads?|warns?|works?|saves?|cuts?|gives?|offers?|runs?|helps?|shows?|"
    r"covers?|supports?|includes?|comes?|pays?|solves?|tracks?|lets?|finds?|connects?|won|leads?|takes?|costs?|builds?|provides?|"
    r"integrates?|automates?|reduces?|improves?|delivers?|handles?|compares?)\b"
)
_ABOUT_US = re.compile(
    r"\b(?:we (?:have|are|make|sell|offer|provide|build|help|work|do|run|support|won)|our \w+|the best|market leader|leader in)\b"
)
_NO_CLAIM = re.compile(
    r"\b(?:we (?:could|can|will|would|should|meet|talk|start|agree|look|see|put|test|review|failed|let|were)|our (?:failure|fault|mistake)|let us|"
    r"it (?:sounds|would|could|must|was|makes sense|is (?:about|your|fair|not|a lot|hard|you))|is that|i am sorry|on us)\b"
)
_PROOF = re.compile(
    r"\b(?:customers?|clients?|firms?|companies|hauliers?|fleets?|haulage|clinics?|another|one of (?:our|them)|a \w+ (?:firm|company|customer|team|clinic|shop))\b"
    r".*\b(?:tell us|told us|cut|saved?|halved|reduced|went from|moved|found|lost|won|by (?:its|their) own|in (?:the|its|their) first|measured)\b|"
    r"\b(?:reference|case study|root cause in writing|in writing|audit report|by (?:its|their) own (?:count|figures))\b|"
    r"\b(?:you (?:can|could|may)|happy to let you) (?:call|talk to|speak to|ring|visit|check|test|try)\b"
)
_SUPERLATIVE = re.compile(
    r"\b(?:best|greatest|fastest|easiest|always|never|everything|everybody|everyone|all of it|perfect|superb|amazing|incredible|awesome|"
    r"unbeatable|guaranteed|number one|world class|market leader|leading|revolutionary|totally|100 ?%|no one else|unique|ever)\b"
)
_HEDGE = re.compile(
    r"\b(?:maybe|perhaps|sort of|kind of|i would hope|hopefully|i guess|i suppose|might possibly|more or less|should probably)\b"
)
_JARGON = re.compile(
    r"\b(?:synerg\w+|leverag\w+|paradigm|best of breed|end to end|omni ?channel|scalab\w+|roi|tco|kpis?|saas|api|ai powered|"
    r"machine learning|digital transformation|value proposition|stakeholders?|onboarding journey|holistic|seamless\w*|turnkey|"
    r"cloud native|next gen\w*|ecosystem|robust|cutting edge|state of the art|deep dive|low hanging|bandwidth|granular)\b"
)
_LIMIT = re.compile(
    r"\b(?:i|we|it|nobody|no one)\b.*\b(?:can not|could not|do not|does not|will not|am not|is not|are not|would not)\b.*"
    r"\b(?:promise|know|guarantee|do that|offer|have (?:that|it)|fit|work for|solve|tell you|say)\b|\bi (?:would have to|will have to|have to) (?:check|ask|find out)\b|"
    r"\bnobody can promise\b|\bthat (?:is|would be) (?:not something|beyond)\b|\bwe are not (?:for|the right|good)\b|\bi do not know\b"
)
_REFERS = re.compile(
    r"\b(?:my (?:boss|manager|director|head)|our (?:finance|legal|director|head|security|management))\b.*\b(?:decides?|has to|have to|would|signs?|approves?|needs?|must)\b|"
    r"\bi (?:would have|will have|have|need) to (?:ask|check with|clear|run it by|take (?:it|that) to)\b|\bnot mine to (?:decide|give|promise)\b"
)
_SORRY_PRICE = re.compile(
    r"\b(?:sorry|apologi\w+|embarrass\w+)\b.*\b(?:price|cost|quote|expensive|number)\b|\bi know (?:it|that) is (?:expensive|a lot of money|pricey)\b"
)


_INTRODUCES = re.compile(
    r"\b(?:my name is|this is|it is|i am) (?:[\w'-]+ ){1,3}?(?:here |calling |and i am )?(?:from|with|at) [\w'-]+|"
    r"\bi am (?:calling|ringing|phoning|with|from) (?:from |you from )?[\w'-]+"
)
"""Who is calling is no claim about what is sold."""


def _claims(clause: Clause, view: ReplyView) -> bool:
    plain = _INTRODUCES.sub(" ", clause.plain)
    if clause.question or clause.negated or clause.attributed or clause.hypothetical or _NO_CLAIM.search(plain):
        return False
    product = view.product and view.product in plain
    return (
        bool(product and _STATES.search(plain))
        or bool(_ABOUT_US.search(plain))
        or (
            bool(
                re.match(
                    r"^(?:and |but |so )?(?:it|our|the (?:platform|product|software|tool|system|app|service|solution|reports?|support))\b",
                    plain,
                )
            )
            and bool(_STATES.search(plain))
            and bool(_OURS.search(plain))
            and len(clause.words) >= 3
            and not view.shared(clause)
        )
    )


def claim(view: ReplyView) -> Iterator[Heard]:
    for clause in view.clauses:
        if _claims(clause, view):
            yield hit("claim", "about the own product or firm", clause)


def pitch_dump(view: ReplyView) -> Iterator[Heard]:
    """Two or more claims, in one clause or in several, and no question that hands the turn back."""
    if any(clause.question == "open" and "how are you" not in clause.plain for clause in view.clauses):
        return
    last = view.clauses[-1] if view.clauses else None
    if last is not None and (
        last.question == "closed" or re.search(r"\b(?:monday|tuesday|wednesday|thursday|friday)\b", last.plain)
    ):
        return
    making = [c for c in view.clauses if _claims(c, view) or (_listed(c) >= 2 and not c.question and not c.attributed)]
    parts = sum(max(1, _listed(clause)) for clause in making)
    if parts >= 2 and any(_PROOF.search(clause.plain) for clause in making):
        parts -= 1
    if making and parts >= 2:
        first, end = making[0], making[-1]
        span = (first.span[0], end.span[1])
        yield Heard(
            "pitch_dump", span, view.text[span[0] : span[1]], 0.9, "met", f"pitch_dump/{parts} claims and no question"
        )


def _listed(clause: Clause) -> int:
    """How many statements stand side by side in one clause."""
    pieces = re.split(r",\s*(?:and\s+)?|\s+and\s+(?=(?:it|our|we|the)\b)", clause.text.lower())
    return sum(
        bool(
            re.match(
                r"^(?:wait |because |great |and |but |so )*(?:we (?:have|are|do|win|offer|cover)|it(?:'s)?|our|the (?:app|platform|product|software|tool|system))\b",
                piece.strip(),
            )
        )
        and len(piece.split()) >= 2
        for piece in pieces
    )


def proof(view: ReplyView) -> Iterator[Heard]:
    for clause in view.clauses:
        if _PROOF.search(clause.plain) and not clause.negated and not clause.question:
            number = bool(figures(clause.text) - {"one"}) or bool(set(clause.plain.split()) & NUMBER_WORDS)
            strong = number or "reference" in clause.plain or "writing" in clause.plain or "talk to" in clause.plain
            yield hit(
                "proof",
                "a case or a way to check",
                clause,
                strength=0.9 if strong else 0.5,
                state="met" if strong else "unsure",
            )


def jargon(view: ReplyView) -> Iterator[Heard]:
    for clause in view.clauses:
        found = _JARGON.search(clause.plain)
        if found and found[0] not in view.context_plain:
            yield hit("jargon", found[0], clause)


def hedge(view: ReplyView) -> Iterator[Heard]:
    for clause in view.clauses:
        if _HEDGE.search(clause.plain) and not clause.question and _OURS.search(clause.plain):
            yield hit("hedge", "takes half of it back", clause)


def overstatement(view: ReplyView) -> Iterator[Heard]:
    for clause in view.clauses:
        if _SUPERLATIVE.search(clause.plain) and _claims(clause, view):
            yield hit("overstatement", "a superlative", clause)


def owns_limit(view: ReplyView) -> Iterator[Heard]:
    yield from (h for h in matching("owns_limit", "says what is not possible or not known", _LIMIT, view, negated=True))


def refers_up(view: ReplyView) -> Iterator[Heard]:
    yield from matching("refers_up", "says who decides", _REFERS, view, negated=True)


def apologises_for_price(view: ReplyView) -> Iterator[Heard]:
    yield from matching("apologises_for_price", "sorry for the price", _SORRY_PRICE, view)
