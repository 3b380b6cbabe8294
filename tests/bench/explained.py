"""One call's scorecard, mark by mark: `python -m tests.bench.explained first-023` prints it as Markdown for the docs."""

from __future__ import annotations

import sys

from scoring.hearing.encoder import load
from scoring.marking.scorecard import CriterionMark
from tests.bench.calls import marked_anew, played

LONGEST = 110


def cut(text: str) -> str:
    return text if len(text) <= LONGEST else text[: LONGEST - 2].rstrip() + " …"


def explained(mark: CriterionMark) -> list[str]:
    if mark.state == "not_applicable" or mark.level is None:
        return [f"- **{mark.id} {mark.title}**: did not come up; it weighs nothing."]
    lines = [f"- **{mark.id} {mark.title}, {mark.level} of 4**: {mark.anchor}."]
    lines += [f"  - reply {e.turn}: “{cut(e.quote)}” ({e.rule})" for e in mark.evidence[:2]]
    lines += [f"  - for more: {wanted}" for wanted in mark.missing[:1]]
    return lines


def main(name: str) -> int:
    call = next(one for one in played() if one.name == name)
    card = marked_anew(call.transcript, load())
    print(f"Customer: {call.transcript.opening}")
    for turn in call.transcript.turns:
        print(f"\n{turn.n}. Rep: {turn.rep}\n\n   Customer: {turn.customer}")
    print(f"\nTotal {card.total} of 100, pass mark {card.pass_mark}.\n")
    skill = ""
    for mark in card.criteria:
        if mark.skill != skill:
            skill = mark.skill
            print(f"\n{skill.replace('_', ' ').capitalize()}\n")
        print("\n".join(explained(mark)))
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1]))
