"""The manager's side: people, assignments, the board, marks and disputes."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from simulator.learning.assigned import BadRules
from simulator.learning.times import BadTime
from simulator.services import (
    assigning,
    assignments,
    audit,
    board,
    coaching,
    comments,
    disputes,
    overruling,
    review,
    roster,
    teams,
)
from simulator.services.assigning import Wanted
from simulator.services.assignments import AssignError
from simulator.services.overruling import Changed
from simulator.services.people_csv import NotACsv, bring_in, plan
from simulator.services.policy import Refused
from simulator.services.prep import prepare
from simulator.services.review import ReviewError
from simulator.services.roster import RosterError
from simulator.store import rollups
from simulator.store.connection import RecordError
from tests.simulator.homes import GOOD, INTERRUPTED
from tests.simulator.offices import LAZY, LIST, Office


@pytest.fixture
def office(tmp_path: Path) -> Iterator[Office]:
    made = Office.in_(tmp_path)
    yield made
    made.close()


def sums_hold(office: Office) -> bool:
    with office.practice.record.read() as connection:
        return rollups.totals(connection) == rollups.kept(connection)


def standings(office: Office, number: int) -> dict[str, str]:
    rows = board.board(office.practice, office.who("ruth"), number).rows
    return {row.person.login: row.standing for row in rows}


# People and teams


def test_whoever_comes_first_runs_the_record_and_the_next_are_reps(office: Office) -> None:
    office.practice.people.login = "late"
    assert office.admin.role == "admin"
    assert office.practice.people.introduce("Late Comer").role == "rep"


def test_the_list_is_all_or_nothing_and_says_every_bad_row(office: Office) -> None:
    bad = "login,name,role\nnew,New One,rep\n,Nobody,rep\nx y,Blank,rep\nnew,Twice,rep\nbad,Bad Role,boss\n"
    found = bring_in(office.practice.record, office.admin, bad)
    assert [problem.split(":")[0] for problem in found.problems] == ["line 3", "line 4", "line 5", "line 6"]
    assert "new" not in {one.row.login for one in roster.everybody(office.practice.record, office.admin)}


def test_a_dry_run_changes_nothing_and_the_same_list_again_is_no_change(office: Office) -> None:
    text = LIST.replace("bela,Béla Kiss,rep,Harbour", "bela,Béla Kiss,rep,Elsewhere")
    assert plan(office.practice.record, office.admin, text).changes == (
        "Béla Kiss (bela): joins Elsewhere, leaves Harbour",
    )
    assert not bring_in(office.practice.record, office.admin, LIST).changes
    assert bring_in(office.practice.record, office.admin, text).unchanged == 5


@pytest.mark.parametrize(
    "text", ["", "login\nx\n", "login,name,shoe\n", "login,name,login\n", "\x00", 'login,name\n"a']
)
def test_what_is_no_list_is_refused_in_a_sentence(office: Office, text: str) -> None:
    with pytest.raises((NotACsv, RosterError)):
        if not plan(office.practice.record, office.admin, text).problems:
            raise NotACsv("nothing was wrong with it")
        raise RosterError("a row was named")


def test_spreadsheets_that_write_semicolons_are_read_too(office: Office) -> None:
    found = bring_in(office.practice.record, office.admin, "\ufefflogin;name;team\nnoa;Noa Berg;Harbour\n")
    assert found.changes == ("new: Noa Berg (noa), rep, in Harbour",)


def test_a_team_never_stands_below_itself(office: Office) -> None:
    record, admin = office.practice.record, office.admin
    teams.add_team(record, admin, "North")
    teams.change_team(record, admin, "Harbour", above="North")
    with pytest.raises(RosterError, match="cannot stand below itself"):
        teams.change_team(record, admin, "North", above="Harbour")


def test_the_last_admin_stays_one(office: Office) -> None:
    with pytest.raises(RosterError, match="only admin"):
        roster.change_person(office.practice.record, office.admin, "ines", role="rep")


def test_who_was_taken_out_cannot_sign_in(office: Office) -> None:
    roster.take_out(office.practice.record, office.admin, "bela")
    office.practice.people.login = "bela"
    with pytest.raises(Refused):
        office.practice.people.known()


def test_erasing_leaves_no_word_and_no_name_and_the_sums_as_they_were(office: Office, tmp_path: Path) -> None:
    uuid = office.play("amara", lines=("It is Marigold here, from Tailgate.", *GOOD))
    comments.comment(office.practice, office.who("ruth"), uuid, "A fine question about the fines.")
    ruth = office.who("ruth")
    criterion = review.look(office.practice, ruth, uuid).machine.criteria[0].id
    overruling.overrule(office.practice, ruth, uuid, criterion, 3, "Amara said the hidden word periwinkle.")
    disputes.dispute(office.practice, office.who("amara"), uuid, criterion, "I did say periwinkle there.")
    coaching.hold(
        office.practice, ruth, "amara", coaching.Agreed("Say periwinkle less, Amara.", action="No periwinkle.")
    )
    coaching.set_goal(office.practice, ruth, "amara", "D1", text="Amara drops periwinkle.", steps=["periwinkle"])
    coaching.thank(office.practice, ruth, "amara", "For periwinkle, Amara.")
    coaching.offer_line(office.practice, ruth, uuid, 1)
    before = rollups_of(office)
    done = roster.erase(office.practice.record, office.admin, "amara")
    assert done.replies >= 4
    assert rollups_of(office) == before
    office.practice.record.close()
    left = b"".join(path.read_bytes() for path in tmp_path.glob("sparring.db*"))
    for gone in (b"Amara", b"Marigold", b"A fine question about", b"periwinkle"):
        assert gone not in left


def rollups_of(office: Office) -> object:
    with office.practice.record.read() as connection:
        return rollups.kept(connection)


def test_the_log_shows_a_changed_line(office: Office) -> None:
    record = office.practice.record
    teams.add_team(record, office.admin, "North")
    assert audit.verify_log(record, office.admin)[0] is None
    with pytest.raises(RecordError), record.write() as connection:
        connection.exec_driver_sql("UPDATE audit SET action = 'nothing' WHERE id = 2")
    with record.write() as connection:
        connection.exec_driver_sql("DROP TRIGGER audit_update")
        connection.exec_driver_sql("UPDATE audit SET action = 'nothing' WHERE id = 2")
    assert audit.verify_log(record, office.admin)[0] == 2


# Assignments


def test_a_rep_is_told_plays_and_the_board_follows(office: Office) -> None:
    row = office.assign(pass_mark=40)
    assert standings(office, row.id) == {"amara": "not_started", "bela": "not_started", "chen": "not_started"}
    assert assignments.news(office.practice, office.who("amara"))[0].text.startswith("Assigned to you")
    office.play("amara", assigned=row)
    office.play("bela", assigned=row, lines=LAZY)
    assert standings(office, row.id) == {"amara": "passed", "bela": "in_progress", "chen": "not_started"}
    office.clock.turn(days=8)
    assert standings(office, row.id) == {"amara": "passed", "bela": "past_due", "chen": "past_due"}
    assert sums_hold(office)


def test_a_preview_names_the_people_and_does_nothing(office: Office) -> None:
    wanted = Wanted((INTERRUPTED,), teams=("Harbour",), due="friday")
    seen = assigning.preview(office.practice, office.who("ruth"), wanted)
    assert [row.login for row in seen.who] == ["amara", "bela", "chen"]
    assert seen.due == "2026-03-06T22:59:59Z"  # The end of Friday in Vienna.
    assert not assigning.listed(office.practice, office.who("ruth"))


@pytest.mark.parametrize(
    ("wanted", "error", "says"),
    [
        ({"due": "2020-01-01"}, AssignError, "in the past"),
        ({"due": "tomorrow", "release": "in 3 days"}, AssignError, "before it can be begun"),
        ({"due": "soon"}, BadTime, "no date"),
        ({"due": ""}, AssignError, "when it is due"),
        ({"most": 1, "least": 2}, BadRules, "cannot both be kept"),
        ({"most": 1, "in_a_row": 2}, BadRules, "do not go into"),
        ({"passes": 2}, BadRules, "cannot be passed"),
        ({"teams": ("Nowhere",)}, RecordError, "no team"),
        ({"people": ("nobody",)}, RecordError, "nobody called"),
        ({"scenarios": ()}, AssignError, "what is to be played"),
        ({"path": "w9", "scenarios": ()}, AssignError, "no path"),
        ({"pass_mark": 0}, AssignError, "pass mark"),
        ({"mode": "relaxed"}, AssignError, "modes"),
        ({"zone": "Mars/Base"}, BadTime, "no time zone"),
    ],
)
def test_what_cannot_be_met_is_refused(
    office: Office, wanted: dict[str, object], error: type[Exception], says: str
) -> None:
    with pytest.raises(error, match=says):
        office.assign(**wanted)


def test_attempts_run_out_and_then_it_is_not_passed(office: Office) -> None:
    row = office.assign(most=2, pass_mark=100)
    office.play("amara", assigned=row)
    office.play("amara", assigned=row)
    assert standings(office, row.id)["amara"] == "did_not_pass"
    step = assignments.due(office.practice, office.who("amara"))[0].steps[0]
    assert step.why_not == "all 2 attempts are used up"
    with pytest.raises(AssignError, match="used up"):
        assignments.brief(office.practice, office.who("amara"), step.item.id)


def test_passes_in_a_row_have_to_be_in_a_row(office: Office) -> None:
    row = office.assign(in_a_row=2, pass_mark=40)
    office.play("amara", assigned=row)
    office.play("amara", assigned=row, lines=LAZY)
    office.play("amara", assigned=row)
    assert standings(office, row.id)["amara"] == "in_progress"
    office.play("amara", assigned=row)
    assert standings(office, row.id)["amara"] == "passed"


def test_a_locked_order_is_kept(office: Office) -> None:
    row = office.assign(scenarios=(INTERRUPTED, "just-send-me-an-email"), in_order=True)
    first, second = assignments.due(office.practice, office.who("amara"))[0].steps
    assert (first.why_not, second.why_not) == ("", "the one before it comes first")
    with pytest.raises(AssignError, match="comes first"):
        assignments.brief(office.practice, office.who("amara"), second.item.id)
    assert row.passes == 2


def test_who_joins_later_gets_it_where_that_was_said_and_who_leaves_does_not_owe_it(office: Office) -> None:
    for_all, for_these = office.assign(title="For all"), office.assign(title="For these", later_joiners=False)
    teams.join(office.practice.record, office.admin, "otto", "Harbour")
    assert [due.row.title for due in assignments.due(office.practice, office.who("otto"))] == ["For all"]
    teams.leave(office.practice.record, office.admin, "bela", "Harbour")
    assert not assignments.due(office.practice, office.who("bela"))
    assert "bela" not in standings(office, for_all.id)
    assert set(standings(office, for_these.id)) == {"amara", "chen"}


def test_rules_stay_once_somebody_has_begun_and_dates_may_be_moved(office: Office) -> None:
    row = office.assign(pass_mark=40)
    assigning.edit(office.practice, office.who("ruth"), row.id, pass_mark=50)
    office.play("amara", assigned=row)
    with pytest.raises(AssignError, match="somebody has begun"):
        assigning.edit(office.practice, office.who("ruth"), row.id, pass_mark=90)
    assigning.extend(office.practice, office.who("ruth"), row.id, "in 30 days", who=["bela"])
    office.clock.turn(days=9)
    assert standings(office, row.id) == {"amara": "passed", "bela": "not_started", "chen": "past_due"}


def test_a_held_card_is_not_read_by_way_of_the_page_and_is_free_when_nothing_is_held_any_more(office: Office) -> None:
    row = office.assign(hold=True)
    office.play("amara", assigned=row)
    amara, ruth = office.who("amara"), office.who("ruth")
    assert prepare(office.practice, amara, "amara").calls == 0
    assert not board.person(office.practice, amara, "amara").calls
    assert prepare(office.practice, ruth, "amara").calls == 1
    with pytest.raises(AssignError, match="pass mark"):
        assigning.edit(office.practice, ruth, office.assign().id, pass_mark=500)
    assigning.edit(office.practice, ruth, row.id, hold=False)
    assert board.person(office.practice, amara, "amara").calls


def test_the_board_finds_names_in_letters_beyond_ascii(office: Office) -> None:
    row = office.assign()
    assert [
        one.person.login for one in board.board(office.practice, office.who("ruth"), row.id, search="BÉLA").rows
    ] == ["bela"]


def test_what_was_withdrawn_is_due_from_nobody_and_can_be_given_again(office: Office) -> None:
    row = office.assign()
    assigning.withdraw(office.practice, office.who("ruth"), row.id)
    assert not assignments.due(office.practice, office.who("amara"))
    assigning.withdraw(office.practice, office.who("ruth"), row.id, undo=True)
    assert assignments.due(office.practice, office.who("amara"))


def test_the_board_filters_searches_and_sorts(office: Office) -> None:
    row = office.assign(pass_mark=40)
    office.play("chen", assigned=row)
    office.play("bela", assigned=row, lines=LAZY)
    ruth = office.who("ruth")
    assert [r.person.login for r in board.board(office.practice, ruth, row.id, only="not_started").rows] == ["amara"]
    assert [r.person.login for r in board.board(office.practice, ruth, row.id, search="KISS").rows] == ["bela"]
    assert [r.person.login for r in board.board(office.practice, ruth, row.id, sort="latest").rows] == [
        "amara",
        "bela",
        "chen",
    ]


# Marks


def test_a_managers_mark_stands_beside_the_machines_and_everything_follows(office: Office) -> None:
    row = office.assign(pass_mark=100)
    uuid = office.play("amara", assigned=row)
    ruth = office.who("ruth")
    seen = review.look(office.practice, ruth, uuid)
    for mark in seen.machine.criteria:
        if mark.level is not None:
            overruling.overrule(office.practice, ruth, uuid, mark.id, 4, "Heard on the call as I listened in.")
    after = review.look(office.practice, ruth, uuid)
    assert (after.machine.total, after.card.total) == (seen.machine.total, 100)
    assert {second.was for second in after.seconds} == {mark.level for mark in seen.machine.criteria} - {None}
    assert standings(office, row.id)["amara"] == "passed"
    assert office.practice.history(office.who("amara"))[0].stands_total == 100
    assert sums_hold(office)


def test_the_second_manager_sees_what_the_first_did(office: Office) -> None:
    uuid = office.play("amara")
    teams.join(office.practice.record, office.admin, "vera", "Harbour", kind="manager")
    first = review.look(office.practice, office.who("ruth"), uuid).machine.criteria[0].id
    overruling.overrule(office.practice, office.who("ruth"), uuid, first, 3, "She did ask it openly.", seen=0)
    with pytest.raises(Changed, match="Ruth Lind gave it 3"):
        overruling.overrule(office.practice, office.who("vera"), uuid, first, 1, "I do not see it at all.", seen=0)
    assert review.look(office.practice, office.who("vera"), uuid).seconds[0].row.level == 3


def test_a_mark_needs_a_reason_and_can_be_taken_back(office: Office) -> None:
    uuid = office.play("amara")
    ruth = office.who("ruth")
    before = review.look(office.practice, ruth, uuid).card
    with pytest.raises(ReviewError, match="at least 10"):
        overruling.overrule(office.practice, ruth, uuid, before.criteria[0].id, 4, "because")
    overruling.overrule(office.practice, ruth, uuid, before.criteria[0].id, 4, "Heard it when I listened in.")
    overruling.overrule(office.practice, ruth, uuid, before.criteria[0].id, None, "I mixed up two calls.")
    assert review.look(office.practice, ruth, uuid).card == before
    assert sums_hold(office)


def test_a_dispute_goes_to_the_front_and_its_ruling_is_kept(office: Office) -> None:
    uuid = office.play("amara", lines=LAZY)
    office.play("bela", lines=LAZY)
    amara, ruth = office.who("amara"), office.who("ruth")
    criterion = review.look(office.practice, amara, uuid).machine.criteria[0].id
    disputes.dispute(office.practice, amara, uuid, criterion, "I did ask, in my second reply.")
    assert review.queue(office.practice, ruth)[0].attempt == uuid
    assert "dispute" in [one.kind for one in assignments.news(office.practice, ruth)]
    with pytest.raises(ReviewError, match="a dispute waits"):
        overruling.finish(office.practice, ruth, uuid)
    disputes.rule_dispute(office.practice, ruth, uuid, criterion, level=2, reason="You are right, I hear it too.")
    (kept,) = review.look(office.practice, amara, uuid).disputes
    assert (kept.accepted, kept.reason) == (True, "You are right, I hear it too.")
    overruling.finish(office.practice, ruth, uuid)
    assert uuid not in [one.attempt for one in review.queue(office.practice, ruth)]


def test_a_call_becomes_an_embedded_test_that_reads_and_holds_the_mark_that_stands(
    office: Office, tmp_path: Path
) -> None:
    uuid = office.play("amara")
    ruth = office.who("ruth")
    mark = next(one for one in review.look(office.practice, ruth, uuid).machine.criteria if one.level is not None)
    text = disputes.example(office.practice, ruth, uuid, mark.id)
    entry = next(entry for entry in office.practice.catalogue.entries() if entry.id == INTERRUPTED)
    copy = tmp_path / "with.yaml"
    copy.write_text(Path(entry.path).read_text().replace("\ntests:\n", f"\ntests:\n{text}\n", 1))
    from simulator.scenario.reader import read_scenario

    first = read_scenario(copy, office.practice.catalogue.sources()).scenario.tests[0]
    assert [reply.say for reply in first.rep] == [
        turn.rep for turn in review.look(office.practice, ruth, uuid).reading.transcript.turns
    ]
    assert first.expect.criteria[mark.id] == (mark.level, mark.level)


def test_a_card_that_is_held_is_read_once_it_is_released(office: Office) -> None:
    row = office.assign(hold=True)
    uuid = office.play("amara", assigned=row)
    amara, ruth = office.who("amara"), office.who("ruth")
    for read in (office.practice.read, office.practice.document):
        with pytest.raises(ReviewError, match="looks at this call first"):
            read(amara, uuid)
    assert overruling.release(office.practice, ruth, uuid)
    assert office.practice.read(amara, uuid).scorecard.total is not None


def test_a_void_call_counts_for_nothing_and_can_count_again(office: Office) -> None:
    row = office.assign(most=1, pass_mark=100)
    uuid = office.play("amara", assigned=row)
    ruth = office.who("ruth")
    assert standings(office, row.id)["amara"] == "did_not_pass"
    overruling.void(office.practice, ruth, uuid, "Her line broke down in the middle.")
    assert standings(office, row.id)["amara"] == "not_started"
    assert sums_hold(office)
    overruling.void(office.practice, ruth, uuid, "It was the other call, I see.", undo=True)
    assert standings(office, row.id)["amara"] == "did_not_pass"
    assert sums_hold(office)


def test_comments_for_managers_are_not_shown_to_the_rep(office: Office) -> None:
    uuid = office.play("amara")
    ruth, amara = office.who("ruth"), office.who("amara")
    comments.comment(office.practice, ruth, uuid, "Ask her about the second line.", turn=2)
    comments.comment(office.practice, ruth, uuid, "Talk to Ines about her.", audience="managers")
    assert [one.text for one in review.look(office.practice, amara, uuid).comments] == [
        "Ask her about the second line."
    ]
    assert len(review.look(office.practice, ruth, uuid).comments) == 2


def test_a_manager_elsewhere_and_an_admin_see_no_call(office: Office) -> None:
    uuid = office.play("amara")
    for login in ("vera", "ines", "bela"):
        with pytest.raises(Refused):
            review.look(office.practice, office.who(login), uuid)
    teams.leave(office.practice.record, office.admin, "ruth", "Harbour")
    with pytest.raises(Refused):
        review.look(office.practice, office.who("ruth"), uuid)


def test_the_heat_map_the_trend_and_what_is_missed_come_from_the_sums(office: Office) -> None:
    office.play("amara")
    office.play("bela", lines=LAZY)
    ruth = office.who("ruth")
    heat = board.heat(office.practice, ruth)
    assert [row.login for row in heat.people] == ["amara", "bela", "chen"]
    assert heat.skills[0] == "total"
    assert (
        heat.cells[office.who("amara").person_id]["total"].mean > heat.cells[office.who("bela").person_id]["total"].mean
    )
    assert board.trend(office.practice, ruth).skills["total"]["2026-W10"].n == 2
    for _ in range(4):
        office.play("chen", lines=LAZY)
    missed = board.missed_most(office.practice, ruth)
    assert missed.rows[0].missed >= 4
    assert missed.quotations[0].name == "Chen Wu"
    assert board.scenario_statistics(office.practice, ruth)[0].n == 6
    assert sums_hold(office)
