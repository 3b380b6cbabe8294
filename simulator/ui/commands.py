"""The command palette: where to go, whom to call, how it looks."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import partial
from typing import TYPE_CHECKING, cast

from textual.command import DiscoveryHit, Hit, Hits, Provider
from textual.markup import escape

from scoring.hearing.text import clean
from simulator.ui.text import plain
from simulator.ui.themes import OFFERED

if TYPE_CHECKING:
    from simulator.ui.app import SparringApp

Command = tuple[str, str, Callable[[], object]]


class Commands(Provider):
    """`group: verb`, each with what it does."""

    async def discover(self) -> Hits:
        for name, says, run in self.general():
            yield DiscoveryHit(plain(name), run, name, escape(clean(says)))

    async def search(self, query: str) -> Hits:
        matcher = self.matcher(query)
        for name, says, run in (*self.general(), *self.customers()):
            score = matcher.match(name)
            if score > 0:
                yield Hit(score, plain(name), run, name, escape(clean(says)))

    def general(self) -> Iterator[Command]:
        app = cast("SparringApp", self.app)
        yield "go: home", "What is open, what is next, how it went", app.action_home
        yield "go: library", "Every customer there is to practise with", app.action_library
        yield "go: history", "Your ended calls and their trend", app.action_history
        if app.overview.manages:
            yield "team: overview", "Who is stuck, on what, and what is assigned", app.action_team
            yield "team: review", "The calls that wait for you", app.action_queue
            yield "team: assign", "Give scenarios or a path to people", app.action_assign
        if app.actor is not None and app.actor.role != "rep":
            yield "company: what we sell", "Product, facts, proof, price, and what a rep may offer", app.action_company
        yield "note: an objection", "Keep what a customer said to you outside; the inbox", app.action_inbox
        yield "help: keys", "What this screen is for and its keys", app.action_help
        yield "me: 1:1 page", "What your manager's page for the next 1:1 says of you", app.action_my_page
        yield "me: name", "Change the name on your scorecards", app.action_rename
        for theme in OFFERED:
            yield f"theme: {theme}", "How Sparring looks; kept for next time", partial(app.choose_theme, theme)
        yield "app: quit", "A call stays open and can be gone on with", app.action_leave_app

    def customers(self) -> Iterator[Command]:
        app = cast("SparringApp", self.app)
        for entry in app.entries():
            if not entry.broken:
                who = ", ".join(part for part in (entry.customer, entry.role) if part)
                yield f"play: {entry.title}", who or entry.id, partial(app.open_brief, entry.id)
