"""The ear of a call: the scenario's signals as this seed draws them, and what the guards compare a reply with."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from simulator.engine.draws import cast, fill, values_for
from simulator.scenario.model import Scenario

if TYPE_CHECKING:
    from scoring.hearing.hear import Ear


def ear_for(scenario: Scenario, seed: int, encoder: Any = None, heads: Mapping[str, Any] | None = None) -> Ear:
    """An ear for calls with this scenario and seed. `heads`: those of an earlier ear, so that nothing is fitted anew
    where this seed draws the same examples.

    Fitting takes up to a second with the encoder: call it in the background while the rep reads the brief.
    """
    # Deferred: hearing brings stemmers and numpy.
    from scoring.hearing.hear import Ear
    from simulator.scenario.signals import signals_for

    drawn = cast(scenario, seed)
    values = values_for(scenario, drawn)
    return Ear(
        signals_for(scenario, drawn),
        encoder=encoder,
        seller=scenario.seller,
        brief=fill(scenario.brief, values),
        model_answers=model_wordings(scenario, values),
        max_content=scenario.max_content,
        heads=heads,
    )


def model_wordings(scenario: Scenario, values: Mapping[str, str]) -> tuple[str, ...]:
    """Every wording that the scenario itself offers: model answers, third hints, the best choices; filled."""
    wordings: dict[str, None] = {}
    for moment in scenario.moments.values():
        offered = [moment.model_answer, *moment.hints[2:], *(choice.say for choice in moment.guided if choice.best)]
        wordings.update(dict.fromkeys(fill(text, values) for text in offered if text))
    return tuple(wordings)
