"""Days and hours as people type them, and which of them is that of the meeting."""

from __future__ import annotations

import re

WEEKDAY = r"(?:mon|tues|wednes|thurs|fri|satur|sun)day"
_SHORT = (
    r"(?:tues|weds|thurs|(?:tue|wed|thu|thur|fri)(?= (?:at |the )?\d|[,.?!]|$| morning| afternoon| works| then)|"
    r"mon(?= (?:\d|at |the \d))|(?:sat|sun)(?= (?:at \d|the \d|\d{1,2}(?:st|nd|rd|th| ?[ap]m))))"
)
"""As typed in haste; what is a word too, only before what follows a day."""
_NUMBER = r"(?:one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve)"
_BEFORE_HOUR = r"(?:at|after|before|around|from) (?:half past |quarter (?:past|to) )?"
_MARK = r"(?: ?[ap]\.?m\b| ?o.?clock)"

# Whether there is a day or an hour at all: of a clause as spelled out, in small letters, without its marks.

_DAY_SAID = (
    rf"{WEEKDAY}|{_SHORT}|tomorrow|tonight|this (?:afternoon|morning|week)|next week|in (?:two|three|a few|\d+) days|"
    r"(?:the )?\d{1,2}(?:st|nd|rd|th)\b|(?:january|february|april|june|july|august|september|october|november|december)|"
    r"(?:by|before|until) (?:the )?(?:weekend|month|noon)|first thing"
)
_AFTER_HOUR = (
    r"(?:$|on|in|next|this|then|and|or|with|so|if|for|to|sharp|o|am|pm|past|tomorrow|today|works?|would|is|will|please|"
    r"[a-z]+day\b)"
)
_HOUR_SAID = (
    r"(?:at|after|before|around|from) (?:\d{1,2}(?: ?(?:am|pm))?|noon|half past|"
    rf"{_NUMBER}(?= {_AFTER_HOUR}| *$))"
)
A_DAY = re.compile(rf"\b(?:{_DAY_SAID})\b")
A_DAY_OR_HOUR = re.compile(rf"\b(?:{_DAY_SAID})\b|\b{_HOUR_SAID}\b|\b\d{{1,2}} ?(?:am|pm|o clock)\b")
BEGINS_WITH_A_DAY = re.compile(rf"(?:then |okay |so |right )?(?:on )?(?:{_DAY_SAID})")
DAY_AND_HOUR = re.compile(
    rf"\b(?:{_DAY_SAID})\b,? (?:(?:at|after|before|around|from) )?(?:\d{{1,2}}\b|{_NUMBER}\b|noon)"
)

# Which day and hour, in the words of the reply.

_DAY = (
    rf"(?:(?:next |this |on )?(?:{WEEKDAY}|{_SHORT})|tomorrow|next week|"
    rf"the \d{{1,2}}(?:st|nd|rd|th)|(?:the )?(?:first|second|third|last) {WEEKDAY})"
)
_CLOCK = rf"{_BEFORE_HOUR}(?:\d{{1,2}}(?:[:.]\d{{2}})?{_MARK}?|{_NUMBER}|noon)"
_BARE_HOUR = (
    rf"\d{{1,2}}(?:[:.]\d{{2}})?(?:{_MARK}|(?= in the (?:morning|evening)| in evening|[,.;?!]|$| with | you | and ))"
)
_WHEN = re.compile(
    rf"\b{_DAY}(?:,? (?:the )?\d{{1,2}}(?:st|nd|rd|th)|,? (?:morning|afternoon|evening))?"
    rf"(?:,? (?:{_CLOCK}|{_BARE_HOUR}))?(?![\w])",
    re.I,
)
_HOUR = re.compile(
    rf"\b{_DAY},? {_CLOCK}\b(?![.,]?\d)|\bat (?:half past |quarter (?:past|to) )?(?:\d{{1,2}}|{_NUMBER})"
    r"(?= ?(?:am|pm|o.clock|sharp)\b|\s*(?:[.,;?!](?!\d)|$)| (?:and|with|on|then|or|tomorrow|today|sharp)\b)",
    re.I,
)
_DEADLINE = re.compile(
    r"\b(?:by|until|till|before|after|since|past)(?: (?!and\b|then\b|but\b|we\b|you\b|i\b)[\w']+){0,4} (?:on )?$|"
    r"\b(?:by|until|till|before|after|since) $",
    re.I,
)
"""Before a day: something is sent or decided by then, nobody meets."""
_MEETS = re.compile(
    r"\b(?:meet|sit|call|ring|phone|come|visit|talk|speak|go through|go over|together|minutes|half an hour|suit|show|sort|"
    r"demo|session|join|free)\b",
    re.I,
)
_SENDS = re.compile(r"\b(?:send|mail|e-?mail|draft|write|forward|text|post|pop)\b", re.I)
_SENTENCE_END = re.compile(r"[.!?;\n](?!\d)")
LONGEST = 40
"""Letters of what is kept of a day."""


def days(text: str) -> list[tuple[int, int]]:
    """Where days stand, with their hours: [start, end)."""
    return [found.span() for found in _WHEN.finditer(text)]


def hours(text: str) -> list[tuple[int, int]]:
    """Where hours stand, whose figures count nothing: [start, end)."""
    return [found.span() for found in _HOUR.finditer(text)]


def meeting_day(text: str) -> str:
    """The day, and hour, on which a reply proposes to meet, in its own words; empty where there is none.

    A reply may name the day of a mail or a deadline beside it: that of a sentence that meets comes first, then the last.
    """
    found = max(_WHEN.finditer(text), key=lambda day: (_fitness(text, day), day.start()), default=None)
    return re.sub(r"^on ", "", found[0], flags=re.I).strip(" ,.")[:LONGEST] if found else ""


def _fitness(text: str, day: re.Match[str]) -> int:
    """How likely a day is that of the meeting: its sentence meets, rather than sends, and it is no deadline."""
    start = max((found.end() for found in _SENTENCE_END.finditer(text, 0, day.start())), default=0)
    end = _SENTENCE_END.search(text, day.end())
    sentence = text[start : end.start() if end else len(text)]
    if _DEADLINE.search(text[start : day.start()]):
        return 0
    return 3 if _MEETS.search(sentence) else 1 if _SENDS.search(sentence) else 2
