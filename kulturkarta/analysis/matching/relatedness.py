"""How well two sectors go together: learned from known ties, held near a published table where ties are few."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd

from kulturkarta.analysis.network.ties import Ties

SHRINKAGE = 5.0
"""The table weighs as much as this many expected ties."""
SAME = 2.0
"""What the table says of a sector with itself: as two of one domain."""
UNSAID = "annat"
"""The sector that says nothing: "other or several fields"."""


@dataclass(frozen=True, eq=False)
class Relatedness:
    """`ratio[i, j]`: how many times as often as by chance sectors i and j work together. `observed`: known ties between
    them. Both in the order of `sectors`. 1 is neutral; `annat` is neutral to all."""

    sectors: tuple[str, ...]
    ratio: np.ndarray
    observed: np.ndarray


def learn_relatedness(
    ties: Ties, table: pd.DataFrame, sectors: tuple[str, ...], *, shrinkage: float = SHRINKAGE
) -> Relatedness:
    """Association strength (van Eck & Waltman 2009) of the sectors that known ties join, shrunk towards `table`.

    ratio = (C + k·T) / (E + k): C ties between the two, E = row sum × column sum / all, T what `table` says
    (sector_a, sector_b, relatedness; 1 where it says nothing, `SAME` on the diagonal), k the shrinkage. A party of
    several sectors counts in equal parts. 3 ties where 1 was expected and the table says 2: (3 + 10) / (1 + 5) = 2.2.
    """
    at = {code: i for i, code in enumerate(sectors)}
    share = np.zeros((len(ties.nodes), len(sectors)))
    for row, own in enumerate(ties.nodes["sectors"]):  # tuples have no vectorised form
        said = [at[code] for code in own if code in at and code != UNSAID]
        share[row, said] = 1 / max(len(said), 1)
    pairs = ties.edges.drop_duplicates(["u", "v"])
    met = share[pairs["u"]].T @ share[pairs["v"]]
    observed = met + met.T
    sums = observed.sum(axis=1)
    expected = np.outer(sums, sums) / max(observed.sum(), 1.0)
    prior = np.ones_like(observed)
    np.fill_diagonal(prior, SAME)
    known = table[table["sector_a"].isin(at) & table["sector_b"].isin(at)]
    a, b = known["sector_a"].map(at).to_numpy(), known["sector_b"].map(at).to_numpy()
    prior[a, b] = prior[b, a] = known["relatedness"].to_numpy(dtype="float64")
    ratio = (observed + shrinkage * prior) / (expected + shrinkage)
    if UNSAID in at:
        ratio[at[UNSAID], :] = ratio[:, at[UNSAID]] = 1.0
    return Relatedness(sectors, ratio, observed)
