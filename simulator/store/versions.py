"""The versions of the tables that this Sparring knows."""

from __future__ import annotations

import errno
import os
import re
from functools import cache
from importlib.resources import files


@cache
def known_versions() -> tuple[str, ...]:
    """All migrations, the newest last, by the names of their files. Raises FileNotFoundError where there are none."""
    folder = files("simulator.store") / "migrations" / "versions"
    found = sorted(item.name[:4] for item in folder.iterdir() if re.match(r"\d{4}_\w+\.py$", item.name))
    if not found:
        raise FileNotFoundError(errno.ENOENT, os.strerror(errno.ENOENT), str(folder))
    return tuple(found)
