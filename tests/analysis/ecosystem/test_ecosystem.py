"""Groups that can be checked by eye, and searches that can be checked against every group there is."""

from __future__ import annotations

from itertools import combinations

import numpy as np
import pandas as pd
import pytest

from kulturkarta.analysis.ecosystem.group import propose_groups
from kulturkarta.analysis.ecosystem.problem import GroupProblem, pose_problem
from kulturkarta.analysis.ecosystem.search import find_group, value_of
from kulturkarta.analysis.matching.profiles import Profiles
from tests.analysis.matching.small_catalogue import actor, matcher, table
from tests.small_sweden import degrees


def places(*east_km: float) -> pd.DataFrame:
    rows = [{"id": f"p{km:g}", "name": f"P{km:g}", "x_m": km * 1000.0, "y_m": 6_515_000.0} for km in east_km]
    return pd.DataFrame(rows, columns=["id", "name", "x_m", "y_m"])


ACTORS = table(
    [
        actor("Anna", sector="musik", roles=("skapande",), seeks=("scen",), drive="passion"),
        actor("Bo", east_km=604, sector="scenkonst", roles=("spridning",), offers=("scen",), drive="marknad"),
        actor("Bos granne", east_km=604, sector="scenkonst", roles=("spridning",), drive="marknad"),
        actor("Cia", east_km=608, sector="kulturarv", roles=("bevarande",), drive="passion"),
        actor("Dan", east_km=601, sector="musik", roles=("skapande",), drive="passion"),
        actor("Far", east_km=660, sector="kulturarv", roles=("produktion",), offers=("scen",)),
        actor("Nowhere", east_km=None, sector="kulturarv", roles=("produktion",)),
    ]
)


def pose(*, km: float = 10, where: pd.DataFrame | None = None, **more: object) -> tuple[GroupProblem, Profiles]:
    profiles = matcher(ACTORS).profiles
    meeting = places(600, 604, 608) if where is None else where
    problem = pose_problem(profiles, profiles.read(0), meeting, km=km, detour_factor=1.0, **more)  # pyright: ignore[reportArgumentType]
    return problem, profiles


def names(problem: GroupProblem, profiles: Profiles, group: object) -> list[str]:
    return [profiles.frame["name"].iloc[seat.row] for seat in group.seats]  # pyright: ignore[reportAttributeAccessIssue]


def test_a_group_is_complementary_and_its_seats_say_what_each_alone_brings() -> None:
    problem, profiles = pose()
    (group,) = propose_groups(problem, 3)
    # Dan is nearest but brings nothing that Anna lacks; Bo has the stage that Anna seeks.
    assert names(problem, profiles, group) == ["Anna", "Bo", "Cia"]
    assert [{feature.code for feature in seat.alone} for seat in group.seats] == [
        {"skapande", "musik"},
        {"spridning", "scen", "marknad", "scenkonst"},
        {"bevarande", "kulturarv"},
    ]
    assert group.is_exact
    assert group.value == group.bound


def test_the_meeting_place_is_the_one_in_the_middle() -> None:
    problem, _ = pose()
    (group,) = propose_groups(problem, 3)
    assert group.meeting is not None
    assert problem.places["id"].iloc[group.meeting.place] == "p604"
    assert group.meeting.farthest_km == pytest.approx(4, rel=2e-3)


def test_what_nobody_brings_is_missing() -> None:
    (group,) = propose_groups(pose()[0], 3)
    assert [feature.code for feature in group.missing] == ["produktion"]


def test_each_seat_names_the_next_best_for_it() -> None:
    problem, profiles = pose()
    (group,) = propose_groups(problem, 3, instead=1)
    instead = [[profiles.frame["name"].iloc[row] for row in seat.instead] for seat in group.seats]
    # For the third seat Dan and Bo's neighbour bring nothing new, and Dan is nearer.
    assert instead == [[], ["Bos granne"], ["Dan"]]


def test_the_locked_stay_and_the_excluded_do_not_come() -> None:
    problem, profiles = pose()
    (locked,) = propose_groups(problem, 3, locked=[4])
    assert set(names(problem, profiles, locked)) == {"Anna", "Dan", "Bo"}
    without, profiles = pose(excluded=[1])
    (group,) = propose_groups(without, 3)
    assert names(without, profiles, group) == ["Anna", "Bos granne", "Cia"]


def test_further_groups_share_no_chosen_member() -> None:
    problem, profiles = pose()
    first, second = propose_groups(problem, 3, n=3)
    assert set(names(problem, profiles, first)) & set(names(problem, profiles, second)) == {"Anna"}


def test_who_cannot_reach_a_common_place_is_no_member() -> None:
    problem, profiles = pose(km=3, where=places(602))
    assert not propose_groups(problem, 5)
    (group,) = propose_groups(problem, 3)
    assert set(names(problem, profiles, group)) <= {"Anna", "Bo", "Bos granne", "Dan"}
    assert not propose_groups(pose(km=3, where=places(640))[0], 3)


def test_an_idea_asks_for_what_it_needs() -> None:
    problem, _ = pose(idea=("konsert",))
    (group,) = propose_groups(problem, 3)
    assert ("need", "konsert") in [(feature.kind, feature.code) for feature in group.missing]


def test_a_place_alone_can_start_a_group() -> None:
    found = matcher(ACTORS)
    lon, _ = degrees(600, 6515)
    assert np.isfinite(lon)
    here = found.profiles.read(0)
    start = type(here)(x_m=here.x_m, y_m=here.y_m)
    problem = pose_problem(found.profiles, start, places(604), km=10, detour_factor=1.0)
    (group,) = propose_groups(problem, 3)
    assert not any(seat.is_start for seat in group.seats)
    assert len(group.seats) == 3


def drawn_by_lot(seed: int, n: int) -> GroupProblem:
    """`n` candidates with roles, sectors and offers by lot, within 30 km of each other."""
    generator = np.random.default_rng(seed)

    def pick(words: tuple[str, ...]) -> tuple[str, ...]:
        return tuple(np.array(words)[generator.random(len(words)) < 0.25])

    rows = [
        actor(
            f"X{i}",
            east_km=float(600 + 40 * generator.random()),
            sector=("musik", "scenkonst", "kulturarv")[i % 3],
            roles=pick(("skapande", "produktion", "spridning", "bevarande")),
            offers=pick(("lokal", "scen", "konsert", "scenografi", "arkiv")),
            seeks=pick(("lokal", "scen", "konsert", "scenografi", "arkiv")),
        )
        for i in range(n)
    ]
    profiles = matcher(table(rows)).profiles
    where = places(*(600 + 40 * generator.random(8)))
    return pose_problem(profiles, profiles.read(0), where, km=15, detour_factor=1.0, idea=("lokal", "arkiv"))


@pytest.mark.parametrize("seed", range(6))
def test_the_exact_search_finds_what_trying_each_group_by_hand_finds(seed: int) -> None:
    problem = drawn_by_lot(seed, 14)
    able = [
        group
        for group in combinations(range(len(problem.rows)), 3)
        if ((problem.km_to[list(group)] <= problem.km).all(axis=0) & (problem.start_km_to <= problem.km)).any()
    ]
    found = find_group(problem, 3, exact=True)
    if not able:
        assert found is None
        return
    assert found is not None
    assert found.value == pytest.approx(max(value_of(problem, group) for group in able))
    assert value_of(problem, found.members) == pytest.approx(found.value)


@pytest.mark.parametrize("seed", range(6))
def test_the_greedy_search_stays_within_a_tenth_of_the_best_and_its_bound_holds(seed: int) -> None:
    problem = drawn_by_lot(seed, 30)
    best, found = find_group(problem, 4, exact=True), find_group(problem, 4, exact=False)
    assert best is not None
    assert found is not None
    assert 0.9 * best.value <= found.value <= best.value + 1e-9
    assert found.bound >= best.value - 1e-9


@pytest.mark.parametrize("size", [2, 9])
def test_a_group_has_three_to_eight_members(size: int) -> None:
    with pytest.raises(ValueError, match="3 to 8"):
        propose_groups(pose()[0], size)
