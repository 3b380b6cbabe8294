"""A manager's week in the app, and what the rep sees of it: keys in, the screen's text out."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import pytest

from simulator.services import comments, disputes, overruling, review
from simulator.services.people_csv import bring_in
from tests.simulator.offices import LAZY, Office
from tests.simulator.ui.stage import Person, flowing, on_stage

SIZES = [(80, 24), (120, 40), (50, 24)]


@pytest.fixture
def office(tmp_path: Path) -> Office:
    """Amara has passed what was assigned, Béla has not, Chen has not begun."""
    made = Office.in_(tmp_path)
    row = made.assign(pass_mark=55)
    made.play("amara", assigned=row)
    made.play("bela", assigned=row, lines=LAZY)
    return made


@asynccontextmanager
async def as_(office: Office, login: str, size: tuple[int, int] = (80, 24)) -> AsyncIterator[Person]:
    office.close()
    async with on_stage(office.practice.home.folder, size=size, name=None, login=login, clock=office.clock) as person:
        await person.until(lambda: bool(person.app.overview.history) or bool(person.app.overview.next_up))
        yield person


async def test_a_manager_sees_who_is_stuck_and_opens_the_board(office: Office) -> None:
    async with as_(office, "ruth") as ruth:
        assert "Your team" in await ruth.until("Your team")
        await ruth.press("enter")
        seen = await ruth.until("Who is strong in what")
        assert "3 people, 2 calls wait for you; 0 of 3 stuck" in seen
        assert "1 not started, 1 in progress, 1 passed" in flowing(seen)
        await ruth.press("down", "enter")
        seen = await ruth.until("- not started")
        assert "+ passed" in seen
        assert "~ in progress" in seen
        await ruth.press("f", "f", "f")
        assert "Chen Wu" in await ruth.until("shown: not started")
        assert "Amara" not in ruth.sees.split("shown:")[1]


async def test_the_board_searches_and_extends_and_withdraws(office: Office) -> None:
    async with as_(office, "ruth") as ruth:
        await ruth.until("Your team")
        ruth.app.open_board(1)  # type: ignore[attr-defined]
        await ruth.until("- not started")
        await ruth.press("slash")
        await ruth.types("kiss")
        await ruth.press("enter")
        assert "Amara" not in await ruth.until("with “kiss”")
        await ruth.press("e")
        await ruth.until("When is it due?")
        await ruth.types("in 30 days")
        await ruth.press("enter")
        await ruth.until("due Wed 1 Apr 23:59")
        await ruth.press("w")
        await ruth.until("Withdraw it?")
        await ruth.press("down", "enter")
        await ruth.until("(withdrawn)")


def machine_level(office: Office) -> int:
    """What the machine gave Béla for the first criterion."""
    level = review.look(office.practice, office.who("ruth"), office.practice_call("bela")).machine.criteria[0].level
    assert level is not None
    return level


async def test_a_mark_is_overruled_with_a_reason_and_the_rep_is_told(office: Office) -> None:
    was = machine_level(office)
    async with as_(office, "ruth", (120, 40)) as ruth:
        await ruth.until("Your team")
        await ruth.press("down", "enter")
        assert "Béla Kiss: The interrupted operations lead" in await ruth.until("Béla Kiss")
        await ruth.press("enter")
        await ruth.until("Open and relevant questions")
        await ruth.press("enter")
        await ruth.until(f"The machine: {was}.")
        await ruth.press("enter")
        assert "at least 10 characters" in await ruth.until("Give a reason")
        await ruth.press(*["ctrl+up"] * (4 - was))
        await ruth.types("I hear a real question there.")
        await ruth.press("enter")
        seen = await ruth.until(f"machine {was} -> Ruth Lind 4: I hear a real")
        assert "question there." in seen
        await ruth.press("f")
        await ruth.until("Amara Okoye")
        assert "Béla" not in ruth.sees
    async with as_(office, "bela", (120, 40)) as bela:
        seen = flowing(await bela.until("Assigned to you"))
        assert f"Ruth Lind changed a mark: Open and relevant questions, {was} to 4" in seen
        await bela.press("enter")
        assert f"machine {was} -> Ruth Lind 4" in await bela.until("machine ")


async def test_a_rep_disputes_and_the_manager_rules(office: Office) -> None:
    was = machine_level(office)
    async with as_(office, "bela", (120, 40)) as bela:
        await bela.until("Assigned to you")
        bela.app.open_review(office.practice_call("bela"))  # type: ignore[attr-defined]
        assert "Enter Dispute it" in await bela.until("Open and relevant questions")
        await bela.press("enter")
        await bela.until("Dispute:")
        await bela.types("I asked them, in my third reply.")
        await bela.press("enter")
        assert "Disputed: Open and relevant questions" in flowing(await bela.until("Disputed"))
    async with as_(office, "ruth", (120, 40)) as ruth:
        await ruth.until("Your team")
        await ruth.press("down", "enter")
        assert "1 mark disputed" in await ruth.until("disputed")
        await ruth.press("enter")
        await ruth.until("Disputed")
        await ruth.press("enter")
        assert "Béla Kiss: “I asked them, in my third reply.”" in flowing(await ruth.until("Béla Kiss: “"))
        await ruth.press(*["ctrl+down"] * (was + 1))  # Below 0 stands: reject it.
        await ruth.until("reject it")
        await ruth.types("It is a statement, not a question.")
        await ruth.press("enter")
        assert "rejected: It is a statement, not a question." in await ruth.until("rejected:")


async def test_a_manager_assigns_in_the_app_and_reads_who_gets_it(office: Office) -> None:
    async with as_(office, "ruth") as ruth:
        await ruth.until("Your team")
        ruth.app.action_assign()  # type: ignore[attr-defined]
        await ruth.until("say what is to be played")
        await ruth.types("w1")
        await ruth.press("tab", "tab")
        await ruth.types("soon")
        assert "'soon' is no date" in flowing(await ruth.until("no date"))
        await ruth.press(*["backspace"] * 4)
        await ruth.types("friday")
        seen = flowing(await ruth.until("3 get “Week 1, opening and honesty”"))
        assert "Amara Okoye, Béla Kiss, Chen Wu" in seen
        await ruth.press("ctrl+s")
        assert "3 not started" in await ruth.until("Week 1, opening and honesty  due Fri 6 Mar 23:59")
    async with as_(office, "chen") as chen:
        seen = flowing(await chen.until("Assigned to you"))
        assert "Week 1, opening and honesty not started, due in 4 days; ░░░░░ 0 of 3 passed" in seen


async def test_what_is_due_is_played_as_it_was_assigned(office: Office) -> None:
    async with as_(office, "chen") as chen:
        await chen.until("Assigned to you")
        await chen.press("down", "enter")
        seen = flowing(await chen.until("Start the call"))
        assert "Assigned: The interrupted operations lead, pass mark 55." in seen
        await chen.press("s")
        await chen.until("Dana Ruiz")
        assert "2 not started" not in chen.sees


@pytest.mark.parametrize("size", SIZES, ids=str)
async def test_every_manager_screen_fits_and_says_its_keys(office: Office, size: tuple[int, int]) -> None:
    async with as_(office, "ruth", size) as ruth:
        await ruth.until("Your team")
        app = ruth.app
        call = office.practice_call("bela")
        for opens, shows in (
            (lambda: app.action_team(), "Missed most" if size[1] > 30 else "Assigned"),  # type: ignore[attr-defined]
            (lambda: app.action_queue(), "the ten that matter"),  # type: ignore[attr-defined]
            (lambda: app.open_board(1), "shown: all"),  # type: ignore[attr-defined]
            (lambda: app.open_person("bela"), "By month"),  # type: ignore[attr-defined]
            (lambda: app.open_review(call), "Discovery"),  # type: ignore[attr-defined]
            (lambda: app.action_assign(), "say what"),  # type: ignore[attr-defined]
        ):
            opens()
            seen = flowing(await ruth.until(lambda shows=shows: shows in flowing(ruth.sees)))  # type: ignore[misc]
            assert "Esc Back" in seen
            await ruth.press("f1")
            assert "Esc" in await ruth.until("Back")
            await ruth.press("escape")
            await ruth.press("escape")
            await ruth.until("Your team")


async def test_hostile_words_stay_words_on_every_screen(tmp_path: Path) -> None:
    bad = "[@click=app.leave_app]x[/x] [red]"
    office = Office.in_(tmp_path)
    bring_in(office.practice.record, office.admin, f"login,name,role,team\nevil,{bad},rep,Harbour\n")
    row = office.assign(title=bad, note=bad)
    uuid = office.play("evil", assigned=row, lines=(bad, bad, bad, bad))
    ruth = office.who("ruth")
    comments.comment(office.practice, ruth, uuid, bad, turn=1)
    criterion = review.look(office.practice, ruth, uuid).machine.criteria[0].id
    overruling.overrule(office.practice, ruth, uuid, criterion, 3, bad)
    disputes.dispute(office.practice, office.who("evil"), uuid, criterion, bad)
    async with as_(office, "ruth", (120, 40)) as person:
        await person.until("Your team")
        app = person.app
        for opens in (
            lambda: app.action_team(),  # type: ignore[attr-defined]
            lambda: app.action_queue(),  # type: ignore[attr-defined]
            lambda: app.open_board(row.id),  # type: ignore[attr-defined]
            lambda: app.open_person("evil"),  # type: ignore[attr-defined]
            lambda: app.open_review(uuid),  # type: ignore[attr-defined]
        ):
            opens()
            await person.until(lambda: "[@click=app" in person.sees)
            await person.press("escape")
            await person.until("Your team")


async def test_a_rep_is_not_offered_the_managers_screens(office: Office) -> None:
    async with as_(office, "chen") as chen:
        await chen.until("Assigned to you")
        assert "Your team" not in chen.sees
        chen.app.action_team()  # type: ignore[attr-defined]
        assert "only who manages their team now may do this" in flowing(await chen.until("only who manages"))
