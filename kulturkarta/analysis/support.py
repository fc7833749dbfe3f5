"""Which support fits whom, and where there is none."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd

from kulturkarta.analysis.entries import find_closed
from kulturkarta.i18n import sort_key
from kulturkarta.schema import WHOLE_REGION

CRITERIA = ("municipality", "sector", "stage", "drive", "function")
"""What may be asked, in the order reasons are given."""
YES, NO, UNKNOWN = "yes", "no", "unknown"
MIXED = "blandad"
_COLUMN = {"sector": "sectors", "stage": "stages", "drive": "drives", "function": "functions"}


@dataclass(frozen=True)
class Seeker:
    """Who seeks what: codes, "" for what is not said. Who works in several sectors may get what is for any of them."""

    municipality: str = ""
    sector: str | tuple[str, ...] = ""
    stage: str = ""
    drive: str = ""
    function: str = ""

    @property
    def asked(self) -> tuple[str, ...]:
        return tuple(name for name in CRITERIA if getattr(self, name))

    def wanted(self, name: str) -> tuple[str, ...]:
        """The codes of one criterion; none when it is not said."""
        value = getattr(self, name)
        return value if isinstance(value, tuple) else (value,) if value else ()


def find_supports(supports: pd.DataFrame, seeker: Seeker) -> pd.DataFrame:
    """The open supports that `seeker` may get: those that rule out nothing of what is asked.

    All columns of `supports`, a column per criterion with "yes", "unknown" (the support does not say) or "" (not
    asked), `n_yes` and `n_unknown`. First those that are known to fit in most ways, then those with least unknown,
    then the municipality's own, then by name. A person who is driven by both passion and market fits either.
    """
    found = supports[~find_closed(supports).to_numpy(dtype=bool)].copy()
    for name in CRITERIA:
        wanted = seeker.wanted(name)
        found[name] = [_judge(name, values, wanted) for values in _values(found, name)] if wanted else ""
    if seeker.asked:
        found = found[~found[list(seeker.asked)].eq(NO).any(axis="columns")]
    asked = found[list(CRITERIA)]
    found["n_yes"], found["n_unknown"] = asked.eq(YES).sum(axis="columns"), asked.eq(UNKNOWN).sum(axis="columns")
    found["is_local"] = [seeker.municipality in area for area in found["service_area"]]
    keys = [
        np.array([sort_key(str(name)) for name in found["name"]], dtype=str),
        ~found["is_local"].to_numpy(dtype=bool),
        found["n_unknown"].to_numpy(dtype=int),
        -found["n_yes"].to_numpy(dtype=int),
    ]
    return found.iloc[np.lexsort(keys)].reset_index(drop=True)


def count_supports(
    supports: pd.DataFrame, *, municipalities: Sequence[str], functions: Sequence[str], stage: str = ""
) -> pd.DataFrame:
    """Open supports per function and municipality, a row for every pair, also where there is none.

    `n` those that name the `stage` (all of them when it is ""), `n_unknown` those that do not say for which stage they
    are, `n_local` of both together those that are the municipality's own. A support with several functions counts in
    each; one without a known function in none.
    """
    found = supports[~find_closed(supports).to_numpy(dtype=bool)]
    rows: list[dict[str, object]] = []
    regional = np.array([WHOLE_REGION in area for area in found["service_area"]], dtype=bool)
    for function in functions:
        has_function = np.array([function in values for values in found["functions"]], dtype=bool)
        for code in municipalities:
            local = np.array([code in area for area in found["service_area"]], dtype=bool)
            serves = has_function & (local | regional)
            verdicts = [_judge("stage", values, (stage,)) if stage else YES for values in found["stages"]]
            yes, unknown = (serves & np.array([v == kind for v in verdicts], dtype=bool) for kind in (YES, UNKNOWN))
            rows.append(
                {
                    "function": function,
                    "municipality_code": code,
                    "n": int(yes.sum()),
                    "n_unknown": int(unknown.sum()),
                    "n_local": int(((yes | unknown) & local).sum()),
                }
            )
    return pd.DataFrame(rows, columns=["function", "municipality_code", "n", "n_unknown", "n_local"])


def _values(supports: pd.DataFrame, name: str) -> pd.Series:
    return supports["service_area"] if name == "municipality" else supports[_COLUMN[name]]


def _judge(name: str, values: tuple[str, ...], wanted: tuple[str, ...]) -> str:
    if name == "municipality":
        return YES if WHOLE_REGION in values or not set(wanted).isdisjoint(values) else NO
    if not values:
        return UNKNOWN
    if name == "drive" and MIXED in (*wanted, *values):
        return YES
    return NO if set(wanted).isdisjoint(values) else YES
