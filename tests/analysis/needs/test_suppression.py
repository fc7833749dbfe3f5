"""No sequence of views tells of fewer than five people: small tables by hand, random ones against an attacker."""

from __future__ import annotations

import numpy as np

from kulturkarta.analysis.needs.suppression import find_safe_groups
from tests.analysis.needs.attacker import Attacker

TABLES = 300


def members(*sizes: int) -> np.ndarray:
    """A division of sum(sizes) people into groups of those sizes, in order."""
    return np.repeat(np.eye(len(sizes), dtype=bool), sizes, axis=0)


def test_a_group_of_five_is_shown_and_one_of_four_is_not() -> None:
    assert find_safe_groups([members(5, 6)]).groups[0].tolist() == [True, True]
    assert find_safe_groups([members(4, 6, 7)]).groups[0].tolist() == [False, False, True]


def test_four_people_are_not_shown_at_all_and_five_are() -> None:
    assert find_safe_groups([members(4)]).whole is False
    assert find_safe_groups([members(5)]).whole is True


def test_a_hidden_group_that_is_the_rest_takes_the_smallest_other_along() -> None:
    # 3 = 21 - 10 - 8: the 8 go too, and together the hidden are 11.
    assert find_safe_groups([members(10, 3, 8)]).groups[0].tolist() == [True, False, False]


def test_two_hidden_groups_that_are_five_together_take_nobody_along() -> None:
    assert find_safe_groups([members(10, 3, 2)]).groups[0].tolist() == [True, False, False]
    assert find_safe_groups([members(10, 3, 1, 9)]).groups[0].tolist() == [True, False, False, False]


def test_two_views_that_differ_by_one_person_are_not_both_shown() -> None:
    # All six dancers live among the seven of the first municipality: the two views tell of the seventh.
    municipality, sector = members(7, 13), members(6, 14)
    safe = find_safe_groups([municipality, sector])
    assert safe.groups[0].tolist() == [True, True]
    assert safe.groups[1].tolist() == [False, False]


def test_what_differs_by_five_is_shown_in_both() -> None:
    safe = find_safe_groups([members(12, 13), members(7, 18)])
    assert [group.tolist() for group in safe.groups] == [[True, True], [True, True]]


def test_weighted_figures_of_the_whole_go_before_any_group_when_they_tell_of_few() -> None:
    # Three of twenty weigh 2, the others 1: weighted less unweighted is what the three answered.
    weights = np.where(np.arange(20) < 3, 2.0, 1.0)
    safe = find_safe_groups([members(10, 10)], weights=weights)
    assert safe.weighted is False
    assert safe.groups[0].tolist() == [True, True]
    assert find_safe_groups([members(10, 10)], weights=np.where(np.arange(20) % 2, 2.0, 1.0)).weighted is True


def random_divisions(rng: np.random.Generator) -> list[np.ndarray]:
    """Up to forty people divided in one to three ways, sometimes also by two at once or into groups that overlap."""
    n = int(rng.integers(5, 41))
    divisions = [
        np.eye(k, dtype=bool)[rng.choice(k, n, p=rng.dirichlet(np.full(k, 0.7)))]
        for k in rng.integers(2, 6, rng.integers(1, 4))
    ]
    if len(divisions) > 1 and rng.random() < 0.4:
        divisions.append((divisions[0][:, :, None] & divisions[1][:, None, :]).reshape(n, -1))
    if rng.random() < 0.3:
        divisions.append(rng.random((n, 3)) < 0.4)
    return divisions


def count_leaks(rng: np.random.Generator) -> tuple[int, int, int]:
    """Hidden groups under five that an attacker told, sets under five she told, and groups shown, of one table.

    She sees every view that may be shown, one filter after the other in random order, and tries all sets of people.
    """
    divisions = random_divisions(rng)
    safe = find_safe_groups(divisions)
    attacker = Attacker(divisions)
    views = [np.ones(len(divisions[0]), dtype=bool)] if safe.whole else []
    for groups, shown in zip(divisions, safe.groups, strict=True):
        views += list(groups[:, shown].T)
    for place in rng.permutation(len(views)):
        attacker.see(views[place])
    small = [own for groups in divisions for own in groups.T if 0 < own.sum() < 5]
    return sum(map(attacker.can_tell, small)), len(attacker.find_told(5)), len(views)


def test_no_sequence_of_filters_on_random_tables_tells_of_fewer_than_five() -> None:
    rng = np.random.default_rng(20_26)
    cells, sets, shown = np.array([count_leaks(rng) for _ in range(TABLES)]).sum(axis=0)
    assert (cells, sets) == (0, 0)
    assert shown > 2 * TABLES


def test_the_attacker_tells_of_one_person_where_nothing_is_hidden() -> None:
    attacker = Attacker([members(7, 13), members(6, 14)])
    for view in (members(7, 13)[:, 0], members(6, 14)[:, 0]):
        attacker.see(view)
    assert attacker.can_tell(np.arange(20) == 6)
    assert len(attacker.find_told(5)) == 1
