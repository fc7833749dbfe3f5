"""How well sectors go together, counted by hand."""

from __future__ import annotations

import pandas as pd
import pytest

from kulturkarta.analysis.matching.relatedness import learn_relatedness
from tests.analysis.matching.small_catalogue import SECTORS, actor, table, ties_of

ACTORS = table(
    [
        actor("M1", sector="musik"),
        actor("M2", sector="musik"),
        actor("T", sector="scenkonst"),
        actor("K", sector="kulturarv"),
    ]
)
TABLE = pd.DataFrame({"sector_a": ["musik"], "sector_b": ["scenkonst"], "relatedness": [2.0]})


def test_ties_move_the_ratio_away_from_the_table_as_far_as_they_are_many() -> None:
    found = learn_relatedness(ties_of(ACTORS, ("m1", "t"), ("m2", "t"), ("m1", "k")), TABLE, SECTORS)
    # Row sums: musik 3, scenkonst 2, kulturarv 1, of 6 in all. musik-scenkonst: (2 + 5·2) / (3·2/6 + 5) = 12/6.
    assert found.ratio[0, 1] == found.ratio[1, 0] == pytest.approx(12 / 6)
    # musik-kulturarv: (1 + 5·1) / (3·1/6 + 5) = 6/5.5; musik-musik: (0 + 5·2) / (9/6 + 5) = 10/6.5.
    assert found.ratio[0, 2] == pytest.approx(6 / 5.5)
    assert found.ratio[0, 0] == pytest.approx(10 / 6.5)
    assert found.observed[0, 1] == 2


def test_without_ties_the_table_alone_speaks_and_annat_says_nothing() -> None:
    found = learn_relatedness(ties_of(ACTORS), TABLE, SECTORS)
    assert found.ratio[0, 1] == 2.0
    assert found.ratio[0, 2] == 1.0
    assert (found.ratio[3] == 1.0).all()


def test_several_ties_between_two_parties_are_one() -> None:
    once = learn_relatedness(ties_of(ACTORS, ("m1", "t")), TABLE, SECTORS)
    twice = learn_relatedness(ties_of(ACTORS, ("m1", "t"), ("m1", "t")), TABLE, SECTORS)
    assert (once.ratio == twice.ratio).all()
