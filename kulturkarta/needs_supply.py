"""What each need meets in a region, municipality by municipality: places, supports, collaborations.

Where need is known from answers it stands beside it, so that page and command say the same.
"""

from __future__ import annotations

from collections.abc import Mapping

import pandas as pd

from kulturkarta.analysis.entries import find_closed
from kulturkarta.analysis.needs.composite import Pair, rank_gaps
from kulturkarta.analysis.needs.describe import REST, WHOLE
from kulturkarta.analysis.needs.supply import MAKING, measure_supports, measure_ties, place_quadrants
from kulturkarta.analysis.network.borders import count_crossings
from kulturkarta.analysis.network.ties import build_ties
from kulturkarta.catalogue import Catalogue
from kulturkarta.needs import Needs
from kulturkarta.reach import Question, get_reach
from kulturkarta.settings import read_settings
from kulturkarta.taxonomy import read_taxonomy

REACH_KM = 10.0


def measure_supply(catalogue: Catalogue, theme: str) -> pd.DataFrame:
    """Per municipality code: value, low, high of what there is to meet `theme` with, and what else its axis tells.

    Meeting places: share of the people who have a place to rehearse, produce or show within 10 km. Supporting
    structures: see measure_supports. Collaboration: see measure_ties.
    """
    codes = sorted(catalogue.region.municipalities)
    if theme == "motesplatser":
        found = get_reach(catalogue).ask(Question(functions=MAKING, km=REACH_KM)).gaps.municipalities.set_index("code")
        return pd.DataFrame(
            {
                "value": found["share_within"], "low": found["share_within_low"], "high": found["share_within_high"],
            }
        ).reindex(codes)  # fmt: skip
    found = _measure_supports(catalogue, codes) if theme == "stottande_strukturer" else _measure_ties(catalogue, codes)
    return found.assign(value=found["supply"], low=found["supply"], high=found["supply"]).drop(columns="supply")


def _measure_supports(catalogue: Catalogue, codes: list[str]) -> pd.DataFrame:
    taxonomy = read_taxonomy(read_settings().data_dir / "taxonomy")
    functions, stages = (taxonomy[name].codes for name in ("support_function", "actor_stage"))
    return measure_supports(catalogue["supports"], codes, functions=functions, stages=stages)


def _measure_ties(catalogue: Catalogue, codes: list[str]) -> pd.DataFrame:
    actors = catalogue["actors"]
    ties = build_ties(
        catalogue["collaborations"],
        actors=actors[~find_closed(actors).to_numpy(dtype=bool)],
        places=catalogue["places"],
        supports=catalogue["supports"],
    )
    return measure_ties(count_crossings(ties, codes)).reindex(codes)


def measure_need(needs: Needs, wave: str, theme: str, codes: list[str]) -> pd.DataFrame:
    """Per municipality code: value, low, high (0-100) of how much `theme` is felt, and n; NaN where not shown."""
    if not wave:
        return pd.DataFrame(index=pd.Index(codes, name="code"), columns=["value", "low", "high", "n"], dtype="float64")
    frame = needs.index(wave, theme, "need", "municipality")
    own = frame[~frame["group"].isin([WHOLE, REST])].set_index("group").reindex(codes)
    return pd.DataFrame({"value": own["mean"], "low": own["mean_low"], "high": own["mean_high"], "n": own["n"]})


def set_against(catalogue: Catalogue, needs: Needs, wave: str, theme: str) -> pd.DataFrame:
    """Per municipality: code, name, need, need_low, need_high, n, supply, supply_low, supply_high, quadrant, and what
    else the axis of supply tells (see measure_supply)."""
    return needs.remember(("against", wave, theme), lambda: _set_against(catalogue, needs, wave, theme))


def _set_against(catalogue: Catalogue, needs: Needs, wave: str, theme: str) -> pd.DataFrame:
    codes = sorted(catalogue.region.municipalities)
    need, supply = measure_need(needs, wave, theme, codes), measure_supply(catalogue, theme)
    return pd.DataFrame(
        {
            "code": codes,
            "name": [catalogue.region.municipalities[code] for code in codes],
            "need": need["value"].to_numpy(),
            "need_low": need["low"].to_numpy(),
            "need_high": need["high"].to_numpy(),
            "n": need["n"].to_numpy(),
            "supply": supply["value"].to_numpy(),
            "supply_low": supply["low"].to_numpy(),
            "supply_high": supply["high"].to_numpy(),
            "quadrant": place_quadrants(need["value"], supply["value"]).to_numpy(),
            **{name: supply[name].to_numpy() for name in supply if name not in ("value", "low", "high")},
        }
    )


def rank_municipalities(catalogue: Catalogue, needs: Needs, wave: str, weights: Mapping[str, float]) -> pd.DataFrame:
    """Where need exceeds supply most over the needs of `weights`, see rank_gaps."""
    codes = sorted(catalogue.region.municipalities)

    def find() -> pd.DataFrame:
        pairs = {
            theme: Pair(measure_need(needs, wave, theme, codes), measure_supply(catalogue, theme)) for theme in weights
        }
        return rank_gaps(pairs, weights)

    return needs.remember(("ranks", wave, tuple(weights.items())), find)
