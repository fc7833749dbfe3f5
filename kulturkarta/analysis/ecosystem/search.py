"""The best group: every one is tried where that is possible, else greedily with exchanges, with a bound that holds."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from itertools import chain, combinations
from math import comb

import numpy as np

from kulturkarta.analysis.ecosystem.problem import GroupProblem

MAX_TRIED = 600_000
"""Most groups that are tried one by one: four members out of 60 candidates are 487,635."""
_STARTS = 8


@dataclass(frozen=True)
class Found:
    """`members`: positions among the candidates, in the order they were chosen. `bound`: no group is worth more.
    `is_exact`: every group was tried, so the bound is the value."""

    members: tuple[int, ...]
    value: float
    bound: float
    is_exact: bool


def find_group(
    problem: GroupProblem, n_members: int, *, locked: Collection[int] = (), exact: bool | None = None
) -> Found | None:
    """The `n_members` candidates worth most beside the start, all within reach of one meeting place; None if none are.

    `locked`: positions that must be among them. All are tried when they are at most 600,000 (or `exact` asks for it);
    else the best of several greedy searches with exchanges is given, with a bound.
    """
    locked = tuple(dict.fromkeys(locked))
    free = n_members - len(locked)
    others = np.array([at for at in range(len(problem.rows)) if at not in locked], dtype="int64")
    if free < 0 or len(others) < free or not _reach_of(problem, locked):
        return None
    is_small = comb(len(others), free) <= MAX_TRIED
    if is_small if exact is None else exact:
        return _try_all(problem, others, free, locked)
    return _search(problem, others, free, locked)


def value_of(problem: GroupProblem, members: Sequence[int]) -> float:
    """What the group of the start and `members` is worth."""
    return float(
        problem.weigh(np.array([_mask_of(problem, members)], dtype="uint64"))[0] + problem.own[list(members)].sum()
    )


def list_replacements(problem: GroupProblem, members: Sequence[int], seat: int, *, n: int) -> list[int]:
    """The best `n` others for `seat` (a position in `members`), when all the rest stay."""
    rest = [member for i, member in enumerate(members) if i != seat]
    values = _value_with_each(problem, rest)
    values[list(members)] = -np.inf
    best = np.argsort(-values, kind="stable")[:n]
    return [int(at) for at in best if np.isfinite(values[at])]


def _mask_of(problem: GroupProblem, members: Sequence[int]) -> int:
    return int(np.bitwise_or.reduce(problem.masks[list(members)], initial=np.uint64(0))) | problem.start_mask


def _reach_of(problem: GroupProblem, members: Sequence[int]) -> np.uint64:
    return np.bitwise_and.reduce(problem.reach[list(members)], initial=problem.start_reach)


def _value_with_each(problem: GroupProblem, members: Sequence[int]) -> np.ndarray:
    """The worth of `members` with each candidate added; −inf where they could not all meet."""
    mask = np.uint64(_mask_of(problem, members))
    values = problem.weigh(problem.masks | mask) + problem.own + problem.own[list(members)].sum()
    return np.where((problem.reach & _reach_of(problem, members)) != 0, values, -np.inf)


def _try_all(problem: GroupProblem, others: np.ndarray, free: int, locked: tuple[int, ...]) -> Found | None:
    n = comb(len(others), free)
    groups = np.fromiter(chain.from_iterable(combinations(others.tolist(), free)), dtype="int64", count=n * free)
    groups = groups.reshape(n, free)
    masks = np.bitwise_or.reduce(problem.masks[groups], axis=1, initial=np.uint64(_mask_of(problem, locked)))
    reach = np.bitwise_and.reduce(problem.reach[groups], axis=1, initial=_reach_of(problem, locked))
    values = problem.weigh(masks) + problem.own[groups].sum(axis=1) + problem.own[list(locked)].sum()
    values = np.where(reach != 0, values, -np.inf)
    best = int(values.argmax())
    if not np.isfinite(values[best]):
        return None
    members = (*locked, *(int(at) for at in groups[best]))
    return Found(members, float(values[best]), float(values[best]), True)


def _search(problem: GroupProblem, others: np.ndarray, free: int, locked: tuple[int, ...]) -> Found | None:
    first = _value_with_each(problem, locked)
    barred = np.setdiff1d(np.arange(len(problem.rows)), others)
    first[barred] = -np.inf
    best: list[int] | None = None
    for start in np.argsort(-first, kind="stable")[:_STARTS]:
        if not np.isfinite(first[start]) or not free:
            continue
        group = _exchange(problem, _grow(problem, [*locked, int(start)], free - 1, barred), len(locked), barred)
        is_whole = len(group) == len(locked) + free
        if is_whole and (best is None or value_of(problem, group) > value_of(problem, best) + 1e-12):
            best = group
    if best is None:
        return None
    return Found(tuple(best), value_of(problem, best), _bound(problem, best, locked, first, free), False)


def _grow(problem: GroupProblem, group: list[int], n: int, barred: np.ndarray) -> list[int]:
    for _ in range(n):
        values = _value_with_each(problem, group)
        values[[*barred, *group]] = -np.inf
        best = int(values.argmax())
        if not np.isfinite(values[best]):
            break
        group = [*group, best]
    return group


def _exchange(problem: GroupProblem, group: list[int], n_locked: int, barred: np.ndarray) -> list[int]:
    """Exchange one member at a time for the best other, as long as the group gains."""
    value, gained = value_of(problem, group), True
    while gained:
        gained = False
        for seat in range(n_locked, len(group)):
            rest = [member for i, member in enumerate(group) if i != seat]
            values = _value_with_each(problem, rest)
            values[[*barred, *rest]] = -np.inf
            best = int(values.argmax())
            if values[best] > value + 1e-12:
                group, value, gained = [*rest[:seat], best, *rest[seat:]], float(values[best]), True
    return group


def _bound(problem: GroupProblem, group: Sequence[int], locked: Sequence[int], first: np.ndarray, free: int) -> float:
    """No group is worth more than this. Coverage is submodular, so adding all of any group to `base` gains at most the
    sum of its members' single gains; with the locked alone or with the found group as base, the smaller holds. Nor
    can more be covered than there is."""
    gains = first[np.isfinite(first)] - value_of(problem, locked)
    alone = value_of(problem, locked) + np.sort(gains)[-free:].sum()
    with_group = _value_with_each(problem, list(group))
    beyond = problem.weigh(problem.masks | np.uint64(_mask_of(problem, group))) - problem.weigh(
        np.array([_mask_of(problem, group)], dtype="uint64")
    )
    possible = np.isfinite(with_group) | np.isin(np.arange(len(first)), group) | np.isfinite(first)
    covered = float(problem.weigh(np.array([_mask_of(problem, group)], dtype="uint64"))[0])
    more = np.sort((beyond + problem.own)[possible])[-free:].sum() + covered + problem.own[list(locked)].sum()
    everything = sum(feature.weight for feature in problem.features)
    own = np.sort(problem.own[np.isfinite(first)])[-free:].sum() + problem.own[list(locked)].sum()
    return float(max(min(alone, more, everything + own), value_of(problem, group)))
