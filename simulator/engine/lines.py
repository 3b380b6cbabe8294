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

    Nothing is said twice while something that fits is left. Of what was not said yet the line with the most conditions
    wins, then a draw; once all of it was said, the least recently used.
    """

    seed: int
    n: int
    now: Now
    used: tuple[int, ...]
    chosen: list[tuple[PartKind, str, Variant, bool]] = field(default_factory=list)
    spoken: set[int] = field(init=False)

    def __post_init__(self) -> None:
        self.spoken = set(self.used)

    @property
    def answered(self) -> bool:
        """Whether something that answers the rep was chosen already; an interruption or a warning does not."""
        return any(kind not in ("interruption", "warning") for kind, *_ in self.chosen)

    def add(self, kind: PartKind, name: str, variants: tuple[Variant, ...], *, keep: bool = False) -> None:
        """Choose one of the variants; `keep`: it is said whatever stands before it."""
        variant = self._choose(kind, name, variants, False)
        if variant is not None:
            self.chosen.append((kind, name, variant, keep))

    def add_new(self, kind: PartKind, name: str, variants: tuple[Variant, ...], *, keep: bool = False) -> bool:
        """The same, but only what was not said yet; False where nothing of it fits."""
        variant = self._choose(kind, name, variants, True)
        if variant is not None:
            self.chosen.append((kind, name, variant, keep))
        return variant is not None

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
        if number in self.spoken:
            self.used = tuple([other for other in self.used if other != number])
        self.spoken.add(number)
        self.used += (number,)

    def _choose(self, kind: str, name: str, variants: tuple[Variant, ...], new: bool) -> Variant | None:
        """`new`: what was said already is left out."""
        now, spoken, most = self.now, self.spoken, -1
        fitting: list[Variant] = []
        best: list[Variant] = []
        for variant in variants:
            fresh = variant.number not in spoken
            # One that was said, or asks for less than another that was not, needs no look at its condition.
            if variant.weight < most if fresh else new or most >= 0:
                continue
            if variant.when is not None and not variant.when(now):
                continue
            if not fresh:
                fitting.append(variant)
            elif variant.weight > most:
                most, best = variant.weight, [variant]
            else:
                best.append(variant)
        if len(best) > 1:
            return best[draw(self.seed, self.n, f"{kind}:{name}", len(best))]
        if best:
            return best[0]
        return min(fitting, key=lambda variant: self.used.index(variant.number)) if fitting else None
