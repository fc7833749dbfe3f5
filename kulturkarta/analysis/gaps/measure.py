"""Gaps: who has no such place within reach, by municipality and locality, and how sure that is."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
import pandas as pd

from kulturkarta.analysis.access import Steps, list_steps
from kulturkarta.analysis.equity import measure_gini
from kulturkarta.analysis.gaps.reach import INHABITANTS, Nearest, measure_reach, summarise_reach
from kulturkarta.analysis.ways import Travel, travel_straight
from kulturkarta.schema import WHOLE_REGION


@dataclass(frozen=True)
class GapResult:
    """What `measure_gaps` found. Shares are of people, 0-1; kilometres are as `distance` says: "straight×1.3" for
    straight lines times `detour_factor`, or "road:car". `threshold_minutes`, when given, is the threshold that counts.

    `municipalities`: code, name, population, places, places_unlocated, people_per_place, per_10000, share_without with
    _low and _high, the columns of `summarise_reach` and gini (how unevenly the score is shared), by code. `localities`:
    the same without gini per municipality_code and locality. `region`: the same as one row, code "region". `points`:
    what `measure_reach` says per demand point. `steps`: limits and weights of the score, in the unit of the
    threshold. `edge_open`: the catalogue knows no such place outside the region, so that people near its border may
    have one that is not counted.
    """

    municipalities: pd.DataFrame
    localities: pd.DataFrame
    region: pd.Series
    points: pd.DataFrame
    threshold_km: float
    detour_factor: float
    steps: Steps
    edge_open: bool
    distance: str
    threshold_minutes: float | None = None


def measure_gaps(
    demand: pd.DataFrame,
    places: pd.DataFrame,
    *,
    municipalities: Mapping[str, str],
    threshold_km: float,
    detour_factor: float,
    steps: Steps | None = None,
    travel: Travel | None = None,
    nearest: Nearest | None = None,
) -> GapResult:
    """The gaps of the region of `municipalities` (code -> name) in the chosen `places`.

    `demand` from `spread_population` or a grid, `places` from `choose_places` and `locate_places`; places outside the
    region serve people in it and are counted in no area. Ways are straight unless `travel` says otherwise, whose
    threshold then counts; `nearest` (of the same demand) saves a search. Without `steps` the score is E2SFCA's slow
    decay in thirds of the threshold. Raises ValueError for a threshold or factor that is not above 0.
    """
    travel = travel or travel_straight(threshold_km, detour_factor)
    steps = list_steps("e2sfca", threshold=travel.threshold, weights=steps)
    demand = demand[demand["municipality_code"].isin(list(municipalities))].reset_index(drop=True)
    points = measure_reach(demand, places, travel=travel, steps=steps, nearest=nearest)
    inside = places["municipality_code"].isin(list(municipalities)).to_numpy(dtype=bool)
    codes, people = demand["municipality_code"], demand["people"]
    by_code = _count(summarise_reach(people, points, codes), places[inside], keys=["municipality_code"])
    by_code = by_code.reindex(sorted(municipalities)).rename_axis("code").reset_index()
    by_code[["population", "places", "places_unlocated"]] = by_code[
        ["population", "places", "places_unlocated"]
    ].fillna(0)
    by_code.insert(1, "name", by_code["code"].map(dict(municipalities)))
    scores, weights = points["score_per_10000"].to_numpy(), people.to_numpy(dtype="float64")
    groups = [codes.eq(code).to_numpy() for code in by_code["code"]]
    by_code["gini"] = [measure_gini(scores[here], weights[here]) for here in groups]
    whole = pd.Series(WHOLE_REGION, index=demand.index)
    everywhere = places[inside].assign(municipality_code=WHOLE_REGION)
    region = _count(summarise_reach(people, points, whole), everywhere, keys=["municipality_code"])
    region["gini"] = measure_gini(scores, weights)
    return GapResult(
        municipalities=by_code,
        localities=_list_localities(demand, points, places[inside]),
        region=region.reindex([WHOLE_REGION]).iloc[0],
        points=points,
        threshold_km=threshold_km,
        detour_factor=detour_factor,
        steps=steps,
        edge_open=bool(inside.all()),
        distance=travel.km.name,
        threshold_minutes=None if travel.limit is travel.km else travel.threshold,
    )


def _list_localities(demand: pd.DataFrame, points: pd.DataFrame, places: pd.DataFrame) -> pd.DataFrame:
    named = demand["locality"].fillna("").astype("str")
    key = (demand["municipality_code"].astype("str") + "\t" + named).where(named.ne(""))
    frame = summarise_reach(demand["people"], points, key)
    parts = pd.DataFrame([str(name).split("\t", 1) for name in frame.index], columns=[0, 1], dtype="str")
    # Names differ in capitals between sources: "Åkers styckebruk" lies in "Åkers Styckebruk".
    frame.index = pd.MultiIndex.from_arrays(
        [parts[0], parts[1].str.casefold()], names=["municipality_code", "locality"]
    )
    own = places.assign(locality=places["locality"].astype("str").str.casefold())
    counted = _count(frame, own, keys=["municipality_code", "locality"]).reset_index(drop=True)
    counted.insert(0, "municipality_code", parts[0].to_numpy())
    counted.insert(1, "locality", parts[1].to_numpy())
    return counted


def _count(frame: pd.DataFrame, places: pd.DataFrame, *, keys: list[str]) -> pd.DataFrame:
    """`frame` with the number of places per area and what follows from it."""
    groups = places.groupby(keys)["is_located"]
    counts = pd.DataFrame({"places": groups.size(), "places_unlocated": groups.size() - groups.sum()})
    counts = counts.reindex(frame.index).fillna(0).astype("int64")
    population = frame["population"]
    added = {
        "places": counts["places"],
        "places_unlocated": counts["places_unlocated"],
        "people_per_place": population / counts["places"].where(counts["places"] > 0),
        "per_10000": counts["places"] / population.where(population > 0) * INHABITANTS,
        "share_without": 1 - frame["share_within"],
        "share_without_low": 1 - frame["share_within_high"],
        "share_without_high": 1 - frame["share_within_low"],
    }
    counted = {name: np.asarray(values, dtype="float64") for name, values in added.items()}
    rest = {str(name): frame[name] for name in frame.columns[1:]}
    return pd.DataFrame({"population": population, **counted, **rest}, index=frame.index)
