"""The command `map`: what stands in the file it writes. A browser opens one in tests/e2e/test_map_tools.py."""

from __future__ import annotations

import base64
import csv
import json
import re
import struct
import zlib
from pathlib import Path

import pytest

from kulturkarta.cli import main
from kulturkarta.figures.points import read_points
from kulturkarta.settings import PROJECT_DIR
from tests.one_file import held


def write_map(path: Path, *arguments: str) -> str:
    assert main(["map", "--region", "sormland", "--out", str(path), *arguments]) == 0
    return path.read_text(encoding="utf-8")


def unpack(packed: str) -> bytes:
    return zlib.decompress(base64.b64decode(packed))


def test_the_file_holds_what_the_filter_leaves_and_asks_nobody_for_code(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    html = write_map(tmp_path / "karta.html", "--filter", "kommun=0482", "slag=bibliotek", "--lang", "en")
    # Flen has three libraries in data/sormland/places.csv.
    content = held(html)
    [names], [cards] = ([json.loads(unpack(block)) for block in content[part]] for part in ("rows", "cards"))
    names = [name for _, name, _ in names]
    assert len(names) == len(cards) == 3
    assert "Flens bibliotek" in names
    assert html.count('<th scope="row">') == 3
    assert 'lang="en"' in html and "3 entries" in capsys.readouterr().out
    assert re.findall(r'<(?:script|link)[^>]+(?:src|href)="([^"]*)"', html) == []
    assert all(item["row"] in (None, 0, 1, 2) for card in cards for g in card["groups"] for item in g["items"])


def test_points_are_numbered_anew(tmp_path: Path) -> None:
    content = held(write_map(tmp_path / "karta.html", "--filter", "yta=c59.1333,16.7333,5"))
    points = read_points(unpack(content["points"]))
    assert sorted(points.row.tolist()) == list(range(content["n"]))


def test_every_measure_of_the_municipalities_is_in_the_file_and_the_one_asked_for_comes_first(tmp_path: Path) -> None:
    html = write_map(tmp_path / "k.html", "--filter", "kommun=0482", "--view", "kommuner", "--measure", "antal")
    content = held(html)
    assert held(html, "opening") == {"visa": "kommuner", "matt": "antal"}
    views = json.loads(unpack(content["views"]))
    assert [view["view"] for view in views[:3]] == ["poster", "tathet", "kommuner"]
    counted = next(view for view in views if view["measure"] == "antal")
    assert counted["overlay"]["areas"]["0482"]["fill"] == 4  # all entries are in Flen
    assert counted["choropleth"]["values"]["Gnesta"] == "0"
    with (PROJECT_DIR / "data" / "sormland" / "municipality_facts.csv").open(encoding="utf-8") as file:
        indicators = {row["indicator"] for row in csv.DictReader(file)}
    assert {view["measure"] for view in views[6:]} == indicators


def test_what_was_searched_for_is_listed_by_relevance_as_on_the_page(tmp_path: Path) -> None:
    html = write_map(tmp_path / "k.html", "--filter", "q=flens bibliotek")
    [rows] = (json.loads(unpack(block)) for block in held(html)["rows"])
    state = re.search(r'class="kk-state">(.*?)</script>', html, re.DOTALL)
    assert state is not None
    packed = unpack(json.loads(state[1])["rows"]["inline"])
    n, k = struct.unpack("<II", packed[4:12])
    best = struct.unpack(f"<{k}I", packed[12 : 12 + 4 * k])
    assert (n, sorted(best)) == (len(rows), list(range(n)))
    assert rows[best[0]][1] == "Flens bibliotek"  # though others come before it in the alphabet
    assert rows[0][1] < "Flens bibliotek"


def test_a_measure_nobody_knows_is_refused(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["map", "--region", "sormland", "--out", str(tmp_path / "k.html"), "--measure", "lycka"]) == 2
    assert "no such measure" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("filter_", "said"),
    [
        ("kommun=9999", "no such value"),
        ("farg=bla", "NAME=VALUES"),
        ("kommun", "NAME=VALUES"),
        ("yta=c59", "no area"),
    ],
)
def test_a_filter_nobody_knows_is_refused(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], filter_: str, said: str
) -> None:
    arguments = ["map", "--region", "sormland", "--out", str(tmp_path / "k.html"), "--filter", filter_]
    assert main(arguments) == 2
    assert said in capsys.readouterr().err
    assert not (tmp_path / "k.html").exists()


def test_more_entries_than_a_file_holds_are_refused_with_the_setting_that_says_so(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    from kulturkarta import static_map
    from kulturkarta.settings import read_settings

    few = read_settings().model_copy(update={"static_map_entries": 3})
    monkeypatch.setattr(static_map, "read_settings", lambda: few)
    path = tmp_path / "k.html"
    assert main(["map", "--region", "sormland", "--out", str(path), "--filter", "kommun=0482"]) == 2
    assert "KULTURKARTA_STATIC_MAP_ENTRIES" in capsys.readouterr().err
