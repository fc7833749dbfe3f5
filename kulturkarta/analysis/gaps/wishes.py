"""How many have spoken of a theme in the needs answers, by municipality, told of nobody alone."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import numpy as np
import pandas as pd

from kulturkarta.analysis.needs.suppression import SMALLEST_GROUP
from kulturkarta.answers import Answers
from kulturkarta.schema import WHOLE_REGION


def count_wishes(parts: Iterable[Answers], *, codes: Sequence[str], theme: str) -> pd.Series:
    """Respondents per municipality of `codes`, and "region" last, with an answer to a question under `theme`.

    Answers to evaluations are not counted. NaN for fewer than five but some, and for the region where it would give
    the only such municipality away. 7, 3 and 0 -> 7, NaN, 0 and NaN; 7, 3 and 2 -> 7, NaN, NaN and 12.
    """
    counts = pd.Series(0, index=list(codes), dtype="int64")
    for answers in parts:
        asked = answers.waves.loc[answers.waves["purpose"].ne("evaluation").to_numpy(dtype=bool), "wave"]
        items = answers.items[answers.items["theme"].eq(theme).fillna(False).to_numpy(dtype=bool)]
        items = items.loc[items["wave"].isin(asked).to_numpy(dtype=bool), "item"]
        who = answers.responses.loc[answers.responses["item"].isin(items).to_numpy(dtype=bool), "respondent"]
        there = answers.respondents[answers.respondents["respondent"].isin(who).to_numpy(dtype=bool)]
        counts += there["municipality_code"].value_counts().reindex(list(codes), fill_value=0).astype("int64")
    is_few = counts.gt(0) & counts.lt(SMALLEST_GROUP)
    told = counts.astype("float64").mask(is_few)
    told[WHOLE_REGION] = np.nan if int(is_few.sum()) == 1 else float(counts.sum())
    return told
