"""Dates as people write them, in a team's time zone, and weeks and months as sums are kept by."""

from __future__ import annotations

import re
from datetime import UTC, datetime, time, timedelta
from functools import cache
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

_DATE = re.compile(r"(\d{4})-(\d{1,2})-(\d{1,2})(?:[T ](\d{1,2}):(\d{2}))?$")
_DAYS = {
    name: n for n, name in enumerate(("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"))
}
_IN = re.compile(r"(?:in )?(\d{1,3}) (day|week)s?$")


class BadTime(ValueError):
    """A date, time or time zone that cannot be read. Carries a sentence."""


@cache
def zone_of(name: str) -> ZoneInfo:
    """By its IANA name, `Europe/Vienna`. Raises BadTime."""
    try:
        return ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        raise BadTime(f"there is no time zone {name!r}; give one such as Europe/Vienna or America/Chicago") from None


def stamp(moment: datetime) -> str:
    """UTC, ISO 8601, to the second, as the record keeps times."""
    return moment.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def read_time(text: str, zone: str, now: datetime, *, end: bool) -> datetime:
    """`2026-12-04`, `2026-12-04 17:00`, `friday`, `in 7 days`, `today`, `tomorrow`, in that zone; in UTC.

    A day without a time is its last second with `end`, else its first. An hour that a change of clocks leaves out is the
    hour after it; of one that it repeats the first is meant. Raises BadTime.
    """
    place = zone_of(zone)
    words = " ".join(text.casefold().split())
    today = now.astimezone(place).date()
    clock: time | None = None
    found, later = _DATE.match(words.replace("t", " ")) or _DATE.match(words), _IN.match(words)
    try:
        if found:
            day = datetime(int(found[1]), int(found[2]), int(found[3])).date()
            clock = time(int(found[4]), int(found[5])) if found[4] else None
        elif words in ("today", "tomorrow"):
            day = today + timedelta(days=words == "tomorrow")
        elif words.removeprefix("next ") in _DAYS:
            ahead = (_DAYS[words.removeprefix("next ")] - today.weekday()) % 7
            day = today + timedelta(days=ahead or 7)
        elif later:
            day = today + timedelta(days=int(later[1]) * (7 if later[2] == "week" else 1))
        else:
            raise ValueError
        if clock is None:
            clock = time(23, 59, 59) if end else time(0, 0)
        return datetime.combine(day, clock, place).astimezone(UTC)
    except (ValueError, OverflowError):
        raise BadTime(f"{text!r} is no date; write 2026-12-04, 2026-12-04 17:00, friday, or in 7 days") from None


def in_words(moment: str, zone: str) -> str:
    """`Fri 4 Dec 23:59`, in that zone."""
    local = datetime.fromisoformat(moment).astimezone(zone_of(zone))
    return f"{local:%a} {local.day} {local:%b} {local:%H:%M}"


def days_left(due: str, now: datetime, zone: str) -> int:
    """Days between today and the day it is due, there; 0: today, below 0: past."""
    place = zone_of(zone)
    return (datetime.fromisoformat(due).astimezone(place).date() - now.astimezone(place).date()).days


def week_of(moment: str) -> str:
    """The ISO week, `2026-W48`, of a time in UTC."""
    year, week, _ = datetime.fromisoformat(moment).isocalendar()
    return f"{year}-W{week:02}"


def month_of(moment: str) -> str:
    """`2026-11`."""
    return moment[:7]


def last_weeks(now: datetime, count: int) -> list[str]:
    """The last ISO weeks, this one at the end."""
    return [week_of(stamp(now - timedelta(weeks=back))) for back in range(count - 1, -1, -1)]


def last_months(now: datetime, count: int) -> list[str]:
    """The last months, this one at the end."""
    year, month = now.year, now.month
    out: list[str] = []
    for _ in range(count):
        out.append(f"{year}-{month:02}")
        year, month = (year - 1, 12) if month == 1 else (year, month - 1)
    return out[::-1]
