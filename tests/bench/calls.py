"""Played calls with three readers' marks, and what the engine of today makes of the same words.

`tests/data/calls.jsonl`: one call a line as `{"call", "person", "transcript", "marks": {"A": {...}, ...}}`. The calls were
played in free words against the customers by model players of seven kinds (expert to lazy); the readers are models too,
who knew the anchors and not the engine's marks. They are called so wherever their marks are shown.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from scoring.marking.scorecard import Scorecard, mark
from scoring.marking.transcript import Transcript
from scoring.marking.transcript_json import from_json
from simulator.engine.ears import ear_for
from simulator.scenario.catalogue import Catalogue, shipped

if TYPE_CHECKING:
    from scoring.hearing.encoder import Encoder
    from scoring.hearing.hear import Ear
    from simulator.scenario.model import Scenario

CALLS = Path(__file__).parents[1] / "data" / "calls.jsonl"
NOT_APPLICABLE = "na"


@dataclass(frozen=True, slots=True)
class Played:
    """A call; `marks`: by reader, by criterion, a level of 0 to 4 or `na`. `part`: which round of play it is of."""

    name: str
    person: str
    part: str
    transcript: Transcript
    marks: Mapping[str, Mapping[str, int | str]]


def played() -> list[Played]:
    out = []
    for line in CALLS.read_text(encoding="utf-8").splitlines():
        row: dict[str, Any] = json.loads(line)
        call = Played(row["call"], row["person"], row["part"], from_json(row["transcript"]), row["marks"])
        out.append(call)
    return out


@lru_cache(1)
def _catalogue() -> Catalogue:
    return Catalogue([shipped()], None)


@lru_cache(200)
def scenario_of(name: str) -> Scenario:
    return _catalogue().open(name)


@lru_cache(4)
def _ear(name: str, seed: int, encoder: Encoder | None) -> Ear:
    ear = ear_for(scenario_of(name), seed, encoder, _HEADS.get(name))
    _HEADS[name] = ear.heads
    return ear


_HEADS: dict[str, Any] = {}
"""By scenario: the next call with it need not fit them again."""


def heard_anew(transcript: Transcript, encoder: Encoder | None, words: Mapping[int, str] | None = None) -> Transcript:
    """The same call as today's engine hears it. `words`: other words for some turns, by number.

    What the customer said, felt and told stays as it was played.
    """
    assert transcript.scenario is not None
    ear = _ear(transcript.scenario.id, transcript.seed, encoder)
    own: tuple[str, ...] = ()
    told, turns = transcript.opening, []
    for turn in transcript.turns:
        said = turn.rep if words is None else words.get(turn.n, turn.rep)
        if said and turn.before is not None:
            hearing = ear.listen(said, turn.prompt, own=own, told=told, known=turn.before.known)
            turn = replace(turn, rep=said, heard=hearing.heard, repeated=hearing.repeated)
            own += (said,)
        told += "\n" + turn.customer
        turns.append(turn)
    return replace(transcript, turns=tuple(turns), encoder=ear.engine)


def marked_anew(transcript: Transcript, encoder: Encoder | None, words: Mapping[int, str] | None = None) -> Scorecard:
    assert transcript.scenario is not None
    return mark(heard_anew(transcript, encoder, words), scenario_of(transcript.scenario.id).rubric)


def levels_of(card: Scorecard) -> Iterator[tuple[str, int | None]]:
    """Each criterion's level; None where it did not apply or was left open."""
    for criterion in card.criteria:
        yield criterion.id, None if criterion.state == "not_applicable" else criterion.level
