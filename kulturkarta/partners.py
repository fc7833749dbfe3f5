"""Who could work with whom in one catalogue: profiles, ties and what their sectors have in common, built once.

Pages, the map and commands share it, so a rank is the same wherever it is read.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
import pandas as pd
from pyproj import Transformer

from kulturkarta.analysis.ecosystem.problem import GroupProblem, pose_problem
from kulturkarta.analysis.gaps.chosen import choose_places
from kulturkarta.analysis.matching.profiles import (
    Profile,
    Vocabulary,
    build_profiles,
    describe_newcomer,
    to_metres,
)
from kulturkarta.analysis.matching.question import Question, find_best_question
from kulturkarta.analysis.matching.reasons import Reason, explain
from kulturkarta.analysis.matching.relatedness import learn_relatedness
from kulturkarta.analysis.matching.score import Matcher, rank_partners, read_role_fit, score_all
from kulturkarta.analysis.matching.weights import Weights
from kulturkarta.analysis.matching.words import build_lexicon
from kulturkarta.analysis.network.missing import MissingTies, find_missing_ties
from kulturkarta.analysis.network.report import NetworkReport, measure_network
from kulturkarta.analysis.network.ties import Ties, build_ties
from kulturkarta.catalogue import Catalogue
from kulturkarta.clock import read_today
from kulturkarta.errors import KulturkartaError
from kulturkarta.geo import SWEREF99TM, WGS84
from kulturkarta.privacy import public_frame
from kulturkarta.recent import Recent
from kulturkarta.schema import TABLES
from kulturkarta.settings import Settings, read_settings
from kulturkarta.taxonomy import Taxonomy, read_taxonomy

MEET = "motas"
"""The function of a place where a group can meet."""

_KEPT, _KEPT_MISSING = 4, 16


@dataclass(frozen=True, eq=False)
class Matches:
    """`scores`: points of every actor (see score_all). `rows`: those within reach, best first. `fallback`: fields of
    the profile that are unknown, so that the answer rests on the others. `n_unplaced`: actors left out because nobody
    knows their place."""

    profile: Profile
    scores: pd.DataFrame
    rows: np.ndarray
    fallback: tuple[str, ...]
    n_unplaced: int


class Locality(NamedTuple):
    """A place people live in, by the name it goes by."""

    name: str
    lon: float
    lat: float


class Partners:
    """The actors of `catalogue` as one another's partners."""

    def __init__(self, catalogue: Catalogue, taxonomy: Taxonomy, settings: Settings) -> None:
        self.catalogue = catalogue
        self.vocabulary = Vocabulary(
            offering=build_lexicon(_find(taxonomy, "offering")),
            audience=build_lexicon(_find(taxonomy, "audience")),
            sectors=taxonomy["sector"].codes,
            roles=taxonomy["role"].codes,
            audiences=taxonomy["audience"].codes,
        )
        self.towns = _read_towns(settings.data_dir / "reference")
        self.ties = self._build_ties()
        self._missing: Recent[tuple[float, int, str], MissingTies] = Recent(_KEPT_MISSING)
        reference = settings.data_dir / "reference"
        actors = public_frame(catalogue["actors"], TABLES["actors"])
        self.matcher = Matcher(
            profiles=build_profiles(actors, self.vocabulary, towns=self.towns),
            relatedness=learn_relatedness(
                self.ties, _read_table(reference / "sector_relatedness.csv"), self.vocabulary.sectors
            ),
            role_fit=read_role_fit(_read_table(reference / "role_fit.csv"), self.vocabulary.roles),
            ties=self.ties,
            detour_factor=settings.detour_factor,
        )

    def _build_ties(self) -> Ties:
        tables = {name: self.catalogue[name] for name in ("actors", "places", "supports")}
        public = {name: public_frame(frame, TABLES[name]) for name, frame in tables.items()}
        return build_ties(self.catalogue["collaborations"], **public)

    @cached_property
    def names(self) -> Mapping[str, str]:
        """id -> name of the open actors."""
        frame = self.matcher.profiles.frame
        return dict(zip(frame["id"], frame["name"], strict=True))

    def find_profile(self, actor_id: str) -> Profile | None:
        """The profile of an open actor of the catalogue."""
        row = self.matcher.profiles.row_of_id.get(actor_id)
        return None if row is None else self.matcher.profiles.read(row)

    def describe_newcomer(self, row: Mapping[str, Any]) -> Profile:
        """The profile of somebody who is not in the catalogue: columns of an actor, also `audiences`.

        Without lon and lat she stands at the point of her locality, else of her municipality's largest town.
        """
        if row.get("lon") is not None and row.get("lat") is not None:
            point = (float(row["lon"]), float(row["lat"]))
            return describe_newcomer(row, self.vocabulary, point=point, approximate=False)
        code = str(row.get("municipality_code") or "")
        named = self.localities.get((code, str(row.get("locality") or "").casefold()))
        if named is not None:
            return describe_newcomer(row, self.vocabulary, point=(named.lon, named.lat), approximate=True)
        town = self.towns.get(code)
        return describe_newcomer(row, self.vocabulary, point=town, approximate=True, by_municipality=town is not None)

    def find_lon_lat(self, profile: Profile) -> tuple[float, float] | None:
        """Where `profile` stands, in degrees; None when nobody knows."""
        if not profile.knows("place"):
            return None
        lon, lat = Transformer.from_crs(SWEREF99TM, WGS84, always_xy=True).transform(profile.x_m, profile.y_m)
        return float(lon), float(lat)

    @cached_property
    def localities(self) -> Mapping[tuple[str, str], Locality]:
        """(municipality code, name in small letters) -> locality: those of the reference, then of the catalogue."""
        table = _read_table(read_settings().data_dir / "reference" / "localities.csv", text=("municipality_code",))
        own = pd.concat([self.catalogue[name] for name in ("places", "actors")], ignore_index=True)
        own = own[own["position"].eq("locality")].assign(name=own["locality"])
        columns = ["municipality_code", "name", "lon", "lat"]
        rows = pd.concat([table[columns], own[columns]], ignore_index=True)
        rows = rows.dropna(subset=["municipality_code", "name", "lon", "lat"])
        found: dict[tuple[str, str], Locality] = {}
        for code, name, lon, lat in rows[columns].itertuples(index=False):
            found.setdefault((code, name.casefold()), Locality(name, float(lon), float(lat)))
        return found

    def match(self, profile: Profile, *, km: float, digital: bool = False, weights: Weights | None = None) -> Matches:
        """The partners of `profile` within `km` (detour included), best first; with `digital` also the others."""
        scores = score_all(self.matcher, profile, weights)
        rows = rank_partners(scores, self.matcher.profiles, profile, km=km, digital=digital)
        unknown = tuple(field for field in ("offers", "seeks", "sectors", "place") if not profile.knows(field))
        unplaced = scores["km"].isna().to_numpy(copy=True)
        if profile.row is not None:
            unplaced[profile.row] = False
        return Matches(profile, scores, rows, unknown, 0 if digital else int(unplaced.sum()))

    def explain(self, matches: Matches, row: int) -> list[Reason]:
        """Why actor `row` stands where it stands."""
        points = {str(name): float(value) for name, value in matches.scores.iloc[row].items()}
        return explain(self.matcher, matches.profile, row, points)

    def find_best_question(
        self, profile: Profile, *, km: float, digital: bool = False, weights: Weights | None = None
    ) -> Question | None:
        """The unknown field whose being known would change the ten best the most."""
        return find_best_question(self.matcher, profile, km=km, digital=digital, weights=weights)

    def list_meeting_places(self, functions: Sequence[str] = (MEET,)) -> pd.DataFrame:
        """The open places with one of `functions` and a known point, with x_m and y_m (EPSG:3006)."""
        chosen = choose_places(self.catalogue["places"], functions=functions)
        x_m, y_m = to_metres(chosen["lon"].to_numpy(dtype="float64"), chosen["lat"].to_numpy(dtype="float64"))
        located = chosen.assign(x_m=x_m, y_m=y_m)
        return located[located["x_m"].notna()].reset_index(drop=True)

    def pose_group(
        self,
        start: Profile,
        *,
        km: float,
        idea: str = "",
        functions: Sequence[str] = (MEET,),
        excluded: Collection[int] = (),
    ) -> GroupProblem:
        """Who could join `start` in a group about `idea` (free words), all within `km` of one meeting place."""
        return pose_problem(
            self.matcher.profiles,
            start,
            self.list_meeting_places(functions),
            km=km,
            detour_factor=self.matcher.detour_factor,
            idea=self.vocabulary.offering.find(idea.split(",")),
            excluded=excluded,
        )

    def find_missing(self, *, km: float, n: int, municipality: str = "") -> MissingTies:
        """The `n` best pairs within `km` without a known tie, kept; with `municipality`, only pairs that touch it."""
        codes = self.matcher.profiles.frame["municipality_code"]
        rows = np.flatnonzero(codes.eq(municipality).to_numpy()) if municipality else None
        return self._missing.get((km, n, municipality), lambda: find_missing_ties(self.matcher, km=km, n=n, rows=rows))

    def measure_network(self, ties: Ties | None = None) -> NetworkReport:
        """What there is to say of `ties`, or of all known ones."""
        return measure_network(
            self.ties if ties is None else ties,
            municipalities=list(self.catalogue.region.municipalities),
            until_year=read_today().year,
        )


def _find(taxonomy: Taxonomy, name: str) -> pd.DataFrame:
    if name not in taxonomy or "words" not in taxonomy[name].frame:
        raise KulturkartaError(f"taxonomy/{name}.csv with a column words is missing: free words cannot be compared")
    return taxonomy[name].frame


def _read_table(path: Path, *, text: tuple[str, ...] = ()) -> pd.DataFrame:
    try:
        return pd.read_csv(path, encoding="utf-8", dtype=dict.fromkeys(text, "str"))
    except FileNotFoundError:
        raise KulturkartaError(f"{path} is missing: it is part of the reference data") from None


def _read_towns(reference_dir: Path) -> dict[str, tuple[float, float]]:
    """Municipality code -> lon, lat of its largest locality."""
    table = _read_table(reference_dir / "localities.csv", text=("municipality_code",))
    largest = table.dropna(subset=["municipality_code"]).sort_values("population", ascending=False, kind="stable")
    largest = largest.drop_duplicates("municipality_code")
    return dict(zip(largest["municipality_code"], zip(largest["lon"], largest["lat"], strict=True), strict=True))


_partners: Recent[tuple[str, str], Partners] = Recent(_KEPT)


def get_partners(catalogue: Catalogue) -> Partners:
    """The partners of `catalogue` in this process. Raises KulturkartaError when the reference data cannot be read."""

    def build() -> Partners:
        settings = read_settings()
        return Partners(catalogue, read_taxonomy(settings.data_dir / "taxonomy"), settings)

    return _partners.get((catalogue.region.key, catalogue.revision), build)
