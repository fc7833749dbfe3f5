"""Road networks on the command line: checked, then used by gaps and where-next."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import pytest

from kulturkarta.cli import main
from kulturkarta.settings import read_settings
from tests.reports.test_paper import words

NODES = "id,x,y\na,600000,6520000\nb,601000,6520000\nc,602000,6520000\nd,690000,6520000\ne,690100,6520000\n"
EDGES = "from_id,to_id,length_m,minutes\na,b,1000,1\nb,c,1000,1\nd,e,100,1\n"


def write(folder: Path, edges: str = EDGES) -> Path:
    (folder / "roads_nodes.csv").write_text(NODES, encoding="utf-8")
    (folder / "roads.csv").write_text(edges, encoding="utf-8")
    return folder / "roads.csv"


def ask(capsys: pytest.CaptureFixture[str], *arguments: str) -> dict:
    assert main([*arguments, "--json"]) == 0
    return json.loads(capsys.readouterr().out)


def test_check_roads_says_what_hangs_together_per_mode(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    answer = ask(capsys, "check-roads", str(write(tmp_path)))
    assert (answer["edges"], answer["errors"], answer["problems"]) == (3, 0, [])
    # 2 of 2.1 km hang together; 2 km in 2 minutes are 60 km/h
    assert answer["modes"]["car"] == {"nodes": 3, "km": 2, "share_kept": pytest.approx(2 / 2.1), "kmh": 60}
    assert answer["modes"]["foot"]["kmh"] == pytest.approx(5)


def test_check_roads_names_file_row_column_and_mend(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["check-roads", str(write(tmp_path, EDGES + "a,x,10,1\n")), "--lang", "en"]) == 1
    said = capsys.readouterr().out
    assert "roads.csv, row 5, to_id: There is no node with id x. Add the node to the file of nodes" in said
    assert "1 error." in said
    assert main(["check-roads", str(tmp_path / "none.gpkg")]) == 1


@pytest.fixture
def with_roads(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """The largest towns of Södermanland joined in a star at 60 km/h: Eskilstuna in the middle."""
    towns = {"eskilstuna": (585000, 6581000), "flen": (591700, 6547500), "nykoping": (615000, 6513500)}
    nodes = "".join(f"{name},{x},{y}\n" for name, (x, y) in towns.items())
    (tmp_path / "roads_nodes.csv").write_text("id,x,y\n" + nodes, encoding="utf-8")
    edges = "from_id,to_id,length_m,minutes\neskilstuna,flen,40000,40\neskilstuna,nykoping,90000,90\n"
    (tmp_path / "roads.csv").write_text(edges, encoding="utf-8")
    monkeypatch.setenv("KULTURKARTA_ROAD_FILE", str(tmp_path / "roads.csv"))
    monkeypatch.setenv("KULTURKARTA_ROAD_SOURCE", "NVDB 2026")
    monkeypatch.setenv("KULTURKARTA_ROAD_SNAP_KM", "5")
    read_settings.cache_clear()
    yield
    read_settings.cache_clear()


@pytest.mark.usefixtures("with_roads")
def test_gaps_where_next_and_brief_go_by_road_and_say_so(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    asked = ["--region", "sormland", "--kind", "bibliotek", "--mode", "car", "--minutes", "15"]
    answer = ask(capsys, "gaps", *asked)
    assert (answer["distance"], answer["threshold_minutes"], answer["threshold_km"]) == ("road:car", 15, None)
    shares = {row["name"]: row["share_within"] for row in answer["municipalities"]}
    # nobody in Trosa lives within 5 km of the three towns; most of Eskilstuna does, and has its own library
    assert shares["Trosa"] == 0 and 0.5 < shares["Eskilstuna"] < 1
    found = ask(capsys, "where-next", *asked, "--n", "1")
    assert found["distance"] == "road:car" and found["within_before"] == pytest.approx(answer["within"])
    pdf = tmp_path / "brief.pdf"
    assert main(["brief", *asked, "--municipality", "0482", "--lang", "en", "--out", str(pdf)]) == 0
    brief = words(pdf.read_bytes())
    assert "Flen: library within 15 minutes by car" in brief and "--minutes 15" in brief and "15 km" not in brief
    assert "the road network NVDB 2026, by car" in brief
    capsys.readouterr()
    assert main(["gaps", *asked, "--lang", "en"]) == 0
    said = capsys.readouterr().out
    assert "within 15 minutes by car" in said and "Ways are measured on the road network NVDB 2026, by car." in said


def test_a_road_that_is_not_set_is_told_to_the_operator(capsys: pytest.CaptureFixture[str]) -> None:
    asked = ["gaps", "--region", "sormland", "--kind", "bibliotek"]
    assert main([*asked, "--mode", "car", "--km", "10"]) == 2
    assert "KULTURKARTA_ROAD_FILE" in capsys.readouterr().err
    assert main([*asked, "--minutes", "10"]) == 2
    assert "--minutes needs a way to travel: --mode car, bicycle, foot" in capsys.readouterr().err
