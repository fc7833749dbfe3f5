"""Invented answers, calibrated to published aggregates: for trying the page and for measuring, not for conclusions."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

import numpy as np
import pandas as pd

from kulturkarta.analysis.needs.roles import find_role
from kulturkarta.answers import Answers, empty_answers, join_answers

ORIGIN = "demo"
_SECOND_SECTOR = 0.15
_UNANSWERED = 0.05
_MUNICIPALITY_SPREAD = 0.35
_PERSON_SPREAD = 0.5


def invent_answers(survey: Mapping[str, Any], municipalities: Mapping[str, float]) -> Answers:
    """The waves of `survey` (see data/reference/demo_survey.toml), of origin "demo"; the same every time.

    `municipalities`: code -> share of the respondents. How many chose each step of a scale is settled by the survey's
    shares, not by lot, so that 20 % satisfied are 20 % of those who answered; who they are is drawn by lot, with
    municipalities, drives and sectors leaning as the survey says.
    """
    rng = np.random.default_rng(survey["seed"])
    leaning = {code: rng.normal(0, _MUNICIPALITY_SPREAD) for code in municipalities}
    return join_answers(_invent_wave(survey, wave, municipalities, leaning, rng) for wave in survey["wave"])


def calibrate_survey(survey: Mapping[str, Any], figures: pd.DataFrame) -> Mapping[str, Any]:
    """`survey` with the number of answers and the share of satisfied that `figures` (need_figures) publish.

    The figure is the percentage of a question of how well something is met, of the survey that most answered; without
    one the survey stays as it is. Its own shares within those who agree, and within those who do not, are kept.
    """
    percent = figures[figures["unit"].eq("procent").fillna(False) & figures["n"].notna() & figures["value"].notna()]
    percent = percent[[find_role(question) == "met" for question in percent["question"]]]
    if percent.empty:
        return survey
    best = percent.sort_values("n", ascending=False).iloc[0]
    agree, n = float(best["value"]) / 100, int(best["n"])
    first = next(item for item in survey["likert"] if find_role(item["question"]) == "met")
    below, above = sum(first["shares"][:3]), sum(first["shares"][3:])
    shares = [share * (1 - agree) / below for share in first["shares"][:3]]
    shares += [share * agree / above for share in first["shares"][3:]]
    items = [{**item, "shares": shares} if item is first else item for item in survey["likert"]]
    earliest, *later = survey["wave"]
    return {**survey, "likert": items, "wave": [{**earliest, "n": n}, *later]}


def _invent_wave(
    survey: Mapping[str, Any],
    wave: Mapping[str, Any],
    municipalities: Mapping[str, float],
    leaning: Mapping[str, float],
    rng: np.random.Generator,
) -> Answers:
    like, n, name = empty_answers(), int(wave["n"]), str(wave["wave"])
    people = pd.DataFrame(
        {
            "respondent": [f"{name}/{k + 1}" for k in range(n)],
            "wave": name,
            "municipality_code": _draw(municipalities, n, rng),
            "sectors": _draw_sectors(survey["spread"]["sector"], n, rng),
            "actor_type": _draw(survey["spread"]["actor_type"], n, rng),
            "drive": _draw(survey["spread"]["drive"], n, rng),
            "answered": wave["received"],
        }
    )
    person, lean = rng.normal(0, _PERSON_SPREAD, n), _lean(people, leaning)
    items: list[dict[str, Any]] = []
    responses: list[pd.DataFrame] = []
    for kind in ("likert", "multi", "text"):
        for place, item in enumerate(survey.get(kind, ())):
            code = f"{name}/{kind}-{place + 1}"
            items.append({**item, "item": code, "wave": name, "kind": kind})
            latent = lean(item.get("tilt", {})) + person + rng.normal(0, 1, n)
            rows = _ANSWER[kind](item, wave, latent, rng)
            responses.append(rows.assign(item=code, respondent=people["respondent"].array.take(rows.index)))
    told = pd.DataFrame(items).assign(low=1.0, high=5.0)
    told["options"] = [tuple(own) if isinstance(own, list) else () for own in told["options"]]
    heading = {"wave": name, "title": wave["title"], "origin": ORIGIN, "consent": survey["consent"]}
    heading |= {"received": wave["received"], "purpose": "needs"}
    return Answers(
        waves=_fill(pd.DataFrame([heading]), like.waves),
        items=_fill(told, like.items),
        respondents=_fill(people, like.respondents),
        responses=_fill(pd.concat(responses, ignore_index=True), like.responses),
    )


def _lean(people: pd.DataFrame, leaning: Mapping[str, float]) -> Callable[[Mapping[str, float]], np.ndarray]:
    """What finds how much more each of `people` agrees with a question than others do, by the question's tilt."""
    home = people["municipality_code"].map(dict(leaning)).to_numpy(dtype="float64")
    kinds = [pd.factorize(people[column]) for column in ("actor_type", "drive")]
    places, sectors = pd.factorize(people["sectors"])

    def find(tilt: Mapping[str, float]) -> np.ndarray:
        own = home
        for place, codes in kinds:
            own = own + np.array([tilt.get(code, 0.0) for code in codes])[place]
        return own + np.array([sum(tilt.get(code, 0.0) for code in codes) for codes in sectors])[places]

    return find


def _answer_scale(
    item: Mapping[str, Any], wave: Mapping[str, Any], latent: np.ndarray, rng: np.random.Generator
) -> pd.DataFrame:
    who = np.flatnonzero(rng.random(len(latent)) >= _UNANSWERED)
    is_met = find_role(item["question"]) == "met"
    moved = wave.get("shift", {}).get(item["theme"], 0.0) if is_met else 0.0
    edges = np.clip(np.cumsum(item["shares"])[:-1] - moved, 0, 1)
    ranks = np.empty(len(who), dtype=int)
    ranks[np.argsort(latent[who])] = np.arange(len(who))
    steps = np.searchsorted(np.round(edges * len(who)), ranks, side="right")
    return pd.DataFrame({"score": steps + 1.0}, index=who)


def _answer_multi(
    item: Mapping[str, Any], wave: Mapping[str, Any], latent: np.ndarray, rng: np.random.Generator
) -> pd.DataFrame:
    who = np.flatnonzero(rng.random(len(latent)) >= _UNANSWERED)
    chosen = rng.random((len(who), len(item["shares"]))) < np.array(item["shares"])
    picked = [tuple(np.array(item["options"], dtype=object)[row]) for row in chosen]
    rows = pd.DataFrame({"choices": pd.Series(picked, index=who, dtype="object")})
    return rows[[len(own) > 0 for own in picked]]


def _answer_text(
    item: Mapping[str, Any], wave: Mapping[str, Any], latent: np.ndarray, rng: np.random.Generator
) -> pd.DataFrame:
    who = np.flatnonzero(rng.random(len(latent)) < item["share"])
    return pd.DataFrame({"text": rng.choice(np.array(item["answers"], dtype=object), len(who))}, index=who)


_ANSWER = {"likert": _answer_scale, "multi": _answer_multi, "text": _answer_text}


def _draw(shares: Mapping[str, float], n: int, rng: np.random.Generator) -> np.ndarray:
    weights = np.array(list(shares.values()), dtype="float64")
    return rng.choice(np.array(list(shares), dtype=object), n, p=weights / weights.sum())


def _draw_sectors(shares: Mapping[str, float], n: int, rng: np.random.Generator) -> list[tuple[str, ...]]:
    first, second = _draw(shares, n, rng), _draw(shares, n, rng)
    both = (rng.random(n) < _SECOND_SECTOR) & (first != second)
    return [(a, b) if two else (a,) for a, b, two in zip(first, second, both, strict=True)]


def _fill(frame: pd.DataFrame, like: pd.DataFrame) -> pd.DataFrame:
    return frame.reindex(columns=like.columns).astype(like.dtypes.to_dict()).reset_index(drop=True)
