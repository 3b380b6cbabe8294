"""The page before a 1:1 in words: headings with their lines, for the terminal, the app and an export alike."""

from __future__ import annotations

from collections.abc import Iterator

from simulator.learning.times import in_words
from simulator.services.prep import Prep, Quote, Ready

Section = tuple[str, list[str]]
LOW_SIGNS = "▁▂▃▄▅▆▇█"


def sections(page: Prep, zone: str = "UTC") -> Iterator[Section]:
    """In the order of the talk."""
    yield "1:1 with " + page.row.name, [_since(page)]
    yield "Did it change?", list(_last(page, zone))
    yield (
        "Where they are",
        [_ready(one, page.names.get(one.skill, one.skill)) for one in page.ready]
        or ["Not enough data: no call of the last ones can be read."],
    )
    yield "Recognise", list(_gain(page))
    yield "One thing", list(_thing(page))
    yield "Ask", list(page.asks)
    if page.sbi:
        yield "Say it so (a draft)", [page.sbi]
    if page.smart:
        yield "A goal (a draft)", [page.smart]
    yield "Marks to check", [*page.disputed, f"{page.unreviewed} of the last calls not reviewed yet."]
    yield "Figures from outside", list(_figures(page))
    yield "Blockers", ["know / can / want / blocked:", "My promise to the rep:"]


def _since(page: Prep) -> str:
    when = f"since {page.since[:10]}" if page.since else "so far"
    return f"{page.calls} calls {when} ({page.fresh} with somebody new), {page.minutes} minutes"


def _last(page: Prep, zone: str) -> Iterator[str]:
    if page.goal is not None and page.progress is not None:
        levels = " ".join(map(str, page.progress.levels)) or "no calls yet"
        state = {"reached": "reached", "missed": "its day is past", "open": "open"}[page.progress.outcome]
        yield f"Goal: {page.goal.text}"
        due = in_words(page.goal.due, zone)
        yield f"{state}: {page.progress.hits} of {page.goal.hits} needed, levels since then: {levels}; due {due}"
    for action in page.actions:
        whose = "I promised" if action.who == "manager" else "They took on"
        yield f"{whose}: {action.text} ({'done' if action.done else 'not ticked off'}, action {action.id})"
    if page.last is None:
        yield "The first talk on record."
    elif page.last.notes:
        yield f"Last time: {page.last.notes}"


def _ready(one: Ready, name: str) -> str:
    if one.now is None or one.low is None or one.high is None:
        return f"{name}: not enough data ({one.n} call{'' if one.n == 1 else 's'}; 3 are needed)"
    before = f", before that {one.before:.1f}" if one.before is not None else ""
    wide = "  wide: more calls would tell" if one.high - one.low > 1.2 else ""
    sign = LOW_SIGNS[min(7, int(one.now / 4 * 8))]
    return f"{name}: {sign} {one.now:.1f} of 4 ({one.low:.1f} to {one.high:.1f}, {one.n} calls){before}{wide}"


def _gain(page: Prep) -> Iterator[str]:
    if page.gain is None:
        yield "No criterion has gone up by half a level yet. Effort counts too: see the calls above."
        return
    yield f"{page.gain.title}: {page.gain.before:.1f} to {page.gain.now:.1f}."
    if page.gain.quote is not None:
        yield quoted(page.gain.quote)


def _thing(page: Prep) -> Iterator[str]:
    thing = page.thing
    if thing is None:
        yield "Too few marks to say what would help most."
        return
    yield f"{thing.title}: missed in {thing.missed} of {thing.of} calls. For 3 of 4: {thing.anchor}"
    for miss in thing.misses:
        yield f"Missed: {quoted(miss)}"
    if thing.done is not None:
        yield f"Done: {quoted(thing.done)}"
    if thing.model:
        yield f"It could be: “{thing.model}”"
    if thing.drill:
        yield f"Drill: {', '.join(title for _, title in thing.drill)}"


def quoted(quote: Quote) -> str:
    """`“...” (It's too expensive, turn 3; trust +1)`."""
    after = f"; {quote.after}" if quote.after else ""
    return f"“{quote.text}” ({quote.scenario}, turn {quote.turn}{after})"


def _figures(page: Prep) -> Iterator[str]:
    if page.figures is None:
        yield "None. `sparring kpi import` brings them in."
        return
    yield f"{page.figures.start} to {page.figures.end}. Beside practice, not because of it."
    for rate in page.figures.rates:
        yield f"{rate.name}: {rate}"
