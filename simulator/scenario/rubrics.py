"""The rubric set that ships: one file a skill and what all share; joined with a scenario's own into one rubric."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from scoring.hearing.signals import Signal
from scoring.marking.rubric import UNWEIGHTED
from simulator.scenario.document import Fields, Items, Node, Text, read_shared
from simulator.scenario.problems import Place, Problem, ScenarioError


@dataclass(frozen=True, slots=True)
class RubricSet:
    """`skills`: id -> {"id", "name", "criteria"}. `behaviours`: name -> what a detector must hear. `roles`: name -> what."""

    skills: Mapping[str, Mapping[str, Any]]
    stage_weights: Mapping[str, Mapping[str, int]]
    knock_outs: tuple[Mapping[str, Any], ...]
    behaviours: Mapping[str, str]
    roles: Mapping[str, str]
    pass_mark: int
    files: tuple[Path, ...]

    def signals(self, stage: str) -> dict[str, Signal]:
        """What every scenario of a stage hears: the behaviours, and the claims of the knock-outs."""
        out = {name: Signal(name, "behaviour", means, name) for name, means in self.behaviours.items()}
        for item in self.knock_outs:
            if item.get("kind") == "claim" and applies(item, stage):
                out[item["signal"]] = Signal(
                    item["signal"],
                    "claim",
                    item.get("means", item["title"]),
                    like=tuple(item.get("like", ())),
                    not_like=tuple(item.get("not_like", ())),
                    harmful=True,
                    against=tuple(item.get("against", ())),
                )
        return out


def applies(knock_out: Mapping[str, Any], stage: str) -> bool:
    """A knock-out applies always, or in its `stages`."""
    return stage in knock_out["stages"] if "stages" in knock_out else True


def load_rubric_set(folder: Path) -> RubricSet:
    """Raises ScenarioError, OSError."""
    shared = _plain(read_shared(folder / "common.yaml"))
    files = tuple(sorted(folder.glob("*.yaml")))
    skills = {}
    for path in files:
        data = _plain(read_shared(path))
        if "criteria" in data:
            skills[data["id"]] = data
    try:
        return RubricSet(
            skills=skills,
            stage_weights={s: {k: int(v) for k, v in w.items()} for s, w in shared["stage_weights"].items()},
            knock_outs=tuple(shared["knock_outs"]),
            behaviours=shared["behaviours"],
            roles=shared["roles"],
            pass_mark=int(shared["pass_mark"]),
            files=files,
        )
    except (KeyError, ValueError, AttributeError) as error:
        place = Place(str(folder / "common.yaml"), 1, 1)
        raise ScenarioError((Problem("S110", f"the rubrics' shared file is not whole: {error}", place),)) from error


def _plain(node: Node) -> Any:
    if isinstance(node, Text):
        return node.value
    if isinstance(node, Items):
        return [_plain(item) for item in node.items]
    assert isinstance(node, Fields)
    return {name: _plain(value) for name, value in node}


def join(
    rubrics: RubricSet,
    *,
    scenario: str,
    version: int,
    stage: str,
    use: Iterable[str],
    weights: Mapping[str, int] | None,
    pass_mark: int | None,
    pass_needs: Iterable[str],
    criteria: Iterable[Mapping[str, Any]],
    knock_outs: Iterable[str],
    signals: Mapping[str, Signal],
    facts: Mapping[str, tuple[str, ...]],
    objections: Mapping[str, tuple[str, ...]],
    means: Mapping[str, str],
) -> dict[str, Any]:
    """The mapping for `Rubric.load`: the general criteria of the skills in use, then the scenario's own.

    `facts` and `objections`: name -> the roles that it carries. Unknown skills are left out; the reader names them.
    """
    used = [name for name in use if name in rubrics.skills]
    every = [*used, *([UNWEIGHTED] if UNWEIGHTED not in used else [])]
    stage_weights = weights if weights is not None else rubrics.stage_weights.get(stage, {})
    roles: dict[str, dict[str, list[str]]] = {}
    bearers = (
        ("signals", ((name, signal.counts_as) for name, signal in signals.items())),
        ("facts", facts.items()),
        ("objections", objections.items()),
    )
    for kind, named in bearers:
        for name, carried in named:
            for role in carried:
                roles.setdefault(role, {}).setdefault(kind, []).append(name)
    own = list(knock_outs)
    return {
        "id": scenario,
        "version": version,
        "stage": stage,
        "pass_mark": rubrics.pass_mark if pass_mark is None else pass_mark,
        "pass_needs": list(pass_needs),
        "skill_weights": {name: weight for name, weight in stage_weights.items() if name in every},
        "skills": [{"id": name, "name": rubrics.skills[name]["name"]} for name in every],
        "criteria": [
            *({**item, "skill": name} for name in every for item in rubrics.skills[name]["criteria"]),
            *criteria,
        ],
        "knock_outs": [
            *(
                {"id": k["id"], "signal": k["signal"], "title": k["title"], "means": k.get("means", k["title"])}
                for k in rubrics.knock_outs
                if applies(k, stage)
            ),
            *(
                {"id": name, "signal": name, "title": signals[name].means or name, "means": signals[name].means}
                for name in own
                if name in signals
            ),
        ],
        "roles": roles,
        "role_names": sorted(rubrics.roles),
        "signals": sorted(signals),
        "facts": sorted(facts),
        "objections": sorted(objections),
        "means": {**rubrics.roles, **{name: s.means for name, s in signals.items()}, **means},
    }
