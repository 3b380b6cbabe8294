"""Concepts: paraphrases are heard, near misses and denials are not, and the same examples give the same head."""

from __future__ import annotations

import json

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from scoring.hearing.concepts import FEATURES, Concept
from scoring.hearing.sketches import Crowd, background, sketch
from scoring.hearing.strangers import persuasion
from tests.scoring.hearing.weights import encoder

COST = (
    "What does a late van cost you?",
    "How much produce spoils when a route runs over?",
    "What happens to your margin when the vans are late?",
)
NOT_COST = ("What is your budget?", "What do you pay for fuel cards?", "It doesn't matter what it costs you")
START_SMALL = (
    "We could start with one team for six weeks",
    "How about a pilot with five agents and a clear goal?",
    "Let us prove it on the billing queue first",
)
NOT_SMALL = ("You can cancel any time", "Let us roll it out to everybody at once", "A pilot would not help you")


@pytest.mark.parametrize("full", [False, True])
def test_what_means_the_same_is_heard(full: bool) -> None:
    concept = Concept(COST, NOT_COST, encoder=encoder() if full else None)
    assert concept.strength("What does it cost you when a van is late?") > 0.55
    assert concept.strength("Nice weather for the time of year.") < 0.3


def test_with_vectors_other_words_do_too() -> None:
    concept = Concept(START_SMALL, NOT_SMALL, encoder=encoder())
    assert concept.strength("We might try it out with a few of your people for a month") > 0.5


@pytest.mark.parametrize("full", [False, True])
def test_near_misses_are_not_heard(full: bool) -> None:
    concept = Concept(COST, NOT_COST, encoder=encoder() if full else None)
    assert all(concept.strength(miss) < 0.5 for miss in NOT_COST)


@pytest.mark.parametrize("full", [False, True])
def test_a_denial_is_not_what_it_denies(full: bool) -> None:
    concept = Concept(START_SMALL, NOT_SMALL, encoder=encoder() if full else None)
    assert concept.strength("We could start with one team for six weeks") > 0.6
    assert concept.strength("We could not start with one team for six weeks") <= 0.3
    assert concept.strength("I would never prove it on the billing queue first") <= 0.3


def test_a_denial_elsewhere_in_the_sentence_denies_nothing() -> None:
    sorry = Concept(("I am sorry, we let you down", "That was our failure and I own it", "You were let down by us"))
    assert sorry.strength("I am sorry, we let you down, that should not have happened") > 0.55
    assert sorry.strength("I am sorry we let you down, and I have no excuse") > 0.55
    assert sorry.strength("I am not sorry, we never let you down") <= 0.3


def test_where_every_example_asks_a_statement_is_not_heard() -> None:
    trade = Concept(
        (
            "Happy to, so it is worth reading, may I ask one thing first?",
            "I will send it, what would make it useful for you?",
            "Sure. To send you the right page, one question",
        ),
        encoder=encoder(),
    )
    assert trade.strength("I will send it, what should be in it?") > 0.5
    assert trade.strength("Sure, I'll send it over.") <= 0.3


def test_a_rival_that_is_nearer_takes_the_clause() -> None:
    crowd = Crowd([*COST, *START_SMALL])
    cost = Concept(COST, rivals=START_SMALL, crowd=crowd)
    small = Concept(START_SMALL, rivals=COST, crowd=crowd)
    it = sketch("How about starting with one team for a few weeks?")
    near, far = small.weigh(it), cost.weigh(it)
    assert near.closeness > far.closeness
    assert near.strength(far.closeness) == near.strength()
    assert far.strength(near.closeness) < far.strength()


def test_many_texts_at_once_compare_as_each_alone() -> None:
    texts = [*COST, *NOT_COST, *START_SMALL, *NOT_SMALL, "", "no", "We do not lose produce when a route runs over."]
    crowd = Crowd([*texts, *background()[:80]], encoder())
    for near_misses in (NOT_COST, ()):
        concept = Concept(COST, near_misses, rivals=(*START_SMALL, *NOT_SMALL), encoder=encoder(), crowd=crowd)
        wanted = [i for i in range(len(crowd.members)) if i not in concept.examples]
        at_once = [list(row) for row in concept.features_of(crowd.members, wanted)]
        assert at_once == [concept.features(crowd.members[i]) for i in wanted]
    assert any(row[-1] > 0 for row in at_once), "nothing in this list denies what the examples say"


@pytest.mark.parametrize("full", [False, True])
def test_a_head_is_the_same_each_time_and_survives_json(full: bool) -> None:
    with_encoder = encoder() if full else None
    first = Concept(COST, NOT_COST, encoder=with_encoder)
    again = Concept(COST, NOT_COST, encoder=with_encoder)
    assert first.head == again.head
    kept = Concept(COST, NOT_COST, encoder=with_encoder, head=json.loads(json.dumps(first.head)))
    text = "And what do you lose when it runs late?"
    assert kept.strength(text) == first.strength(text)


def test_a_head_of_another_engine_is_fitted_anew() -> None:
    assert Concept(COST, head=[1.0, 2.0]).head == Concept(COST).head
    assert len(Concept(COST).head) == len(FEATURES)


def test_the_nearest_example_is_named() -> None:
    concept = Concept(COST, NOT_COST)
    assert concept.nearest(sketch("How much produce goes bad when a route runs over?")) == COST[1]


def test_a_concept_without_examples_is_refused() -> None:
    with pytest.raises(ValueError, match="at least one example"):
        Concept(())


def test_one_example_is_enough_to_be_heard_again() -> None:
    assert Concept(("Compared with what?",)).strength("Compared with what?") > 0.5


def test_examples_given_twice_count_once() -> None:
    assert Concept((*COST, COST[0])).strength("What does a late van cost?") == Concept(COST).strength(
        "What does a late van cost?"
    )


def test_small_talk_is_no_concept() -> None:
    concept = Concept(START_SMALL, NOT_SMALL, encoder=encoder())
    heard = [text for text in background() if concept.strength(text) >= 0.55]
    assert len(heard) <= 0.03 * len(background()), heard


THANKS = ("Thank you so much for your donation!", "Thanks a lot for your help!", "The children will thank you for it.")


@pytest.mark.parametrize("full", [False, True])
def test_among_strangers_a_concept_of_theirs_is_told_from_what_else_they_say(full: bool) -> None:
    concept = Concept(THANKS, encoder=encoder() if full else None)
    assert concept.strangers is not None
    assert concept.strangers.say == 1.0
    thanks = min(
        concept.strength(text) for text in ("Thank you very much for giving!", "Thanks, that is so kind of you.")
    )
    rest = [text for text in persuasion() if "hank" not in text]
    louder = [text for text in rest if concept.strength(text) >= thanks]
    assert len(louder) <= 0.1 * len(rest), louder


@pytest.mark.parametrize("full", [False, True])
def test_strangers_have_no_say_in_what_is_only_said_in_sales(full: bool) -> None:
    concept = Concept(START_SMALL, NOT_SMALL, encoder=encoder() if full else None)
    assert concept.strangers is not None
    assert concept.strangers.say == 0.0


def test_what_has_rivals_asks_no_strangers() -> None:
    assert Concept(THANKS, rivals=COST).strangers is None


@settings(max_examples=60, deadline=None)
@given(st.text(max_size=200))
def test_any_text_has_a_strength(text: str) -> None:
    assert 0.0 <= Concept(COST, NOT_COST, head=Concept(COST, NOT_COST).head).strength(text) <= 1.0
