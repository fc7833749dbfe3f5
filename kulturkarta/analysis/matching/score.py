"""How well each actor would complement one actor: additive points, two-way, each part with its name.

score(a, b) = Σ points(component) · value(component), where value is

- `they_meet`: 0.7 · idf(rarest of my needs that b offers) / ln(n + 1) + 0.3 · [b meets two or more of them];
  idf(t) = ln((n + 1) / (n_t + 1)), n_t of n actors offer t, so that what many offer counts little
- `you_meet`: the same the other way; `both_ways`: 1 when both are above 0
- `evenness`: minus what a profile of b's length would get by chance, plus what the mean profile would (see `_even`)
- `sector`: ln of how many times as often as by chance the two sectors work together, at its highest
- `role`: how well roles in the value chain complement each other, at its highest; 0 for the same role
- `nearness`: 2^(−km / 15), so half at 15 km; km is the straight line times the detour factor
- `drive`: how far apart the drives are, passion = 0 and market = 1
- `audience`: 1 when an audience is shared; `newness`: 1 when no tie is known
- `introduction`: half of the partners in common, at most 1

What is not known of b counts as the mean of those where it is known: an empty field is neither good nor bad.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np
import pandas as pd

from kulturkarta.analysis.matching.profiles import Profile, Profiles, mark
from kulturkarta.analysis.matching.relatedness import UNSAID, Relatedness
from kulturkarta.analysis.matching.weights import COMPONENTS, Weights, weigh_points
from kulturkarta.analysis.network.ties import Ties

HALF_KM = 15.0
"""Nearness halves with every 15 km."""


@dataclass(frozen=True, eq=False)
class Matcher:
    """What a match is measured on. `role_fit`: how well roles i and j complement each other, 0-1, in the vocabulary's
    order. Without `is_filled` unknown fields get 0, without `is_even` long profiles get what they do by chance: for
    measuring only."""

    profiles: Profiles
    relatedness: Relatedness
    role_fit: np.ndarray
    ties: Ties
    detour_factor: float
    is_even: bool = True
    is_filled: bool = True

    def find_node(self, row: int | None) -> int | None:
        """The node of actor `row` in the network; None for a newcomer."""
        return None if row is None else self.ties.row_of_id.get(str(self.profiles.frame["id"].iloc[row]))

    @cached_property
    def nodes(self) -> np.ndarray:
        """The node of each actor, −1 for one that the network lacks."""
        rows = self.ties.row_of_id
        return np.fromiter((rows.get(str(key), -1) for key in self.profiles.frame["id"]), dtype="int64")


def read_role_fit(table: pd.DataFrame, roles: Sequence[str]) -> np.ndarray:
    """The matrix of a table role_a, role_b, fit, in both directions; 0 where it says nothing."""
    at = {code: i for i, code in enumerate(roles)}
    fit = np.zeros((len(roles), len(roles)))
    for a, b, value in zip(table["role_a"], table["role_b"], table["fit"], strict=True):
        if a in at and b in at:
            fit[at[a], at[b]] = fit[at[b], at[a]] = value
    return fit


def measure_km(profile: Profile, profiles: Profiles, *, detour_factor: float) -> np.ndarray:
    """Kilometres from `profile` to every actor, detour included; NaN where a place is unknown."""
    return measure_km_to(profile, profiles.points_m, detour_factor=detour_factor)


def measure_km_to(profile: Profile, points: np.ndarray, *, detour_factor: float) -> np.ndarray:
    """Kilometres from `profile` to `points` (metres, EPSG:3006), detour included."""
    return np.hypot(points[:, 0] - profile.x_m, points[:, 1] - profile.y_m) / 1000 * detour_factor


def score_all(matcher: Matcher, profile: Profile, weights: Weights | None = None) -> pd.DataFrame:
    """Points of every actor for `profile`: one column a component, then `score` (their sum) and `km`.

    The row of `profile` herself is among them; whoever lists partners leaves it out.
    """
    values = _measure(matcher, profile)
    points = weigh_points(weights or {})
    columns = {name: values[name] * points[name] for name in COMPONENTS}
    total = np.sum(list(columns.values()), axis=0)
    km = measure_km(profile, matcher.profiles, detour_factor=matcher.detour_factor)
    return pd.DataFrame({**columns, "score": total, "km": km})


def rank_partners(
    scores: pd.DataFrame, profiles: Profiles, profile: Profile, *, km: float, digital: bool
) -> np.ndarray:
    """Rows of the actors within `km`, best first; with `digital` also those beyond it or without a known place."""
    near = (scores["km"] <= km).to_numpy(dtype=bool) | digital
    if profile.row is not None:
        near[profile.row] = False
    rows = np.flatnonzero(near)
    total = scores["score"].to_numpy()[rows]
    # Equal scores stand in the order of the catalogue, so that the same question has the same answer.
    return rows[np.lexsort([rows, -np.round(total, 9)])]


def _measure(matcher: Matcher, profile: Profile) -> dict[str, np.ndarray]:
    profiles = matcher.profiles
    wanted, given = _find(profiles, profile.seeks), _find(profiles, profile.offers)
    they_meet, _ = _meet(profiles, wanted, profiles.offers)
    you_meet, _ = _meet(profiles, given, profiles.seeks)
    evenness = np.zeros(len(profiles))
    if matcher.is_even:
        evenness += _even(profiles, wanted, profiles.n_offering, profiles.n_offers)
        evenness += _even(profiles, given, profiles.n_seeking, profiles.n_seeks)
    tied, introduced = _read_ties(matcher, profile)
    return {
        "they_meet": they_meet,
        "you_meet": you_meet,
        "both_ways": ((they_meet > 0) & (you_meet > 0)).astype("float64"),
        "evenness": evenness,
        "sector": _fill(matcher, *_compare_sectors(matcher, profile)),
        "role": _fill(matcher, *_compare_roles(matcher, profile)),
        "nearness": _fill(matcher, *_compare_places(matcher, profile)),
        "drive": _fill(matcher, np.abs(profiles.drive - profile.drive), ~np.isnan(profiles.drive)),
        "audience": _fill(matcher, *_compare_audiences(profiles, profile)),
        "newness": 1.0 - tied,
        "introduction": np.minimum(introduced, 2) / 2,
    }


def _find(profiles: Profiles, terms: Sequence[str]) -> list[int]:
    return [at for term in terms if (at := profiles.find_term(term)) is not None]


def _idf(profiles: Profiles, terms: Sequence[int]) -> np.ndarray:
    """Rarity of terms among what is offered: 0 when everyone offers it, 1 when nobody does."""
    n = len(profiles)
    return np.log((n + 1) / (profiles.n_offering[list(terms)] + 1)) / np.log(n + 1)


def _meet(profiles: Profiles, terms: Sequence[int], matrix: object) -> tuple[np.ndarray, np.ndarray]:
    """Per actor what it is worth that she has some of `terms`, and how many of them she has."""
    best, count = np.zeros(len(profiles)), np.zeros(len(profiles))
    for term, rarity in zip(terms, _idf(profiles, terms), strict=True):
        rows = matrix.indices[matrix.indptr[term] : matrix.indptr[term + 1]]  # pyright: ignore[reportAttributeAccessIssue]
        best[rows] = np.maximum(best[rows], rarity)
        count[rows] += 1
    return 0.7 * best + 0.3 * (count >= 2), count


def _even(profiles: Profiles, terms: Sequence[int], n_having: np.ndarray, lengths: np.ndarray) -> np.ndarray:
    """What the mean profile would get by chance, minus what one of this length would.

    A profile of k words drawn by lot from all words in use has one of `terms` with probability 1 − (1 − q)^k, q being
    the terms' share of all words; it would then be worth their mean value. So long profiles do not win by length alone,
    and empty ones get what is to be expected of them.
    """
    total = n_having.sum()
    if not terms or not total:
        return np.zeros(len(profiles))
    often = n_having[list(terms)]
    share = often.sum() / total
    worth = 0.7 * float(np.average(_idf(profiles, terms), weights=often)) if often.sum() else 0.0
    chance = worth * (1 - (1 - share) ** np.arange(lengths.max() + 1))[lengths]
    return chance.mean() - chance


def _fill(matcher: Matcher, values: np.ndarray, known: np.ndarray) -> np.ndarray:
    """`values` where known; elsewhere the mean of the known (fair) or 0. NaN everywhere = no basis: all 0."""
    known = known & np.isfinite(values)
    if not known.any():
        return np.zeros(len(values))
    return np.where(known, values, values[known].mean() if matcher.is_filled else 0.0)


def _compare_sectors(matcher: Matcher, profile: Profile) -> tuple[np.ndarray, np.ndarray]:
    profiles, sectors = matcher.profiles, matcher.relatedness.sectors
    own = [sectors.index(code) for code in profile.sectors if code in sectors and code != UNSAID]
    said = profiles.sectors[:, [i for i, code in enumerate(sectors) if code != UNSAID]]
    if not own:
        return np.full(len(profiles), np.nan), _any(said)
    best = np.log(matcher.relatedness.ratio[own].max(axis=0))[[i for i, code in enumerate(sectors) if code != UNSAID]]
    return np.where(said, best, -np.inf).max(axis=1), _any(said)


def _compare_roles(matcher: Matcher, profile: Profile) -> tuple[np.ndarray, np.ndarray]:
    profiles = matcher.profiles
    own = mark([profile.roles], profiles.vocabulary.roles)[0]
    if not own.any():
        return np.full(len(profiles), np.nan), np.zeros(len(profiles), dtype=bool)
    best = matcher.role_fit[own].max(axis=0)
    return np.where(profiles.roles, best, 0.0).max(axis=1), _any(profiles.roles)


def _compare_places(matcher: Matcher, profile: Profile) -> tuple[np.ndarray, np.ndarray]:
    km = measure_km(profile, matcher.profiles, detour_factor=matcher.detour_factor)
    return 2 ** (-km / HALF_KM), np.isfinite(km)


def _compare_audiences(profiles: Profiles, profile: Profile) -> tuple[np.ndarray, np.ndarray]:
    own = mark([profile.audiences], profiles.vocabulary.audiences)[0]
    if not own.any():
        return np.full(len(profiles), np.nan), np.zeros(len(profiles), dtype=bool)
    return profiles.audiences[:, own].any(axis=1).astype("float64"), _any(profiles.audiences)


def _any(marked: np.ndarray) -> np.ndarray:
    return np.asarray(marked.any(axis=1))


def _read_ties(matcher: Matcher, profile: Profile) -> tuple[np.ndarray, np.ndarray]:
    """Per actor whether a tie to `profile` is known (0 or 1), and how many partners they have in common."""
    node, nodes = matcher.find_node(profile.row), matcher.nodes
    if node is None:
        return np.zeros(len(nodes)), np.zeros(len(nodes))
    adjacency = matcher.ties.adjacency
    mine = adjacency[[node]]
    tied, common = (np.asarray(part.todense()).ravel() for part in (mine, mine @ adjacency))
    there = nodes >= 0
    return np.where(there, tied[nodes], 0), np.where(there, common[nodes], 0)
