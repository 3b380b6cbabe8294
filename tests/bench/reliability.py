"""Whether a strength means what it says: `python -m tests.bench.reliability` prints how often concepts of each strength
are the right ones, on lines that stand in no scenario (`tests/data/paraphrases`), each line beside every concept of
its scenario. A calibrated strength of .7 is right in seven of ten. The weights of the jury were chosen on these lines."""

from __future__ import annotations

import sys
from itertools import pairwise

from scoring.hearing.encoder import load
from scoring.hearing.sketches import sketch
from simulator.engine.ears import ear_for
from simulator.scenario.catalogue import Catalogue, shipped
from tests.bench.paraphrases import paraphrases

EDGES = (0.0, 0.05, 0.2, 0.4, 0.6, 0.8, 0.95, 1.0)


def pairs() -> list[tuple[float, bool]]:
    """Strength of a concept in a line, and whether the line was written to say it."""
    encoder, catalogue, out = load(), Catalogue([shipped()], None), []
    for name, signals in paraphrases().items():
        ear = ear_for(catalogue.open(name), 7, encoder)
        for wanted, lines in signals.items():
            for line in lines:
                for signal, _, strength in ear.content.strengths(sketch(line, encoder), "?" in line):
                    out.append((strength, signal.name == wanted))
    return out


def table() -> str:
    found = pairs()
    lines = [
        f"{len(found)} pairs of a line and a concept",
        "strength        n   right   0      25      50      75     100%",
    ]
    off = 0.0
    for low, high in pairwise(EDGES):
        some = [(s, right) for s, right in found if low <= s < high or (high == 1.0 and s == 1.0)]
        if not some:
            continue
        right = sum(r for _, r in some) / len(some)
        off += abs(right - sum(s for s, _ in some) / len(some)) * len(some) / len(found)
        lines.append(f"{low:.2f} to {high:.2f} {len(some):>5}  {right:>5.0%}   {'#' * round(right * 32)}")
    lines.append(f"mean distance between strength and share of right ones: {off:.3f}")
    return "\n".join(lines)


if __name__ == "__main__":
    sys.exit(print(table()))
