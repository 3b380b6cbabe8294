"""What all tables share."""

from __future__ import annotations

import sqlalchemy as sa

METADATA = sa.MetaData(
    naming_convention={
        "ix": "ix_%(table_name)s_%(column_0_N_name)s",
        "uq": "uq_%(table_name)s_%(column_0_N_name)s",
        "fk": "fk_%(table_name)s_%(column_0_name)s",
        "pk": "pk_%(table_name)s",
        "ck": "ck_%(table_name)s_%(constraint_name)s",
    }
)


def belongs_to(table: str) -> sa.ForeignKey:
    return sa.ForeignKey(f"{table}.id", ondelete="RESTRICT")


def of_person(name: str = "person_id", *, nullable: bool = False) -> sa.Column[int]:
    """A column that names a person."""
    return sa.Column(name, sa.Integer, belongs_to("person"), nullable=nullable)


def moment(name: str, *, nullable: bool = False) -> sa.Column[str]:
    """A time: UTC, ISO 8601, to the second."""
    return sa.Column(name, sa.String(25), nullable=nullable)
