from __future__ import annotations

import pandas as pd

from kulturkarta.analysis.ties import list_ties
from tests.analysis.tables import make_table

TIES = make_table(
    "collaborations",
    {"id": "1", "from_id": "a", "from_name": "A", "to_id": "o", "to_name": "Österåker", "kind": "konsert"},
    {"id": "2", "from_id": "z", "from_name": "Zon", "to_id": "a", "to_name": "A", "since": "2019", "until": "2021"},
    {"id": "3", "from_id": "a", "from_name": "A", "to_name": "Utanför"},
    {"id": "4", "from_id": "z", "from_name": "Zon", "to_id": "o", "to_name": "Österåker"},
    {"id": "5", "from_id": "a", "from_name": "A", "to_id": "a", "to_name": "A"},
)


def test_ties_are_seen_from_either_end_by_the_others_name() -> None:
    ties = list_ties(TIES)
    own = ties[ties["own_id"].eq("a")].reset_index(drop=True)
    assert own["other_name"].tolist() == ["Utanför", "Zon", "Österåker"]
    assert own["other_id"].isna().tolist() == [True, False, False]
    assert own.loc[1, ["since", "until"]].tolist() == ["2019", "2021"]
    assert pd.isna(own.loc[2, "since"])


def test_who_is_outside_the_catalogue_or_tied_to_itself_sees_nothing() -> None:
    # Four ties of two parties, less the party without an id.
    assert len(list_ties(TIES)) == 7
    assert list_ties(TIES.head(0)).empty
