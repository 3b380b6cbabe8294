"""`python -m simulator` and the command `sparring`. Without arguments the app opens without loading click."""

from __future__ import annotations

import os
import sys


def main() -> int:
    """Runs the command line given to the process; returns its exit code."""
    if len(sys.argv) == 1 and sys.stdin.isatty() and sys.stdout.isatty():
        return straight_into_the_app()
    from simulator.cli.main import run_command_line

    return run_command_line(sys.argv[1:])


def straight_into_the_app() -> int:
    from simulator.services.home import Home
    from simulator.ui.app import run

    try:
        return run(Home.find(os.environ))
    except KeyboardInterrupt:
        return 130
    except Exception as error:
        if os.environ.get("SPARRING_DEBUG"):
            raise
        print(f"error: {error}", file=sys.stderr)
        return 2


if __name__ == "__main__":
    sys.exit(main())
