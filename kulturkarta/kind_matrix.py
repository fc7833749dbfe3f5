"""Which kinds of place each municipality of a region has, and what it lacks though those most like it have it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import pandas as pd

from kulturkarta.analysis.gaps.similar import measure_land_km2, missing_kinds_matrix, similar_municipalities
from kulturkarta.reach import Reach

SIMILAR_WANTED = 5


@dataclass(frozen=True)
class KindMatrix:
    """`rows`: one per kind and municipality, see `missing_kinds_matrix`. `similar`: by municipality code those most
    like it with population, per_km2 and the band that takes them in, see `similar_municipalities`."""

    rows: pd.DataFrame
    similar: Mapping[str, pd.DataFrame]


def build_kind_matrix(reach: Reach, kinds: Sequence[str]) -> KindMatrix:
    """The matrix of the region of `reach` for `kinds`.

    Only its own municipalities are compared: likeness to one that the catalogue knows nothing of would compare with
    silence.
    """
    codes = list(reach.catalogue.region.municipalities)
    population = pd.Series({code: reach.people.totals[code] for code in codes})
    land_km2 = measure_land_km2(reach.people.land)
    similar = {code: similar_municipalities(code, population, land_km2, wanted=SIMILAR_WANTED) for code in codes}
    rows = missing_kinds_matrix(
        reach.catalogue["places"],
        population=population,
        kinds=kinds,
        similar={code: found["code"].tolist() for code, found in similar.items()},
    )
    return KindMatrix(rows, similar)
