"""`sparring scenarios new`: from a few answers to a file that passes the checker and can be played at once."""

from __future__ import annotations

import io
import json
import sys
from pathlib import Path

import pytest

from scoring.hearing.encoder import load as load_encoder
from simulator.check.hearing import SEED
from simulator.check.scenarios import check_file
from simulator.cli.main import run_command_line
from simulator.engine.ears import ear_for
from simulator.engine.session import Session
from simulator.rehearsal.coverage import covered
from simulator.scenario.catalogue import Catalogue, shipped
from simulator.scenario.model import Scenario
from simulator.scenario.templates import OBJECTION_OF, Answers, asked, slug
from simulator.services.authoring import compose, known_objections
from tests.simulator.processes import one_sentence, run, without_the_rights_of_a_superuser

Run = pytest.CaptureFixture[str]


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("SPARRING_HOME", str(tmp_path / "home"))
    monkeypatch.delenv("SPARRING_SCENARIOS", raising=False)
    return tmp_path / "home"


def shelf() -> Catalogue:
    return Catalogue([shipped()], None)


def new(*arguments: str) -> int:
    return run_command_line(["scenarios", "new", "--no-ask", *arguments])


@pytest.mark.parametrize("stage", OBJECTION_OF)
def test_every_template_passes_the_checker_as_it_is(stage: str, tmp_path: Path) -> None:
    made = compose(Answers("", stage=stage), shelf(), load_encoder())
    assert [str(problem) for problem in made.problems] == []
    path = tmp_path / "made.yaml"
    path.write_text(made.text)
    scenario = shelf().read(path)
    assert scenario.stage == stage
    assert len(scenario.moments) >= 4
    assert len(scenario.facts) >= 2
    assert len(scenario.endings) >= 3
    assert all(moment.hints and moment.guided for moment in scenario.moments.values())
    assert {"won", "lost"} <= {test.expect.outcome for test in scenario.tests}
    assert made.text.count("CHANGE") >= 4
    assert "<<" not in made.text
    assert branches_no_test_takes(scenario) == []


def branches_no_test_takes(scenario: Scenario) -> list[tuple[str, int]]:
    ear = ear_for(scenario, SEED, load_encoder())
    sessions = []
    for test in scenario.tests:
        session = Session(scenario, ear, seed=SEED, level=test.level)
        for reply in test.rep:
            if not session.over:
                session.reply(session.fill(reply.say or ""))
        sessions.append((session, None))
    return [(moment, number) for moment, number, _ in covered(scenario, sessions).missing_branches()]


@pytest.mark.parametrize(
    "objection", ["no_budget", "think_about", "incumbent_adding", "have_vendor", "committee", "security", "outage"]
)
def test_a_template_takes_any_objection_of_the_library(objection: str, tmp_path: Path) -> None:
    made = compose(Answers("", objection=objection), shelf(), load_encoder())
    assert [str(problem) for problem in made.problems] == []
    assert known_objections(shelf()).objections[objection].says[0].text in made.text
    path = tmp_path / "made.yaml"
    path.write_text(made.text)
    assert branches_no_test_takes(shelf().read(path)) == []


def test_it_is_written_into_ones_own_folder_and_can_be_played_at_once(home: Path, capsys: Run) -> None:
    assert new("--id", "no-money-left", "--objection", "no_budget", "--says", "The pot is empty, my friend.") == 0
    path = home / "scenarios" / "no-money-left.yaml"
    out = capsys.readouterr().out
    assert f"Made {path}" in out
    assert "sparring play no-money-left" in out
    assert run_command_line(["check", str(path)]) == 0
    assert "0 errors, 0 warnings" in capsys.readouterr().out
    answers = path.parent / "replies"
    answers.write_text("How does something get paid that nobody planned for?\n/quit\n")
    assert run_command_line(["play", "no-money-left", "--seed", "7", "--answers", str(answers), "--json"]) == 0
    first = json.loads(capsys.readouterr().out)["turns"][0]
    assert "ask_behind" in {heard["signal"] for heard in first["heard"]}


def test_what_the_author_heard_stands_in_it(home: Path) -> None:
    given = ("--says", "Nobody here has the time.", "--who", "Ada Moss", "--role", "Buyer", "--company", "Moss Ltd")
    more = ("--sell", "Cloudy", "--behind", "I was burned twice", "--answer", "I see that. What happened back then?")
    assert new("--title", "No time at all", *given, *more, "--won", "She shows me the desk") == 0
    scenario = shelf().read(home / "scenarios" / "no-time-at-all.yaml")
    assert scenario.objections["heard_it"].says[0].text == "Nobody here has the time."
    assert (scenario.customer.name, scenario.customer.role) == ("Ada Moss", "Buyer")
    assert scenario.seller.product == "Cloudy"
    assert "I was burned twice." in scenario.facts["behind"].says[0].text
    assert scenario.moments["objects"].model_answer == "I see that. What happened back then?"
    assert scenario.goals[-1] == "She shows me the desk"


def test_an_answer_that_is_not_heard_as_a_question_is_kept_as_a_comment(home: Path, capsys: Run) -> None:
    assert new("--id", "mine", "--answer", "You need to decide today, you'd be crazy to wait.") == 0
    assert "note: your own answer is not heard" in " ".join(capsys.readouterr().out.split())
    path = home / "scenarios" / "mine.yaml"
    assert path.read_text().startswith("# You would have liked to answer: You need to decide today")
    assert check_file(shelf(), path, encoder=load_encoder()) == []


def test_it_asks_one_thing_at_a_time_and_an_empty_answer_takes_what_is_offered(
    home: Path, capsys: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    typed = "We've already got somebody for that.\nAda Moss\n\n\n\n\n\n\n"
    monkeypatch.setattr(sys, "stdin", io.StringIO(typed))
    assert run_command_line(["scenarios", "new", "--ask"]) == 0
    out = capsys.readouterr().out
    assert "1 of 8  What objection did you hear" in out
    assert "nearest to have_vendor" in out
    assert out.count("for example:") == 8
    scenario = shelf().read(home / "scenarios" / "we-already-have-a-supplier.yaml")
    assert scenario.customer.name == "Ada Moss"
    assert scenario.customer.role == "Operations manager"


def test_ending_the_input_in_the_middle_writes_nothing(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "stdin", io.StringIO("We have somebody.\nAda\n"))
    assert run_command_line(["scenarios", "new", "--ask"]) == 130
    assert not (home / "scenarios").exists()


def test_a_file_that_is_there_is_not_written_over(home: Path, capsys: Run) -> None:
    assert new("--id", "mine") == 0
    path = home / "scenarios" / "mine.yaml"
    path.write_text("mine own words")
    assert new("--id", "mine") == 2
    assert "is there already; choose another id with --id, or say --replace" in capsys.readouterr().err
    assert path.read_text() == "mine own words"
    assert new("--id", "mine", "--replace") == 0
    assert path.read_text().startswith("# It is too expensive.")


def test_an_id_of_another_scenario_is_refused_and_a_title_gets_a_free_one(home: Path, capsys: Run) -> None:
    assert new("--id", "its-too-expensive") == 2
    assert "there is a scenario 'its-too-expensive' already" in capsys.readouterr().err
    assert new("--title", "It's too expensive") == 0
    assert (home / "scenarios" / "its-too-expensive-2.yaml").is_file()


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("--id", "No Id"), "is no id"),
        (("--objection", "no_bugdet"), "did you mean 'no_budget'"),
        (("--objection", "bad_contact"), "the right reply ends the call"),
        (("--stage", "dinner"), "dinner"),
        (("--stage", "coaching", "--objection", "no_budget"), "for the stage coaching"),
        (("--says", "x" * 500), "has 500 characters; 400 is the most"),
        (("--title", "y" * 90), "80 is the most"),
    ],
)
def test_what_cannot_be_is_one_sentence_and_writes_nothing(
    arguments: tuple[str, ...], said: str, home: Path, capsys: Run
) -> None:
    assert new(*arguments) == 2
    err = capsys.readouterr().err
    assert err.startswith("error: ")
    assert said in err
    assert err.count("\n") == 1
    assert not (home / "scenarios").exists()


HOSTILE = "{draw.x} [@click=app.bell]x[/x] \x1b]52;c;aGk=\x07 \"': - # <<id>> &a *b !t\u202e %s 🙂"


def test_hostile_answers_stay_text(home: Path, capsys: Run) -> None:
    given = [f for name in ("--says", "--behind", "--who", "--role", "--company", "--won") for f in (name, HOSTILE)]
    assert new("--id", "odd", "--title", HOSTILE, "--sell", HOSTILE, *given) == 0
    assert "\x1b" not in capsys.readouterr().out
    scenario = shelf().read(home / "scenarios" / "odd.yaml")
    assert scenario.customer.name.startswith("(draw.x) [@click=app.bell]x[/x] ")
    assert scenario.customer.name == scenario.seller.product == scenario.goals[-1]
    assert "<<id>>" in scenario.title
    assert "\x1b" not in (home / "scenarios" / "odd.yaml").read_text()


def test_a_folder_that_cannot_be_written_to_is_said(home: Path, capsys: Run) -> None:
    home.mkdir()
    (home / "scenarios").write_text("a file")
    assert new("--id", "mine") == 2
    assert "is no folder; move it out of the way. Nothing was changed" in capsys.readouterr().err


def test_a_read_only_folder_is_said(home: Path) -> None:
    (home / "scenarios").mkdir(parents=True)
    (home / "scenarios").chmod(0o500)
    done = run("scenarios", "new", "--no-ask", "--id", "mine", preexec_fn=without_the_rights_of_a_superuser)
    assert "cannot be written to; allow it" in one_sentence(done)


def test_json_says_what_was_made(home: Path, capsys: Run) -> None:
    assert new("--id", "mine", "--json") == 0
    document = json.loads(capsys.readouterr().out)
    assert document["path"] == str(home / "scenarios" / "mine.yaml")
    assert document["objection"] == "price_high"
    assert document["problems"] == []


def test_the_last_question_of_an_answer_is_what_it_asks() -> None:
    assert asked('I see. What happened? And what would help?" ') == 'And what would help?"'
    assert asked("I see that.") == "I see that."


def test_a_title_becomes_an_id() -> None:
    assert slug("It's too expensive!") == "its-too-expensive"
    assert slug("Ça va? 42 %") == "a-va-42"
    assert slug("🙂") == ""
