"""What reps say in words that stand in no scenario: `tests/data/paraphrases/`, one file a scenario, named by its id.

In each file, under `held_back` and `shown`: a signal's name and the lines that should be heard as it; `nothing`: honest
small change, in which no content may be heard. Whoever changes a scenario's examples may look at what is shown and does
not look at the rest (a file without the two is held back as a whole); none of it is ever made an example.
"""

from __future__ import annotations

from pathlib import Path

from simulator.rehearsal.paraphrases import read_paraphrases

FOLDER = Path(__file__).parents[1] / "data" / "paraphrases"


def paraphrases() -> dict[str, dict[str, list[str]]]:
    """What is held back, by scenario's id and signal's name: by this the engine is measured."""
    return {
        file.stem: {name: list(lines) for name, lines in read_paraphrases(file).held_back.items()}
        for file in sorted(FOLDER.glob("*.yaml"))
    }
