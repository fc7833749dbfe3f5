"""What a wave says: per question and group its n, shares and mean with intervals, or that it is not shown."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd

from kulturkarta.analysis.needs.estimates import find_mean_interval, find_wilson
from kulturkarta.analysis.needs.suppression import Safe, find_safe_groups, join_alike
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
        members = np.concatenate([wave.groups[by].members for by in DIVISIONS], axis=1)
        self._first, self._kind = join_alike(members, weights)

    def find_safe(self, answered: np.ndarray) -> Safe:
        """What may be shown of a question that `answered` (true per respondent) answered."""
        key = np.packbits(answered).tobytes()
        if key not in self._found:
            counts = np.bincount(self._kind[answered], minlength=len(self._first))
            rows, counts = self._first[counts > 0], counts[counts > 0]
            divisions = [self.wave.groups[by].members[rows] for by in DIVISIONS]
            weights = None if self.weights is None else self.weights[rows]
            self._found[key] = find_safe_groups(divisions, weights=weights, counts=counts)
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
    wave, found = protected.wave, []
    for scale, own in wave.items.reset_index(drop=True).groupby(["low", "high"], sort=False):
        (low, high), places = map(float, scale), own.index.to_numpy()  # pyright: ignore[reportArgumentType]
        parts = [_count_scores(protected, wave.scores[:, place], low, high, by) for place in places]
        cells = [part.cells for part in parts]
        figures = describe_counts(
            np.concatenate([group.shown for group in cells]),
            class_counts=np.concatenate([part.class_counts for part in parts]),
            step_counts=np.concatenate([part.step_counts for part in parts]),
            steps=list_steps(low, high),
            totals=np.concatenate([part.totals for part in parts]),
        )
        of_cell = np.repeat(places, [len(group.codes) for group in cells])
        told = wave.items.iloc[of_cell].reset_index(drop=True)
        found.append(pd.concat([told, figures], axis=1).assign(place=of_cell, **name_cells(cells)))
    if not found:
        return _no_rows()
    return pd.concat(found).sort_values("place", kind="stable", ignore_index=True).drop(columns="place")


def name_cells(cells: Sequence[Cells]) -> dict[str, list[Any]]:
    return {
        "group": [code for own in cells for code in own.codes],
        "is_shown": [bool(shown) for own in cells for shown in own.shown],
        "n_merged": [own.n_merged for own in cells for _ in own.codes],
    }


@dataclass(frozen=True)
class Counts:
    """Answers to one question per group that is shown: how many in each class and on each step, and their sum."""

    cells: Cells
    class_counts: np.ndarray
    step_counts: np.ndarray
    totals: np.ndarray


def _count_scores(protected: Protected, scores: np.ndarray, low: float, high: float, by: str | None) -> Counts:
    cells, steps = protected.list_cells(np.isfinite(scores), by), list_steps(low, high)
    return count_answers(cells, scores, class_of(scores, low, high), steps)


def count_answers(cells: Cells, scores: np.ndarray, classes: np.ndarray, steps: np.ndarray) -> Counts:
    """See Counts. An answer between two steps counts on the nearest; NaN is no answer."""
    answered = np.flatnonzero(np.isfinite(scores))
    members = (cells.members & cells.shown)[answered].astype("float64")
    given = scores[answered]
    nearest = np.abs(given[:, None] - steps).argmin(axis=1)
    in_class = (classes[answered] == np.arange(STEPS)[:, None]).astype("float64")
    on_step = (nearest == np.arange(len(steps))[:, None]).astype("float64")
    return Counts(cells, (in_class @ members).T, (on_step @ members).T, given @ members)


def describe_counts(
    shown: np.ndarray, *, class_counts: np.ndarray, step_counts: np.ndarray, steps: np.ndarray, totals: np.ndarray
) -> pd.DataFrame:
    """Shares and means from counts per group, with NaN where a group is not `shown`. `totals`: sums of the answers.

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
    figures[~shown] = np.nan
    return figures


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
