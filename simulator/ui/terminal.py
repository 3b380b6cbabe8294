"""Whether there is still a terminal: a closed window must end the app, not leave it turning over an empty input."""

from __future__ import annotations

import os
import select
import threading

GRACE = 3.0
"""Seconds for an orderly end; every reply is in the record already."""
HUNG_UP = 129
"""The exit code of a process that lost its terminal: 128 and the number of SIGHUP."""


def hung_up(descriptor: int = 0) -> bool:
    """Whether the other end of the input is gone. False where the system cannot tell."""
    if not hasattr(select, "poll"):
        return False
    poll = select.poll()
    try:
        poll.register(descriptor, select.POLLHUP | select.POLLERR)
        events = poll.poll(0)
    except (OSError, ValueError):
        return True
    return any(found & (select.POLLHUP | select.POLLERR | select.POLLNVAL) for _, found in events)


def end_soon() -> None:
    """Ends the process after GRACE; what is still painted goes nowhere, for the terminal is gone.

    Without that the last words could not be written, and Python would end with 120 instead of HUNG_UP.
    """
    nowhere = os.open(os.devnull, os.O_WRONLY)
    for descriptor in (1, 2):
        os.dup2(nowhere, descriptor)
    timer = threading.Timer(GRACE, os._exit, (HUNG_UP,))
    timer.daemon = True
    timer.start()
