"""Where in a region the next meeting places help most: candidates, and the plan among them in people and kilometres."""

from __future__ import annotations

import unicodedata
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Literal

import numpy as np
import pandas as pd

from kulturkarta.analysis.plane import PlaneCosts
from kulturkarta.analysis.siting.bounds import prove_bound
from kulturkarta.analysis.siting.exact import solve_exact
from kulturkarta.analysis.siting.greedy import solve_greedy
from kulturkarta.analysis.siting.plan import Plan
from kulturkarta.analysis.siting.problem import MAX_CELLS, Costs, SitingProblem, check_size, state_problem
from kulturkarta.analysis.siting.solver import Progress
from kulturkarta.analysis.ways import StraightWays, Travel, Ways

WIDENABLE_KINDS = (
    "skola_aula",
    "bygdegard",
    "bibliotek",
    "folkets_hus",
    "kulturhus",
    "hembygdsgard",
    "kyrka_forsamlingshem",
)
"""Kinds of houses that stand already and could serve for more than they do."""

_METRES = 1000.0

LOCALITY = "locality"
"""The kind of a candidate that is a locality and no house."""

Aim = Literal["coverage", "distance"]
"""Most people within the threshold, or the shortest mean way."""


@dataclass(frozen=True, eq=False)
class WhereNext:
    """The question of where next: which `n_sites` of `candidates` help the people of `demand` most, beside `places`.

    `places` from `locate_places`, of which the located count; `candidates` from `list_candidates`. `travel` says how
    people go and how far is too far. Ids in `forced` are chosen whatever they give, those in `excluded` never.
    """

    demand: pd.DataFrame
    places: pd.DataFrame
    candidates: pd.DataFrame
    aim: Aim
    n_sites: int
    travel: Travel
    forced: Sequence[str] = ()
    excluded: Sequence[str] = ()

    @cached_property
    def homes(self) -> np.ndarray:
        return self.demand[["x_m", "y_m"]].to_numpy(dtype="float64")

    @cached_property
    def people(self) -> np.ndarray:
        """How many live in each of `homes`."""
        return self.demand["people"].to_numpy(dtype="float64")

    @cached_property
    def located(self) -> np.ndarray:
        """The points of the places there are."""
        return self.places.loc[self.places["is_located"], ["x_m", "y_m"]].to_numpy(dtype="float64")


@dataclass(frozen=True)
class NextPlaces:
    """Where next. `sites`: the candidates chosen, in the order that helps most, with `gained`: people that each brings
    within the threshold. `within_*`: people within it before and after, `mean_km_*`: their mean way (infinite without
    any place). `plan`: the proof; its objective and bound count people (coverage) or mean km (distance)."""

    sites: pd.DataFrame
    population: float
    within_before: float
    within_after: float
    mean_km_before: float
    mean_km_after: float
    plan: Plan


def list_candidates(localities: pd.DataFrame, houses: pd.DataFrame, *, codes: Collection[str]) -> pd.DataFrame:
    """Where a place could be, in the municipalities `codes`: every locality, then every house with a known position.

    `localities` from `resolve_localities`; `houses` from `choose_places` and `locate_places`. Columns id, name, kind
    ("locality" or the house's), municipality_code, lon, lat, x_m, y_m. A locality's id is made of its municipality and
    name: `locality-0482-flen`; a second of that name gets `-2`.
    """
    columns = ["id", "name", "kind", "municipality_code", "lon", "lat", "x_m", "y_m"]
    towns = localities[localities["municipality_code"].isin(list(codes))]
    names = "locality-" + towns["municipality_code"].astype("str") + "-" + towns["name"].map(_slug).astype("str")
    nth = names.groupby(names).cumcount() + 1
    towns = towns.assign(id=names.where(nth == 1, names + "-" + nth.astype("str")), kind=LOCALITY)
    houses = houses[houses["is_located"] & houses["municipality_code"].isin(list(codes))]
    return pd.concat([towns[columns], houses[columns]], ignore_index=True)


def _slug(name: str) -> str:
    plain = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode().lower()
    return "-".join("".join(c if c.isalnum() else " " for c in plain).split())


def find_next(asked: WhereNext, *, is_exact: bool, time_limit_s: float, progress: Progress | None = None) -> NextPlaces:
    """The sites that help most.

    `is_exact`: proven best or stopped by `time_limit_s` or `progress`, else greedy with a bound that takes at most
    `time_limit_s`. With aim coverage, sites that bring nobody nearer are left out unless forced. Raises SitingRefused.
    """
    travel, people = asked.travel, asked.people
    plan = _solve(state_next(asked), is_exact=is_exact, time_limit_s=time_limit_s, progress=progress)
    chosen = asked.candidates.set_index("id", drop=False).loc[list(plan.sites)].reset_index(drop=True)
    sites = chosen[["x_m", "y_m"]].to_numpy(dtype="float64")
    limits = _follow_steps(travel.limit, asked.homes, asked.located, sites)
    km = limits if travel.limit is travel.km else _follow_steps(travel.km, asked.homes, asked.located, sites)
    within = [float(people[cost <= travel.threshold].sum()) for cost in limits]
    chosen = chosen.assign(gained=np.diff(within))
    if asked.aim == "coverage":
        chosen = chosen[(chosen["gained"] > 0) | chosen["id"].isin(list(asked.forced))].reset_index(drop=True)
    return NextPlaces(
        sites=chosen,
        population=float(people.sum()),
        within_before=within[0],
        within_after=within[-1],
        mean_km_before=_mean(people, km[0]),
        mean_km_after=_mean(people, km[-1]),
        plan=plan,
    )


def state_next(asked: WhereNext) -> SitingProblem:
    """The question as a problem: costs are in the unit of its threshold, of the mean way kilometres. Raises
    SitingRefused."""
    travel, is_coverage = asked.travel, asked.aim == "coverage"
    spots = asked.candidates[["x_m", "y_m"]].to_numpy(dtype="float64")
    measured = travel.limit if is_coverage else travel.km
    costs = _measure_costs(asked, measured, spots)
    now = measured.measure_nearest(asked.homes, asked.located)
    # By road some homes have no way to any place there is or could be: no plan changes theirs.
    joined = np.isfinite(now) | np.isfinite(costs).any(axis=1) if isinstance(costs, np.ndarray) else slice(None)
    return state_problem(
        "mclp" if is_coverage else "pmedian",
        asked.people[joined],
        costs=costs[joined],
        ids=asked.candidates["id"].to_list(),
        n_sites=asked.n_sites,
        threshold=travel.threshold if measured is travel.limit else None,
        existing=now[joined],
        forced=asked.forced,
        excluded=asked.excluded,
    )


def _measure_costs(asked: WhereNext, measured: Ways, spots: np.ndarray) -> Costs:
    """From homes to candidates: the pairs within the threshold for coverage, else all."""
    if asked.aim == "coverage":
        return measured.measure_costs(asked.homes, spots, within=asked.travel.threshold)
    if isinstance(measured, StraightWays) and len(asked.homes) * len(spots) > MAX_CELLS:
        return PlaneCosts(asked.homes, spots, measured.factor / _METRES)
    check_size("pmedian", points=len(asked.homes), sites=len(spots))
    return measured.measure_costs(asked.homes, spots, within=None)


def _follow_steps(ways: Ways, homes: np.ndarray, places: np.ndarray, sites: np.ndarray) -> list[np.ndarray]:
    """The cost to the nearest place per home: now, and after each of `sites` has come to be."""
    costs = ways.measure_costs(homes, sites, within=None)
    steps = [ways.measure_nearest(homes, places)]
    for column in range(len(sites)):
        steps.append(np.minimum(steps[-1], costs[:, column]))
    return steps


def _solve(problem: SitingProblem, *, is_exact: bool, time_limit_s: float, progress: Progress | None) -> Plan:
    if is_exact:
        return solve_exact(problem, time_limit_s=time_limit_s, progress=progress)
    return prove_bound(problem, solve_greedy(problem), time_limit_s=time_limit_s)


def _mean(people: np.ndarray, km: np.ndarray) -> float:
    """Of those who have a way; infinite when nobody has."""
    counted = (people > 0) & np.isfinite(km)
    return float(people[counted] @ km[counted] / people[counted].sum()) if counted.any() else float("inf")
