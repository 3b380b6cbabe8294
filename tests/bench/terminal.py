"""A terminal for measuring: starts a program on a pty and times what it shows."""

from __future__ import annotations

import fcntl
import os
import pty
import re
import select
import signal
import struct
import subprocess
import termios
import time
from collections.abc import Mapping, Sequence
from types import TracebackType

_ESCAPES = re.compile(rb"\x1b(?:\[[0-?]*[ -/]*[@-~]|\][^\x07\x1b]*(?:\x07|\x1b\\)|[@-Z\\-_]|P[^\x1b]*\x1b\\)")


class Terminal:
    """A program on a pseudo-terminal of `columns` x `rows`. Everything it painted stands in `raw`."""

    def __init__(
        self,
        command: Sequence[str],
        *,
        env: Mapping[str, str],
        cwd: str | None = None,
        columns: int = 100,
        rows: int = 30,
    ) -> None:
        leader, follower = pty.openpty()
        fcntl.ioctl(follower, termios.TIOCSWINSZ, struct.pack("HHHH", rows, columns, 0, 0))
        self.raw = b""
        self.started = time.perf_counter()
        self.process = subprocess.Popen(
            command,
            stdin=follower,
            stdout=follower,
            stderr=follower,
            env={**env, "TERM": "xterm-256color", "COLORTERM": "truecolor"},
            cwd=cwd,
            start_new_session=True,
        )
        os.close(follower)
        self.leader = leader

    def __enter__(self) -> Terminal:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self.process.poll() is None:
            os.killpg(self.process.pid, signal.SIGKILL)
        self.process.wait()
        os.close(self.leader)

    def pump(self, seconds: float) -> bool:
        """Reads what there is, waiting at most `seconds`; True if anything came."""
        ready, _, _ = select.select([self.leader], [], [], max(seconds, 0))
        if not ready:
            return False
        try:
            chunk = os.read(self.leader, 65536)
        except OSError:
            return False
        self.raw += chunk
        return bool(chunk)

    def text(self, since: int = 0) -> str:
        """What was painted from byte `since` on, without escape sequences; cursor moves are lost."""
        return _ESCAPES.sub(b"", self.raw[since:]).decode("utf-8", "replace")

    def wait_for(self, what: str, timeout: float = 20.0, since: int = 0) -> float:
        """Seconds from now until `what` is painted. Raises TimeoutError with what was there instead."""
        began = time.perf_counter()
        while time.perf_counter() - began < timeout:
            if what in self.text(since):
                return time.perf_counter() - began
            self.pump(0.05)
        raise TimeoutError(f"{what!r} did not appear in {timeout} s; last seen: {self.text(since)[-600:]!r}")

    def settle(self, quiet: float = 0.3, timeout: float = 10.0) -> None:
        """Waits until nothing has been painted for `quiet` seconds."""
        began = last = time.perf_counter()
        while time.perf_counter() - last < quiet and time.perf_counter() - began < timeout:
            if self.pump(0.02):
                last = time.perf_counter()

    def send(self, keys: str) -> None:
        os.write(self.leader, keys.encode())

    def memory(self) -> float:
        """Resident memory of the program in megabytes (Linux)."""
        with open(f"/proc/{self.process.pid}/status", encoding="ascii") as status:
            for line in status:
                if line.startswith("VmRSS"):
                    return int(line.split()[1]) / 1024
        return 0.0
