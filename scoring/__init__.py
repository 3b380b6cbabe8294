"""Judges what a rep said. Pure: no screen, no database, no clock, no network.

The public names are loaded when first used, so that importing the package costs nothing.
"""

from __future__ import annotations

from importlib import import_module
from typing import Any

_PUBLIC = {
    "hear": "scoring.hearing.hear",
    "Ear": "scoring.hearing.hear",
    "BEHAVIOURS": "scoring.hearing.behaviours",
    "Signal": "scoring.hearing.signals",
    "Heard": "scoring.hearing.signals",
    "Hearing": "scoring.hearing.signals",
    "Seller": "scoring.hearing.signals",
    "Concept": "scoring.hearing.concepts",
    "Answer": "scoring.hearing.answers",
    "Transcript": "scoring.marking.transcript",
    "Turn": "scoring.marking.transcript",
    "Rubric": "scoring.marking.rubric",
    "Scorecard": "scoring.marking.scorecard",
    "mark": "scoring.marking.scorecard",
    "seal": "scoring.marking.receipt",
    "verify": "scoring.marking.receipt",
}
__all__ = sorted(_PUBLIC)


def __getattr__(name: str) -> Any:
    if name in _PUBLIC:
        return getattr(import_module(_PUBLIC[name]), name)
    raise AttributeError(f"module 'scoring' has no attribute {name!r}")
