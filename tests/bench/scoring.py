"""`make bench-scoring`: accuracy on the development sets that SPARRING_BENCH points to, and on our own test part.

Beetle, SciEntsBank, PersuasionForGood and CaSiNo serve for measuring only: nothing of them ships.
"""

from __future__ import annotations

import json
import os
import random
import sys
from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from scoring.hearing.answers import Answer
from scoring.hearing.concepts import Concept
from scoring.hearing.encoder import Encoder, load
from scoring.hearing.text import FUNCTION_WORDS, words
from tests.bench import behaviours

LABELS = 6
"""How many acts of PersuasionForGood, the most frequent ones, are taught from examples."""
HONEST = 0.97
"""The share of honest right answers that must pass the threshold at which attacks are counted."""


@dataclass(frozen=True, slots=True)
class Score:
    """A measured accuracy and the least (`at_least`) or the most that it should be; None: no bar of ours."""

    name: str
    measured: float
    bar: float | None = None
    at_least: bool = True
    note: str = ""

    @property
    def held(self) -> bool:
        return self.bar is None or (self.measured >= self.bar if self.at_least else self.measured <= self.bar)


def macro_f1(truth: Sequence[Any], said: Sequence[Any]) -> float:
    scores = []
    for label in sorted(set(truth), key=str):
        both = sum(t == s == label for t, s in zip(truth, said, strict=True))
        total = sum(t == label for t in truth) + sum(s == label for s in said)
        scores.append(2 * both / total if total else 0.0)
    return sum(scores) / len(scores)


def auc(positive: Sequence[float], negative: Sequence[float]) -> float:
    """The chance that a positive is stronger than a negative; ties count half."""
    ranked = sorted([(v, 1) for v in positive] + [(v, 0) for v in negative])
    total, at = 0.0, 0
    while at < len(ranked):
        end = at
        while end < len(ranked) and ranked[end][0] == ranked[at][0]:
            end += 1
        total += (at + end + 1) / 2 * sum(label for _, label in ranked[at:end])
        at = end
    return (total - len(positive) * (len(positive) + 1) / 2) / (len(positive) * len(negative))


def rows_of(folder: Path, name: str) -> list[dict[str, Any]]:
    with (folder / f"{name}.jsonl").open(encoding="utf-8") as file:
        return [json.loads(line) for line in file]


def by_question(rows: Iterable[dict[str, Any]]) -> dict[str, list[dict[str, Any]]]:
    out: dict[str, list[dict[str, Any]]] = defaultdict(list)
    for row in rows:
        out[row["group"]].append(row)
    return out


def references(row: dict[str, Any]) -> list[str]:
    return [reference["text"] for reference in row["references"]]


def short_answers(folder: Path, corpus: str, bar: float, encoder: Encoder | None) -> list[Score]:
    """Unseen answers to questions whose training answers are marked; and by the references alone."""
    trained = by_question(rows_of(folder, f"{corpus}.train"))
    truth: list[bool] = []
    marked: list[bool] = []
    alone: list[bool] = []
    for question, rows in by_question(rows_of(folder, f"{corpus}.test-unseen-answers")).items():
        pairs = [(row["text"], float(row["label"] == "correct")) for row in trained[question]]
        asked = rows[0]["context"]
        with_marks = Answer(references(rows[0]), asked, pairs, encoder=encoder)
        without = Answer(references(rows[0]), asked, encoder=encoder)
        for row in rows:
            truth.append(row["label"] == "correct")
            marked.append(with_marks.grade(row["text"]) >= 0.5)
            alone.append(without.grade(row["text"]) >= 0.5)
    return [
        Score(f"{corpus} 2-way, unseen answers", macro_f1(truth, marked), bar),
        Score(f"{corpus} 2-way, references alone", macro_f1(truth, alone)),
    ]


def few_marks(folder: Path, corpus: str, encoder: Encoder | None, marks: int = 8) -> Score:
    """Correlation with right or wrong after so many marked answers a question."""
    chance = random.Random(7)
    given: list[float] = []
    truth: list[float] = []
    for rows in by_question(rows_of(folder, f"{corpus}.train")).values():
        if len(rows) < marks + 12:
            continue
        chance.shuffle(rows)
        pairs = [(row["text"], float(row["label"] == "correct")) for row in rows[:marks]]
        answer = Answer(references(rows[0]), rows[0]["context"], pairs, encoder=encoder)
        for row in rows[marks : marks + 24]:
            given.append(answer.grade(row["text"]))
            truth.append(float(row["label"] == "correct"))
    return Score(f"{corpus}, {marks} marked answers (r)", correlation(given, truth), note="bar .72 is for graded marks")


def correlation(left: Sequence[float], right: Sequence[float]) -> float:
    mean_l, mean_r = sum(left) / len(left), sum(right) / len(right)
    both = sum((a - mean_l) * (b - mean_r) for a, b in zip(left, right, strict=True))
    return float(both / (sum((a - mean_l) ** 2 for a in left) * sum((b - mean_r) ** 2 for b in right)) ** 0.5)


def concepts(folder: Path, encoder: Encoder | None, bar: float, draws: int = 4) -> Score:
    """Mean ROC-AUC over acts and draws: five examples, told from all that is labelled otherwise, by other speakers."""
    rows = [row for row in rows_of(folder, "p4g.train") if len(row["text"].split()) >= 3]
    counts: dict[str, int] = defaultdict(int)
    for row in rows:
        counts[row["label"]] += 1
    acts = sorted((label for label in counts if label not in ("other", "off-task")), key=lambda a: -counts[a])
    groups = sorted({row["group"] for row in rows})
    taught = set(groups[::2])
    results = []
    for act in acts[: LABELS * 2]:
        for draw in range(draws):
            chance = random.Random(f"{act}{draw}")
            pool = [row["text"] for row in rows if row["label"] == act and row["group"] in taught]
            concept = Concept(chance.sample(pool, 5), encoder=encoder)
            rest = [row for row in rows if row["group"] not in taught]
            own = [row["text"] for row in rest if row["label"] == act]
            others = [row["text"] for row in rest if row["label"] not in (act, "other")]
            own, others = chance.sample(own, min(60, len(own))), chance.sample(others, 240)
            results.append(auc([concept.strength(t) for t in own], [concept.strength(t) for t in others]))
    name = "with encoder" if encoder else "without encoder"
    return Score(f"concept AUC, five examples, PersuasionForGood train, {name}", sum(results) / len(results), bar)


def shuffled(text: str, chance: random.Random) -> str:
    found = text.split()
    chance.shuffle(found)
    return " ".join(found)


def keywords(text: str, chance: random.Random) -> str:
    return " ".join(word.text for word in words(text) if word.text not in FUNCTION_WORDS)


def negated(text: str, chance: random.Random) -> str:
    for verb in (" is ", " are ", " was ", " were ", " can ", " will ", " has ", " does "):
        if verb in text:
            return text.replace(verb, f"{verb}not ", 1)
    return f"It is not true that {text[:1].lower()}{text[1:]}"


ATTACKS: dict[str, tuple[Callable[[str, random.Random], str], float]] = {
    "shuffled": (shuffled, 0.20),
    "keyword list": (keywords, 0.10),
    "negated": (negated, 0.05),
}


def attacks(folder: Path, encoder: Encoder | None) -> list[Score]:
    """How many counterfeits of right answers pass, at the threshold that honest right answers pass."""
    chance = random.Random(7)
    honest: list[float] = []
    passed: dict[str, list[float]] = defaultdict(list)
    for corpus in ("beetle", "scientsbank"):
        trained = by_question(rows_of(folder, f"{corpus}.train"))
        for question, rows in by_question(rows_of(folder, f"{corpus}.test-unseen-answers")).items():
            pairs = [(row["text"], float(row["label"] == "correct")) for row in trained[question]]
            answer = Answer(references(rows[0]), rows[0]["context"], pairs, encoder=encoder)
            right = [row["text"] for row in rows if row["label"] == "correct" and len(row["text"].split()) >= 4]
            honest += [answer.grade(text) for text in right]
            for text in [*right, *(r for r in references(rows[0]) if len(r.split()) >= 5)]:
                for name, (attack, _) in ATTACKS.items():
                    if (attacked := attack(text, chance)) != text:
                        passed[name].append(answer.grade(attacked))
            passed["copied question"].append(answer.grade(rows[0]["context"]))
    threshold = sorted(honest)[int((1 - HONEST) * len(honest))]
    bars = {name: bar for name, (_, bar) in ATTACKS.items()} | {"copied question": 0.0}
    out = [
        Score(f"attack: {name}", sum(g > 0 and g >= threshold for g in grades) / len(grades), bars[name], False)
        for name, grades in passed.items()
    ]
    blocked = sum(grade == 0.0 for grade in honest) / len(honest)
    return [*out, Score("honest right answers refused by the guards", blocked, 0.03, False)]


def printed(scores: Sequence[Score]) -> str:
    width = max(len(score.name) for score in scores)
    lines = []
    for score in scores:
        bar = "" if score.bar is None else f"{'>=' if score.at_least else '<='} {score.bar:.3f}"
        verdict = "" if score.bar is None else "ok" if score.held else "SHORT"
        lines.append(f"{score.name:<{width}}  {score.measured:6.3f}  {bar:<9} {verdict:<5} {score.note}".rstrip())
    return "\n".join(lines)


def main() -> int:
    encoder = load()
    named = os.environ.get("SPARRING_BENCH", "")
    scores: list[Score] = []
    if named and Path(named).is_dir():
        folder = Path(named)
        scores += short_answers(folder, "beetle", 0.86, encoder) + short_answers(folder, "scientsbank", 0.79, encoder)
        scores += [few_marks(folder, "beetle", encoder), few_marks(folder, "scientsbank", encoder)]
        scores += [concepts(folder, None, 0.83)] + ([concepts(folder, encoder, 0.89)] if encoder else [])
        scores += attacks(folder, encoder)
        print(printed(scores))
    else:
        print("SPARRING_BENCH names no folder: the public sets are left out.")
    print()
    print(behaviours.table())
    return 0


if __name__ == "__main__":
    sys.exit(main())
