"""The answers that a region publishes in its catalogue, as waves."""

from __future__ import annotations

import pandas as pd

from kulturkarta.answers import Answers, empty_answers

_PREFIX = "katalog/"  # a wave that people read in may have the same name
_SCALE_TOPS = (5.0, 10.0, 100.0)


def take_catalogue_answers(responses: pd.DataFrame) -> Answers:
    """The rows of the table `need_responses` as answers of origin "catalogue".

    A question with scores is a scale question, one with words a free text; with both, both. The table does not say how
    long a scale is: 1-5 unless a score is above 5, then 1-10, then 0-100.
    """
    if responses.empty:
        return empty_answers()
    responses = responses.assign(wave=_PREFIX + responses["wave"].astype("str"))
    rows = responses.assign(
        item=responses["wave"].astype("str") + "/" + responses["question"].astype("str"),
        who=responses["wave"].astype("str") + "/" + responses["respondent"].astype("str"),
    )
    scored = rows.dropna(subset=["score"])
    told = rows.dropna(subset=["text"])
    scales = scored.groupby("item", sort=False).agg(
        wave=("wave", "first"), theme=("theme", "first"), question=("question", "first"), most=("score", "max")
    )
    high = scales["most"].map(lambda most: next((top for top in _SCALE_TOPS if most <= top), _SCALE_TOPS[-1]))
    items = pd.concat(
        [
            scales.assign(kind="likert", low=(high < _SCALE_TOPS[-1]).astype("float64"), high=high).reset_index(),
            told.groupby("item", sort=False)
            .agg(wave=("wave", "first"), theme=("theme", "first"), question=("question", "first"))
            .assign(kind="text")
            .reset_index()
            .assign(item=lambda frame: frame["item"] + "/text"),
        ],
        ignore_index=True,
    )
    people = rows.groupby("who", sort=False).agg(
        wave=("wave", "first"), municipality_code=("municipality_code", "first"), sectors=("sectors", "first")
    )
    answers = empty_answers()
    waves = pd.DataFrame({"wave": rows["wave"].astype("str").unique()})
    return Answers(
        waves=_fill(
            waves.assign(title=waves["wave"].str.removeprefix(_PREFIX), origin="catalogue", purpose="needs"),
            answers.waves,
        ),
        items=_fill(items, answers.items),
        respondents=_fill(people.reset_index(names="respondent"), answers.respondents),
        responses=pd.concat(
            [
                _fill(scored.assign(respondent=scored["who"])[["respondent", "item", "score"]], answers.responses),
                _fill(
                    told.assign(respondent=told["who"], item=told["item"] + "/text")[["respondent", "item", "text"]],
                    answers.responses,
                ),
            ],
            ignore_index=True,
        ),
    )


def _fill(frame: pd.DataFrame, like: pd.DataFrame) -> pd.DataFrame:
    """`frame` with the columns and kinds of `like`; what is missing is unknown."""
    return frame.reindex(columns=like.columns).astype(like.dtypes.to_dict()).reset_index(drop=True)
