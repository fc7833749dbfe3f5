"""Any county becomes a region from data alone."""

from __future__ import annotations

from pathlib import Path

import pytest

from kulturkarta.errors import KulturkartaError
from kulturkarta.regions import list_regions
from kulturkarta.schema import TABLES
from kulturkarta.settings import PROJECT_DIR, Settings
from kulturkarta.sources.new_region import create_region
from kulturkarta.sources.package import read_catalogue
from tests.small_sweden import degrees, write_data


def test_halland_is_listed_and_loads_without_a_problem_and_without_new_code(tmp_path: Path) -> None:
    folder = create_region("13", write_data(tmp_path))
    assert folder == tmp_path / "halland"
    (region,) = list_regions(tmp_path)
    assert (region.key, region.county_code, region.name("en")) == ("halland", "13", "Halland County")
    assert region.municipalities == {"1380": "Halmstad", "1315": "Hylte"}
    catalogue = read_catalogue(folder, settings=Settings(data_dir=tmp_path))  # pyright: ignore[reportCallIssue]
    assert catalogue.problems == ()
    assert list(catalogue.tables) == list(TABLES)


def test_the_first_view_is_the_middle_of_the_county_with_all_of_it_inside(tmp_path: Path) -> None:
    create_region("13", write_data(tmp_path))
    (region,) = list_regions(tmp_path)
    # Two squares of 10 km side by side: the middle is where they meet.
    assert (region.lon, region.lat) == pytest.approx(degrees(360, 6295), abs=0.01)
    # 20 km by 10 km at 57° N: 20 km are 0.33°, so 700 px fit at log2(360 * 700 / (256 * 0.33)) = 11.5.
    assert region.zoom == 11


def test_a_row_added_to_the_new_region_is_on_its_map(tmp_path: Path) -> None:
    folder = create_region("13", write_data(tmp_path))
    lon, lat = degrees(355, 6295)
    row = {"id": "bib", "name": "Biblioteket", "kind": "bibliotek", "source": "Kommunen", "licence": "CC0"}
    row |= {"lon": f"{lon:.5f}", "lat": f"{lat:.5f}"}
    line = ",".join(row.get(name, "") for name in TABLES["places"].names)
    with (folder / "places.csv").open("a", encoding="utf-8") as file:
        file.write(f"{line}\n")
    catalogue = read_catalogue(folder, settings=Settings(data_dir=tmp_path))  # pyright: ignore[reportCallIssue]
    assert catalogue.problems == ()
    assert catalogue["places"]["municipality_code"].tolist() == ["1380"]


def test_nothing_is_overwritten(tmp_path: Path) -> None:
    folder = create_region("13", write_data(tmp_path))
    (folder / "places.csv").write_text("mine", encoding="utf-8")
    with pytest.raises(KulturkartaError, match="exists already"):
        create_region("13", tmp_path)
    assert (folder / "places.csv").read_text(encoding="utf-8") == "mine"


@pytest.mark.parametrize("code", ["", "99", "1380", "../04", "halland"])
def test_an_unknown_county_is_refused_with_the_codes_there_are(tmp_path: Path, code: str) -> None:
    with pytest.raises(KulturkartaError, match="04 Sörmland, 13 Halland"):
        create_region(code, write_data(tmp_path))
    assert sorted(path.name for path in tmp_path.iterdir()) == ["reference", "taxonomy"]


def test_every_county_of_the_shipped_reference_data_can_become_a_region(tmp_path: Path) -> None:
    for name in ("reference", "taxonomy"):
        (tmp_path / name).symlink_to(PROJECT_DIR / "data" / name)
    codes = [line[:2] for line in (tmp_path / "reference" / "counties.csv").read_text("utf-8").splitlines()[1:]]
    for code in codes:
        create_region(code, tmp_path)
    regions = {region.county_code: region for region in list_regions(tmp_path)}
    assert len(regions) == 21
    assert sum(len(region.municipalities) for region in regions.values()) == 290
    assert sorted(regions["13"].municipalities.values()) == [
        "Falkenberg",
        "Halmstad",
        "Hylte",
        "Kungsbacka",
        "Laholm",
        "Varberg",
    ]
