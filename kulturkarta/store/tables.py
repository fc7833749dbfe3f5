"""The tables of the store, as the newest migration leaves them."""

from __future__ import annotations

from sqlalchemy import JSON, Column, Float, ForeignKey, Integer, MetaData, Table, Text

METADATA = MetaData()

WAVES = Table(
    "waves",
    METADATA,
    Column("wave", Text, primary_key=True),
    Column("region", Text, nullable=False),
    Column("title", Text, nullable=False),
    Column("origin", Text, nullable=False),
    Column("consent", Text, nullable=False),
    Column("received", Text, nullable=False),
    Column("purpose", Text, nullable=False),
    Column("mapping", Text, nullable=False),
    Column("digest", Text, nullable=False),
)
ITEMS = Table(
    "items",
    METADATA,
    Column("item", Text, primary_key=True),
    Column("wave", Text, ForeignKey("waves.wave", ondelete="CASCADE"), nullable=False, index=True),
    Column("position", Integer, nullable=False),
    Column("theme", Text),
    Column("kind", Text, nullable=False),
    Column("question", Text, nullable=False),
    Column("low", Float),
    Column("high", Float),
    Column("options", JSON, nullable=False),
    Column("role", Text),
)
RESPONDENTS = Table(
    "respondents",
    METADATA,
    Column("respondent", Text, primary_key=True),
    Column("wave", Text, ForeignKey("waves.wave", ondelete="CASCADE"), nullable=False, index=True),
    Column("municipality_code", Text),
    Column("sectors", JSON, nullable=False),
    Column("actor_type", Text),
    Column("drive", Text),
    Column("answered", Text),
)
RESPONSES = Table(
    "responses",
    METADATA,
    Column("respondent", Text, ForeignKey("respondents.respondent", ondelete="CASCADE"), primary_key=True),
    Column("item", Text, ForeignKey("items.item", ondelete="CASCADE"), primary_key=True, index=True),
    Column("score", Float),
    Column("choices", JSON, nullable=False),
    Column("text", Text),
)
# A free text may be quoted once a person has read it and found nobody in it.
APPROVALS = Table(
    "approvals",
    METADATA,
    Column("respondent", Text, ForeignKey("respondents.respondent", ondelete="CASCADE"), primary_key=True),
    Column("item", Text, ForeignKey("items.item", ondelete="CASCADE"), primary_key=True, index=True),
    Column("approved", Text, nullable=False),
)
# One row that every writing counts up: what is computed of answers is kept under its number.
REVISION = Table("revision", METADATA, Column("number", Integer, primary_key=True))
