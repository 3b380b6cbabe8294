"""What a person set for this machine: the theme. A file of their own, whole or not at all."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass, fields
from pathlib import Path

from simulator.whole import write_whole


@dataclass(frozen=True, slots=True)
class Settings:
    theme: str = "sparring"


def load_settings(folder: Path) -> Settings:
    """The defaults where there is no file, or none that can be read."""
    try:
        file = folder / "settings.json"
        data = json.loads(file.read_text(encoding="utf-8")) if file.is_file() else None
    except (OSError, ValueError, RecursionError):
        return Settings()
    if not isinstance(data, dict):
        return Settings()
    known = {f.name for f in fields(Settings)}
    return Settings(**{k: v for k, v in data.items() if k in known and isinstance(v, str)})


def save_settings(folder: Path, settings: Settings) -> None:
    """Raises OSError where the folder cannot be written to."""
    write_whole(folder / "settings.json", json.dumps(asdict(settings), indent=2) + "\n")
