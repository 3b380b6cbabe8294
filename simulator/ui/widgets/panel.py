"""The customer's mind as far as the rep may see it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from textual.content import Content
from textual.widgets import Static

from scoring.marking.transcript import Change
from simulator.engine.panel import FeelingNow, Panel
from simulator.ui.text import bar, lines, listed, plain, row

HINTS = {"on_request": "F3 when you want one", "when_stuck": "F3, once you are stuck", "none": "off"}
OFF = "Exam: no panel and no hints. The customer's answers are all you have."


class SidePanel(Static):
    """The moment, replies left, the feelings with what moved them last, open objections, what was found out."""

    def show(self, panel: Panel | None, changes: Sequence[Change]) -> None:
        """`changes`: what the last reply moved."""
        self.update(plain(OFF) if panel is None else panel_text(panel, changes))


def panel_text(panel: Panel, changes: Sequence[Change]) -> Content:
    parts = [listed("Now", [panel.goal], ""), Content("")]
    parts.append(row(plain("Replies left ", "bold"), str(panel.turns_left)))
    parts.append(row(plain("Hints ", "bold"), HINTS[panel.hints]))
    parts += [Content(""), plain("How they feel", "bold")]
    for feeling in panel.feelings:
        parts.append(feeling_text(feeling, [change for change in changes if change.feeling == feeling.name]))
    parts += [Content(""), listed("Open objections", panel.objections or ("none",))]
    parts += [Content(""), listed("What you know", panel.facts or ("nothing yet: ask",))]
    return lines(*parts)


def feeling_text(feeling: FeelingNow, changes: Sequence[Change]) -> Content:
    """The figure; below it by how much the last reply moved it and why, or what moved it before."""
    name = f"{feeling.name}{' (low is good)' if feeling.good_low else ''}"
    figure = row(f"{name:<12} {feeling.value:>2} ", plain(bar(feeling.value, 10), "$accent"))
    if changes:
        more = f", and {len(changes) - 1} more" if len(changes) > 1 else ""
        why = f"{sum(change.by for change in changes):+d} {changes[0].because}{more}"
    elif feeling.last is not None:
        why = f"before: {feeling.last.by:+d} {feeling.last.because}"
    else:
        return figure
    return lines(figure, plain(f"  {why}", "$text-muted"))


def summary(panel: Panel | None, changes: Sequence[Change], narrow: bool = False) -> Content:
    """The panel in a row, for a screen without room beside the conversation; in brackets what the last reply moved."""
    if panel is None:
        return plain("Exam: no panel, no hints")
    moved = {f.name: sum(change.by for change in changes if change.feeling == f.name) for f in panel.feelings}
    feelings = (f"{f.name} {f.value}{f' ({moved[f.name]:+d})' if moved[f.name] else ''}" for f in panel.feelings)
    left = f"{panel.turns_left} left" if narrow else f"replies left {panel.turns_left}"
    return plain(("  " if not narrow else " ").join((*feelings, left)))


def causes(changes: Iterable[Change]) -> tuple[str, ...]:
    """`trust +1, interest +1: asks what it costs`, one line a cause."""
    moved: dict[str, list[str]] = {}
    for change in changes:
        moved.setdefault(change.because, []).append(f"{change.feeling} {change.by:+d}")
    return tuple(f"{', '.join(parts)}: {because}" for because, parts in moved.items())
