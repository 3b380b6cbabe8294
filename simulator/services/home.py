"""Where Sparring keeps a person's things: the data folder, the database, the folders of scenarios."""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

DEMO = "DEMO"
"""The name of the file that says that a data folder is a demo."""


class HomeError(Exception):
    """The data folder cannot be used. Carries a sentence that says what to do."""


@dataclass(frozen=True, slots=True)
class Home:
    """`folder` is private to its owner (0700). `roots`: folders of scenarios, a later one standing before an earlier.

    `notices`: sentences on what was asked for and is not there, to be said once.
    """

    folder: Path
    database_url: str
    roots: tuple[Path, ...]
    encoder: bool = True
    notices: tuple[str, ...] = ()
    demo: bool = False
    """A made-up team; every screen says so."""
    cache_folder: Path | None = None
    """Where something else than the folder's own cache is used."""

    @property
    def cache(self) -> Path:
        return self.cache_folder or self.folder / "cache"

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

        encoder = environ.get("SPARRING_ENCODER", "on").lower() not in ("off", "0", "no", "false")
        roots = (shipped(), *scenario_folders(environ), folder / "scenarios")
        return cls(folder, url, roots, encoder, missing_folders(environ), demo=(folder / DEMO).is_file())


def scenario_folders(environ: Mapping[str, str]) -> tuple[Path, ...]:
    """The folders of SPARRING_SCENARIOS, those that are not there too."""
    parts = environ.get("SPARRING_SCENARIOS", "").split(os.pathsep)
    return tuple(_expanded(part) for part in parts if part)


def missing_folders(environ: Mapping[str, str]) -> tuple[str, ...]:
    """A sentence for each folder of SPARRING_SCENARIOS that cannot be looked into."""
    out = []
    for folder in scenario_folders(environ):
        why = "is not there" if not os.path.lexists(folder) else "is no folder" if not folder.is_dir() else ""
        if not why and not os.access(folder, os.R_OK | os.X_OK):
            why = "may not be read"
        if why:
            out.append(f"SPARRING_SCENARIOS names {folder}, which {why}; its scenarios are missing.")
    return tuple(out)


def _expanded(part: str) -> Path:
    try:
        return Path(part).expanduser()
    except RuntimeError:  # There is no such user, or nobody knows their folder.
        return Path(part)


def _folder(environ: Mapping[str, str]) -> Path:
    given = environ.get("SPARRING_HOME")
    if given:
        return _expanded(given).absolute()
    import platformdirs  # Deferred: only where no folder is given.

    return Path(platformdirs.user_data_dir("sparring", appauthor=False))
