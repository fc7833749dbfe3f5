"""Why two actors match, as codes with their numbers: derived from the same points as the rank, in no language."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd

from kulturkarta.analysis.matching.profiles import Profile
from kulturkarta.analysis.matching.relatedness import UNSAID
from kulturkarta.analysis.matching.score import Matcher
from kulturkarta.analysis.network.ties import read_span


@dataclass(frozen=True)
class Reason:
    """`code` names a text, `points` what it added to the score, `params` what the text says with."""

    code: str
    points: float
    params: Mapping[str, Any]


def explain(matcher: Matcher, profile: Profile, row: int, points: Mapping[str, float]) -> list[Reason]:
    """The reasons for and against actor `row` as a partner of `profile`, weightiest first.

    `points` is a row of `score_all`. What is unknown gives no reason, and `evenness`, which is no reason but a
    correction, none either.
    """
    other = matcher.profiles.read(row)
    found = [
        _share_terms("they_meet", profile.seeks, other.offers),
        _share_terms("you_meet", profile.offers, other.seeks),
        _relate_sectors(matcher, profile, other),
        _relate_roles(matcher, profile, other),
        _near(profile, other, float(points["km"])),
        _mix_drives(profile, other),
        _share_terms("audience", profile.audiences, other.audiences),
        *_recall_ties(matcher, profile, row),
    ]
    reasons = [Reason(code, float(points[component]), params) for component, code, params in filter(None, found)]
    return sorted(reasons, key=lambda reason: -abs(reason.points))


_Found = tuple[str, str, dict[str, Any]]


def _share_terms(component: str, mine: tuple[str, ...], theirs: tuple[str, ...]) -> _Found | None:
    shared = tuple(term for term in mine if term in theirs)
    return (component, component, {"terms": shared}) if shared else None


def _relate_sectors(matcher: Matcher, profile: Profile, other: Profile) -> _Found | None:
    sectors, ratio = matcher.relatedness.sectors, matcher.relatedness.ratio
    mine, theirs = ([code for code in who.sectors if code in sectors and code != UNSAID] for who in (profile, other))
    pairs = [(ratio[sectors.index(a), sectors.index(b)], a, b) for a in mine for b in theirs]
    if not pairs:
        return None
    best, a, b = max(pairs, key=lambda pair: pair[0])
    ties = float(matcher.relatedness.observed[sectors.index(a), sectors.index(b)]) / (2 if a == b else 1)
    code = "sector_near" if best > 1.1 else "sector_far" if best < 0.9 else "sector_neutral"
    return "sector", "sector_same" if a == b else code, {"mine": a, "theirs": b, "ties": round(ties)}


def _relate_roles(matcher: Matcher, profile: Profile, other: Profile) -> _Found | None:
    order = matcher.profiles.vocabulary.roles
    pairs = [
        (matcher.role_fit[order.index(a), order.index(b)], a, b)
        for a in profile.roles
        for b in other.roles
        if a in order and b in order
    ]
    if not pairs or max(pairs)[0] == 0:
        return None
    _, mine, theirs = max(pairs, key=lambda pair: pair[0])
    return "role", "role", {"mine": mine, "theirs": theirs, "concluded": "roles" in other.concluded}


def _near(profile: Profile, other: Profile, km: float) -> _Found | None:
    if not np.isfinite(km):
        return ("nearness", "place_unknown", {}) if profile.knows("place") else None
    if profile.by_municipality or other.by_municipality:
        code = "near_municipality" if km < 1 else "near_about"
        return "nearness", code, {} if km < 1 else {"km": km}
    approximate = profile.approximate or other.approximate
    if approximate and km < 1:
        return "nearness", "near_same", {}
    return "nearness", "near_about" if approximate else "near", {"km": km}


def _mix_drives(profile: Profile, other: Profile) -> _Found | None:
    apart = abs(profile.drive - other.drive)
    if not apart > 0:  # NaN too: unknown
        return None
    concluded = "drive" in profile.concluded or "drive" in other.concluded
    return "drive", "drive_concluded" if concluded else "drive", {}


def _recall_ties(matcher: Matcher, profile: Profile, row: int) -> list[_Found]:
    a, b = matcher.find_node(profile.row), matcher.find_node(row)
    if a is None or b is None:
        return []
    ties = matcher.ties
    edges = ties.edges[
        (ties.edges["u"].eq(a) & ties.edges["v"].eq(b)) | (ties.edges["u"].eq(b) & ties.edges["v"].eq(a))
    ]
    found: list[_Found] = [_describe_tie(edges)] if len(edges) else [("newness", "newness", {})]
    adjacency = ties.adjacency
    common = np.intersect1d(adjacency[[a]].indices, adjacency[[b]].indices)
    if len(common):
        names = tuple(ties.nodes["name"].iloc[common[:3]])
        found.append(("introduction", "introduction", {"names": names, "n": len(common)}))
    return found


def _describe_tie(edges: pd.DataFrame) -> _Found:
    first, _ = read_span(edges)
    year = None if np.isnan(first).all() else int(np.nanmax(first))
    kind = edges["kind"].dropna()
    return "newness", "tied", {"kind": kind.iloc[-1] if len(kind) else "", "year": year}
