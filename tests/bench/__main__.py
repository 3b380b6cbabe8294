"""`make bench`: every speed and memory figure beside its bar. Exits 1 where one falls short."""

from __future__ import annotations

import sys

from tests.bench import app, engine
from tests.bench.table import printed


def main() -> int:
    # The engine's first: what the app's rows leave in this process makes them a fifth slower, and is none of theirs.
    rows = [engine.turn(), engine.machine(), engine.menu(), *engine.opening(), *engine.heads(), *engine.fixes()]
    rows += [*app.start_up(), *app.conversation(encoder=False), *app.conversation(encoder=True)]
    print(printed(rows))
    return 0 if all(row.held for row in rows) else 1


if __name__ == "__main__":
    sys.exit(main())
