"""What of a table may leave the house: the one place that decides it for pages, map and files."""

from __future__ import annotations

import pandas as pd

from kulturkarta.schema import TableSchema

PRECISION: tuple[str, ...] = ("exact", "address", "area", "locality", "municipality", "none")
"""Kinds of position, finest first."""


def public_frame(frame: pd.DataFrame, table: TableSchema) -> pd.DataFrame:
    """`frame` with nothing finer than its rows allow to be published.

    In a table with `publish_position` (actors), a row that wants to be shown more coarsely than it is known loses its
    point, the page that states it and every personal column; its locality too when it wants no more than the
    municipality. Nothing is moved or rounded: a point is either as coarse as wanted, and stays, or goes, and the row's
    position becomes "none". A row that states no wish is as public as the catalogue. Meeting places are open to the
    public and stay whole. Any other table loses its personal columns: nobody's consent is recorded there.
    """
    personal = [column.name for column in table if column.personal and column.name in frame]
    if "publish_position" not in table:
        return frame.copy(deep=False) if table.has_position else frame.drop(columns=personal)
    if "publish_position" not in frame:
        raise ValueError(f"a frame of {table.name} without publish_position cannot be made public")
    ranks = {kind: rank for rank, kind in enumerate(PRECISION)}
    wanted = frame["publish_position"].map(ranks).fillna(0)
    # A point of unknown precision may be exact.
    known = frame["position"].map(ranks).fillna(0) if "position" in frame else wanted * 0
    too_fine = wanted > known
    public = frame.copy()
    for name in ("lon", "lat", "position_source_url"):
        _blank(public, name, where=too_fine)
    if "position" in public:
        public["position"] = public["position"].mask(too_fine, "none")
    for name in personal:
        _blank(public, name, where=wanted > ranks["address"])
    _blank(public, "locality", where=wanted > ranks["locality"])
    return public


def _blank(frame: pd.DataFrame, name: str, *, where: pd.Series) -> None:
    if name in frame:
        frame[name] = frame[name].mask(where)
