"""References that lead nowhere, and ids two tables share."""

from __future__ import annotations

import pandas as pd

from kulturkarta.errors import DataProblem
from kulturkarta.raw import RawTable
from kulturkarta.schema import TABLES
from kulturkarta.validation import check_references
from tests.validation.small_tables import raw_table


def frame(**columns: list[object]) -> pd.DataFrame:
    return pd.DataFrame(
        {name: pd.Series(v, dtype=object if isinstance(v[0], tuple) else "str") for name, v in columns.items()}
    )


def check(**tables: pd.DataFrame) -> tuple[dict[str, pd.DataFrame], list[DataProblem]]:
    """check_references over frames whose rows stand on rows 2, 3, … of `<name>.csv`; columns not given are empty."""
    full: dict[str, pd.DataFrame] = {}
    raws: dict[str, RawTable] = {}
    for name, given in tables.items():
        blank = {
            column.name: pd.Series([()] * len(given), dtype=object)
            if column.is_list
            else pd.Series([None] * len(given), dtype="str")
            for column in TABLES[name]
        }
        full[name] = pd.DataFrame({**blank, **dict(given.items())})
        raws[name] = raw_table(*({"id": value} for value in given["id"]), name=name)
    return check_references(full, TABLES, raws=raws)


def brief(problems: list[DataProblem]) -> list[tuple[str, int | None, str | None, str, str, str]]:
    return [(p.where.file, p.where.row, p.where.column, p.code, p.got, p.severity) for p in problems]


def test_references_that_lead_to_a_row_pass() -> None:
    tables, problems = check(
        places=frame(id=["bib"]),
        rooms=frame(id=["r"], place_id=["bib"]),
        actors=frame(id=["kor"]),
        collaborations=frame(id=["c"], from_id=["kor"], to_id=["bib"]),
    )
    assert problems == []
    assert tables["rooms"]["place_id"].tolist() == ["bib"]
    assert tables["collaborations"][["from_id", "to_id"]].to_numpy().tolist() == [["kor", "bib"]]


def test_a_row_without_its_required_reference_is_set_aside() -> None:
    tables, problems = check(
        places=frame(id=["biblioteket"]),
        rooms=frame(id=["r1", "r2", "r3"], place_id=["bibloteket", "biblioteket", "x"]),
    )
    assert tables["rooms"]["id"].tolist() == ["r2"]
    assert tables["rooms"].index.tolist() == [0]
    assert brief(problems) == [
        ("rooms.csv", 2, "place_id", "reference.nowhere_but_similar", "bibloteket", "error"),
        ("rooms.csv", 4, "place_id", "reference.nowhere", "x", "error"),
    ]
    assert problems[0].params == {"files": "places.csv", "nearest": "biblioteket"}


def test_an_optional_reference_becomes_unknown_with_a_warning() -> None:
    tables, problems = check(
        actors=frame(id=["kor"]), collaborations=frame(id=["c1", "c2"], from_id=["kor", "kor"], to_id=["zzz", "kor"])
    )
    assert tables["collaborations"]["to_id"].fillna("").tolist() == ["", "kor"]
    assert brief(problems) == [("collaborations.csv", 2, "to_id", "reference.nowhere", "zzz", "warning")]


def test_a_list_loses_only_the_reference_that_leads_nowhere() -> None:
    tables, problems = check(
        need_figures=frame(id=["n1", "n2"]),
        proposals=frame(id=["p1", "p2"], need_ids=[("n1", "zzz", "n2"), ()]),
    )
    assert tables["proposals"]["need_ids"].tolist() == [("n1", "n2"), ()]
    assert brief(problems) == [("proposals.csv", 2, "need_ids", "reference.nowhere", "zzz", "warning")]


def test_a_place_and_an_actor_may_not_share_an_id() -> None:
    tables, problems = check(
        places=frame(id=["bib", "folkets-hus"]),
        actors=frame(id=["folkets-hus", "kor"]),
        rooms=frame(id=["r"], place_id=["folkets-hus"]),
    )
    assert tables["places"]["id"].tolist() == ["bib"]
    assert tables["actors"]["id"].tolist() == ["kor"]
    assert len(tables["rooms"]) == 0
    assert brief(problems) == [
        ("places.csv", 3, "id", "id.shared_between_tables", "folkets-hus", "error"),
        ("actors.csv", 2, "id", "id.shared_between_tables", "folkets-hus", "error"),
        ("rooms.csv", 2, "place_id", "reference.nowhere", "folkets-hus", "error"),
    ]
    assert problems[0].params == {"other": "actors.csv"}


def test_a_table_that_is_not_there_is_named_by_its_own_name() -> None:
    _, problems = check(rooms=frame(id=["r"], place_id=["bib"]))
    assert problems[0].params["files"] == "places"
