"""What a group is to cover, who can cover it, and where they could all meet.

value(S) = Σ weight(f) over what at least one member covers + Σ own(i) over members

What can be covered: each role in the value chain, each sector, passion and market, each thing that is sought. `own` is
nearness to the start plus what the start offers that the member seeks. Coverage is submodular: whoever brings what
somebody else already brings adds nothing, so the groups that win are complementary.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np
import pandas as pd

from kulturkarta.analysis.matching.profiles import Profile, Profiles
from kulturkarta.analysis.matching.relatedness import UNSAID
from kulturkarta.analysis.matching.score import HALF_KM, measure_km

ROLE, SECTOR, DRIVE, NEED = 1.0, 0.5, 0.5, 2.0
"""What it is worth that a group has a role, a sector, a drive (passion or market), something that is sought."""
NEAR = 1.0
"""What a member at the start itself is worth for being near; half at 15 km."""
MAX_PLACES = 64
_MAX_FEATURES = 64
_PASSION, _MARKET = 0.5, 0.5


@dataclass(frozen=True)
class Feature:
    """Something a group can have: `kind` is role, sector, drive or need; `code` says which."""

    kind: str
    code: str
    weight: float


@dataclass(frozen=True, eq=False)
class GroupProblem:
    """`rows`: candidates (rows of the profiles); `masks`, `own`, `km_to`: per candidate the bits of what she covers,
    her own worth and the kilometres to each of `places` (id, name, x_m, y_m, …). `start` is the profile of the fixed
    first member, or the point one starts from; `start_mask` what she covers. `km`: the longest way to the meeting."""

    features: tuple[Feature, ...]
    rows: np.ndarray
    masks: np.ndarray
    own: np.ndarray
    km_to: np.ndarray
    places: pd.DataFrame
    start: Profile
    start_mask: int
    start_km_to: np.ndarray
    km: float

    @cached_property
    def reach(self) -> np.ndarray:
        """Per candidate the bits of the places within reach; all ones when there is no place to choose among."""
        return _pack(self.km_to <= self.km) if len(self.places) else np.full(len(self.rows), _ALL)

    @cached_property
    def start_reach(self) -> np.uint64:
        return _pack((self.start_km_to <= self.km)[None, :])[0] if len(self.places) else _ALL

    @cached_property
    def _tables(self) -> np.ndarray:
        """Weight of each value of each byte of a mask, so that a million masks are weighed by eight look-ups."""
        weights = np.zeros(_MAX_FEATURES)
        weights[: len(self.features)] = [feature.weight for feature in self.features]
        bits = (np.arange(256)[:, None] >> np.arange(8)) & 1
        return np.stack([bits @ weights[8 * byte : 8 * byte + 8] for byte in range(8)])

    def weigh(self, masks: np.ndarray) -> np.ndarray:
        """The worth of what is covered by `masks` (uint64)."""
        parts = (self._tables[byte][(masks >> np.uint64(8 * byte)) & np.uint64(255)] for byte in range(8))
        return np.sum(list(parts), axis=0)

    def describe(self, mask: int) -> tuple[Feature, ...]:
        """The features whose bits are set."""
        return tuple(feature for bit, feature in enumerate(self.features) if mask >> bit & 1)


_ALL = np.uint64(2**64 - 1)


def pose_problem(
    profiles: Profiles,
    start: Profile,
    places: pd.DataFrame,
    *,
    km: float,
    detour_factor: float,
    idea: Sequence[str] = (),
    excluded: Collection[int] = (),
) -> GroupProblem:
    """Who can join `start` within `km`, and what a group could cover.

    `places` are the meeting places to choose among (x_m, y_m), of which the 64 nearest to the start count. `idea`:
    terms that the group must be able to do, beside what the start seeks. Actors without a known place cannot be asked
    to meet in one, so they are no candidates.
    """
    start_km = measure_km(start, profiles, detour_factor=detour_factor)
    near = np.isfinite(start_km) & (start_km <= 2 * km)
    near[[row for row in (*excluded, start.row) if row is not None]] = False
    rows = np.flatnonzero(near)
    chosen = _choose_places(places, start, n=MAX_PLACES)
    km_to = _measure(profiles.points_m[rows], chosen, detour_factor)
    start_km_to = _measure(np.array([[start.x_m, start.y_m]]), chosen, detour_factor)[0]
    features = _list_features(profiles, rows, start, idea)
    problem_masks = _mask_rows(features, profiles.frame.iloc[rows])
    met = [sum(term in start.offers for term in own) for own in profiles.frame["seeks"].iloc[rows]]
    own = NEAR * 2 ** (-start_km[rows] / HALF_KM) + NEED * np.minimum(np.array(met, dtype="float64"), 1)
    is_member = start.row is not None or bool(start.sectors or start.offers)
    return GroupProblem(
        features=features,
        rows=rows,
        masks=problem_masks,
        own=own,
        km_to=km_to,
        places=chosen,
        start=start,
        start_mask=int(_mask_of(features, start)) if is_member else 0,
        start_km_to=start_km_to,
        km=km,
    )


def _choose_places(places: pd.DataFrame, start: Profile, *, n: int) -> pd.DataFrame:
    known = places[places["x_m"].notna()]
    away = np.hypot(known["x_m"] - start.x_m, known["y_m"] - start.y_m)
    return known.iloc[np.argsort(away.to_numpy(), kind="stable")[:n]].reset_index(drop=True)


def _measure(points: np.ndarray, places: pd.DataFrame, detour_factor: float) -> np.ndarray:
    x, y = places["x_m"].to_numpy(dtype="float64"), places["y_m"].to_numpy(dtype="float64")
    return np.hypot(points[:, :1] - x, points[:, 1:] - y) / 1000 * detour_factor


def _list_features(profiles: Profiles, rows: np.ndarray, start: Profile, idea: Sequence[str]) -> tuple[Feature, ...]:
    vocabulary = profiles.vocabulary
    found = [Feature("role", code, ROLE) for code in vocabulary.roles]
    found += [Feature("drive", "passion", DRIVE), Feature("drive", "marknad", DRIVE)]
    found += [Feature("need", term, NEED) for term in dict.fromkeys((*idea, *start.seeks))]
    there = np.asarray(profiles.sectors[rows].any(axis=0))
    sectors = zip(vocabulary.sectors, there.tolist(), strict=True)
    found += [Feature("sector", code, SECTOR) for code, is_there in sectors if is_there and code != UNSAID]
    return tuple(found[:_MAX_FEATURES])


def _mask_rows(features: Sequence[Feature], frame: pd.DataFrame) -> np.ndarray:
    """The bits of what each candidate covers. Each tuple is looked at once: they have no vectorised membership test."""
    bits = {(feature.kind, feature.code): 1 << bit for bit, feature in enumerate(features)}
    masks = np.zeros(len(frame), dtype="uint64")
    for kind, column in (("role", "roles"), ("sector", "sectors"), ("need", "offers")):
        masks |= np.array([_or_bits(bits, kind, codes) for codes in frame[column]], dtype="uint64")
    drive = frame["drive"].to_numpy(dtype="float64")
    for code, has in (("passion", drive <= _PASSION), ("marknad", drive >= _MARKET)):
        masks |= np.where(has, np.uint64(bits[("drive", code)]), np.uint64(0))
    return masks


def _or_bits(bits: dict[tuple[str, str], int], kind: str, codes: Sequence[str]) -> int:
    mask = 0
    for code in codes:
        mask |= bits.get((kind, code), 0)
    return mask


def _mask_of(features: Sequence[Feature], profile: Profile) -> int:
    columns = ("roles", "sectors", "offers", "drive")
    frame = pd.DataFrame([{name: getattr(profile, name) for name in columns}])
    return int(_mask_rows(features, frame)[0])


def _pack(flags: np.ndarray) -> np.ndarray:
    """Rows of at most 64 flags as bits of one number each."""
    return (flags.astype("uint64") << np.arange(flags.shape[1], dtype="uint64")).sum(axis=1, dtype="uint64")
