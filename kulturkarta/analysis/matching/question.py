"""Which one unknown field would change the answer most, if it were known."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np

from kulturkarta.analysis.matching.profiles import FIELDS, Profile
from kulturkarta.analysis.matching.score import Matcher, rank_partners, score_all
from kulturkarta.analysis.matching.weights import Weights

TOP = 10
"""How many of the best partners are compared."""
_DONORS = 12


@dataclass(frozen=True)
class Question:
    """`field`: what to ask for. `turnover`: what share of the ten best would be others, in the mean over the answers
    that others have given. `by_field`: the same for every unknown field."""

    field: str
    turnover: float
    by_field: dict[str, float]


def find_best_question(
    matcher: Matcher, profile: Profile, *, km: float, digital: bool, weights: Weights | None = None
) -> Question | None:
    """The unknown field of `profile` whose being known would replace most of the ten best; None when all are known.

    The field is filled with what others answered (twelve of them, evenly over the catalogue; for what one seeks, where
    hardly anyone has answered, with what others offer), and the list is made anew each time. Without a place there is
    no "near", so a missing place is asked for first.
    """
    unknown = [field for field in FIELDS if not profile.knows(field)]
    if not unknown:
        return None
    if "place" in unknown:
        return Question("place", 1.0, {"place": 1.0})

    def list_best(of: Profile) -> set[int]:
        scores = score_all(matcher, of, weights)
        return set(rank_partners(scores, matcher.profiles, of, km=km, digital=digital)[:TOP].tolist())

    now = list_best(profile)
    by_field = {field: _measure(matcher, profile, field, now, list_best) for field in unknown}
    best = max(unknown, key=lambda field: by_field[field])
    return Question(best, by_field[best], by_field)


def _measure(matcher: Matcher, profile: Profile, field: str, now: set[int], list_best: object) -> float:
    answers = _collect(matcher, profile, field)
    if not answers or not now:
        return 0.0
    changed = [1 - len(now & list_best(replace(profile, **{field: answer}))) / len(now) for answer in answers]  # pyright: ignore[reportCallIssue]
    return float(np.mean(changed))


def _collect(matcher: Matcher, profile: Profile, field: str) -> list[object]:
    """What others answered, each answer once, at most `_DONORS`, evenly over the catalogue."""
    column = matcher.profiles.frame[field]
    answers = [value for value in column if (len(value) if isinstance(value, tuple) else value == value)]
    if field == "seeks" and len(answers) < _DONORS:
        answers += [value[:1] for value in matcher.profiles.frame["offers"] if value]
    different = list(dict.fromkeys(answers))
    chosen = np.unique(np.linspace(0, len(different) - 1, min(_DONORS, len(different))).round().astype(int))
    return [different[i] for i in chosen] if different else []
