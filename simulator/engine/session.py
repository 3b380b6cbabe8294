"""A call as a front end holds it: text in, turns out, with hints, choices, a panel and the record of it all."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
from typing import Literal, Protocol

from scoring.hearing.signals import Hearing
from scoring.marking.transcript import Change, Outcome, ScenarioRef, Snapshot, Status, Transcript, Turn
from simulator.engine import ENGINE
from simulator.engine.draws import draw, fill, printed
from simulator.engine.hints import Hint, HintsOff, hint_texts, hints_rule
from simulator.engine.machine import MomentMachine
from simulator.engine.panel import FeelingNow, Panel
from simulator.engine.play import Play, compile_play
from simulator.engine.record import BadLog, Entry, hearing_from, hearing_json
from simulator.engine.state import Input, Part, Said, Silence, State, Step
from simulator.engine.step import CallOver, ask_back, finish, now_of, open_call, until_move
from simulator.scenario.model import Choice, HintRule, Scenario

Mode = Literal["guided", "practice", "exam"]
MODES: tuple[Mode, ...] = ("guided", "practice", "exam")
LEVELS: tuple[str, ...] = ("easy", "normal", "hard")


class Listener(Protocol):
    """What hears: `scoring.hearing.hear.Ear`, or anything that answers in its terms."""

    def listen(
        self,
        text: str,
        context: str = "",
        *,
        own: tuple[str, ...] = (),
        told: str = "",
        known: frozenset[str] = frozenset(),
        exam: bool = False,
    ) -> Hearing: ...


class NoSuchChoice(ValueError):
    """A choice that is not on offer."""


class Session:
    """One call with one customer. Not safe to share between threads; everything it returns is a value.

    `mode`: guided (choices on offer), practice, exam (no hints, no panel). `level`: easy, normal, hard.
    """

    def __init__(
        self,
        scenario: Scenario,
        ear: Listener,
        *,
        seed: int,
        mode: str = "practice",
        level: str = "normal",
    ) -> None:
        if mode not in MODES:
            raise ValueError(f"a mode is guided, practice or exam, not '{mode}'")
        if level not in LEVELS:
            raise ValueError(f"a level is easy, normal or hard, not '{level}'")
        self.scenario = scenario
        self.ear = ear
        self.seed = seed
        self.mode = mode
        self.level = level
        self.play: Play = compile_play(scenario, level, seed)
        self.machine = MomentMachine(self.play)
        self.state: State
        self.state, parts = open_call(self.play)
        self.moment = self.state.moment
        """Where the machine stands: a moment, and at the end the ending."""
        self.turns: list[Turn] = []
        self.log: list[Entry] = []
        self.steps: list[Step] = []
        self.path: list[str] = [self.moment]
        self.opening: tuple[str, ...] = self._words(parts)
        self._context = " ".join(self.opening)
        self._told: list[str] = [self._context]
        self._told_facts: dict[str, str] = {}
        self._last_change: dict[str, Change] = {}
        self._hints_here = 0
        self._hints_turn = 0

    # What a front end asks

    @property
    def over(self) -> bool:
        return self.state.over

    @property
    def ending(self) -> str | None:
        return self.state.ending

    @property
    def outcome(self) -> Outcome | None:
        return self.scenario.endings[self.state.ending].outcome if self.state.ending else None

    @property
    def line(self) -> str:
        """The customer's last line, as it stands on the screen."""
        return self.turns[-1].customer if self.turns else " ".join(self.opening)

    @property
    def seconds(self) -> int:
        """How long the front end waits for a key before it sends `silent`; 0: for ever. A level's 0 turns it off."""
        if self.over or self.play.rule.seconds == 0:
            return 0
        here = self.scenario.moments[self.state.moment].seconds
        if here is not None:
            return here
        return self.scenario.seconds if self.play.rule.seconds is None else self.play.rule.seconds

    @property
    def hint_rule(self) -> HintRule:
        return hints_rule(self.scenario, self.play.rule, self.mode)

    def choices(self) -> tuple[Choice, ...]:
        """In guided mode what may be said now, filled, in an order drawn by the seed; always with a best one."""
        if self.mode != "guided" or self.over:
            return ()
        fitting = [choice for choice, fits in self._fitting() if fits]
        if not any(choice.best for choice in fitting):
            fitting += [choice for choice, _ in self._fitting() if choice.best][:1]
        n, moment = self.state.n, self.state.moment
        order = sorted(
            range(len(fitting)), key=lambda i: (draw(self.seed, n, f"choice:{moment}:{fitting[i].say}", 1 << 32), i)
        )
        return tuple(replace(fitting[i], say=self.fill(fitting[i].say), why=self.fill(fitting[i].why)) for i in order)

    def panel(self) -> Panel | None:
        """What the rep may see of the customer's mind; None in exam mode."""
        if self.mode == "exam":
            return None
        names = self.play.names
        return Panel(
            goal=self.fill(self.scenario.moments[self.state.moment].goal),
            feelings=tuple(
                FeelingNow(f.name, self.state.feelings[i], f.good_low, self._last_change.get(f.name))
                for i, f in enumerate(self.scenario.feelings)
            ),
            objections=tuple(
                self.fill(self.scenario.objections[name].title)
                for name, bit in names.objections.items()
                if self.state.open & bit
            ),
            facts=tuple(self._told_facts.values()),
            turns_left=max(0, self.scenario.max_turns - self.state.turn),
            hints=self.hint_rule,
        )

    def hint(self) -> Hint:
        """The next hint of this moment, recorded on the coming turn; the last one again once all were seen.

        Raises HintsOff, with the sentence that says why, and CallOver.
        """
        if self.over:
            raise CallOver
        rule = self.hint_rule
        if rule == "none":
            where = "in exam mode" if self.mode == "exam" or self.scenario.sealed else "at this level"
            raise HintsOff(f"Hints are off {where}.")
        if rule == "when_stuck" and self.state.here < 2 and not self._hints_here:
            raise HintsOff("A hint comes when you are stuck: after two replies here.")
        texts = hint_texts(self.scenario.moments[self.state.moment], [c for c, fits in self._fitting() if fits])
        if self._hints_here < len(texts):
            self._hints_here += 1
            self._hints_turn += 1
            self.log.append({"kind": "hint"})
        return Hint(self._hints_here, len(texts), self.fill(texts[self._hints_here - 1]))

    def debrief(self) -> str:
        """The ending's debrief, with the facts never found: by name of what they were, or only counted if sealed."""
        if not self.state.ending:
            return ""
        text = self.fill(self.scenario.endings[self.state.ending].debrief)
        missed = [
            fact for name, fact in self.scenario.facts.items() if not self.state.known & self.play.names.facts[name]
        ]
        if not missed:
            return text
        if self.scenario.sealed:
            count = "One thing" if len(missed) == 1 else f"{len(missed)} things"
            return f"{text}\n\n{count} stayed hidden."
        return "\n".join([text, "", "What you did not find out:", *(f"- {self.fill(fact.truth)}" for fact in missed)])

    def transcript(self) -> Transcript:
        """The record so far: what everything else derives from."""
        scenario = self.scenario
        return Transcript(
            turns=tuple(self.turns),
            scenario=ScenarioRef(scenario.id, scenario.version, scenario.hash, scenario.title, scenario.stage),
            engine=ENGINE,
            encoder=str(getattr(self.ear, "engine", "reduced")),
            seed=self.seed,
            mode=self.mode,
            level=self.level,
            opening=" ".join(self.opening),
            path=tuple(self.path),
            outcome=self.outcome,
            ending=self.state.ending,
            final=self.snapshot(),
            drawn={name: printed(value) for name, value in self.play.drawn.items()},
        )

    def snapshot(self) -> Snapshot:
        """How things stand now. At the end `moment` is the one in which the last reply was given."""
        state, names = self.state, self.play.names
        return Snapshot(
            moment=state.moment,
            here=state.here,
            turn=state.turn,
            feelings=dict(zip(self.play.feelings, state.feelings, strict=True)),
            known=frozenset(name for name, bit in names.facts.items() if state.known & bit),
            asked=frozenset(name for name, bit in names.facts.items() if state.asked & bit),
            objections={name: _status(state, bit) for name, bit in names.objections.items()},
            raised=frozenset(name for name, bit in names.objections.items() if state.raised & bit),
        )

    def fill(self, text: str) -> str:
        """The text with this call's names, figures and what the rep last proposed."""
        said = self.state.said
        return fill(text, {**self.play.values, **{f"said.{k}": v for k, v in said}} if said else self.play.values)

    # What comes in

    def reply(self, text: str) -> Turn:
        """The rep says something; nothing but blanks is silence. Raises CallOver."""
        words = _clean(text)
        if not words.strip():
            return self.silent()
        return self._say(words, {"kind": "say", "text": words}, None)

    def choose(self, index: int) -> Turn:
        """The rep takes one of `choices()`, counted from 0; it goes through the same ear. Raises NoSuchChoice."""
        if self.over:
            raise CallOver
        choices = self.choices()
        if not choices:
            raise NoSuchChoice("choices are on offer in guided mode only")
        if not 0 <= index < len(choices):
            raise NoSuchChoice(f"there is no choice {index + 1}; take 1 to {len(choices)}")
        words = _clean(choices[index].say)
        return self._say(words, {"kind": "choose", "index": index, "text": words}, None)

    def silent(self) -> Turn:
        """Nothing came in time. Raises CallOver."""
        return self._take("", {"kind": "silent"}, Silence())

    def feed(self, entry: Mapping[str, object]) -> Turn | None:
        """One entry of a log again, heard as it was heard; None for a hint. Raises BadLog."""
        kind, text, heard = entry.get("kind"), entry.get("text"), entry.get("hearing")
        if kind == "hint":
            self._hints_here += 1
            self._hints_turn += 1
            self.log.append({"kind": "hint"})
            return None
        if kind == "silent":
            return self.silent()
        hearing = hearing_from(heard) if isinstance(heard, Mapping) else None
        if kind == "say" and isinstance(text, str):
            return self._say(text, {"kind": "say", "text": text}, hearing)
        if kind == "choose" and isinstance(entry.get("index"), int):
            if not isinstance(text, str):
                text = self.choices()[int(str(entry["index"]))].say
            return self._say(text, {"kind": "choose", "index": entry["index"], "text": text}, hearing)
        raise BadLog(f"the record of this call holds something that is no input: {kind!r}")

    def _say(self, text: str, entry: Entry, hearing: Hearing | None) -> Turn:
        if self.over:
            raise CallOver
        if hearing is None:
            hearing = self.ear.listen(
                text,
                self._context,
                own=tuple(turn.rep for turn in self.turns if turn.rep),
                told="\n".join(self._told),
                known=self.snapshot().known,
                exam=self.mode == "exam",
            )
        entry["hearing"] = hearing_json(hearing)
        return self._take(text, entry, Said(hearing))

    def _take(self, text: str, entry: Entry, given: Input) -> Turn:
        before = self.snapshot()
        midway = until_move(self.play, self.state, given)
        if midway is None:
            after, result = ask_back(self.play, self.state, given)
        else:
            moment = self.machine.move(self, self.state, midway)
            after, result = finish(self.play, self.state, given, midway)
            if moment != result.go:
                raise RuntimeError(f"the machine went to {moment}, the turn to {result.go}")
        self.state = after
        said = self._words(result.parts)
        turn = Turn(
            n=after.n,
            rep=text,
            prompt=self._context,
            customer=" ".join(said),
            heard=given.hearing.heard if isinstance(given, Said) else (),
            before=before,
            after=self.snapshot(),
            changes=result.changes,
            facts=result.facts,
            objections=result.objections,
            hints=self._hints_turn,
            moment=before.moment,
            silent=result.silent,
            repeated=result.repeated,
            unclear=result.unclear,
            paid=result.paid,
        )
        self._hints_turn = 0
        if after.moment != before.moment:
            self._hints_here = 0
        if not result.unclear:
            self._context = turn.customer
        self._told.append(turn.customer)
        self._told_facts |= {p.name: w for p, w in zip(result.parts, said, strict=True) if p.kind == "fact"}
        for change in result.changes:
            self._last_change[change.feeling] = change
        self.turns.append(turn)
        self.steps.append(result)
        self.path.append(result.go)
        self.log.append(entry)
        return turn

    def _words(self, parts: Iterable[Part]) -> tuple[str, ...]:
        return tuple(self.fill(part.text) for part in parts)

    def _fitting(self) -> list[tuple[Choice, bool]]:
        now = now_of(self.state)
        guided = self.play.guided.get(self.state.moment, ())
        return [(choice, test is None or test(now)) for choice, test in guided]


def replay(
    scenario: Scenario,
    ear: Listener,
    log: Iterable[Mapping[str, object]],
    *,
    seed: int,
    mode: str = "practice",
    level: str = "normal",
) -> Session:
    """The call that a log records, as it stood after its last entry: nothing that was heard is heard again.

    Raises BadLog where the log is no record of a call with this scenario.
    """
    session = Session(scenario, ear, seed=seed, mode=mode, level=level)
    for entry in log:
        try:
            session.feed(entry)
        except (CallOver, IndexError) as error:
            raise BadLog("the record goes on after the call has ended") from error
    return session


def _status(state: State, bit: int) -> Status:
    return "open" if state.open & bit else "resolved" if state.resolved & bit else "new"


def _clean(text: str) -> str:
    # Deferred: the menu needs no ear.
    from scoring.hearing.text import clean

    return clean(text)
