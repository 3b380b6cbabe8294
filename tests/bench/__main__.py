"""`make bench`: every speed and memory figure beside its bar. Exits 1 where one falls short."""

from __future__ import annotations

import sys

from tests.bench import app, engine
from tests.bench.table import printed


def main() -> int:
    rows = [*app.start_up(), *app.conversation(encoder=False), *app.conversation(encoder=True)]
    rows += [engine.turn(), engine.machine(), engine.menu(), *engine.opening(), *engine.heads(), *engine.fixes()]
    print(printed(rows))
    return 0 if all(row.held for row in rows) else 1


if __name__ == "__main__":
    sys.exit(main())
