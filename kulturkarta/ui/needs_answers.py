"""The answers on the Behov page: scale questions around a middle, choices as ranked bars, tables with the same rows."""

from __future__ import annotations

import pandas as pd
import streamlit as st

from kulturkarta.analysis.needs.describe import CLASS_COLUMNS, REST, WHOLE
from kulturkarta.analysis.needs.suppression import SMALLEST_GROUP
from kulturkarta.analysis.needs.wave import DIVISIONS, STEPS
from kulturkarta.figures.bars import stack_agreement
from kulturkarta.i18n import DEFAULT_LANGUAGE, sort_key
from kulturkarta.ui.bound import bound_segments, bound_select, bound_toggle
from kulturkarta.ui.needs_choices import (
    ALL_THEMES,
    break_line,
    of_theme,
    show_changes,
    show_choices,
    show_notes,
    unfold_numbers,
)
from kulturkarta.ui.needs_question import NEEDS, NeedsPage, division_words, span
from kulturkarta.ui.plain import plain

MOST_BARS = 16


@st.fragment
def show_answers(view: NeedsPage) -> None:
    """Every question of a need, for all or one group; or one question, group by group."""
    if not view.wave:
        return
    t = view.page.t
    st.header(t("behov.answers"), anchor=False)
    wave = view.needs.wave(view.wave).wave
    if wave.n < SMALLEST_GROUP:
        st.info(t("behov.too_few", n=SMALLEST_GROUP))
        return
    themes = {ALL_THEMES: t("behov.all_needs"), **{code: view.theme(code) for code in NEEDS}}
    theme = bound_segments("tema", tuple(themes), ALL_THEMES, label=t("behov.choose_theme"), words=themes.__getitem__)
    if t.lang != DEFAULT_LANGUAGE:
        st.caption(t("behov.asked_in"))
    _show_figures(view, theme)
    show_choices(view, theme)
    show_notes(view)


# Fragments within the fragment: a press draws anew what it changes, and no chart beside it.
@st.fragment
def _show_figures(view: NeedsPage, theme: str) -> None:
    ways = division_words(view)
    by = bound_segments("dela", tuple(ways), ALL_THEMES, label=view.page.t("behov.divide"), words=ways.__getitem__)
    if by == ALL_THEMES:
        _show_items(view, theme, None, WHOLE)
        show_changes(view, theme)
    elif of_theme(view.needs.items(view.wave, by), theme).empty:
        st.info(view.page.t("behov.no_items"))
    else:
        _show_question(view, theme, by)
        _show_group(view, theme, by)


def _show_items(view: NeedsPage, theme: str, by: str | None, group: str) -> None:
    """Every scale question of `theme` as answered by one group, the most agreed with on top."""
    t = view.page.t
    rows = of_theme(view.needs.items(view.wave, by), theme)
    rows = rows[rows["group"].eq(group) & rows["is_shown"] & rows["n"].gt(0)].assign(label=lambda f: f["question"])
    if rows.empty:
        st.info(t("behov.no_items"))
        return
    rows = rows.iloc[(-_net(rows)).argsort(kind="stable")].reset_index(drop=True)
    first, last = rows.iloc[0], rows.iloc[-1]
    finding = t(
        "behov.items_finding",
        most=plain(first["question"]),
        most_share=t.percent(first["share_agree"]),
        least=plain(last["question"]),
        least_share=t.percent(last["share_agree"]),
    )
    st.markdown(finding)
    _show_stack(view, _shorten(view, rows), alt=finding)
    unfold_numbers(view, "items", lambda: _show_numbers(view, rows, first=t("column.question"), weighted=by is None))


def _shorten(view: NeedsPage, rows: pd.DataFrame) -> pd.DataFrame:
    """Of many questions the ends, which the finding speaks of, unless all are asked for: forty bars are no picture."""
    if len(rows) <= MOST_BARS:
        return rows
    if bound_toggle("allafragor", label=view.page.t("behov.all_items", n=len(rows), shown=MOST_BARS)):
        return rows
    return pd.concat([rows.head(MOST_BARS // 2), rows.tail(MOST_BARS // 2)], ignore_index=True)


@st.fragment
def _show_question(view: NeedsPage, theme: str, by: str) -> None:
    """One question group by group."""
    t = view.page.t
    frame = of_theme(view.needs.items(view.wave, by), theme)
    questions = tuple(dict.fromkeys(frame["item"]))
    words = dict(zip(frame["item"], frame["question"], strict=True))
    item = bound_select(
        "svarsfraga",
        questions,
        questions[0],
        label=t("behov.choose_question"),
        words=words.__getitem__,
        width=420,
    )
    rows = frame[frame["item"].eq(item)]
    rows = rows.assign(label=[view.group(by, code) for code in rows["group"]])
    shown = rows[rows["is_shown"] & rows["n"].gt(0)]
    order = [
        (code not in (WHOLE,), code == REST, sort_key(label))
        for code, label in zip(shown["group"], shown["label"], strict=True)
    ]
    shown = shown.iloc[sorted(range(len(shown)), key=lambda place: order[place])].reset_index(drop=True)
    st.markdown(_say_difference(view, item, by))
    _show_stack(view, shown, alt=words[item])
    hidden = rows[~rows["is_shown"]]
    if len(hidden):
        names = t.join(plain(label) for label in hidden["label"])
        key = "behov.merged" if shown["group"].eq(REST).any() else "behov.hidden"
        st.caption(t(key, groups=names, n=SMALLEST_GROUP))
    unfold_numbers(view, "groups", lambda: _show_numbers(view, shown, first=t(f"behov.by.{by}"), weighted=False))


@st.fragment
def _show_group(view: NeedsPage, theme: str, by: str) -> None:
    """All questions for one of the groups."""
    t = view.page.t
    frame = of_theme(view.needs.items(view.wave, by), theme)
    found = set(frame.loc[frame["is_shown"] & frame["n"].gt(0), "group"]) - {WHOLE, REST}
    if not found:
        return
    groups = tuple(sorted(found, key=lambda code: sort_key(view.group(by, code))))
    st.subheader(t("behov.one_group"), anchor=False)
    group = bound_select(
        "svarsgrupp",
        groups,
        groups[0],
        label=t(f"behov.by.{by}"),
        words=lambda code: view.group(by, code),
        width=420,
    )
    _show_items(view, theme, by, group)


def _say_difference(view: NeedsPage, item: str, by: str) -> str:
    """Which groups answer otherwise than the rest, if that can be told at all."""
    t, found = view.page.t, view.needs.comparison(view.wave, item, by)
    sure = found.groups[found.groups["p_holm"] < 0.05]
    if found.groups.empty or found.p_any != found.p_any:
        return t("behov.difference_unknown")
    if sure.empty:
        key = "behov.difference_some" if found.p_any < 0.05 else "behov.difference_none"
        return t(key, p=t.number(found.p_any, 2))
    parts = [
        t(f"behov.difference_{'more' if row['effect'] > 0.5 else 'less'}", group=plain(view.group(by, row["group"])),
          chance=t.percent(max(row["effect"], 1 - row["effect"])))
        for row in sure.to_dict(orient="records")
    ]  # fmt: skip
    return " ".join(parts)


def _net(rows: pd.DataFrame) -> pd.Series:
    against = rows["class_0"] + rows["class_1"]
    return (rows["class_3"] + rows["class_4"] - against) / rows["n"]


def _show_stack(view: NeedsPage, rows: pd.DataFrame, *, alt: str) -> None:
    t = view.page.t
    bars = pd.DataFrame(
        {
            "label": [f"{label} (n = {n:.0f})" for label, n in zip(rows["label"], rows["n"], strict=True)],
            **{f"share_{k}": rows[column] / rows["n"] for k, column in enumerate(CLASS_COLUMNS)},
        }
    )
    bars["label"] = [break_line(label) for label in bars["label"]]
    picture = stack_agreement(
        bars,
        classes=[t(f"behov.class_{k}") for k in range(STEPS)],
        words=view.words(t("behov.axis_answers")),
        theme=view.page.theme,
    )
    st.image(picture, width="stretch", alt=alt)


def tabulate(view: NeedsPage, rows: pd.DataFrame, first: str) -> pd.DataFrame:
    """Rows of shares and means in words."""
    t = view.page.t
    return pd.DataFrame(
        {
            first: rows["label"],
            "n": rows["n"].astype(int),
            t("behov.column_agree"): [t.percent(v) for v in rows["share_agree"]],
            t("behov.column_interval"): [
                span(view, a, b) for a, b in zip(rows["share_agree_low"], rows["share_agree_high"], strict=True)
            ],
            t("behov.column_mean"): [t.number(v, 2) for v in rows["mean"]],
            t("behov.column_mean_interval"): [
                span(view, a, b, decimals=2) for a, b in zip(rows["mean_low"], rows["mean_high"], strict=True)
            ],
            **{
                t(f"behov.class_{k}"): [t.percent(v) for v in rows[column] / rows["n"]]
                for k, column in enumerate(CLASS_COLUMNS)
            },
        }
    )


def _show_numbers(view: NeedsPage, rows: pd.DataFrame, *, first: str, weighted: bool) -> None:
    """The rows of a chart; for all answers also weighed, when a person asks for it."""
    t = view.page.t
    table = tabulate(view, rows, first)
    weighting = view.needs.weighting(view.wave) if weighted else None
    if weighted:
        is_weighed = st.toggle(t("behov.weigh"), key="needs.weigh", help=t("behov.weigh_help"))
        if is_weighed and weighting is None:
            st.caption(t("behov.weigh_too_few"))
        elif is_weighed and weighting is not None:
            found = view.needs.weighted(view.wave).set_index("item").reindex(rows["item"])
            table.insert(4, t("behov.column_weighted"), [t.percent(v) if v == v else "–" for v in found["share_agree"]])
            spans = zip(found["share_agree_low"], found["share_agree_high"], strict=True)
            table.insert(5, t("behov.column_weighted_interval"), [span(view, a, b) for a, b in spans])
            st.caption(
                t("behov.weigh_note", n=view.needs.wave(view.wave).wave.n, effective=round(weighting.n_effective))
            )
    height = "content" if len(table) <= MOST_BARS else "auto"
    st.dataframe(table, hide_index=True, height=height, alt=t("behov.answers"))


def tabulate_numbers(view: NeedsPage) -> pd.DataFrame:
    """Every question by every division as numbers for a download; each row says whose answers they are."""
    rows: list[pd.DataFrame] = []
    for by in (None, *DIVISIONS):
        frame = view.needs.items(view.wave, by)
        frame = frame[frame["is_shown"] & (frame["group"].ne(WHOLE) | (by is None))]
        labels = [view.group(by or "municipality", code) for code in frame["group"]]
        rows.append(frame.assign(division=by or "", label=labels))
    found = pd.concat(rows, ignore_index=True).assign(wave=view.title, origin=view.synthetic or view.origin(view.wave))
    figures = [f"{name}{end}" for name in ("share_agree", "mean") for end in ("", "_low", "_high")]
    return found[["origin", "wave", "theme", "question", "division", "label", "n", *CLASS_COLUMNS, *figures]]
