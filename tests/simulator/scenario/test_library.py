"""The objections that ship: each is whole, speaks like a person, and its strong answers do no harm."""

from __future__ import annotations

from collections import Counter
from functools import cache
from pathlib import Path

import pytest

from scoring.hearing.behaviours import BEHAVIOURS
from scoring.hearing.hear import Ear
from simulator.scenario.catalogue import Catalogue, shipped
from simulator.scenario.fields import Reading
from simulator.scenario.library import Library
from simulator.scenario.problems import Place

FAMILIES = {
    "price": "price_high no_budget discount cheaper_rival roi_doubt",
    "need": "happy_now",
    "competitor": "have_vendor in_house incumbent_adding competitor_better",
    "timing": "not_now too_busy think_about freeze mid_project",
    "brushoff": "send_email not_interested bad_contact who_are_you",
    "authority": "not_me boss_decides committee procurement",
    "trust": "small_vendor bad_past burned_before proof",
    "complexity": "complex integration switching",
    "risk": "security legal data_privacy jobs",
    "renewal": "churn_use price_rise downgrade outage",
}
OLD_NAME = "price_too_high"
HARM = {"pushy", "pitch_dump", "give_away", "disparage", "splits_difference", "assumes", "vague_follow_up"}


@cache
def library() -> Library:
    reading = Reading()
    sources = Catalogue([shipped()], None).sources()
    found = sources.libraries.open("library/objections.yaml", shipped() / "x.yaml", reading, Place("x.yaml"))
    assert not reading.problems
    return found


def test_there_are_38_objections_in_ten_families() -> None:
    of = {name: advice.family for name, advice in library().advice.items() if name != OLD_NAME}
    assert of == {name: family for family, names in FAMILIES.items() for name in names.split()}
    assert len(of) == 38


@pytest.mark.parametrize("name", sorted(library().objections))
def test_an_objection_is_whole(name: str) -> None:
    rule, advice = library().objections[name], library().advice[name]
    assert rule.title
    assert advice.behind
    assert len(rule.says) >= 3
    assert len(rule.resolved_says) >= 2
    assert len(rule.reopen_says) >= 2
    assert len(advice.strong) >= 2
    assert len(advice.weak) >= 2


def test_no_two_objections_share_a_line() -> None:
    rules = [rule for name, rule in library().objections.items() if name != OLD_NAME]
    lines = Counter(line.text for rule in rules for line in (*rule.says, *rule.resolved_says, *rule.reopen_says))
    answers = [advice for name, advice in library().advice.items() if name != OLD_NAME]
    lines.update(text for advice in answers for text in (*advice.strong, *advice.weak))
    assert [text for text, times in lines.items() if times > 1] == []


def test_a_line_is_short_enough_to_be_said() -> None:
    for rule in library().objections.values():
        for line in (*rule.says, *rule.resolved_says, *rule.reopen_says):
            assert len(line.text.split()) <= 16, line.text


def test_no_strong_answer_is_heard_as_harm() -> None:
    ear = Ear(BEHAVIOURS.values())
    for name, advice in library().advice.items():
        for text in advice.strong:
            heard = {item.signal for item in ear.listen(text).heard if item.state == "met"}
            assert not heard & HARM, (name, text, heard & HARM)


def test_advice_of_a_library_of_ones_own_is_read_and_not_asked_for(tmp_path: Path) -> None:
    (tmp_path / "mine.yaml").write_text(
        "format: 1\nobjections:\n  rain:\n    title: Rain\n    says: [It rains., It pours.]\n"
        "  snow:\n    title: Snow\n    says: [It snows., So cold.]\n    strong: Bring a coat.\n"
    )
    reading = Reading()
    libraries = Catalogue([shipped()], None).sources().libraries
    found = libraries.open("mine.yaml", tmp_path / "x.yaml", reading, Place("x.yaml"))
    assert not reading.problems
    assert found.advice["rain"].strong == ()
    assert found.advice["snow"].strong == ("Bring a coat.",)


def test_what_is_wrong_in_advice_is_said_with_its_line(tmp_path: Path) -> None:
    (tmp_path / "mine.yaml").write_text(
        "format: 1\nobjections:\n  rain:\n    title: Rain\n    says: [It rains., It pours.]\n    storng: [x]\n    weak: {a: b}\n"
    )
    reading = Reading()
    libraries = Catalogue([shipped()], None).sources().libraries
    libraries.open("mine.yaml", tmp_path / "x.yaml", reading, Place("x.yaml"))
    said = [str(problem) for problem in reading.problems]
    assert [s for s in said if "mine.yaml:6:5: S105" in s and "did you mean 'strong'?" in s]
    assert [s for s in said if ":7:" in s and "S106" in s]
