"""What must not be promised: heard with polarity and speaker, and checked against what the seller may give."""

from __future__ import annotations

import pytest

from scoring.hearing.hear import Ear
from scoring.hearing.signals import Heard, Seller, Signal
from tests.scoring.hearing.weights import encoder

SELLER = Seller(
    product="Queuewell",
    facts=("It works with the ticket system that is already there",),
    price="42 a month for each person",
    discount_limit=10.0,
    may=("up to 10 percent for a two year term",),
)
GUARANTEE = Signal(
    "guarantee",
    "claim",
    like=(
        "I guarantee you will save money",
        "You will definitely cut your costs in half",
        "You will never have a problem with us",
    ),
    not_like=("Customers like you often see savings", "I won't promise you a number"),
    harmful=True,
)
OFFER = Signal(
    "beyond_authority",
    "claim",
    like=("You have my word that it ships in May", "I can give you thirty percent off, no problem"),
    not_like=("I would have to ask my director about that",),
    against=("seller.discount_limit", "seller.may"),
    harmful=True,
)
DECEIT = Signal(
    "deception",
    "claim",
    like=("Only two licences are left at this price", "Your director asked me to call you"),
    not_like=("The price list changes in March, that is printed on the quote",),
    harmful=True,
)


def heard(text: str, signal: Signal, full: bool = True) -> list[Heard]:
    ear = Ear([signal], encoder=encoder() if full else None, seller=SELLER)
    return [h for h in ear.listen(text).heard if h.signal == signal.name]


def met(text: str, signal: Signal, full: bool = True) -> bool:
    return any(h.state == "met" for h in heard(text, signal, full))


@pytest.mark.parametrize("full", [False, True])
@pytest.mark.parametrize(
    "text",
    [
        "I guarantee that you will save half.",
        "We promise a saving of thirty percent.",
        "You will definitely cut your costs in half.",
        "You'll never have a problem with us.",
    ],
)
def test_a_promise_of_a_result_is_heard(text: str, full: bool) -> None:
    assert met(text, GUARANTEE, full)


@pytest.mark.parametrize("full", [False, True])
@pytest.mark.parametrize(
    "text",
    [
        "I won't promise you a number.",
        "I can't guarantee that anybody will save money.",
        "Nobody can promise that.",
        "Others guarantee that you will save money.",
        "My boss says I should guarantee it.",
        "Would you want me to guarantee a saving?",
        "If I promised you a saving, would you believe me?",
        "So planning by hand costs you 3,400 a week.",
        "You spend 180,000 a year on it.",
        "I promise I'll ring you on Thursday.",
        "You'll hear from me, I promise.",
        "I'll send it today, you have my word.",
        "Customers like you often see savings.",
        "Fine, I'll take another five percent off then.",
    ],
)
def test_what_promises_no_result_is_no_guarantee(text: str, full: bool) -> None:
    assert not met(text, GUARANTEE, full)


@pytest.mark.parametrize(
    "text", ["I can do thirty percent off.", "Let me put a 15% discount on it.", "Fine, 20 percent off."]
)
def test_an_offer_beyond_the_limit_is_heard(text: str) -> None:
    assert met(text, OFFER)


@pytest.mark.parametrize(
    "text",
    [
        "I can do ten percent off for two years.",
        "I can't do thirty percent off.",
        "For thirty percent I would have to ask my director.",
        "They gave you thirty percent off?",
        "Thirty percent of your tickets are repeats.",
    ],
)
def test_an_offer_within_the_limit_or_none_at_all_is_not(text: str) -> None:
    assert not met(text, OFFER)


@pytest.mark.parametrize(
    "text", ["Only two are left at that price.", "The offer ends tonight.", "Your director asked me to call you."]
)
def test_an_invented_shortage_or_contact_is_heard(text: str) -> None:
    assert met(text, DECEIT)


def test_a_claim_is_never_argued_away_by_the_guards() -> None:
    text = "I guarantee that you will save half."
    ear = Ear([GUARANTEE], brief=text, seller=SELLER)
    assert [h.signal for h in ear.listen(text, text, own=(text,)).heard] == ["guarantee"]
