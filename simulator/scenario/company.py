"""What a firm sells: the seller of every scenario that says `from: company.yaml`, in one file of its own."""

from __future__ import annotations

from scoring.hearing.signals import Seller
from simulator.scenario.document import Fields, Node, Text, read_bytes
from simulator.scenario.fields import Reading
from simulator.scenario.problems import Problem, ScenarioError

FILE = "company.yaml"
FIELDS = ("product", "facts", "proof", "price", "discount_limit", "may", "ask_first", "never")
KNOWN = ("format", *FIELDS, "name")


def seller_of(reading: Reading, node: Fields, base: Seller) -> Seller:
    """What the fields say, over what stood there before. Problems go to `reading`."""
    get = node.fields.get

    def listed(name: str, kept: tuple[str, ...]) -> tuple[str, ...]:
        return reading.texts(get(name), f"seller.{name}") if name in node.fields else kept

    return Seller(
        product=reading.text(get("product"), "seller.product", base.product),
        facts=listed("facts", base.facts),
        proof=listed("proof", base.proof),
        price=reading.text(get("price"), "seller.price", base.price),
        discount_limit=reading.percent(get("discount_limit"), "seller.discount_limit", base.discount_limit),
        may=listed("may", base.may),
        ask_first=listed("ask_first", base.ask_first),
        never=listed("never", base.never),
    )


def company_of(reading: Reading, root: Node, name: str) -> Seller:
    """A whole company file."""
    fields = reading.fields(root, KNOWN, name, ("product",))
    number = fields.fields.get("format")
    if number is not None and not (isinstance(number, Text) and number.value == "1"):
        reading.wrong("S109", "unknown format; this version reads format 1", number.place)
    return seller_of(reading, fields, Seller())


def read_company(text: str, name: str = FILE) -> tuple[Seller | None, tuple[Problem, ...]]:
    """What a company's file says, and everything that is wrong in it; None where it cannot be read at all."""
    reading = Reading()
    try:
        seller = company_of(reading, read_bytes(text.encode("utf-8", "surrogatepass"), name), name)
    except ScenarioError as error:
        return None, error.problems
    return seller, tuple(sorted(reading.problems, key=lambda problem: (problem.place.line, problem.place.column)))
