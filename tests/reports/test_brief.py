"""The brief of two pages, on the shipped catalogue and on one with hostile names."""

from __future__ import annotations

import math
import re
from dataclasses import replace
from types import MappingProxyType
from typing import Any

import pandas as pd
import pytest

from kulturkarta import catalogues
from kulturkarta.i18n import Texts
from kulturkarta.questions import NextQuestion, Question
from kulturkarta.reach import Reach, get_reach
from kulturkarta.reports.brief import write_brief
from kulturkarta.reports.brief_tables import add_up, take_away
from kulturkarta.settings import read_settings
from kulturkarta.taxonomy import read_taxonomy
from tests.reports.test_paper import HOSTILE, list_tags, read, words

A4_POINTS = (595, 842)


@pytest.fixture(scope="module")
def reach() -> Reach:
    return get_reach(catalogues.get_catalogue("sormland"))


def brief(reach: Reach, code: str, lang: str = "sv", **asked: Any) -> bytes:
    taxonomy = read_taxonomy(read_settings().data_dir / "taxonomy")
    return write_brief(
        reach, Question(**asked), code, t=Texts(lang), label=lambda name, term: taxonomy[name].label(term, lang)
    )


def test_a_brief_is_two_tagged_pages_of_a4_with_title_and_language(reach: Reach) -> None:
    pdf = read(brief(reach, "0482", kinds=("replokal",), km=10.0))
    assert [tuple(round(float(side)) for side in page.mediabox[2:]) for page in pdf.pages] == [A4_POINTS] * 2
    root = pdf.trailer["/Root"]
    assert root["/Lang"] == "sv" and pdf.metadata is not None and pdf.metadata.title == "Flen: replokal inom 10 km"
    tags = list_tags(root["/StructTreeRoot"])
    # the comparison, the bands, the localities, the sites; two maps
    assert (tags.count("/Table"), tags.count("/Figure"), tags.count("/H1")) == (4, 2, 1)


def test_a_brief_says_what_the_page_says(reach: Reach) -> None:
    answer = reach.ask(Question(kinds=("bibliotek",), km=5.0))
    rows = answer.gaps.municipalities.set_index("code")
    found = words(brief(reach, "0482", kinds=("bibliotek",), km=5.0)).replace("\u00a0", " ")
    share, region = rows.loc["0482", "share_without"], answer.gaps.region["share_without"]
    assert f"I Flen saknar {share:.0%} av invånarna bibliotek inom 5 km; i hela Sörmland {region:.0%}.".replace(
        "%", " %"
    ) in found.replace("- ", "")
    next_ = reach.find_next(answer, NextQuestion(3, municipality="0482"), is_exact=True, time_limit_s=10)
    assert set(next_.sites["municipality_code"]) == {"0482"}
    assert next_.population == pytest.approx(15_095)  # Statistics Sweden, 31 December 2025
    for name in next_.sites["name"]:
        assert name in found
    assert (
        "Det här är bevisat bäst." in found
        and "--kind bibliotek --km 5 --detour 1.3 --decay slow --municipality 0482" in found
    )


def test_a_brief_on_what_nobody_has_entered_calls_nothing_missing(reach: Reach) -> None:
    # Two rooms are known in the county, neither in Flen, and nobody has stated how many there are.
    found = words(brief(reach, "0482", kinds=("replokal",), km=10.0)).replace("\u00a0", " ").replace("- ", "")
    assert "För lite data om Flen" in found and "I Flen saknar" not in found
    assert found.count("för lite data") > 12 and "≤ 100 %" in found  # Flen, five bands, five localities, the legend
    # Neither the bands nor the next places are counted as if it were known that there is none.
    after = found.split("Var gör nästa plats")[1]
    assert "Om ingen finns ger de här lägena mest." in after and "Andelen utan går" not in found
    assert re.search(r"≤ \d", after)


@pytest.mark.parametrize(
    ("code", "lang", "asked"),
    [
        ("0484", "en", {"kinds": ("bibliotek", "museum", "hembygdsgard"), "km": 5.0}),
        ("0480", "nb", {"functions": ("visa",), "km": 2.0}),
        ("0481", "sv", {"kinds": ("konsthall",), "km": 70.0}),
    ],
)
def test_a_brief_has_two_pages_however_much_there_is_to_say(
    reach: Reach, code: str, lang: str, asked: dict[str, Any]
) -> None:
    pdf = read(brief(reach, code, lang, **asked))
    assert len(pdf.pages) == 2 and pdf.trailer["/Root"]["/Lang"] == lang


def test_where_no_place_is_known_a_brief_states_no_share(reach: Reach) -> None:
    found = words(brief(reach, "0488", kinds=("makerspace",), km=10.0))
    assert "Katalogen känner ingen plats av slaget makerspace" in found and "Det betyder inte att den saknas" in found
    assert "100 %" not in found.replace("\u00a0", " ").split("Var gör nästa plats")[0]


def test_names_that_people_gave_are_set_as_they_stand(reach: Reach) -> None:
    tables = dict(reach.catalogue.tables)
    places = tables["places"].copy()
    here = places["municipality_code"].eq("0482") & places["kind"].eq("bibliotek")
    assert here.sum() == 3
    places.loc[here, "name"] = [HOSTILE, "x" * 500, "Ett bibliotek"]
    tables["places"] = places
    catalogue = replace(reach.catalogue, tables=MappingProxyType(tables))
    hostile = Reach(catalogue, reach.people, reach.settings, this_year=2026)
    pdf = brief(hostile, "0482", kinds=("bibliotek",), km=5.0)
    assert len(read(pdf).pages) == 2
    found = words(pdf)
    # cut at 60 characters, with a sign that it was
    assert '#panic("x") *fet* $x$ <label> @ref // `rå` \\u{41} #image("/…' in found.replace("- ", "")


def test_localities_together_weigh_as_their_people_do_and_what_is_left_adds_up() -> None:
    def area(population: float, places: float, share: float, km: float) -> dict[str, float]:
        spans = {f"share_without{end}": share for end in ("", "_low", "_high")}
        return {"population": population, "places": places, "mean_km": km, **spans}

    together = add_up(pd.DataFrame([area(300, 1, 0.5, 4.0), area(100, 0, 1.0, 12.0)]))
    # (300 x 0.5 + 100 x 1) / 400 and (300 x 4 + 100 x 12) / 400
    assert (together["population"], together["places"], together["share_without"], together["mean_km"]) == (
        400, 1, 0.625, 6.0,
    )  # fmt: skip
    left = take_away(pd.Series(area(500, 3, 0.7, 8.0)), together)
    # 500 x 0.7 - 400 x 0.625 = 100 of 100; 500 x 8 - 400 x 6 = 1600 over 100 people
    assert (left["population"], left["places"], left["share_without"], left["mean_km"]) == (
        pytest.approx(100), 2, pytest.approx(1.0), pytest.approx(16.0),
    )  # fmt: skip
    none = add_up(pd.DataFrame(columns=list(together.index), dtype="float64"))
    assert none["population"] == 0 and math.isnan(none["share_without"])
