"""Plain tables of points and costs, good and bad."""

from __future__ import annotations

from pathlib import Path

import pandas as pd
import pytest

from kulturkarta.errors import DataProblem
from kulturkarta.settings import read_settings
from kulturkarta.sources.points import find_point_limits, read_costs, read_points

LIMITS = find_point_limits(read_settings())


def written(folder: Path, text: str) -> Path:
    path = folder / "d.csv"
    path.write_text(text, encoding="utf-8")
    return path


def told(problems: tuple[DataProblem, ...]) -> list[tuple[str, int | None, str | None, str]]:
    return [(problem.code, problem.where.row, problem.where.column, problem.got) for problem in problems]


def test_points_are_read_in_the_order_of_the_file_with_either_decimal_sign(tmp_path: Path) -> None:
    path = written(tmp_path, "ID;x;y;demand\nb;1,5;2;10\na;-3;4.25;0\n")
    frame, problems = read_points(path, "demand", has_coordinates=True, limits=LIMITS)
    assert list(frame.itertuples(index=False, name=None)) == [("b", 1.5, 2.0, 10.0), ("a", -3.0, 4.25, 0.0)]
    assert problems == ()


def test_an_id_of_digits_stays_text(tmp_path: Path) -> None:
    frame, _ = read_points(written(tmp_path, "id,supply\n007,1\n"), "supply", has_coordinates=False, limits=LIMITS)
    assert frame["id"].tolist() == ["007"]


def test_each_bad_row_is_set_aside_and_told_by_row_and_column(tmp_path: Path) -> None:
    text = "id,x,y,demand\na,0,0,5\na,1,1,5\n,2,2,5\nc,öst,0,5\nd,0,,5\ne,0,0,-1\nf,9,9,1\n"
    frame, problems = read_points(written(tmp_path, text), "demand", has_coordinates=True, limits=LIMITS)
    assert frame["id"].tolist() == ["a", "f"]
    assert sorted(told(problems)) == [
        ("points.id_missing", 4, "id", ""),
        ("points.id_repeated", 3, "id", "a"),
        ("points.negative", 7, "demand", "-1"),
        ("points.not_a_number", 5, "x", "öst"),
        ("points.not_a_number", 6, "y", ""),
    ]


def test_a_column_that_is_missing_refuses_the_file(tmp_path: Path) -> None:
    with pytest.raises(DataProblem) as caught:
        read_points(written(tmp_path, "id,x,y\na,0,0\n"), "demand", has_coordinates=True, limits=LIMITS)
    assert (caught.value.code, caught.value.where.column) == ("points.column_missing", "demand")


def test_costs_name_points_that_exist_and_each_pair_once(tmp_path: Path) -> None:
    text = "origin,destination,cost\na,p,0\nb,p,7.5\na,p,1\na,ghost,1\nb,q,x\n"
    origins, destinations = pd.Series(["a", "b"]), pd.Series(["p", "q"])
    frame, problems = read_costs(written(tmp_path, text), origins, destinations, limits=LIMITS)
    assert list(frame.itertuples(index=False, name=None)) == [("a", "p", 0.0), ("b", "p", 7.5)]
    assert sorted(told(problems)) == [
        ("points.not_a_number", 6, "cost", "x"),
        ("points.pair_repeated", 4, "origin", "a"),
        ("points.unknown_id", 5, "destination", "ghost"),
    ]
    assert {problem.code: problem.severity for problem in problems}["points.unknown_id"] == "warning"


def test_a_country_of_points_is_no_file_too_large() -> None:
    assert LIMITS.max_rows >= 115_118
    assert LIMITS.max_bytes >= 34_000_000
