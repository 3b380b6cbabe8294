"""`make pictures`: plays a call in the app without a terminal, makes the demo's team, and draws the screens that the README and
the managers' page show.

The same on every machine: a fixed seed, a clock that stands still, a data folder that is thrown away, and nothing in
the drawings that is loaded from elsewhere.
"""

from __future__ import annotations

import asyncio
import re
import sys
import tempfile
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

from textual import events
from textual.pilot import Pilot

from simulator.services.demo import make
from simulator.services.home import Home
from simulator.services.practice import Practice
from simulator.services.review import queue
from simulator.ui.app import SparringApp
from simulator.ui.screens.conversation import Conversation
from simulator.ui.screens.scorecard import ScorecardPage
from simulator.ui.widgets.menu import Menu

PICTURES = Path(__file__).parent / "pictures"
SIZE = (100, 30)
NOON = datetime(2026, 3, 4, 12, 0, tzinfo=UTC)
SEED = 7
SCENARIO = "the-interrupted-operations-lead"
REPLIES = (
    "Dana, Sam from Tailgate, I'll be quick. I'm calling because hauliers with booked slots get fined for ten minutes' "
    "delay. May I have thirty seconds?",
    "Thank you. When one of your trucks isn't going to make its slot, how do you find out?",
    "So the depot rings you, and by then nobody can move the slot. What did that cost you last month?",
    "So two fines, 3,000 together. Let's take your two late runs and look at when you'd have known. Thursday at ten?",
)
SHOWN_AFTER = 3
"""So many replies have been answered in the picture of the conversation; the next one is being typed."""
CRITERION = "C2"
"""Whose line is under the cursor in the picture of the scorecard."""
_FONT_FACE = re.compile(r"\s*@font-face\s*\{[^}]*\}")
_COMMENT = re.compile(r"\s*<!--.*?-->", re.DOTALL)
_UNIQUE = re.compile(r"\bterminal-\d+")


async def draw() -> dict[str, str]:
    """Name of a picture -> its SVG."""
    with tempfile.TemporaryDirectory() as folder:
        home = Home.find({"SPARRING_HOME": folder})
        practice = Practice(home, clock=lambda: datetime(2026, 3, 2, 9, 0, tzinfo=UTC), login="sam")
        practice.people.introduce("Sam")
        if practice.hearings.encoder() is None:
            raise SystemExit(f"error: the pictures are drawn with the whole engine. {practice.hearings.trouble}")
        app = SparringApp(practice, play=SCENARIO, seed=SEED)
        try:
            async with app.run_test(size=SIZE) as pilot:
                return await play(app, pilot)
        finally:
            practice.close()


async def draw_team() -> dict[str, str]:
    """The manager's screens, over the made-up team."""
    with tempfile.TemporaryDirectory() as folder:
        home = make(Home.find({"SPARRING_HOME": folder}), NOON, login="ruth", name="Ruth Lind")
        practice = Practice(home, clock=lambda: NOON, login="ruth")
        app = SparringApp(practice)
        drawn = {}
        try:
            async with app.run_test(size=SIZE) as pilot:
                await until(pilot, lambda: bool(app.overview.manages))
                for name, opens in (
                    ("team", app.action_team),
                    ("review", lambda: app.open_review(queue(practice, app.ready())[0].attempt)),  # type: ignore[arg-type]
                    ("coach", lambda: app.open_coach("d-hana")),
                ):
                    opens()
                    await until(pilot, lambda wanted=name: type(app.screen).__name__.lower().startswith(wanted))  # type: ignore[misc]
                    drawn[name] = await picture(app, pilot)
                    await pilot.press("escape")
                return drawn
        finally:
            practice.close()


async def play(app: SparringApp, pilot: Pilot[int]) -> dict[str, str]:
    await until(pilot, lambda: isinstance(app.screen, Conversation))
    drawn = {}
    for number, reply in enumerate(REPLIES):
        await until(pilot, lambda: app.focused is not None and not talk(app).waiting)
        app.focused.post_message(events.Paste(reply))  # type: ignore[union-attr]
        await settle(pilot)
        if number == SHOWN_AFTER:
            app.focused.cursor_blink = False  # type: ignore[union-attr]
            drawn["conversation"] = await picture(app, pilot)
        await pilot.press("enter")
        await until(pilot, lambda wanted=number + 1: len(talk(app).call.session.turns) == wanted)  # type: ignore[misc]
    await until(pilot, lambda: talk(app).finished is not None)
    await pilot.press("enter")
    await until(pilot, lambda: isinstance(app.screen, ScorecardPage))
    marks = app.screen.query_one(Menu)
    marks.highlighted = marks.get_option_index(CRITERION)
    drawn["scorecard"] = await picture(app, pilot)
    return drawn


def talk(app: SparringApp) -> Conversation:
    assert isinstance(app.screen, Conversation)
    return app.screen


async def settle(pilot: Pilot[int]) -> None:
    """Until nothing is being worked on and nothing is waiting to be painted."""
    for _ in range(3):
        await pilot.app.workers.wait_for_complete()
        await pilot.pause()


async def until(pilot: Pilot[int], so: Callable[[], bool]) -> None:
    """Until it is so; gives up after a minute."""
    for _ in range(3000):
        await settle(pilot)
        if so():
            return
        await pilot.pause(0.02)
    raise SystemExit("error: the call did not go on as these pictures need it")


async def picture(app: SparringApp, pilot: Pilot[int]) -> str:
    await settle(pilot)
    return standing_alone(app.export_screenshot())


def standing_alone(svg: str) -> str:
    """Without fonts from the internet and without a name that changes with every change of the screen."""
    svg = _UNIQUE.sub("sparring", _COMMENT.sub("", _FONT_FACE.sub("", svg)))
    return "\n".join(line.rstrip() for line in svg.splitlines() if line.strip()) + "\n"


def main() -> int:
    PICTURES.mkdir(exist_ok=True)
    for name, svg in {**asyncio.run(draw()), **asyncio.run(draw_team())}.items():
        (PICTURES / f"{name}.svg").write_text(svg, encoding="utf-8")
        print(f"docs/pictures/{name}.svg")
    return 0


if __name__ == "__main__":
    sys.exit(main())
