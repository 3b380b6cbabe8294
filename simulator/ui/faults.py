"""What is kept of a fault in Sparring itself, so that the person sees a sentence and somebody can mend it."""

from __future__ import annotations

import traceback
from pathlib import Path


def keep_fault(folder: Path, error: BaseException) -> str:
    """Writes the details beside the record; returns the sentence for the person."""
    kept = folder / "fault.txt"
    sentence = "Sparring stopped because of a fault of its own. Everything you said is kept; start it again to go on."
    try:
        kept.write_text("".join(traceback.format_exception(error)), encoding="utf-8")
    except OSError:
        return f"error: {sentence}"
    return f"error: {sentence} Details are in {kept}."
