"""What Samverkan lets one take home, and how it lets one get in touch without giving an address away."""

from __future__ import annotations

import json
from dataclasses import replace

import pandas as pd

from kulturkarta import catalogues
from kulturkarta.export.context import ExportContext
from kulturkarta.export.registry import EXPORT_FORMATS
from kulturkarta.i18n import Texts
from kulturkarta.schema import TABLES, TableSchema
from kulturkarta.settings import read_settings
from kulturkarta.taxonomy import read_taxonomy
from kulturkarta.ui.collab_files import ADDED, choose_rows

IDS = ["stigtomta-hembygdsforening-0480", "kulturforeningen-bergatrollen-0480"]


def test_partners_as_geojson_keep_their_rank_and_reasons_and_say_whose_they_are() -> None:
    rows = pd.DataFrame({"id": IDS, "rank": [1, 2], "km": [18.2, 0.0], "reasons": [("De söker lokal.",), ()]})
    chosen = choose_rows(catalogues.get_catalogue("sormland"), "actors", rows)
    schema = TableSchema("actors", (*TABLES["actors"].columns, *ADDED))
    taxonomy = read_taxonomy(read_settings().data_dir / "taxonomy")
    context = ExportContext(schema, taxonomy, "sv", Texts("sv"), provenance=("Källa",), title="Samverkan")
    told = json.loads(EXPORT_FORMATS["geojson"].write(chosen, context))
    assert (told["title"], told["attribution"]) == ("Samverkan", ["Källa"])
    assert [feature["id"] for feature in told["features"]] == IDS
    first = told["features"][0]["properties"]
    assert (first["rank"], first["km"], first["reasons"]) == (1, 18.2, ["De söker lokal."])
    assert "score" not in first


def test_contact_goes_by_the_regions_form_before_the_operators_address() -> None:
    region = replace(catalogues.get_catalogue("sormland").region, correction_url="https://region.se/form?post={id}")
    words = {"subject": "Kontakt med å", "body": "Hej"}
    assert region.find_contact("x y", email="a@b.se", **words) == "https://region.se/form?post=x%20y"
    bare = replace(region, correction_url="")
    assert bare.find_contact("x", email="a@b.se", **words) == "mailto:a@b.se?subject=Kontakt%20med%20%C3%A5&body=Hej"
    assert bare.find_contact("x", email="", **words) == ""
