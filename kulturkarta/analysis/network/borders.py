"""How far ties reach across borders: between municipalities, between sectors, against what chance would give."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd

from kulturkarta.analysis.matching.relatedness import UNSAID
from kulturkarta.analysis.network.ties import Ties

_SEED = 20261125


@dataclass(frozen=True)
class BorderIndex:
    """`index` = (E − I) / (E + I), Krackhardt & Stern 1988: −1 all ties stay inside, +1 all cross. NaN without ties.
    `expected`, `low`, `high`: mean and 95 % interval when the groups are dealt anew among the same parties.
    `verdict`: "more" or "less" than chance, "like" it, or "unknown"."""

    index: float
    external: int
    internal: int
    unknown: int
    expected: float
    low: float
    high: float
    verdict: str


def measure_borders(ties: Ties, groups: Sequence[str | None], *, permutations: int = 1000) -> BorderIndex:
    """The E-I index of `groups` (one a node; None = unknown) over pairs with a known tie, against permutations.

    Ties with an end whose group is unknown are counted apart. 3 ties across and 1 within: (3 − 1) / 4 = 0.5.
    """
    codes, _ = pd.factorize(np.array([group or None for group in groups], dtype=object))
    pairs = ties.adjacency.tocoo()
    once = pairs.row < pairs.col
    u, v = pairs.row[once], pairs.col[once]
    known = (codes[u] >= 0) & (codes[v] >= 0)
    u, v = u[known], v[known]
    external = int((codes[u] != codes[v]).sum())
    internal = len(u) - external
    unknown = int((~known).sum())
    if not len(u):
        return BorderIndex(np.nan, 0, 0, unknown, np.nan, np.nan, np.nan, "unknown")
    index = (external - internal) / len(u)
    drawn = _permute(codes, u, v, permutations)
    low, high = np.quantile(drawn, [0.025, 0.975])
    verdict = "more" if index > high else "less" if index < low else "like"
    return BorderIndex(index, external, internal, unknown, float(drawn.mean()), float(low), float(high), verdict)


def _permute(codes: np.ndarray, u: np.ndarray, v: np.ndarray, times: int) -> np.ndarray:
    """The index when the groups of the parties with such ties are dealt anew among them."""
    parties, at = np.unique(np.concatenate([u, v]), return_inverse=True)
    a, b = at[: len(u)], at[len(u) :]
    generator = np.random.default_rng(_SEED)
    drawn = np.empty(times)
    for i in range(times):  # each a shuffle of its own
        dealt = generator.permutation(codes[parties])
        drawn[i] = 2 * float((dealt[a] != dealt[b]).mean()) - 1
    return drawn


def list_sectors(ties: Ties) -> list[str | None]:
    """The first sector of each party that says something; None = unknown."""
    return [next((code for code in own if code != UNSAID), None) for own in ties.nodes["sectors"]]


def list_municipalities(ties: Ties) -> list[str | None]:
    return [code if isinstance(code, str) else None for code in ties.nodes["municipality_code"]]


def count_crossings(ties: Ties, municipalities: Sequence[str]) -> pd.DataFrame:
    """Per municipality: actors, of which tied; ties inside, across a border, and to somebody whose place is unknown."""
    nodes, degree = ties.nodes, ties.degree
    codes = np.array([code or "" for code in list_municipalities(ties)], dtype=object)
    u, v = codes[ties.edges["u"]], codes[ties.edges["v"]]
    actors = nodes["table"].eq("actors").to_numpy()
    rows = []
    for code in municipalities:  # a handful
        here = actors & (codes == code)
        touches = (u == code) | (v == code)
        rows.append(
            {
                "municipality_code": code,
                "actors": int(here.sum()),
                "tied": int((here & (degree > 0)).sum()),
                "inside": int(((u == code) & (v == code)).sum()),
                "across": int((touches & (u != v) & (u != "") & (v != "")).sum()),
                "unknown": int((touches & ((u == "") | (v == ""))).sum()),
            }
        )
    return pd.DataFrame(rows)
