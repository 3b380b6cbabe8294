"""What went wrong as one sentence, and what is kept of a fault of Sparring's own so that somebody can mend it."""

from __future__ import annotations

import platform
import sys
import traceback
from collections.abc import Mapping
from datetime import UTC, datetime
from pathlib import Path

from simulator.whole import write_whole

OURS = ("simulator", "scoring", "scenarios")
OWN_FAULT = "Sparring stopped because of a fault of its own. Everything you said is kept; start it again to go on."
INCOMPLETE = "Sparring is not installed whole: {} is missing or cannot be read. Run `make run`, or install it again."


def sentence_for(error: BaseException, environ: Mapping[str, str]) -> str:
    """A sentence for any error. What nobody foresaw is kept in the data folder, and the sentence says where."""
    if type(error).__module__.partition(".")[0] in OURS:
        return str(error) or type(error).__name__
    if isinstance(error, ImportError):
        name = f"the package '{error.name.partition('.')[0]}'" if error.name else "a package"
        return with_details(INCOMPLETE.format(name), error, _folder(environ))
    if isinstance(error, OSError):
        if error.filename is None:
            return f"{(error.strerror or str(error)).lower()}"
        if _is_ours(str(error.filename)):
            return with_details(INCOMPLETE.format(error.filename), error, _folder(environ))
        return f"{(error.strerror or str(error)).lower()}: {error.filename}"
    if isinstance(error, MemoryError):
        return "there is not enough memory. Close other programs, then start again; everything you said is kept."
    return with_details(OWN_FAULT, error, _folder(environ))


def with_details(sentence: str, error: BaseException, folder: Path | None) -> str:
    """The sentence, and where the details are; without them where they cannot be kept."""
    if folder is None:
        return sentence
    kept = folder / "fault.txt"
    head = f"{datetime.now(UTC):%Y-%m-%dT%H:%M:%SZ}, Python {platform.python_version()}, {sys.platform}\n"
    text = head + "".join(traceback.format_exception(error))
    try:
        write_whole(kept, text, errors="backslashreplace")
    except OSError:
        return sentence
    return f"{sentence} Details are in {kept}."


def _folder(environ: Mapping[str, str]) -> Path | None:
    """The data folder, where there is one."""
    try:
        from simulator.services.home import Home

        return Home.find(environ).folder
    except Exception:
        return None


def _is_ours(path: str) -> bool:
    root = Path(__file__).resolve().parents[2]
    return any(Path(path).is_relative_to(root / name) for name in OURS)
