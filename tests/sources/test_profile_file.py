"""A profile that a person wrote: read, or refused with what to mend."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from kulturkarta.errors import DataProblem, KulturkartaError
from kulturkarta.settings import PROJECT_DIR
from kulturkarta.sources.profile_file import MAX_BYTES, parse_profile, read_profile
from kulturkarta.taxonomy import read_taxonomy

TAXONOMY = read_taxonomy(PROJECT_DIR / "data" / "taxonomy")


def parse(**said: object) -> dict[str, object]:
    return parse_profile(json.dumps(said).encode(), TAXONOMY, file="profile.json")


def test_what_is_stated_is_read_and_what_is_not_is_absent() -> None:
    assert parse(sectors=["musik"], offers=[], drive="passion", lon=16.5) == {
        "sectors": ["musik"],
        "offers": [],
        "drive": "passion",
        "lon": 16.5,
    }


@pytest.mark.parametrize(
    ("said", "code"),
    [
        ({"hobbies": ["musik"]}, "profile.unknown_field"),
        ({"sectors": "musik"}, "profile.not_list"),
        ({"offers": [1]}, "profile.not_list"),
        ({"sectors": ["jazz"]}, "profile.unknown_word"),
        ({"drive": ["passion"]}, "profile.not_text"),
        ({"lat": "59"}, "profile.not_number"),
        ({"lat": 91}, "profile.not_number"),
        ({"lat": True}, "profile.not_number"),
    ],
)
def test_what_cannot_be_understood_is_a_problem_that_names_the_field(said: dict[str, object], code: str) -> None:
    with pytest.raises(DataProblem) as caught:
        parse(**said)
    assert caught.value.code == code
    assert next(iter(said)) in (caught.value.where.column, caught.value.got)


@pytest.mark.parametrize("content", [b"[]", b"{", b"\xff", b"[" * 100_000, b" " * (MAX_BYTES + 1)])
def test_what_is_no_profile_at_all_is_refused(content: bytes) -> None:
    with pytest.raises(DataProblem) as caught:
        parse_profile(content, TAXONOMY, file="profile.json")
    assert caught.value.code == "profile.not_json"


def test_a_missing_file_is_the_operator_s_to_mend(tmp_path: Path) -> None:
    with pytest.raises(KulturkartaError, match=r"nowhere\.json"):
        read_profile(tmp_path / "nowhere.json", TAXONOMY)
