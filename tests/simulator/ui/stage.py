"""The app on a stage: a person's keys in, the screen's text out."""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager, suppress
from pathlib import Path

from textual import events
from textual.pilot import Pilot
from textual.worker import WorkerCancelled

from simulator.services.practice import Practice
from simulator.ui.app import SparringApp
from tests.simulator.homes import Clock, home_in


def screen_text(app: SparringApp) -> str:
    """What stands on the screen, row by row, without trailing blanks."""
    rows = ["".join(segment.text for segment in row).rstrip() for row in app.screen._compositor.render_strips()]
    return "\n".join(rows)


def flowing(screen: str) -> str:
    """The words of a screen one after another, without frames: for sentences that may be wrapped."""
    return " ".join("".join(" " if letter in "│╭╮╰╯─▌▔▁" else letter for letter in screen).split())


class Person:
    """Somebody at the keyboard."""

    def __init__(self, app: SparringApp, pilot: Pilot[int]) -> None:
        self.app = app
        self.pilot = pilot

    @property
    def sees(self) -> str:
        return screen_text(self.app)

    async def press(self, *keys: str) -> str:
        await self.pilot.press(*keys)
        return await self.settle()

    async def types(self, text: str) -> str:
        await self.pilot.press(*(KEYS.get(character, character) for character in text))
        return await self.settle()

    async def pastes(self, text: str) -> str:
        assert self.app.focused is not None
        self.app.focused.post_message(events.Paste(text))
        return await self.settle()

    async def says(self, text: str) -> str:
        """Types the first letters and pastes the rest, so that a long reply takes no time."""
        await self.pilot.press(*(KEYS.get(character, character) for character in text[:3]))
        if len(text) > 3:
            await self.pastes(text[3:])
        return await self.press("enter")

    async def settle(self) -> str:
        """Until nothing is being worked on and nothing is waiting to be painted."""
        for _ in range(3):
            # A newer hearing ahead cancels an older one: that is no failure.
            with suppress(WorkerCancelled):
                await self.app.workers.wait_for_complete()
            await self.pilot.pause()
        return self.sees

    async def until(self, what: str | Callable[[], bool]) -> str:
        """Until the screen shows it; fails with the screen."""
        for _ in range(400):
            if what() if callable(what) else what in self.sees:
                return self.sees
            await self.pilot.pause(0.02)
        raise AssertionError(f"never seen: {what!r}\n{self.sees}")


KEYS = {" ": "space", "?": "question_mark", ",": "comma", ".": "full_stop", "'": "apostrophe", "\n": "ctrl+j"}


@asynccontextmanager
async def on_stage(
    folder: Path,
    *,
    size: tuple[int, int] = (80, 24),
    name: str | None = "Sam",
    clock: Clock | None = None,
    login: str = "sam",
    **arguments: object,
) -> AsyncIterator[Person]:
    """The app on a data folder, with the reduced engine; `name` None: nobody gave one yet."""
    practice = Practice(home_in(folder), clock=clock or Clock(), draw_seed=lambda: 7, login=login)
    if name is not None:
        practice.people.introduce(name)
    app = SparringApp(practice, **arguments)  # type: ignore[arg-type]
    try:
        async with app.run_test(size=size, notifications=True) as pilot:
            person = Person(app, pilot)
            await person.settle()
            yield person
    finally:
        practice.close()
