"""What today's engine makes of some 500 replies: `python -m tests.bench.golden --write` writes it down after a change.

States, levels and totals must be the same on every machine, after every restart and with any number of threads;
strengths may differ in the last digits and are left out. A change of the engine changes the file, and the change is read.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from scoring.hearing.encoder import load
from scoring.marking.scorecard import mark
from tests.bench.calls import Played, heard_anew, levels_of, played, scenario_of

GOLDEN = Path(__file__).parents[1] / "data" / "golden.json"


def today(calls: Iterable[Played]) -> dict[str, Any]:
    """By call: each reply's signals and states, the level of each criterion, and the total."""
    encoder, out = load(), {}
    for call in calls:
        transcript = heard_anew(call.transcript, encoder)
        assert transcript.scenario is not None
        card = mark(transcript, scenario_of(transcript.scenario.id).rubric)
        out[call.name] = {
            "replies": [sorted({f"{h.signal} {h.state}" for h in turn.heard}) for turn in transcript.turns if turn.rep],
            "levels": dict(levels_of(card)),
            "total": card.total,
        }
    return out


def main(named: list[str]) -> int:
    found = today(played())
    if "--write" in named:
        rows = (f"{json.dumps(name)}:{json.dumps(kept, separators=(',', ':'))}" for name, kept in found.items())
        GOLDEN.write_text("{\n" + ",\n".join(rows) + "\n}\n", encoding="utf-8")
    else:
        print(json.dumps(found))
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
