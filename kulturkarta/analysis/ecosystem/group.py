"""A proposed group: who brings what, what is missing, where to meet, and who could take each seat instead."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

import numpy as np

from kulturkarta.analysis.ecosystem.problem import Feature, GroupProblem
from kulturkarta.analysis.ecosystem.search import Found, find_group, list_replacements

MIN_SIZE, MAX_SIZE = 3, 8


@dataclass(frozen=True)
class Seat:
    """`row`: the actor's row in the profiles (None = a newcomer). `brings`: what she covers; `alone`: of that, what
    nobody else in the group does. `km`: to the meeting place (NaN = none). `instead`: rows of the next best."""

    row: int | None
    brings: tuple[Feature, ...]
    alone: tuple[Feature, ...]
    km: float
    instead: tuple[int, ...]
    is_start: bool = False


@dataclass(frozen=True)
class MeetingPlace:
    """`place`: row in the problem's places. `farthest_km`, `mean_km`: of the members."""

    place: int
    farthest_km: float
    mean_km: float


@dataclass(frozen=True)
class Group:
    """`missing`: roles, drives and needs that nobody covers. `bound`: no group is worth more than this."""

    seats: tuple[Seat, ...]
    meeting: MeetingPlace | None
    missing: tuple[Feature, ...]
    value: float
    bound: float
    is_exact: bool


def propose_groups(
    problem: GroupProblem, size: int, *, locked: Collection[int] = (), n: int = 1, instead: int = 2
) -> list[Group]:
    """Up to `n` groups of `size`, best first; later ones share no chosen member with earlier ones, only the locked.

    `locked` are rows of the profiles. Empty when too few are within reach of one meeting place.
    """
    if not MIN_SIZE <= size <= MAX_SIZE:
        raise ValueError(f"a group has {MIN_SIZE} to {MAX_SIZE} members")
    has_start = bool(problem.start_mask) or problem.start.row is not None
    position = {int(row): at for at, row in enumerate(problem.rows)}
    fixed = [position[row] for row in locked if row in position]
    groups: list[Group] = []
    used: set[int] = set()
    for _ in range(n):
        part, kept = _without(problem, used)
        found = find_group(part, size - has_start, locked=[kept.index(at) for at in fixed])
        if found is None:
            break
        groups.append(_describe(part, found, has_start=has_start, instead=instead))
        used |= {kept[at] for at in found.members} - set(fixed)
    return groups


def _without(problem: GroupProblem, used: set[int]) -> tuple[GroupProblem, list[int]]:
    kept = [at for at in range(len(problem.rows)) if at not in used]
    part = GroupProblem(
        **{
            **{name: getattr(problem, name) for name in problem.__dataclass_fields__},
            **{name: getattr(problem, name)[kept] for name in ("rows", "masks", "own", "km_to")},
        }
    )
    return part, kept


def _describe(problem: GroupProblem, found: Found, *, has_start: bool, instead: int) -> Group:
    members = list(found.members)
    masks = [int(problem.masks[at]) for at in members]
    everyone = [*([problem.start_mask] if has_start else []), *masks]
    meeting = choose_meeting_place(problem, members, has_start=has_start)
    seats = []
    if has_start:
        km = float(problem.start_km_to[meeting.place]) if meeting else float("nan")
        seats.append(_seat(problem, problem.start.row, everyone, 0, km, (), is_start=True))
    for seat, at in enumerate(members):
        others = tuple(int(problem.rows[o]) for o in list_replacements(problem, members, seat, n=instead))
        km = float(problem.km_to[at, meeting.place]) if meeting else float("nan")
        seats.append(_seat(problem, int(problem.rows[at]), everyone, seat + has_start, km, others))
    covered = 0
    for mask in everyone:
        covered |= mask
    missing = tuple(
        feature for feature in problem.describe(~covered & (2 ** len(problem.features) - 1)) if feature.kind != "sector"
    )
    return Group(tuple(seats), meeting, missing, found.value, found.bound, found.is_exact)


def _seat(
    problem: GroupProblem,
    row: int | None,
    everyone: list[int],
    at: int,
    km: float,
    instead: tuple[int, ...],
    *,
    is_start: bool = False,
) -> Seat:
    others = 0
    for i, mask in enumerate(everyone):
        others |= mask if i != at else 0
    brings = problem.describe(everyone[at])
    return Seat(row, brings, problem.describe(everyone[at] & ~others), km, instead, is_start)


def choose_meeting_place(problem: GroupProblem, members: list[int], *, has_start: bool) -> MeetingPlace | None:
    """The place in the middle: where the farthest member has the shortest way, then where all together have."""
    if not len(problem.places):
        return None
    km = problem.km_to[members]
    if has_start:
        km = np.vstack([problem.start_km_to, km])
    farthest, mean = km.max(axis=0), km.mean(axis=0)
    best = int(np.lexsort([mean, np.round(farthest, 6)])[0])
    return MeetingPlace(best, float(farthest[best]), float(mean[best]))
