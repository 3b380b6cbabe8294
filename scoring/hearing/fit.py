"""Fits the priors of the concept heads: `python -m scoring.hearing.fit < CONCEPTS` prints the two rows.

CONCEPTS is JSON: a list of scenarios, each a list of concepts as `{"like": [...], "not_like": [...]}`. Every example is
compared with the others of its concept, against its near misses, the examples of the scenario's other concepts, and the
background. `python -m scoring.hearing.fit --background` writes the vectors of the background, after its texts changed.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from scoring.hearing.concepts import FEATURES, Concept
from scoring.hearing.encoder import load
from scoring.hearing.regression import fit
from scoring.hearing.sketches import Crowd, background, background_key

if TYPE_CHECKING:
    from scoring.hearing.encoder import Encoder

Scenario = Sequence[Mapping[str, Sequence[str]]]
HELD = 0.3
"""How strongly the priors are held to nothing."""


def rows_of(
    scenarios: Iterable[Scenario], encoder: Encoder | None
) -> tuple[list[list[float]], list[float], list[float]]:
    """Training rows of several scenarios, each given as its concepts."""
    rows, labels, weights = [], [], []
    for concepts in scenarios:
        crowd = Crowd([text for c in concepts for text in (*c["like"], *c["not_like"])], encoder)
        for concept in concepts:
            rivals = [text for other in concepts if other is not concept for text in other["like"]]
            unfitted = [0.0] * len(FEATURES)
            one = Concept(
                concept["like"], concept["not_like"], rivals=rivals, encoder=encoder, head=unfitted, crowd=crowd
            )
            more = one.rows()
            rows += more[0]
            labels += more[1]
            weights += more[2]
    return rows, labels, weights


def write_background() -> None:
    """The vectors of the background, in full: a reply may be one of its texts, and must be heard the same."""
    encoder = load()
    if encoder is None:
        raise SystemExit("error: the encoder's weights are not installed")
    np = encoder.np
    vectors = np.stack([encoder.encode(text) for text in background()])
    np.savez_compressed(Path(__file__).with_name("background.npz"), key=background_key(encoder), vectors=vectors)


def main() -> None:
    if sys.argv[1:] == ["--background"]:
        write_background()
        return
    scenarios = json.load(sys.stdin)
    for name, encoder in (("PRIOR_FULL", load()), ("PRIOR_REDUCED", None)):
        rows, labels, weights = rows_of(scenarios, encoder)
        theta = fit(rows, labels, weights, [0.0] * len(FEATURES), HELD)
        print(f"{name} = ({', '.join(f'{value:.2f}' for value in theta)})")


if __name__ == "__main__":
    main()
