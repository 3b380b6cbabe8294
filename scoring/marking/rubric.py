"""What a conversation is marked by: skills, criteria with five anchored levels, knock-outs. A value with a hash.

`Rubric.load` takes plain data that somebody else has parsed; `Rubric.mapping` gives it back, so that a receipt can
carry a rubric and anybody can mark again by it.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any, Literal

from scoring.marking.conditions import (
    ALL,
    OPS,
    And,
    Asked,
    Bearers,
    Condition,
    ConditionError,
    Count,
    HeardIt,
    Knows,
    Not,
    Objection,
    Or,
    atoms,
    names_of,
    parse,
    resolve,
)

HIGHEST = 4
OFFERS = ("fit", "difference")
"""The roles of signals that say what the offer does for this customer; see `offer`."""
UNWEIGHTED = "compliance"
"""The skill that is shown and never counted: its knock-outs are a gate."""


class RubricError(ValueError):
    """A rubric that cannot be used. `criterion` and `field` say where, `at` is an offset into a condition, or -1."""

    def __init__(self, sentence: str, criterion: str = "", where: str = "", at: int = -1) -> None:
        super().__init__(f"{criterion}: {sentence}" if criterion else sentence)
        self.sentence = sentence
        self.criterion = criterion
        self.where = where
        self.at = at


@dataclass(frozen=True, slots=True)
class SkillRef:
    id: str
    name: str


@dataclass(frozen=True, slots=True)
class Criterion:
    """`levels` holds (level 1 to 4, condition) in rising order. `anchors` has five texts, for the levels 0 to 4.

    `bearable`: False where no level can hold, because roles that it rests on are carried by nothing in the scenario.
    """

    id: str
    skill: str
    title: str
    weight: int
    levels: tuple[tuple[int, Condition], ...]
    anchors: tuple[str, ...]
    unit: Literal["whole", "turn"] = "whole"
    when: Condition | None = None
    applies_when: Condition | None = None
    evidence: str = ""
    marked_by: Literal["machine", "manager"] = "machine"
    advisory: bool = False
    bearable: bool = True


@dataclass(frozen=True, slots=True)
class KnockOut:
    id: str
    signal: str
    title: str
    means: str = ""


@dataclass(frozen=True, slots=True)
class Rubric:
    """`weights`: skill -> weight in the total; skills in use without one (compliance) are shown, never counted.

    `means`: what a signal, fact or objection is, in words, for explanations.
    """

    id: str
    version: int
    stage: str
    pass_mark: int
    pass_needs: tuple[str, ...]
    weights: Mapping[str, int]
    skills: tuple[SkillRef, ...]
    criteria: tuple[Criterion, ...]
    knock_outs: tuple[KnockOut, ...]
    means: Mapping[str, str] = field(default_factory=dict)
    plans: frozenset[str] = frozenset()
    """The signals that propose a way to meet the need: those that bear the role `plan`."""
    offers: frozenset[str] = frozenset()
    """The signals that say what the offer does for the customer: those that bear one of the roles in OFFERS."""
    source: str = ""
    """The canonical JSON of the mapping it was loaded from; what the hash is of."""

    @property
    def hash(self) -> str:
        """SHA-256 of the canonical JSON, in hex."""
        return hashlib.sha256(self.source.encode()).hexdigest()

    def mapping(self) -> dict[str, Any]:
        """The data it was loaded from: `Rubric.load(r.mapping()) == r`."""
        data: dict[str, Any] = json.loads(self.source)
        return data

    def criterion(self, name: str) -> Criterion:
        """Raises KeyError."""
        for criterion in self.criteria:
            if criterion.id == name:
                return criterion
        raise KeyError(name)

    @classmethod
    def load(cls, mapping: Mapping[str, Any]) -> Rubric:
        """Raises RubricError. Keys: see `simulator.scenario.rubrics.join`, which makes such a mapping."""
        return _Loader(mapping).rubric()


class _Loader:
    def __init__(self, mapping: Mapping[str, Any]) -> None:
        self.data = mapping
        roles = mapping.get("roles", {})
        kinds = ("signals", "facts", "objections")
        self.bearers = Bearers(*({role: tuple(of.get(kind, ())) for role, of in roles.items()} for kind in kinds))
        self.roles = frozenset(mapping.get("role_names", ())) | frozenset(roles)
        self.signals = frozenset(mapping.get("signals", ()))
        self.facts = frozenset(mapping.get("facts", ()))
        self.objections = frozenset(mapping.get("objections", ()))

    def rubric(self) -> Rubric:
        data = self.data
        weights = {str(k): int(v) for k, v in data.get("skill_weights", {}).items()}
        criteria = tuple(self.criterion(item) for item in data.get("criteria", ()))
        skills = tuple(SkillRef(s["id"], s.get("name", s["id"])) for s in data.get("skills", ()))
        for skill in skills:
            if skill.id not in weights and skill.id != UNWEIGHTED:
                raise RubricError(f"the skill '{skill.id}' is in use and has no weight", where="skill_weights")
        known = {skill.id for skill in skills}
        for criterion in criteria:
            if criterion.skill not in known:
                raise RubricError(f"its skill '{criterion.skill}' is not in use", criterion.id, "skill")
        return Rubric(
            id=str(data.get("id", "")),
            version=int(data.get("version", 1)),
            stage=str(data.get("stage", "")),
            pass_mark=int(data.get("pass_mark", 65)),
            pass_needs=tuple(data.get("pass_needs", ("won", "progress"))),
            weights=weights,
            skills=skills,
            criteria=criteria,
            knock_outs=tuple(
                KnockOut(k["id"], k["signal"], k.get("title", k["signal"]), k.get("means", ""))
                for k in data.get("knock_outs", ())
            ),
            means=dict(data.get("means", {})),
            plans=frozenset(self.bearers.signals.get("plan", ())),
            offers=frozenset(name for role in OFFERS for name in self.bearers.signals.get(role, ())),
            source=canonical(data),
        )

    def criterion(self, item: Mapping[str, Any]) -> Criterion:
        name = str(item["id"])
        anchors = tuple(item.get("anchors", ()))
        if len(anchors) != HIGHEST + 1:
            sentence = f"five anchors are needed, for the levels 0 to 4; there are {len(anchors)}"
            raise RubricError(sentence, name, "anchors")
        levels = []
        for level, text in sorted((int(key), value) for key, value in item.get("levels", {}).items()):
            if not 1 <= level <= HIGHEST:
                raise RubricError(f"a level is 1 to 4, not {level}", name, "levels")
            levels.append((level, self.condition(text, name, f"levels.{level}")))
        by_hand = item.get("marked_by", "machine") == "manager"
        if not levels and not by_hand:
            raise RubricError("it has no levels, and is not marked by a manager", name, "levels")
        when, applies = item.get("when"), item.get("applies_when")
        return Criterion(
            id=name,
            skill=str(item["skill"]),
            title=str(item.get("title", name)),
            weight=int(item.get("weight", 10)),
            levels=tuple(levels),
            anchors=anchors,
            unit="turn" if item.get("unit") == "turn" else "whole",
            when=self.condition(when, name, "when") if when else None,
            applies_when=self.condition(applies, name, "applies_when") if applies else None,
            evidence=str(item.get("evidence", "")),
            marked_by="manager" if by_hand else "machine",
            advisory=bool(item.get("advisory", False)),
            bearable=by_hand or any(could_hold(condition) for _, condition in levels),
        )

    def condition(self, text: str, criterion: str, where: str) -> Condition:
        try:
            parsed = parse(text)
        except ConditionError as error:
            raise RubricError(error.sentence, criterion, where, error.at) from None
        return resolve(
            every_fact(parsed, self.facts) if "all" in text else parsed,  # `knows all`
            self.bearers,
            signals=self.signals,
            facts=self.facts,
            objections=self.objections,
            roles=self.roles,
        )


def every_fact(condition: Condition, facts: frozenset[str]) -> Condition:
    """The condition with `knows all` written out: a transcript does not know which facts there are."""
    match condition:
        case Not(part):
            return Not(every_fact(part, facts))
        case And(parts):
            return And(tuple(every_fact(part, facts) for part in parts))
        case Or(parts):
            return Or(tuple(every_fact(part, facts) for part in parts))
        case Knows(names) if names == (ALL,):
            return And(tuple(Knows((name,)) for name in sorted(facts))) if facts else Knows(())
        case _:
            return condition


def could_hold(condition: Condition) -> bool:
    """Whether some conversation could make it true, given that an atom without names never holds."""
    return _reach(condition)[0]


def _reach(condition: Condition) -> tuple[bool, bool]:
    """Whether it can be true, and whether it can be false."""
    match condition:
        case Not(part):
            true, false = _reach(part)
            return false, true
        case And(parts):
            reach = [_reach(part) for part in parts]
            return all(t for t, _ in reach), any(f for _, f in reach)
        case Or(parts):
            reach = [_reach(part) for part in parts]
            return any(t for t, _ in reach), all(f for _, f in reach)
        case HeardIt(names) | Knows(names) | Asked(names) | Objection(names):
            return bool(names), True
        case Count(names, op, value):
            return (True, True) if names else (_zero(op, value), not _zero(op, value))
        case _:
            return True, True


def _zero(op: str, value: int) -> bool:
    return OPS[op](0, value)


def canonical(data: object) -> str:
    """JSON with sorted keys and no spaces; the same value always gives the same text."""
    return json.dumps(data, sort_keys=True, separators=(",", ":"), ensure_ascii=False)


def names_in(conditions: Iterable[Condition]) -> frozenset[str]:
    """Every name that the conditions speak of."""
    return frozenset(name for condition in conditions for atom in atoms(condition) for name in names_of(atom))
