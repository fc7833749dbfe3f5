"""Vocabularies: their terms in file order, labels per language, and files that are none."""

from __future__ import annotations

from pathlib import Path

import pytest

from kulturkarta.errors import KulturkartaError
from kulturkarta.taxonomy import read_taxonomy
from tests.small_sweden import small_taxonomy


def test_terms_keep_the_order_of_their_file(tmp_path: Path) -> None:
    kinds = small_taxonomy(tmp_path)["place_kind"]
    assert kinds.codes == ("bibliotek", "replokal", "hembygdsgard")
    assert "replokal" in kinds
    assert "Replokal" not in kinds


def test_labels_are_given_per_language_and_bad_codes_stay_visible(tmp_path: Path) -> None:
    kinds = small_taxonomy(tmp_path)["place_kind"]
    assert (kinds.label("replokal", "en"), kinds.label("replokal", "nb")) == ("Rehearsal room", "Øvingslokale")
    assert kinds.label("reploka", "sv") == "reploka"
    assert kinds.labels("sv")["bibliotek"] == "Bibliotek"


@pytest.mark.parametrize(
    "text", ["code,label_sv,label_en\na,A,A\n", "code,label_sv,label_en,label_nb\na,A,A,A\na,B,B,B\n"]
)
def test_a_file_without_labels_or_with_a_repeated_code_is_refused(tmp_path: Path, text: str) -> None:
    (tmp_path / "colour.csv").write_text(text, encoding="utf-8")
    with pytest.raises(KulturkartaError, match=r"colour\.csv"):
        read_taxonomy(tmp_path)
