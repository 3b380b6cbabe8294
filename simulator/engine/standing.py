"""How a call stands, for whoever shows it: what may be said, what may be seen, and the record so far."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from typing import Literal, Protocol

from scoring.hearing.signals import Hearing
from scoring.marking.transcript import Change, Outcome, ScenarioRef, Snapshot, Status, Transcript, Turn
from simulator.engine import ENGINE
from simulator.engine.draws import draw, fill, printed
from simulator.engine.hints import hints_rule
from simulator.engine.panel import FeelingNow, Panel
from simulator.engine.play import Play, compile_play
from simulator.engine.state import Part, State, Step
from simulator.engine.step import now_of, open_call
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


class Standing:
    """A call at one point. `turns`, `steps` and `path` grow with each reply; `moment` is where the machine stands."""

    def __init__(self, scenario: Scenario, ear: Listener, *, seed: int, mode: str, level: str) -> None:
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
        self.state: State
        self.state, parts = open_call(self.play)
        self.moment = self.state.moment
        self.turns: list[Turn] = []
        self.steps: list[Step] = []
        self.path: list[str] = [self.moment]
        self.opening: tuple[str, ...] = self.words_of(parts)
        self.told_facts: dict[str, str] = {}
        self.last_changes: dict[str, Change] = {}

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
        fitting = [choice for choice, fits in self.guided() if fits]
        if not any(choice.best for choice in fitting):
            fitting += [choice for choice, _ in self.guided() if choice.best][:1]
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
                FeelingNow(f.name, self.state.feelings[i], f.good_low, self.last_changes.get(f.name))
                for i, f in enumerate(self.scenario.feelings)
            ),
            objections=tuple(
                self.fill(self.scenario.objections[name].title)
                for name, bit in names.objections.items()
                if self.state.open & bit
            ),
            facts=tuple(self.told_facts.values()),
            turns_left=max(0, self.scenario.max_turns - self.state.turn),
            hints=self.hint_rule,
        )

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

    def words_of(self, parts: Iterable[Part]) -> tuple[str, ...]:
        """What the parts say, filled."""
        return tuple(self.fill(part.text) for part in parts)

    def guided(self) -> list[tuple[Choice, bool]]:
        """This moment's choices, each with whether it is on offer now."""
        now = now_of(self.state)
        guided = self.play.guided.get(self.state.moment, ())
        return [(choice, test is None or test(now)) for choice, test in guided]


def _status(state: State, bit: int) -> Status:
    return "open" if state.open & bit else "resolved" if state.resolved & bit else "new"
