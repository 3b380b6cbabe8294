"""What a level wants, as something that a rep can do next time: "ask who else has to agree, at least twice"."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence

from scoring.marking.conditions import Condition, Count, HeardIt, Situation, evaluate
from scoring.marking.rubric import Rubric

VERBS = frozenset(
    """
    accepts acknowledges adds admits agrees answers asks brings builds checks compares confirms draws explains
    finds gets gives grants invents invites involves keeps learns leaves lets makes names offers opens owns
    plays points promises proposes puts quotes refers repeats returns says sets shows slows stands starts
    states stays suggests sums takes tells thanks ties tries turns uses works
    """.split()  # noqa: SIM905
)
"""The verbs with which authors say what a signal means ("Asks who decides")."""
_PAST = {
    "admits": "admitted",
    "brings": "brought",
    "builds": "built",
    "draws": "drew",
    "finds": "found",
    "gets": "got",
    "gives": "gave",
    "keeps": "kept",
    "leaves": "left",
    "lets": "let",
    "makes": "made",
    "puts": "put",
    "refers": "referred",
    "says": "said",
    "sets": "set",
    "stands": "stood",
    "takes": "took",
    "tells": "told",
    "tries": "tried",
}
_CAPITAL = re.compile(r"(?:A|[A-Z][a-z]+)(?:[\s,.;:]|$)")
_JOINED = re.compile(r"\b(and|or|then) (" + "|".join(sorted(VERBS)) + r")\b")


def request(condition: Condition, situation: Situation, rubric: Rubric) -> str:
    """What to say so that a condition holds, without a full stop; empty where words do not bring it about."""
    reasons = evaluate(condition, situation).because
    for reason in reasons:
        if not reason.negated and not reason.value and isinstance(reason.atom, HeardIt | Count):
            wanted = wanted_words(reason.atom, rubric)
            if wanted:
                return wanted
    return ""


def omission(condition: Condition, situation: Situation) -> str:
    """What to leave out so that a condition holds, with the words; empty where nothing stands against it."""
    for reason in evaluate(condition, situation).because:
        if reason.negated and reason.value and reason.evidence:
            return f"leave out “{short(reason.evidence[0].quote)}”"
    return ""


def wanted_words(atom: HeardIt | Count, rubric: Rubric) -> str:
    """The atom as a request; of several signals that would do, the first two."""
    if isinstance(atom, Count) and atom.op not in (">=", ">", "=="):
        return ""
    means = dict.fromkeys(imperative(rubric.means.get(name) or name.replace("_", " ")) for name in atom.names)
    text = ", or ".join(list(means)[:2])
    if not text:
        return ""
    if isinstance(atom, Count):
        times = atom.value + (atom.op == ">")
        text += {0: "", 1: "", 2: ", at least twice"}.get(times, f", at least {times} times")
    if atom.before:
        first = rubric.means.get(atom.before[0], "").strip().rstrip(".")
        doing = imperative(first)
        if doing and doing != small(first):
            text += f", before you {doing}"
    return text


def anchor_in_full(anchors: Sequence[str], level: int) -> str:
    """An anchor that stands alone: "The same, and asks" becomes the anchor below it, "and asks" behind it."""
    text = anchors[level]
    rest = text.removeprefix("The same")
    if rest == text or not level:
        return text
    return anchor_in_full(anchors, level - 1).rstrip(".") + rest


def imperative(text: str) -> str:
    """ "Asks who decides" -> "ask who decides"; a text that begins with no such verb only loses its capital."""
    return _turned(text, base)


def past(text: str) -> str:
    """ "Asks who decides" -> "asked who decides"; a text that begins with no such verb only loses its capital."""
    return _turned(text, done)


def _turned(text: str, form: Callable[[str], str]) -> str:
    """What a signal means with its verbs, in the third person, put into another form."""
    text = text.strip().rstrip(".")
    first, space, rest = text.partition(" ")
    if first.lower() not in VERBS:
        return small(text)
    return form(first.lower()) + space + _JOINED.sub(lambda found: f"{found[1]} {form(found[2])}", rest)


def base(verb: str) -> str:
    """A verb without the ending of the third person."""
    return "try" if verb == "tries" else verb[:-1]


def done(verb: str) -> str:
    """A verb of the third person in the past."""
    if verb in _PAST:
        return _PAST[verb]
    plain = base(verb)
    return f"{plain}d" if plain.endswith("e") else f"{plain}ed"


def small(text: str) -> str:
    """The first letter small, unless it begins an abbreviation or is the word I."""
    return text[0].lower() + text[1:] if _CAPITAL.match(text) else text


def sentence(text: str) -> str:
    """With a full stop, where it has no other end."""
    text = text.strip()
    return text if not text or text[-1] in ".!?" else f"{text}."


def short(text: str, most: int = 90) -> str:
    """In one line of at most so many characters, cut at a word."""
    flat = " ".join(text.split())
    if len(flat) <= most:
        return flat
    return flat[: most - 4].rsplit(" ", 1)[0] + " ..."
