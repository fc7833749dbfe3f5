"""The head of the Behov page: the three needs side by side, and what has been published about them."""

from __future__ import annotations

import pandas as pd
import streamlit as st

from kulturkarta.analysis.needs.describe import WHOLE
from kulturkarta.analysis.needs.index import LEAST_FOR_ALPHA, Scale
from kulturkarta.analysis.needs.published import rank_published
from kulturkarta.analysis.needs.roles import Role
from kulturkarta.figures.needs import compare_needs, write_mark
from kulturkarta.ui.needs_question import NEEDS, NeedsPage, span
from kulturkarta.ui.plain import plain

_SHOWN = 3
ROLES: tuple[Role, ...] = ("need", "met")
# From which alpha on the questions of a scale belong together well, or at all (Nunnally & Bernstein 1994).
_ALPHA_WORDS = ((0.8, "good"), (0.7, "fair"))


def describe_needs(view: NeedsPage) -> str:
    """The one sentence of the page: which need most express and how well it is met, or what is published."""
    t = view.page.t
    rows = summarise_needs(view)
    known = rows.dropna(subset=["need"])
    if known.empty:
        n = len(view.page.catalogue["need_figures"])
        said = t("behov.finding_published", region=plain(view.page.region.name(t.lang)))
        return f"**{said}** {t('behov.no_answers', n=n)}"
    top = known.sort_values("need", ascending=False).iloc[0]
    key = "behov.finding" if top["met"] == top["met"] else "behov.finding_unmet"
    sentence = t(
        key,
        theme=plain(top["label"]).lower(),
        need=t.percent(top["need"]),
        met=t.percent(top["met"] or 0),
        n=int(top["n"]),
    )
    return f"**{sentence}**"


def summarise_needs(view: NeedsPage) -> pd.DataFrame:
    """A row per need: theme, label, n, and need and met with _low, _high and _text, NaN where nobody was asked."""
    rows: list[dict[str, object]] = []
    for theme in NEEDS:
        row: dict[str, object] = {"theme": theme, "label": view.theme(theme), "n": 0.0}
        for side in ("need", "met"):
            found = _find_index(view, theme, side)
            row |= {f"{side}{end}": found[f"share_agree{end}"] for end in ("", "_low", "_high")}
            row[f"n_{side}"] = found["n"]
            row[f"{side}_text"] = (
                f"{span(view, found['share_agree_low'], found['share_agree_high'])}, n = {found['n']:.0f}"
            )
        row["n"] = row["n_need"]
        rows.append(row)
    return pd.DataFrame(rows)


def _find_index(view: NeedsPage, theme: str, side: str) -> pd.Series:
    nothing = pd.Series({"share_agree": float("nan"), "share_agree_low": float("nan"), "share_agree_high": float("nan"),
                         "n": float("nan"), "mean": float("nan")})  # fmt: skip
    if not view.wave:
        return nothing
    frame = view.needs.index(view.wave, theme, side, None)  # pyright: ignore[reportArgumentType]
    row = frame[frame["group"].eq(WHOLE)].iloc[0]
    return row if row["is_shown"] and row["n"] > 0 else nothing


def show_three_needs(view: NeedsPage) -> None:
    """The needs side by side: mark, word, how many express it, how well it is met, change, what was published."""
    t, rows = view.page.t, summarise_needs(view)
    columns = st.columns(len(NEEDS), border=True)
    for column, row in zip(columns, rows.to_dict(orient="records"), strict=True):
        with column:
            theme = str(row["theme"])
            st.subheader(f"{write_mark(theme, theme=view.page.theme)} {row['label']}", anchor=False)
            said = [_say_need(view, row)] if row["need"] == row["need"] else []
            st.markdown("\n\n".join([*said, *_list_published(view, theme)]))
            if row["need"] == row["need"]:
                _show_scale(view, theme)
            st.caption(view.page.taxonomy["need_theme"].frame.loc[theme, f"definition_{t.lang}"])
    if rows["need"].notna().any():
        figure = compare_needs(
            rows,
            felt=t("behov.felt"),
            met=t("behov.met"),
            words=view.words(t("behov.axis_share")),
            theme=view.page.theme,
        )
        st.plotly_chart(figure, key="needs.three", theme=None, config={"displayModeBar": False})
        st.caption(t("behov.index_note"))


def _say_need(view: NeedsPage, row: dict) -> str:
    """`62 % uttrycker behovet (55–69 %, n = 179). 22 % säger att det är mött … Oförändrat sedan förra omgången.`"""
    t = view.page.t
    lines = [f"**{t('behov.card_need', share=t.percent(row['need']))}** ({row['need_text']})"]
    if row["met"] == row["met"]:
        lines.append(f"{t('behov.card_met', share=t.percent(row['met']))} ({row['met_text']})")
    changes = view.needs.changes(view.wave)
    own = (
        changes[changes["theme_after"].eq(row["theme"])]
        if "theme_after" in changes
        else changes[changes["theme"].eq(row["theme"])]
    )
    calls = own[own["role_after"].isin(["need", "met"])]["share_change_call"]
    if len(calls):
        moved = {call: int(calls.eq(call).sum()) for call in ("up", "down", "unclear")}
        key = "behov.card_change" if moved["up"] + moved["down"] else "behov.card_change_none"
        lines.append(t(key, up=moved["up"], down=moved["down"], unclear=moved["unclear"]))
    return "  \n".join(lines)


def _show_scale(view: NeedsPage, theme: str) -> None:
    """The questions behind a need's two figures, and how well they belong together."""
    t, lines = view.page.t, []
    for role in ROLES:
        scale = view.needs.scale(view.wave, theme, role)
        if not scale.questions:
            continue
        lines += [f"**{t(f'behov.scale_{role}')}**", *(f"- {plain(question)}" for question in scale.questions), ""]
        if len(scale.questions) > 1:
            lines += [_say_alpha(view, scale), ""]
    lines.append(t("behov.scale_note"))
    st.popover(t("behov.scale"), key=f"needs.scale.{theme}", type="tertiary").markdown("\n".join(lines))


def _say_alpha(view: NeedsPage, scale: Scale) -> str:
    """`Cronbachs alfa 0,74 (n = 151): frågorna hänger ihop.`"""
    t = view.page.t
    if scale.alpha != scale.alpha:
        return t("behov.alpha_unknown", n=LEAST_FOR_ALPHA)
    key = next((key for least, key in _ALPHA_WORDS if scale.alpha >= least), "weak")
    return t(f"behov.alpha_{key}", alpha=t.number(scale.alpha, 2), n=scale.n)


def _list_published(view: NeedsPage, theme: str) -> list[str]:
    """The published figures that say most of a need, each with its source; never mixed with answers."""
    t = view.page.t
    figures = view.page.catalogue["need_figures"]
    rows = view.needs.remember(("published", theme), lambda: rank_published(figures, theme)).head(_SHOWN)
    lines = [f":material/article: *{t('behov.published')}*"] if len(rows) else []
    for row in rows.to_dict(orient="records"):
        year = row["year"] if isinstance(row["year"], str) else t("word.unknown_when")
        source = plain(row["source"])
        link = f"[{source}]({row['source_url']})" if isinstance(row["source_url"], str) else source
        value = plain(published_value(view, row))
        lines.append(f"{plain(row['question'])} **{value}** ({plain(row['survey'])}, {year}, {link})")
    return lines


def published_value(view: NeedsPage, row: dict) -> str:
    """`20 % (n = 200)`, `12 av 88`, `500 000 SEK`, or the answer in words where there is no number."""
    t, value, n, unit = view.page.t, row["value"], row["n"], row["unit"]
    if value != value or unit in ("rang", "tema", "kvalitativ"):
        rank = f"{t.number(value)}. " if unit == "rang" and value == value else ""
        return f"{rank}{row['answer']}"
    if unit == "procent":
        known = f" (n = {t.number(n)})" if n == n else ""
        return f"{t.percent(value / 100)}{known}"
    if n == n and n > value > 0:
        return t("behov.of", part=t.number(value), whole=t.number(n), share=t.percent(value / n))
    shown = "" if unit in ("antal", "personer") or not isinstance(unit, str) else f" {unit}"
    return f"{t.number(value)}{shown}"


def show_published(view: NeedsPage) -> None:
    """Every published figure as a table, with its source."""
    t, figures = view.page.t, view.page.catalogue["need_figures"]
    st.header(t("behov.published_all"), anchor=False)
    if figures.empty:
        st.markdown(t("behov.published_none"))
        return
    st.markdown(t("behov.published_finding", n=len(figures), surveys=int(figures["survey"].nunique())))
    expander = st.expander(t("behov.show_table"), key="needs.published", on_change="rerun")
    if not expander.open:
        return
    unknown = t("word.no_information")
    with expander:
        st.dataframe(
            pd.DataFrame(
                {
                    t("column.theme"): [view.theme(code) for code in figures["theme"]],
                    t("column.question"): figures["question"],
                    t("column.answer"): figures["answer"],
                    t("column.value"): [published_value(view, row) for row in figures.to_dict(orient="records")],
                    t("column.n"): [t.number(n) if n == n else unknown for n in figures["n"]],
                    t("column.year"): figures["year"].fillna(unknown),
                    t("column.survey"): figures["survey"],
                    t("column.source_url"): figures["source_url"],
                }
            ),
            hide_index=True,
            alt=t("behov.published_all"),
            column_config={t("column.source_url"): st.column_config.LinkColumn()},
        )
