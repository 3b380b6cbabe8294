"""Simulated reps in words: their lines are heard as what they are, and what is held back stays so."""

from __future__ import annotations

from pathlib import Path
from random import Random

import pytest

from scoring.hearing.behaviours import BEHAVIOURS
from scoring.hearing.encoder import load
from scoring.hearing.hear import Ear
from scoring.hearing.text import words as words_in
from simulator.engine.ears import ear_for
from simulator.rehearsal.archetypes import EXPERT, NOVICE, SILENT
from simulator.rehearsal.craft import craft_of
from simulator.rehearsal.lines import LINES
from simulator.rehearsal.paraphrases import paraphrases_of, read_paraphrases
from simulator.rehearsal.phrases import SPOKEN, phrasebook
from simulator.rehearsal.rehearse import rehearse
from simulator.rehearsal.talk import PLAYED_BACK, Talk, sentence, talk_of, text_call
from simulator.scenario.catalogue import Catalogue, shipped
from simulator.scenario.model import Scenario
from simulator.scenario.problems import ScenarioError

FOLDER = Path(__file__).parents[2] / "data" / "paraphrases"
CLAIMS = {"guarantee", "deception"}
CONTEXT = "We lose two people a month, and nobody here has time for it."


@pytest.fixture(scope="module")
def scenario() -> Scenario:
    return Catalogue([shipped()], None).open("its-too-expensive")


@pytest.fixture(scope="module")
def ear(scenario: Scenario) -> Ear:
    return ear_for(scenario, 1, load())


@pytest.fixture(scope="module")
def talk(scenario: Scenario, ear: Ear) -> Talk:
    return talk_of(scenario, ear, 1, phrasebook(scenario), paraphrases_of(scenario, FOLDER).all)


def test_at_least_one_line_of_each_behaviour_is_heard_as_what_it_is() -> None:
    listening = Ear(BEHAVIOURS.values(), encoder=load())
    for name, lines in LINES.items():
        if name in CLAIMS:  # Heard by the scenario's own examples.
            continue
        context = "Please don't call me again." if name == "opt_out_respected" else CONTEXT
        before = "Shall we meet on Tuesday at nine? " if name == "joint_step" else ""
        heard = [{h.signal for h in listening.listen(before + line, context, told=context).heard} for line in lines]
        assert any(name in one for one in heard), name


def test_whatever_a_rep_may_go_for_has_words() -> None:
    assert set(SPOKEN) - set(LINES) - PLAYED_BACK <= {"jargon"}


def test_an_own_wording_is_no_example(scenario: Scenario, talk: Talk) -> None:
    for name, texts in talk.own.items():
        assert not set(texts) & set(scenario.signals[name].like)
    assert len(talk.own["ask_gap"]) >= 4
    assert "What are you measuring it against when you say too much?" in talk.own["ask_gap"]


def test_a_sentence_of_the_tests_serves_only_as_what_its_author_meant(talk: Talk) -> None:
    for texts in talk.own.values():
        assert "Every third one, and you start again." not in texts


def test_the_same_chance_says_the_same(scenario: Scenario, ear: Ear, talk: Talk) -> None:
    craft = craft_of(scenario, phrasebook(scenario))
    calls = [
        text_call(EXPERT, craft, talk, scenario, ear, seed=1, level="normal", chance=Random(4)).session.transcript()
        for _ in range(2)
    ]
    assert calls[0] == calls[1]
    assert calls[0].outcome in ("won", "progress")


def test_silence_says_nothing_and_a_novice_says_something(scenario: Scenario, ear: Ear, talk: Talk) -> None:
    craft = craft_of(scenario, phrasebook(scenario))
    quiet = text_call(SILENT, craft, talk, scenario, ear, seed=1, level="normal", chance=Random(4)).session
    assert all(turn.silent for turn in quiet.turns)
    loud = text_call(NOVICE, craft, talk, scenario, ear, seed=1, level="normal", chance=Random(4)).session
    assert all(words_in(turn.rep) for turn in loud.turns)


def test_a_rehearsal_in_words_counts_what_was_heard_as_meant(scenario: Scenario) -> None:
    found = rehearse(scenario, calls=14, cheats=0, words={})
    assert all(row.in_words for row in found.rows)
    hits, of = sum(hit for hit, _ in found.meant.values()), sum(of for _, of in found.meant.values())
    assert 0 < hits <= of
    assert found == rehearse(scenario, calls=14, cheats=0, words={})


def test_a_sentence_has_its_capital_and_its_end() -> None:
    assert sentence("", "what does that cost", "?") == "What does that cost?"
    assert sentence("And ", "What does that cost?") == "And what does that cost?"
    assert sentence("And ", "I see it.") == "And I see it."


def test_paraphrases_are_shown_or_held_back(scenario: Scenario, tmp_path: Path) -> None:
    both = paraphrases_of(scenario, FOLDER)
    assert both.shown["ask_gap"]
    assert both.held_back["ask_gap"]
    assert not set(both.shown["ask_gap"]) & both.secret
    assert set(both.held_back["ask_gap"]) <= both.secret
    assert "nothing" not in both.all
    flat = tmp_path / f"{scenario.id}.yaml"
    flat.write_text('ask_gap: ["Against what?", "next to which one"]\nnothing: [Hello]\n', encoding="utf-8")
    assert read_paraphrases(flat).held_back["ask_gap"] == ("Against what?", "next to which one")
    assert paraphrases_of(scenario, tmp_path).all == {"ask_gap": ("Against what?", "next to which one")}
    flat.write_text("ask_gpa: [Hm]\n", encoding="utf-8")
    with pytest.raises(ScenarioError, match="no signal 'ask_gpa'"):
        paraphrases_of(scenario, flat)


def test_no_paraphrase_stands_in_its_scenario() -> None:
    catalogue = Catalogue([shipped()], None)
    for file in sorted(FOLDER.glob("*.yaml")):
        scenario = catalogue.open(file.stem)
        examples = {text for signal in scenario.signals.values() for text in (*signal.like, *signal.not_like)}
        for lines in paraphrases_of(scenario, file).all.values():
            assert not set(lines) & examples, (file.stem, set(lines) & examples)
