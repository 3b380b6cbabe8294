"""A reply as clauses: what each asks, whether it denies, who is speaking, and whether it is language at all."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise
from typing import Literal

from scoring.hearing.text import FUNCTION_WORDS, Word, spelled, words

Question = Literal["open", "closed", ""]

_BREAK = re.compile(r"[.!?…]+[\"'”’)\]]*(?=\s|$)|[;\n]+|\s[–—-]{1,2}\s")
_WH = r"(?:what|how|why|when|where|who|whom|whose|which)"
_AUX = r"(?:do|does|did|is|are|was|were|am|can|could|would|will|shall|should|may|might|must|has|have|had)"
_SUBJECT = (
    r"(?:i|you|he|she|it|we|they|this|that|these|those|there|the|a|an|your|my|our|his|her|their|any|anyone|anything|"
    r"anybody|someone|somebody|something|everyone|everybody|everything|some|each|both|one|all|not|no)"
)
_LEAD = re.compile(
    r"(?:(?:and|but|so|or|then|well|okay|ok|right|fair|fine|sure|yes|yeah|no|thanks|thank you|great|good|alright|"
    r"all right|of course|got it|understood|understandable|true|listen|look|hi|hey|hello|sorry|please|first|now|actually|"
    r"just|maybe|perhaps|honestly|fair enough|fair question|happy to|makes sense|to start|out of interest|"
    r"out of curiosity|in that case|before that|before we go on|if i may|if i may ask)\b[\s,:]*)+"
)
_TELL = re.compile(
    r"(?:please )?(?:tell me|talk me through|walk me through|take me through|run me through|describe|explain|"
    r"help me understand|show me how|give me (?:an example|a picture|a sense)|say more|go on about|paint me)\b"
)
_POLITE_TELL = re.compile(
    r"(?:could|can|would|will|might) (?:you|we) (?:please |maybe |just |perhaps |briefly )*(?:tell (?:me|us)|(?:talk|walk|take|run) (?:me|us) through|"
    r"describe|explain|share|help me understand|give me (?:an|a) (?:example|idea|sense|picture)|say (?:more|a bit)|show me how|elaborate)\b"
)
_CURIOUS = re.compile(
    r"(?:i|we) (?:(?:would|do) )?(?:(?:really|just|also) )?(?:(?:like|love|want) to (?:know|hear|understand|learn|ask)|"
    r"wonder|am wondering|am curious|was wondering|am interested)\b.*?\b" + _WH + r"\b"
    r"|(?:just )?(?:curious|wondering)\b.*?\b" + _WH + r"\b"
)
_INVERTED = re.compile(rf"{_AUX} (?:not )?{_SUBJECT}\b")
_INVERTED_NOUN = re.compile(
    r"(?:is|are|was|were|does|do|did|has|have|had|would|will|could|can|should|may) [a-z]+ (?!to\b)[a-z]+"
)
_WH_QUESTION = re.compile(
    rf"(?:(?:for|in|at|on|by|with|from|to|of|about|since|until) )?{_WH}\b(?: (?:else|exactly|many|much|often|long|soon|far|"
    rf"big|bad|old|early|late|kind|sort|type|part|time|day|one|about|come|well|was|were|is|are)\b)*"
)
_WH_INVERSION = re.compile(rf"\b{_WH}\b(?: (?!{_AUX}\b)[a-z0-9%'-]+){{0,5}}? {_AUX}\b(?: {_SUBJECT}\b| [a-z]+)")
_TAG = re.compile(
    r"(?:is it not|is not it|are not they|are not you|do not you|does not it|did not you|right|correct|yes|no|"
    r"is that right|is that correct|is that fair|would not you|could not we|okay|ok)$"
)
_SUBORDINATE = re.compile(r"(?:if|when|once|as|because|since|before|after|while|although|though|so that|given|for|with|"
                          r"apart from|besides|on|in|at|until|unless|to)\b")  # fmt: skip
_INNER_QUESTION = re.compile(
    rf"(?:^|(?<=[\s,:]))(?=(?:(?:what|how|why|who|whom|whose|which) (?:else |exactly |much |many |often |long )?"
    rf"(?:[a-z]+ ){{0,2}}?{_AUX}\b|(?:when|where) (?:else |exactly )?{_AUX}\b|"
    rf"(?:do|does|did|is|are|can|could|would|will|shall|should|may|have|has) (?:you|we|i|it|they|there|that|this|anyone|"
    rf"anything) [a-z]|(?:who|what|which) (?:else |of them )?(?:signs|decides|happens|has|needs|pays|owns)\b))"
    rf"|(?<=: )(?={_WH} [a-z]+ [a-z]+)"
)
_NEGATORS = frozenset("not never no nobody nothing none neither nor without hardly".split())  # noqa: SIM905
_STOPS = re.compile(r"[,;:.!?…\n]|\s[–—-]\s")
_PSEUDO = re.compile(
    r"\bnot (?:only|just|least|to mention|surprised|surprising)\b|\bno (?:doubt|wonder|problem|worries|matter|rush|hurry)\b|"
    r"\bwhy not\b|\bif not\b|\bor not\b|\bnothing (?:but|wrong)\b|\bnot a problem\b|\bnever mind\b|\bwithout a doubt\b|"
    r"\bcan not wait\b|\bcan not agree more\b|\bno longer\b|\bshould (?:not|never) have\b|\bno excuses?\b"
)
_OTHERS = re.compile(
    r"\b(?:my|your|our|the|another|other|a|some|every|previous|last)?\s*(?:boss|manager|vendors?|suppliers?|colleagues?|"
    r"predecessor|competitors?|others|people|somebody|someone|they|he|she|cfo|ceo|board)\s+(?:always |often |also )?"
    r"(?:says?|said|promised?|promises|claims?|claimed|guarantees?|guaranteed|thinks?|thought|told|tells?)\b"
)
_NEAR_START, _NEAR_END = 4, 1
"""An attribution governs a clause that it opens (so many words before it at most) or closes (so many after it)."""
_HYPOTHETICAL = re.compile(r"^(?:and |but |so )?(?:if|suppose|imagine|say|assuming|what if|in case)\b")


_SPEAKS = (
    r"(?:(?:just |now |let us )?(?:imagine|suppose|pretend|say|assume|if)(?: that)? (?:i|we|somebody|someone|a rep) "
    r"(?:said|asked|told you|had said|had asked|say|ask|were to (?:say|ask))(?: (?:to )?you)?|(?:a good rep|somebody|someone|one|the model answer|the script) "
    r"(?:would|could|might|should|says?) ?(?:say|ask)?|(?:my|our|the|your) (?:boss|manager|trainer|coach|colleague|script|handbook|book|teacher) "
    r"(?:says?|said|told me to (?:say|ask)|tells me to (?:say|ask)|wants me to (?:say|ask)))"
)
_DENIES = re.compile(r"(?:it is not true|it is false|i am not (?:saying|asking)|i do not (?:say|ask))(?: that)?\b")
_FRAME = re.compile(rf"{_SPEAKS}(?: this| that| to you)?")
_QUOTES = re.compile(r"[:,]?\s*[\"“]|:\s")


def _reported(piece: str, plain: str, before: str) -> bool:
    """Behind a frame that ends with a colon or opens a quotation, here or in the clause before; or denied as a whole."""
    if _DENIES.match(plain) or _FRAME.fullmatch(before) or _DENIES.fullmatch(before):
        return True
    quoted = _QUOTES.search(piece)
    return bool(quoted and _FRAME.fullmatch(spelled(piece[: quoted.start()])))


@dataclass(frozen=True, slots=True)
class Clause:
    """`text` is `reply[span[0]:span[1]]`. `plain`: its words spelled out, in small letters, with single spaces.

    `question`: open, closed, or none. `negated`: what it says is denied; a question never is. `attributed`: somebody
    else's words. `ordered`: 0 a heap of words, 1 a sentence. `asks`: it ends with a question mark. `reported`: it stands
    behind `my boss says:`, `imagine I said:` or `it is not true that`, and asks and says nothing of its own.
    """

    text: str
    span: tuple[int, int]
    words: tuple[Word, ...]
    plain: str
    question: Question
    negated: bool
    attributed: bool
    hypothetical: bool
    ordered: float
    index: int
    asks: bool
    reported: bool = False

    @property
    def texts(self) -> tuple[str, ...]:
        """The words as they stand, spelled out and in small letters."""
        return tuple(word.text for word in self.words)

    @property
    def stems(self) -> frozenset[str]:
        return frozenset(word.stem for word in self.words if word.content)


@lru_cache(500)
def clauses(text: str) -> tuple[Clause, ...]:
    """The clauses of a reply. `text[c.span[0]:c.span[1]] == c.text`; a clause has at least one word."""
    out: list[Clause] = []
    for start, end in _spans(text):
        piece = text[start:end]
        found = tuple(Word(w.text, w.stem, w.start + start, w.end + start) for w in words(piece))
        if not found:
            continue
        plain = " ".join(word.text for word in found)
        asks = piece.rstrip(" \"'”’)]").endswith("?")
        reported = _reported(piece, plain, out[-1].plain if out else "")
        kind = "" if reported else _question_in(piece, plain, asks)
        out.append(
            Clause(
                piece,
                (start, end),
                found,
                plain,
                kind,
                not kind and (is_negated(plain) or _DENIES.match(plain) is not None),
                reported or _attributed(plain),
                bool(_HYPOTHETICAL.search(plain)),
                ordered(found),
                len(out),
                asks,
                reported,
            )
        )
    return tuple(out)


def _question_in(piece: str, plain: str, asks: bool) -> Question:
    """The question of a whole clause, or else of what follows its opening side clause: `Before you do, who signs?`"""
    kind = question_of(plain, asks)
    if kind or not asks or "," not in piece or not _SUBORDINATE.match(_LEAD.sub("", plain, count=1)):
        return kind
    main = spelled(piece.split(",", 1)[1])
    return question_of(main, asks) if main else ""


def _attributed(plain: str) -> bool:
    found = _OTHERS.search(plain)
    if not found:
        return False
    before, after = len(plain[: found.start()].split()), len(plain[found.end() :].split())
    return before <= _NEAR_START or after <= _NEAR_END


def _spans(text: str) -> list[tuple[int, int]]:
    spans = []
    start = 0
    for found in [*_BREAK.finditer(text), None]:
        end = found.end() if found else len(text)
        if found and found[0].strip() in {"-", "–", "—", "--"}:
            end = found.start()
        spans += _inner(text, start, end)
        start = found.end() if found else end
    return spans


_GOES_ON = re.compile(
    r"\b(?:know|see|ask|asks|tell|wonder|understand|learn|hear|show|sure|on|of|about|"
    r"(?:tell|ask|show|told|asked|teach) (?:you|me|us|him|her|them)|"
    r"(?:way|how|what|that|than|as|where|when|if|which|things?|everything) (?:you|it|then|that))$"
)
"""What stands so is not yet complete: `I can't tell you how many …`, `the way you do it`."""


_STILL_ASKS = re.compile(r"\b(?:how (?:much|many|long|often|far|big)|which|whose)(?: [a-z'-]+){0,3}$")
"""The question word's own phrase: `how much more thinking | can there be`."""
_ASKS_THEM = re.compile(r"(?:do you (?:think|reckon|suppose|believe)|would you say)\W*")
"""It makes a question of what stands before it and asks nothing of its own: `What will he say, do you think?`"""


def _inner(text: str, start: int, end: int) -> list[tuple[int, int]]:
    """Cuts a sentence where a question begins after something that was complete in itself."""
    piece = text[start:end]
    stripped = piece.strip()
    if not stripped:
        return []
    start += len(piece) - len(piece.lstrip())
    end = start + len(stripped)
    lower = text[start:end].lower()
    for found in _INNER_QUESTION.finditer(lower):
        at = found.start()
        before = lower[:at].strip(" ,:")
        count = len(before.split())
        comma = lower[:at].rstrip().endswith((",", ":"))
        last = before.rsplit(" ", 1)[-1] if before else ""
        if (
            count < (3 if comma else 4)
            or _ASKS_THEM.fullmatch(lower[at:])
            or _SUBORDINATE.match(_LEAD.sub("", before + " ", count=1))
        ):
            continue
        if not comma and (
            last in FUNCTION_WORDS - {"now", "too", "there", "here", "well", "it", "that", "you", "then"}
        ):
            continue
        if not comma and (_GOES_ON.search(before) or _STILL_ASKS.search(before)):
            continue
        return [(start, start + len(text[start : start + at].rstrip())), *_inner(text, start + at, end)]
    return [(start, end)]


_ELLIPTIC = re.compile(
    r"(?:compared (?:to|with)|as opposed to|instead of|about|like|for|from|with|to|against) (?:what|who|whom|when)|"
    r"what (?:about|for|else)|how (?:so|come)|why (?:not|so)|since when|who else|where else"
)
"""A question of two words, typed without its mark: `ok compared to what`."""
_INDIRECT = re.compile(
    r"how (?:long|many|much|often|big|far|soon)(?: [a-z]+)? (?:it|you|they|we|he|she|the|your) [a-z]+ (?!is\b|was\b)"
)
"""As learners ask: `how long it takes from the visit until he has it`."""


def question_of(plain: str, asks: bool) -> Question:
    """By grammar: an inversion or a question word. A question mark alone makes a question of a short phrase only."""
    core = _LEAD.sub("", plain, count=1) if _LEAD.match(plain) else plain
    core = core or plain
    if _TELL.match(core) or _POLITE_TELL.search(core) or _CURIOUS.search(core):
        return "open"
    if _ELLIPTIC.fullmatch(core) or _INDIRECT.match(core):
        return "open"
    opening = _WH_QUESTION.match(core)
    if opening and _is_wh_question(core, asks):
        return "open"
    if _INVERTED.match(core) and not core.startswith(("have a ", "have an ", "do not ", "do the ")):
        return "closed"
    # What opens a side clause asks nothing itself: `When a truck is late, how do you hear of it?`
    inverted = _WH_INVERSION.search(core, core.find(" ") if not asks and _SUBORDINATE.match(core) else 0)
    if inverted and (asks or _SUBORDINATE.match(core)) and not core.startswith(("if what", "that is")):
        return "open"
    if asks and re.match(r"(?:how about|what about|what if)\b", core):
        return "closed"
    if asks:
        if re.search(rf"(?:^| )(?:{_WH})$", core) and len(core.split()) <= 7:
            return "open"
        if _TAG.search(core):
            return "closed"
        if _INVERTED.search(core) or (_INVERTED_NOUN.match(core)):
            return "closed"
        if len(core.split()) <= 7 and not re.search(
            r"\b(?:i|we|you|they|it) (?:am|are|is|have|want|need|can|will)\b", core
        ):
            return "closed"
        return ""
    if _INVERTED.search(core) and _SUBORDINATE.match(core) and re.search(rf"\b(?:{_AUX}) you\b", core):
        return "closed"
    return ""


_CLEFT = re.compile(r"what (?:is|was|matters|counts|costs|hurts|\w+ (?:is|was))(?: [\w'-]+){1,4} (?:is|was|are|were)\b")
"""A statement that opens like a question: `What is expensive is people leaving.`"""


def _is_wh_question(core: str, asks: bool) -> bool:
    first = core.split()[0]
    rest = core.split()[1:]
    if not rest:
        return asks or first in ("why", "how", "what")
    if first in ("when", "where", "which", "who", "whom", "whose") and not asks:
        return bool(_WH_INVERSION.match(core)) and not re.match(rf"(?:when|where) {_SUBJECT}\b", core)
    if re.match(r"(?:when|where|how|what|who) (?:i|you|we|they|he|she|it) \w+", core) and not asks:
        return False
    if re.match(r"(?:what|how) (?:a|an)\b", core) or (not asks and _CLEFT.match(core)):
        return False
    if re.match(r"(?:what if|how about|what about)\b", core):
        return False
    if first == "when" and not re.match(rf"when (?:else |exactly )?{_AUX}\b", core):
        return bool(_WH_INVERSION.search(core)) and asks
    return (
        asks
        or bool(_WH_INVERSION.match(core))
        or bool(re.match(rf"{_WH} (?:\w+ )?(?:{_AUX}|happens|costs|makes|signs|decides|matters|works|stops)\b", core))
    )


def is_negated(plain: str) -> bool:
    """Whether what is said is denied; `not only`, `no doubt` and the like deny nothing."""
    bare = _PSEUDO.sub(" ", plain)
    return any(word in _NEGATORS for word in bare.split())


def _masked(plain: str) -> list[str]:
    """The words, and `-` for those of a phrase that only looks like a denial."""
    return _PSEUDO.sub(lambda match: " ".join("-" * len(match[0].split())), plain).split()


def denied_words(found: Sequence[Word], text: str) -> frozenset[str]:
    """The stems in the reach of a negation: from it to the next comma, stop, or `but` and `so`.

    Each word's place must be that in `text`.
    """
    out: set[str] = set()
    reach = False
    masked = _masked(" ".join(word.text for word in found))
    for i, word in enumerate(found):
        if i and _STOPS.search(text[found[i - 1].end : word.start]):
            reach = False
        if word.text in ("but", "so", "because"):
            reach = False
        elif masked[i] in _NEGATORS:
            reach = True
        elif reach and word.content:
            out.add(word.stem)
    return frozenset(out)


def polarities(text: str) -> dict[str, frozenset[bool]]:
    """Each meaning word's stem, and whether it is affirmed (True), denied (False), or now this and now that.

    A negation within the reach of another takes it back, and `it is not true that` denies all that follows.
    """
    found = words(text)
    plain = " ".join(word.text for word in found)
    masked = _masked(plain)
    untrue = _UNTRUE.match(plain)
    begins = len(untrue[0].split()) if untrue else 0
    out: dict[str, set[bool]] = {}
    affirmed = True
    for i, word in enumerate(found):
        if word.text in ("but", "so", "because") or (i and _STOPS.search(text[found[i - 1].end : word.start])):
            affirmed = True
        elif masked[i] in _NEGATORS and i >= begins:
            affirmed = not affirmed
        elif word.content and i >= begins:
            out.setdefault(word.stem, set()).add(affirmed != bool(begins))
    return {stem: frozenset(sides) for stem, sides in out.items()}


_UNTRUE = re.compile(r"(?:it|that) is not (?:true|right|correct|so|the case) that ")
_DETERMINERS = frozenset("a an the my your his her its our their every each".split())  # noqa: SIM905
_PREPOSITIONS = frozenset("of in on at by for with about between into through from under over per".split())  # noqa: SIM905
_NOT_AFTER_DETERMINER = (
    _DETERMINERS
    | _PREPOSITIONS
    | frozenset(
        [
            "i",
            "you",
            "he",
            "she",
            "we",
            "they",
            "me",
            "him",
            "us",
            "them",
            "is",
            "are",
            "was",
            "were",
            "am",
            "be",
            "do",
            "does",
            "did",
            "has",
            "have",
            "had",
            "will",
            "would",
            "can",
            "could",
            "shall",
            "should",
            "may",
            "might",
            "must",
            "and",
            "or",
            "but",
            "if",
            "because",
            "that",
            "to",
            "not",
        ]
    )
)
_NOT_AFTER_PREPOSITION = frozenset(
    [
        "i",
        "he",
        "she",
        "we",
        "they",
        "is",
        "are",
        "was",
        "were",
        "am",
        "do",
        "does",
        "did",
        "has",
        "had",
        "will",
        "would",
        "can",
        "and",
        "or",
        "but",
        "if",
    ]
)
_PARTICLES = frozenset("in on by about through over under".split())  # noqa: SIM905
"""They close a phrase as well as they open one: `over and over`, `carry on and`."""
_JOINS = frozenset("and or but if".split())  # noqa: SIM905
_NOT_LAST = _DETERMINERS | frozenset("and or but if because i he she we they of into".split())  # noqa: SIM905


def ordered(found: tuple[Word, ...]) -> float:
    """How far the words stand as a language has them: 1 a sentence, 0 a heap. By closed-class words alone.

    Short phrases are given the benefit of the doubt.
    """
    texts = [word.text for word in found]
    if len(texts) <= 3:
        return 1.0 if len(set(texts)) == len(texts) or len(texts) < 3 else 0.3
    share = sum(text in FUNCTION_WORDS for text in texts) / len(texts)
    wrong = 0
    for left, right in pairwise(texts):
        if (
            (left == right and left not in ("very", "really", "no", "that", "had"))
            or (left in _DETERMINERS and right in _NOT_AFTER_DETERMINER)
            or (
                left in _PREPOSITIONS
                and right in _NOT_AFTER_PREPOSITION
                and not (left in _PARTICLES and right in _JOINS)
            )
        ):
            wrong += 1
    if texts[-1] in _NOT_LAST:
        wrong += 1
    needed = 0.3 if len(texts) > 5 else 0.2
    by_share = min(1.0, share / needed)
    return round(max(0.0, by_share - 0.35 * wrong), 3)
