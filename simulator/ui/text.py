"""Text for the screen: whatever people or files wrote is data, never markup, and holds no control characters."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING

from textual.content import Content

from scoring.hearing.text import clean
from simulator.services.practice import ABANDONED_AFTER

if TYPE_CHECKING:
    from simulator.store.attempts import AttemptRow

FULL, EMPTY = "█", "░"


def plain(text: str, style: str = "") -> Content:
    """The text as it is, without what is no text."""
    safe = clean(text)
    return Content.styled(safe, style) if style else Content(safe)


def lines(*parts: Content | str) -> Content:
    """The parts, each on a line of its own."""
    return Content("\n").join(part if isinstance(part, Content) else plain(part) for part in parts)


def row(*parts: Content | str) -> Content:
    """The parts one after another."""
    return Content("").join(part if isinstance(part, Content) else plain(part) for part in parts)


def listed(title: str, texts: list[str] | tuple[str, ...], mark: str = "- ") -> Content:
    """A heading and its items."""
    return lines(plain(title, "bold"), *(row(mark, plain(text)) for text in texts))


def bar(value: float, most: float, width: int = 10) -> str:
    """A bar of full and empty cells; the figure belongs beside it."""
    full = round(max(0.0, min(1.0, value / most if most else 0)) * width)
    return FULL * full + EMPTY * (width - full)


def ago(stamp: str, now: datetime) -> str:
    """How long ago a time of the record was; a time to come (a clock that jumped) is given as its date."""
    then = parsed(stamp)
    seconds = (now.astimezone(UTC) - then).total_seconds()
    if seconds < 0:
        return then.strftime("%-d %b %Y")
    if seconds < 90:
        return "just now"
    if seconds < 5400:
        return f"{round(seconds / 60)} minutes ago"
    if seconds < 36 * 3600:
        hours = round(seconds / 3600)
        return f"{hours} hour{'' if hours == 1 else 's'} ago"
    if seconds < 14 * 86400:
        return f"{round(seconds / 86400)} days ago"
    return then.strftime("%-d %b %Y")


def parsed(stamp: str) -> datetime:
    return datetime.strptime(stamp, "%Y-%m-%dT%H:%M:%SZ").replace(tzinfo=UTC)


STAGES = {
    "cold_call": "cold call",
    "discovery": "discovery",
    "demo_value": "demo and value",
    "objection": "objection",
    "negotiation": "negotiation",
    "renewal": "renewal",
    "certification": "certification",
    "coaching": "coaching",
}


def stage_name(stage: str) -> str:
    return STAGES.get(stage, stage.replace("_", " ") or "other")


def across(stage: str) -> tuple[str, str]:
    """What the two headings of a brief are called: who sits across the table, and what is sold. A manager sells nothing."""
    return ("Your rep", "What your team sells") if stage == "coaching" else ("The customer", "What you sell")


def verdict(attempt: AttemptRow) -> str:
    """`72 passed`, `41 not passed`, `58 ended early`, `58 left open, closed`; without a total, why."""
    if attempt.status == "abandoned":
        how = "left open, closed" if closed_by_age(attempt) else "ended early"
    else:
        how = {True: "passed", False: "not passed", None: "waits for a manager"}[attempt.stands_passed]
    if not attempt.entries:
        return f"nothing said, {how}"
    if not attempt.may_be_read:
        return "your manager looks at it first"
    if attempt.stands_total is None:
        return f"no total, {how}" if attempt.status == "abandoned" else "no total"
    return f"{attempt.stands_total} {how}"


def closed_by_age(attempt: AttemptRow) -> bool:
    """Whether nobody ended this call: it was left open so long that it was closed."""
    if attempt.status != "abandoned" or attempt.finished is None:
        return False
    return parsed(attempt.finished) - parsed(attempt.touched) >= ABANDONED_AFTER


def closes_soon(attempt: AttemptRow, now: datetime) -> bool:
    """Whether an open call was left for so long that it will be closed unless somebody goes on with it."""
    return now.astimezone(UTC) - parsed(attempt.touched) >= ABANDONED_AFTER
