"""What the customer says: the best of several lines, and no more than three sentences at once."""

from __future__ import annotations

from dataclasses import dataclass, field

from simulator.engine.draws import draw
from simulator.engine.play import Variant
from simulator.engine.situation import Now
from simulator.engine.state import Part, PartKind

MOST_SENTENCES = 3


@dataclass(slots=True)
class Speech:
    """Gathers the parts of one answer in the order in which they are said.

    A line whose condition holds beats one without; then the most conditions, then the least recently used, then a draw.
    """

    seed: int
    n: int
    now: Now
    used: tuple[int, ...]
    chosen: list[tuple[PartKind, str, Variant, bool]] = field(default_factory=list)

    def add(self, kind: PartKind, name: str, variants: tuple[Variant, ...], *, keep: bool = False) -> None:
        """Choose one of the variants; `keep`: it is said whatever stands before it."""
        variant = self._choose(kind, name, variants)
        if variant is not None:
            self.chosen.append((kind, name, variant, keep))

    def parts(self) -> tuple[Part, ...]:
        """The parts that fit: past three sentences they are dropped from the end, except those to be kept.

        The first is always said, in full. What is dropped does not count as used.
        """
        said: list[Part] = []
        total, full = 0, False
        for kind, name, variant, keep in self.chosen:
            full = full or (bool(said) and not keep and total + variant.sentences > MOST_SENTENCES)
            if full and not keep:
                continue
            total += variant.sentences
            said.append(Part(kind, name, variant.text))
            self._use(variant.number)
        return tuple(said)

    def _use(self, number: int) -> None:
        if number in self.used:
            self.used = tuple(other for other in self.used if other != number)
        self.used += (number,)

    def _choose(self, kind: str, name: str, variants: tuple[Variant, ...]) -> Variant | None:
        now, best = self.now, -1
        fitting: list[Variant] = []
        for variant in variants:
            if variant.weight >= best and (variant.when is None or variant.when(now)):
                if variant.weight > best:
                    best, fitting = variant.weight, []
                fitting.append(variant)
        if len(fitting) < 2:
            return fitting[0] if fitting else None
        fresh = [variant for variant in fitting if variant.number not in self.used]
        if not fresh:
            return min(fitting, key=lambda variant: self.used.index(variant.number))
        return fresh[draw(self.seed, self.n, f"{kind}:{name}", len(fresh))]
