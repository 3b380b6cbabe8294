"""Templates of scenarios, one a stage, and how an author's answers are put into them.

A template is a whole scenario in which `<<name>>` stands where an answer goes, always as a whole value. Answers are quoted
before they are put in, so that nothing in them is read as YAML or as a placeholder.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from importlib.resources import files
from pathlib import Path

from scoring.hearing.text import clean
from simulator.scenario.fields import LONGEST_ID
from simulator.scenario.library import Advice
from simulator.scenario.model import ObjectionRule

LONGEST = 400
"""Characters of an answer in sentences; a name has 80."""
LONGEST_NAME = 80
OBJECTION_OF: Mapping[str, str] = {
    "cold_call": "send_email",
    "discovery": "happy_now",
    "objection": "price_high",
    "negotiation": "discount",
    "renewal": "churn_use",
    "coaching": "bad_leads",
}
"""The stages that have a template, and the objection that each is about unless another is named."""
_SLOT = re.compile(r"<<([a-z_0-9]+)>>")
_SENTENCE = re.compile(r"[^.?!…]+[.?!…]*[\"')]*\s*")


class AnswerError(ValueError):
    """An answer that cannot be used. Carries a sentence."""


@dataclass(frozen=True, slots=True)
class Answers:
    """What an author says of a new scenario. What is empty gets the template's or the library's wording.

    `objection` is a name of library/objections.yaml, `says` the customer's words, `behind` what stood behind it, in the
    customer's words too; `answer` is what the author would have liked to say, `won` when the call is won.
    """

    id: str
    title: str = ""
    stage: str = "objection"
    objection: str = ""
    says: tuple[str, ...] = ()
    name: str = ""
    role: str = ""
    company: str = ""
    product: str = ""
    behind: str = ""
    answer: str = ""
    won: str = ""


def template(stage: str) -> str:
    """The text of a stage's template."""
    return (Path(str(files("scenarios"))) / "templates" / f"{stage}.yaml.txt").read_text(encoding="utf-8")


def sentence(text: str, what: str, longest: int = LONGEST) -> str:
    """An answer in one line without control characters and without braces. Raises AnswerError where it is too long."""
    flat = " ".join(clean(text).split()).replace("{", "(").replace("}", ")")
    if len(flat) > longest:
        raise AnswerError(f"{what} has {len(flat):,} characters; {longest} is the most")
    return flat


def slug(text: str) -> str:
    """A scenario's id made of a title: "It's too expensive" is its-too-expensive."""
    words = re.sub(r"[^a-z0-9]+", "-", re.sub(r"['’]", "", text.lower())).strip("-")
    return words[:LONGEST_ID].strip("-")


def asked(answer: str) -> str:
    """The question in an answer, the last where there are several; all of it where it asks nothing."""
    parts = [part.strip() for part in _SENTENCE.findall(answer)]
    return next((part for part in reversed(parts) if part.rstrip("\"')").endswith("?")), answer)


def filled(
    answers: Answers, rule: ObjectionRule, advice: Advice, *, weak_hears: tuple[str, ...] = (), kept: str = ""
) -> str:
    """The text of the new scenario. `rule` and `advice` are the library's. Raises AnswerError.

    `weak_hears`: the harm that is heard in the weak choice; `kept`: what is written at the top, as a comment.
    """
    slots = _slots(answers, rule, advice, weak_hears)
    slots["kept"] = f"# {sentence(kept, 'the comment')}\n" if kept else ""
    return _SLOT.sub(lambda found: slots[found[1]], template(answers.stage))


def _slots(answers: Answers, rule: ObjectionRule, advice: Advice, weak_hears: tuple[str, ...]) -> dict[str, str]:
    own = tuple(said for text in answers.says if (said := sentence(text, "what the customer says")))
    says = tuple(dict.fromkeys((*own, *(line.text for line in rule.says))))
    title = sentence(answers.title, "the title", LONGEST_NAME) or rule.title
    behind = ended(sentence(answers.behind, "what stood behind it") or advice.admits)
    answer = sentence(answers.answer, "your answer") or advice.strong[0]
    won = sentence(answers.won, "when it is won") or "Agree the next step, with a day"
    return {
        "id": answers.id,
        "title": title,
        "title_text": quoted(title),
        "objection": answers.objection,
        "objection_title": quoted(rule.title),
        "says": "\n".join(f"      - {quoted(line)}" for line in says[: max(3, len(own))]),
        "name": quoted(sentence(answers.name, "the name", LONGEST_NAME) or "Robin Hale"),
        "role": quoted(sentence(answers.role, "the role", LONGEST_NAME) or "Operations manager"),
        "company": quoted(sentence(answers.company, "the company", LONGEST_NAME) or "Hale and Partners"),
        "seller": _seller(sentence(answers.product, "what you sell", LONGEST_NAME)),
        "truth": quoted(f"In their own words: {behind}"),
        "behind_1": quoted(f"Since you ask. {behind}"),
        "behind_2": quoted(f"All right, I'll tell you. {behind}"),
        "answer": quoted(answer),
        "asks_behind": f"      - {quoted(asked(answer))}",
        "weak": quoted(advice.weak[0]),
        "weak_hears": ", ".join(weak_hears),
        "won": quoted(won),
        "debrief": quoted(f"You found out what stood behind it and left with a day. Won when: {ended(won)}"),
    }


def _seller(product: str) -> str:
    if not product:
        return "seller: {from: company.yaml}   # your firm's own company.yaml in the data folder comes first"
    return "\n".join(
        (
            "seller:   # CHANGE: the facts, the proof and the limits of what you sell",
            f"  product: {quoted(product)}",
            "  facts: [It can be tried out in one team first]",
            "  proof: [A firm of about this size takes reference calls]",
            "  price: as in the quote",
            "  discount_limit: 0%",
            "  may: [start with one team, name a customer to talk to]",
            "  ask_first: [any discount, a change of the contract]",
            "  never: [promise a saving]",
        )
    )


def quoted(text: str) -> str:
    """The text as a double-quoted YAML scalar."""
    return json.dumps(text, ensure_ascii=False)


def ended(text: str) -> str:
    """The text with a full stop where it has no end."""
    return text if not text or text[-1] in ".?!…" else f"{text}."
