from __future__ import annotations

from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from scoring.hearing.signals import Seller
from simulator.engine.draws import cast, draw, fill, printed, values_for
from tests.simulator.engine.scenes import scenario


@given(st.integers(), st.integers(0, 99), st.text(max_size=20), st.integers(1, 1000))
def test_a_draw_is_in_range_and_always_the_same(seed: int, turn: int, purpose: str, n: int) -> None:
    assert 0 <= draw(seed, turn, purpose, n) < n
    assert draw(seed, turn, purpose, n) == draw(seed, turn, purpose, n)


def test_a_draw_is_the_same_on_every_machine() -> None:
    assert [draw(seed, 3, "x", 100) for seed in range(5)] == [70, 52, 67, 19, 33]


def test_seeds_draw_every_value_about_equally_often() -> None:
    counts = [0, 0, 0]
    for seed in range(3000):
        counts[draw(seed, 0, "draw:loss", 3)] += 1
    assert all(900 < count < 1100 for count in counts)


def test_the_cast_is_drawn_from_what_the_author_listed() -> None:
    scene = scenario()
    for seed in range(20):
        drawn = cast(scene, seed)
        assert drawn["loss"] in (84000, 90000, 96000)
        assert drawn["town"] in ("Leeds", "York")


def test_numbers_are_printed_with_thousands_separators() -> None:
    assert [printed(v) for v in (84000, 999, 1234567, 10.0, 2.5, "84000")] == [
        "84,000",
        "999",
        "1,234,567",
        "10",
        "2.5",
        "84000",
    ]


def test_known_placeholders_are_filled_and_others_stay_as_they_are() -> None:
    values = {"draw.loss": "84,000", "seller.product": "Lumen", "customer.name": "Ada"}
    assert fill("{customer.name}: {draw.loss} for {seller.product}", values) == "Ada: 84,000 for Lumen"
    assert fill("{draw.other} {x} {} {0} {seller.product.upper} {{draw.loss}}", values) == (
        "{draw.other} {x} {} {0} {seller.product.upper} {84,000}"
    )


def test_what_the_rep_said_is_echoed_or_falls_back() -> None:
    assert fill("Until {said.when|then}.", {}) == "Until then."
    assert fill("Until {said.when|then}.", {"said.when": "Friday at nine"}) == "Until Friday at nine."
    assert fill("Until {said.when|}.", {}) == "Until ."


def test_what_a_value_brings_in_is_never_a_template() -> None:
    values = {"said.when": "{draw.loss}", "draw.loss": "84,000", "customer.name": "{customer.name.__class__}"}
    assert fill("{said.when} {customer.name}", values) == "{draw.loss} {customer.name.__class__}"


def test_the_customers_fields_may_be_drawn() -> None:
    scene = replace(scenario(), seller=Seller(product="Lumen", may=("one", "two"), discount_limit=10.0))
    values = values_for(scene, {"loss": 84000, "town": "York"})
    assert values["customer.company"] == "Acme York"
    assert values["seller.may"] == "one, two"
    assert values["seller.discount_limit"] == "10"


@given(st.text(max_size=200))
def test_no_text_breaks_filling(text: str) -> None:
    assert isinstance(fill(text, {"draw.loss": "84,000"}), str)


def test_a_day_is_written_as_the_sentence_wants_it() -> None:
    assert fill("Fine, {said.when|then}.", {"said.when": "Tomorrow"}) == "Fine, tomorrow."
    assert fill("Lovely, {said.when|then}!", {"said.when": "tuesday at ten"}) == "Lovely, Tuesday at ten!"
    assert fill("Good. {said.when|Then} it is.", {"said.when": "next week"}) == "Good. Next week it is."
    assert fill("Right, {said.when|then}.", {"said.when": "This wednesday"}) == "Right, this Wednesday."
