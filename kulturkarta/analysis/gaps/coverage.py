"""How well a kind of place is known in a municipality, so that a hole in the data is not read as a gap."""

from __future__ import annotations

from collections.abc import Collection, Sequence

import numpy as np
import pandas as pd

from kulturkarta.analysis.gaps.change import find_added
from kulturkarta.schema import SHARP_POSITIONS, WHOLE_REGION

COVERAGE_COLUMNS = ("n", "n_known", "share_exact", "share_checked", "complete_low", "complete_high", "scope")


def describe_chosen(
    places: pd.DataFrame,
    coverage: pd.DataFrame,
    *,
    codes: Sequence[str],
    kinds: Collection[str],
    this_year: int,
    stale_years: int,
) -> pd.DataFrame:
    """Per municipality of `codes`, and "region" last: how well the chosen places are known. Index: code.

    `places` from `locate_places`; `coverage` is the catalogue's table. n open places, of
    which n_known are no thought ones (see change_places); of them share_exact (exact position or address) and
    share_checked (in the last `stale_years` years), NaN of none. complete_low and _high: the
    share of what is believed to exist that the catalogue knows, capped at 1; NaN unless it is stated for every one of
    `kinds`. A municipality's own statement goes before the region's; `scope` says whose it is ("" = nobody's).
    """
    stated = coverage[coverage["table"].eq("places").fillna(False).to_numpy(dtype=bool)]
    rows = [
        {
            **_describe(_of_area(places, codes, code), this_year=this_year, stale_years=stale_years),
            **_find_completeness(stated, code, kinds),
        }
        for code in (*codes, WHOLE_REGION)
    ]
    return pd.DataFrame(rows, index=pd.Index([*codes, WHOLE_REGION], name="code"), columns=list(COVERAGE_COLUMNS))


def _of_area(places: pd.DataFrame, codes: Sequence[str], code: str) -> pd.DataFrame:
    chosen = list(codes) if code == WHOLE_REGION else [code]
    return places[places["municipality_code"].isin(chosen).to_numpy(dtype=bool)]


def _describe(here: pd.DataFrame, *, this_year: int, stale_years: int) -> dict[str, float]:
    if not len(here):
        return {"n": 0, "n_known": 0, "share_exact": np.nan, "share_checked": np.nan}
    return {
        "n": len(here),
        "n_known": int((~find_added(here)).sum()),
        "share_exact": float(here["position"].isin(SHARP_POSITIONS).mean()),
        "share_checked": float(here["checked_year"].ge(this_year - stale_years).mean()),
    }


def _find_completeness(stated: pd.DataFrame, code: str, kinds: Collection[str]) -> dict[str, object]:
    unknown = {"complete_low": np.nan, "complete_high": np.nan, "scope": ""}
    of_area = stated["municipality_code"].eq(code).fillna(False).to_numpy(dtype=bool)
    for scope, mask in (
        ("municipality", of_area),
        (WHOLE_REGION, stated["municipality_code"].isna().to_numpy(dtype=bool)),
    ):
        rows = stated[mask & stated["kind"].isin(kinds).to_numpy(dtype=bool)].drop_duplicates("kind")
        rows = rows.dropna(subset=["known", "expected_min", "expected_max"])
        if kinds and set(rows["kind"]) == set(kinds):
            known = float(rows["known"].sum())
            return {
                "complete_low": _share(known, float(rows["expected_max"].sum())),
                "complete_high": _share(known, float(rows["expected_min"].sum())),
                "scope": scope,
            }
    return unknown


def _share(known: float, expected: float) -> float:
    """Of nothing all is known."""
    return min(known / expected, 1.0) if expected > 0 else 1.0
