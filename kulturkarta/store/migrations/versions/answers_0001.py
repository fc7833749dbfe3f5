"""Waves of answers, their items, respondents, responses and approved quotes."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None


def upgrade() -> None:
    """Make the first tables."""
    op.create_table(
        "waves",
        *(sa.Column(name, sa.Text, primary_key=name == "wave", nullable=False) for name in _WAVE),
    )
    op.create_table(
        "items",
        sa.Column("item", sa.Text, primary_key=True),
        _of("waves", "wave", index=True),
        sa.Column("position", sa.Integer, nullable=False),
        sa.Column("theme", sa.Text),
        sa.Column("kind", sa.Text, nullable=False),
        sa.Column("question", sa.Text, nullable=False),
        sa.Column("low", sa.Float),
        sa.Column("high", sa.Float),
        sa.Column("options", sa.JSON, nullable=False),
    )
    op.create_table(
        "respondents",
        sa.Column("respondent", sa.Text, primary_key=True),
        _of("waves", "wave", index=True),
        sa.Column("municipality_code", sa.Text),
        sa.Column("sectors", sa.JSON, nullable=False),
        sa.Column("actor_type", sa.Text),
        sa.Column("drive", sa.Text),
        sa.Column("answered", sa.Text),
    )
    op.create_table(
        "responses",
        _of("respondents", "respondent", primary_key=True),
        _of("items", "item", primary_key=True, index=True),
        sa.Column("score", sa.Float),
        sa.Column("choices", sa.JSON, nullable=False),
        sa.Column("text", sa.Text),
    )
    op.create_table(
        "approvals",
        _of("respondents", "respondent", primary_key=True),
        _of("items", "item", primary_key=True, index=True),
        sa.Column("approved", sa.Text, nullable=False),
    )
    counter = op.create_table("revision", sa.Column("number", sa.Integer, primary_key=True))
    op.bulk_insert(counter, [{"number": 0}])


def downgrade() -> None:
    """Remove them."""
    for table in ("revision", "approvals", "responses", "respondents", "items", "waves"):
        op.drop_table(table)


_WAVE = ("wave", "region", "title", "origin", "consent", "received", "purpose", "mapping", "digest")


def _of(table: str, column: str, *, primary_key: bool = False, index: bool = False) -> sa.Column[str]:
    key = sa.ForeignKey(f"{table}.{column}", ondelete="CASCADE")
    return sa.Column(column, sa.Text, key, primary_key=primary_key, nullable=False, index=index)
