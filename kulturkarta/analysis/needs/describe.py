"""What a wave says: per question and group its n, shares and mean with intervals, or that it is not shown."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
import pandas as pd

from kulturkarta.analysis.needs.estimates import find_mean_interval, find_wilson
from kulturkarta.analysis.needs.suppression import Safe, find_safe_groups
from kulturkarta.analysis.needs.wave import DIVISIONS, STEPS, Wave, class_of, list_steps
from kulturkarta.analysis.needs.weights import measure_kish

WHOLE, REST = "*", "+"
"""Group codes of the whole wave and of the groups that are shown together only."""
CONFIDENCE = 0.95
CLASS_COLUMNS = tuple(f"class_{k}" for k in range(STEPS))


@dataclass(frozen=True)
class Cells:
    """The groups of one question under one way of dividing: codes, who belongs, and which may be shown.

    The whole comes first; where groups are hidden in a partition, all of them together (REST) come last.
    """

    codes: tuple[str, ...]
    members: np.ndarray
    shown: np.ndarray
    n_merged: int


class Protected:
    """The groups of a wave that may be shown, found once per set of people who answered."""

    def __init__(self, wave: Wave, weights: np.ndarray | None) -> None:
        self.wave = wave
        self.weights = weights
        self._found: dict[bytes, Safe] = {}

    def find_safe(self, answered: np.ndarray) -> Safe:
        """What may be shown of a question that `answered` (true per respondent) answered."""
        key = np.packbits(answered).tobytes()
        if key not in self._found:
            divisions = [self.wave.groups[by].members[answered] for by in DIVISIONS]
            weights = None if self.weights is None else self.weights[answered]
            self._found[key] = find_safe_groups(divisions, weights=weights)
        return self._found[key]

    def list_cells(self, answered: np.ndarray, by: str | None) -> Cells:
        """The whole, and the groups `by` one of DIVISIONS."""
        safe = self.find_safe(answered)
        whole: np.ndarray = np.reshape(answered, (-1, 1))
        if by is None:
            return Cells((WHOLE,), whole, np.array([safe.whole]), 0)
        groups = self.wave.groups[by]
        shown = safe.groups[DIVISIONS.index(by)]
        members = groups.members & whole
        codes, columns, flags = (WHOLE, *groups.codes), [whole, members], [[safe.whole], shown]
        hidden = np.flatnonzero(~shown & (members.sum(axis=0) > 0))
        if groups.is_partition and len(hidden) and safe.whole:
            codes = (*codes, REST)
            columns.append(members[:, hidden].sum(axis=1)[:, None] > 0)
            flags.append([True])
        return Cells(codes, np.concatenate(columns, axis=1), np.concatenate(flags).astype(bool), len(hidden))


def describe_items(protected: Protected, by: str | None) -> pd.DataFrame:
    """A row per scale question and group: item, theme, question, role, group, is_shown, n, class_0 to class_4 (counts
    of where on the scale the answers lie, see `class_of`), share_agree, mean, each with _low and _high.

    Figures of a group that is not shown are NaN; its n too, for n tells as much as any figure.
    """
    wave = protected.wave
    rows = [
        _describe_scores(protected, wave.scores[:, place], float(low), float(high), by).assign(
            item=item, theme=theme, question=question, role=role, low=low, high=high
        )
        for place, (item, theme, question, low, high, role) in enumerate(wave.items.itertuples(index=False, name=None))
    ]
    return pd.concat(rows, ignore_index=True) if rows else _no_rows()


def _describe_scores(protected: Protected, scores: np.ndarray, low: float, high: float, by: str | None) -> pd.DataFrame:
    cells = protected.list_cells(np.isfinite(scores), by)
    members = cells.members & cells.shown
    classes, steps = class_of(scores, low, high), list_steps(low, high)
    nearest = np.abs(np.nan_to_num(scores, nan=low)[:, None] - steps).argmin(axis=1)
    in_class = (classes[:, None] == np.arange(STEPS)).T.astype("float64")
    on_step = ((nearest[:, None] == np.arange(len(steps))) & ~np.isnan(scores)[:, None]).astype("float64")
    return describe_counts(
        cells,
        class_counts=(in_class @ members).T,
        step_counts=(on_step.T @ members).T,
        steps=steps,
        totals=np.nan_to_num(scores) @ members,
    )


def describe_counts(
    cells: Cells, *, class_counts: np.ndarray, step_counts: np.ndarray, steps: np.ndarray, totals: np.ndarray
) -> pd.DataFrame:
    """Shares and means from counts per group, with NaN where a group is not shown. `totals`: sums of the answers.

    Where answers lie between the steps, the interval found on the steps follows the mean; it always holds the mean,
    which the posterior's own does not where all chose the last step.
    """
    n = class_counts.sum(axis=1)
    agree = class_counts[:, 3:].sum(axis=1)
    with np.errstate(invalid="ignore", divide="ignore"):
        share, mean = agree / n, totals / n
    low, high = find_wilson(agree, n, confidence=CONFIDENCE)
    on_steps, mean_low, mean_high = find_mean_interval(step_counts, steps, confidence=CONFIDENCE)
    shift = mean - on_steps
    figures = pd.DataFrame(class_counts, columns=list(CLASS_COLUMNS)).assign(
        n=n,
        share_agree=share,
        share_agree_low=low,
        share_agree_high=high,
        mean=mean,
        mean_low=np.minimum(np.clip(mean_low + shift, steps[0], steps[-1]), mean),
        mean_high=np.maximum(np.clip(mean_high + shift, steps[0], steps[-1]), mean),
    )
    figures[~cells.shown] = np.nan
    return figures.assign(group=list(cells.codes), is_shown=cells.shown, n_merged=cells.n_merged)


def describe_weighted(protected: Protected) -> pd.DataFrame:
    """A row per scale question: item, n_effective, share_agree weighted with _low and _high (Wilson's, as if
    n_effective had answered). NaN where weights would tell of too few; no rows without weights."""
    rows: list[tuple[str, float, float]] = []
    for place, item in enumerate(protected.wave.items["item"]):
        scores = protected.wave.scores[:, place]
        answered = ~np.isnan(scores)
        if protected.weights is None or not protected.find_safe(answered).weighted:
            rows.append((item, np.nan, np.nan))
            continue
        low, high = (float(protected.wave.items[end].iloc[place]) for end in ("low", "high"))
        weights = protected.weights[answered]
        agree = class_of(scores[answered], low, high) >= STEPS - 2
        rows.append((item, measure_kish(weights), float(agree @ weights / weights.sum())))
    frame = pd.DataFrame(rows if protected.weights is not None else [], columns=["item", "n_effective", "share_agree"])
    n, share = frame["n_effective"].to_numpy(dtype="float64"), frame["share_agree"].to_numpy(dtype="float64")
    ends = find_wilson(np.nan_to_num(share * n), np.nan_to_num(n), confidence=CONFIDENCE)
    return frame.assign(share_agree_low=ends[0], share_agree_high=ends[1])


def describe_choices(protected: Protected, by: str | None) -> pd.DataFrame:
    """A row per option of a choice or multi-select question and group: n (who answered it), count, share with _low and
    _high; NaN where the group is not shown."""
    rows: list[pd.DataFrame] = []
    for item, theme, kind, question, options in protected.wave.choices.itertuples(index=False, name=None):
        picked = protected.wave.picked[str(item)]
        cells = protected.list_cells(picked[:, -1], by)
        members = (cells.members & cells.shown).astype("float64")
        names = list(options) if isinstance(options, tuple | list) else []
        for place, option in enumerate(names):
            n, count = members.sum(axis=0), picked[:, place].astype("float64") @ members
            low, high = find_wilson(count, n, confidence=CONFIDENCE)
            with np.errstate(invalid="ignore", divide="ignore"):
                figures = pd.DataFrame(
                    {"n": n, "count": count, "share": count / n, "share_low": low, "share_high": high}
                )
            figures[~cells.shown] = np.nan
            rows.append(
                figures.assign(
                    item=item, theme=theme, kind=kind, question=question, option=option, group=list(cells.codes),
                    is_shown=cells.shown, n_merged=cells.n_merged,
                )
            )  # fmt: skip
    return pd.concat(rows, ignore_index=True) if rows else _no_rows()


def _no_rows() -> pd.DataFrame:
    text = dict.fromkeys(("item", "theme", "kind", "question", "role", "option", "group"), "str")
    numbers = dict.fromkeys(
        (*CLASS_COLUMNS, "n", "n_merged", "count", "low", "high", "share", "share_low", "share_high", "share_agree",
         "share_agree_low", "share_agree_high", "mean", "mean_low", "mean_high"), "float64"
    )  # fmt: skip
    kinds: Mapping[str, str] = {**text, **numbers, "is_shown": "bool"}
    return pd.DataFrame({name: pd.Series(dtype=kind) for name, kind in kinds.items()})
