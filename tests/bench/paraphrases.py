"""What reps say in words that stand in no scenario: `tests/data/paraphrases/`, one file a scenario, named by its id.

In each file: a signal's name and the lines that should be heard as it; `nothing`: honest small change, in which no
content may be heard. Whoever changes a scenario's examples does not look at them, and they are never made examples.
"""

from __future__ import annotations

from pathlib import Path

import yaml

FOLDER = Path(__file__).parents[1] / "data" / "paraphrases"


def paraphrases() -> dict[str, dict[str, list[str]]]:
    """By scenario's id and signal's name."""
    return {file.stem: yaml.safe_load(file.read_text(encoding="utf-8")) for file in sorted(FOLDER.glob("*.yaml"))}
