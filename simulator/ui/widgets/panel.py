"""The customer's mind as far as the rep may see it."""

from __future__ import annotations

from collections.abc import Iterable

from textual.content import Content
from textual.widgets import Static

from scoring.marking.transcript import Change
from simulator.engine.panel import FeelingNow, Panel
from simulator.ui.text import bar, lines, listed, plain, row

HINTS = {"on_request": "F3 when you want one", "when_stuck": "F3, once you are stuck", "none": "off"}
OFF = "Exam: no panel and no hints. The customer's answers are all you have."


class SidePanel(Static):
    """The moment, the feelings with the last cause, open objections, what was found out, turns left."""

    def show(self, panel: Panel | None) -> None:
        self.update(plain(OFF) if panel is None else panel_text(panel))


def panel_text(panel: Panel) -> Content:
    parts = [listed("Now", [panel.goal], ""), Content(""), plain("How they feel", "bold")]
    for feeling in panel.feelings:
        parts.append(feeling_text(feeling))
    parts += [Content(""), listed("Open objections", panel.objections or ("none",))]
    parts += [Content(""), listed("What you know", panel.facts or ("nothing yet: ask",))]
    parts += [Content(""), row(plain("Replies left ", "bold"), str(panel.turns_left))]
    parts.append(row(plain("Hints ", "bold"), HINTS[panel.hints]))
    return lines(*parts)


def feeling_text(feeling: FeelingNow) -> Content:
    name = f"{feeling.name}{' (low is good)' if feeling.good_low else ''}"
    figure = row(f"{name:<12} {feeling.value:>2} ", plain(bar(feeling.value, 10), "$accent"))
    if feeling.last is None:
        return figure
    return lines(figure, plain(f"  {feeling.last.by:+d} {feeling.last.because}", "$text-muted"))


def summary(panel: Panel | None) -> Content:
    """The panel in one row, for a screen without room beside the conversation."""
    if panel is None:
        return plain("Exam: no panel, no hints")
    feelings = "  ".join(f"{f.name} {f.value}{_moved(f)}" for f in panel.feelings)
    return plain(f"{feelings}  replies left {panel.turns_left}  (F2: all)")


def causes(changes: Iterable[Change]) -> tuple[str, ...]:
    """`trust +1, interest +1: asks what it costs`, one line a cause."""
    moved: dict[str, list[str]] = {}
    for change in changes:
        moved.setdefault(change.because, []).append(f"{change.feeling} {change.by:+d}")
    return tuple(f"{', '.join(parts)}: {because}" for because, parts in moved.items())


def _moved(feeling: FeelingNow) -> str:
    return f" ({feeling.last.by:+d})" if feeling.last else ""
