"""A plain table of sites to choose from: `id,x,y`, or only `id` when costs are given in a table of their own."""

from __future__ import annotations

from pathlib import Path

from kulturkarta.sources.guard import Limits
from kulturkarta.sources.points import Found, parse_cells, read_table
from kulturkarta.validation.cells import cell_problem


def read_sites(path: Path, *, has_coordinates: bool, limits: Limits) -> Found:
    """Columns id (text) and, with `has_coordinates`, x and y as float64, in the order of the file; others are ignored.

    A row with an id that is empty or taken, or with a coordinate that is no number, is set aside with a problem.
    Raises DataProblem when the file cannot be read or lacks one of the columns.
    """
    numbers = ["x", "y"] if has_coordinates else []
    raw = read_table(path, ["id", *numbers], limits=limits)
    frame, problems = parse_cells(raw, numbers, not_negative=[])
    ids = raw.frame["id"].str.strip()
    for code, rows in (("points.id_missing", ids.eq("")), ("points.id_repeated", ids.duplicated() & ids.ne(""))):
        problems += [cell_problem(raw, row, column="id", code=code) for row in ids.index[rows]]
    kept = frame.assign(id=ids)[["id", *numbers]].drop(index=list({problem.where.row for problem in problems}))
    return kept.reset_index(drop=True), (*raw.problems, *problems)
