"""The versions of the tables that this Sparring knows."""

from __future__ import annotations

import re
from functools import cache
from importlib.resources import files


@cache
def known_versions() -> tuple[str, ...]:
    """All migrations, the newest last, by the names of their files."""
    folder = files("simulator.store") / "migrations" / "versions"
    return tuple(sorted(item.name[:4] for item in folder.iterdir() if re.match(r"\d{4}_\w+\.py$", item.name)))
