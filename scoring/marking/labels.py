"""Rows of a transcript that may name who speaks: `Name: words`, `Name  0:05` over the words, and their many relatives.

A row may hold a colon and name nobody ("Here's the thing: ..."); `speakers` decides over all rows together.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Literal

from scoring.hearing.text import FUNCTION_WORDS, clean

LONGEST_LABEL = 60
REP = frozenset(
    {"rep", "me", "i", "agent", "seller", "salesperson", "sales rep", "sales representative", "representative", "sales"}
    | {"caller", "host", "ae", "sdr", "bdr", "account executive", "account manager", "speaker 1"}
)
CUSTOMER = frozenset({"customer", "client", "buyer", "prospect", "lead", "them", "guest", "speaker 2"})
HEADINGS = frozenset(
    """action actions agenda also am amount answer attendees agreement background because bottom bye context conclusion cost
    costs budget date day deadline dear decision decisions detail details discount duration example exactly fact facts fee
    feedback finally first firstly follow fyi goal goals good great hello hey hi honestly however idea issue issues item
    items key keyword last lastly later line link listen location look maybe meaning meanwhile meeting minutes morning next
    no note notes number okay ok one option options order otherwise outcome owner package participants phone plan please pm
    point points present price prices pricing priority problem problems project ps purpose question questions re reason
    reasons recap recording remember result results right risk risks scope second secondly secondly so solution status
    step steps subject sum summary sure takeaway takeaways thank thanks then therefore thing things third thirdly three time
    title today tomorrow topic topics total transcript transcription true two total value version warning well what when
    where why who how yes yesterday monday tuesday wednesday thursday friday saturday sunday january february march june
    july august september october november december users seats term terms""".split()  # noqa: SIM905
)
"""Words before a colon that name a matter and nobody. Names that are words too (April, May, Mark, Will) are not here."""
_PARTICLES = frozenset("de da del della der den di do dos du van von zu bin ibn al el la le and y e ter ten".split())  # noqa: SIM905

_TIME = r"\d{1,3}:\d{2}(?::\d{2})?(?:[.,]\d{1,3})?(?:\s?[AaPp]\.?[Mm]\b\.?)?"
_DATE = r"(?:\d{1,4}[./-]\d{1,2}[./-]\d{1,4}|(?:Today|Yesterday)(?:\s+at)?),?\s+(?:at\s+)?"
_STAMP = rf"[\[(<]?\s?(?:{_DATE})?{_TIME}(?:\s*(?:-->|->|-|–|—|to)\s*{_TIME})?\s?[\])>]?"
PHONE = r"\+?\(?\d[\d ()./-]{5,20}\d"
_LABEL = rf"[^\W\d_][^:：]{{0,{LONGEST_LABEL}}}?|{PHONE}|\[[^\]:：]{{1,{LONGEST_LABEL}}}\]"
_INLINE = re.compile(
    rf"(?P<before>{_STAMP}\s*[-–—|]?\s*)?(?P<label>{_LABEL})(?P<after>\s*[|,@·-]?\s*{_STAMP})?\s*"
    r"(?:(?<!\d)[:：]|[:：](?!\d))(?!//)\s*"
)
_OVER = re.compile(rf"(?P<label>{_LABEL})\s*(?:[|,@·•–—-]\s*)?(?P<stamp>{_STAMP})$")
_UNDER = re.compile(rf"(?P<stamp>{_STAMP})\s*[|,·•–—-]?\s*(?P<label>{_LABEL})$")
_TIME_FIRST = re.compile(rf"^[\[(]\s?{_TIME}\s?[\])]\s*")
ONLY_TIME = re.compile(rf"(?:\d+ (?:hours?|minutes?|seconds?)[ ,]*)*(?:{_STAMP})?$")
_MARKED = re.compile(r"(\*{1,3}|_{2,3})(?=\S)(.{1,90}?)\1(.*)$", re.DOTALL)
_LIST = re.compile(r"^(?:[-*•–—]\s+|#{1,6}\s+|\d{1,4}[.)]\s+)")
QUOTED = re.compile(r"^(?:>\s*)+")
BESIDE = re.compile(r"\s*(?:[(\[][^)\]]*[)\]]|\|.*$)")
FIGURE = re.compile(r"[€$£]?\s?\d[\d.,%/]*\s*[\w€$%]{0,10}[.;]?$")
_PLACE = re.compile(r"From\s+(?P<who>.+?)(?:\s+to\s+.+)?$", re.IGNORECASE)
STAGE = re.compile(
    r"(?:(?:transcription|recording|meeting|call|transcript)\s+(?:started|ended|stopped|begins|ends)\b.{0,60}"
    r"|.{1,60}\s(?:started|stopped)\s(?:the\s)?(?:transcription|recording)\.?"
    r"|this\s(?:editable\s)?transcript\swas\s.{0,90}|transcribed\sby\s.{1,60})$",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Row:
    """A row of a file. `number` counts from 1. `speaker` is set where the file says it apart from the words."""

    number: int
    text: str
    speaker: str = ""


@dataclass(frozen=True, slots=True)
class Named:
    """A row that may begin what somebody says. `own`: the words stand in the rows below it."""

    at: int
    label: str
    text: str
    sign: Literal["said", "stamped", "marked", "plain"]
    own: bool = False


def key_of(label: str) -> str:
    """What two spellings of a label have in common."""
    return " ".join(clean(label).casefold().split())


def shown_label(label: str) -> str:
    """The label in one line, without brackets around it."""
    text = " ".join(clean(label).split()).strip(" *_")
    if text.startswith("[") and text.endswith("]"):
        text = text[1:-1].strip()
    return text[:LONGEST_LABEL].rstrip(" ,-–—|") or "?"


def all_named(rows: Sequence[Row]) -> dict[int, Named]:
    """Every row that could name a speaker, by its place."""
    found: dict[int, Named] = {}
    for at, row in enumerate(rows):
        if row.speaker:
            found[at] = Named(at, shown_label(row.speaker), row.text.strip(), "said")
            continue
        named = _named(at, row.text) or _over_its_time(at, rows)
        if named:
            found[at] = named
    return found


def _named(at: int, text: str) -> Named | None:
    row = _LIST.sub("", QUOTED.sub("", text.strip(), count=1), count=1)
    row, marked = _unmarked(row)
    # A label stands at the head of a row; a row of a megabyte is not searched for one.
    head = row[:200]
    if match := _INLINE.match(head):
        stamped = bool(match["before"] or match["after"])
        words = _TIME_FIRST.sub("", row[match.end() :], count=1)
        sign = "stamped" if stamped else "marked" if marked else "plain"
        return Named(at, _of_chat(match["label"]), words, sign)  # type: ignore[arg-type]
    if len(row) <= 120 and (match := _OVER.match(head) or _UNDER.match(head)) and like_a_name(match["label"]):
        return Named(at, shown_label(match["label"]), "", "stamped", own=True)
    if marked and like_a_name(row) and len(row) <= LONGEST_LABEL:
        return Named(at, shown_label(row), "", "marked", own=True)
    return None


def _over_its_time(at: int, rows: Sequence[Row]) -> Named | None:
    """A name alone in its row, and nothing but a time in the next."""
    text = rows[at].text.strip()
    if at + 1 == len(rows) or len(text) > LONGEST_LABEL or text[-1:] in ".?!," or not like_a_name(text):
        return None
    following = rows[at + 1].text.strip()
    return Named(at, shown_label(text), "", "plain", own=True) if following and ONLY_TIME.match(following) else None


def _unmarked(row: str) -> tuple[str, bool]:
    """A row without the stars around its label, and whether there were some."""
    match = _MARKED.match(row[:400])
    if not match:
        return row, False
    inner, rest = match[2].strip(), row[match.end(2) + len(match[1]) :].strip()
    if inner.endswith((":", "：")) or rest.startswith((":", "：")) or not rest or re.match(rf"{_STAMP}\s*:?", rest):
        return f"{inner} {rest}" if not rest.startswith(":") else f"{inner}{rest}", True
    return row, False


def _of_chat(label: str) -> str:
    """`From Sam Abara to Everyone` is Sam Abara."""
    match = _PLACE.match(label.strip())
    return shown_label(match["who"] if match else label)


def like_a_name(label: str) -> bool:
    """Whether a label is written as a name is: capitals, at most five words, no heading among them."""
    label = shown_label(label)
    if re.fullmatch(PHONE, label) or re.fullmatch(r"[^\s@]+@[^\s@]+\.\w+", label):
        return True
    words = BESIDE.sub("", label).replace(",", " ").split()
    if not 1 <= len(words) <= 5 or is_heading(words):
        return False
    for n, word in enumerate(words):
        first = word[0]
        cased = first.upper() != first.lower()
        if word.casefold() in _PARTICLES and n:
            continue
        if n and not any(letter.isalpha() for letter in word):
            continue
        if not first.isalpha() or (cased and not first.isupper()):
            return False
        if word[-1] in "?!;" or (
            word.casefold().replace("’", "'") in FUNCTION_WORDS and len(words) > 1 and len(word) > 1
        ):
            return False
    return True


def is_heading(words: Iterable[str]) -> bool:
    return any(word.casefold().strip(".,'’()[]") in HEADINGS for word in words)
