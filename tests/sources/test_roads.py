"""Road networks as files: what is understood, and what is said of what is not."""

from __future__ import annotations

from pathlib import Path

import geopandas as gpd
import pytest
from shapely import LineString, MultiLineString, Point

from kulturkarta.errors import DataProblem
from kulturkarta.settings import read_settings
from kulturkarta.sources.points import find_point_limits
from kulturkarta.sources.roads import RoadFile, read_roads

NODES = "id,x,y\na,600000,6500000\nb,601000,6500000\nc,602000,6500000\n"


def read(path: Path) -> RoadFile:
    return read_roads(path, limits=find_point_limits(read_settings()))


def write(folder: Path, edges: str, nodes: str = NODES) -> Path:
    (folder / "roads_nodes.csv").write_text(nodes, encoding="utf-8")
    (folder / "roads.csv").write_text(edges, encoding="utf-8")
    return folder / "roads.csv"


def list_problems(found: RoadFile) -> list[tuple[str, str, int | None, str | None]]:
    return [(p.code, p.where.file, p.where.row, p.where.column) for p in found.problems]


def test_a_table_of_edges_and_its_nodes_are_a_network(tmp_path: Path) -> None:
    edges = "from_id,to_id,length_m,minutes,oneway,modes\na,b,1000,1.5,,\nb,c,1100,2,ja,car;bicycle\n"
    found = read(write(tmp_path, edges))
    assert found.problems == ()
    assert found.roads.nodes_m.tolist() == [[600000, 6500000], [601000, 6500000], [602000, 6500000]]
    assert found.roads.edges.to_dict(orient="list") == {
        "from_node": [0, 1], "to_node": [1, 2], "length_m": [1000, 1100], "minutes": [1.5, 2.0],
        "is_oneway": [False, True], "car": [True, True], "bicycle": [True, True], "foot": [True, False],
    }  # fmt: skip


def test_minutes_follow_from_a_speed(tmp_path: Path) -> None:
    found = read(write(tmp_path, "from_id;to_id;length_m;hastighet\na;b;1000;60\nb;c;1000;50\n"))
    assert found.roads.edges["minutes"].tolist() == [1.0, pytest.approx(1.2)]


def test_rows_that_cannot_be_understood_are_set_aside_with_row_and_mend(tmp_path: Path) -> None:
    edges = "from_id,to_id,length_m,minutes,oneway,modes\n" + "".join(
        f"{row}\n"
        for row in ("a,b,1000,1,,", "a,x,1000,1,,", "a,b,-1,1,,", "a,b,1000,0,,", "a,b,1000,1,maybe,", "a,b,1,1,,boat")
    )
    found = read(write(tmp_path, edges, NODES + "a,0,0\n"))
    assert len(found.roads.edges) == 1
    assert list_problems(found) == [
        ("points.id_repeated", "roads_nodes.csv", 5, "id"),
        ("points.negative", "roads.csv", 4, "length_m"),
        ("roads.too_slow", "roads.csv", 5, "minutes"),
        ("roads.oneway", "roads.csv", 6, "oneway"),
        ("roads.mode", "roads.csv", 7, "modes"),
        ("roads.unknown_node", "roads.csv", 3, "to_id"),
    ]


def test_a_file_that_lacks_what_it_takes_is_refused(tmp_path: Path) -> None:
    with pytest.raises(DataProblem, match=r"points\.column_missing"):
        read(write(tmp_path, "from_id,to_id,length_m\na,b,1000\n"))
    with pytest.raises(DataProblem, match=r"roads\.none"):
        read(write(tmp_path, "from_id,to_id,length_m,minutes\na,x,1000,1\n"))
    (tmp_path / "roads_nodes.csv").unlink()
    with pytest.raises(DataProblem, match=r"file\.missing"):
        read(tmp_path / "roads.csv")


def geopackage(folder: Path, crs: str = "EPSG:3006") -> Path:
    """A road of 1000 m with a bend of another road's end at 500 m, and one of 300 m from there."""
    lines = [
        LineString([(600000, 6500000), (600100, 6500000), (600500, 6500000), (600650, 6500000), (601000, 6500000)]),
        MultiLineString([[(600500, 6500000), (600500, 6500300)]]),
        Point(600000, 6500000),
    ]
    frame = gpd.GeoDataFrame({"Hastighet": [60.0, 30.0, 50.0]}, geometry=lines, crs="EPSG:3006")
    path = folder / "roads.gpkg"
    frame.to_crs(crs).to_file(path, driver="GPKG")
    return path


def test_lines_become_pieces_that_meet_where_they_share_a_vertex(tmp_path: Path) -> None:
    found = read(geopackage(tmp_path))
    assert list_problems(found) == [("roads.no_line", "roads.gpkg", 3, None)]
    edges, nodes = found.roads.edges, found.roads.nodes_m
    ends = [(tuple(nodes[a] - [600000, 6500000]), tuple(nodes[b] - [600000, 6500000]))
            for a, b in zip(edges["from_node"], edges["to_node"], strict=True)]  # fmt: skip
    # the vertex at 100 m is left out; 500 m is where the roads meet, 650 m the next that is 200 m on
    assert ends == [((0, 0), (500, 0)), ((500, 0), (650, 0)), ((650, 0), (1000, 0)), ((500, 0), (500, 300))]
    assert edges["length_m"].tolist() == [500, 150, 350, 300]
    assert edges["minutes"].tolist() == pytest.approx([0.5, 0.15, 0.35, 0.6])


def test_degrees_are_turned_into_metres(tmp_path: Path) -> None:
    lengths = read(geopackage(tmp_path, "EPSG:4326")).roads.edges["length_m"]
    assert lengths.tolist() == pytest.approx([500, 150, 350, 300], abs=0.05)
