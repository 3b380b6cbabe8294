"""One turn, in the order that the language lays down: `step(play, state, input) -> (state, what happened)`. Pure.

Where the language leaves room, this is what holds:
- A moment's own reaction to a signal stands in place of the scenario's; the others stay.
- A reaction with a wrong-way part never counts as a good one; its good part still pays once per stay.
- One dodge a turn, and none beside a fact that is told. One interruption a turn, the first that holds.
- A fact, an objection that is raised, and an ending's line are said whatever stands before them.
- An unclear reply leaves the objections just raised as they are: they still wait for an answer.
- Beside a fact, a dodge or an objection that is raised no line of the moment is said that answers the reply again.
- A line that was said already is not said beside another part (a moment's only line is); alone it is, once everything
  that fits was said.
- The warning comes when patience stands at 2 or less, once until patience has recovered.
- Turns that run out stand in place of the move: nothing is arrived at.
"""

from __future__ import annotations

from dataclasses import dataclass

from scoring.marking.transcript import Change, Status
from simulator.engine.causes import idle
from simulator.engine.consequences import (
    branch_of,
    interruption_of,
    open_facts,
    out_of_patience,
    raised_on_arrival,
    react,
    settle,
    turn_objections,
)
from simulator.engine.lines import Speech
from simulator.engine.play import BranchPlay, FactPlay, InterruptionPlay, Play
from simulator.engine.situation import Now
from simulator.engine.state import Input, Part, Said, State, Step

MOST_UNCLEAR = 2
LEAST_WORDS = 3
WARNS_AT = 2


class CallOver(Exception):
    """The call has ended; nothing more can be said in it."""

    def __init__(self) -> None:
        super().__init__("this call is over")


def open_call(play: Play) -> tuple[State, tuple[Part, ...]]:
    """The state before the first reply, and the customer's first lines."""
    start = play.scenario.start
    now = Now(start, 0, 0, list(play.start), 0, 0, 0, 0, 0)
    speech = Speech(play.seed, 0, now, ())
    for objection in raised_on_arrival(play, now):
        speech.add("objection", objection.name, objection.says, keep=True)
    speech.add("moment", start, play.moments[start].says)
    parts = speech.parts()
    return State(start, play.start, open=now.open, raised=now.open, used=speech.used), parts


def now_of(state: State) -> Now:
    """The state as conditions read it, before anything is said."""
    return Now(
        state.moment,
        state.here,
        state.turn,
        list(state.feelings),
        state.known,
        state.asked,
        state.open,
        state.resolved,
        state.raised,
    )


def hear(now: Now, given: Input) -> None:
    """Let `now` hear the input."""
    if not isinstance(given, Said):
        now.silent = True
        return
    now.repeated = given.hearing.repeated
    now.hearings = given.hearing.heard
    for heard in now.hearings:
        if heard.state == "met":
            now.heard.setdefault(heard.signal, heard)


def is_unclear(state: State, given: Input) -> bool:
    """Nothing at all was understood in a reply of three words or more, and the customer may still ask back."""
    if not isinstance(given, Said) or state.unclear >= MOST_UNCLEAR:
        return False
    hearing = given.hearing
    return not hearing.heard and not hearing.understood and hearing.words >= LEAST_WORDS


@dataclass(slots=True)
class Midway:
    """A turn before its move: what `now` holds, and what has come of the reply so far. `finish` uses it up."""

    now: Now
    changes: list[Change]
    credited: int
    told: list[FactPlay]
    dodging: FactPlay | None
    turned: dict[str, Status]
    paid: bool

    @property
    def opened(self) -> bool:
        """It opened a fact or resolved an objection."""
        return bool(self.told) or "resolved" in self.turned.values()


def step(play: Play, state: State, given: Input) -> tuple[State, Step]:
    """What this input does to the call. Raises CallOver where it has ended."""
    midway = until_move(play, state, given)
    return ask_back(play, state, given) if midway is None else finish(play, state, given, midway)


def until_move(play: Play, state: State, given: Input) -> Midway | None:
    """The turn up to its move; None where nothing was understood, and nothing moves. Raises CallOver."""
    if state.ending is not None:
        raise CallOver
    if is_unclear(state, given):
        return None
    now = now_of(state)
    hear(now, given)
    changes: list[Change] = []
    credited, paid, spared = react(play, state, now, changes)
    now.here += 1
    now.turn += 1
    told, dodging = open_facts(play, now)
    turned = turn_objections(play, now)
    midway = Midway(now, changes, credited, told, dodging, turned, paid)
    if midway.opened:
        midway.paid = True
    elif not spared and not now.silent:
        charged: list[Change] = []
        settle(play.every_turn, now.feelings, charged)
        why = idle((heard.signal for heard in now.hearings if heard.state == "met"), now.repeated)
        changes += [Change(change.feeling, change.by, why, change.cause) for change in charged]
    return midway


def finish(play: Play, state: State, given: Input, midway: Midway) -> tuple[State, Step]:
    """The move, the arrival and what the customer says."""
    now, told, dodging, turned = midway.now, midway.told, midway.dodging, midway.turned
    changes, credited = midway.changes, midway.credited
    number: int | None = None
    branch: BranchPlay | None = None
    interruption: InterruptionPlay | None = None
    go = state.moment
    if out_of_patience(play, now, midway.opened):
        go = play.scenario.out_of_patience
    else:
        interruption = interruption_of(play, now, state.interrupted) if play.interruptions else None
        if interruption and interruption.go:
            go = interruption.go
        else:
            number, branch = branch_of(play, now)
            if branch:
                go = branch.go
        effect = (interruption.effect if interruption else ()) + (branch.effect if branch else ())
        if effect:
            settle(effect, now.feelings, changes)
    if go not in play.endings and now.turn >= play.scenario.max_turns:
        go, number, branch = play.scenario.out_of_turns, None, None
    over = go in play.endings
    if not over and go != state.moment:
        now.moment, now.here, credited = go, 0, 0
        for objection in raised_on_arrival(play, now):
            turned[objection.name] = "open"

    speech = Speech(play.seed, state.n + 1, now, state.used)
    _speak(play, state, speech, go, interruption, turned, told, dodging, branch)
    parts = speech.parts()
    short = play.patience >= 0 and now.feelings[play.patience] <= WARNS_AT
    after = State(
        moment=now.moment,
        feelings=tuple(now.feelings),
        ending=go if over else None,
        n=state.n + 1,
        turn=now.turn,
        here=now.here,
        known=now.known,
        asked=now.asked,
        open=now.open,
        resolved=now.resolved,
        raised=_raised(play, turned),
        credited=credited,
        interrupted=state.interrupted | (interruption.bit if interruption else 0),
        unclear=state.unclear,
        warned=short and (state.warned or any(part.kind == "warning" for part in parts)),
        used=speech.used,
        said=_said(state, given),
    )
    return after, Step(
        moment=state.moment,
        go=go,
        changes=tuple(changes),
        facts=tuple([fact.name for fact in told]),
        dodged=dodging.name if dodging and not told else None,
        objections=turned,
        interruption=interruption.name if interruption else None,
        branch=number,
        parts=parts,
        paid=midway.paid,
        silent=now.silent,
        repeated=now.repeated,
    )


def _speak(
    play: Play,
    state: State,
    speech: Speech,
    go: str,
    interruption: InterruptionPlay | None,
    turned: dict[str, Status],
    told: list[FactPlay],
    dodging: FactPlay | None,
    branch: BranchPlay | None,
) -> None:
    over = go in play.endings
    if interruption:
        speech.add("interruption", interruption.name, interruption.says)
    if turned:
        changed = [objection for objection in play.objections if objection.name in turned]
        for objection in changed:
            if turned[objection.name] == "resolved":
                speech.add("objection", objection.name, objection.resolved_says)
        for objection in changed:
            if turned[objection.name] == "open" and not state.resolved & objection.bit:
                speech.add("objection", objection.name, objection.says, keep=True)
        for objection in changed:
            if turned[objection.name] == "open" and state.resolved & objection.bit:
                speech.add("objection", objection.name, objection.reopen_says, keep=True)
    for fact in told:
        speech.add("fact", fact.name, fact.says, keep=True)
    if dodging and not told:
        speech.add("dodge", dodging.name, dodging.dodges)
    if not over and not state.warned and play.patience >= 0 and speech.now.feelings[play.patience] <= WARNS_AT:
        speech.add("warning", "patience", play.warnings)
    if branch and branch.reply and speech.add_new("reply", go, branch.reply, keep=over):
        return
    if over:
        speech.add("ending", go, play.endings[go], keep=True)
        return
    says = play.moments[go].says
    # A fact, a dodge or an objection has answered already: what would answer the reply again, or was said, is left out.
    answered = bool(told or dodging or "open" in turned.values())
    fitting = tuple(line for line in says if not line.answers) if answered else says
    if not speech.add_new("moment", go, fitting) and (len(says) == 1 or not speech.answered):
        speech.add("moment", go, says)


def _raised(play: Play, turned: dict[str, Status]) -> int:
    if not turned:
        return 0
    return sum(objection.bit for objection in play.objections if turned.get(objection.name) == "open")


def _said(state: State, given: Input) -> tuple[tuple[str, str], ...]:
    if not isinstance(given, Said) or not given.hearing.said:
        return state.said
    return tuple(sorted({**dict(state.said), **given.hearing.said}.items()))


def ask_back(play: Play, state: State, given: Input) -> tuple[State, Step]:
    """The customer asks back: it costs nothing and moves nothing."""
    speech = Speech(play.seed, state.n + 1, now_of(state), state.used)
    speech.add("unclear", "", play.unclear, keep=True)
    parts = speech.parts()
    after = state._replace(n=state.n + 1, unclear=state.unclear + 1, used=speech.used, said=_said(state, given))
    repeated = isinstance(given, Said) and given.hearing.repeated
    return after, Step(state.moment, state.moment, parts=parts, repeated=repeated, unclear=True)
