"""Who speaks in the rows of a transcript.

What counts as a speaker is decided over all rows together: by usual labels, times and marks beside the name, how often
it comes back, and how the rows are laid out. A doubtful row goes on with what was being said.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from scoring.hearing.text import FUNCTION_WORDS
from scoring.marking.labels import (
    BESIDE,
    CUSTOMER,
    FIGURE,
    ONLY_TIME,
    PHONE,
    QUOTED,
    REP,
    STAGE,
    Named,
    Row,
    all_named,
    is_heading,
    key_of,
    like_a_name,
)


@dataclass(frozen=True, slots=True)
class Line:
    """Something that somebody said. `number` is the line of the file, from 1; 0 where there are no lines."""

    speaker: str
    text: str
    number: int = 0


@dataclass(frozen=True, slots=True)
class Told:
    """Who said what in some rows, and what was passed over: rows before the first speaker, rows of times and the like."""

    lines: tuple[Line, ...]
    before: tuple[int, ...] = ()
    passed_over: tuple[int, ...] = ()


def told(rows: Sequence[Row], rep: str = "") -> Told:
    """Who says what in the rows; a row that names nobody goes on with what was being said. `rep`: a name to expect."""
    found = all_named(rows)
    speakers = _speakers(found, rows, rep)
    said: list[tuple[str, list[str], int]] = []
    before: list[int] = []
    passed: list[int] = []
    for at, row in enumerate(rows):
        named = found.get(at)
        words = QUOTED.sub("", row.text.strip(), count=1)
        if named and key_of(named.label) in speakers:
            said.append((named.label, [named.text], row.number))
        elif not words:
            continue
        elif ONLY_TIME.match(words) or STAGE.match(words):
            passed.append(row.number)
        elif said:
            said[-1][1].append(words)
        else:
            before.append(row.number)
    lines = tuple(Line(label, " ".join(texts).strip(), number) for label, texts, number in said)
    return Told(lines, tuple(before), tuple(passed))


def _speakers(found: dict[int, Named], rows: Sequence[Row], rep: str) -> frozenset[str]:
    """The keys of the labels that are speakers."""
    by_key: dict[str, list[Named]] = defaultdict(list)
    for named in found.values():
        by_key[key_of(named.label)].append(named)
    layout = Layout(rows, found)
    expected = key_of(rep)
    sure = {key for key, items in by_key.items() if _surely(key, items, expected)}
    if any(named.sign == "said" for named in found.values()):
        return frozenset(sure)  # The file says who speaks; what else has a colon is words.
    roles = bool(sure & REP) and bool(sure & CUSTOMER)
    speakers = set(sure)
    for key, items in by_key.items():
        if key not in sure and _likely(items, layout, roles):
            speakers.add(key)
    if len(speakers) < 2:  # A short call, in which each speaks once.
        speakers |= {key for key, items in by_key.items() if like_a_name(key_name(items)) and _once(items, layout)}
    if len(speakers) < 2:
        speakers |= {key for key, items in by_key.items() if _lower_case(key, items, layout)}
    first_names = {key.partition(" ")[0] for key in speakers} - REP - CUSTOMER
    return frozenset(speakers | (first_names & by_key.keys()))


def key_name(items: Sequence[Named]) -> str:
    return items[0].label


def _surely(key: str, items: Sequence[Named], expected: str) -> bool:
    label = key_name(items)
    if (
        any(item.sign == "said" for item in items)
        or key in REP | CUSTOMER
        or (expected and _same_person(key, expected))
    ):
        return True
    signs = {item.sign for item in items}
    return like_a_name(label) and (bool(signs & {"stamped", "marked"}) or re.fullmatch(PHONE, label) is not None)


def _same_person(key: str, other: str) -> bool:
    return key == other or other.startswith(f"{key} ") or key.startswith(f"{other} ")


def _likely(items: Sequence[Named], layout: Layout, roles: bool) -> bool:
    """Whether a plain label is a speaker, in a call of some length."""
    label, count = key_name(items), len(items)
    if all(item.own for item in items):
        return count > 1 or layout.over_their_times > 2
    if count < 5 and not layout.begin_alike(items):
        return False
    if like_a_name(label):
        if all(FIGURE.match(item.text) for item in items):
            return False
        begins = layout.begins_turns(items)
        if layout.is_a_word(label):
            return count > 2 or (count == 2 and begins)
        return count > 1 or (not roles and begins)
    words = key_of(label).split()
    plain_word = len(words) == 1 and label.isalpha()
    names = bool(words) and not any(word in FUNCTION_WORDS or "'" in word or "’" in word for word in words)
    figures = any(item.text[:1].isdigit() for item in items)
    heading = figures or roles or is_heading(words)
    return count > 1 and not heading and (plain_word or (names and count > 2))


def _once(items: Sequence[Named], layout: Layout) -> bool:
    """Whether a name that comes once, or seldom, may be a speaker."""
    return not layout.is_a_word(key_name(items)) and not all(FIGURE.match(item.text) for item in items)


def _lower_case(key: str, items: Sequence[Named], layout: Layout) -> bool:
    """`anna: hello`, written without capitals, once each."""
    return key.isalpha() and key not in FUNCTION_WORDS and not is_heading([key]) and layout.begins_turns(items)


class Layout:
    """How the rows of a file stand: a turn a row, or turns set apart by empty rows."""

    def __init__(self, rows: Sequence[Row], found: dict[int, Named]) -> None:
        self.rows = rows
        full = [at for at, row in enumerate(rows) if row.text.strip()]
        self.a_turn_a_row = sum(at not in found for at in full) * 10 <= len(full)
        self.apart = sum(self._after_a_gap(at) for at in found) * 2 > len(found)
        like_turns = [n for n in found.values() if n.text[:1].isalpha() and like_a_name(n.label)]
        self._begin = Counter(key_of(named.label) for named in like_turns)
        self._begin_small = Counter(key_of(named.label) for named in like_turns if named.text[0].islower())
        self._all, self._small = self._begin.total(), self._begin_small.total()
        self.over_their_times = sum(named.own and named.sign == "plain" for named in found.values())
        self._lower = {word for row in rows for word in re.findall(r"\b[^\W\d_A-Z]\w*\b", row.text)}

    def _after_a_gap(self, at: int) -> bool:
        return at == 0 or not self.rows[at - 1].text.strip()

    def begin_alike(self, items: Sequence[Named]) -> bool:
        """Whether what stands behind a label begins as what others say does: with a capital, where they have them."""
        if not all(item.text[:1].islower() for item in items):
            return True
        key = key_of(next(iter(items)).label)
        return (self._small - self._begin_small[key]) * 4 > self._all - self._begin[key]

    def begins_turns(self, items: Iterable[Named]) -> bool:
        """Whether these rows stand where turns begin."""
        return all(self.a_turn_a_row or (self.apart and self._after_a_gap(item.at)) for item in items)

    def is_a_word(self, label: str) -> bool:
        """Whether a label of one word is written small elsewhere, as a name is not."""
        return " " not in label and label[:1].isupper() and label.casefold() in self._lower


def one_person_one_name(lines: Iterable[Line]) -> tuple[Line, ...]:
    """The lines, with `Sam` made `Sam Abara` where only one full name begins so."""
    lines = tuple(lines)
    full: dict[str, str] = {}
    for line in lines:
        full.setdefault(_bare_key(line.speaker), line.speaker)
    longer: dict[str, list[str]] = defaultdict(list)
    for key in full:
        first, _, rest = key.partition(" ")
        if rest and not rest.isdigit():
            longer[first].append(key)
    same = {key: longer[key][0] if len(longer[key]) == 1 and key not in REP | CUSTOMER else key for key in full}
    return tuple(Line(full[same[_bare_key(line.speaker)]], line.text, line.number) for line in lines)


def _bare_key(label: str) -> str:
    """The key without a firm or a role in brackets: `Sam Abara (Acme)` is Sam Abara."""
    return key_of(BESIDE.sub("", label)) or key_of(label)
