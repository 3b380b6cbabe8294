"""When an open call that nobody touched for a week was first offered, so that a clock that jumps closes nothing."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("attempt", sa.Column("offered", sa.String(25)))


def downgrade() -> None:
    raise NotImplementedError("the record is never taken back; restore a backup instead")
