"""What a person has said that a question tells of a need."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"


def upgrade() -> None:
    """Make room for it; of what is there nothing has been said."""
    op.add_column("items", sa.Column("role", sa.Text))


def downgrade() -> None:
    """Forget it."""
    op.drop_column("items", "role")
