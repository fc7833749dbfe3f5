"""The answers on Behov, further down: choices as ranked bars, what changed since the last round, how it was made."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import partial

import pandas as pd
import streamlit as st

from kulturkarta.analysis.needs.suppression import SMALLEST_GROUP
from kulturkarta.figures.bars import rank_shares
from kulturkarta.ui.needs_question import NeedsPage, span
from kulturkarta.ui.plain import plain

ALL_THEMES = "alla"


def of_theme(frame: pd.DataFrame, theme: str) -> pd.DataFrame:
    return frame if theme == ALL_THEMES else frame[frame["theme"].eq(theme).fillna(False).to_numpy(dtype=bool)]


def break_line(label: str, width: int = 34) -> str:
    """A long question on two lines at most, so that bars keep their room; the table has it whole."""
    if len(label) <= width:
        return label
    cut = label.rfind(" ", 0, width + 1)
    rest = label[cut + 1 :]
    return f"{label[:cut]}\n{rest if len(rest) <= width + 8 else rest[: width + 6] + '…'}"


@st.fragment
def unfold_numbers(view: NeedsPage, key: str, show: Callable[[], None]) -> None:
    """The rows of a chart as numbers, made when a person unfolds them."""
    expander = st.expander(view.page.t("behov.show_numbers"), key=f"needs.table.{key}", on_change="rerun")
    if expander.open:
        with expander:
            show()


def show_changes(view: NeedsPage, theme: str) -> None:
    """What changed since the round before, and what cannot be told."""
    t = view.page.t
    rows = view.keep("changes", theme, make=lambda: of_theme(view.needs.changes(view.wave), theme))
    if rows.empty:
        return
    st.subheader(t("behov.changes"), anchor=False)
    n_sure = int(rows["share_change_call"].isin(["up", "down"]).sum())
    st.markdown(t("behov.changes_finding", n=n_sure, total=len(rows)))
    unfold_numbers(view, "changes", lambda: _show_change_numbers(view, rows))


def _show_change_numbers(view: NeedsPage, rows: pd.DataFrame) -> None:
    t = view.page.t
    st.dataframe(
        pd.DataFrame(
            {
                t("column.question"): rows["question"],
                t("behov.column_before"): [t.percent(v) for v in rows["share_agree_before"]],
                t("behov.column_now"): [t.percent(v) for v in rows["share_agree_after"]],
                t("behov.column_change"): [
                    f"{t.number(round(100 * d))} ({t.number(round(100 * a))} – {t.number(round(100 * b))})"
                    for d, a, b in zip(
                        rows["share_change"], rows["share_change_low"], rows["share_change_high"], strict=True
                    )
                ],
                t("behov.column_call"): [t(f"behov.call_{call or 'unclear'}") for call in rows["share_change_call"]],
            }
        ),
        hide_index=True,
        height="content",
        alt=t("behov.changes"),
    )


def show_choices(view: NeedsPage, theme: str) -> None:
    """Choice and multi-select questions as bars from most to least, with intervals."""
    for choice in view.keep("choices", theme, make=lambda: list(_draw_choices(view, theme))):
        st.subheader(plain(choice.question), anchor=False)
        st.markdown(choice.finding)
        st.image(choice.picture, width="stretch", alt=choice.question)
        unfold_numbers(view, choice.item, partial(_show_choice_numbers, view, choice.rows))


@dataclass(frozen=True)
class _Choice:
    item: str
    question: str
    finding: str
    picture: str
    rows: pd.DataFrame


def _draw_choices(view: NeedsPage, theme: str) -> Iterator[_Choice]:
    t = view.page.t
    frame = of_theme(view.needs.choices(view.wave, None), theme)
    for item, rows in frame[frame["is_shown"]].groupby("item", sort=False):
        rows = rows.sort_values("share", ascending=False, kind="stable", ignore_index=True)
        top, color = rows.iloc[0], str(rows["theme"].iloc[0])
        bars = pd.DataFrame(
            {
                "label": [break_line(option) for option in rows["option"]],
                "value": rows["share"],
                "value_low": rows["share_low"],
                "value_high": rows["share_high"],
                "text": [
                    f"{t.percent(v)} ({span(view, a, b)})"
                    for v, a, b in zip(rows["share"], rows["share_low"], rows["share_high"], strict=True)
                ],
            }
        )
        yield _Choice(
            str(item),
            str(top["question"]),
            t("behov.choice_finding", option=plain(top["option"]), share=t.percent(top["share"]), n=int(top["n"])),
            rank_shares(bars, color_of=color, words=view.words(t("behov.axis_choice")), theme=view.page.theme),
            rows,
        )


def _show_choice_numbers(view: NeedsPage, rows: pd.DataFrame) -> None:
    t = view.page.t
    st.dataframe(
        pd.DataFrame(
            {
                t("behov.column_option"): rows["option"],
                "n": rows["n"].astype(int),
                t("behov.column_count"): rows["count"].astype(int),
                t("behov.column_share"): [t.percent(v) for v in rows["share"]],
                t("behov.column_interval"): [
                    span(view, a, b) for a, b in zip(rows["share_low"], rows["share_high"], strict=True)
                ],
            }
        ),
        hide_index=True,
        height="content",
        alt=str(rows["question"].iloc[0]),
    )


def show_notes(view: NeedsPage) -> None:
    """How the figures were made, and whom they stand for."""
    t, n = view.page.t, view.needs.wave(view.wave).wave.n
    notes = [t("behov.note_small", n=SMALLEST_GROUP), t("behov.note_interval")]
    if view.needs.n_actors > n:
        factor = 1 - (1 - n / view.needs.n_actors) ** 0.5
        notes.append(t("behov.note_finite", n=n, total=view.needs.n_actors, share=t.percent(factor)))
    else:
        notes.append(t("behov.note_more", n=n, total=view.needs.n_actors))
    st.caption("\n".join(f"- {note}" for note in notes))
