"""What a rep feels: start, a key's echo, the customer's answer, and the memory of it. On a real pseudo-terminal."""

from __future__ import annotations

import os
import sys
import tempfile
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

from tests.bench.table import Row, median, p95
from tests.bench.terminal import Terminal

ROOT = Path(__file__).parents[2]
MINIMAL = (sys.executable, "-m", "tests.bench.minimal_app")
APP = (sys.executable, "-m", "simulator")
SCENARIO = "the-interrupted-operations-lead"
REPLIES = (
    "Dana, you weren't expecting me, so I'll be short.",
    "What happens on your side when a van runs late?",
    "How many of those did you have last month?",
    "Fair enough, you have a dock to run.",
    "Who else looks at that with you?",
)


def environment(home: Path, encoder: bool) -> Mapping[str, str]:
    keep = {name: os.environ[name] for name in ("PATH", "LANG", "HOME", "LC_ALL") if name in os.environ}
    return {
        **keep,
        "SPARRING_HOME": str(home),
        "SPARRING_ENCODER": "on" if encoder else "off",
        "OPENBLAS_NUM_THREADS": "1",
    }


@contextmanager
def prepared_home(encoder: bool) -> Iterator[tuple[Path, Mapping[str, str]]]:
    """A data folder in which somebody has given a name and the index and the compiled scenarios exist."""
    from simulator.services.home import Home
    from simulator.services.practice import Practice

    with tempfile.TemporaryDirectory() as folder:
        env = environment(Path(folder), encoder)
        practice = Practice(Home.find(env))
        actor = practice.people.introduce("Sam Bench")
        for entry in practice.library(actor):
            practice.brief(actor, entry.id)
        practice.close()
        yield Path(folder), env


def first_title(env: Mapping[str, str]) -> str:
    from simulator.services.home import Home
    from simulator.services.practice import Practice

    practice = Practice(Home.find(env))
    try:
        return str(practice.catalogue.entries()[0].title)
    finally:
        practice.close()


def start_up(runs: int = 9) -> list[Row]:
    """Spawn to the first scenario's title, against a minimal app's first text; alternating, medians."""
    with prepared_home(encoder=False) as (_, env):
        title = first_title(env)[:14]
        ours, theirs = [], []
        for run in range(runs + 1):
            for command, text, times in ((MINIMAL, "ready when", theirs), (APP, title, ours)):
                with Terminal(command, env=env, cwd=str(ROOT), columns=120, rows=40) as terminal:
                    terminal.wait_for(text)
                    if run:
                        times.append(time.perf_counter() - terminal.started)
        ratio = median(ours) / median(theirs)
        return [
            Row(
                "spawn to the first scenario's title",
                ratio,
                1.6,
                "x",
                f"minimal {median(theirs) * 1e3:.0f} ms, ours {median(ours) * 1e3:.0f} ms",
            )
        ]


def echo_times(terminal: Terminal, keys: int) -> list[float]:
    times = []
    alphabet = "qzjxkvwyupg"
    for number in range(keys):
        key = alphabet[number % len(alphabet)]
        mark = len(terminal.raw)
        began = time.perf_counter()
        terminal.send(key)
        terminal.wait_for(key, since=mark)
        times.append(time.perf_counter() - began)
        terminal.settle(0.01, 0.05)
    return times


def conversation(encoder: bool, rounds: int = 4) -> list[Row]:
    """Echo of a key, Enter to the customer's answer, and memory, each beside the minimal app in the same run."""
    rows: list[Row] = []
    name = "with the encoder" if encoder else "without the encoder"
    with prepared_home(encoder) as (_, env):
        bare, ours, bare_echo, our_echo, memory = [], [], [], [], 0.0
        for seed in range(rounds):
            answers = expected_answers(env, seed)
            with Terminal(MINIMAL, env=env, cwd=str(ROOT), columns=120, rows=40) as small:
                small.wait_for("ready when")
                small.settle()
                bare_echo += echo_times(small, 30)[5:]
                small.send("\x15")
                for number, reply in enumerate(REPLIES):
                    bare += [enter_to(small, f"{reply} {number}", "answered")] if number else []
            command = (*APP, "play", SCENARIO, "--seed", str(seed), "--mode", "practice")
            with Terminal(command, env=env, cwd=str(ROOT), columns=120, rows=40) as app:
                app.wait_for(answers[0][:10])
                app.settle(1.5 if encoder else 0.5)
                our_echo += echo_times(app, 30)[5:]
                app.send("\x15" + "\x7f" * 60)
                app.settle()
                for number, (reply, answer) in enumerate(zip(REPLIES, answers[1:], strict=False)):
                    took = enter_to(app, reply, answer[:12])
                    if number:
                        ours.append(took)
                memory = max(memory, app.memory())
        over = (median(ours) - median(bare)) * 1e3
        rows.append(
            Row(
                f"key to echo, p95, {name}",
                p95(our_echo) / p95(bare_echo),
                2.0,
                "x",
                f"minimal {p95(bare_echo) * 1e3:.1f} ms, ours {p95(our_echo) * 1e3:.1f} ms",
            )
        )
        rows.append(
            Row(
                f"Enter to the answer over a bare line, {name}",
                over,
                35.0 if encoder else 15.0,
                "ms",
                f"minimal {median(bare) * 1e3:.1f} ms, ours {median(ours) * 1e3:.1f} ms",
            )
        )
        rows.append(Row(f"memory in a conversation, {name}", memory, 250.0 if encoder else 90.0, "MB"))
    return rows


def enter_to(terminal: Terminal, reply: str, answer: str) -> float:
    """Types a reply as a person does (the encoder works meanwhile), presses Enter, waits for the answer; seconds."""
    for word in reply.split(" "):
        terminal.send(word + " ")
        terminal.settle(0.03, 0.2)
    terminal.settle(0.2)
    mark = len(terminal.raw)
    began = time.perf_counter()
    terminal.send("\r")
    terminal.wait_for(answer, since=mark)
    took = time.perf_counter() - began
    terminal.settle(0.1)
    return took


def expected_answers(env: Mapping[str, str], seed: int) -> list[str]:
    """The customer's opening and answers to REPLIES with this seed: the first words to look for on the screen."""

    from simulator.services.home import Home
    from simulator.services.practice import Practice

    with tempfile.TemporaryDirectory() as folder:
        practice = Practice(Home.find({**env, "SPARRING_HOME": folder}))
        try:
            actor = practice.people.introduce("Nobody")
            call = practice.start(actor, SCENARIO, mode="practice", level="normal", seed=seed)
            said = [call.session.opening[0]]
            for reply in REPLIES:
                if call.session.over:
                    break
                said.append(call.reply(reply).customer.strip())
            call.leave()
            return said
        finally:
            practice.close()
