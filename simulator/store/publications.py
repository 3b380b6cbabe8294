"""Which versions of a scenario were published or retired, and the versions that the record has kept."""

from __future__ import annotations

from dataclasses import dataclass

import sqlalchemy as sa

from simulator.store.attempts import content_text, keep_content
from simulator.store.tables import attempt, publication


@dataclass(frozen=True, slots=True)
class Publication:
    """`substance`: the hash of the scenario without its status and version. `at`: UTC, ISO 8601."""

    scenario: str
    version: int
    scenario_hash: str
    substance: str
    status: str
    at: str


_COLUMNS = [publication.c[name] for name in Publication.__slots__]


def note(connection: sa.Connection, new: Publication, text: str, person_id: int) -> None:
    """Note a change of status and keep the content: `text` is its canonical JSON."""
    keep_content(connection, "scenario", new.scenario_hash, text)
    values = {name: getattr(new, name) for name in Publication.__slots__}
    connection.execute(sa.insert(publication).values(**values, person_id=person_id))


def last_published(connection: sa.Connection, scenario: str) -> Publication | None:
    query = sa.select(*_COLUMNS).where(publication.c.scenario == scenario, publication.c.status == "published")
    row = connection.execute(query.order_by(publication.c.id.desc()).limit(1)).first()
    return None if row is None else Publication(*row)


def kept_version(connection: sa.Connection, scenario: str, version: int) -> str | None:
    """The canonical JSON of the newest content with this id and version that was played or published."""
    played = sa.select(attempt.c.scenario_hash, attempt.c.touched.label("at")).where(
        attempt.c.scenario == scenario, attempt.c.version == version
    )
    published = sa.select(publication.c.scenario_hash, publication.c.at).where(
        publication.c.scenario == scenario, publication.c.version == version
    )
    either = sa.union_all(played, published).subquery()
    digest = connection.execute(sa.select(either.c.scenario_hash).order_by(either.c.at.desc()).limit(1)).scalar()
    return None if digest is None else content_text(connection, digest)


def versions(connection: sa.Connection, scenario: str) -> list[int]:
    """The versions of a scenario that the record has kept, the oldest first."""
    played = sa.select(attempt.c.version).where(attempt.c.scenario == scenario)
    published = sa.select(publication.c.version).where(publication.c.scenario == scenario)
    return sorted({version for (version,) in connection.execute(sa.union(played, published))})
