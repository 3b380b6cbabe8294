"""Conditions as sentences for people: why a level was earned, and what would have counted."""

from __future__ import annotations

import re
from collections.abc import Mapping

from scoring.marking.conditions import (
    ALL,
    ANY,
    Asked,
    Atom,
    Count,
    Ends,
    Evidence,
    HasOutcome,
    HeardIt,
    In,
    Knows,
    Level,
    Objection,
    Reason,
    Repeated,
    Silent,
    Verdict,
)
from scoring.marking.rubric import Rubric


def reasons_in_words(verdict: Verdict, rubric: Rubric) -> str:
    """Why a condition holds: each reason once, as one sentence."""
    parts = dict.fromkeys(_because(reason, rubric) for reason in verdict.because)
    return _sentence("; ".join(part for part in parts if part))


def missing_words(verdict: Verdict, rubric: Rubric) -> tuple[str, ...]:
    """What kept a condition from holding, each as what would have counted; nothing that could not be here at all."""
    wanted = (_sentence(_wanted(reason, rubric)) for reason in verdict.because if _possible(reason.atom))
    return tuple(dict.fromkeys(wanted))


def _possible(atom: Atom) -> bool:
    """Whether anything stands behind what an atom names: a role may have no bearer."""
    return not isinstance(atom, HeardIt | Count | Knows | Asked) or bool(atom.names)


def _because(reason: Reason, rubric: Rubric) -> str:
    said = _atom(reason.atom, rubric)
    return f"not so: {said}" if reason.negated else said


def _wanted(reason: Reason, rubric: Rubric) -> str:
    said = _atom(reason.atom, rubric)
    return f"without this: {said}" if reason.negated else said


def _atom(atom: Atom, rubric: Rubric) -> str:
    match atom:
        case HeardIt(names, moment, before, beside):
            text = _any_of(names, rubric)
            if beside is not None:
                text += f", in the same words: {_any_of(beside, rubric)}"
            if moment:
                text += f", in the moment '{_means(moment, rubric)}'"
            return f"{text}, before: {_any_of(before, rubric)}" if before is not None else text
        case Count(names, op, value, before):
            text = f"{_times(op, value)}: {_any_of(names, rubric)}"
            return f"{text}, before: {_any_of(before, rubric)}" if before is not None else text
        case Knows(names):
            if names in ((ANY,), (ALL,)):
                return "the customer tells what stands behind it"
            return f"the customer tells it: {' / '.join(f'“{_means(name, rubric)}”' for name in names)}"
        case Asked(names):
            return f"asks for it: {_any_of(names, rubric)}"
        case Objection(names, status):
            what = "an objection" if names == (ANY,) else f"'{_any_of(names, rubric)}'"
            return f"{what} is {'settled' if status == 'resolved' else status}"
        case Level(name, op, value):
            return f"{name} {_compared(op)} {value}"
        case In(moment):
            return f"in the moment '{_means(moment, rubric)}'"
        case Silent():
            return "says nothing"
        case Repeated():
            return "says the same again"
        case Ends(ending):
            return f"the call ends so: {_means(ending, rubric)}"
        case HasOutcome(outcome):
            return f"the outcome is {outcome}"


def _any_of(names: tuple[str, ...] | None, rubric: Rubric) -> str:
    if not names:
        return "something this scenario does not have"
    words = [_means(name, rubric) for name in names]
    return " / ".join(dict.fromkeys(word[:1].lower() + word[1:] for word in words))


def _means(name: str, rubric: Rubric) -> str:
    return (rubric.means.get(name) or name.replace("_", " ")).strip().rstrip(".")


def rule_in_words(evidence: Evidence, rubric: Rubric) -> str:
    """What a quotation counted as, and by what it was heard."""
    kind, _, fact = evidence.rule.partition(": ")
    if kind == "told" and fact in rubric.means:
        return f"for this they told you: “{_means(fact, rubric)}”"
    if kind == "resolved":
        return f"it settled '{_means(fact, rubric)}'"
    if kind == "asked":
        return f"asks for it: {_means(fact, rubric)}"
    if evidence.signal in rubric.means:
        return f"{_any_of((evidence.signal,), rubric)} ({_heard_by(evidence.rule)})"
    return evidence.rule


def _heard_by(rule: str) -> str:
    """`like: "Who signs?"` as `like “Who signs?”`; of `next_step/an action with a day` what it says."""
    if rule.startswith('like: "'):
        return f"like “{rule[7:-1]}”"
    said = rule.partition("/")[2] or rule
    return f"by its {said}" if said == "grammar" else said


def filled(text: str, drawn: Mapping[str, str]) -> str:
    """The text with what this call's seed drew."""
    return re.sub(r"\{draw\.(\w+)\}", lambda found: drawn.get(found[1], found[0]), text) if "{" in text else text


def _times(op: str, value: int) -> str:
    return {">=": f"at least {value} times", ">": f"more than {value} times", "<=": f"at most {value} times"}.get(
        op, f"{'fewer than' if op == '<' else 'exactly'} {value} times"
    )


def _compared(op: str) -> str:
    return {">=": "at least", "<=": "at most", ">": "above", "<": "below", "==": "exactly"}.get(op, "other than")


def _sentence(text: str) -> str:
    text = text.strip()
    return text[:1].upper() + text[1:] + "." if text else ""
