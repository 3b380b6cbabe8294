"""Caches: files that may be missing, stale, damaged or unwritable at any time, and are then made anew.

A file holds its format, the hash of its data, and the data. What does not begin like that was not written by this
version: it is not even parsed, so that nothing in it, however nested or misshapen, can do harm.
"""

from __future__ import annotations

import contextlib
import hashlib
import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from simulator.whole import write_whole

LARGEST = 64_000_000
"""Bytes of a cache file that are still read."""


def load(path: Path, number: int) -> dict[str, Any]:
    """What was saved there in this format; empty where there is nothing that can be used."""
    return load_with_text(path, number)[0]


def load_with_text(path: Path, number: int) -> tuple[dict[str, Any], str]:
    """What was saved there, and the text that stands below it; empty where there is nothing that can be used."""
    try:
        # A pipe or a device in its place would never end.
        if not path.is_file() or path.stat().st_size > LARGEST:
            return {}, ""
        head, _, body = path.read_text(encoding="utf-8").partition("\n")
    except (OSError, ValueError):
        return {}, ""
    if head != _head(number, body):
        return {}, ""
    first, _, text = body.partition("\n")
    try:
        data = json.loads(first)["data"]
    except (ValueError, LookupError, TypeError, RecursionError):
        return {}, ""
    return (data, text) if isinstance(data, dict) else ({}, "")


def save(path: Path, number: int, data: Mapping[str, Any], text: str = "") -> None:
    """Whole or not at all; a cache that cannot be written is a slower start, no error.

    `text`: what is kept beside the data as it is, such as JSON that would only be escaped in it.
    """
    body = json.dumps({"data": data}) + (f"\n{text}" if text else "")
    with contextlib.suppress(OSError):
        path.parent.mkdir(parents=True, exist_ok=True)
        write_whole(path, f"{_head(number, body)}\n{body}")


def _head(number: int, body: str) -> str:
    return f"sparring-cache {number} {hashlib.sha256(body.encode()).hexdigest()}"
