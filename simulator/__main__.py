"""`python -m simulator` and the command `sparring`."""

from __future__ import annotations

import os
import sys


def main() -> int:
    """Opens the app, or runs the command line given to the process; returns the exit code."""
    # Each way imports only what it needs: the app is on the screen before click would be loaded.
    if len(sys.argv) == 1 and sys.stdin.isatty() and sys.stdout.isatty() and os.environ.get("TERM") != "dumb":
        return open_app()
    from simulator.cli.main import run_command_line

    return run_command_line(sys.argv[1:])


def open_app() -> int:
    from simulator.services.home import Home, HomeError

    try:
        home = Home.find(os.environ)
    except HomeError as error:
        print(f"error: {error}", file=sys.stderr)
        return 2
    from simulator.ui.app import run

    return run(home)


if __name__ == "__main__":
    sys.exit(main())
