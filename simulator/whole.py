"""Files that are written whole or not at all: a full disk or a kill leaves what stood there before."""

from __future__ import annotations

import contextlib
import os
from pathlib import Path


def write_whole(path: Path, text: str, *, mode: int = 0o644, errors: str = "strict") -> None:
    """Put the text in place of what is there. `mode`: of a new file; `errors`: as of `str.encode`. Raises OSError."""
    write_whole_bytes(path, text.encode("utf-8", errors), mode=mode)


def write_whole_bytes(path: Path, data: bytes, *, mode: int = 0o644) -> None:
    """Put the bytes in place of what is there. `mode`: of a new file. Raises OSError."""
    part = path.with_name(f"{path.name}.{os.getpid()}.part")
    try:
        part.touch(mode=mode)
        part.write_bytes(data)
        os.replace(part, path)
    except OSError:
        with contextlib.suppress(OSError):
            part.unlink()
        raise
