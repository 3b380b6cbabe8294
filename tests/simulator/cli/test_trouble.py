"""Full disks, damaged records, missing parts: one sentence that says what is safe and what to do, and no traceback."""

from __future__ import annotations

import io
import os
import resource
import shutil
import signal
import sqlite3
import subprocess
import sys
import time
from pathlib import Path

import pytest
import sqlalchemy as sa

from simulator.cli.main import run_command_line
from simulator.cli.plain import PlainCall
from simulator.services.practice import Practice
from tests.simulator.homes import GOOD, INTERRUPTED, practice_in
from tests.simulator.processes import ROOT, one_sentence, run, without_the_rights_of_a_superuser

PLAY = ("play", INTERRUPTED, "--seed", "7", "--plain")


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("SPARRING_HOME", str(tmp_path / "home"))
    monkeypatch.setenv("SPARRING_ENCODER", "off")
    return tmp_path / "home"


def fill_up(practice: Practice) -> None:
    """As if the disk had no room left for another page."""
    with practice.record._writer.connect() as connection:
        pages = connection.exec_driver_sql("PRAGMA page_count").scalar()
    practice.record._writer.dispose()
    sa.event.listen(practice.record._writer, "begin", lambda c: c.exec_driver_sql(f"PRAGMA max_page_count={pages}"))
    # What is still free in the last pages is used up first.
    with practice.record.write() as connection:
        connection.exec_driver_sql("CREATE TEMP TABLE unused (x)")


@pytest.mark.parametrize(
    ("line", "mode"), [("/silence", "practice"), ("How?", "practice"), ("/choose 1", "guided"), ("1", "guided")]
)
def test_on_a_full_disk_every_line_is_answered_and_the_call_goes_on(tmp_path: Path, line: str, mode: str) -> None:
    practice, _ = practice_in(tmp_path)
    call = practice.start(practice.people.introduce("Sam"), INTERRUPTED, seed=7, mode=mode)

    def full(*_: object) -> None:
        error = sqlite3.OperationalError("database or disk is full")
        error.sqlite_errorcode = sqlite3.SQLITE_FULL
        raise error

    out: list[str] = []
    said = iter([line, "/again", "/quit"])
    sa.event.listen(practice.record._writer, "begin", full)
    before = call.session.transcript()
    assert not PlainCall(call, lambda _: next(said), out.append).run()
    assert sum(line.startswith("(The disk is full") for line in out) == 1
    assert call.session.transcript() == before
    sa.event.remove(practice.record._writer, "begin", full)
    assert practice.resume(practice.people.introduce("Sam")).attempt == call.attempt
    practice.close()


def test_a_start_on_a_full_disk_speaks_of_no_reply(tmp_path: Path) -> None:
    from simulator.store.connection import RecordError

    practice, sam = practice_in(tmp_path)
    fill_up(practice)
    with pytest.raises(RecordError) as error:
        for _ in range(400):
            practice.start(sam, INTERRUPTED, seed=7)
    assert str(error.value) == (
        "The disk is full: this could not be recorded. Everything before it is safe. Free some space, then try it again."
    )
    practice.close()


def test_where_the_disk_takes_no_more_the_last_line_says_how_to_go_on(home: Path) -> None:
    assert run(*PLAY, said=f"{GOOD[0]}\n/quit\n").returncode == 0
    reply = f"{GOOD[1]} {'And how is that for the depot? ' * 100}"

    def limit() -> None:
        resource.setrlimit(resource.RLIMIT_FSIZE, (200_000, 200_000))

    error = one_sentence(run("play", "--resume", "--answers", "-", said=f"{reply}\n" * 100, preexec_fn=limit))
    assert "Everything before it is safe" in error
    assert "Go on with: sparring play --resume " in error
    assert "Going on with" in run("play", "--resume", "--plain", said="/quit\n").stdout


def test_damaged_and_odd_records_are_one_sentence_in_every_command(home: Path) -> None:
    assert run(*PLAY, said="/quit\n").returncode == 0
    path = home / "sparring.db"
    for make in (lambda: path.write_bytes(b"no record " * 999), lambda: os.mkfifo(path), path.mkdir):
        for part in home.glob("sparring.db*"):
            part.rmdir() if part.is_dir() else part.unlink()
        make()
        assert "sparring.db" in one_sentence(run(*PLAY))
        assert "sparring.db" in one_sentence(run("play", "--resume", "--plain"))
        assert "sparring.db" in one_sentence(run("backup"))


def test_a_person_restores_the_backup_that_they_asked_for(home: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(*PLAY, said=f"{GOOD[0]}\n/quit\n").returncode == 0
    assert run_command_line(["backup"]) == 0
    assert "0 ended calls, 1 open" in capsys.readouterr().out
    (made,) = (home / "backups").glob("*-asked.db")
    for part in home.glob("sparring.db*"):
        part.unlink()
    (home / "sparring.db").write_bytes(b"no record " * 999)
    # The backup of the day may be as new as the one that was asked for.
    assert f"The newest good backup is {home}/backups/" in one_sentence(run("play", "--resume", "--plain"))
    assert run_command_line(["restore", "--list"]) == 0
    assert f"{made.name}: asked, 0 ended calls, 1 open, last touched" in capsys.readouterr().out
    assert "say --yes" in one_sentence(run("restore", made.name))
    assert (home / "sparring.db").read_bytes() == b"no record " * 999
    assert run_command_line(["restore", made.name, "--yes"]) == 0
    (kept,) = home.glob("sparring.db.damaged-*Z")
    assert str(kept) in capsys.readouterr().out
    assert kept.read_bytes() == b"no record " * 999
    assert "Going on with" in run("play", "--resume", "--plain", said="/quit\n").stdout


@pytest.mark.parametrize("answer", ["y", "n", ""])
def test_a_restore_asks_first(home: Path, answer: str, monkeypatch: pytest.MonkeyPatch) -> None:
    assert run(*PLAY, said="/quit\n").returncode == 0
    assert run_command_line(["backup", str(home / "one.db")]) == 0

    class Terminal(io.StringIO):
        def isatty(self) -> bool:
            return True

    monkeypatch.setattr(sys, "stdin", Terminal(f"{answer}\n"))
    assert run_command_line(["restore", str(home / "one.db")]) == (0 if answer == "y" else 130)
    assert bool(list(home.glob("backups/*-replaced.db"))) == (answer == "y")


def test_the_command_line_makes_the_backup_of_the_day_too(home: Path) -> None:
    for _ in range(2):
        assert run(*PLAY, said=f"{GOOD[0]}\n/quit\n").returncode == 0
    made = [item.name for item in (home / "backups").iterdir()]
    assert [name.endswith("-daily.db") for name in made] == [True]


def test_a_folder_of_scenarios_that_is_not_there_is_said_once(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SPARRING_SCENARIOS", "/nowhere/at/all")
    for arguments in (("scenarios", "list"), PLAY):
        done = run(*arguments, said="/quit\n")
        assert done.returncode == 0
        assert done.stderr.count("SPARRING_SCENARIOS names /nowhere/at/all, which is not there") == 1


def tree(folder: Path) -> Path:
    """A copy of the program, to break."""
    for name in ("simulator", "scoring", "scenarios"):
        shutil.copytree(ROOT / name, folder / name, ignore=shutil.ignore_patterns("__pycache__", "corpus"))
    return folder


@pytest.mark.parametrize(
    "broken",
    [
        "scoring/hearing/order.json",
        "simulator/store/migrations",
        "simulator/services/practice.py",
        "simulator/cli/play.py",
        "simulator/cli/main.py",
    ],
)
def test_a_part_that_is_missing_is_one_sentence(home: Path, tmp_path: Path, broken: str) -> None:
    root = tree(tmp_path / "program")
    path = root / broken
    shutil.rmtree(path) if path.is_dir() else path.unlink()
    error = one_sentence(run(*PLAY, said=f"{GOOD[0]}\n/quit\n", root=root))
    assert error.startswith("error: Sparring is not installed whole: ")
    assert "fault.txt" in error


def test_a_rubric_that_is_missing_is_named(home: Path, tmp_path: Path) -> None:
    root = tree(tmp_path / "program")
    shutil.rmtree(root / "scenarios" / "rubrics")
    assert "rubrics" in one_sentence(run(*PLAY, root=root))


def test_a_fault_of_its_own_is_kept_and_named(home: Path, tmp_path: Path) -> None:
    root = tree(tmp_path / "program")
    (root / "simulator" / "services" / "practice.py").write_text("1 / 0\n", encoding="utf-8")
    error = one_sentence(run(*PLAY, root=root))
    kept = home / "fault.txt"
    assert error.endswith(
        f"fault of its own. Everything you said is kept; start it again to go on. Details are in {kept}."
    )
    assert "ZeroDivisionError" in kept.read_text(encoding="utf-8")
    os.remove(kept)
    os.mkfifo(kept)
    assert "fault of its own" in one_sentence(run(*PLAY, root=root))


@pytest.mark.parametrize("encoding", ["ascii", "latin-1", "utf-16"])
def test_a_terminal_that_knows_few_letters_ends_nothing(
    home: Path, encoding: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PYTHONIOENCODING", encoding)
    done = subprocess.run(
        [sys.executable, "-m", "simulator", "scenarios", "list"], capture_output=True, cwd=ROOT, check=False
    )
    assert done.returncode == 0
    assert b"Traceback" not in done.stderr


def test_a_call_that_is_killed_in_the_middle_goes_on_after_its_last_reply(home: Path) -> None:
    playing = subprocess.Popen(
        [sys.executable, "-m", "simulator", *PLAY], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, cwd=ROOT
    )
    assert playing.stdin is not None
    playing.stdin.write(f"{GOOD[0]}\n")
    playing.stdin.flush()
    path = home / "sparring.db"
    for _ in range(600):
        time.sleep(0.05)
        if path.exists() and turns(path):
            break
    playing.send_signal(signal.SIGKILL)
    playing.communicate()
    assert turns(path) == 1
    done = run("play", "--resume", "--plain", said="/quit\n")
    assert "Going on with" in done.stdout


def turns(path: Path) -> int:
    try:
        with sqlite3.connect(f"file:{path}?mode=ro", uri=True) as connection:
            count: int = connection.execute("SELECT count(*) FROM turn").fetchone()[0]
            return count
    except sqlite3.Error:
        return 0


@pytest.mark.parametrize(
    ("name", "rights"), [("sparring.db", 0o400), ("sparring.db", 0o000), ("", 0o500), ("", 0o000), ("cache", 0o000)]
)
def test_what_may_not_be_read_or_written_is_named(home: Path, name: str, rights: int) -> None:
    assert run(*PLAY, said="/quit\n").returncode == 0
    target = home / name
    target.chmod(rights)
    done = run(*PLAY, said="/quit\n", preexec_fn=without_the_rights_of_a_superuser)
    target.chmod(0o700)
    if name == "cache":
        assert done.returncode == 0
        assert done.stderr == ""
    else:
        assert str(target) in one_sentence(done)
        assert "SPARRING_HOME" in one_sentence(done)
