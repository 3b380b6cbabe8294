"""The tests that a scenario carries: what came out otherwise is said by the reply, and what nobody visits is named."""

from __future__ import annotations

from dataclasses import replace

import pytest

from simulator.engine.draws import cast
from simulator.rehearsal.coverage import Coverage, branches_of, covered, in_words
from simulator.rehearsal.embedded import Played, play_tests, seeds
from simulator.scenario.catalogue import Catalogue, shipped
from simulator.scenario.model import EmbeddedTest, Expectation, Reply, Scenario

PUSHES = "You need to decide today, you'd be crazy not to."


@pytest.fixture(scope="module")
def scenario() -> Scenario:
    return Catalogue([shipped()], None).open("its-too-expensive")


def played(scenario: Scenario, *replies: Reply, **expect: object) -> Played:
    test = EmbeddedTest("mine", replies, Expectation(**expect))  # type: ignore[arg-type]
    (one,) = play_tests(replace(scenario, tests=(test,)))
    return one


def test_a_test_that_comes_out_as_it_says_has_no_difference(scenario: Scenario) -> None:
    one = played(
        scenario,
        Reply(PUSHES, ("pushy",), True),
        Reply(PUSHES, ("pushy",), True),
        path=("the_line", "selling_at_me", "walks_away"),
        outcome="lost",
        passed=False,
        score=(0, 40),
    )
    assert one.passed, one.differences


def test_the_first_wrong_turn_of_the_path_is_named_with_what_was_heard(scenario: Scenario) -> None:
    one = played(scenario, Reply(PUSHES), path=("the_line", "behind_it", "the_sum"))
    assert one.differences[0].startswith("reply 1 led to selling_at_me, not behind_it (heard: ")
    assert "pushy" in one.differences[0]
    assert one.differences[1] == "the path stopped at selling_at_me, before the_sum"


def test_what_is_not_heard_and_what_does_harm_are_named_by_the_reply(scenario: Scenario) -> None:
    one = played(scenario, Reply(PUSHES, ("ask_gap",), True))
    assert "reply 1: 'ask_gap' is not heard in “You need to decide today, you'd be crazy not to.”" in one.differences
    assert any("'pushy', which does harm, is heard in" in text for text in one.differences)


def test_outcome_verdict_total_and_levels_are_compared(scenario: Scenario) -> None:
    one = played(
        scenario,
        Reply(None),
        outcome="won",
        passed=True,
        score=(50, 60),
        criteria={"compared_with": (4, 4), "none": (1, 2)},
    )
    text = "; ".join(one.differences)
    assert "the outcome was open, not won" in text
    assert "it did not pass (" in text
    assert ", not 50-60" in text
    assert "compared_with was 0, not 4" in text
    assert "none was not marked, not 1-2" in text


def test_replies_after_the_end_are_not_said(scenario: Scenario) -> None:
    one = played(scenario, *[Reply(PUSHES)] * 4)
    assert one.passed
    assert one.unsaid == 2
    assert played(scenario, Reply(PUSHES)).unsaid == 0


def test_every_value_that_may_be_drawn_is_drawn(scenario: Scenario) -> None:
    drawn = [cast(scenario, seed) for seed in seeds(scenario)]
    for name, values in scenario.draw.items():
        assert {cast_of[name] for cast_of in drawn} == set(values)
    assert seeds(replace(scenario, draw={})) == (7,)


def test_the_tests_of_a_scenario_visit_what_they_visit(scenario: Scenario) -> None:
    one = played(scenario, Reply(PUSHES), Reply(PUSHES))
    found = covered(scenario, [(one.session, one.card)])
    assert found.endings == {"walks_away": 1}
    assert found.branches == {("the_line", 1): 1, ("selling_at_me", 0): 1}
    assert found.raised["price"] == 1
    assert found.counted["endings"] == (1, len(scenario.endings))
    assert found.missing()["facts"] == list(scenario.facts)
    assert found.missing()["objections raised"] == ["return"]
    assert found.missing()["objections settled"] == ["price", "return"]
    assert 0 not in found.missing_levels()["compared_with"]
    assert 4 in found.missing_levels()["compared_with"]


def test_nothing_played_covers_nothing_and_all_is_missing(scenario: Scenario) -> None:
    found = Coverage(scenario)
    assert len(found.missing_branches()) == len(list(branches_of(scenario)))
    assert all(hit == 0 for hit, _ in found.counted.values())


def test_a_branch_reads_as_its_author_wrote_it(scenario: Scenario) -> None:
    branches = scenario.moments["the_line"].next
    assert in_words(branches[0]) == "heard give_away or heard cuts_again"
    assert in_words(replace(branches[0], when=None)) == "else"
