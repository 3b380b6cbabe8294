"""Files that are written whole or not at all: a full disk or a kill leaves what stood there before."""

from __future__ import annotations

import contextlib
import os
from pathlib import Path


def write_whole(path: Path, text: str, *, mode: int = 0o644, errors: str = "strict") -> None:
    """Put the text in place of what is there. `mode`: of a new file; `errors`: as of `open`. Raises OSError."""
    part = path.with_name(f"{path.name}.{os.getpid()}.part")
    try:
        part.touch(mode=mode)
        part.write_text(text, encoding="utf-8", errors=errors)
        os.replace(part, path)
    except OSError:
        with contextlib.suppress(OSError):
            part.unlink()
        raise
