"""Which groups may be shown, so that no sequence of views tells of fewer than five people.

The views are fixed beforehand: the whole, and every group of every way of dividing. Whoever has seen all of them can
compute exactly the sums of what they show. A group of people is told when its members, as ones among noughts, are such
a sum; that also covers what follows because no count is below nought: the true counts are all above it, so a count is
forced only when a sum forces it. So it is enough that no set of one to four people is a sum of shown groups.

Such a set is found without trying all: its indicator lies in the span of the shown groups, so each of its members has
leverage (the diagonal of the hat matrix) of at least 1/4, and leverages add up to the rank.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

import numpy as np

SMALLEST_GROUP = 5
_LARGEST_TOLD = SMALLEST_GROUP - 1
_NEAR = 1e-7
_SEED = 20_21


@dataclass(frozen=True)
class Safe:
    """What may be shown: the whole, its weighted figures, and which groups of each way of dividing."""

    whole: bool
    weighted: bool
    groups: tuple[np.ndarray, ...]


def find_safe_groups(
    divisions: Sequence[np.ndarray], *, weights: np.ndarray | None = None, counts: np.ndarray | None = None
) -> Safe:
    """The groups that may be shown together.

    `divisions`: per way of dividing, the most important first, a boolean matrix of people x groups; a person may be in
    several groups. `weights`: also the whole weighted by them is to be shown, which tells as much as a group does.
    `counts`: for how many people who are in the same groups each row stands; one each when it is not given.
    Groups under five go first. Then, while four people or fewer are told, the least important group that helps to tell
    them: weighted figures, then of the last way of dividing the smallest.
    """
    counts = np.ones(len(divisions[0]), dtype=int) if counts is None else counts
    sizes = [counts @ members for members in divisions]
    starts = np.cumsum([0, *(len(size) for size in sizes)])
    n, size = int(counts.sum()), np.concatenate(sizes)
    kept = np.zeros(len(size), dtype=bool)
    is_weighted = False
    if n >= SMALLEST_GROUP:
        importance = np.repeat(np.arange(len(sizes)), np.diff(starts))
        kept, is_weighted = _hide(np.concatenate(divisions, axis=1), counts, size, importance, weights)
    return Safe(n >= SMALLEST_GROUP, is_weighted, tuple(kept[a:b] for a, b in pairwise(starts)))


def _hide(
    members: np.ndarray, counts: np.ndarray, size: np.ndarray, importance: np.ndarray, weights: np.ndarray | None
) -> tuple[np.ndarray, bool]:
    """Which of the groups in `members` are shown, and whether the weighted whole is."""
    large = np.flatnonzero(size >= SMALLEST_GROUP)
    # People who are in the same groups cannot be told apart: one row stands for them all.
    first, kind = join_alike(members[:, large], weights)
    counts = np.bincount(kind, weights=counts).astype(int)
    extra = np.empty((len(first), 0)) if weights is None else np.asarray(weights, dtype="float64")[first, None]
    # The most important first; what adds nothing to those before it need not be looked at, for it follows from them.
    views = np.concatenate([np.ones((len(first), 1)), extra, members[np.ix_(first, large)]], axis=1)
    gram = (views * counts[:, None]).T @ views
    kept = _find_independent(gram)
    while (told := find_told(views[:, kept], counts, gram[np.ix_(kept, kept)])) is not None:
        used = kept[np.abs(told) > _NEAR]
        used = used[used > 0]
        if extra.shape[1] and used[0] == 1:
            kept = kept[kept != 1]
            continue
        groups = large[used - 1 - extra.shape[1]]
        kept = kept[kept != used[np.lexsort((size[groups], -importance[groups]))[0]]]
    follows = _find_sums(views, gram, kept)
    shown = np.zeros(len(size), dtype=bool)
    shown[large] = follows[1 + extra.shape[1] :]
    return shown, bool(extra.shape[1]) and bool(follows[1])


def join_alike(members: np.ndarray, weights: np.ndarray | None) -> tuple[np.ndarray, np.ndarray]:
    """The kinds of people, alike when in the same groups with the same weight: a row of each kind, each row's kind."""
    parts = [np.packbits(members, axis=1), np.zeros((len(members), 1), dtype=np.uint8)]
    if weights is not None:
        parts.append(np.asarray(weights, dtype="float64")[:, None].view(np.uint8))
    rows = np.ascontiguousarray(np.concatenate(parts, axis=1))
    _, first, kind = np.unique(rows.view(f"V{rows.shape[1]}").ravel(), return_index=True, return_inverse=True)
    return first, kind


def _find_independent(gram: np.ndarray) -> np.ndarray:
    """The columns, by the products of all with all, that are no sum of those before them."""
    kept: list[int] = []
    for column in range(len(gram)):  # each depends on those kept before it
        left = gram[column, column]
        if kept:
            shared = gram[kept, column]
            left = left - shared @ np.linalg.solve(gram[np.ix_(kept, kept)], shared)
        if left > _NEAR * max(gram[column, column], 1.0):
            kept.append(column)
    return np.array(kept)


def find_told(views: np.ndarray, counts: np.ndarray, gram: np.ndarray) -> np.ndarray | None:
    """How the independent columns of `views` add up to one to four people, a factor per column; None if they cannot.

    `views` has a row per kind of people, `counts` how many each stands for, `gram` the columns' products.
    """
    spread = views @ np.linalg.inv(gram)
    leverage = np.einsum("ij,ij->i", spread, views)
    suspects = np.flatnonzero((leverage >= 1 / _LARGEST_TOLD - _NEAR) & (counts <= _LARGEST_TOLD))
    if not len(suspects):
        return None
    people = np.repeat(suspects, counts[suspects])
    # Ones on a set T are a sum of the views when nothing is left of them beside their projection: the rows of `left`
    # over T add up to nought.
    left = np.eye(len(people)) - spread[people] @ views[people].T
    told = _find_zero_sum(left)
    return None if told is None else spread[people[told]].sum(axis=0)


def _find_sums(views: np.ndarray, gram: np.ndarray, kept: np.ndarray) -> np.ndarray:
    """Which columns of `views` are sums of the columns `kept`."""
    is_sum = np.isin(np.arange(len(gram)), kept)
    others = np.flatnonzero(~is_sum)
    factors = np.linalg.solve(gram[np.ix_(kept, kept)], gram[np.ix_(kept, others)])
    is_sum[others] = np.max(np.abs(views[:, others] - views[:, kept] @ factors), axis=0, initial=0.0) < _NEAR
    return is_sum


def _find_zero_sum(left: np.ndarray) -> np.ndarray | None:
    """The first one to four rows of `left` that add up to nought."""
    rows = len(left)
    # Seen along one direction, chosen by a fixed lot, few others add up to nought by chance; those are looked at whole.
    along = left @ np.random.default_rng(_SEED).uniform(0.5, 1.5, rows)
    singles = np.arange(rows)[:, None]
    pairs = np.column_stack(np.triu_indices(rows, k=1))
    for first, second in ((singles, None), (pairs, None), (pairs, singles), (pairs, pairs)):
        for people in _match(along, first, second):
            if np.abs(left[people].sum(axis=0)).max() < _NEAR:
                return people
    return None


def _match(along: np.ndarray, first: np.ndarray, second: np.ndarray | None) -> Iterator[np.ndarray]:
    """Sets of rows, one from `first` and one from `second` (if given), whose values along add up to nought."""
    sums = along[first].sum(axis=1)
    if second is None:
        yield from first[np.abs(sums) < _NEAR]
        return
    others = along[second].sum(axis=1)
    order = np.argsort(others)
    low = np.searchsorted(others[order], -sums - _NEAR)
    high = np.searchsorted(others[order], -sums + _NEAR)
    for i in np.flatnonzero(high > low):
        for k in order[low[i] : high[i]]:
            people = np.concatenate([first[i], second[k]])
            if len(set(people)) == len(people):
                yield people
