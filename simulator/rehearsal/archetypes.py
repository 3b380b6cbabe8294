"""Who rehearses a scenario, and how well each of them sells: the one table of numbers behind all simulated reps.

FROZEN. These numbers were set before any scenario was rehearsed, from what is known of reps of that skill. They are not
tuned so that one scenario comes out better: where an archetype does badly in a single scenario, look at the scenario.
They change only where the picture of a rep is wrong everywhere, and then the commit says so.

A rep is described by chances from 0 to 1, each drawn anew for every reply:

serves      does what serves the moment; what is left of 1 after `serves` and `harms` is neutral talk
harms       does harm: presses, promises, pitches, gives away
insight     of the replies that serve: finds just what the author holds for best here, rather than going by the craft
            (ask before you answer, answer before you close)
attunement  how strongly the goal on the panel and the customer's last words steer what is taken up (an exponent; 0 is not
            at all)
listens     takes up what was just said before going on (acknowledges, says it back, names the feeling)
opens       asks an open question where a question is asked; else one for yes or no
ties        an open question uses what this customer said
figures     plays back a figure that the customer just gave
sums_up     sums up before proposing a step
checks      asks whether the sum or the answer was right
dates       a proposed step has a day; else it is an open ask, or left at being in touch
joins       the step gives the customer a part
second      one more thing in the same reply
owns        says openly what the offer cannot do, when speaking of it
rushes      offers and closes before anything was learnt, as readily as after
forgets     takes up what was settled already
tempted     a reply that does not serve is one of the wrong choices that the author wrote for this moment; else a habit

`habits` are neutral talk, `sins` harm, each with its weight; `*` is any harm of the scenario's own (what its author wrote
down as a mistake).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

Weights = tuple[tuple[str, int], ...]
OWN_HARM = "*"

MISSED = 0.08
"""Chance that a thing which was said is not heard; the same for all, as detectors do not know who speaks."""


@dataclass(frozen=True, slots=True)
class Archetype:
    """See the top of the module. `plays`: by craft, by a fixed script, at random, or not at all."""

    name: str
    plays: Literal["craft", "script", "random", "silence"] = "craft"
    serves: float = 0.0
    harms: float = 0.0
    insight: float = 0.0
    attunement: float = 0.0
    listens: float = 0.0
    opens: float = 0.0
    ties: float = 0.0
    figures: float = 0.0
    sums_up: float = 0.0
    checks: float = 0.0
    dates: float = 0.0
    joins: float = 0.0
    second: float = 0.0
    owns: float = 0.0
    rushes: float = 0.0
    forgets: float = 0.0
    tempted: float = 0.0
    habits: Weights = (("closed_question", 1),)
    sins: Weights = (("pushy", 1),)


EXPERT = Archetype(
    "expert",
    serves=0.92,
    harms=0.01,
    insight=0.5,
    attunement=3.0,
    listens=0.75,
    opens=0.85,
    ties=0.6,
    figures=0.6,
    sums_up=0.85,
    checks=0.7,
    dates=0.95,
    joins=0.6,
    second=0.5,
    owns=0.3,
    rushes=0.05,
    forgets=0.02,
    tempted=0.2,
    habits=(("open_question", 4), ("small_talk", 1), ("closed_question", 2), ("proof", 1)),
    sins=(("claim", 3), ("pitch_dump", 1), ("hedge", 2)),
)
SOLID = Archetype(
    "solid",
    serves=0.75,
    harms=0.05,
    insight=0.4,
    attunement=1.5,
    listens=0.5,
    opens=0.65,
    ties=0.35,
    figures=0.3,
    sums_up=0.5,
    checks=0.4,
    dates=0.75,
    joins=0.35,
    second=0.3,
    owns=0.15,
    rushes=0.25,
    forgets=0.1,
    tempted=0.35,
    habits=(
        ("closed_question", 4),
        ("open_question", 2),
        ("claim", 3),
        ("small_talk", 1),
        ("open_ask", 1),
        ("hedge", 1),
    ),
    sins=(("pitch_dump", 3), ("give_away", 2), (OWN_HARM, 2), ("pushy", 1), ("overstatement", 1)),
)
NOVICE = Archetype(
    "novice",
    serves=0.4,
    harms=0.22,
    insight=0.25,
    attunement=0.5,
    listens=0.2,
    opens=0.4,
    ties=0.1,
    figures=0.1,
    sums_up=0.1,
    checks=0.15,
    dates=0.4,
    joins=0.1,
    second=0.2,
    owns=0.03,
    rushes=0.7,
    forgets=0.3,
    tempted=0.5,
    habits=(
        ("claim", 4),
        ("closed_question", 4),
        ("vague_follow_up", 2),
        ("small_talk", 2),
        ("open_ask", 2),
        ("argues", 2),
    ),
    sins=(("pitch_dump", 5), ("give_away", 3), ("guarantee", 2), (OWN_HARM, 3), ("overstatement", 2), ("pushy", 1)),
)
PUSHY = Archetype(
    "pushy",
    serves=0.35,
    harms=0.4,
    insight=0.2,
    attunement=0.5,
    listens=0.1,
    opens=0.3,
    ties=0.1,
    figures=0.2,
    sums_up=0.1,
    checks=0.05,
    dates=0.8,
    joins=0.1,
    second=0.3,
    owns=0.0,
    rushes=1.0,
    forgets=0.3,
    tempted=0.4,
    habits=(("next_step", 4), ("claim", 3), ("leading_question", 3), ("open_ask", 1), ("argues", 2)),
    sins=(("pushy", 6), ("pitch_dump", 3), (OWN_HARM, 3), ("overstatement", 2), ("deception", 1), ("disparage", 1)),
)
SCRIPT_READER = Archetype(
    "script reader",
    plays="script",
    serves=0.95,
    harms=0.05,
    listens=0.05,
    opens=1.0,
    dates=0.8,
    joins=0.1,
    sums_up=0.0,
    habits=(("claim", 1),),
    sins=(("pitch_dump", 1),),
)
RANDOM = Archetype("random", plays="random", opens=1.0, dates=1.0)
SILENT = Archetype("silent", plays="silence")

PEOPLE: tuple[Archetype, ...] = (EXPERT, SOLID, NOVICE, PUSHY, SCRIPT_READER, RANDOM, SILENT)
CHEATS: tuple[str, ...] = ("keyword stuffer", "parrot", "one-worder", "memoriser")
"""Who tries to pass without doing the job. They speak in words, through the real detectors, always."""

EXPERT_PASSES = 0.80
SOLID_PASSES = (0.45, 0.85)
NOVICE_PASSES = 0.25
CHEAT_PASSES = 0.05
EXPERT_NOVICE_AUC = 0.90
SOLID_NOVICE_AUC = 0.75
"""The bars: the least of the expert, the range of the solid rep, the most of the novice and of each cheat; and how surely
the total of a call tells one from the other."""
