"""Reports as one HTML file: print-ready, charts drawn in it, nothing loaded from anywhere."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING

from scoring.hearing.text import clean

if TYPE_CHECKING:
    from jinja2 import Template

CHART_WIDTH, CHART_HEIGHT = 320, 64


@dataclass(frozen=True, slots=True)
class Table:
    """A table of a report. Cells are text; `numbers`: the columns that are set to the right."""

    columns: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    numbers: frozenset[int] = frozenset()


@dataclass(frozen=True, slots=True)
class Bars:
    """A row of bars with their labels; None is a gap. `most`: the top of the scale."""

    labels: tuple[str, ...]
    values: tuple[float | None, ...]
    most: float


@dataclass(frozen=True, slots=True)
class Part:
    """A heading with paragraphs, a table, bars, and a talk of (who, what was said, notes)."""

    title: str
    text: tuple[str, ...] = ()
    table: Table | None = None
    bars: Bars | None = None
    talk: tuple[tuple[str, str, tuple[str, ...]], ...] = ()


@dataclass(frozen=True, slots=True)
class Report:
    """A whole report. `made`: when; `proof`: by which versions and receipts it can be checked."""

    title: str
    about: str
    made: str
    parts: tuple[Part, ...]
    proof: tuple[str, ...] = ()


def html(report: Report) -> str:
    """The file. All text is data: tags in it are shown, not followed."""
    return _template().render(report=report, chart=chart, width=CHART_WIDTH, height=CHART_HEIGHT)


def markdown(report: Report) -> str:
    """For a chat: headings, lists and tables."""
    out = [f"# {_plain(report.title)}", "", _plain(report.about), ""]
    for part in report.parts:
        out += [f"## {_plain(part.title)}", ""]
        out += [f"- {_plain(text)}" for text in part.text]
        if part.table is not None:
            out += ["| " + " | ".join(map(_cell, part.table.columns)) + " |", "|" + "---|" * len(part.table.columns)]
            out += ["| " + " | ".join(map(_cell, row)) + " |" for row in part.table.rows]
        if part.bars is not None:
            pairs = zip(part.bars.labels, part.bars.values, strict=True)
            out.append(
                ", ".join(f"{_plain(label)} {'-' if value is None else f'{value:.0f}'}" for label, value in pairs)
            )
        out.append("")
    return "\n".join(out)


def chart(bars: Bars) -> list[tuple[float, float, float, float, str]]:
    """Of each bar: x, y, width, height in the drawing, and its label with its value."""
    step = min(40.0, CHART_WIDTH / max(1, len(bars.values)))
    out = []
    for n, (label, value) in enumerate(zip(bars.labels, bars.values, strict=True)):
        if value is not None:
            high = max(1.0, min(1.0, value / bars.most) * CHART_HEIGHT)
            out.append(
                (
                    round(n * step + 1, 1),
                    round(CHART_HEIGHT - high, 1),
                    round(step - 2, 1),
                    round(high, 1),
                    f"{label}: {value:.0f}",
                )
            )
    return out


@cache
def _template() -> Template:
    from jinja2 import Environment, StrictUndefined  # Deferred: only where a report is asked for.

    environment = Environment(autoescape=True, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True)
    environment.filters["plain"] = clean
    source = (files("simulator.exports") / "templates" / "report.html").read_text(encoding="utf-8")
    return environment.from_string(source)


def _plain(text: str) -> str:
    """Nothing that Markdown would take for a link, an image or a tag."""
    return "".join(f"\\{letter}" if letter in "\\`*_[]<>#|!" else letter for letter in " ".join(clean(text).split()))


def _cell(text: str) -> str:
    return _plain(text)
