"""What changed between two versions of a scenario, in words, from what they mean and not from how they are written."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, fields, is_dataclass, replace
from difflib import SequenceMatcher
from typing import Any

from scoring.marking.conditions import Condition
from scoring.marking.conditions import write as condition_text
from simulator.scenario.canonical import sealed
from simulator.scenario.model import Branch, Delta, EmbeddedTest, Feeling, Line, Scenario

SHORT = 60
"""Characters of a text that is shown whole; of a longer one it is only said that it changed."""
_WORDS = {
    "says": "line",
    "resolved_says": "line for when it is settled",
    "reopen_says": "line for when it comes back",
    "dodges": "dodge",
    "like": "example",
    "not_like": "near miss",
    "references": "reference",
    "hints": "hint",
    "guided": "guided choice",
    "counts_as": "role",
    "goals": "goal",
    "facts": "fact",
    "proof": "proof",
    "unclear": "line for what is not understood",
    "may": "free offer",
    "ask_first": "offer to ask for first",
    "never": "promise never to make",
    "criteria": "criterion",
    "anchors": "anchor",
}
_PLURALS = {
    "near miss": "near misses",
    "guided choice": "guided choices",
    "free offer": "free offers",
    "criterion": "criteria",
}
_CONDITIONS = {
    "raise_when": "comes up when",
    "resolve_when": "is settled when",
    "reopen_when": "comes back when",
    "asked_when": "is asked for when",
    "opens_when": "opens when",
    "when": "comes when",
}
_NOT_SAID = ("hash", "canonical", "name", "rubric", "tests", "next")


@dataclass(frozen=True, slots=True)
class Change:
    """`where`: such as `moment close`, empty for the scenario itself; `what`: a sentence part; old and new where short."""

    where: str
    what: str
    old: str = ""
    new: str = ""

    def __str__(self) -> str:
        return f"{self.where}: {self.what}" if self.where else self.what


def differences(old: Scenario, new: Scenario) -> list[Change]:
    """All changes, in the order of the file. Two files that differ in comments or spacing only do not differ."""
    out = list(_fields("", old, new))
    for kind, name in (
        ("signals", "signal"),
        ("facts", "fact"),
        ("objections", "objection"),
        ("interruptions", "interruption"),
        ("moments", "moment"),
        ("endings", "ending"),
        ("levels", "level"),
    ):
        out += _named(name, getattr(old, kind), getattr(new, kind), _part)
    out += _named("", old.reactions, new.reactions, _reaction)
    out += _rubric(old, new)
    out += _named("test", _by_name(old.tests), _by_name(new.tests), _test)
    return out


def substance(scenario: Scenario) -> str:
    """The hash of a scenario without its status and version: equal where a call would not differ."""
    return sealed(replace(scenario, status="draft", version=1)).hash


def _by_name(tests: Sequence[EmbeddedTest]) -> dict[str, EmbeddedTest]:
    return {test.name: test for test in tests}


def _named(
    kind: str, old: Mapping[str, Any], new: Mapping[str, Any], changed: Callable[[str, Any, Any], Iterator[Change]]
) -> Iterator[Change]:
    for name in dict.fromkeys((*old, *new)):
        where = f"{kind} {name}".strip()
        if name not in new:
            yield Change(where, "taken out")
        elif name not in old:
            yield Change(where, "added")
        elif old[name] != new[name]:
            yield from changed(where, old[name], new[name])


def _part(where: str, old: Any, new: Any) -> Iterator[Change]:
    yield from _fields(where, old, new)
    if hasattr(old, "next"):
        yield from _branches(where, old.next, new.next)


def _fields(where: str, old: Any, new: Any) -> Iterator[Change]:
    """The changes of a value's own fields; what has names of its own is looked at elsewhere."""
    for field in fields(old):
        before, after = getattr(old, field.name), getattr(new, field.name)
        if before == after or field.name in _NOT_SAID:
            continue
        if field.name in ("signals", "moments", "endings", "objections", "interruptions", "levels"):
            continue
        if not where and field.name in ("facts", "reactions"):
            continue
        yield from _field(where, field.name, before, after)


def _field(where: str, name: str, old: Any, new: Any) -> Iterator[Change]:
    words = name.replace("_", " ")
    if name in _CONDITIONS:
        yield _condition(where, _CONDITIONS[name], old, new)
    elif isinstance(old, Mapping):
        yield from _named(f"{where} {words}".strip(), old, new, _value)
    elif name == "feelings":
        yield from _named("feeling", {f.name: f for f in old}, {f.name: f for f in new}, _value)
    elif is_dataclass(old) and is_dataclass(new) and type(old) is type(new) and not isinstance(old, Delta):
        yield from _fields(f"{where} {words}".strip(), old, new)
    elif isinstance(old, tuple) and name not in ("effect", "every_turn", "silence"):
        yield from _listed(where, _WORDS.get(name, words), old, new)
    else:
        yield from _value(where, old, new, words)


def _value(where: str, old: Any, new: Any, words: str = "") -> Iterator[Change]:
    before, after = shown(old), shown(new)
    lead = f"{words} " if words else ""
    if max(len(before), len(after)) > SHORT:
        yield Change(where, f"{lead}rewritten", before, after)
    else:
        yield Change(where, f"{lead}{before or 'nothing'} -> {after or 'nothing'}", before, after)


def _reaction(where: str, old: Any, new: Any) -> Iterator[Change]:
    yield Change("", f"{where} now earns {shown(new)} (was {shown(old)})", shown(old), shown(new))


def _condition(where: str, words: str, old: Condition | None, new: Condition | None) -> Change:
    before = condition_text(old) if old is not None else "never"
    after = condition_text(new) if new is not None else "never"
    return Change(where, f"now {words} {after} (was {before})", before, after)


def _listed(where: str, word: str, old: Sequence[Any], new: Sequence[Any]) -> Iterator[Change]:
    gone = [item for item in old if item not in new]
    come = [item for item in new if item not in old]
    parts = [f"{counted(len(come), word)} added"] if come else []
    parts += [f"{counted(len(gone), word)} taken out"] if gone else []
    if not parts:
        parts = [f"{counted(len(new), word)} in another order"]
    yield Change(where, ", ".join(parts), "\n".join(map(shown, gone)), "\n".join(map(shown, come)))


def _branches(where: str, old: Sequence[Branch], new: Sequence[Branch]) -> Iterator[Change]:
    before, after = [shown(b) for b in old], [shown(b) for b in new]
    for what, a, b, c, d in SequenceMatcher(None, before, after, autojunk=False).get_opcodes():
        if what == "equal":
            for one, other in zip(old[a:b], new[c:d], strict=True):
                if one != other:
                    yield _reply(where, one, other)
            continue
        same = min(b - a, d - c)
        for i in range(same):
            yield Change(where, f"now {after[c + i]} (was {before[a + i]})", before[a + i], after[c + i])
        yield from (Change(where, f"no longer {text}", text) for text in before[a + same : b])
        yield from (Change(where, f"new: {text}", "", text) for text in after[c + same : d])


def _reply(where: str, old: Branch, new: Branch) -> Change:
    what = "the reply" if old.reply != new.reply else "the effect"
    return Change(where, f"{what} on the way to {new.go} changed", shown(old.reply), shown(new.reply))


def _rubric(old: Scenario, new: Scenario) -> Iterator[Change]:
    before, after = old.rubric, new.rubric
    if before.pass_mark != after.pass_mark:
        yield Change(
            "", f"pass mark {before.pass_mark} -> {after.pass_mark}", str(before.pass_mark), str(after.pass_mark)
        )
    if before.pass_needs != after.pass_needs:
        yield Change("", f"passes with {', '.join(after.pass_needs)} (was {', '.join(before.pass_needs)})")
    yield from _named("weight of", dict(before.weights), dict(after.weights), _value)
    yield from _named("criterion", {c.id: c for c in before.criteria}, {c.id: c for c in after.criteria}, _criterion)
    yield from _named("knock-out", {k.id: k for k in before.knock_outs}, {k.id: k for k in after.knock_outs}, _changed)


def _criterion(where: str, old: Any, new: Any) -> Iterator[Change]:
    found = False
    for field in fields(old):
        before, after = getattr(old, field.name), getattr(new, field.name)
        if before == after:
            continue
        found = True
        if field.name == "levels":
            before, after = dict(before), dict(after)
            for level in sorted({*before, *after}):
                if before.get(level) != after.get(level):
                    yield _condition(where, f"is level {level} when", before.get(level), after.get(level))
        elif field.name in ("when", "applies_when"):
            yield _condition(where, "applies when", before, after)
        else:
            yield from _value(where, before, after, field.name.replace("_", " "))
    if not found:
        yield from _changed(where, old, new)


def _changed(where: str, old: Any, new: Any) -> Iterator[Change]:
    yield Change(where, "changed")


def _test(where: str, old: EmbeddedTest, new: EmbeddedTest) -> Iterator[Change]:
    parts = ["its replies"] if old.rep != new.rep else []
    parts += ["what it expects"] if old.expect != new.expect else []
    parts += ["its level"] if old.level != new.level else []
    yield Change(where, f"{' and '.join(parts)} changed")


def shown(value: Any) -> str:
    """A value as an author would write it, in one line."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, Delta):
        return f"{value.feeling} {value.by:+d}"
    if isinstance(value, Line):
        return value.text
    if isinstance(value, Feeling):
        return f"{value.start} (low is good)" if value.good_low else str(value.start)
    if isinstance(value, Branch):
        when = f"when {condition_text(value.when)}" if value.when is not None else "else"
        return f"{when} to {value.go}"
    if isinstance(value, tuple):
        return ", ".join(shown(item) for item in value)
    if is_dataclass(value):
        own = [f.name for f in fields(value) if f.name != "name"]
        return ", ".join(f"{name.replace('_', ' ')} {shown(getattr(value, name))}" for name in own)
    return str(value)


def counted(number: int, word: str) -> str:
    """`1 line`, `2 lines`, `2 lines for when it is settled`."""
    if number == 1:
        return f"1 {word}"
    first, space, rest = word.partition(" ")
    return f"{number} " + (_PLURALS.get(word) or f"{first if first.endswith('s') else first + 's'}{space}{rest}")
