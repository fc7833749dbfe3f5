"""The people of a small region: from localities and land, or from what was imported."""

from __future__ import annotations

from pathlib import Path

import pandas as pd
import pytest

from kulturkarta.errors import KulturkartaError
from kulturkarta.people import read_people
from kulturkarta.regions import read_region
from kulturkarta.settings import Settings, read_settings
from kulturkarta.sources.population import save_population
from tests.commands.small_files import write_small_region


def settings_for(data_dir: Path) -> Settings:
    return read_settings().model_copy(update={"data_dir": data_dir})


def test_without_an_import_everybody_lives_on_the_land(tmp_path: Path) -> None:
    folder = write_small_region(tmp_path, {})
    people = read_people(read_region(folder), settings_for(tmp_path))
    assert people.source == "localities"
    sums = people.demand.groupby("municipality_code")["people"].sum().to_dict()
    assert sums == {"0480": 1000.0, "0481": 1000.0, "0488": 1000.0}
    assert len(people.totals) == 5


def test_an_import_takes_the_place_of_the_estimate(tmp_path: Path) -> None:
    folder = write_small_region(tmp_path, {})
    points = pd.DataFrame({"x_m": [605_500.0], "y_m": [6_515_500.0], "people": [950.0], "municipality_code": ["0480"]})
    save_population(points, folder, file="x.csv", is_grid=True, imported="2026-11-22")
    people = read_people(read_region(folder), settings_for(tmp_path))
    assert (people.source, people.demand["people"].tolist(), people.demand["kind"].tolist()) == (
        "grid",
        [1000.0],
        ["grid"],
    )


def test_a_municipality_without_a_population_is_said_by_code(tmp_path: Path) -> None:
    folder = write_small_region(tmp_path, {})
    table = tmp_path / "reference" / "municipalities.csv"
    table.write_text(table.read_text(encoding="utf-8").replace("0488", "0489"), encoding="utf-8")
    with pytest.raises(KulturkartaError, match="0488"):
        read_people(read_region(folder), settings_for(tmp_path))
