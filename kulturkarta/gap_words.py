"""The gap of an area in a sentence, with how sure it is: the same on the page, on its map and in the brief."""

from __future__ import annotations

from collections.abc import Mapping

import pandas as pd

from kulturkarta.i18n import Texts
from kulturkarta.questions import name_limit, name_people
from kulturkarta.reach import Answer

_WORTH_SAYING = 0.02
_ALL = 0.995


def describe_gap(
    answer: Answer, code: str, *, what: str, region: str, names: Mapping[str, str], t: Texts
) -> tuple[str, str]:
    """`I Flen saknar 41 % av invånarna replokal inom 10 km; i hela Sörmland 23 %.` Then how sure that is.

    `code`: the municipality's, "" for the `region`. `what`: what is missing, in words. Where too little is known the
    sentence says so and the share is a most. `names`: of the municipalities by code.
    """
    if answer.places.empty:
        return t("luckor.none_known", what=what, region=region), ""
    whole, rows = answer.gaps.region, answer.gaps.municipalities
    words = {"what": what, "limit": name_limit(answer.question, t), "region": region}
    words["who"] = name_people(answer.question, t)
    if not code:
        sentence = t("luckor.sentence_region", share=t.percent(whole["share_without"]), **words)
        blank = [names[each] for each, reason in answer.too_little.items() if reason == "none_here"]
        note = t("luckor.too_little_in", names=t.join(blank)) if blank else ""
        return sentence, " ".join(part for part in (_describe_span(whole, t), note) if part)
    row = rows[rows["code"].eq(code)].iloc[0]
    words |= {"name": row["name"], "region_share": t.percent(whole["share_without"])}
    reason = answer.too_little.get(code)
    if reason == "none_here":
        if row["share_without"] > _ALL:  # "at most 100 %" says nothing
            return t("luckor.sentence_none_near", **words), ""
        return t("luckor.sentence_none_here", share=t.percent(row["share_without_high"]), **words), ""
    note = t("luckor.too_wide") if reason else ""
    sentence = t("luckor.sentence", share=t.percent(row["share_without"]), **words)
    return sentence, " ".join(part for part in (_describe_span(row, t), note) if part)


def _describe_span(row: pd.Series, t: Texts) -> str:
    low, high = row["share_without_low"], row["share_without_high"]
    if round(high - low, 2) < _WORTH_SAYING:
        return ""
    return t("luckor.interval", low=t.percent(low), high=t.percent(high))
