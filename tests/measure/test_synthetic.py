"""The invented catalogue: the same for the same seed, readable by the app, and plainly invented."""

from __future__ import annotations

from pathlib import Path

import pandas as pd

from kulturkarta.settings import Settings
from kulturkarta.sources.package import read_catalogue
from tests.measure.synthetic import REGION, SOURCE, build_catalogue, build_tables, write_data

TWO = ("0482", "0484")  # Flen and Eskilstuna: 15 095 and 106 789 inhabitants


def test_the_same_seed_gives_the_same_rows_and_another_seed_others() -> None:
    first = build_tables(400, seed=7, codes=TWO)
    pd.testing.assert_frame_equal(first["places"], build_tables(400, seed=7, codes=TWO)["places"])
    assert not first["places"].equals(build_tables(400, seed=8, codes=TWO)["places"])
    assert (len(first["places"]), len(first["actors"])) == (220, 180)


def test_the_app_reads_every_row_without_a_problem_and_the_same_from_files_as_without(tmp_path: Path) -> None:
    data_dir = write_data(tmp_path, 600, codes=TWO)
    settings = Settings(data_dir=data_dir)
    catalogue = read_catalogue(data_dir / REGION, settings=settings)
    assert catalogue.problems == ()
    assert (len(catalogue["places"]), len(catalogue["actors"])) == (330, 270)
    assert catalogue.revision == build_catalogue(600, codes=TWO).revision


def test_entries_stand_where_people_live_and_say_that_they_are_invented() -> None:
    places = build_tables(4000, codes=TWO)["places"]
    # 87.6 % of the two towns' people live in Eskilstuna.
    share = places["municipality_code"].eq("0484").mean()
    assert 0.86 < share < 0.89
    assert set(places["source"]) == {SOURCE}
    located = places[places["lon"].ne("")]
    assert located["lon"].astype(float).between(15.8, 17.2).all()
    assert located["lat"].astype(float).between(58.8, 59.7).all()
    assert places.loc[places["position"].isin(["none", "municipality"]), "lon"].eq("").all()
