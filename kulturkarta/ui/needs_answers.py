"""The answers on the Behov page: scale questions around a middle, choices as ranked bars, tables with the same rows."""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial

import pandas as pd
import streamlit as st

from kulturkarta.analysis.needs.describe import CLASS_COLUMNS, REST, WHOLE
from kulturkarta.analysis.needs.suppression import SMALLEST_GROUP
from kulturkarta.analysis.needs.wave import STEPS
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
from kulturkarta.ui.needs_numbers import show_numbers, tabulate
from kulturkarta.ui.needs_question import NEEDS, NeedsPage, division_words
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


# Fragments within the fragment: a press draws anew what it changes, and no chart beside it. What stands in the same
# place before and after, the browser changes instead of building it anew.
@st.fragment
def _show_figures(view: NeedsPage, theme: str) -> None:
    ways = division_words(view)
    by = bound_segments("dela", tuple(ways), ALL_THEMES, label=view.page.t("behov.divide"), words=ways.__getitem__)
    division = None if by == ALL_THEMES else by
    if division and not _list_questions(view, theme, division):
        st.info(view.page.t("behov.no_items"))
        return
    _show_question(view, theme, division)
    _show_group(view, theme, division)
    if division is None:
        show_changes(view, theme)


def _show_items(view: NeedsPage, theme: str, by: str | None, group: str) -> None:
    """Every scale question of `theme` as answered by one group, the most agreed with on top."""
    t = view.page.t
    rows = view.keep("items", theme, by, group, make=lambda: _rank_items(view, theme, by, group))
    if rows.empty:
        st.info(t("behov.no_items"))
        return
    first, last = rows.iloc[0], rows.iloc[-1]
    finding = t(
        "behov.items_finding",
        most=plain(first["question"]),
        most_share=t.percent(first["share_agree"]),
        least=plain(last["question"]),
        least_share=t.percent(last["share_agree"]),
    )
    st.markdown(finding)
    shown = _shorten(view, rows)
    picture = view.keep("items picture", theme, by, group, len(shown), make=lambda: _draw_stack(view, shown))
    st.image(picture, width="stretch", alt=finding)
    table = partial(view.keep, "items table", theme, by, group,
                    make=lambda: tabulate(view, rows, t("column.question")))  # fmt: skip
    unfold_numbers(view, "items", lambda: show_numbers(view, rows["item"], table(), is_weighable=by is None))


def _rank_items(view: NeedsPage, theme: str, by: str | None, group: str) -> pd.DataFrame:
    rows = of_theme(view.needs.items(view.wave, by), theme)
    rows = rows[rows["group"].eq(group) & rows["is_shown"] & rows["n"].gt(0)].assign(label=lambda f: f["question"])
    return rows.iloc[(-_net(rows)).argsort(kind="stable")].reset_index(drop=True)


def _shorten(view: NeedsPage, rows: pd.DataFrame) -> pd.DataFrame:
    """Of many questions the ends, which the finding speaks of, unless all are asked for: forty bars are no picture."""
    with st.container():  # the picture stands in the same place without it
        if len(rows) <= MOST_BARS:
            return rows
        if bound_toggle("allafragor", label=view.page.t("behov.all_items", n=len(rows), shown=MOST_BARS)):
            return rows
    return pd.concat([rows.head(MOST_BARS // 2), rows.tail(MOST_BARS // 2)], ignore_index=True)


def _list_questions(view: NeedsPage, theme: str, by: str) -> dict[str, str]:
    """The scale questions of `theme` in the order they were asked: code -> words."""

    def find() -> dict[str, str]:
        frame = of_theme(view.needs.items(view.wave, by), theme)
        return dict(zip(frame["item"], frame["question"], strict=True))

    return view.keep("questions", theme, by, make=find)


@st.fragment
def _show_question(view: NeedsPage, theme: str, by: str | None) -> None:
    """One question group by group."""
    if by is None:
        return
    t, words = view.page.t, _list_questions(view, theme, by)
    questions = tuple(words)
    item = bound_select(
        "svarsfraga",
        questions,
        questions[0],
        label=t("behov.choose_question"),
        words=words.__getitem__,
        width=420,
    )
    found = view.keep("groups", item, by, make=lambda: _draw_groups(view, item, by))
    st.markdown(found.finding)
    st.image(found.picture, width="stretch", alt=words[item])
    if found.hidden:
        st.caption(found.hidden)
    unfold_numbers(view, "groups", lambda: show_numbers(view, found.items, found.table, is_weighable=False))


@dataclass(frozen=True)
class _GroupChart:
    """One question group by group: the sentence, the picture, which groups are hidden, the rows."""

    finding: str
    picture: str
    hidden: str
    items: pd.Series
    table: pd.DataFrame


def _draw_groups(view: NeedsPage, item: str, by: str) -> _GroupChart:
    t, rows = view.page.t, view.needs.items(view.wave, by)
    rows = rows[rows["item"].eq(item)]
    rows = rows.assign(label=[view.group(by, code) for code in rows["group"]])
    shown = rows[rows["is_shown"] & rows["n"].gt(0)]
    order = [
        (code not in (WHOLE,), code == REST, sort_key(label))
        for code, label in zip(shown["group"], shown["label"], strict=True)
    ]
    shown = shown.iloc[sorted(range(len(shown)), key=lambda place: order[place])].reset_index(drop=True)
    hidden = [plain(label) for label in rows.loc[~rows["is_shown"], "label"]]
    key = "behov.merged" if shown["group"].eq(REST).any() else "behov.hidden"
    return _GroupChart(
        _say_difference(view, item, by),
        _draw_stack(view, shown),
        t(key, groups=t.join(hidden), n=SMALLEST_GROUP) if hidden else "",
        shown["item"],
        tabulate(view, shown, t(f"behov.by.{by}")),
    )


@st.fragment
def _show_group(view: NeedsPage, theme: str, by: str | None) -> None:
    """All questions, for all answers or, divided, for one of the groups."""
    with st.container():
        group = WHOLE if by is None else _choose_group(view, theme, by)
    if group:
        _show_items(view, theme, by, group)


def _choose_group(view: NeedsPage, theme: str, by: str) -> str:
    """One of the groups that are shown; "" where there is none."""
    t = view.page.t

    def find() -> tuple[str, ...]:
        frame = of_theme(view.needs.items(view.wave, by), theme)
        found = set(frame.loc[frame["is_shown"] & frame["n"].gt(0), "group"]) - {WHOLE, REST}
        return tuple(sorted(found, key=lambda code: sort_key(view.group(by, code))))

    groups = view.keep("shown groups", theme, by, make=find)
    if not groups:
        return ""
    st.subheader(t("behov.one_group"), anchor=False)
    return bound_select(
        "svarsgrupp",
        groups,
        groups[0],
        label=t(f"behov.by.{by}"),
        words=lambda code: view.group(by, code),
        width=420,
    )


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


def _draw_stack(view: NeedsPage, rows: pd.DataFrame) -> str:
    t = view.page.t
    bars = pd.DataFrame(
        {
            "label": [f"{label} (n\u00a0=\u00a0{n:.0f})" for label, n in zip(rows["label"], rows["n"], strict=True)],
            **{f"share_{k}": rows[column] / rows["n"] for k, column in enumerate(CLASS_COLUMNS)},
        }
    )
    bars["label"] = [break_line(label) for label in bars["label"]]
    return stack_agreement(
        bars,
        classes=[t(f"behov.class_{k}") for k in range(STEPS)],
        words=view.words(t("behov.axis_answers")),
        theme=view.page.theme,
    )
