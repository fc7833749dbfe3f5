"""The score is the sum of its named parts, each counted by hand on five actors."""

from __future__ import annotations

from math import log

import numpy as np
import pytest

from kulturkarta.analysis.matching.profiles import Profile
from kulturkarta.analysis.matching.score import rank_partners, score_all
from kulturkarta.analysis.matching.weights import COMPONENTS, GROUPS, POINTS, PRESETS, weigh_points
from tests.analysis.matching.small_catalogue import actor, matcher, table

ACTORS = table(
    [
        actor(
            "Anna", east_km=600, sector="musik", offers=("konserter",), seeks=("scen", "lokal"), actor_type="fri_ideell"
        ),
        actor("Bo", east_km=610, sector="scenkonst", offers=("scen", "uthyrning"), seeks=("konsert",), drive="marknad"),
        actor("Cia", east_km=620, sector="kulturarv", offers=("arkiv",)),
        actor("Dan", east_km=630, sector="musik"),
        actor("Eva", east_km=None, sector="musik", offers=("scen",)),
    ]
)
N = 5


def score_of(name: str, who: str = "Anna", *pairs: tuple[str, str], is_fair: bool = True) -> dict[str, float]:
    found = matcher(ACTORS, *pairs, is_fair=is_fair)
    rows = found.profiles.row_of_id
    scores = score_all(found, found.profiles.read(rows[who.casefold()]))
    return {str(key): value for key, value in scores.iloc[rows[name.casefold()]].items()}


def test_the_score_is_the_sum_of_its_parts() -> None:
    found = score_of("Bo", "Anna", ("anna", "cia"))
    assert found["score"] == pytest.approx(sum(found[name] for name in COMPONENTS))


def test_needs_met_count_by_rarity_and_by_number() -> None:
    found = score_of("Bo", is_fair=False)
    # Of Anna's needs Bo offers lokal, which 1 of 5 offers, and scen, which 2 do: the rarer counts, and two are two.
    assert found["they_meet"] == pytest.approx(3.2 * (0.7 * log(6 / 2) / log(6) + 0.3))
    # Bo seeks konsert, which 1 of 5 offers; one need met earns no more.
    assert found["you_meet"] == pytest.approx(3.2 * 0.7 * log(6 / 2) / log(6))
    assert found["both_ways"] == 0.2


def test_the_needs_part_is_two_way() -> None:
    there, back = score_of("Bo", "Anna", is_fair=False), score_of("Anna", "Bo", is_fair=False)
    assert there["they_meet"] == pytest.approx(back["you_meet"])
    assert there["you_meet"] == pytest.approx(back["they_meet"])


def test_nearness_halves_with_every_fifteen_kilometres() -> None:
    assert score_of("Bo")["nearness"] == pytest.approx(4.5 * 2 ** (-10 / 15), rel=2e-3)
    assert score_of("Dan")["nearness"] == pytest.approx(4.5 * 0.25, rel=2e-3)


def test_what_is_unknown_of_a_partner_counts_as_the_mean_of_the_others_and_not_as_nothing() -> None:
    # Known roles beside Anna's own (she spreads): Bo and Eva spread too (0), Cia preserves (1); Anna herself 0.
    assert score_of("Dan")["role"] == pytest.approx(0.5 * (0 + 0 + 1 + 0) / 4)
    assert score_of("Dan", is_fair=False)["role"] == 0.0
    near = [2 ** (-km / 15) for km in (0, 10, 20, 30)]
    assert score_of("Eva")["nearness"] == pytest.approx(4.5 * np.mean(near), rel=2e-3)


def test_a_long_profile_loses_what_length_wins_by_chance_and_an_empty_one_gets_what_is_to_be_expected() -> None:
    # Offers in all: konsert, scen, lokal, arkiv, scen = 5 words; scen and lokal are 3 of them, worth on average
    # 0.7·(2·ln(6/3) + ln(6/2)) / (3·ln 6); a profile of k words has one with probability 1 − (2/5)^k.
    worth = 0.7 * (2 * log(2) + log(3)) / (3 * log(6))
    chance = [worth * (1 - 0.4**k) for k in (1, 2, 1, 0, 1)]
    # Seeks in all: scen, lokal, konsert; Anna's konsert is 1 of 3.
    worth_back = 0.7 * log(3) / log(6)
    back = [worth_back * (1 - (2 / 3) ** k) for k in (2, 1, 0, 0, 0)]
    expected = 3.2 * (np.mean(chance) - np.array(chance) + np.mean(back) - np.array(back))
    found = [score_of(name)["evenness"] for name in ("Anna", "Bo", "Cia", "Dan", "Eva")]
    assert found == pytest.approx(expected)
    assert sum(found) == pytest.approx(0)
    assert found[3] > 0 > found[1]


def test_drives_count_by_how_far_apart_they_are() -> None:
    # Anna is an association: passion, by conclusion; Bo says market.
    assert score_of("Bo")["drive"] == pytest.approx(0.3)


def test_a_known_tie_takes_newness_away_and_a_common_partner_introduces() -> None:
    found = score_of("Bo", "Anna", ("anna", "bo"), ("anna", ":Kommunen"), (":Kommunen", "bo"))
    assert (found["newness"], found["introduction"]) == (0.0, 0.2)
    assert (score_of("Bo")["newness"], score_of("Bo")["introduction"]) == (0.6, 0.0)


def test_those_beyond_reach_or_without_a_place_come_only_when_asked_for() -> None:
    found = matcher(ACTORS)
    anna = found.profiles.read(0)
    scores = score_all(found, anna)
    near = rank_partners(scores, found.profiles, anna, km=20.1, digital=False)
    everyone = rank_partners(scores, found.profiles, anna, km=20.1, digital=True)
    assert near.tolist() == [1, 2]
    assert sorted(everyone.tolist()) == [1, 2, 3, 4]
    assert everyone[0] == 1


def test_equal_scores_keep_the_order_of_the_catalogue() -> None:
    twins = matcher(table([actor("Anna"), *(actor(f"Twin{i}") for i in range(4))]))
    anna = twins.profiles.read(0)
    assert rank_partners(score_all(twins, anna), twins.profiles, anna, km=5, digital=False).tolist() == [1, 2, 3, 4]


def test_a_newcomer_without_anything_said_gets_nearness_and_no_error() -> None:
    found = matcher(ACTORS)
    scores = score_all(found, Profile(x_m=found.profiles.points_m[0, 0], y_m=found.profiles.points_m[0, 1]))
    assert scores["they_meet"].tolist() == scores["sector"].tolist() == [0.0] * N
    assert scores["nearness"].iloc[0] == pytest.approx(4.5)


def test_every_component_belongs_to_one_weight_and_every_preset_names_weights() -> None:
    assert sorted(name for names in GROUPS.values() for name in names) == sorted(POINTS)
    assert all(set(weights) <= set(GROUPS) for weights in PRESETS.values())
    assert weigh_points({"nearness": 2.0})["nearness"] == 9.0
    assert weigh_points({"complementarity": 0.0})["they_meet"] == 0.0
