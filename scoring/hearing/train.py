"""Trains the heads of the behaviours on our own labelled text: `make train` (a minute) writes `heads.npz`.

Deterministic: the same text and encoder give the same file, up to the last digits of a machine's arithmetic. Thresholds
are chosen on replies by authors whom the head was not trained on, each author left out in turn; what may cost a rep
something needs more precision than what pays.
"""

from __future__ import annotations

import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from scoring.hearing import encoder as encoding
from scoring.hearing.behaviours import DETECTORS
from scoring.hearing.behaviours.view import view_of
from scoring.hearing.heads import PARTS, Heads, Network
from scoring.hearing.labelled import Labelled, labels, part

STIFFNESS = 3.0
STEPS = 250
HIDDEN, EPOCHS, BATCH, RATE, DECAY, DROPPED = 96, 40, 128, 2e-3, 0.2, 0.5
"""Of the network; chosen among eight settings by the mean F1 over authors left out (.574; the logistic heads .540)."""
LEAST = 30
"""A behaviour with fewer positives gets no head."""
CANDIDATES = [0.15 + 0.025 * i for i in range(27)]
HARMFUL = frozenset(
    """abuse argues assumes apologises_for_price contempt disparage formula_but give_away humiliates ignores_opt_out
    irritator jargon judgement leading_question overstatement pitch_dump pushy splits_difference hedge
    vague_follow_up""".split()  # noqa: SIM905
)
RULES_ALONE = frozenset(
    """abuse humiliates ignores_opt_out opt_out_respected plays_back_number judgement observation self_review smart_goal
    support""".split()  # noqa: SIM905
)
"""Knock-outs, what is exact, and what one author alone has written of: no head."""
LEAST_F1 = 0.25
"""A head that does worse on authors it has not seen is not used."""
PRECISE, RIGHT = 0.9, 0.6
"""The least precision of what may cost a rep something, and of what pays."""
PAID_OFTEN, STRICT = frozenset({"tied_question", "check_back"}), 0.72
"""What high levels rest on, and the least precision of these."""


def overlaps(left: tuple[int, int], right: tuple[int, int]) -> bool:
    both = min(left[1], right[1]) - max(left[0], right[0])
    return both * 2 > min(left[1] - left[0], right[1] - right[0])


def rows_of(replies: Sequence[Labelled], heads: Heads) -> tuple[Any, Any, list[str]]:
    """Features, labels and authors, a row a clause as the engine cuts it."""
    np = heads.encoder.np
    features, truth, authors = [], [], []
    for reply in replies:
        view = view_of(reply.text, reply.customer, reply.customer)
        hits = [(h.signal, h.span) for detector in DETECTORS.values() for h in detector(view) if h.state == "met"]
        for clause in view.clauses:
            rules = frozenset(name for name, span in hits if overlaps(span, clause.span))
            given = frozenset[str]().union(
                *(own for (_, own), span in zip(reply.clauses, reply.spans, strict=True) if overlaps(span, clause.span))
            )
            features.append(heads.row(view, clause, rules))
            truth.append([name in given for name in heads.names])
            authors.append(reply.author)
    return np.array(features), np.array(truth, dtype=float), authors


def fit(np: Any, features: Any, truth: Any) -> Any:
    """All heads at once, by steps that a bound on the curvature makes safe (Boehning 1992), with momentum."""
    size = features.shape[1]
    bound = np.linalg.inv(features.T @ features / 4 + STIFFNESS * np.eye(size))
    weights = ahead = np.zeros((size, truth.shape[1]))
    for step in range(STEPS):
        slope = features.T @ (1 / (1 + np.exp(-np.clip(features @ ahead, -40, 40))) - truth) + STIFFNESS * ahead
        moved = ahead - bound @ slope
        ahead = moved + step / (step + 3) * (moved - weights)
        weights = moved
    return weights


def learn(np: Any, features: Any, truth: Any) -> Network:
    """The network, by Adam with decoupled decay and a rate that falls to nothing; the same each time."""
    chance = np.random.default_rng(7)
    count, size = features.shape
    parts = [
        chance.normal(0, size**-0.5, (size, HIDDEN)),
        np.zeros(HIDDEN),
        chance.normal(0, 0.01, (HIDDEN, truth.shape[1])),
        np.full(truth.shape[1], -3.0),
        np.zeros((size, truth.shape[1])),
    ]
    means, squares = ([np.zeros_like(part) for part in parts] for _ in range(2))
    steps, step = EPOCHS * (count // BATCH), 0
    for _ in range(EPOCHS):
        order = chance.permutation(count)
        for start in range(0, count - BATCH + 1, BATCH):
            chosen = order[start : start + BATCH]
            kept = (chance.random((BATCH, HIDDEN)) > DROPPED) / (1 - DROPPED)
            slopes = _slopes(np, parts, features[chosen], truth[chosen], kept)
            step += 1
            rate = RATE * 0.5 * (1 + np.cos(np.pi * step / steps))
            for i, slope in enumerate(slopes):
                means[i] = 0.9 * means[i] + 0.1 * slope
                squares[i] = 0.999 * squares[i] + 0.001 * slope**2
                moved = means[i] / (1 - 0.9**step) / (np.sqrt(squares[i] / (1 - 0.999**step)) + 1e-8)
                parts[i] = parts[i] - rate * (moved + (DECAY * parts[i] if parts[i].ndim == 2 else 0.0))
    return Network(*parts)


def _slopes(np: Any, parts: Sequence[Any], rows: Any, wanted: Any, kept: Any) -> list[Any]:
    """Of the mean log loss by each part. `kept`: which hidden cells take part, scaled up for those that do not."""
    inner, inner_bias, outer, bias, direct = parts
    before = rows @ inner + inner_bias
    hidden = before.clip(min=0.0) * kept
    values = hidden @ outer + bias + rows @ direct
    missed = (1 / (1 + np.exp(-np.clip(values, -40, 40))) - wanted) / len(rows)
    back = (missed @ outer.T) * kept * (before > 0)
    return [rows.T @ back, back.sum(0), hidden.T @ missed, missed.sum(0), rows.T @ missed]


def least_precision(name: str) -> float:
    return PRECISE if name in HARMFUL else STRICT if name in PAID_OFTEN else RIGHT


def threshold_of(np: Any, probabilities: Any, truth: Any, least: float) -> tuple[float, float, float]:
    """The threshold with the best F1 among those of at least this precision, and precision and F1 there."""
    best = (CANDIDATES[-1], 0.0, 0.0)
    for candidate in CANDIDATES:
        said = probabilities >= candidate
        right = float((said * truth).sum())
        precision = right / max(1.0, float(said.sum()))
        score = 2 * right / max(1.0, float(said.sum() + truth.sum()))
        if score > best[2] and precision >= least:
            best = (candidate, precision, score)
    return best


def main() -> int:
    encoder = encoding.load()
    if encoder is None:
        print("error: the encoder's weights are not installed", file=sys.stderr)
        return 2
    np = encoder.np
    replies = part("train")
    counts = {name: sum(name in own for reply in replies for _, own in reply.clauses) for name in sorted(labels())}
    names = [name for name, count in counts.items() if count >= LEAST and name in DETECTORS and name not in RULES_ALONE]
    encoding.KEPT = 100_000
    heads = Heads(encoder, names, None, [])
    encoder.encode_many([clause.text for reply in replies for clause in view_of(reply.text, reply.customer).clauses])
    encoder.encode_many([reply.customer for reply in replies])
    features, truth, authors = rows_of(replies, heads)
    features, truth = features.astype(np.float32), truth.astype(np.float32)
    left_out = np.zeros_like(truth)
    for author in sorted(set(authors)):
        own = np.array([a == author for a in authors])
        values = learn(np, features[~own], truth[~own]).values(features[own])
        left_out[own] = 1 / (1 + np.exp(-np.clip(values, -40, 40)))
    thresholds, kept = [], []
    print(f"{'behaviour':<22} {'n':>5} threshold precision   F1 (authors left out)")
    for i, name in enumerate(names):
        threshold, precision, score = threshold_of(np, left_out[:, i], truth[:, i], least_precision(name))
        if score >= LEAST_F1:
            thresholds.append(threshold)
            kept.append(i)
        unused = "" if score >= LEAST_F1 else "  not used"
        print(f"{name:<22} {counts[name]:>5} {threshold:9.3f} {precision:9.2f} {score:4.2f}{unused}")
    network = learn(np, features, truth).only(kept)
    np.savez_compressed(
        Path(__file__).with_name("heads.npz"),
        encoder=encoder.identity,
        rules=np.array(names),
        names=np.array([names[i] for i in kept]),
        weights=fit(np, features, truth)[:, kept].astype(np.float16),
        thresholds=np.array(thresholds),
        **{part: getattr(network, part).astype(np.float16) for part in PARTS},
    )
    return 0


if __name__ == "__main__":
    sys.exit(main())
