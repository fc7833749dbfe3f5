"""What a row of the catalogue says, and what is concluded from it."""

from __future__ import annotations

import numpy as np
import pytest

from kulturkarta.analysis.matching.profiles import build_profiles, describe_newcomer
from tests.analysis.matching.small_catalogue import VOCABULARY, actor, table
from tests.small_sweden import degrees


def test_roles_audiences_and_drives_that_nobody_stated_are_concluded_and_said_to_be() -> None:
    row = actor("Kör för barn", offers=("konserter", "arkiv"), actor_type="fri_ideell")
    profile = build_profiles(table([row]), VOCABULARY, towns={}).read(0)
    assert profile.roles == ("spridning", "bevarande")
    assert profile.audiences == ("barn_unga",)
    assert profile.drive == 0.0
    assert profile.concluded == ("roles", "audiences", "drive")


def test_what_is_stated_is_not_concluded() -> None:
    row = actor("Kör", offers=("konserter",), roles=("skapande",), drive="blandad", actor_type="fri_ideell")
    profile = build_profiles(table([row]), VOCABULARY, towns={}).read(0)
    assert (profile.roles, profile.drive, profile.concluded) == (("skapande",), 0.5, ())


def test_who_is_known_by_municipality_only_stands_at_its_largest_town_approximately() -> None:
    rows = [actor("A", east_km=None, municipality_code="0480"), actor("B", east_km=None), actor("C", east_km=600)]
    frame = build_profiles(table(rows), VOCABULARY, towns={"0480": degrees(605, 6515)}).frame
    assert frame["x_m"].round(0).tolist()[::2] == [605_000, 600_000]
    assert np.isnan(frame["x_m"].iloc[1])
    assert frame["approximate"].tolist() == [True, True, False]
    assert frame["by_municipality"].tolist() == [True, False, False]


def test_closed_actors_are_no_partners() -> None:
    profiles = build_profiles(table([actor("A"), actor("B", closed="2021")]), VOCABULARY, towns={})
    assert profiles.frame["id"].tolist() == ["a"]


def test_a_newcomer_is_described_in_the_same_words_as_an_actor() -> None:
    said = {"sectors": ["musik"], "offers": ["spelningar", "konserter"], "seeks": ["lokaler"]}
    profile = describe_newcomer(said, VOCABULARY, point=degrees(600, 6515), approximate=True)
    assert (profile.sectors, profile.seeks) == (("musik",), ("lokal",))
    assert "konsert" in profile.offers
    assert profile.x_m == pytest.approx(600_000, abs=1)
    assert not describe_newcomer({}, VOCABULARY, point=None, approximate=True).knows("place")
