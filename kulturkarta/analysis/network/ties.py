"""Known ties as a graph: parties as nodes, each collaboration an edge between two of them."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from functools import cached_property

import numpy as np
import pandas as pd
from scipy.sparse import csr_array

from kulturkarta.analysis.entries import read_years

OUTSIDE = "outside"
"""The table of a party that the catalogue knows by name only."""

_NODE_COLUMNS = ("id", "name", "municipality_code", "sectors", "lon", "lat")


@dataclass(frozen=True, eq=False)
class Ties:
    """`nodes`: id, table, name, municipality_code, sectors, lon, lat; every actor, and whoever else has a tie.
    `edges`: u, v (rows of `nodes`, u < v or as the source says), id, kind, since, until (float years, NaN = unknown).
    Several collaborations between two parties are several edges."""

    nodes: pd.DataFrame
    edges: pd.DataFrame

    @cached_property
    def row_of_id(self) -> dict[str, int]:
        return {str(key): row for row, key in enumerate(self.nodes["id"])}

    @cached_property
    def adjacency(self) -> csr_array:
        """Who knows whom: 1 where at least one tie is known, without direction, none to oneself."""
        n = len(self.nodes)
        u, v = self.edges["u"].to_numpy(), self.edges["v"].to_numpy()
        rows, columns = np.concatenate([u, v]), np.concatenate([v, u])
        matrix = csr_array((np.ones(len(rows), dtype="int32"), (rows, columns)), shape=(n, n))
        matrix.sum_duplicates()
        matrix.data[:] = 1
        return matrix

    @cached_property
    def degree(self) -> np.ndarray:
        """How many others each party has a known tie to."""
        return np.diff(self.adjacency.indptr)

    def keep(self, edges: pd.Series | np.ndarray) -> Ties:
        """The same parties with only these ties."""
        return Ties(self.nodes, self.edges[np.asarray(edges, dtype=bool)].reset_index(drop=True))


def build_ties(
    collaborations: pd.DataFrame, *, actors: pd.DataFrame, places: pd.DataFrame, supports: pd.DataFrame
) -> Ties:
    """The ties of `collaborations`. A party without an id is the one with its name outside the catalogue.

    A collaboration of somebody with herself is left out. Every actor is a node, also without a known tie, so that she
    can be counted; places and supports are nodes when they have one.
    """
    known = pd.concat(
        [_take(frame, table) for table, frame in (("actors", actors), ("places", places), ("supports", supports))],
        ignore_index=True,
    )
    ends = {end: _name_party(collaborations, end) for end in ("from", "to")}
    used = pd.Index(pd.concat(list(ends.values())).unique())
    named = pd.concat([collaborations["from_name"], collaborations["to_name"]]).to_numpy(dtype=object)
    keys = pd.concat(list(ends.values())).to_numpy(dtype=object)
    outsiders = {key: name for key, name in zip(keys, named, strict=True) if key.startswith(OUTSIDE + ":")}
    outside = pd.DataFrame({"id": list(outsiders), "name": list(outsiders.values())}).assign(table=OUTSIDE)
    nodes = pd.concat([known[known["table"].eq("actors") | known["id"].isin(used)], outside], ignore_index=True)
    nodes["sectors"] = [value if isinstance(value, tuple) else () for value in nodes["sectors"]]
    row_of = pd.Series(np.arange(len(nodes)), index=nodes["id"].to_numpy(dtype=object))
    u, v = (row_of.reindex(ends[end].to_numpy(dtype=object)).to_numpy(dtype="float64") for end in ("from", "to"))
    edges = pd.DataFrame(
        {
            "u": u,
            "v": v,
            "id": collaborations["id"].to_numpy(),
            "kind": collaborations["kind"].to_numpy(),
            "since": read_years(collaborations["since"].astype("str")).to_numpy(),
            "until": read_years(collaborations["until"].astype("str")).to_numpy(),
        }
    )
    edges = edges[(edges["u"] != edges["v"]) & edges["u"].notna() & edges["v"].notna()]
    return Ties(nodes, edges.astype({"u": "int64", "v": "int64"}).reset_index(drop=True))


def _take(frame: pd.DataFrame, table: str) -> pd.DataFrame:
    return frame.reindex(columns=list(_NODE_COLUMNS)).assign(table=table)


def _name_party(collaborations: pd.DataFrame, end: str) -> pd.Series:
    return collaborations[f"{end}_id"].fillna(OUTSIDE + ":" + collaborations[f"{end}_name"])


def _touch(edges: pd.DataFrame, asked: pd.Series | list[bool]) -> np.ndarray:
    """Ties of which one end at least is asked for."""
    is_asked = np.asarray(asked, dtype=bool)
    return is_asked[edges["u"]] | is_asked[edges["v"]]


def filter_ties(
    ties: Ties,
    *,
    kinds: Collection[str] = (),
    years: tuple[int, int] | None = None,
    municipalities: Collection[str] = (),
    sectors: Collection[str] = (),
) -> Ties:
    """The ties of these kinds that were alive in these years and touch one of these municipalities and sectors.

    An empty choice asks for nothing. A tie without any year is left out when years are asked for.
    """
    edges, nodes = ties.edges, ties.nodes
    keep = np.ones(len(edges), dtype=bool)
    if kinds:
        keep &= edges["kind"].isin(kinds).to_numpy(dtype=bool)
    if years:
        since, until = read_span(edges)
        keep &= (since <= years[1]) & (until >= years[0])
    if municipalities:
        keep &= _touch(edges, nodes["municipality_code"].isin(municipalities))
    if sectors:
        # Tuples have no vectorised membership test.
        keep &= _touch(edges, [not set(sectors).isdisjoint(own) for own in nodes["sectors"]])
    return ties.keep(keep)


def read_span(edges: pd.DataFrame) -> tuple[np.ndarray, np.ndarray]:
    """First and last year of each tie: one that has no end goes on, one that has no beginning had only its end year,
    and one without either is at no time (NaN)."""
    since, until = edges["since"].to_numpy(), edges["until"].to_numpy()
    first = np.where(np.isnan(since), until, since)
    last = np.where(np.isnan(until), np.where(np.isnan(since), np.nan, np.inf), until)
    return first, last


def number_by_size(labels: np.ndarray, counts: np.ndarray) -> np.ndarray:
    """Labels renumbered so that 0 is the largest among those that count; −1 for the others."""
    found = np.full(len(labels), -1, dtype="int64")
    if not counts.any():
        return found
    values, first, sizes = np.unique(labels[counts], return_index=True, return_counts=True)
    order = np.lexsort([first, -sizes])
    rank = pd.Series(np.arange(len(order)), index=values[order])
    found[counts] = rank.reindex(labels[counts]).to_numpy()
    return found
