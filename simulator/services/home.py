"""Where Sparring keeps a person's things: the data folder, the database, the folders of scenarios."""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path


class HomeError(Exception):
    """The data folder cannot be used. Carries a sentence that says what to do."""


@dataclass(frozen=True, slots=True)
class Home:
    """`folder` is private to its owner (0700). `roots`: folders of scenarios, a later one standing before an earlier."""

    folder: Path
    database_url: str
    roots: tuple[Path, ...]
    encoder: bool = True

    @property
    def cache(self) -> Path:
        return self.folder / "cache"

    @property
    def company(self) -> Path:
        return self.folder / "company.yaml"

    @property
    def database(self) -> Path | None:
        """The file of the record; None on another database."""
        prefix = "sqlite:///"
        return Path(self.database_url.removeprefix(prefix)) if self.database_url.startswith(prefix) else None

    @classmethod
    def find(cls, environ: Mapping[str, str]) -> Home:
        """From SPARRING_HOME, SPARRING_DATABASE_URL, SPARRING_SCENARIOS, SPARRING_ENCODER. Raises HomeError."""
        folder = _folder(environ)
        try:
            folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        except FileExistsError:
            raise HomeError(f"{folder} is a file; set SPARRING_HOME to a folder") from None
        except OSError as error:
            sentence = f"the data folder {folder} cannot be made: {(error.strerror or str(error)).lower()}"
            raise HomeError(f"{sentence}; set SPARRING_HOME to a folder of yours") from None
        url = environ.get("SPARRING_DATABASE_URL") or f"sqlite:///{folder / 'sparring.db'}"
        if not os.access(folder, os.W_OK | os.X_OK):
            raise HomeError(f"the data folder {folder} cannot be written to; allow it, or set SPARRING_HOME to another")
        # Deferred until here: reading the package's folder costs some milliseconds.
        from simulator.scenario.catalogue import shipped

        extra = [Path(part) for part in environ.get("SPARRING_SCENARIOS", "").split(os.pathsep) if part]
        encoder = environ.get("SPARRING_ENCODER", "on").lower() not in ("off", "0", "no", "false")
        return cls(folder, url, (shipped(), *extra, folder / "scenarios"), encoder)


def _folder(environ: Mapping[str, str]) -> Path:
    given = environ.get("SPARRING_HOME")
    if given:
        return Path(given).expanduser().absolute()
    import platformdirs  # Deferred: only where no folder is given.

    return Path(platformdirs.user_data_dir("sparring", appauthor=False))
