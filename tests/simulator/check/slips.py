"""Slips in the manual's own scenario, beside those of `tests/data/broken.yaml`: what is heard, played and rehearsed above all.

One line a case: the code; what the slip is; the edits, each of words that stand there once; and words that stand once in
the broken file, in the line where the problem is to be shown.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path

MANUAL = Path(__file__).parents[3] / "docs" / "authoring.md"
Edit = tuple[str, str]


@dataclass(frozen=True)
class Case:
    """`heard`: needs the ear; `deep`: needs a rehearsal too; `played`: needs play at the level of signals, and no ear."""

    code: str
    slip: str
    edits: tuple[Edit, ...]
    at: str
    heard: bool = False
    deep: bool = False
    played: bool = False

    @property
    def name(self) -> str:
        return f"{self.code} {self.slip}"

    def text(self) -> str:
        return edited(whole(), *self.edits)

    def line(self) -> int:
        (line,) = [number for number, row in enumerate(self.text().split("\n"), 1) if self.at in row]
        return line


def whole() -> str:
    """The scenario that the manual writes, part by part."""
    return "\n".join(re.findall(r"```yaml\n(.*?)```", MANUAL.read_text(encoding="utf-8"), re.DOTALL))


def edited(text: str, *edits: Edit) -> str:
    for old, new in edits:
        assert text.count(old) == 1, (old, text.count(old))
        text = text.replace(old, new)
    return text


STAYS = """  limbo:
    goal: Wait
    says: ["Yes?", "And?"]
    hints: [Say something]
    next:
      - {else: limbo}

endings:"""
ENOUGH = """    reason_again:
      title: Asks what stands behind the date
      skill: discovery
      levels: {1: heard open_question, 2: heard ask_why_wait, 3: knows bad_start, 4: knows bad_start and heard ask_why_wait in says_wait}
      anchors: [Does not ask, Asks in general, Asks for the reason, Learns it, Learns it at once]
  knock_outs: [guarantee]"""
LADDER = """        1: heard open_question
        2: heard ask_why_wait
        3: knows bad_start
        4: knows bad_start and heard ask_why_wait in says_wait
"""
BEST = """    guided:
      - {say: "Shall we leave it at that for now?", hears: [], best: true, why: It is polite.}
      - {say: "You need to decide now, or the price goes up.", hears: [pushy], why: It presses her.}
    next:
      - {when: heard pushy, go: rang_off}
      - {when: heard one_house and heard next_step"""


LIMBO = """  limbo:
    goal: Wait
    says: ["Yes?", "And?"]
    hints: [Say something]
    next:
      - {else: lobby}
  lobby:
    goal: Wait
    says: ["Hm?", "So?"]
    hints: [Say something]
    next:
      - {else: limbo}

endings:"""
ROUND = (
    ("      - {when: here >= 4, go: next_year}", "      - {when: here >= 4, go: asks_back}"),
    ("      - {when: here >= 5, go: next_year}", "      - {when: here >= 5, go: says_wait}"),
)
WINS = "      - {when: heard one_house and heard next_step, go: one_house_agreed, effect: trust +1}"


def case(
    code: str,
    slip: str,
    old: str,
    new: str,
    at: str,
    *more: Edit,
    heard: bool = False,
    deep: bool = False,
    played: bool = False,
) -> Case:
    return Case(code, slip, ((old, new), *more), at, heard, deep, played)


def flow(code: str, slip: str, old: str, new: str, at: str, *more: Edit) -> Case:
    """What shows in play only."""
    return case(code, slip, old, new, at, *more, played=True)


CASES: tuple[Case, ...] = (
    # How it is written
    case("S103", "an alias", "out_of_turns: next_year", "out_of_turns: *next", "*next"),
    case("S105", "a field of a fact misspelled", "    dodges:", "    dodge:", "    dodge:"),
    case("S106", "a list that is a word", "use: [library/signals.yaml]", "use: library/signals.yaml", "use: library"),
    case("S106", "a concept without examples", '    like:\n      - "Let\'s start with one greenhouse and leave the rest alone"\n      - "We could set up a single house first"\n      - "Only the rose house to begin with, nothing else changes"\n      - "You try it in one house and decide after that"\n      - "We begin small, with one house, in a quiet week"\n', "    like: []\n", "    like: []"),
    case("S110", "an ending without a debrief", "    debrief: She felt pressed and rang off.\n", "", "outcome: lost # here", ("    outcome: lost", "    outcome: lost # here")),
    # Names
    case("S201", "a reaction to no signal", "  ask_counting: trust +1", "  ask_count: trust +1", "ask_count: trust"),
    case("S201", "a moment misspelled", "start: says_wait", "start: say_wait", "start: say_wait"),
    case("S201", "a moment renamed, which two speak of", "  asks_back:\n    goal", "  ask_back:\n    goal", "in asks_back and"),
    case("S201", "a skill that is none", "use: [objection_handling, discovery, next_step]", "use: [objection_handling, discovry, next_step]", "discovry"),
    case("S201", "a feeling that is none", "silence: patience -2", "silence: patients -2", "patients"),
    case("S201", "a role that is none", "counts_as: [real_concern]", "counts_as: [true_concern]", "true_concern"),
    case("S201", "a detector that is none", "  ask_why_wait:\n    kind: concept", "  opens: {kind: behaviour, detector: open_questions}\n  ask_why_wait:\n    kind: concept", "open_questions"),
    case("S201", "a knock-out that is none", "knock_outs: [guarantee]", "knock_outs: [guarantees]", "guarantees"),
    case("S203", "a fact with the name of a role", "  counting_hours:\n    truth", "  need: {truth: She needs it, asked_when: heard one_house, says: [Yes, True]}\n  counting_hours:\n    truth", "  need: {"),
    case("S205", "a condition that stops short", "when: here >= 5,", "when: here >= ,", "here >= ,"),
    case("S208", "a fifth level", "        4: knows bad_start and", "        5: knows bad_start and", "        5: knows"),
    # Lines, signals, choices
    case("S301", "an echo without words instead", "{said.when|in autumn}.\", \"Good", "{said.when}.\", \"Good", "{said.when}.\""),
    case("S305", "an example of two signals", '      - "We could set up a single house first"', '      - "how long does a count take you"', "how long does a count", heard=True),
    case("S305", "an example that promises", '      - "We could set up a single house first"', '      - "I guarantee you that one house will save you money"', "I guarantee you that", heard=True),
    case("S309", "a reply of a test that is heard otherwise", "How long does a count take you?\", hears: [ask_counting]", "How long does a count take you?\", hears: [one_house]", "name: model call", heard=True),
    case("S311", "a level beyond ten", "easy: {trust: +1, patience: +2", "easy: {trust: +7, patience: +2", "trust: +7"),
    case("S311", "a level beyond ten with what may be drawn", "{trust: 4, patience: 5}", '{trust: "{draw.mood}", patience: 5}', "trust: +1, patience: +2", ("draw:\n", "draw:\n  mood: [4, 10]\n")),
    case("S313", "a line with a figure she has not told", '      - "So how would you do it, then?"', '      - "And who does those {draw.hours} hours, then?"', "And who does those"),
    case("S313", "an ending with words of a fact", "We'll see next year.", "After the till system in May, at the height of the season, no.", "After the till system"),
    # Flow
    case("S403", "an ending that nothing leads to", "  next_year:\n    outcome", "  garden_party: {outcome: won, says: [Come, Do come], debrief: You were asked in.}\n  next_year:\n    outcome", "  garden_party:"),
    case("S407", "a moment that nothing leads to", "\nendings:", STAYS.replace("else: limbo", "else: next_year"), "  limbo:"),
    case("S408", "a part of a branch that an earlier one takes", "{when: knows bad_start, go: asks_back}", "{when: knows bad_start or heard pushy and turn >= 2, go: asks_back}", "turn >= 2"),
    flow("S402", "a condition that two numbers rule out", WINS, WINS.replace("heard next_step,", "heard next_step and trust >= 5 and trust <= 4,"), "trust <= 4"),
    flow("S402", "a reply that comes after the talk has gone on", "      - {when: here >= 5, go: next_year}", "      - {when: here >= 5, go: next_year}\n      - {when: here >= 6, go: rang_off}", "here >= 6"),
    flow("S402", "a turn that is never reached", "      - {when: here >= 5, go: next_year}", "      - {when: turn >= 11, go: rang_off}\n      - {when: here >= 5, go: next_year}", "turn >= 11"),
    flow("S403", "a won ending beside the way", "  next_year:\n    outcome", "  garden_party: {outcome: won, says: [Come, Do come], debrief: You were asked in.}\n  next_year:\n    outcome", "  garden_party:"),
    flow("S404", "a fact that nobody is told", "    asked_when: heard ask_counting", "    asked_when: heard ask_counting and heard ask_why_wait and trust >= 11", "  counting_hours:"),
    flow("S404", "a fact that waits for itself", "    asked_when: heard ask_counting\n", "    asked_when: heard ask_counting\n    opens_when: knows counting_hours\n", "  counting_hours:"),
    flow("S404", "a fact that waits for what comes after", "    asked_when: heard ask_counting\n", "    asked_when: heard ask_counting\n    opens_when: not_now is resolved and in says_wait\n", "  counting_hours:"),
    flow("S405", "an objection that is never raised", "    raise_when: in says_wait", "    raise_when: in says_wait and in asks_back", "  not_now:"),
    flow("S405", "an objection that comes only before what has been", "    raise_when: in says_wait", "    raise_when: in asks_back and not knows bad_start", "  not_now:"),
    flow("S405", "an objection that cannot be settled", "    resolve_when: knows bad_start and heard one_house", "    resolve_when: trust >= 5 and trust <= 3", "  not_now:"),
    flow("S406", "a won ending that a branch forgot", WINS, WINS.replace("go: one_house_agreed", "go: call_in_autumn"), "  one_house_agreed:"),
    flow("S406", "a won ending whose branch was cut", WINS + "\n", "", "  one_house_agreed:"),
    flow("S407", "a moment that only leads on", "\nendings:", LIMBO.replace("else: lobby", "else: next_year"), "  lobby:", ("{when: here >= 4, go: next_year}", "{when: here >= 4, go: limbo}")),
    flow("S409", "two moments that lead only to each other", "\nendings:", LIMBO, "  limbo:", ("{when: here >= 4, go: next_year}", "{when: here >= 4, go: limbo}")),
    flow("S409", "an interruption into a room without a door", "\nendings:", LIMBO.replace("else: limbo", "when: heard open_question, go: limbo"), "  limbo:", ("    effect: patience -1\n", "    effect: patience -1\n    go: limbo\n")),
    flow("S410", "a loop in which empty replies cost nothing", "every_turn: patience -1\n", "", "  says_wait:", *ROUND),
    flow("S410", "a loop in which silence costs nothing", "silence: patience -2\n", "", "  says_wait:", *ROUND),
    flow("S410", "a loop that gives back what it costs", "      - {when: here >= 4, go: next_year}", "      - {when: here >= 2, go: asks_back, effect: patience +2}", "  says_wait:", ("      - {when: here >= 5, go: next_year}", "      - {when: here >= 2, go: says_wait, effect: patience +2}")),
    # What it is worth
    flow("S501", "a level that no call earns", "        4: knows bad_start and heard ask_why_wait in says_wait", "        4: knows bad_start and trust >= 11", "        4: knows bad_start"),
    flow("S501", "a level that asks for both sides", "        4: knows bad_start and heard ask_why_wait in says_wait", "        4: heard ask_why_wait and not heard ask_why_wait", "        4: heard"),
    flow("S501", "a level for a call that has not begun", "        4: knows bad_start and heard ask_why_wait in says_wait", "        4: knows bad_start and not_now is new", "        4: knows bad_start"),
    flow("S502", "a pass mark that no call reaches", "pass_mark: 60", "pass_mark: 100", "pass_mark: 100"),
    flow("S502", "a pass mark that needs what is never told", "pass_mark: 60", "pass_mark: 97", "pass_mark: 97", ("    counts_as: [need, impact]\n\n", "\n")),
    flow("S503", "a best call below a hundred", "        4: knows bad_start and heard ask_why_wait in says_wait\n", "", "rubric:"),
    flow("S503", "a fact without its role", "        4: knows bad_start and heard ask_why_wait in says_wait\n", "        4: knows bad_start\n", "rubric:"),
    case("S504", "silence that passes", LADDER, "        4: turn >= 1\n", "rubric:", ("out_of_patience: rang_off", "out_of_patience: next_year"), ("pass_mark: 60", "pass_mark: 1"), ("pass_needs: [won, progress]", "pass_needs: [won, stalled]"), ("    expect: {outcome: lost, passed: false}", "    expect: {outcome: stalled, passed: true}"), heard=True),
    case("S504", "one reply that passes", "heard next_step and trust >= 6", "heard next_step and trust >= 2", "rubric:", ("pass_mark: 60", "pass_mark: 1"), heard=True),
    case("S505", "all at once that passes", "      - {when: knows bad_start, go: asks_back}", "      - {when: knows bad_start, go: asks_back}", "rubric:", ("    next:\n      - {when: heard pushy, go: rang_off}\n      - {when: knows", "    next:\n      - {when: heard pushy and heard one_house and heard ask_why_wait and heard next_step, go: one_house_agreed}\n      - {when: heard pushy, go: rang_off}\n      - {when: knows"), ("pass_mark: 60", "pass_mark: 25"), heard=True),
    case("S506", "a criterion that everybody earns", LADDER, "        4: turn >= 1\n", "    behind_the_date:", heard=True),
    case("S602", "best choices that lead nowhere", "    next:\n      - {when: heard pushy, go: rang_off}\n      - {when: heard one_house and heard next_step", BEST, "moments:", heard=True),
    case("S603", "branches that no test takes", "    expect: {path: [says_wait, rang_off], outcome: lost, passed: false}", "    expect: {outcome: lost}", "tests:", heard=True),
    case("S604", "a hint for something else", "      - Ask what would be different next year.\n", '      - Ask what would be different next year.\n      - "How do you count your stock at the moment?"\n', '      - "How do you count your stock at the moment?"', ('      - "How do you count your stock at the moment?"\n      - "How long', '      - "How is it counted?"\n      - "How long'), heard=True),
    case("S701", "an expert who cannot pass", "pass_mark: 60", "pass_mark: 99", "", ("outcome: won, passed: true, score: 60-100, ", "outcome: won, "), heard=True, deep=True),
    # How the rubric is worded
    case("R101", "a vague word", "        - Asks in general\n", "        - Asks well\n", "Asks well"),
    case("R102", "two things in one title", "title: Finds what is behind the date", "title: Finds the reason and agrees a day", "and agrees a day"),
    case("R103", "the same criterion twice", "  knock_outs: [guarantee]", ENOUGH, "    reason_again:"),
    case("R104", "one sentence for the highest level", "        4: knows bad_start and heard ask_why_wait in says_wait", "        4: heard ask_why_wait", "        4: heard"),
)  # fmt: skip
