"""The author's bench: what changes of a file are noticed, where a try-out may begin, and what is said of a sentence."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from simulator.engine.ears import ear_for
from simulator.scenario.catalogue import Catalogue, shipped
from simulator.scenario.model import Scenario
from simulator.services.bench import Beginning, CannotBegin, Tryout, Watched, as_example, beginning, weighed

CATALOGUE = Catalogue([shipped()], None)


@pytest.fixture(scope="module")
def price() -> Scenario:
    return CATALOGUE.open("its-too-expensive")


def test_each_change_of_a_file_is_noticed_once(tmp_path: Path) -> None:
    path = tmp_path / "mine.yaml"
    watched = Watched(path)
    assert watched.changed(), "it has not been looked at"
    assert not watched.changed()
    path.write_text("id: x\n", encoding="utf-8")
    assert (watched.changed(), watched.changed()) == (True, False)
    other = tmp_path / "other.yaml"
    other.write_text("id: y\n", encoding="utf-8")
    os.utime(other, ns=(path.stat().st_mtime_ns, path.stat().st_mtime_ns))
    other.replace(path)
    assert watched.changed(), "another file of the same size and time"
    path.unlink()
    assert (watched.changed(), watched.changed()) == (True, False)


def test_a_beginning_is_read_as_it_is_written(price: Scenario) -> None:
    begins = Beginning(list(price.moments)[2], {price.feelings[0].name: 3}, "hard", 12)
    assert beginning(str(begins), price) == begins
    assert beginning("", price) == Beginning(price.start, {})


@given(st.text(max_size=60))
def test_any_line_is_a_beginning_or_says_what_is_wrong(text: str) -> None:
    scenario = CATALOGUE.open("its-too-expensive")
    try:
        begins = beginning(text, scenario)
    except CannotBegin as error:
        assert str(error)
    else:
        assert beginning(str(begins), scenario) == begins


def test_a_reply_that_is_taken_back_was_never_said(price: Scenario) -> None:
    ear = ear_for(price, 1)
    tryout = Tryout(price, ear, Beginning(price.start, {price.feelings[0].name: 2}))
    tryout.say("Compared with what?")
    once = tryout.session.transcript()
    tryout.say("Shall we say Tuesday at ten?")
    assert tryout.taken_back().session.transcript() == once


def test_what_was_not_heard_says_what_it_came_near_to(price: Scenario) -> None:
    found = weighed(ear_for(price, 1), "What a lovely hat you wear")
    assert {one.state for one in found} >= {"not heard"}
    assert all("nearest" in one.why for one in found if one.state == "not heard")
    strengths = [one.strength for one in found if one.state == "not heard"]
    assert strengths == sorted(strengths, key=lambda strength: -(strength or 0))
    taught = {name for name, signal in price.signals.items() if signal.kind in ("concept", "claim") and signal.like}
    assert taught <= {one.signal for one in found}


def test_an_example_can_be_pasted() -> None:
    import yaml

    text = 'Say "no" \\ or: [b]yes[/b] # why?'
    assert yaml.safe_load(as_example(text)) == [text]
