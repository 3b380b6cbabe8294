"""Chance without a generator: each draw is a hash of the seed, the reply's number and what it is for.

So a call resumed in the middle, or forked from any turn, draws what the uninterrupted one would have drawn.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from hashlib import blake2b

from scoring.hearing.signals import Seller
from simulator.scenario.model import Scenario

PLACEHOLDER = re.compile(r"\{(draw|seller|customer|said)\.([A-Za-z0-9_]+)(?:\|([^{}]*))?\}")


def draw(seed: int, turn: int, purpose: str, n: int) -> int:
    """A number in [0, n), the same for the same seed, turn and purpose on every machine. `n` is at least 1."""
    if n <= 1:
        return 0
    digest = blake2b(f"{seed}\x1f{turn}\x1f{purpose}".encode("utf-8", "surrogatepass"), digest_size=8).digest()
    return int.from_bytes(digest, "big") % n


def cast(scenario: Scenario, seed: int) -> dict[str, int | str]:
    """What this seed draws for each name under `draw`, as it stands in the file."""
    return {name: values[draw(seed, 0, f"draw:{name}", len(values))] for name, values in scenario.draw.items()}


def printed(value: int | float | str) -> str:
    """As the customer says it: numbers with thousands separators (84,000), whole floats without a point."""
    if isinstance(value, str):
        return value
    if isinstance(value, float) and value.is_integer():
        value = int(value)
    return f"{value:,}"


def values_for(scenario: Scenario, drawn: Mapping[str, int | str]) -> dict[str, str]:
    """Every placeholder's value by its dotted name: `draw.loss`, `seller.product`, `customer.name`."""
    values = {f"draw.{name}": printed(value) for name, value in drawn.items()}
    seller = scenario.seller
    for name in Seller.__slots__:
        part = getattr(seller, name)
        text = ", ".join(part) if isinstance(part, tuple) else printed(part)
        values[f"seller.{name}"] = text
    customer = scenario.customer
    for name in ("name", "role", "company", "style", "background"):
        values[f"customer.{name}"] = str(getattr(customer, name))
    return {name: fill(text, values) if "{" in text else text for name, text in values.items()}


_NAMED = re.compile(
    r"\b(?:(?:mon|tues|wednes|thurs|fri|satur|sun)day|january|february|april|june|july|august|september|october|"
    r"november|december)\b",
    re.I,
)


def day_words(when: str, begins: bool) -> str:
    """A day as the rep named it, as it is written in a sentence; `begins`: the sentence begins with it."""
    when = _NAMED.sub(lambda found: found[0].capitalize(), when)
    first = when[:1].upper() if begins or _NAMED.match(when) else when[:1].lower()
    return first + when[1:]


def _begins(text: str, at: int) -> bool:
    before = text[:at].rstrip(" \"'“‘(")
    return not before or before[-1] in ".!?…"


def fill(text: str, values: Mapping[str, str]) -> str:
    """The text with its placeholders filled; `{said.when|then}` falls back to what stands after the bar.

    Only known names are replaced, once, and never what a value brings in: a value is text, not a template.
    """
    if "{" not in text:
        return text

    def value(found: re.Match[str]) -> str:
        known = values.get(f"{found[1]}.{found[2]}")
        if known:
            if found[1] == "said" and found[2] == "when":
                return day_words(known, _begins(text, found.start()))
            return known
        return found[3] if found[3] is not None else ("" if known == "" else found[0])

    return PLACEHOLDER.sub(value, text)
