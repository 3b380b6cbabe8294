"""Sparring as a process of its own, as a shell starts it, and what its errors must look like."""

from __future__ import annotations

import ctypes
import os
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parents[2]


def run(*arguments: str, said: str = "", root: Path = ROOT, **more: object) -> subprocess.CompletedProcess[str]:
    """One command in a process of its own."""
    return subprocess.run(
        [sys.executable, "-m", "simulator", *arguments],
        input=said,
        capture_output=True,
        text=True,
        cwd=root,
        env={**os.environ, "PYTHONPATH": str(root)},
        timeout=120,
        **more,  # type: ignore[call-overload]
    )


def one_sentence(done: subprocess.CompletedProcess[str]) -> str:
    """The error of a command that ended as one should: exit code 2, one line, no traceback."""
    lines = done.stderr.strip().splitlines()
    assert done.returncode == 2, done.stderr
    assert "Traceback" not in done.stderr + done.stdout
    assert lines[-1].startswith("error: ")
    return lines[-1]


def without_the_rights_of_a_superuser() -> None:
    """Drops CAP_DAC_OVERRIDE and CAP_DAC_READ_SEARCH of what is run next, so that the rights of files count for root."""
    for capability in (1, 2):
        ctypes.CDLL(None).prctl(24, capability, 0, 0, 0)
