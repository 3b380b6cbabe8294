"""The same words get the same marks, on any machine and with any number of threads."""

from __future__ import annotations

import json
import os
import subprocess
import sys

from tests.bench.calls import played
from tests.bench.golden import GOLDEN, today
from tests.scoring.hearing.weights import encoder

KEPT = json.loads(GOLDEN.read_text(encoding="utf-8"))


def test_every_reply_is_heard_and_every_call_marked_as_written_down() -> None:
    assert encoder()
    calls = played()
    assert sum(bool(turn.rep) for call in calls for turn in call.transcript.turns) >= 500
    found = today(calls)
    changed = {name: found[name] for name in KEPT if found[name] != KEPT[name]}
    assert not changed, f"read the change, then: python -m tests.bench.golden --write\n{changed}"
    assert set(found) == set(KEPT)


def test_another_process_with_other_threads_agrees() -> None:
    script = (
        "import json, sys; from tests.bench.calls import played; from tests.bench.golden import today; "
        "json.dump(today(played()[::9]), sys.stdout)"
    )
    threads = {"OMP_NUM_THREADS": "2", "OPENBLAS_NUM_THREADS": "2", "PYTHONHASHSEED": "1"}
    done = subprocess.run(
        [sys.executable, "-c", script], capture_output=True, text=True, check=True, env={**os.environ, **threads}
    )
    other = json.loads(done.stdout)
    assert other == {name: KEPT[name] for name in other}
