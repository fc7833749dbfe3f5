"""A road network from a file: lines with speeds (GeoPackage) or a table of edges (CSV), checked row by row.

GeoPackage: a layer of lines that share a vertex where roads meet, with a column `speed_kmh` (or `speed`, `hastighet`,
`maxspeed`) or `minutes`. CSV: `from_id, to_id, length_m` and `minutes` or `speed_kmh`, and beside `roads.csv` the nodes
as `roads_nodes.csv`: `id, x, y` in EPSG:3006. In both, `oneway` (yes: only along the line, or from from_id to to_id)
and `modes` (`car;bicycle;foot`, empty: all) are optional. Speeds and minutes are a car's.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pandas as pd

from kulturkarta.errors import Cell, DataProblem
from kulturkarta.raw import RawTable
from kulturkarta.roads import EDGE_COLUMNS, MODES, Roads
from kulturkarta.schema import LIST_SEPARATOR
from kulturkarta.sources.geometry import Lines
from kulturkarta.sources.geopackage import read_geopackage_lines
from kulturkarta.sources.guard import Limits
from kulturkarta.sources.points import parse_cells, read_table
from kulturkarta.validation.cells import cell_problem

_SPEED_NAMES = ("speed_kmh", "speed", "hastighet", "maxspeed")
_YES = ("1", "true", "yes", "ja", "j", "y")
_NO = ("", "0", "false", "no", "nej", "n")
_PIECE_M = 200.0
"""Lines are cut into pieces of about this length, so that homes along them have a node near."""


@dataclass(frozen=True)
class RoadFile:
    """The roads that could be read, and what was wrong with the others."""

    roads: Roads
    problems: tuple[DataProblem, ...]


def read_roads(path: Path, *, limits: Limits) -> RoadFile:
    """The network in the file at `path`, .gpkg or .csv. Rows that cannot be understood are set aside with a problem.

    Raises DataProblem when the file cannot be read, lacks what it takes, or holds no road.
    """
    found = _read_lines(path, limits=limits) if path.suffix.lower() == ".gpkg" else _read_edges(path, limits=limits)
    if found.roads.edges.empty:
        raise DataProblem("roads.none", Cell(path.name), params={"n": len(found.problems)})
    return found


def _read_edges(path: Path, *, limits: Limits) -> RoadFile:
    nodes_path = path.with_name(f"{path.stem}_nodes.csv")
    nodes = read_table(nodes_path, ["id", "x", "y"], limits=limits)
    places, problems = parse_cells(nodes, ["x", "y"], not_negative=[])
    ids = nodes.frame["id"].str.strip()
    problems += [
        cell_problem(nodes, row, column="id", code="points.id_repeated") for row in ids.index[ids.duplicated()]
    ]
    good = places.notna().all(axis=1) & ~ids.duplicated()
    place_of = pd.Series(np.arange(good.sum()), index=ids[good])

    raw = read_table(path, ["from_id", "to_id", "length_m"], limits=limits)
    edges, found = _read_columns(raw, ["length_m"])
    for column, node in (("from_id", "from_node"), ("to_id", "to_node")):
        names = raw.frame[column].str.strip()
        edges[node] = names.map(place_of)
        strangers = names.index[edges[node].isna()]
        found += [cell_problem(raw, row, column=column, code="roads.unknown_node") for row in strangers]
    edges = _keep(edges, found).astype({"from_node": "int64", "to_node": "int64"})
    edges["minutes"] = _find_minutes(edges, edges["length_m"])
    roads = Roads(places[good].to_numpy(dtype="float64"), edges[list(EDGE_COLUMNS)].reset_index(drop=True))
    return RoadFile(roads, (*nodes.problems, *raw.problems, *problems, *found))


def _read_lines(path: Path, *, limits: Limits) -> RoadFile:
    raw, lines = read_geopackage_lines(path, name=path.stem, file=path.name, limits=limits)
    raw = RawTable(raw.name, raw.file, raw.frame.set_axis(raw.frame.columns.str.strip().str.lower(), axis="columns"))
    features, problems = _read_columns(raw, [])
    rows = raw.frame.index.to_numpy()
    without = ~np.isin(np.arange(len(rows)), lines.row)
    problems += [DataProblem("roads.no_line", Cell(raw.file, int(row))) for row in rows[without]]
    kept = np.isin(np.arange(len(rows)), np.flatnonzero(_find_sound(features.index, problems)))
    use = kept[lines.row] if len(lines.row) else np.zeros(0, dtype=bool)
    nodes_m, edges = cut_lines(Lines(lines.x_m[use], lines.y_m[use], lines.part[use], lines.row[use]))
    own = features.reset_index(drop=True).iloc[edges["row"].to_numpy()].reset_index(drop=True)
    edges = edges.drop(columns="row").join(own[["is_oneway", *MODES]])
    # A whole line's minutes are shared out by length.
    whole = edges["length_m"].groupby(edges["part"]).transform("sum")
    edges["minutes"] = _find_minutes(own, edges["length_m"], share=edges["length_m"] / whole)
    return RoadFile(Roads(nodes_m, edges[list(EDGE_COLUMNS)]), (*raw.problems, *problems))


def _find_sound(index: pd.Index, problems: Sequence[DataProblem]) -> np.ndarray:
    """Per row of `index` whether no error names it."""
    named = {problem.where.row for problem in problems if problem.severity == "error"}
    return np.array([row not in named for row in index], dtype=bool)


def _keep(frame: pd.DataFrame, problems: Sequence[DataProblem]) -> pd.DataFrame:
    return frame[_find_sound(frame.index, problems)].copy()


def _read_columns(raw: RawTable, numbers: list[str]) -> tuple[pd.DataFrame, list[DataProblem]]:
    """`numbers`, minutes or speed_kmh, is_oneway and the modes of every row."""
    names = list(raw.frame.columns)
    speed = next((name for name in _SPEED_NAMES if name in names), None)
    pace = "minutes" if "minutes" in names else speed
    if pace is None:
        raise DataProblem(
            "points.column_missing", Cell(raw.file, 1, "minutes"), params={"columns": "minutes, speed_kmh"}
        )
    frame, problems = parse_cells(raw, [*numbers, pace], not_negative=numbers)
    frame = frame.rename(columns={pace: "minutes" if pace == "minutes" else "speed_kmh"})
    still = frame.index[frame.iloc[:, -1] <= 0]
    problems += [cell_problem(raw, row, column=pace, code="roads.too_slow") for row in still]
    oneway = _cells(raw, "oneway").str.lower()
    strange = oneway.index[~oneway.isin([*_YES, *_NO])]
    problems += [cell_problem(raw, row, column="oneway", code="roads.oneway") for row in strange]
    modes = _cells(raw, "modes").str.lower()
    # A set per cell: few rows name any mode, and sets have no vectorised comparison.
    named = [{word.strip() for word in str(cell).split(LIST_SEPARATOR)} - {""} for cell in modes]
    unknown = modes.index[[not words <= set(MODES) for words in named]]
    problems += [
        cell_problem(raw, row, column="modes", code="roads.mode", params={"modes": "; ".join(MODES)}) for row in unknown
    ]
    for mode in MODES:
        frame[mode] = [not words or mode in words for words in named]
    frame["is_oneway"] = oneway.isin(_YES).to_numpy(dtype=bool)
    return frame, problems


def _cells(raw: RawTable, column: str) -> pd.Series:
    return raw.frame[column].str.strip() if column in raw.frame else pd.Series("", index=raw.frame.index, dtype="str")


def _find_minutes(own: pd.DataFrame, length_m: pd.Series, *, share: pd.Series | float = 1.0) -> pd.Series:
    """What a car takes: as stated, or length by speed (1000 m at 60 km/h are 1 minute)."""
    if "minutes" in own:
        return own["minutes"] * share
    return length_m / 1000 / own["speed_kmh"] * 60


def cut_lines(lines: Lines) -> tuple[np.ndarray, pd.DataFrame]:
    """(nodes, edges with from_node, to_node, length_m, part, row) of `lines`, in pieces of about 200 m.

    A vertex that more than one line has, and the ends of every line, are nodes always: there roads may meet.
    """
    if not len(lines.x_m):
        return np.zeros((0, 2)), pd.DataFrame(
            columns=["from_node", "to_node", "length_m", "part", "row"], dtype="int64"
        )
    nodes_m, node = np.unique(np.column_stack([lines.x_m, lines.y_m]), axis=0, return_inverse=True)
    starts = np.r_[True, np.diff(lines.part) != 0]
    ends = np.r_[starts[1:], True]
    steps = np.hypot(np.diff(lines.x_m, prepend=lines.x_m[0]), np.diff(lines.y_m, prepend=lines.y_m[0]))
    along = np.cumsum(np.where(starts, 0.0, steps))
    shared = np.bincount(node)[node] > 1
    full = np.r_[False, np.diff(np.floor((along - along[starts][np.cumsum(starts) - 1]) / _PIECE_M)) > 0]
    at = np.flatnonzero(starts | ends | shared | full)
    same = lines.part[at][1:] == lines.part[at][:-1]
    first, last = at[:-1][same], at[1:][same]
    edges = pd.DataFrame(
        {
            "from_node": node[first],
            "to_node": node[last],
            "length_m": along[last] - along[first],
            "part": lines.part[first],
            "row": lines.row[first],
        }
    )
    return nodes_m, edges
