"""Figures in words and digits: money, percentages, counts, with exact places; and what the rep last proposed."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from scoring.hearing.signals import Signal, Unit
from scoring.hearing.when import days, hours, meeting_day

_UNITS = {
    word: value
    for value, word in enumerate(
        """zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen
        eighteen nineteen""".split()  # noqa: SIM905
    )
}
_TENS = {
    word: 10 * (i + 2)
    for i, word in enumerate("twenty thirty forty fifty sixty seventy eighty ninety".split())  # noqa: SIM905
}
_SCALES = {
    "hundred": 100.0,
    "thousand": 1e3,
    "grand": 1e3,
    "k": 1e3,
    "million": 1e6,
    "m": 1e6,
    "mn": 1e6,
    "billion": 1e9,
}
_WORDS = "|".join(
    [*_UNITS, *_TENS, "hundred", "thousand", "grand", "million", "half", "quarter", "a", "an", "and", "dozen"]
)
_DIGITS = re.compile(
    r"(?P<money>[€$£]\s?)?(?P<number>\d{1,3}(?:[, ]\d{3})+(?:\.\d+)?|\d{1,3}(?:\.\d{3})+(?![\d.])|\d+(?:\.\d+)?)\s?(?P<scale>k|m|mn|thousand|grand|hundred|million|billion)?\b(?P<percent>\s?%|\s?percent|\s?per cent)?",
    re.I,
)
_SPELLED = re.compile(rf"\b(?:{_WORDS})(?:[\s-]+(?:{_WORDS}))*\b(?P<percent>\s?%|\s?percent|\s?per cent)?", re.I)
_POINTED = re.compile(r"\d{1,3}(?:\.000)+|\d{1,3}(?:\.\d{3}){2,}")
"""Points between the thousands, as much of Europe writes them; `2.125` stays a decimal."""
_CURRENCY = re.compile(r"^\s?(?:€|\$|£|euros?|dollars?|pounds?|bucks|quid)\b|^\s?[€$£]", re.I)
_COUNTED = re.compile(
    r"^\s?(?:people|agents?|vans?|trucks?|users?|seats?|days?|weeks?|months?|hours?|minutes?|times|customers?|tickets?|am|pm)\b",
    re.I,
)


@dataclass(frozen=True, slots=True)
class Amount:
    """A figure and where it stands: [start, end). `unit` empty: a bare figure, which may be money or a count."""

    value: float
    unit: Unit
    span: tuple[int, int]


def amounts(text: str) -> tuple[Amount, ...]:
    """Every figure of a text, in order; `ninety grand`, `2,600`, `48k`, `half a million`, `ten percent`."""
    found = sorted([*_digits(text), *_spelled(text)], key=lambda amount: amount.span)
    out: list[Amount] = []
    for amount in found:
        if not out or amount.span[0] >= out[-1].span[1]:
            out.append(amount)
    for i in range(len(out) - 1, 0, -1):
        out[i - 1 : i + 1] = _joined(text, out[i - 1], out[i])
    named = hours(text)
    return tuple(_as_hour(amount, named) for amount in out)


def _as_hour(amount: Amount, named: Sequence[tuple[int, int]]) -> Amount:
    """`Tuesday at nine` names an hour and counts nothing."""
    if amount.unit or not any(start <= amount.span[0] and amount.span[1] <= end for start, end in named):
        return amount
    return Amount(amount.value, "time", amount.span)


def _joined(text: str, left: Amount, right: Amount) -> list[Amount]:
    """Two figures that belong together: `20 to 30 thousand` share their scale, `5-10%` their unit, `a quarter of a
    million` is one."""
    between = text[left.span[1] : right.span[0]]
    if 0 < left.value < 1 and re.fullmatch(r"\s+of\s+", between, re.I):
        return [Amount(left.value * right.value, right.unit, (left.span[0], right.span[1]))]
    if left.unit or not re.fullmatch(r"\s*(?:to|and|or|-|–)\s*", between, re.I):
        return [left, right]
    scale = next((s for s in (1e6, 1e3) if right.value >= s > left.value), 1.0)
    named = re.search(r"(?:k|m|mn|thousand|grand|million)\W*(?:%|percent)?$", text[slice(*right.span)], re.I)
    return [Amount(left.value * (scale if named else 1.0), right.unit, left.span), right]


def _digits(text: str) -> Iterator[Amount]:
    for found in _DIGITS.finditer(text):
        if text[: found.start()].endswith(":") or re.match(r":\d\d", text[found.end("number") :]):
            continue
        written = found["number"].replace(",", "").replace(" ", "")
        if _POINTED.fullmatch(written) and not found["scale"]:
            written = written.replace(".", "")
        value = float(written)
        if found["scale"]:
            value *= _SCALES[found["scale"].lower()]
        unit = _unit(text, found.end(), bool(found["money"]), bool(found["percent"]))
        yield Amount(value, unit, (found.start(), found.start() + len(found[0].rstrip())))


def _spelled(text: str) -> Iterator[Amount]:
    for found in _SPELLED.finditer(text):
        parts = re.split(r"[\s-]+", re.sub(r"\s?(?:%|percent|per cent)$", "", found[0].lower()))
        value = _value(parts)
        if value is not None:
            yield Amount(value, _unit(text, found.end(), False, bool(found["percent"])), found.span())


def _unit(text: str, end: int, money: bool, percent: bool) -> Unit:
    if percent:
        return "percent"
    rest = text[end : end + 14]
    if money or _CURRENCY.match(rest):
        return "money"
    return "count" if _COUNTED.match(rest) else ""


def _value(parts: list[str]) -> float | None:
    """`forty eight thousand` as 48000; None where there is no figure in it."""
    total = current = 0.0
    seen = False
    if "dozen" in parts:
        count = next((float(_UNITS[part]) for part in parts if part in _UNITS), 1.0)
        return 12.0 * (0.5 if "half" in parts else count)
    for part in parts:
        if part in _UNITS:
            current, seen = current + _UNITS[part], True
        elif part in _TENS:
            current, seen = current + _TENS[part], True
        elif part == "half":
            current, seen = current + 0.5, True
        elif part == "quarter":
            current, seen = current + 0.25, True
        elif part in ("hundred", "thousand", "grand", "million"):
            scale = _SCALES[part]
            current = (current or 1.0) * scale
            seen = True
            if scale > 100:
                total, current = total + current, 0.0
    value = total + current
    if not seen or (len(parts) == 1 and parts[0] in ("one", "a", "an")):
        return None
    return value


def fits(amount: Amount, signal: Signal) -> bool:
    """Whether a figure is what a number signal wants: its unit (a bare figure may be money or a count), its range."""
    if amount.unit and signal.unit in ("money", "percent", "count") and amount.unit != signal.unit:
        return False
    if not amount.unit and signal.unit == "percent":
        return False
    low = float("-inf") if signal.low is None else signal.low
    high = float("inf") if signal.high is None else signal.high
    return low <= amount.value <= high


_WHO = re.compile(
    r"\b(?:with|bring|invite|include|see|ask) (?P<who>your [a-z]+(?: [a-z]+)?|[A-Z][a-z]+(?: [A-Z][a-z]+)?)\b"
)


def proposed(text: str) -> Mapping[str, str]:
    """What the rep proposed, in their own words: `when`, `who`, `number`; only what was found, the last of each."""
    out: dict[str, str] = {}
    if when := meeting_day(text):
        out["when"] = when
    people = [found["who"] for found in _WHO.finditer(text)]
    if people:
        out["who"] = people[-1]
    figures = [a for a in amounts(text) if not any(start <= a.span[0] < end for start, end in days(text))]
    if figures:
        start, end = figures[-1].span
        out["number"] = text[start:end].strip()
    return out
