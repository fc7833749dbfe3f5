"""One wave of answers as matrices: who answered what, and to which groups each of them belongs."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd

from kulturkarta.analysis.needs.roles import find_role
from kulturkarta.answers import Answers

DIVISIONS = ("municipality", "sector", "actor_type", "drive")
"""The ways of dividing the respondents, the most important first: when one must give way, the last does."""
UNKNOWN = ""
_COLUMNS = {"municipality": "municipality_code", "actor_type": "actor_type", "drive": "drive"}
STEPS = 5
_CHOSEN = ("choice", "multi")
# Up to so many steps of its own a scale is drawn as it is; a finer one is counted in tenths of its span.
_FINEST = 11


@dataclass(frozen=True)
class Groups:
    """The groups of one way of dividing: codes ("" = unknown) and respondents x groups, true where one belongs.

    `is_partition`: everybody is in exactly one group, so what is not shown can be shown together.
    """

    codes: tuple[str, ...]
    members: np.ndarray
    is_partition: bool


@dataclass(frozen=True)
class Wave:
    """The answers of one wave.

    `items`: the scale questions (item, theme, question, low, high, role), in the order of the columns of `scores`
    (respondents x items, NaN = no answer). `choices`: the choice and multi-select questions (item, theme, question,
    options), `picked` their matrices respondents x options, all false for who did not answer; `asked` who did.
    `texts`: respondent, item, theme, question, text. `groups`: by way of dividing.
    """

    name: str
    title: str
    origin: str
    received: str
    respondents: pd.DataFrame
    items: pd.DataFrame
    scores: np.ndarray
    choices: pd.DataFrame
    picked: dict[str, np.ndarray]
    texts: pd.DataFrame
    groups: dict[str, Groups]

    @property
    def n(self) -> int:
        return len(self.respondents)


def list_need_waves(answers: Answers) -> pd.DataFrame:
    """The waves that ask about needs, the oldest first."""
    waves = answers.waves[answers.waves["purpose"].ne("evaluation").fillna(True).to_numpy(dtype=bool)]
    return waves.sort_values(["received", "wave"], ignore_index=True)


def arrange_wave(answers: Answers, name: str) -> Wave:
    """The answers of the wave `name` as matrices. Raises KeyError when there is no such wave."""
    heading = answers.waves.set_index("wave").loc[name]
    respondents = answers.respondents[answers.respondents["wave"].eq(name)].reset_index(drop=True)
    items = answers.items[answers.items["wave"].eq(name)]
    responses = answers.responses
    row, column = _locate(responses["respondent"], respondents["respondent"]), _locate(responses["item"], items["item"])
    own = np.flatnonzero((row >= 0) & (column >= 0))
    row, column = row[own], column[own]
    scaled = items[items["kind"].eq("likert")].reset_index(drop=True)
    by_words = pd.Series([find_role(question) for question in scaled["question"].fillna("")], dtype="str")
    scaled = scaled.assign(role=scaled["role"].fillna(by_words))
    chosen = items[items["kind"].isin(_CHOSEN)].reset_index(drop=True)
    is_text = items["kind"].eq("text").to_numpy(dtype=bool)
    told = responses.iloc[own[is_text[column]]].dropna(subset=["text"])
    told = told.merge(items[["item", "theme", "question"]], on="item")
    return Wave(
        name=name,
        title=_text(heading["title"], name),
        origin=_text(heading["origin"], "imported"),
        received=_text(heading["received"], ""),
        respondents=respondents,
        items=scaled[["item", "theme", "question", "low", "high", "role"]],
        scores=_spread_scores(row, column, responses["score"].to_numpy()[own], items["kind"], len(respondents)),
        choices=chosen[["item", "theme", "kind", "question", "options"]],
        picked={
            str(item): _spread_choices(
                row[column == place], responses["choices"].iloc[own[column == place]], options, len(respondents)
            )
            for place, item, options in zip(
                np.flatnonzero(items["kind"].isin(_CHOSEN)), chosen["item"], chosen["options"], strict=True
            )
        },
        texts=told[["respondent", "item", "theme", "question", "text"]].reset_index(drop=True),
        groups={by: group_respondents(respondents, by) for by in DIVISIONS},
    )


def group_respondents(respondents: pd.DataFrame, by: str) -> Groups:
    """The groups of `respondents` by one of DIVISIONS; a respondent with several sectors is in several groups."""
    if by == "sector":
        lists = [
            tuple(codes) if isinstance(codes, tuple | list) and len(codes) else (UNKNOWN,)
            for codes in respondents["sectors"]
        ]
        codes = tuple(sorted({code for own in lists for code in own}))
        place = {code: k for k, code in enumerate(codes)}
        members = np.zeros((len(lists), len(codes)), dtype=bool)
        rows = np.repeat(np.arange(len(lists)), [len(own) for own in lists])
        members[rows, [place[code] for own in lists for code in own]] = True
        return Groups(codes, members, is_partition=bool((members.sum(axis=1) == 1).all()))
    values = respondents[_COLUMNS[by]].fillna(UNKNOWN).astype("str").to_numpy(dtype=object)
    codes, inverse = np.unique(values, return_inverse=True) if len(values) else (np.array([]), np.array([], dtype=int))
    members = np.zeros((len(values), len(codes)), dtype=bool)
    members[np.arange(len(values)), inverse] = True
    return Groups(tuple(str(code) for code in codes), members, is_partition=True)


def list_steps(low: float, high: float) -> np.ndarray:
    """The steps of a scale: 1 to 5 as they are, a finer scale in ten equal parts."""
    if high - low + 1 <= _FINEST and float(high - low).is_integer():
        return np.arange(low, high + 0.5)
    return np.linspace(low, high, _FINEST)


def class_of(scores: np.ndarray, low: float, high: float) -> np.ndarray:
    """0 to 4 for where a score lies on its scale, in fifths: 0 and 1 disagree, 3 and 4 agree, NaN stays.

    On 1 to 5 each step is a class of its own; on 1 to 10 two steps share one, and on 1 to 4 the middle stays empty.
    """
    unit = np.asarray((scores - low) / (high - low), dtype="float64").round(9)
    classes = np.select([unit < 0.2, unit < 0.4, unit <= 0.6, unit <= 0.8], [0.0, 1.0, 2.0, 3.0], 4.0)
    return np.where(np.isnan(unit), np.nan, classes)


def _locate(values: pd.Series, wanted: pd.Series) -> np.ndarray:
    """Where each of `values` stands in `wanted`, -1 where it does not. Each word is looked for once."""
    codes, words = pd.factorize(values)
    return np.append(pd.Index(wanted).get_indexer(pd.Index(words)), -1)[codes]


def _spread_scores(row: np.ndarray, column: np.ndarray, given: np.ndarray, kinds: pd.Series, n: int) -> np.ndarray:
    """Respondents x scale questions from who answered (`row`) which of all questions (`column`) with what."""
    is_scale = kinds.eq("likert").to_numpy(dtype=bool)
    known = is_scale[column]
    scores = np.full((n, int(is_scale.sum())), np.nan)
    scores[row[known], (np.cumsum(is_scale) - 1)[column[known]]] = given[known]
    return scores


def _spread_choices(rows: np.ndarray, chosen: pd.Series, options: object, n: int) -> np.ndarray:
    """Respondents x options, and a last column that is true where the question was answered at all."""
    names = list(options) if isinstance(options, tuple | list) else []
    place = {name: k for k, name in enumerate(names)}
    picked = np.zeros((n, len(names) + 1), dtype=bool)
    # Tuples have no vectorised membership test.
    for row, own in zip(rows, chosen, strict=True):
        found = [place[name] for name in own if name in place] if isinstance(own, tuple | list) else []
        picked[row, found] = True
        picked[row, -1] = bool(found)
    return picked


def _text(value: object, otherwise: str) -> str:
    return str(value) if isinstance(value, str) and value else otherwise
