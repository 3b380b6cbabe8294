"""A manager's week on the command line: the same services as in the app."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from click.testing import CliRunner

from simulator.cli.main import COMMANDS, run_command_line
from tests.simulator.offices import LAZY, Office


@pytest.fixture
def office(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Office:
    made = Office.in_(tmp_path / "home")
    monkeypatch.setenv("SPARRING_HOME", str(tmp_path / "home"))
    monkeypatch.setenv("SPARRING_ENCODER", "off")
    row = made.assign(pass_mark=55, due="2099-01-01")
    made.play("amara", assigned=row)
    made.play("bela", assigned=row, lines=LAZY)
    made.close()
    return made


@pytest.fixture
def run(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]):  # type: ignore[no-untyped-def]
    def as_(login: str, *arguments: str, code: int = 0) -> str:
        for name in ("LOGNAME", "USER", "LNAME", "USERNAME"):
            monkeypatch.setenv(name, login)
        capsys.readouterr()
        got = run_command_line(list(arguments))
        out, err = capsys.readouterr()
        assert got == code, (out, err)
        assert "Traceback" not in out + err
        return out if code != 2 else err

    return as_


def test_a_manager_assigns_sees_reviews_and_coaches(office: Office, run, tmp_path: Path) -> None:  # type: ignore[no-untyped-def]
    assert "1 in progress" in run("ruth", "board")
    assert "Béla Kiss" in run("ruth", "board", "1", "--only", "in_progress")
    queue = json.loads(run("ruth", "review", "queue", "--json"))["queue"]
    call = next(row for row in queue if row["name"] == "Béla Kiss")["attempt"][:8]
    assert "Open and relevant questions" in run("ruth", "review", "show", call)
    run("ruth", "review", "mark", call, "D1", "4", "--reason", "I hear it in the second reply.")
    run("ruth", "review", "comment", call, "Let her finish.", "--turn", "1")
    assert "Ruth Lind changed a mark" in run("bela", "due")
    run("bela", "review", "dispute", call, "D2", "I asked what it costs in reply 4.")
    assert "error: a dispute waits" in run("ruth", "review", "done", call, code=2)
    run("ruth", "review", "rule", call, "D2", "--reject", "--reason", "That was not a question.")
    run("ruth", "review", "done", call)
    assert "rejects your dispute" in " ".join(run("bela", "due").split())
    assert "One thing" in run("ruth", "coach", "prep", "bela")
    assert "D1" in run("ruth", "goals", "criteria")
    run("ruth", "goals", "set", "bela", "D1", "--step", "Two questions on paper before each call.")
    run("ruth", "coach", "hold", "bela", "--line", "You let her finish.", "--action", "Ask before any claim.")
    assert "Ask before any claim." in run("bela", "coach", "list", "bela")
    page = tmp_path / "page.html"
    run("ruth", "report", "rep", "bela", "--to", str(page))
    assert "Ask before any claim." in page.read_text()
    assert "is there already" in run("ruth", "report", "rep", "bela", "--to", str(page), code=2)
    marks = tmp_path / "marks.csv"
    run("ruth", "export", "marks", "--to", str(marks))
    assert "I hear it in the second reply." in marks.read_text()


def test_a_rep_may_not_and_is_told_so_in_a_sentence(office: Office, run) -> None:  # type: ignore[no-untyped-def]
    for arguments in (["board"], ["review", "queue"], ["assign", "list"], ["people", "list"], ["admin", "audit"]):
        assert run("bela", *arguments, code=2).startswith("error: ")


def test_an_admin_opens_a_transcript_only_with_a_reason_that_stands_in_the_log(office: Office, run) -> None:  # type: ignore[no-untyped-def]
    call = office.practice_call("bela")
    assert "error: " in run("ines", "review", "show", call, code=2)
    run("ines", "review", "show", call, "--reason", "The works council asked for it.")
    assert "open transcript" in run("ines", "admin", "audit")
    assert "The log holds" in run("ines", "admin", "audit", "--verify")
    assert "Ines Pardo read a call of yours" in run("bela", "due")


def test_people_and_figures_come_from_files(office: Office, run, tmp_path: Path) -> None:  # type: ignore[no-untyped-def]
    people = tmp_path / "people.csv"
    people.write_text("login;name;team\nnoa;Noa Berg;Harbour\n")
    assert "1 would be changed" in run("ines", "people", "import", str(people), "--dry-run")
    run("ines", "people", "import", str(people))
    assert "Noa Berg" in run("ruth", "people", "list")
    kpis = tmp_path / "kpis.csv"
    kpis.write_text("login,start,end,calls,connects\nnoa,2026-11-01,2026-11-30,100,7\nzed,2026-11-01,2026-11-30,1,1\n")
    assert "line 3" in run("ruth", "kpi", "import", str(kpis), code=1)
    kpis.write_text("login,start,end,calls,connects\nnoa,2026-11-01,2026-11-30,100,7\n")
    run("ruth", "kpi", "import", str(kpis))
    assert "7 of 100, 7%" in run("noa", "kpi", "show", "noa")


def test_what_is_assigned_is_played_by_its_number(office: Office, run, tmp_path: Path) -> None:  # type: ignore[no-untyped-def]
    answers = tmp_path / "answers.txt"
    answers.write_text("Hello.\n" * 8)
    assert "Dana" in run("chen", "play", "--assigned", "1", "--seed", "7", "--answers", str(answers))
    assert "is not assigned to you" in run("otto", "play", "--assigned", "1", "--answers", str(answers), code=2)
    assert "leave out ID" in run("chen", "play", "x", "--assigned", "1", code=2)


@pytest.mark.parametrize(
    "name",
    [
        "due",
        "assign",
        "board",
        "review",
        "coach",
        "goals",
        "kpi",
        "wins",
        "report",
        "export",
        "people",
        "teams",
        "admin",
        "demo",
        "company",
    ],
)
def test_help_has_an_example(name: str) -> None:
    from simulator.cli.main import sparring

    shown = CliRunner().invoke(sparring, [name, "--help"]).output
    assert "Example" in shown
    assert name in COMMANDS


def test_the_companys_file_is_kept_only_where_nothing_is_wrong_in_it(office: Office, run, tmp_path: Path) -> None:  # type: ignore[no-untyped-def]
    file = tmp_path / "ours.yaml"
    file.write_text("product: Queuewell\nprise: 42\ndiscount_limit: ten\n")
    out = run("ruth", "company", "set", str(file), code=1)
    assert f"{file}:2:1: S105" in out
    assert f"{file}:3:" in out
    assert not (tmp_path / "home" / "company.yaml").exists()
    file.write_text("product: Marigold\nprice: 42\n")
    run("ruth", "company", "set", str(file))
    assert "product: Marigold" in run("bela", "company", "show")
    file.write_text("product: Second\n")
    assert "only a manager" in run("bela", "company", "set", str(file), code=2)
    run("ruth", "company", "set", str(file))
    assert "Marigold" in (tmp_path / "home" / "company.yaml.before").read_text()
