"""`python -m simulator` and the command `sparring`."""

from __future__ import annotations

import os
import sys
from typing import Any


def main() -> int:
    """Opens the app, or runs the command line given to the process; returns the exit code. Prints no traceback."""
    try:
        # What a terminal cannot show is a question mark, not the end.
        for stream in (sys.stdout, sys.stderr):
            if hasattr(stream, "reconfigure"):
                stream.reconfigure(errors="replace")
        # Each way imports only what it needs: the app is on the screen before click would be loaded.
        if len(sys.argv) == 1 and on_a_terminal():
            return open_app()
        from simulator.cli.main import run_command_line

        return run_command_line(sys.argv[1:])
    except KeyboardInterrupt:
        print("stopped", file=sys.stderr)
        return 130
    except Exception as error:
        return failed(error)


def on_a_terminal() -> bool:
    """Whether the app can be drawn. A stream that was closed is None."""
    streams: tuple[Any, ...] = (sys.stdin, sys.stdout)
    return all(s is not None and not s.closed and s.isatty() for s in streams) and os.environ.get("TERM") != "dumb"


def open_app() -> int:
    from simulator.services.home import Home

    home = Home.find(os.environ)
    from simulator.ui.app import run

    return run(home)


def failed(error: Exception) -> int:
    """One sentence, and exit code 2."""
    if os.environ.get("SPARRING_DEBUG"):
        raise error
    from scoring.hearing.text import clean
    from simulator.services.faults import sentence_for

    print(f"error: {' '.join(clean(sentence_for(error, os.environ)).split())}", file=sys.stderr)
    return 2


if __name__ == "__main__":
    sys.exit(main())
