"""Problems as a table: where, what, got, mend."""

from __future__ import annotations

from collections.abc import Sequence

import pandas as pd
import streamlit as st

from kulturkarta.errors import DataProblem
from kulturkarta.i18n import Texts


def show_problem_table(problems: Sequence[DataProblem], *, t: Texts) -> None:
    """Every problem with file, row, column, value and mend."""
    st.dataframe(
        pd.DataFrame(
            {
                t("data.column_severity"): [t(f"data.severity_{p.severity}") for p in problems],
                t("data.column_file"): [p.where.file for p in problems],
                t("data.column_row"): ["" if p.where.row is None else str(p.where.row) for p in problems],
                t("data.column_column"): [p.where.column or "" for p in problems],
                t("data.column_value"): [p.got for p in problems],
                t("data.column_what"): [p.what(t) for p in problems],
                t("data.column_mend"): [p.mend(t) for p in problems],
            }
        ),
        hide_index=True,
        alt=t("data.problems"),
    )
