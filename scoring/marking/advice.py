"""What a level wants, as something that a rep can do next time: "ask who else has to agree, at least twice"."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence

from scoring.marking.conditions import Condition, Count, HeardIt, Situation, evaluate
from scoring.marking.rubric import Rubric

VERBS = frozenset(
    """
    accepts acknowledges adds admits advises agrees answers asks attacks bans begs blames breaks brings builds buys checks
    cheers comes compares confirms cuts demands denies describes dismisses doubts draws drops ends excuses explains
    explores feels finds follows forbids forces forgets frames frightens gets gives goes gossips grants grovels
    guesses hands helps hides holds honours hurries ignores imagines insists insults interrupts introduces invents
    invites involves jokes judges jumps keeps knows lays learns leaves lectures lets lies links listens looks lowers
    makes meets mentions minimises mocks moves names needles needs notes offers opens orders owns passes pays picks plans plays
    points praises presents presses pretends promises proposes pulls pushes puts quotes raises reads refers refuses
    rejects repeats reports respects returns rings runs saves says scares seeks sells sends sets shames shares shows
    sides sits skips slows softens speaks stands starts states stays steers stops suggests sums switches takes talks
    teaches tells tests thanks thinks threatens ties treats tries trusts turns understands uses values wants wastes
    weighs welcomes wonders works writes
    """.split()  # noqa: SIM905
)
"""The verbs with which authors say what a signal means ("Asks who decides")."""
_PAST = {
    "admits": "admitted",
    "bans": "banned",
    "begs": "begged",
    "breaks": "broke",
    "brings": "brought",
    "builds": "built",
    "buys": "bought",
    "comes": "came",
    "cuts": "cut",
    "draws": "drew",
    "drops": "dropped",
    "feels": "felt",
    "finds": "found",
    "forbids": "forbade",
    "forgets": "forgot",
    "gets": "got",
    "gives": "gave",
    "goes": "went",
    "hides": "hid",
    "holds": "held",
    "keeps": "kept",
    "knows": "knew",
    "lays": "laid",
    "leaves": "left",
    "lets": "let",
    "makes": "made",
    "meets": "met",
    "pays": "paid",
    "plans": "planned",
    "puts": "put",
    "reads": "read",
    "refers": "referred",
    "rings": "rang",
    "runs": "ran",
    "says": "said",
    "seeks": "sought",
    "sells": "sold",
    "sends": "sent",
    "sets": "set",
    "sits": "sat",
    "skips": "skipped",
    "speaks": "spoke",
    "stands": "stood",
    "stops": "stopped",
    "takes": "took",
    "teaches": "taught",
    "tells": "told",
    "thinks": "thought",
    "understands": "understood",
    "writes": "wrote",
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
    if verb.endswith("ies") and len(verb) > 4:
        return verb[:-3] + "y"
    return verb[:-2] if verb.endswith(("sses", "shes", "ches", "xes", "zes", "oes")) else verb[:-1]


def done(verb: str) -> str:
    """A verb of the third person in the past."""
    if verb in _PAST:
        return _PAST[verb]
    plain = base(verb)
    if plain.endswith("y") and plain[-2] not in "aeiou":
        return f"{plain[:-1]}ied"
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
