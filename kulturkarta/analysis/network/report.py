"""Everything the page and the command say of a network, measured at once."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd

from kulturkarta.analysis.network.borders import (
    BorderIndex,
    count_crossings,
    list_municipalities,
    list_sectors,
    measure_borders,
)
from kulturkarta.analysis.network.brokers import Brokers, find_brokers
from kulturkarta.analysis.network.communities import find_communities
from kulturkarta.analysis.network.structure import (
    Completeness,
    describe_completeness,
    find_parts,
    measure_density,
)
from kulturkarta.analysis.network.ties import Ties


@dataclass(frozen=True, eq=False)
class NetworkReport:
    """`parts`, `communities`: a number per party, 0 the largest, −1 without ties (`communities` None = there are
    none). `by_municipality`, `by_sector`: see measure_borders. `untied`: nodes of actors without any known tie."""

    ties: Ties
    completeness: Completeness
    brokers: Brokers
    by_municipality: BorderIndex
    by_sector: BorderIndex
    crossings: pd.DataFrame
    density: pd.DataFrame
    parts: np.ndarray
    communities: np.ndarray | None
    modularity: float
    untied: np.ndarray


def measure_network(ties: Ties, *, municipalities: Sequence[str], until_year: int) -> NetworkReport:
    """The report of `ties`; density is told up to `until_year`, for ties that are agreed on may end later."""
    communities = find_communities(ties)
    density = measure_density(ties)
    actors = ties.nodes["table"].eq("actors").to_numpy()
    return NetworkReport(
        ties=ties,
        completeness=describe_completeness(ties),
        brokers=find_brokers(ties),
        by_municipality=measure_borders(ties, list_municipalities(ties)),
        by_sector=measure_borders(ties, list_sectors(ties)),
        crossings=count_crossings(ties, municipalities),
        density=density[density["year"] <= until_year].reset_index(drop=True),
        parts=find_parts(ties),
        communities=None if communities is None else communities[0],
        modularity=float("nan") if communities is None else communities[1],
        untied=np.flatnonzero(actors & (ties.degree == 0)),
    )
