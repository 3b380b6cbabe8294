"""What the encoder made of a file's sentences, kept in the cache folder: an author checks the same file again and again.

A vector is the encoder's for that text, whatever the file says by now; so there is nothing in it that could be stale.
"""

from __future__ import annotations

import base64
import hashlib
import os
from pathlib import Path
from typing import Any

from simulator.scenario import cache as caches

FORMAT = 1
FOLDER = "vectors"
MOST = 1_500
"""Texts of a file, the last that were used; 3 MB. What was edited away falls out of it."""


def recall(cache: Path | None, path: Path, encoder: Any) -> None:
    """The encoder knows what it made of this file's sentences the last time."""
    if cache is None:
        return
    kept, text = caches.load_with_text(_file(cache, path, encoder), FORMAT)
    try:
        texts = [str(one) for one in kept["texts"]]
        row = encoder.np.frombuffer(base64.b64decode(text, validate=True), encoder.np.float32)
        encoder.remember(texts, row.reshape(len(texts), encoder.width))
    except (LookupError, TypeError, ValueError):
        return


def keep(cache: Path | None, path: Path, encoder: Any) -> None:
    """For the next time. A cache that cannot be written is no error."""
    if cache is None:
        return
    texts, rows = encoder.remembered()
    texts, rows = texts[-MOST:], rows[-MOST:]
    data = base64.b64encode(rows.tobytes()).decode("ascii")
    caches.save(_file(cache, path, encoder), FORMAT, {"texts": texts}, data)


def _file(cache: Path, path: Path, encoder: Any) -> Path:
    name = hashlib.sha256(os.fsencode(f"{encoder.identity}\n{path.absolute()}")).hexdigest()[:32]
    return cache / FOLDER / f"{name}.txt"
