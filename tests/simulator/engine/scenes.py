"""Scenarios and ears for the engine's tests: small ones by hand, large ones at random."""

from __future__ import annotations

import random
from dataclasses import replace
from typing import Any, cast

from scoring.hearing.signals import Heard, Hearing, Seller, Signal
from scoring.marking.conditions import Condition, parse
from scoring.marking.rubric import Rubric
from simulator.engine.state import Input, Silence, heard_as
from simulator.scenario.model import (
    Branch,
    Choice,
    Customer,
    Delta,
    Ending,
    Fact,
    Feeling,
    Interruption,
    LevelRule,
    Line,
    Moment,
    ObjectionRule,
    Scenario,
)


def lines(*texts: str) -> tuple[Line, ...]:
    return tuple(Line(text) for text in texts)


def deltas(text: str) -> tuple[Delta, ...]:
    """`trust +1, patience -2`."""
    return tuple(Delta(part.split()[0], int(part.split()[1])) for part in text.split(",") if part.strip())


def branch(when: str, go: str, reply: str = "", effect: str = "") -> Branch:
    return Branch(parse(when) if when else None, go, lines(reply) if reply else (), deltas(effect))


def moment(name: str, *ways: Branch, says: tuple[Line, ...] = (), **more: Any) -> Moment:
    return Moment(name, f"Get through {name}", says or lines(f"{name} one.", f"{name} two."), ways, **more)


def ending(name: str, outcome: str) -> Ending:
    return Ending(name, cast(Any, outcome), lines(f"Over, {name}."), f"It ended as {name}.")


def scenario(**changes: Any) -> Scenario:
    """A call about a price: one fact, one objection, one interruption, four endings."""
    behaviours = ["ack", "ask", "value", "step", "pushy", "small_talk", "mixed"]
    base = Scenario(
        id="a-call",
        version=1,
        title="A call",
        status="published",
        language="en",
        stage="objection",
        difficulty=2,
        minutes=5,
        brief="Call them.",
        goals=("Find out",),
        seller=Seller(product="Lumen", price="100 a month", facts=("It is quick", "It is small")),
        customer=Customer(name="Ada", role="Lead", company="Acme {draw.town}"),
        draw={"loss": (84000, 90000, 96000), "town": ("Leeds", "York")},
        sealed=False,
        feelings=(Feeling("trust", 3), Feeling("patience", 6), Feeling("anger", 4, good_low=True)),
        every_turn=deltas("patience -1"),
        silence=deltas("patience -2, anger +1"),
        seconds=30,
        max_turns=10,
        out_of_turns="stalled",
        out_of_patience="lost",
        max_content=2,
        unclear=lines("Sorry?", "What do you mean?"),
        signals={name: Signal(name, "behaviour", means=f"Does {name}") for name in behaviours},
        reactions={
            "ack": deltas("trust +1, anger -1"),
            "ask": deltas("trust +1"),
            "value": deltas("trust +2"),
            "pushy": deltas("trust -2, patience -1"),
            "mixed": deltas("trust +2, patience -1"),
        },
        facts={
            "cost": Fact(
                "cost",
                "It costs them {draw.loss}.",
                parse("heard ask"),
                parse("trust >= 5"),
                lines("It costs us {draw.loss}.", "About {draw.loss} a year."),
                lines("Why do you ask?", "Enough."),
            )
        },
        objections={
            "price": ObjectionRule(
                "price",
                "It is too expensive",
                lines("That is a lot.", "Too much."),
                parse("in middle"),
                parse("heard value and knows cost"),
                lines("Put like that, fine.", "Fair."),
                parse("heard pushy"),
                lines("Back to the price.", "The price, again."),
            )
        },
        interruptions={
            "phone": Interruption("phone", parse("in middle and here >= 3"), lines("My phone."), deltas("patience -1"))
        },
        start="start",
        moments={
            "start": moment(
                "start",
                branch("heard pushy", "lost"),
                branch("heard ack", "middle", reply="Go on, {customer.name} is listening."),
                branch("here >= 4", "lost"),
                hints=("Listen.", "Ask why."),
                guided=(
                    Choice("I see why {customer.company} asks.", ("ack",), "It takes it up.", best=True),
                    Choice("Buy today.", ("pushy",), "It presses."),
                    Choice("So {draw.loss}?", ("ask",), "You know it.", when=parse("knows cost")),
                ),
            ),
            "middle": moment(
                "middle",
                branch("heard step and price is resolved", "won"),
                branch("heard step", "progress"),
                branch("heard pushy", "start"),
                seconds=10,
            ),
        },
        endings={
            name: ending(name, name)
            if name != "won"
            else replace(ending("won", "won"), says=lines("{said.when|Soon}, then."))
            for name in ("won", "progress", "stalled", "lost")
        },
        rubric=cast(Rubric, None),
        levels={
            "easy": LevelRule({"trust": 1}, "on_request", 0),
            "normal": LevelRule(),
            "hard": LevelRule({"trust": -1}, "none", 15),
        },
        hash="abc",
    )
    return replace(base, **changes)


class ScriptedEar:
    """Hears the words of a reply that are names: `ask` is met, `ask?` unsure, `on:Tuesday` proposes a day."""

    engine = "scripted"

    def __init__(self) -> None:
        self.calls: list[dict[str, Any]] = []

    def listen(
        self,
        text: str,
        context: str = "",
        *,
        own: tuple[str, ...] = (),
        told: str = "",
        known: frozenset[str] = frozenset(),
        exam: bool = False,
    ) -> Hearing:
        self.calls.append({"text": text, "context": context, "own": own, "told": told, "known": known, "exam": exam})
        heard, said, at = [], {}, 0
        words = text.split()
        for word in words:
            at = text.index(word, at)
            name, unsure = word.rstrip("?"), word.endswith("?")
            if word.startswith("on:"):
                said["when"] = word[3:].replace("_", " ")
            elif name in ("ack", "ask", "value", "step", "pushy", "mixed", "small_talk"):
                strength, state = (0.5, "unsure") if unsure else (0.9, "met")
                heard.append(Heard(name, (at, at + len(word)), word, strength, cast(Any, state), "scripted"))
            at += len(word)
        return Hearing(tuple(heard), (), text in own, bool(heard), len(words), said)


def wild(rng: random.Random, moments: int = 12, signals: int = 8) -> Scenario:
    """A scenario of any shape: ways at random, conditions at random."""
    names = [f"s{i}" for i in range(signals)]
    places = [f"m{i}" for i in range(moments)]
    ends = {name: ending(name, name) for name in ("won", "progress", "stalled", "lost")}
    facts = [f"f{i}" for i in range(4)]
    objections = [f"o{i}" for i in range(3)]

    def condition() -> Condition:
        return parse(random_condition(rng, names, facts, objections, ["trust", "patience", "anger"], places, 2))

    def said(name: str) -> tuple[Line, ...]:
        texts = [Line(f"{name} {'and. ' * rng.randint(0, 3)}{i}.") for i in range(rng.randint(1, 3))]
        return (*texts, Line(f"{name} if.", condition())) if rng.random() < 0.4 else tuple(texts)

    def moved() -> tuple[Delta, ...]:
        return tuple(
            Delta(rng.choice(["trust", "patience", "anger"]), rng.randint(-2, 2)) for _ in range(rng.randint(0, 2))
        )

    def ways() -> tuple[Branch, ...]:
        found = [
            Branch(condition(), rng.choice(places + list(ends)), said("reply") if rng.random() < 0.3 else (), moved())
            for _ in range(rng.randint(0, 5))
        ]
        return (*found, Branch(None, rng.choice(places))) if rng.random() < 0.3 else tuple(found)

    return scenario(
        feelings=(Feeling("trust", 4), Feeling("patience", 7), Feeling("anger", 4, good_low=True)),
        signals={name: Signal(name, "behaviour") for name in names},
        reactions={name: moved() for name in names if rng.random() < 0.7},
        facts={
            f: Fact(f, f, condition(), condition() if rng.random() < 0.7 else None, said(f), said("dodge"))
            for f in facts
        },
        objections={
            o: ObjectionRule(o, o, said(o), condition(), condition(), said("fine"), condition(), said("again"))
            for o in objections
        },
        interruptions={
            f"i{i}": Interruption(f"i{i}", condition(), said("wait"), moved(), rng.choice([None, *places, "stalled"]))
            for i in range(2)
        },
        start=places[0],
        moments={
            name: moment(
                name, *ways(), says=said(name), reactions={rng.choice(names): moved()} if rng.random() < 0.3 else {}
            )
            for name in places
        },
        endings=ends,
        max_turns=rng.randint(5, 40),
        every_turn=deltas("patience -1") if rng.random() < 0.5 else (),
        levels={},
    )


def random_condition(
    rng: random.Random,
    signals: list[str],
    facts: list[str],
    objections: list[str],
    feelings: list[str],
    moments: list[str],
    depth: int,
) -> str:
    """Any condition that play allows, as text."""

    def go(left: int) -> str:
        kind = rng.randint(0, 11 if left else 8)
        number, op = rng.randint(0, 10), rng.choice(["<", "<=", "==", "!=", ">=", ">"])
        match kind:
            case 0 | 1 | 2:
                return f"heard {rng.choice(signals)}"
            case 3:
                return f"knows {rng.choice([*facts, 'any', 'all'])}"
            case 4:
                return f"{rng.choice([*objections])} is {rng.choice(['new', 'open', 'resolved', 'raised'])}"
            case 5:
                return f"any objection is {rng.choice(['open', 'resolved', 'raised'])}"
            case 6:
                return f"{rng.choice([*feelings, 'here', 'turn'])} {op} {number}"
            case 7:
                return f"in {rng.choice(moments)}"
            case 8:
                return rng.choice(["silent", "repeated"])
            case 9:
                return f"not {go(0)}"
            case 10:
                return f"({go(left - 1)} and {go(left - 1)})"
            case _:
                return f"({go(left - 1)} or {go(left - 1)} or {go(left - 1)})"

    return go(depth)


def random_input(rng: random.Random, scene: Scenario) -> Input:
    """Silence now and then, else up to three signals, some unsure, some repeated; sometimes nothing heard at all."""
    if rng.random() < 0.08:
        return Silence()
    names = list(scene.signals)
    met = rng.sample(names, rng.randint(0, min(3, len(names))))
    unsure = (rng.choice(names),) if rng.random() < 0.15 else ()
    return heard_as(*met, unsure=unsure, repeated=rng.random() < 0.05, words=rng.randint(1, 20))
