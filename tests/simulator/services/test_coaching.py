"""The page before a 1:1, sessions, goals, figures from outside, thanks and good lines."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
from icalendar import Calendar

from simulator.learning.goals import BadGoal, progress
from simulator.services import assignments, coaching, kpis
from simulator.services.coaching import Agreed, CoachingError
from simulator.services.policy import Refused
from simulator.services.prep import prepare
from simulator.services.prep_page import sections
from tests.simulator.offices import LAZY, Office

HEAD = "login,start,end,calls,connects,meetings_booked,opps,won,lost,amount\n"
NOVEMBER = f"{HEAD}amara,2026-11-01,2026-11-30,400,60,12,40,10,25,1200.50\n"


@pytest.fixture
def office(tmp_path: Path) -> Iterator[Office]:
    made = Office.in_(tmp_path)
    yield made
    made.close()


def page(office: Office, who: str = "amara", by: str = "ruth") -> dict[str, list[str]]:
    return dict(sections(prepare(office.practice, office.who(by), who)))


def test_where_there_is_nothing_the_page_says_so(office: Office) -> None:
    seen = page(office)
    assert seen["1:1 with Amara Okoye"] == ["0 calls so far (0 with somebody new), 0 minutes"]
    assert seen["Where they are"] == ["Not enough data: no call of the last ones can be read."]
    assert seen["One thing"] == ["Too few marks to say what would help most."]
    assert "A goal (a draft)" not in seen


def test_one_thing_has_the_words_that_missed_it_and_a_drill(office: Office) -> None:
    for _ in range(3):
        office.play("amara", lines=LAZY)
    found = prepare(office.practice, office.who("ruth"), "amara")
    assert found.thing is not None
    said = {turn.text for turn in found.thing.misses}
    assert said <= {*LAZY, "I see. What happens when a truck is late?"}
    assert len(found.thing.drill) == 2
    assert found.thing.title in found.smart
    assert "you wrote “" in found.sbi
    assert [ask[-1] for ask in found.asks] == ["?", "?"]


def test_a_gain_is_one_of_at_least_half_a_level_with_the_words_that_show_it(office: Office) -> None:
    for lines in (LAZY, LAZY):
        office.play("amara", lines=lines)
    for _ in range(2):
        office.play("amara")
    gain = prepare(office.practice, office.who("ruth"), "amara").gain
    assert gain is not None
    assert gain.now - gain.before >= 0.5
    assert gain.quote is not None


def test_a_level_needs_three_calls(office: Office) -> None:
    office.play("amara")
    assert "not enough data (1 call; 3 are needed)" in page(office)["Where they are"][0]
    office.play("amara")
    office.play("amara")
    assert "of 4 (" in page(office)["Where they are"][0]


def test_the_next_talk_opens_with_what_was_agreed(office: Office) -> None:
    ruth = office.who("ruth")
    goal = coaching.set_goal(office.practice, ruth, "amara", "D1", steps=["Write two questions before each call."])
    agreed = Agreed("You let Dana finish.", action="Ask before any claim.", promise="I listen in on Thursday.")
    kept = coaching.hold(office.practice, ruth, "amara", agreed)
    office.play("amara")
    seen = page(office)["Did it change?"]
    assert seen[0] == f"Goal: {goal.text}"
    assert "of 2 needed, levels since then: " in seen[1]
    assert seen[2].startswith("They took on: Ask before any claim.")
    coaching.tick(office.practice, office.who("amara"), kept.actions[0].id)
    assert "(done, action" in page(office, by="amara")["Did it change?"][2]
    assert "Agreed with Ruth Lind" in assignments.news(office.practice, office.who("amara"))[0].text


def test_a_session_needs_a_line_of_the_managers_own(office: Office) -> None:
    with pytest.raises(CoachingError, match="own words"):
        coaching.hold(office.practice, office.who("ruth"), "amara", Agreed("  "))
    with pytest.raises(Refused):
        coaching.hold(office.practice, office.who("vera"), "amara", Agreed("You let Dana finish."))


@pytest.mark.parametrize(
    ("levels", "over", "outcome"),
    [
        ([], False, "open"),
        ([3, 1, 4], False, "reached"),
        ([3, 1, 1], False, "open"),
        ([3, 1, 1], True, "missed"),
        ([0, 0, 0, 3, 4], True, "reached"),
        ([3, 0, 0, 3], False, "open"),
    ],
)
def test_a_goal_is_reached_by_so_many_of_so_many_calls_in_a_row(levels: list[int], over: bool, outcome: str) -> None:
    assert progress(levels, 3, 2, 3, over=over).outcome == outcome


@pytest.mark.parametrize("bad", [{"least": 5}, {"hits": 4}, {"calls": 0}, {"due": "2020-01-01"}])
def test_a_goal_that_cannot_be_is_refused(office: Office, bad: dict[str, object]) -> None:
    with pytest.raises((BadGoal, CoachingError)):
        coaching.set_goal(office.practice, office.who("ruth"), "amara", "D1", **bad)  # type: ignore[arg-type]


def test_an_invitation_opens_in_a_calendar(office: Office) -> None:
    data = coaching.invitation(office.practice, office.who("ruth"), "amara", "2026-03-05 10:00")
    event = Calendar.from_ical(data).walk("VEVENT")[0]
    assert event.decoded("dtstart") == datetime(2026, 3, 5, 9, 0, tzinfo=UTC)  # Ten in Vienna.


# Figures from outside


def test_figures_are_kept_and_told_with_their_interval(office: Office) -> None:
    assert not kpis.bring_in(office.practice.record, office.who("ruth"), NOVEMBER).problems
    seen = kpis.figures(office.practice.record, office.who("amara"), "amara")
    assert seen is not None
    assert str(seen.rates[0]) == "60 of 400, 15% (12% to 19%)"
    assert str(seen.rates[2]) == "not given"
    assert seen.sums["amount"] == 120050
    assert str(kpis.summed([])) == "None"


def test_too_few_is_said_and_no_rate(office: Office) -> None:
    kpis.bring_in(office.practice.record, office.who("ruth"), f"{HEAD}amara,2026-11-01,2026-11-30,,,,9,2,7,\n")
    seen = kpis.figures(office.practice.record, office.who("ruth"), "amara")
    assert seen is not None
    assert str(seen.rates[3]) == "2 of 9: too few to say"


@pytest.mark.parametrize(
    ("row", "says"),
    [
        ("nobody,2026-11-01,2026-11-30,1,,,,,,", "nobody with the login nobody"),
        ("otto,2026-11-01,2026-11-30,1,,,,,,", "none of your people"),
        ("amara,2026-11-31,2026-11-30,1,,,,,,", "no day"),
        ("amara,2026-11-30,2026-11-01,1,,,,,,", "before it starts"),
        ("amara,2026-11-15,2026-12-15,1,,,,,,", "overlaps a period on record"),
        ("amara,2026-12-01,2026-12-31,1,2,,,,,", "2 connects of 1 calls"),
        ("amara,2026-12-01,2026-12-31,,,,5,3,3,", "6 decided deals of 5"),
        ("amara,2026-12-01,2026-12-31,-1,,,,,,", "is no count"),
        ("amara,2026-12-01,2026-12-31,1e9,,,,,,", "is no count"),
        ("amara,2026-12-01,2026-12-31,,,,,,,=1+1", "is no number"),
        ("amara,2026-12-01,2026-12-31,,,,,,,NaN", "cannot be"),
    ],
)
def test_every_bad_row_is_named_and_nothing_is_kept(office: Office, row: str, says: str) -> None:
    record, ruth = office.practice.record, office.who("ruth")
    kpis.bring_in(record, ruth, NOVEMBER)
    found = kpis.bring_in(record, ruth, f"{HEAD}bela,2026-11-01,2026-11-30,5,,,,,,\n{row}\n")
    assert len(found.problems) == 1
    assert found.problems[0].startswith("line 3: ")
    assert says in found.problems[0]
    assert kpis.figures(record, ruth, "bela") is None


def test_the_same_period_again_replaces_what_stood_there(office: Office) -> None:
    record, ruth = office.practice.record, office.who("ruth")
    kpis.bring_in(record, ruth, NOVEMBER)
    assert kpis.bring_in(record, ruth, NOVEMBER.replace("400", "500")).replaced == 1
    seen = kpis.figures(record, ruth, "amara")
    assert seen is not None
    assert seen.sums["calls"] == 500


# Thanks and good lines


def test_thanks_are_the_reps_own_until_they_share_them(office: Office) -> None:
    ruth, amara, bela = office.who("ruth"), office.who("amara"), office.who("bela")
    number = coaching.thank(office.practice, ruth, "amara", "You let Dana finish.")
    assert [row.id for row in coaching.wins(office.practice, amara)] == [number]
    assert not coaching.wins(office.practice, bela)
    with pytest.raises(Refused):
        coaching.share(office.practice, bela, number, yes=True)
    coaching.share(office.practice, amara, number, yes=True)
    assert coaching.wins(office.practice, bela)[0].text == "You let Dana finish."
    assert not coaching.wins(office.practice, office.who("otto"))


def test_a_good_line_is_offered_once_its_rep_agrees_and_without_a_name(office: Office) -> None:
    uuid = office.play("amara")
    number = coaching.offer_line(office.practice, office.who("ruth"), uuid, 2)
    assert not coaching.good_lines(office.practice, office.who("otto"))
    with pytest.raises(Refused):
        coaching.agree(office.practice, office.who("ruth"), number, yes=True)
    coaching.agree(office.practice, office.who("amara"), number, yes=True)
    (line,) = coaching.good_lines(office.practice, office.who("otto"))
    assert line.line == "When a truck runs late, how do you find out about it?"
    assert "amara" not in str(line).casefold()
