from __future__ import annotations

import pandas as pd

from kulturkarta import catalogues
from kulturkarta.analysis.drawn_area import DrawnArea, parse_area
from kulturkarta.i18n import Texts
from kulturkarta.localities import describe_area, list_localities

NAMED = pd.DataFrame({"name": ["Flen", "Malmköping"], "lon": [16.588, 16.733], "lat": [59.058, 59.133]})


def described(text: str, localities: pd.DataFrame = NAMED) -> str:
    area = parse_area(text)
    assert isinstance(area, DrawnArea)
    return describe_area(area, localities, t=Texts("sv"))


def test_an_area_is_named_after_the_locality_it_was_drawn_around() -> None:
    assert described("c59.1330,16.7330,5") == "Inom 5 km från Malmköping"
    # 0.001 degrees of latitude are 111 m, more than 100.
    assert described("c59.1340,16.7330,2.5") == "Inom 2,5 km från en punkt nära Malmköping"
    assert described("c59.1330,16.7330,5", NAMED.head(0)) == "Inom 5 km från en punkt"
    assert described("r58.9,16.4,59.2,17") == "Inom det valda kartutsnittet"
    assert described("pCgBBAAf") == "Inom det ritade området"


def test_a_region_has_the_localities_of_its_municipalities_in_swedish_order() -> None:
    region = catalogues.get_catalogue("sormland").region
    found = list_localities(region)
    assert set(found["municipality_code"]) == set(region.municipalities)
    names = found["name"].tolist()
    assert names.index("Vingåker") < names.index("Åkers Styckebruk") or "Åkers Styckebruk" not in names
    assert "Malmköping" in names
