"""Problems as values, as exceptions and as sentences."""

from __future__ import annotations

import copy
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest

from kulturkarta.errors import Cell, DataProblem


def spoken(key: str, /, **params: Any) -> str:
    """A translator that says which text it was asked for, with what."""
    return f"<{key} {' '.join(f'{name}={value}' for name, value in params.items())}>"


PROBLEM = DataProblem("term.unknown", Cell("places.csv", 1234, "kind"), got="biblotek", params={"suggestion": "x"})


def test_a_message_names_file_row_column_what_and_mend() -> None:
    assert PROBLEM.message(spoken) == (
        "places.csv, <problem.row row=1234>, kind: "
        "<problem.term.unknown.what got=biblotek suggestion=x> <problem.term.unknown.mend got=biblotek suggestion=x>"
    )


def test_a_message_about_a_whole_file_has_no_row_and_no_column() -> None:
    message = DataProblem("file.empty", Cell("places.csv")).message(spoken)
    assert message == "places.csv: <problem.file.empty.what got=> <problem.file.empty.mend got=>"


def test_the_form_for_machines_has_every_part() -> None:
    assert PROBLEM.as_dict(spoken) == {
        "code": "term.unknown",
        "severity": "error",
        "file": "places.csv",
        "row": 1234,
        "column": "kind",
        "value": "biblotek",
        "what": PROBLEM.what(spoken),
        "mend": PROBLEM.mend(spoken),
    }


def test_equal_problems_are_equal_and_hash_alike() -> None:
    same = DataProblem("term.unknown", Cell("places.csv", 1234, "kind"), got="biblotek", params={"suggestion": "x"})
    other = DataProblem("term.unknown", Cell("places.csv", 1235, "kind"), got="biblotek", params={"suggestion": "x"})
    assert same == PROBLEM
    assert other != PROBLEM
    assert len({PROBLEM, same, other}) == 2


def test_a_copy_keeps_every_part() -> None:
    problem = DataProblem(code="a", where=Cell("f", 2), got="b", params={"n": 3}, severity="warning")
    assert copy.deepcopy(problem) == problem
    assert copy.deepcopy(problem).severity == "warning"


def test_a_problem_passes_through_a_context_manager() -> None:
    @contextmanager
    def room() -> Iterator[None]:
        yield

    with pytest.raises(DataProblem) as caught, room():
        raise PROBLEM
    assert caught.value is PROBLEM
