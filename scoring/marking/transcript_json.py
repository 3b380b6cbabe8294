"""A transcript as plain JSON data and back, exactly. `strengths=False` leaves out what may differ between machines."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from scoring.hearing.signals import Heard
from scoring.marking.transcript import Change, ScenarioRef, Snapshot, Transcript, Turn


class NotATranscript(ValueError):
    """Data that is no transcript."""


def to_json(transcript: Transcript, *, strengths: bool = True) -> dict[str, Any]:
    """`from_json(to_json(t)) == t`."""
    t = transcript
    ref = t.scenario
    return {
        "scenario": None
        if ref is None
        else {"id": ref.id, "version": ref.version, "hash": ref.hash, "title": ref.title, "stage": ref.stage},
        "engine": t.engine,
        "encoder": t.encoder,
        "seed": t.seed,
        "mode": t.mode,
        "level": t.level,
        "opening": t.opening,
        "path": list(t.path),
        "outcome": t.outcome,
        "ending": t.ending,
        "bare": t.bare,
        "drawn": dict(t.drawn),
        "final": _snapshot(t.final),
        "turns": [turn_json(turn, strengths=strengths) for turn in t.turns],
    }


def turn_json(turn: Turn, *, strengths: bool = True) -> dict[str, Any]:
    heard = []
    for h in turn.heard:
        item = {"signal": h.signal, "span": list(h.span), "quote": h.quote, "state": h.state, "rule": h.rule}
        heard.append({**item, "strength": h.strength} if strengths else item)
    return {
        "n": turn.n,
        "rep": turn.rep,
        "prompt": turn.prompt,
        "customer": turn.customer,
        "heard": heard,
        "before": _snapshot(turn.before),
        "after": _snapshot(turn.after),
        "changes": [{"feeling": c.feeling, "by": c.by, "because": c.because, "cause": c.cause} for c in turn.changes],
        "facts": list(turn.facts),
        "objections": dict(turn.objections),
        "hints": turn.hints,
        "moment": turn.moment,
        "silent": turn.silent,
        "repeated": turn.repeated,
        "unclear": turn.unclear,
        "paid": turn.paid,
    }


def _snapshot(snapshot: Snapshot | None) -> dict[str, Any] | None:
    if snapshot is None:
        return None
    return {
        "moment": snapshot.moment,
        "here": snapshot.here,
        "turn": snapshot.turn,
        "feelings": dict(snapshot.feelings),
        "known": sorted(snapshot.known),
        "asked": sorted(snapshot.asked),
        "objections": dict(snapshot.objections),
        "raised": sorted(snapshot.raised),
    }


def from_json(data: Mapping[str, Any]) -> Transcript:
    """Raises NotATranscript."""
    try:
        ref = data["scenario"]
        return Transcript(
            turns=tuple(turn_from(turn) for turn in data["turns"]),
            scenario=None
            if ref is None
            else ScenarioRef(ref["id"], ref["version"], ref["hash"], ref.get("title", ""), ref.get("stage", "")),
            engine=data["engine"],
            encoder=data["encoder"],
            seed=data["seed"],
            mode=data["mode"],
            level=data["level"],
            opening=data["opening"],
            path=tuple(data["path"]),
            outcome=data["outcome"],
            ending=data["ending"],
            final=_snapshot_from(data["final"]),
            bare=data["bare"],
            drawn=dict(data["drawn"]),
        )
    except KeyError as error:
        raise NotATranscript(f"this is no transcript of Sparring: {error} is missing") from error
    except (LookupError, TypeError, AttributeError, ValueError) as error:
        raise NotATranscript("this is no transcript of Sparring: something in it is of another kind") from error


def turn_from(data: Mapping[str, Any]) -> Turn:
    return Turn(
        n=data["n"],
        rep=data["rep"],
        prompt=data["prompt"],
        customer=data["customer"],
        heard=tuple(
            Heard(h["signal"], (h["span"][0], h["span"][1]), h["quote"], h.get("strength", 1.0), h["state"], h["rule"])
            for h in data["heard"]
        ),
        before=_snapshot_from(data["before"]),
        after=_snapshot_from(data["after"]),
        changes=tuple(Change(c["feeling"], c["by"], c["because"], c["cause"]) for c in data["changes"]),
        facts=tuple(data["facts"]),
        objections=dict(data["objections"]),
        hints=data["hints"],
        moment=data["moment"],
        silent=data["silent"],
        repeated=data["repeated"],
        unclear=data["unclear"],
        paid=data["paid"],
    )


def _snapshot_from(data: Mapping[str, Any] | None) -> Snapshot | None:
    if data is None:
        return None
    return Snapshot(
        moment=data["moment"],
        here=data["here"],
        turn=data["turn"],
        feelings=dict(data["feelings"]),
        known=frozenset(data["known"]),
        asked=frozenset(data["asked"]),
        objections=dict(data["objections"]),
        raised=frozenset(data["raised"]),
    )
