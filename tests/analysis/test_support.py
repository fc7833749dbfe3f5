"""Which support fits whom: what a support does not say is unknown, never a yes and never a no."""

from __future__ import annotations

import pandas as pd

from kulturkarta.analysis.support import CRITERIA, Seeker, count_supports, find_supports


def support(name: str, **given: object) -> dict[str, object]:
    nothing = {"sectors": (), "stages": (), "drives": (), "functions": (), "service_area": ("region",)}
    return {"id": name.lower(), "name": name, "status": None, "closed": None, **nothing, **given}


SUPPORTS = pd.DataFrame(
    [
        support("Allt", sectors=("dans", "musik"), stages=("ide",), drives=("passion",), functions=("pengar", "rad")),
        support("Bara dans", sectors=("dans",), functions=("pengar",), service_area=("0482",)),
        support("Marknad", drives=("marknad",), functions=("rad",)),
        support("Musik", sectors=("musik",), functions=("lokal",)),
        support("Stängt", sectors=("dans",), status="closed"),
        support("Tyst"),
    ]
)


def names(seeker: Seeker) -> list[str]:
    return find_supports(SUPPORTS, seeker)["name"].tolist()


def test_without_a_question_every_open_support_is_listed_by_name() -> None:
    assert names(Seeker()) == ["Allt", "Bara dans", "Marknad", "Musik", "Tyst"]


def test_what_rules_out_is_left_out_and_what_is_silent_stays_with_its_unknowns() -> None:
    found = find_supports(SUPPORTS, Seeker(municipality="0482", sector="dans", stage="ide")).set_index("name")
    # Musik is for another field. Allt says yes three times; Bara dans twice, and names no stage.
    assert found.index.tolist() == ["Allt", "Bara dans", "Marknad", "Tyst"]
    assert found[["n_yes", "n_unknown"]].to_numpy().tolist() == [[3, 0], [2, 1], [1, 2], [1, 2]]
    assert found.loc["Bara dans", list(CRITERIA)].tolist() == ["yes", "yes", "unknown", "", ""]


def test_a_support_of_another_municipality_is_none_for_me() -> None:
    assert names(Seeker(municipality="0488", sector="dans")) == ["Allt", "Marknad", "Tyst"]


def test_mixed_drive_fits_passion_and_market() -> None:
    assert names(Seeker(drive="blandad")) == ["Allt", "Marknad", "Bara dans", "Musik", "Tyst"]
    assert names(Seeker(drive="passion")) == ["Allt", "Bara dans", "Musik", "Tyst"]


def test_a_support_counts_in_each_of_its_functions_and_holes_are_rows() -> None:
    counts = count_supports(SUPPORTS, municipalities=["0482", "0488"], functions=["pengar", "rad", "synlighet"])
    assert counts.to_numpy().tolist() == [
        ["pengar", "0482", 2, 0, 1],
        ["pengar", "0488", 1, 0, 0],
        ["rad", "0482", 2, 0, 0],
        ["rad", "0488", 2, 0, 0],
        ["synlighet", "0482", 0, 0, 0],
        ["synlighet", "0488", 0, 0, 0],
    ]


def test_for_a_stage_those_that_say_nothing_of_stages_are_counted_apart() -> None:
    counts = count_supports(SUPPORTS, municipalities=["0482"], functions=["pengar"], stage="ide")
    assert counts[["n", "n_unknown", "n_local"]].to_numpy().tolist() == [[1, 1, 1]]
    counts = count_supports(SUPPORTS, municipalities=["0482"], functions=["pengar"], stage="vaxande")
    assert counts[["n", "n_unknown", "n_local"]].to_numpy().tolist() == [[0, 1, 1]]


def test_who_works_in_several_fields_may_get_what_is_for_any_of_them() -> None:
    assert names(Seeker(sector=("film", "musik"))) == ["Allt", "Musik", "Marknad", "Tyst"]


def test_the_municipalitys_own_come_before_the_regions_and_anothers_never() -> None:
    assert names(Seeker(municipality="0482")) == ["Bara dans", "Allt", "Marknad", "Musik", "Tyst"]
    assert names(Seeker(municipality="0480")) == ["Allt", "Marknad", "Musik", "Tyst"]
