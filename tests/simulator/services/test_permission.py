"""Every service of the manager's side, as everybody: who is let in is what the policy says, and nothing else."""

from __future__ import annotations

import inspect
import shutil
from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import pytest

from simulator.services import (
    assigning,
    assignments,
    audit,
    board,
    coaching,
    comments,
    company,
    disputes,
    kpis,
    overruling,
    people_csv,
    policy,
    prep,
    review,
    roster,
    teams,
)
from simulator.services.assigning import Wanted
from simulator.services.policy import ACTIONS, ROLES, Action, Actor, Refused, Thing, may
from simulator.services.practice import Practice
from tests.simulator.homes import INTERRUPTED, Clock, home_in
from tests.simulator.offices import LAZY, LIST, Office

WHY = "because I heard it otherwise"
SUBJECT = "amara"
"""Whose call, assignment and places everything is about."""


@dataclass(frozen=True)
class Stage:
    """What the calls are made with."""

    practice: Practice
    actor: Actor
    attempt: str
    criterion: str
    number: int
    item: int
    comment: int
    action: int
    goal: int
    win: int
    line: int


@dataclass(frozen=True)
class Case:
    """A service, the action that it asks leave for, and a call of it. `thing`: about whom (True: the subject)."""

    action: Action
    call: Callable[[Stage], Any]
    about: str = "subject"


def wanted() -> Wanted:
    return Wanted((INTERRUPTED,), people=(SUBJECT,), due="in 3 days")


CASES: dict[str, Case] = {
    "roster.everybody": Case("see_board", lambda s: roster.everybody(s.practice.record, s.actor), "somebody or admin"),
    "roster.add_person": Case(
        "change_people", lambda s: roster.add_person(s.practice.record, s.actor, "x", "X"), "all"
    ),
    "roster.change_person": Case(
        "change_people", lambda s: roster.change_person(s.practice.record, s.actor, SUBJECT, name="A"), "all"
    ),
    "roster.take_out": Case("change_people", lambda s: roster.take_out(s.practice.record, s.actor, SUBJECT), "all"),
    "roster.take_in": Case("change_people", lambda s: roster.take_in(s.practice.record, s.actor, SUBJECT), "all"),
    "roster.to_erase": Case("change_people", lambda s: roster.to_erase(s.practice.record, s.actor, SUBJECT), "all"),
    "roster.erase": Case("change_people", lambda s: roster.erase(s.practice.record, s.actor, SUBJECT), "all"),
    "teams.all_teams": Case("see_board", lambda s: teams.all_teams(s.practice.record, s.actor), "somebody or admin"),
    "teams.add_team": Case("change_teams", lambda s: teams.add_team(s.practice.record, s.actor, "New"), "all"),
    "teams.change_team": Case(
        "change_teams", lambda s: teams.change_team(s.practice.record, s.actor, "Harbour", zone="UTC"), "all"
    ),
    "teams.end_team": Case("change_teams", lambda s: teams.end_team(s.practice.record, s.actor, "Harbour"), "all"),
    "teams.join": Case("change_teams", lambda s: teams.join(s.practice.record, s.actor, "otto", "Harbour"), "all"),
    "teams.leave": Case("change_teams", lambda s: teams.leave(s.practice.record, s.actor, "otto", "Harbour"), "all"),
    "audit.log": Case("see_audit", lambda s: audit.log(s.practice.record, s.actor), "all"),
    "audit.verify_log": Case("see_audit", lambda s: audit.verify_log(s.practice.record, s.actor), "all"),
    "people_csv.plan": Case("change_people", lambda s: people_csv.plan(s.practice.record, s.actor, LIST), "all"),
    "people_csv.bring_in": Case(
        "change_people", lambda s: people_csv.bring_in(s.practice.record, s.actor, LIST), "all"
    ),
    "assigning.preview": Case("assign", lambda s: assigning.preview(s.practice, s.actor, wanted())),
    "assigning.assign": Case("assign", lambda s: assigning.assign(s.practice, s.actor, wanted())),
    "assigning.listed": Case("see_board", lambda s: assigning.listed(s.practice, s.actor), "somebody"),
    "assigning.one": Case("see_board", lambda s: assigning.one(s.practice, s.actor, s.number)),
    "assigning.edit": Case("assign", lambda s: assigning.edit(s.practice, s.actor, s.number, title="T")),
    "assigning.extend": Case("assign", lambda s: assigning.extend(s.practice, s.actor, s.number, "in 9 days")),
    "assigning.withdraw": Case("assign", lambda s: assigning.withdraw(s.practice, s.actor, s.number)),
    "assignments.due": Case("see_progress", lambda s: assignments.due(s.practice, s.actor, subject(s))),
    "assignments.news": Case("read_news", lambda s: assignments.news(s.practice, s.actor), "self"),
    "assignments.read_news": Case("read_news", lambda s: assignments.read_news(s.practice, s.actor), "self"),
    "board.board": Case("see_board", lambda s: board.board(s.practice, s.actor, s.number)),
    "board.overview": Case("see_board", lambda s: board.overview(s.practice, s.actor), "somebody"),
    "board.heat": Case("see_board", lambda s: board.heat(s.practice, s.actor), "somebody"),
    "board.trend": Case("see_board", lambda s: board.trend(s.practice, s.actor), "somebody"),
    "board.missed_most": Case("see_board", lambda s: board.missed_most(s.practice, s.actor), "somebody"),
    "board.scenario_statistics": Case(
        "see_statistics", lambda s: board.scenario_statistics(s.practice, s.actor), "all"
    ),
    "board.item_statistics": Case(
        "see_statistics", lambda s: board.item_statistics(s.practice, s.actor, INTERRUPTED), "all"
    ),
    "board.person": Case("see_progress", lambda s: board.person(s.practice, s.actor, SUBJECT)),
    "review.queue": Case("see_board", lambda s: review.queue(s.practice, s.actor), "somebody"),
    "review.look": Case("see_attempt", lambda s: review.look(s.practice, s.actor, s.attempt)),
    "review.open_transcript": Case(
        "open_transcript", lambda s: review.open_transcript(s.practice, s.actor, s.attempt, WHY), "all"
    ),
    "overruling.overrule": Case(
        "mark", lambda s: overruling.overrule(s.practice, s.actor, s.attempt, s.criterion, 2, WHY)
    ),
    "overruling.rule_knock_out": Case(
        "mark", lambda s: overruling.rule_knock_out(s.practice, s.actor, s.attempt, "X1", confirm=True, reason=WHY)
    ),
    "overruling.void": Case("mark", lambda s: overruling.void(s.practice, s.actor, s.attempt, WHY)),
    "comments.comment": Case("review", lambda s: comments.comment(s.practice, s.actor, s.attempt, "Well done.")),
    "comments.withdraw_comment": Case("review", lambda s: comments.withdraw_comment(s.practice, s.actor, s.comment)),
    "overruling.release": Case("mark", lambda s: overruling.release(s.practice, s.actor, s.attempt)),
    "overruling.finish": Case("mark", lambda s: overruling.finish(s.practice, s.actor, s.attempt)),
    "disputes.example": Case("mark", lambda s: disputes.example(s.practice, s.actor, s.attempt, s.criterion)),
    "disputes.dispute": Case("dispute", lambda s: disputes.dispute(s.practice, s.actor, s.attempt, s.criterion, WHY)),
    "disputes.rule_dispute": Case(
        "mark",
        lambda s: disputes.rule_dispute(s.practice, s.actor, s.attempt, s.criterion, level=3, reason=WHY),
    ),
}
COACHING: dict[str, Case] = {
    "coaching.hold": Case("coach", lambda s: coaching.hold(s.practice, s.actor, SUBJECT, coaching.Agreed(WHY))),
    "coaching.sessions": Case("see_progress", lambda s: coaching.sessions(s.practice, s.actor, SUBJECT)),
    "coaching.tick": Case("see_progress", lambda s: coaching.tick(s.practice, s.actor, s.action)),
    "coaching.invitation": Case("coach", lambda s: coaching.invitation(s.practice, s.actor, SUBJECT, "in 3 days")),
    "coaching.set_goal": Case("coach", lambda s: coaching.set_goal(s.practice, s.actor, SUBJECT, "D1")),
    "coaching.goals_of": Case("see_progress", lambda s: coaching.goals_of(s.practice, s.actor, SUBJECT)),
    "coaching.close_goal": Case("coach", lambda s: coaching.close_goal(s.practice, s.actor, s.goal)),
    "coaching.thank": Case("coach", lambda s: coaching.thank(s.practice, s.actor, SUBJECT, "Thank you.")),
    "coaching.share": Case("dispute", lambda s: coaching.share(s.practice, s.actor, s.win, yes=True)),
    "coaching.offer_line": Case("coach", lambda s: coaching.offer_line(s.practice, s.actor, s.attempt, 1)),
    "coaching.agree": Case("dispute", lambda s: coaching.agree(s.practice, s.actor, s.line, yes=True)),
    "coaching.good_lines": Case("see_scenarios", lambda s: coaching.good_lines(s.practice, s.actor), "all"),
    "prep.prepare": Case("see_progress", lambda s: prep.prepare(s.practice, s.actor, SUBJECT)),
    "kpis.plan": Case("coach", lambda s: kpis.plan(s.practice.record, s.actor, KPIS), "somebody or admin"),
    "kpis.bring_in": Case("coach", lambda s: kpis.bring_in(s.practice.record, s.actor, KPIS), "somebody or admin"),
    "kpis.figures": Case("see_progress", lambda s: kpis.figures(s.practice.record, s.actor, SUBJECT)),
}
COACHING["company.save"] = Case("edit_company", lambda s: company.save(s.practice, s.actor, "product: Q\n"), "all")
CASES |= COACHING
NOT_ASKED = {
    "overruling.card_of": "called by those that ask",
    "overruling.settled": "called by those that ask",
    "overruling.to_be_marked": "asks itself, for those that call it",
    "review.tidy_reason": "no data of anybody",
    "review.tidy_text": "no data of anybody",
    "company.read": "what everybody sells",
    "company.check": "no data of anybody",
    "coaching.criteria": "no data of anybody",
    "coaching.wins": "what the team shares, and one's own: tested beside it",
    "prep.gain": "called by those that ask",
    "prep.goal_progress": "called by those that ask",
    "prep.one_thing": "called by those that ask",
    "prep.readiness": "called by those that ask",
    "kpis.summed": "called by those that ask",
    "assignments.brief": "only what is assigned to oneself: held by `startable`, tested beside it",
    "assignments.next_brief": "the same",
    "assignments.startable": "the same",
    "assignments.managed": "a number of one's own people",
    "assignments.seen_by_rep": "called by those that ask",
    "board.counted": "called by those that ask",
    "board.skills_in_order": "no data of anybody",
    "review.see_released": "no data of anybody",
    "review.attempts_receipt": "called by those that ask",
    "audit.note": "called by those that ask",
    "roster.tidy_login": "no data of anybody",
    "roster.tidy_role": "no data of anybody",
    "teams.tidy_zone": "no data of anybody",
    "people_csv.rows_of": "no data of anybody",
}
KPIS = "login,start,end,calls\namara,2026-01-01,2026-01-31,5\n"
MODULES = {
    module.__name__.rpartition(".")[2]: module
    for module in (
        assigning,
        assignments,
        audit,
        board,
        coaching,
        comments,
        company,
        disputes,
        kpis,
        overruling,
        people_csv,
        prep,
        review,
        roster,
        teams,
    )
}
ACTORS = ("amara", "bela", "otto", "ruth", "vera", "ines")
"""Herself, a rep of her team, a rep of another, her manager, another manager, an admin."""


def subject(stage: Stage) -> int:
    from simulator.store import people

    with stage.practice.record.read() as connection:
        return people.find(connection, SUBJECT).id


@pytest.fixture(scope="module")
def prepared(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Stage]:
    folder = tmp_path_factory.mktemp("office")
    office = Office.in_(folder)
    row = office.assign()
    attempt = office.play(SUBJECT, assigned=row, lines=LAZY)
    ruth = office.who("ruth")
    seen = review.look(office.practice, ruth, attempt)
    comment = comments.comment(office.practice, ruth, attempt, "A word on this.")
    due = assignments.due(office.practice, office.who(SUBJECT))
    agreed = coaching.hold(office.practice, ruth, SUBJECT, coaching.Agreed(WHY, action="Ask first."))
    stage = Stage(
        office.practice,
        ruth,
        attempt,
        seen.machine.criteria[0].id,
        row.id,
        due[0].steps[0].item.id,
        comment,
        agreed.actions[0].id,
        coaching.set_goal(office.practice, ruth, SUBJECT, "O1").id,
        coaching.thank(office.practice, ruth, SUBJECT, "Thank you."),
        coaching.offer_line(office.practice, ruth, attempt, 1),
    )
    office.close()
    return folder, stage


def test_no_service_is_forgotten() -> None:
    public = {
        f"{name}.{function}"
        for name, module in MODULES.items()
        for function, made in inspect.getmembers(module, inspect.isfunction)
        if made.__module__ == module.__name__ and not function.startswith("_")
    }
    assert public == CASES.keys() | NOT_ASKED.keys()


def expected(case: Case, actor: Actor, login: str, subject_id: int) -> bool:
    """What the policy says, from who this is and whom they manage, told here and not asked of the record."""
    if case.about == "all":
        return may(actor, case.action, Thing())
    if case.about == "self":
        return may(actor, case.action, Thing(actor.person_id))
    if case.about.startswith("somebody"):
        manages = login in ("ruth", "vera")
        return may(actor, case.action, Thing(managed=manages)) or ("admin" in case.about and actor.role == "admin")
    return may(actor, case.action, Thing(subject_id, managed=login == "ruth"))


def let_in(case: Case, stage: Stage) -> bool:
    """Whether the call got past the door; what it says behind it is another matter."""
    try:
        case.call(stage)
    except Refused:
        return False
    except Exception as error:
        if not type(error).__module__.startswith(("simulator", "scoring")):
            raise
    return True


@pytest.mark.parametrize("name", CASES)
def test_who_may_is_who_the_policy_says(name: str, prepared: tuple[Path, Stage], tmp_path: Path) -> None:
    wrong = outcomes(name, prepared, tmp_path)
    assert not [who for who, (may_, did) in wrong.items() if may_ != did], wrong


def outcomes(name: str, prepared: tuple[Path, Stage], folder: Path) -> dict[str, tuple[bool, bool]]:
    """actor -> (what the policy says, what happened). Those who may come last, for they change things."""
    kept, stage = prepared
    shutil.copytree(kept, folder, dirs_exist_ok=True)
    clock = Clock()
    clock.turn(minutes=30)
    practice = Practice(home_in(folder), clock=clock, draw_seed=lambda: 7, login="ines")
    office = Office(practice, clock, stage.actor)
    try:
        case, actors = CASES[name], {login: office.who(login) for login in ACTORS}
        said = {login: expected(case, actor, login, actors[SUBJECT].person_id) for login, actor in actors.items()}
        return {
            login: (said[login], let_in(case, replace(stage, practice=practice, actor=actors[login])))
            for login in sorted(ACTORS, key=lambda one: said[one])
        }
    finally:
        office.close()


@pytest.mark.parametrize(
    "name", ["review.look", "overruling.overrule", "board.person", "roster.erase", "assigning.edit"]
)
def test_the_matrix_bites(name: str, prepared: tuple[Path, Stage], tmp_path: Path) -> None:
    """A policy that let everybody in would be contradicted: somebody is refused, and somebody is not."""
    happened = [did for _, did in outcomes(name, prepared, tmp_path).values()]
    assert True in happened
    assert False in happened


def test_a_member_who_is_listed_as_manager_with_the_role_of_a_rep_manages_nobody() -> None:
    rep = Actor(9, "Rep", "rep")
    assert not may(rep, "mark", Thing(1, managed=True))
    assert may(replace(rep, role="manager"), "mark", Thing(1, managed=True))


def test_whatever_is_not_said_is_refused() -> None:
    for role in ROLES:
        assert not may(Actor(1, "A", role), "no such action", Thing(1, managed=True))  # type: ignore[arg-type]
    assert "see_attempt" in ACTIONS
    assert all(policy.why_not(action) for action in ACTIONS)  # type: ignore[arg-type]


def test_one_person_alone_manages_their_own_practice_and_nobody_elses(tmp_path: Path) -> None:
    practice = Practice(home_in(tmp_path), clock=Clock(), draw_seed=lambda: 7, login="solo")
    solo = practice.people.introduce("Solo")
    made = assigning.assign(practice, solo, Wanted((INTERRUPTED,), people=("solo",), due="in 3 days"))
    assert assignments.due(practice, solo)[0].row.id == made.id
    roster.add_person(practice.record, solo, "other", "Other One")
    with pytest.raises(Refused):
        assigning.assign(practice, solo, Wanted((INTERRUPTED,), people=("solo",), due="in 3 days"))
    practice.close()
