"""One rehearsed call at the level of signals: a rep and the engine's own `step`, until it ends."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace

from scoring.marking.transcript import Outcome, ScenarioRef, Snapshot, Transcript, Turn
from simulator.engine import ENGINE
from simulator.engine.draws import fill
from simulator.engine.play import Play
from simulator.engine.situation import Names, Now
from simulator.engine.state import Part, State, Step
from simulator.engine.step import now_of, open_call, step
from simulator.rehearsal.craft import Sight
from simulator.rehearsal.reps import Rep, Reply

MOST_REPLIES = 60
"""A call ends by itself long before; replies that are not understood count no turn, but two a call at most are free."""


@dataclass(frozen=True, slots=True)
class Beat:
    """One reply of a rehearsed call: how it stood before and after, what was said, and what came of it."""

    before: State
    reply: Reply
    after: State
    step: Step


@dataclass(frozen=True, slots=True)
class Call:
    """A rehearsed call. `ending` None: it never ended, which no valid scenario allows."""

    play: Play
    opening: tuple[Part, ...]
    start: State
    beats: tuple[Beat, ...]

    @property
    def final(self) -> State:
        return self.beats[-1].after if self.beats else self.start

    @property
    def ending(self) -> str | None:
        return self.final.ending

    @property
    def outcome(self) -> Outcome | None:
        return self.play.scenario.endings[self.final.ending].outcome if self.final.ending else None

    @property
    def path(self) -> tuple[str, ...]:
        return (self.start.moment, *(beat.step.go for beat in self.beats))


def play_call(play: Play, seed: int, rep: Rep) -> Call:
    """The call of this rep with what this seed draws for the customer's lines."""
    play = replace(play, seed=seed)
    start, opening = open_call(play)
    return Call(play, opening, start, go_on(play, start, opening, rep))


def go_on(play: Play, start: State, opening: tuple[Part, ...], rep: Rep) -> tuple[Beat, ...]:
    """What this rep says from a state on, to the end. `opening`: what the customer has just said."""
    state, said = start, opening
    news: tuple[str, ...] = ()
    dodged = False
    beats: list[Beat] = []
    while state.ending is None and len(beats) < MOST_REPLIES:
        reply = rep.reply(sight_of(play, state, said, news, dodged))
        after, result = step(play, state, reply.given)
        beats.append(Beat(state, reply, after, result))
        state, said, news, dodged = after, result.parts, result.facts, result.dodged is not None
    return tuple(beats)


def sight_of(play: Play, state: State, said: Iterable[Part], news: tuple[str, ...], dodged: bool) -> Sight:
    """What a person sees of this: the panel, the choices, and what was said."""
    offered = play.guided.get(state.moment, ())
    now: Now | None = now_of(state) if any(test is not None for _, test in offered) else None
    return Sight(
        goal=play.scenario.moments[state.moment].goal,
        line=" ".join([part.text for part in said]),
        objections=named(play.names.objections, state.open),
        told=frozenset(named(play.names.facts, state.known)),
        news=news,
        dodged=dodged,
        choices=tuple([c for c, test in offered if test is None or (now is not None and test(now))]),
        turns_left=play.scenario.max_turns - state.turn,
        first=state.n == 0,
    )


def named(places: Mapping[str, int], of: int) -> tuple[str, ...]:
    """The names of the bits that are set."""
    return tuple([name for name, bit in places.items() if of & bit])


def transcript_of(call: Call) -> Transcript:
    """The record of a rehearsed call, as `scoring` marks one."""
    play, scenario = call.play, call.play.scenario
    turns: list[Turn] = []
    prompt = opening = " ".join(fill(part.text, play.values) for part in call.opening)
    for beat in call.beats:
        result = beat.step
        line = " ".join(fill(part.text, play.values) for part in result.parts)
        turns.append(
            Turn(
                n=beat.after.n,
                rep=beat.reply.text,
                prompt=prompt,
                customer=line,
                heard=beat.reply.heard,
                before=snapshot(play.names, beat.before),
                after=snapshot(play.names, beat.after),
                changes=result.changes,
                facts=result.facts,
                objections=result.objections,
                moment=beat.before.moment,
                silent=result.silent,
                repeated=result.repeated,
                unclear=result.unclear,
                paid=result.paid,
            )
        )
        prompt = line
    return Transcript(
        turns=tuple(turns),
        scenario=ScenarioRef(scenario.id, scenario.version, scenario.hash, scenario.title, scenario.stage),
        engine=ENGINE,
        encoder="given",
        seed=play.seed,
        level=play.level,
        opening=opening,
        path=call.path,
        outcome=call.outcome,
        ending=call.ending,
        final=snapshot(play.names, call.final),
    )


def snapshot(names: Names, state: State) -> Snapshot:
    return Snapshot(
        moment=state.moment,
        here=state.here,
        turn=state.turn,
        feelings=dict(zip(names.feelings, state.feelings, strict=True)),
        known=frozenset(named(names.facts, state.known)),
        asked=frozenset(named(names.facts, state.asked)),
        objections={
            name: "open" if state.open & bit else "resolved" if state.resolved & bit else "new"
            for name, bit in names.objections.items()
        },
        raised=frozenset(named(names.objections, state.raised)),
    )
