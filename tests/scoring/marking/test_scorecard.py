"""Marks worked out by hand, and receipts that notice a changed character."""

from __future__ import annotations

import json
from typing import Any

import pytest

from scoring.hearing.signals import Heard
from scoring.marking.document import play_document
from scoring.marking.receipt import seal, verify
from scoring.marking.rubric import Rubric, RubricError
from scoring.marking.scorecard import CriterionMark, mark
from scoring.marking.transcript import ScenarioRef, Snapshot, Transcript, Turn
from scoring.marking.transcript_json import from_json, to_json

ANCHORS = ["nothing", "a little", "half", "most", "all"]


def criterion(name: str, skill: str = "discovery", weight: int = 10, **rest: Any) -> dict[str, Any]:
    return {"id": name, "skill": skill, "title": name, "weight": weight, "anchors": ANCHORS, **rest}


def rubric(*criteria: dict[str, Any], **rest: Any) -> Rubric:
    return Rubric.load(
        {
            "id": "r",
            "version": 1,
            "stage": "discovery",
            "skill_weights": {"discovery": 50, "tone": 50},
            "skills": [{"id": "discovery", "name": "Discovery"}, {"id": "tone", "name": "Tone"}],
            "criteria": list(criteria),
            "signals": ["ask", "claim", "rude", "cost"],
            "facts": ["loss"],
            "objections": ["price"],
            "role_names": ["need"],
            "means": {"ask": "Asks openly", "cost": "Asks what it costs"},
            **rest,
        }
    )


def snapshot(**rest: Any) -> Snapshot:
    base: dict[str, Any] = {
        "moment": "m",
        "here": 0,
        "turn": 0,
        "feelings": {"trust": 5},
        "known": frozenset(),
        "asked": frozenset(),
        "objections": {"price": "open"},
        "raised": frozenset(),
    }
    return Snapshot(**{**base, **rest})


def turn(n: int, rep: str, *signals: str, unsure: tuple[str, ...] = (), paid: bool = False, **rest: Any) -> Turn:
    heard = [Heard(s, (0, len(rep)), rep, 0.9, "met", f"{s}/given") for s in signals]
    heard += [Heard(s, (0, len(rep)), rep, 0.5, "unsure", f"{s}/given") for s in unsure]
    base: dict[str, Any] = {"before": snapshot(), "after": snapshot(), "moment": "m", "paid": paid}
    return Turn(n=n, rep=rep, heard=tuple(heard), **{**base, **rest})


def call(*turns: Turn, outcome: Any = "won", final: Snapshot | None = None) -> Transcript:
    return Transcript(
        turns,
        ScenarioRef("s", 1, ""),
        engine="1",
        encoder="reduced",
        outcome=outcome,
        ending="end",
        path=("m", "end"),
        final=final or snapshot(),
    )


def only(card: Any) -> CriterionMark:
    (found,) = card.criteria
    return found  # type: ignore[no-any-return]


def test_the_highest_level_that_holds_is_the_mark_and_its_words_are_quoted() -> None:
    card = mark(call(turn(1, "What hurts?", "ask")), rubric(criterion("c", levels={1: "heard claim", 3: "heard ask"})))
    found = only(card)
    assert (found.level, found.state, found.anchor) == (3, "met", "most")
    assert [(e.turn, e.quote) for e in found.evidence] == [(1, "What hurts?")]
    assert found.explanation == "Asks openly."


def test_what_was_not_shown_says_what_would_have_counted() -> None:
    found = only(mark(call(turn(1, "Buy it", "claim")), rubric(criterion("c", levels={2: "heard cost"}))))
    assert (found.level, found.state, found.missing) == (0, "not_shown", ("Asks what it costs.",))
    assert found.nearest == 1


def test_nobody_is_told_to_make_a_fault_for_the_level_that_it_earns() -> None:
    levels = {1: "heard rude", 3: "heard cost and not heard rude"}
    found = only(mark(call(turn(1, "Buy it", "claim")), rubric(criterion("c", levels=levels))))
    assert (found.level, found.missing) == (0, ("Asks what it costs.",))
    found = only(mark(call(turn(1, "Buy it", "claim")), rubric(criterion("c", levels={1: "heard rude"}))))
    assert found.missing == ("Rude.",), "it stands there where nothing better does"


def test_unsure_earns_what_is_certain_and_shows_what_is_possible() -> None:
    r = rubric(criterion("c", levels={1: "heard ask", 4: "heard cost"}))
    found = only(mark(call(turn(1, "x", "ask", unsure=("cost",))), r))
    assert (found.level, found.state, found.possible) == (1, "unsure", 4)


def test_a_criterion_that_rests_on_a_role_nobody_carries_leaves_the_mean() -> None:
    r = rubric(criterion("a", levels={1: "knows need"}), criterion("b", levels={4: "heard ask"}))
    card = mark(call(turn(1, "x", "ask")), r)
    assert [m.state for m in card.criteria] == ["not_applicable", "met"]
    assert card.total == 100


def test_order_is_judged_by_first_hearings() -> None:
    r = rubric(criterion("c", levels={4: "heard ask before claim"}))
    assert only(mark(call(turn(1, "x", "ask"), turn(2, "y", "claim")), r)).level == 4
    assert only(mark(call(turn(1, "x", "claim"), turn(2, "y", "ask")), r)).level == 0
    assert only(mark(call(turn(1, "x", "ask")), r)).level == 4


def test_by_turn_the_mean_is_rounded_half_up() -> None:
    r = rubric(criterion("c", unit="turn", when="any objection is open", levels={1: "heard claim", 4: "heard ask"}))
    found = only(mark(call(turn(1, "x", "ask"), turn(2, "y", "claim")), r))
    assert found.level == 3  # (4 + 1) / 2 = 2.5
    calm = snapshot(objections={"price": "resolved"})
    assert only(mark(call(turn(1, "x", "ask", before=calm)), r)).state == "not_applicable"


def test_a_level_earned_by_absence_needs_three_replies_that_earned_something() -> None:
    r = rubric(criterion("c", "tone", levels={4: "not heard rude"}))
    two = call(turn(1, "a", paid=True), turn(2, "b", paid=True))
    assert only(mark(two, r)).state == "not_applicable"
    found = only(mark(call(*two.turns, turn(3, "c", paid=True)), r))
    assert (found.level, [e.turn for e in found.evidence]) == (4, [1, 2, 3])


def test_what_called_for_a_level_earned_by_absence_is_quoted_and_no_greeting() -> None:
    used = rubric(criterion("accurate", applies_when="heard claim", levels={3: "not heard rude"}))
    turns = [turn(1, "Good morning.", paid=True), turn(2, "It reads the trackers.", "claim", paid=True)]
    found = only(mark(call(*turns, turn(3, "How is it?", "ask", paid=True)), used))
    assert found.level == 3
    assert [e.quote for e in found.evidence] == ["It reads the trackers."]


def test_by_turn_the_words_that_called_for_it_are_quoted() -> None:
    used = rubric(criterion("plain", unit="turn", when="heard claim", levels={3: "not heard rude"}))
    said = "Good morning. It reads the trackers."
    claim = Heard("claim", (14, len(said)), said[14:], 0.9, "met", "claim/given")
    turns = [Turn(n, said, heard=(claim,), before=snapshot(), paid=True) for n in (1, 2, 3)]
    assert {e.quote for e in only(mark(call(*turns), used)).evidence} == {"It reads the trackers."}


def test_heard_with_asks_for_both_in_the_same_words() -> None:
    used = rubric(criterion("who", levels={1: "heard cost", 2: "heard cost with ask"}))
    apart = only(mark(call(turn(1, "What is it?", "ask"), turn(2, "Do you decide?", "cost")), used))
    assert (apart.level, [e.quote for e in apart.evidence]) == (1, ["Do you decide?"])
    both = only(mark(call(turn(1, "What is it?", "ask"), turn(2, "Who decides?", "cost", "ask")), used))
    assert (both.level, [e.quote for e in both.evidence]) == (2, ["Who decides?"])


def test_the_total_is_the_weighted_mean_over_the_skills_that_applied() -> None:
    r = rubric(
        criterion("a", weight=30, levels={4: "heard ask"}),
        criterion("b", weight=10, levels={4: "heard cost"}),
        criterion("t", "tone", levels={1: "heard ask"}),
    )
    card = mark(call(turn(1, "x", "ask")), r)
    assert [s.level for s in card.skills] == [3.0, 1.0]
    assert card.total == 50
    assert card.passed is False


def test_a_pass_needs_the_mark_the_outcome_and_no_knock_out() -> None:
    r = rubric(criterion("a", levels={4: "heard ask"}), knock_outs=[{"id": "X", "signal": "rude", "title": "Rude"}])
    assert mark(call(turn(1, "x", "ask")), r).passed is True
    assert mark(call(turn(1, "x", "ask"), outcome="stalled"), r).passed is False
    card = mark(call(turn(1, "x", "ask"), turn(2, "y", "rude")), r)
    assert card.passed is None
    assert card.knockouts[0].evidence[0].quote == "y"
    assert mark(call(turn(1, "x", "ask"), turn(2, "y", unsure=("rude",))), r).passed is True


def test_on_a_bare_transcript_what_cannot_be_known_is_not_marked_and_is_named() -> None:
    bare = Transcript((Turn(1, "What hurts?", heard=(Heard("ask", (0, 4), "What", 1.0, "met", "r"),)),), bare=True)
    r = rubric(criterion("a", levels={2: "heard ask"}), criterion("b", levels={2: "heard ask", 4: "knows loss"}))
    card = mark(bare, r)
    assert [(m.id, m.level, m.state) for m in card.criteria] == [("a", 2, "met"), ("b", None, "not_applicable")]
    assert card.unknown == ("b",)
    assert card.passed is None


def test_knows_all_means_every_fact_of_the_scenario() -> None:
    r = rubric(criterion("c", levels={4: "knows all"}), facts=["loss", "fear"])
    some = call(turn(1, "x", facts=("loss",)), final=snapshot(known=frozenset({"loss"})))
    assert only(mark(some, r)).level == 0
    both = call(turn(1, "x", facts=("loss", "fear")), final=snapshot(known=frozenset({"loss", "fear"})))
    assert only(mark(both, r)).level == 4


def test_a_slip_does_not_earn_what_silence_does_not() -> None:
    r = rubric(criterion("c", "tone", levels={2: "count rude <= 1", 4: "not heard rude"}))
    assert only(mark(call(turn(1, "a", "rude"), turn(2, "b")), r)).state == "not_applicable"


@pytest.mark.parametrize(
    ("part", "junk"), [("rubric", 1), ("scenario", {}), ("chain", None), ("transcript", []), ("card", 3)]
)
def test_a_receipt_with_a_part_of_another_kind_is_refused_not_raised(part: str, junk: Any) -> None:
    receipt = sealed()["scorecard"]["receipt"]
    receipt[part] = junk
    assert not verify(receipt).ok


def test_what_a_manager_marks_is_left_open() -> None:
    found = only(mark(call(turn(1, "x", "ask")), rubric(criterion("g", marked_by="manager", levels={}))))
    assert (found.level, found.state, found.marked_by) == (None, "not_applicable", "manager")


@pytest.mark.parametrize(
    "wrong", [{"anchors": ["one"]}, {"levels": {5: "heard ask"}}, {"levels": {1: "heard"}}, {"skill": "charm"}]
)
def test_a_rubric_that_does_not_fit_is_refused_with_its_criterion(wrong: dict[str, Any]) -> None:
    with pytest.raises(RubricError, match="c: "):
        rubric({**criterion("c", levels={1: "heard ask"}), **wrong})


def test_a_rubric_gives_back_what_it_was_made_of() -> None:
    r = rubric(criterion("a", levels={4: "heard ask"}))
    assert Rubric.load(r.mapping()) == r
    assert Rubric.load(r.mapping()).hash == r.hash


def sealed() -> dict[str, Any]:
    transcript = call(turn(1, "What hurts?", "ask", paid=True), turn(2, "And what does it cost?", "cost"))
    r = rubric(criterion("a", levels={2: "heard ask", 4: "heard cost"}))
    card = mark(transcript, r)
    document = play_document(transcript, card, seal(transcript, r, "", card))
    return json.loads(json.dumps(document))  # type: ignore[no-any-return]


def test_a_transcript_comes_back_as_it_was() -> None:
    transcript = call(turn(1, "What hurts?", "ask", paid=True), final=snapshot(known=frozenset({"loss"})))
    assert from_json(json.loads(json.dumps(to_json(transcript)))) == transcript


def test_a_receipt_holds_alone_and_inside_its_document() -> None:
    document = sealed()
    assert verify(document).ok
    assert verify(document["scorecard"]["receipt"]).ok


def leaves(value: Any, path: tuple[Any, ...] = ()) -> list[tuple[Any, ...]]:
    if isinstance(value, dict):
        return [leaf for key, item in value.items() for leaf in leaves(item, (*path, key))]
    if isinstance(value, list):
        return [leaf for i, item in enumerate(value) for leaf in leaves(item, (*path, i))]
    return [path]


def changed(value: Any) -> Any:
    if isinstance(value, bool) or value is None:
        return not value
    if isinstance(value, int | float):
        return value + 1
    return value + "x"


def test_every_single_change_is_refused() -> None:
    for path in leaves(sealed()):
        document = sealed()
        at = document
        for step in path[:-1]:
            at = at[step]
        at[path[-1]] = changed(at[path[-1]])
        assert not verify(document).ok, path


def test_the_refusal_says_what_was_changed() -> None:
    document = sealed()["scorecard"]["receipt"]
    document["transcript"]["turns"][1]["rep"] = "And what does it cost!"
    assert verify(document).why == "turn 2 was changed"


@pytest.mark.parametrize("junk", [{}, {"receipt": 1}, {"format": 1}, [], "x", None])
def test_what_is_no_receipt_is_refused_with_a_sentence(junk: Any) -> None:
    found = verify(junk)
    assert not found.ok
    assert found.why
