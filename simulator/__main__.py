"""`python -m simulator` and the command `sparring`."""

from __future__ import annotations

import sys


def main() -> int:
    """Runs the command line given to the process; returns its exit code."""
    from simulator.cli.main import run_command_line

    return run_command_line(sys.argv[1:])


if __name__ == "__main__":
    sys.exit(main())
